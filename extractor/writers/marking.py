"""Text with marks, ready to be laid out: lines and tables cut into segments, each of which is marked throughout or not.

Shared by the report page and the marked-up source. Nothing here is markup: that is what templates make of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from extractor.document import Cell, Document, Span, Table
from extractor.writers.marks import TONES, Mark, Tone

MAX_SHOWN = 300_000
"""characters of a text that are shown whole; of a longer one only what stands around its marks"""
NEAR = 3
"""lines and rows around a mark that are shown of a longer text"""
HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """``marks`` cover all of it, ``begins`` start with it; ``tone`` is the gravest, None without marks."""

    text: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()

    @property
    def tone(self) -> Tone | None:
        return min((mark.tone for mark in self.marks), key=TONES.index, default=None)

    @property
    def suspect(self) -> bool:
        return any(mark.suspect for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text. ``number`` counts the lines of the whole text from 1."""

    number: int
    segments: tuple[Segment, ...]
    kind: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines or rows that are left out."""

    lines: int
    kind: Literal["gap"] = "gap"


@dataclass(frozen=True, slots=True)
class CellView:
    rowspan: int
    colspan: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[CellView, ...]
    kind: Literal["row"] = "row"


@dataclass(frozen=True, slots=True)
class TableView:
    """``columns`` is the width of the grid; ``name`` that of its sheet."""

    name: str | None
    columns: int
    rows: tuple[Row | Gap, ...]
    kind: Literal["table"] = "table"


Block = Line | TableView | Gap


class Marking:
    """One document with its marks (in order of text)."""

    def __init__(self, document: Document, marks: Sequence[Mark]) -> None:
        self.document = document
        self.marks = tuple(marks)
        self._starts = [mark.place.start for mark in self.marks]
        self._longest = max((mark.place.end - mark.place.start for mark in self.marks), default=0)
        self._tables = sorted((one for one in document.tables if _is_written_out(document, one)), key=_start)

    def blocks(self, span: Span) -> Iterator[Block]:
        """A stretch of the document as lines and tables; with gaps where it is too long to be shown whole."""
        whole = span.end - span.start <= MAX_SHOWN
        for block in self._thinned(list(self._parts(span)), whole):
            if isinstance(block, Table):
                yield self._table(block, whole)
            elif isinstance(block, Gap):
                yield block
            else:
                yield Line(self.document.text.count("\n", 0, block.start) + 1, self.segments(block))

    def segments(self, span: Span) -> tuple[Segment, ...]:
        """A stretch cut at the ends of its marks."""
        marks = self.over(span)
        if not marks:
            return (Segment(self.document.text[span.start : span.end]),) if span.end > span.start else ()
        ends = {edge for mark in marks for edge in (mark.place.start, mark.place.end) if span.start < edge < span.end}
        cuts = sorted({span.start, span.end} | ends)
        return tuple(self._segment(start, end, marks) for start, end in pairwise(cuts))

    def over(self, span: Span) -> list[Mark]:
        """The marks that share a character with a stretch."""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return [mark for mark in self.marks[first:last] if mark.place.end > span.start]

    def _segment(self, start: int, end: int, marks: Sequence[Mark]) -> Segment:
        over = tuple(mark for mark in marks if mark.place.start < end and mark.place.end > start)
        begins = tuple(mark for mark in over if mark.place.start == start)
        return Segment(self.document.text[start:end], over, begins)

    def _parts(self, span: Span) -> Iterator[Span | Table]:
        """Lines that hold words, and tables, in order of text."""
        here = span.start
        for table in self._tables:
            if span.start <= table.span.start and table.span.end <= span.end and table.span.start >= here:
                yield from self._lines(Span(here, table.span.start))
                yield table
                here = table.span.end
        yield from self._lines(Span(here, span.end))

    def _lines(self, span: Span) -> Iterator[Span]:
        start = span.start
        for line in self.document.text[span.start : span.end].splitlines(keepends=True):
            if line.strip():
                yield Span(start, start + len(line.rstrip()))
            start += len(line)

    def _thinned(self, parts: list[Span | Table], whole: bool) -> Iterator[Span | Table | Gap]:
        if whole:
            yield from parts
            return
        marked = [at for at, part in enumerate(parts) if self.over(part.span if isinstance(part, Table) else part)]
        for kept, group in groupby(range(len(parts)), key=lambda at: _near(at, marked)):
            run = [parts[at] for at in group]
            yield from run if kept else [Gap(len(run))]

    def _table(self, table: Table, whole: bool) -> TableView:
        rows = [list(row) for _, row in groupby(table.cells, key=lambda cell: cell.row)]
        made: list[Row | Gap] = []
        marked = [at for at, row in enumerate(rows) if self.over(Span(row[0].span.start, row[-1].span.end))]
        for kept, group in groupby(range(len(rows)), key=lambda at: whole or at < HEADER_ROWS or _near(at, marked)):
            run = [rows[at] for at in group]
            made += [Row(tuple(map(self._cell, row))) for row in run] if kept else [Gap(len(run))]
        return TableView(table.name, table.shape[1], tuple(made))

    def _cell(self, cell: Cell) -> CellView:
        return CellView(cell.rowspan, cell.colspan, self.segments(cell.span))


def _start(table: Table) -> int:
    return table.span.start


def _near(at: int, marked: Sequence[int]) -> bool:
    """True when one of the sorted numbers is at most NEAR away."""
    return bisect_left(marked, at - NEAR) < bisect_right(marked, at + NEAR)


def _is_written_out(document: Document, table: Table) -> bool:
    """True when a table's cells stand in the text row by row with nothing but blanks between them; tables that were
    read back from running text do not."""
    here, last = table.span.start, (-1, -1)
    for cell in table.cells:
        if cell.span.start < here or (cell.row, cell.col) <= last or document.text[here : cell.span.start].strip():
            return False
        here, last = cell.span.end, (cell.row, cell.col)
    return bool(table.cells) and not document.text[here : table.span.end].strip()
