"""A report's own scale of grades: 90分（含）以上为优，80分（含）至90分为良 … as intervals, best first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

import regex

from extractor.document import Span
from extractor.quantity import Interval
from extractor.reading import TIMEOUT

STEPS = 3
"""a scale has at least so many steps; two could be any sentence about marks"""

Bands = tuple[tuple[str, Interval], ...]

_ORDINARY = {"一般": "中"}
"""the third of four steps, where it stands in a scale"""


@dataclass(frozen=True, slots=True)
class Scale:
    """The steps of a scale and the stretch of text that states it."""

    bands: Bands
    at: Span


def scale_in(text: str, at: Span, pattern: regex.Pattern[str], names: dict[str, str]) -> Scale | None:
    """The scale in a stretch of plain text, or None. ``names`` brings grade words to their band (优秀 → 优)."""
    matches = list(pattern.finditer(text, *at, timeout=TIMEOUT))
    steps = [(_name(match["word"], names), _interval(match)) for match in matches]
    if len(steps) < STEPS or len({name for name, _ in steps}) < len(steps):
        return None
    if steps[0][1].low is None:
        steps.reverse()
    lows = [interval.low if interval.low is not None else Decimal(-1) for _, interval in steps]
    if any(above <= below for above, below in pairwise(lows)):
        return None
    return Scale(_half_open(steps), Span(matches[0].start(), matches[-1].end()))


def _name(word: str, names: dict[str, str]) -> str:
    return names.get(word) or _ORDINARY.get(word, word)


def _interval(match: regex.Match[str]) -> Interval:
    """One step as printed; where two steps meet is settled by :func:`_half_open`."""
    if match["low"] is not None:
        return Interval(
            Decimal(match["low"]),
            Decimal(match["high"]),
            open_low=match["low_note"] == "不含" or match["strict_low"] is not None,
            open_high=match["high_note"] == "不含" or match["strict"] is not None,
        )
    if match["from"] is not None:
        return Interval(
            Decimal(match["from"]), None, open_low=_excluded(match, "from_note", ("more", (">", "高于", "大于")))
        )
    closed = match["till_note"] == "含" or match["less"] in ("≤", "<=")
    return Interval(None, Decimal(match["till"]), open_high=not closed)


def _excluded(match: regex.Match[str], note: str, sign: tuple[str, Iterable[str]]) -> bool:
    group, strict = sign
    return match[note] == "不含" or match[group] in strict


def _half_open(steps: list[tuple[str, Interval]]) -> Bands:
    """A mark on the border of two steps belongs to one: to the upper, unless it excludes the mark."""
    bands = [steps[0]]
    for name, interval in steps[1:]:
        above = bands[-1][1]
        if interval.high is not None and interval.high == above.low:
            interval = replace(interval, open_high=not above.open_low)
        bands.append((name, interval))
    return tuple(bands)
