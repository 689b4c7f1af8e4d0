"""The report that all formats are made from: lines and grids, read from a ``.form`` source.

One source line is one block. The sign at its start says what it is: ``!`` title, ``^`` centred line, ``>`` line at the
right margin, ``#`` heading, ``*`` small note, ``|`` table row, ``@`` directive, anything else a paragraph.

Directives: ``@grid 8,12,30 head=2`` before the rows of a table (relative widths; rows repeated on each page),
``@sheet NAME`` a new page and, in a workbook, a new sheet, ``@paper landscape``, ``@header``/``@footer TEXT``
(``{page}`` ``{pages}``), ``@nav``/``@foot TEXT`` what stands above and below on a web page, ``@encoding`` of the page.

In a row ``|`` parts the cells; ``<`` joins a cell to its left, ``^`` to the one above; ``⏎`` is a line break; ``~``
says that a workbook holds a number or a date and the unit comes from the number format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

KINDS = {"!": "title", "^": "centred", ">": "right", "#": "heading", "*": "note"}


@dataclass(frozen=True)
class Cell:
    """A cell with its spans, counted from 0."""

    text: str
    row: int
    col: int
    rowspan: int
    colspan: int
    formatted: bool
    """in a workbook the unit is part of the number format"""


@dataclass(frozen=True)
class Grid:
    """A table. ``head`` rows come again on each page."""

    cells: tuple[Cell, ...]
    rows: int
    widths: tuple[int, ...]
    head: int


@dataclass(frozen=True)
class Line:
    """A line or a paragraph; ``kind`` is a value of KINDS or "paragraph"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """What stands on one sheet of a workbook, and begins a page elsewhere."""

    name: str
    blocks: list[Line | Grid]


@dataclass(frozen=True)
class Form:
    """A report with its options (the directives that are no blocks)."""

    slug: str
    sheets: list[Sheet] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> Iterator[Line | Grid]:
        """All blocks in order."""
        return (block for sheet in self.sheets for block in sheet.blocks)


def read(path: Path) -> Form:
    """The report in a source file."""
    form = Form(path.stem)
    rows: list[str] = []
    layout = ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            _put(form, grid(layout, rows))
            rows = []
        word, _, rest = line.partition(" ")
        if word == "@grid":
            layout = rest
        elif word == "@sheet":
            form.sheets.append(Sheet(rest, []))
        elif line.startswith("@"):
            form.options[word[1:]] = rest
        elif line:
            kind = KINDS.get(line[0])
            _put(form, Line(kind, line[1:].strip()) if kind else Line("paragraph", line))
    return form


def _put(form: Form, block: Line | Grid) -> None:
    if not form.sheets:
        form.sheets.append(Sheet("Sheet1", []))
    form.sheets[-1].blocks.append(block)


def grid(layout: str, rows: list[str]) -> Grid:
    """The table in source rows.

    >>> made = grid("1,1", ["| a | < |", "| ^ | ^ |", "| b | c |"])
    >>> [(c.text, c.row, c.col, c.rowspan, c.colspan) for c in made.cells]
    [('a', 0, 0, 2, 2), ('b', 2, 0, 1, 1), ('c', 2, 1, 1, 1)]
    """
    widths, _, head = layout.partition(" head=")
    table = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
    columns = len(widths.split(","))
    for number, row in enumerate(table):
        if len(row) != columns:
            raise ValueError(f"row {rows[number]!r} has {len(row)} cells of {columns}")
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(table):
        for c, text in enumerate(row):
            owner[r, c] = owner[r, c - 1] if text == "<" else owner[r - 1, c] if text == "^" else (r, c)
    cells = []
    for r, c in dict.fromkeys(owner.values()):
        mine = [place for place, first in owner.items() if first == (r, c)]
        height, width = max(p[0] for p in mine) - r + 1, max(p[1] for p in mine) - c + 1
        if len(mine) != height * width:
            raise ValueError(f"the cell {table[r][c]!r} is no rectangle")
        text = table[r][c]
        cells.append(Cell(text.removeprefix("~").replace("⏎", "\n"), r, c, height, width, text.startswith("~")))
    return Grid(tuple(cells), len(table), tuple(map(int, widths.split(","))), int(head or 0))
