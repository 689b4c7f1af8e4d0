"""Two figures with a dash or 至 between them that are one printed range: 20—30天, 80分（含）至90分."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.document import Span
from extractor.lexing import units
from extractor.lexing.tokens import Raw
from extractor.quantity import Quantity

_JOINTS = frozenset(["至", "到", *(sign * times for sign in "-－–—―~～﹣−" for times in (1, 2))])
_HEDGES = frozenset(["eq", "le", "approx"])
"""约10—15天, 10—15天以内: still a range"""
_FROM = frozenset("由从自")
_LONGEST_JOINT = 4
"""a joint of two signs with a blank on each side"""


def joined(text: str, raws: Iterable[Raw]) -> Iterator[Raw]:
    """The tokens, with the two ends of each range made one."""
    held: Raw | None = None
    for raw in raws:
        if held is not None:
            whole = _range(text, held, raw)
            if whole is not None:
                yield whole
                held = None
                continue
            yield held
        held = raw
    if held is not None:
        yield held


def _range(text: str, first: Raw, second: Raw) -> Raw | None:
    low, high = first.quantity, second.quantity
    gap = second.at.start - first.at.end
    if low is None or high is None or not 0 < gap <= _LONGEST_JOINT:
        return None
    if text[first.at.end : second.at.start].strip(" \u3000") not in _JOINTS or not _ends(text, first, low, high):
        return None
    if low.value > high.value:
        low, high = high, low  # 100-80%
    at = Span(first.at.start, second.at.end)
    unit = high.unit or low.unit
    printed = high.unit_text or low.unit_text
    return Raw(second.kind, at, Quantity(text[at.start : at.end], low.digits, unit, printed, "range", high.digits))


def _ends(text: str, first: Raw, low: Quantity, high: Quantity) -> bool:
    """True when the two figures can be the ends of a range: one unit, no minus, upwards; bands of points and
    percentages are printed downwards too (100-80%). 由3%到5% is a step and no range."""
    if low.negative or high.negative or low.op not in _HEDGES or high.op not in _HEDGES or low.grain or high.grain:
        return False
    if text[first.at.start - 1 : first.at.start] in _FROM or low.value == high.value:
        return False
    if low.unit_text not in ("", high.unit_text) and not _shortened(low.unit_text, high.unit_text):
        return False
    falling = high.unit is not None and high.unit.dimension in ("percent", "points")
    return low.value < high.value or falling


def _shortened(first: str, unit: str) -> bool:
    """True for 3万-5万元 and 500元-800元/人, where the first number leaves out what the second says."""
    return unit.startswith(first) and (first in units.SCALES or unit[len(first)] in "/每")
