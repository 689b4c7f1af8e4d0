"""Counts that make up a whole: 312件，其中民事241件、刑事58件、行政13件."""

from __future__ import annotations

from collections.abc import Iterator

from extractor import arithmetic
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._verdicts import judged
from extractor.facts import CountSum
from extractor.ledger import Ledger

CHECK = Check("JS104", "count-sum-mismatch", "人数次数分项不符", "warning")


def check(ledger: Ledger) -> Iterator[Verdict]:
    sums = ledger.of(CountSum)
    if not sums:
        yield silent(CHECK, "没有分项说明的数目")
    for one in sums:
        yield _judge(one)


def _judge(one: CountSum) -> Verdict:
    whole, parts = one.whole.figure, [part.figure for part in one.parts]
    if not one.exhaustive and not one.disjoint:
        return silent(CHECK, "分项不完整或有交叉，合计不必等于总数", whole, *parts)
    if one.exhaustive:
        result = arithmetic.total(whole, arithmetic.plus(*parts))
    else:
        result = arithmetic.at_most(arithmetic.plus(*parts), arithmetic.plus(whole))
    named = "、".join(f"{part.noun}{''.join(part.figure.text.split())}" for part in one.parts)
    message = f"{one.whole.noun}共{''.join(whole.text.split())}，与各分项（{named}）之和不符"
    return judged(CHECK, result, message)
