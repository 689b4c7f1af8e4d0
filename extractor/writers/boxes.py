"""Where a stretch of text stands on its pages: one box for each printed line of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from extractor.document import BBox, Document, Span

MAX_CHARACTERS = 600
"""of one stretch that are looked up; a cited sentence has a hundred"""


@dataclass(frozen=True, slots=True)
class Box:
    """``page`` is an index into :attr:`Document.pages` (page numbers repeat where several files are read as one);
    ``sides`` are points from the top left of the page."""

    page: int
    sides: BBox


def page_index(document: Document, offset: int) -> int | None:
    """Which page holds an offset; None in formats without pages."""
    index = bisect_right(document.pages, offset, key=lambda page: page.span.start) - 1
    return index if index >= 0 and offset < document.pages[index].span.end else None


def boxes(document: Document, span: Span) -> tuple[Box, ...]:
    """The boxes of a stretch in reading order; none where the format has no geometry."""
    found: list[Box] = []
    for at in range(span.start, min(span.end, span.start + MAX_CHARACTERS)):
        if document.text[at].isspace():
            continue
        page, sides = page_index(document, at), document.locate(Span(at, at + 1))
        if page is None or sides is None:
            continue
        if found and found[-1].page == page and _follows(found[-1].sides, sides):
            found[-1] = Box(page, _around(found[-1].sides, sides))
        else:
            found.append(Box(page, sides))
    return tuple(found)


def _follows(line: BBox, char: BBox) -> bool:
    """True when a character stands on a line, not far behind what is there of it."""
    height = line[3] - line[1]
    overlap = min(line[3], char[3]) - max(line[1], char[1])
    return overlap > 0.4 * min(height, char[3] - char[1]) and -1 <= char[0] - line[2] + height < 4 * height


def _around(one: BBox, other: BBox) -> BBox:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
