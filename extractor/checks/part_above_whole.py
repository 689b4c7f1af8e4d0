"""No part of an amount is larger than the whole."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.arithmetic import Comparison, Term, at_most
from extractor.checks import Check, Verdict
from extractor.checks._misread import misreading
from extractor.checks._outcomes import silent
from extractor.checks._relations import outgrown, verdict, whole_of
from extractor.checks._tellings import disputed
from extractor.checks._wording import called
from extractor.facts import Breakdown, Fund
from extractor.ledger import Ledger

CHECK = Check("ZJ107", "part-above-whole", "分项大于总额", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    quarrels = disputed(ledger)
    found = ledger.of(Breakdown)
    if not found:
        yield silent(CHECK, "报告没有分项列示的金额")
    for breakdown in found:
        whole = whole_of(ledger, breakdown)
        if why := misreading(ledger, breakdown, whole):
            yield silent(CHECK, why, whole.figure, *(part.figure for part in breakdown.parts))
            continue
        yield from _judge(breakdown, whole, quarrels)


def _judge(breakdown: Breakdown, whole: Fund, quarrels: frozenset[int]) -> Iterator[Verdict]:
    parts = [part for part in breakdown.parts if part.yuan >= 0 and part.figure.quantity.op == "eq"]
    if whole.yuan < 0 or not parts or len(parts) < sum(part.figure.quantity.op == "eq" for part in breakdown.parts):
        yield silent(CHECK, "总额或分项为负数（调减），不比较大小", whole.figure)
        return
    for part in parts:
        result = at_most([Term(part.figure)], [Term(whole.figure)])
        message = f"{_named(part)}{part.figure.text}大于{called(whole)}{whole.figure.text}"
        if len(parts) == 1 or not (isinstance(result, Comparison) and result.fits):
            yield verdict(CHECK, result, message, quarrels)
    if len(parts) > 1:
        yield _together(whole, parts, quarrels, exhaustive=breakdown.exhaustive)


def _together(whole: Fund, parts: list[Fund], quarrels: frozenset[int], *, exhaustive: bool) -> Verdict:
    """The sum of the parts; where these are said to be all there is, their sum is tested by its own check."""
    figures = (whole.figure, *(part.figure for part in parts))
    if exhaustive:
        return silent(CHECK, "所列为全部分项，合计另行检查", *figures)
    if outgrown(whole, parts):
        return silent(CHECK, "各项都不大于总额，合起来超过总额，见分项合计检查（ZJ102、ZJ103）", *figures)
    result = at_most([Term(part.figure) for part in parts], [Term(whole.figure)])
    message = f"所列分项之和已超过{called(whole)}{whole.figure.text}"
    return verdict(CHECK, result, message, quarrels)


def _named(part: Fund) -> str:
    name = called(part)
    return f"{name}的" if part.item and name == part.item else name
