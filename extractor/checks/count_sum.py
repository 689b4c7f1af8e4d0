"""Counts that make up a whole: 312件，其中民事241件、刑事58件、行政13件."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractor import arithmetic
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._verdicts import judged
from extractor.facts import CountSum, Figure
from extractor.ledger import Ledger

_SEVERAL = 3
_LITTLE = Decimal("0.03")
"""parts of the whole that may be left over where a list came near it"""

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
    if _lacks_little(one):
        result = arithmetic.total(whole, arithmetic.plus(*parts))
        message = f"{_told(one)}相加略少于{one.whole.noun}{_text(whole)}，请核对是否漏列"
        return replace(judged(CHECK, result, message), severity="review")
    if one.exhaustive:
        result = arithmetic.total(whole, arithmetic.plus(*parts))
    else:
        result = arithmetic.at_most(arithmetic.plus(*parts), arithmetic.plus(whole))
    message = f"{one.whole.noun}共{_text(whole)}，与各分项（{_told(one)}）之和不符"
    return judged(CHECK, result, message)


def _lacks_little(one: CountSum) -> bool:
    """True for three parts or more, none of them 等 or 其他, that come near their whole: what is left over would have
    been told, or a figure is wrong. For review, as 其中 does not promise the whole."""
    if one.exhaustive or one.open or not one.disjoint or len(one.parts) < _SEVERAL:
        return False
    whole, listed = one.whole.figure.quantity, sum(part.figure.quantity.amount for part in one.parts)
    return listed < whole.amount and whole.amount - listed <= whole.amount * _LITTLE


def _told(one: CountSum) -> str:
    return "、".join(f"{part.noun}{_text(part.figure)}" for part in one.parts)


def _text(figure: Figure) -> str:
    return "".join(figure.text.split())
