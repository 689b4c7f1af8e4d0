"""What a reader hands over: the text as ``gouji text`` prints it, and where each part of it stands.

All offsets are half-open, count code points, and refer to :attr:`Document.text`. The text is never edited after
reading: it is the evidence. Tables are written into the text cell by cell (one row a line, cells parted by a tab,
a line break inside a cell kept), so that each cell is one contiguous span.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal, NamedTuple

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, origin at the top left of the page."""

TextLayer = Literal["native", "ocr", "mixed", "none-needed", "none"]


class Span(NamedTuple):
    """A half-open stretch of the document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """True when ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class Cover:
    """Spans, asked whether one of them covers another: ``span in Cover(spans)``."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._reach = list(accumulate((span.end for span in ordered), max))
        """how far the spans up to this one reach"""

    def __contains__(self, span: Span) -> bool:
        index = bisect_right(self._starts, span.start) - 1
        return index >= 0 and self._reach[index] >= span.end


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``number`` counts from 1. ``text_layer`` is "none" when nothing could be read from it."""

    number: int
    span: Span
    width: float = 0.0
    height: float = 0.0
    text_layer: TextLayer = "native"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, without its line break. ``x0``/``x1`` are None where the format has no geometry."""

    span: Span
    page: int | None = None
    x0: float | None = None
    x1: float | None = None
    top: float | None = None
    bottom: float | None = None
    size: float | None = None
    """height of the type in points"""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, counted from 0; a merged cell stands once, with its spans."""

    span: Span
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    address: str | None = None
    """what a person would call it: B3 in a sheet, R2C3 in a page's table"""
    chosen: bool = False
    """cut out of figures that ran together (1010), in the one way in which they agree: no fault may rest on it"""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with spans. ``span`` covers all of its cells in the text."""

    span: Span
    cells: tuple[Cell, ...]
    pages: tuple[int, ...] = ()
    name: str | None = None
    """sheet name, where the format has one"""
    borders: tuple[float, ...] = ()
    """x of the column borders in points, where the format has geometry: what tells that a table goes on overleaf"""
    box: BBox | None = None
    """where the table stands on its (first) page"""
    wrapped: bool = False
    """lines in its cells are parts of one text; else two numbers one below the other stay two"""

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)"""
        return (
            max((c.row + c.rowspan for c in self.cells), default=0),
            max((c.col + c.colspan for c in self.cells), default=0),
        )


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text that belongs to the page and not to the report: header, footer, page number, contents line; or, ``unread``,
    to the report, but so that nobody can tell one figure from the next; or, ``hidden``, to neither: nobody sees it."""

    span: Span
    kind: Literal["header", "footer", "page_number", "contents", "navigation", "note", "unread", "hidden"]


@dataclass(frozen=True, slots=True)
class Part:
    """Which report of a file with several this is: ``index`` of ``of``, on ``pages`` (first, last) where there are."""

    index: int
    of: int
    pages: tuple[int, int] | None = None
    span: Span = Span(0, 0)  # noqa: RUF009  (a named tuple does not change)


def _nowhere(_span: Span) -> BBox | None:
    """The box of a stretch of a text without pages."""
    return None


def _native(_span: Span) -> float:
    """How sure a character is that nobody had to recognise."""
    return 1.0


@dataclass(frozen=True)
class Document:
    """A report as read, with its geometry.

    ``locate`` answers a span with its box on the page (first line of it), or None; it may do its work late, so
    ask it only for the spans that are printed.
    """

    name: str
    format: str
    text: str
    sha256: str
    pages: tuple[Page, ...] = ()
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    text_layer: TextLayer = "none-needed"
    locate: Callable[[Span], BBox | None] = field(default=_nowhere, compare=False, repr=False)
    sure: Callable[[Span], float] = field(default=_native, compare=False, repr=False)
    """how sure the recogniser of a scan was of the least sure character of a stretch, 0 to 1; 1 for native text"""
    part: Part | None = None
    files: tuple[tuple[Span, str], ...] = ()
    """of a report read from several files: the stretch of each, with its name"""
    member: str | None = None
    """path inside the archive that ``name`` names, for a member of one"""
    warnings: tuple[str, ...] = ()
    """what the reader could not do, in Chinese, for the person who reads the verdict"""

    @property
    def region(self) -> Span:
        """The stretch of the text that this document speaks of: all of it, or its part."""
        return self.part.span if self.part else Span(0, len(self.text))

    def file_at(self, offset: int) -> str | None:
        """The name of the file in which ``offset`` stands, or None for a report in one file."""
        return next((name for span, name in self.files if span.start <= offset < span.end), None)

    def page_at(self, offset: int) -> int | None:
        """The number of the page on which ``offset`` stands, or None in a format without pages."""
        low, high = 0, len(self.pages)
        while low < high:
            middle = (low + high) // 2
            if self.pages[middle].span.end <= offset:
                low = middle + 1
            else:
                high = middle
        page = self.pages[low] if low < len(self.pages) else None
        return page.number if page and page.span.start <= offset else None
