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
    triples = [
        (line[one].quantity, line[over].quantity.value, line[under].quantity.value)
        for line in lines
        if one in line and over in line and under in line
    ]
    if len(triples) < _ENOUGH or len({quantity.value for quantity, _, _ in triples}) == 1:
        return False
    wanted = max(_ENOUGH, len(triples) - 1)
    return any(
        sum(bool(below) and abs(quantity.value - scale * above / below) <= quantity.step / 2 / quantity.factor
            for quantity, above, below in triples) >= wanted
        for scale in _SCALES
    )  # fmt: skip
