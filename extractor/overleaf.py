"""Whether a table goes on over the page: the columns of its next part among those of the part before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

_NEAR = 2.0
"""points between two borders that are one"""


def columns_overleaf(before: Sequence[float], after: Sequence[float]) -> tuple[int, ...] | None:
    """For each border of the next part the number of the border before that it continues (x in points): all of them,
    from the left side to the right; None when the two are not one table.

    >>> columns_overleaf((50, 100, 200, 300), (50, 201, 300))
    (0, 2, 3)
    """
    if len(before) < 2 or len(after) < 2:
        return None
    found = tuple(_nearest(before, border) for border in after)
    if any(abs(before[one] - border) > _NEAR for one, border in zip(found, after, strict=True)):
        return None
    rising = all(one < other for one, other in pairwise(found))
    return found if rising and found[0] == 0 and found[-1] == len(before) - 1 else None


def widened(row: Sequence[T], columns: Sequence[int]) -> tuple[T, ...]:
    """A row of the next part over the columns of the part before; a cell stands in each column that it covers.

    >>> widened(("总分", "100"), (0, 2, 3))
    ('总分', '总分', '100')
    """
    return tuple(
        cell for number, cell in enumerate(row) for _ in range(columns[number + 1] - columns[number])
    )  # fmt: skip


def _nearest(borders: Sequence[float], at: float) -> int:
    index = bisect_left(borders, at)
    return min((one for one in (index - 1, index) if 0 <= one < len(borders)), key=lambda one: abs(borders[one] - at))
