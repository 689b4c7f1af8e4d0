"""Columns that are ratios of two others, whatever their header calls them (支付进度 96.00 = 988.80 ÷ 1,030.00): such a
column has no sum. A budget is a ratio too, of what was spent to the rate; but a ratio's last line is a mean of those
before it, a sum is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from extractor.facts import Figure

_ENOUGH = 3
"""lines in which it must hold at the least; of those that have the three figures one may be wrong"""
_WIDEST = 16
"""columns of a table in which it is looked for"""
_SCALES = (Decimal(100), Decimal(1))
"""as a percentage, or as one amount for each of the other"""


def ratio_columns(lines: Sequence[Mapping[int, Figure]]) -> frozenset[int]:
    """The positions whose figure is, in every line but one at the most, the ratio of the same two others. ``lines``:
    position → figure."""
    positions = sorted({position for line in lines for position in line})
    if len(lines) < _ENOUGH or not 3 <= len(positions) <= _WIDEST:
        return frozenset()
    return frozenset(
        one
        for one in positions
        if any(_is_ratio(lines, one, *pair) for pair in permutations((p for p in positions if p != one), 2))
    )


def is_mean(whole: Figure, parts: Sequence[Figure]) -> bool:
    """True for a value among those that it stands for."""
    values = [part.quantity.value for part in parts]
    return min(values) <= whole.quantity.value <= max(values)


def _is_ratio(lines: Sequence[Mapping[int, Figure]], one: int, over: int, under: int) -> bool:
    return any(_holds(lines, one, over, under, scale) for scale in _SCALES)


def _holds(lines: Sequence[Mapping[int, Figure]], one: int, over: int, under: int, scale: Decimal) -> bool:
    """True when the ratio is right in enough lines; given up at the second that is wrong: most pairs are unrelated."""
    values: set[Decimal] = set()
    right = wrong = 0
    for line in lines:
        if one not in line or over not in line or under not in line:
            continue
        quantity, above, below = line[one].quantity, line[over].quantity.value, line[under].quantity.value
        values.add(quantity.value)
        if below and abs(quantity.value - scale * above / below) <= quantity.step / 2 / quantity.factor:
            right += 1
        elif wrong:
            return False
        else:
            wrong += 1
    return right >= _ENOUGH and len(values) > 1
