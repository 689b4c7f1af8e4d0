"""Quotations of cited places for people: a sentence with its figures, a table's column with the names of its rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from extractor.document import Cell, Document, Span, Table
from extractor.report import Evidence
from extractor.writers.layout import clusters, excerpt, where
from extractor.writers.marks import mark_id

_NAME = regex.compile(r"\p{Han}")
"""a cell that names something, and no figure"""
_FIGURE = regex.compile(r"\s*[<>≥≤=＜＞＝约近]{0,2}\s*[\d.,，]+\s*\p{Han}{0,4}[%％℃²]?\s*")
_MAX_NAME = 24
MAX_PLACES = 60
"""that are quoted of one finding: a column of a hundred figures is better looked at in its table"""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a quotation; ``mark`` is the id of the place that they are, None for the words around it."""

    text: str
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One quotation. ``where`` is its page, line or cell; ``marks`` are the ids of all places in it."""

    where: str
    pieces: tuple[Piece, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(piece.mark for piece in self.pieces if piece.mark)


class Excerpts:
    """Makes quotations from one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._tables = sorted(document.tables, key=lambda table: table.span.start)
        self._starts = [table.span.start for table in self._tables]

    def __call__(self, places: Sequence[Evidence]) -> tuple[Excerpt, ...]:
        """The quotations that show the places (of very many, the first), in order of text."""
        loose: list[Evidence] = []
        boxed: list[_Boxed] = []
        for place in _distinct(places)[:MAX_PLACES]:
            found = self._cell(place)
            if found:
                boxed.append(_Boxed(place, *found))
            else:
                loose.append(place)
        made = [(group[0].start, self._sentence(group)) for group in clusters(self.document.text, loose)]
        made += [(line[0].place.start, self._cells(line, along)) for line, along in _lines(boxed)]
        return tuple(one for _, one in sorted(made, key=lambda pair: pair[0]))

    def _sentence(self, places: Sequence[Evidence]) -> Excerpt:
        words = excerpt(self.document.text, places, around=24)
        pieces = tuple(Piece(text, mark_id(place) if place else None) for text, place in words if text)
        return Excerpt(self._where(places[0]), pieces)

    def _cells(self, cells: Sequence[_Boxed], along: Literal["row", "column"]) -> Excerpt:
        """Cells of one row under the names of their columns, or the other way round."""
        shared, own = (self._row, self._column) if along == "row" else (self._column, self._row)
        first, *_ = cells
        pieces = [Piece(f"{name}：")] if (name := shared(first.table, first.cell)) else []
        for number, one in enumerate(cells):
            pieces.append(Piece(f"{'，' if number else ''}{own(one.table, one.cell)} "))
            pieces.append(Piece(one.place.quote, mark_id(one.place)))
        return Excerpt(self._where(first.place), tuple(pieces))

    def _where(self, place: Evidence) -> str:
        told = where(self.document.text, place).replace("!", " ")
        return f"{place.file} {told}" if place.file else told

    def _cell(self, place: Evidence) -> tuple[Table, Cell] | None:
        """The table and the cell that hold a place."""
        index = bisect_right(self._starts, place.start) - 1
        if index < 0 or place.start >= self._tables[index].span.end:
            return None
        table, span = self._tables[index], Span(place.start, place.end)
        cell = next((one for one in table.cells if one.span.covers(span)), None)
        # a cell that holds whole sentences is quoted like them
        return (table, cell) if cell and cell.span.end - cell.span.start <= 3 * _MAX_NAME else None

    def _row(self, table: Table, cell: Cell) -> str:
        """The name of a cell's row: the nearest words to its left."""
        left = (one for one in table.cells if one.row <= cell.row < one.row + one.rowspan and one.col < cell.col)
        return self._name(sorted(left, key=lambda one: -one.col))

    def _column(self, table: Table, cell: Cell) -> str:
        """The name of a cell's column: the nearest words above it."""
        above = (one for one in table.cells if one.col <= cell.col < one.col + one.colspan and one.row < cell.row)
        return self._name(sorted(above, key=lambda one: -one.row))

    def _name(self, cells: Iterable[Cell]) -> str:
        for cell in cells:
            text = "".join(self.document.text[cell.span.start : cell.span.end].split())
            if _NAME.search(text) and not _FIGURE.fullmatch(text):
                return text if len(text) <= _MAX_NAME else f"{text[:_MAX_NAME]}…"
        return ""


@dataclass(frozen=True, slots=True)
class _Boxed:
    """A place in a cell of a table."""

    place: Evidence
    table: Table
    cell: Cell


def _lines(boxed: Sequence[_Boxed]) -> Iterator[tuple[list[_Boxed], Literal["row", "column"]]]:
    """Rows and columns that hold all of the cells: again and again the one that holds most of the rest."""
    rest = list(boxed)
    while rest:
        rows, columns = Counter(map(_row_of, rest)), Counter(map(_column_of, rest))
        row, in_row = rows.most_common(1)[0]
        column, in_column = columns.most_common(1)[0]
        if in_row >= in_column:
            yield [one for one in rest if _row_of(one) == row], "row"
            rest = [one for one in rest if _row_of(one) != row]
        else:
            yield [one for one in rest if _column_of(one) == column], "column"
            rest = [one for one in rest if _column_of(one) != column]


def _row_of(one: _Boxed) -> tuple[Span, int]:
    return one.table.span, one.cell.row


def _column_of(one: _Boxed) -> tuple[Span, int]:
    return one.table.span, one.cell.col


def _distinct(places: Iterable[Evidence]) -> list[Evidence]:
    """The places in order of text, those inside of another left out."""
    kept: list[Evidence] = []
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        if not kept or place.end > kept[-1].end:
            kept.append(place)
    return kept
