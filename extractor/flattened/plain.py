"""Tables of unknown columns that separators alone tell: lines cut into as many cells, one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractor.document import Cell, Span, Table
from extractor.flattened.atoms import Row
from extractor.flattened.words import shape

_YEAR = regex.compile(r"(?:19|20)\d\d年?(?:度|末)?")
_FIGURES = frozenset({"number", "percent", "quantity"})


def runs(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """The stretches of lines that are a table by their separators, as first and last (not included) line."""
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and _alike(rows[start], rows[end]):
            end += 1
        if _is_table(rows[start:end]):
            yield start, end
        start = end


def alone(rows: Sequence[Row], start: int, end: int) -> bool:
    """True when the lines before and after a run are cut in another way: it is the whole of its table."""
    beside = [rows[at] for at in (start - 1, end) if 0 <= at < len(rows)]
    return rows[start].barred and not any(row.barred for row in beside)


def table(rows: Sequence[Row]) -> Table:
    """A run of lines as a table, line by line."""
    cells = tuple(
        Cell(atom.span, number, col, address=f"R{number + 1}C{col + 1}")
        for number, row in enumerate(rows)
        for col, atom in enumerate(row.atoms)
        if not atom.is_empty
    )
    pages = sorted({row.line.page for row in rows if row.line.page is not None})
    return Table(Span(cells[0].span.start, cells[-1].span.end), cells, tuple(pages))


def _alike(row: Row, other: Row) -> bool:
    return row.barred == other.barred and len(row.atoms) == len(other.atoms) > 1 and row.line.page == other.line.page


def _is_table(rows: Sequence[Row]) -> bool:
    """Bars and tabs are enough; where blanks part the cells, a column of figures must stand under its name."""
    width = len(rows[0].atoms)
    if len(rows) < 2 or width < 3:
        return False
    if rows[0].barred:
        return any(not atom.is_empty for row in rows for atom in row.atoms)
    names = [atom.text for atom in rows[0].atoms[1:] if not _YEAR.fullmatch(atom.text)]
    if len(rows) < 3 or any(shape(name) in _FIGURES for name in names):
        return False
    return any(sum(shape(row.atoms[col].text) in _FIGURES for row in rows[1:]) * 5 >= 4 * (len(rows) - 1)
               for col in range(1, width))  # fmt: skip
