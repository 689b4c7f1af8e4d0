"""Which of many intervals have a number in common: the most that do, found in one sweep however many there are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal

from extractor.quantity import Interval

_Point = tuple[Decimal, int]
"""a number, or (1, -1) just above and just below it: an open end does not belong to its interval"""


def stacked(intervals: Sequence[Interval]) -> list[int]:
    """The places of the most intervals that share a number; of several such sets the one with the first of them.

    >>> def between(low, high, open_high=False):
    ...     return Interval(Decimal(low), Decimal(high), open_high=open_high)
    >>> stacked([between(1, 2), between(5, 6), between(2, 3), between(6, 9)])
    [0, 2]
    >>> stacked([between(1, 2, open_high=True), between(2, 3), Interval(None, None)])
    [0, 2]
    """
    ends = [(_low(interval), _high(interval)) for interval in intervals]
    lows, highs = sorted(low for low, _ in ends), sorted(high for _, high in ends)
    counts = {point: bisect_right(lows, point) - bisect_left(highs, point) for point in lows}
    most = max(counts.values(), default=0)
    points = sorted(point for point, count in counts.items() if count == most)
    chosen = []
    for at, (low, high) in enumerate(ends):
        first, last = bisect_left(points, low), bisect_right(points, high)
        if first < last:
            chosen.append(at)
            points = points[first:last]
    return chosen


def _low(interval: Interval) -> _Point:
    return (Decimal("-Infinity"), 0) if interval.low is None else (interval.low, int(interval.open_low))


def _high(interval: Interval) -> _Point:
    return (Decimal("Infinity"), 0) if interval.high is None else (interval.high, -int(interval.open_high))
