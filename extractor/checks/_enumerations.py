"""Counted points of running text: 一是…二是…三是…, 第一，…第二，…, ①…②…; which of them belong to one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import regex

from extractor.document import Span
from extractor.ledger import Ledger

LONGEST = 1500
"""characters between two points of one list at most"""

_POINT = regex.compile(
    r"(?<![^\s。；;：:，,、！？（(”\"])(?:(?P<han>[一二三四五六七八九十]{1,2})(?P<word>[是要])"
    r"|第(?P<order>[一二三四五六七八九十]{1,2})(?P<after>[，,、：:]|是)|(?P<ring>[①-⑳])"
    r"|(?P<bracket>[（(])(?P<number>\d{1,2})[）)](?=[\p{Han}“《]|\d{3})|(?P<number>\d{1,2})(?P<dot>[.．、])(?=[\p{Han}“《]))"
)
_OWN = 2
"""characters behind a point's number in which its own words may begin, where they are taken for a heading"""
_HAN = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_CELL = regex.compile(r"[\t|]")


@dataclass(frozen=True, slots=True)
class Point:
    """One numbered point: its value, its printed number and where that stands. ``style`` is the way of counting."""

    value: int
    text: str
    span: Span
    style: str


def enumerations(ledger: Ledger) -> Iterator[list[Point]]:
    """The lists of the text, each from its first point on, in order of text. A list may hold another one."""
    points = sorted(_points(ledger.document.text), key=lambda point: (point.style, point.span.start))
    for _style, group in groupby(points, key=lambda point: point.style):
        open_lists: list[list[Point]] = []
        for point in group:
            while open_lists and _parted(ledger, open_lists[-1][-1], point):
                yield open_lists.pop()
            if point.value == 1:
                open_lists.append([point])
                continue
            home = next((one for one in reversed(open_lists) if one[-1].value + 1 == point.value), None)
            while home is not None and open_lists[-1] is not home:
                yield open_lists.pop()  # the inner list has come to its end
            if open_lists:
                open_lists[-1].append(point)
        yield from reversed(open_lists)


def _points(text: str) -> Iterator[Point]:
    for match in _POINT.finditer(text):
        number = match["han"] or match["order"] or match["ring"] or match["number"]
        style = match["word"] or ("第" if match["order"] else match["dot"] or match["bracket"] or "①")
        if match["number"]:
            value: int | None = int(number)
        else:
            value = ord(number) - ord("①") + 1 if match["ring"] else han_value(number)
        if value:
            yield Point(value, match[0].rstrip("，,、：:"), Span(*match.span()), style)


def _parted(ledger: Ledger, one: Point, other: Point) -> bool:
    """True when a heading, the edge of a cell or a long way lies between two points."""
    if other.span.start - one.span.end > LONGEST:
        return True
    if any(one.span.end + _OWN <= section.span.start < other.span.start for section in ledger.sections):
        return True
    return _CELL.search(ledger.document.text, one.span.end, other.span.start) is not None


def han_value(text: str) -> int | None:
    """三 → 3, 十二 → 12, 二十 → 20; None for anything else.

    >>> han_value("十二"), han_value("三"), han_value("一一")
    (12, 3, None)
    """
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _HAN.get(text)
    return (_HAN.get(tens, 0) if tens else 1) * 10 + _HAN.get(ones, 0)
