"""A part is larger than the whole that it is said to belong to."""

from __future__ import annotations

from collections.abc import Iterator

from extractor import arithmetic
from extractor.arithmetic import Hindrance
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, silent
from extractor.checks._verdicts import judged
from extractor.facts import Count, CountSum
from extractor.ledger import Ledger

CHECK = Check("JS105", "part-exceeds-whole", "部分多于整体", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    pairs = dict.fromkeys(_pairs(ledger))
    if not pairs:
        yield silent(CHECK, "没有写明从属关系的数目")
    for part, whole in pairs:
        yield _judge(part, whole)


def _pairs(ledger: Ledger) -> Iterator[tuple[Count, Count]]:
    """(part, whole), as the wording nests them. Parts of a full sum are left to JS104: one cause, one finding."""
    summed = {part for one in ledger.of(CountSum) if one.exhaustive for part in one.parts}
    for count in ledger.of(Count):
        if count.subset_of is not None and count not in summed:
            yield count, count.subset_of
    for one in ledger.of(CountSum):
        if not one.exhaustive:
            yield from ((part, one.whole) for part in one.parts)


def _judge(part: Count, whole: Count) -> Verdict:
    inner, outer = part.figure, whole.figure
    if inner.quantity.op == outer.quantity.op == "eq":
        result = arithmetic.at_most(arithmetic.plus(inner), arithmetic.plus(outer))
        told = f"{part.noun}{''.join(inner.text.split())}多于其所属的{whole.noun}{''.join(outer.text.split())}"
        return judged(CHECK, result, told)
    same = arithmetic.same(inner, outer)
    if isinstance(same, Hindrance):
        return silent(CHECK, same.reason, inner, outer)
    low, high = inner.quantity.interval().low, outer.quantity.interval().high
    formula = f"{''.join(inner.text.split())} ≤ {''.join(outer.text.split())}"
    if low is None or high is None or low <= high:
        return agrees(CHECK, formula, inner, outer)
    told = f"{part.noun}{''.join(inner.text.split())}多于其所属的{whole.noun}{''.join(outer.text.split())}"
    return Verdict(CHECK.code, "conflict", formula, told, severity="warning", figures=(inner, outer))
