"""Lists that do not add up because of how they were read: what the print itself says about them.

Each sign is a coincidence to the last digit that a slip of the pen does not bring about: then the reading is at fault,
and not the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from extractor.facts import Breakdown, Figure, Fund
from extractor.ledger import Ledger

_STOP = regex.compile(r"[。\n]")
MOST = 40
"""parts that are looked at: a longer list is a table's"""


def misreading(ledger: Ledger, breakdown: Breakdown, whole: Fund) -> str | None:
    """Why a list that does not add up to an amount was not read as it is meant; None when nothing shows that."""
    parts = sorted(breakdown.parts, key=lambda part: part.span.start)
    if len(parts) > MOST or any(part.cell is not None for part in (whole, *parts)):
        return None
    amounts = [part.yuan for part in parts]
    outer = sum(_outer(amounts))
    if not breakdown.exhaustive and outer <= whole.yuan and outer < sum(amounts):
        return "所列各项互相包含，去掉下级分项后不超过总额"
    if _fits_nested(amounts, whole.yuan):
        return "所列各项互相包含，去掉下级分项后相符"
    if nearer := _nearer(ledger, whole, parts):
        return f"各项相加等于更近的{nearer.text}"
    unread = _unread(ledger, whole, parts)
    gap = whole.yuan - sum(amounts)
    if gap and (gap in unread or gap == sum(unread)):
        return "同处还有未读成分项的金额，加上后相符"
    return None


def _fits_nested(amounts: Sequence[Decimal], whole: Decimal) -> bool:
    """True when the parts add up once those that split the one before them are left out, or when they split the whole
    twice: 基本支出60、项目支出40；按科目分，农林水支出70、卫生健康支出30."""
    outer = list(_outer(amounts))
    return sum(outer) == whole != sum(amounts) or _runs(amounts, whole) > 1


def _outer(amounts: Sequence[Decimal]) -> Iterator[Decimal]:
    at = 0
    while at < len(amounts):
        yield amounts[at]
        at = _end_of_split(amounts, at)


def _end_of_split(amounts: Sequence[Decimal], at: int) -> int:
    """Where the amounts end that follow one and add up to it; they are at least two."""
    summed = Decimal(0)
    for end in range(at + 1, len(amounts)):
        summed += amounts[end]
        if summed == amounts[at] and end > at + 1:
            return end + 1
    return at + 1


def _runs(amounts: Sequence[Decimal], whole: Decimal) -> int:
    """How often the parts, from first to last, add up to the whole; 0 when something is left over."""
    count, summed = 0, Decimal(0)
    for amount in amounts:
        summed += amount
        if summed == whole:
            count, summed = count + 1, Decimal(0)
    return 0 if summed else count


def _nearer(ledger: Ledger, whole: Fund, parts: Sequence[Fund]) -> Figure | None:
    """An amount between the whole and its parts that they add up to: 省级240万元、市级60万元，共300万元。按项目分：…"""
    summed = sum(part.yuan for part in parts)
    between = _money(ledger, whole.span.end, parts[0].span.start)
    return next((one for one in between if one.quantity.amount == summed), None)


def _unread(ledger: Ledger, whole: Fund, parts: Sequence[Fund]) -> list[Decimal]:
    """The amounts among the parts and up to the end of their sentence that are no parts."""
    text = ledger.document.text
    stop = _STOP.search(text, parts[-1].span.end)
    known = {whole.figure.id, *(part.figure.id for part in parts)}
    start = min(parts[0].span.start, max(whole.span.end, parts[0].span.start - 1))
    found = _money(ledger, start, stop.start() if stop else len(text))
    return [one.quantity.amount for one in found if one.id not in known]


def _money(ledger: Ledger, start: int, end: int) -> list[Figure]:
    """The exact amounts of money printed in a stretch of running text."""
    return [
        one
        for one in ledger.figures
        if start <= one.span.start < end
        and one.cell is None
        and one.quantity.op == "eq"
        and one.quantity.unit is not None
        and one.quantity.unit.dimension == "money"
    ]
