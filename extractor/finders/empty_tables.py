"""Tables with columns for figures of which not one is filled, and what the report says of them."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts import EmptyTable, Fact
from extractor.finders import Found
from extractor.grids import Box, Grid, grids
from extractor.packs import Entry, load
from extractor.reading import TIMEOUT, Reading
from extractor.words import words

AFTER = ("sections",)

_AFTER_TABLE = 120
"""characters below a table in which its emptiness may be explained"""
_LONG = 40
"""characters of the words above a table that can be its title"""


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All empty tables, in order of text."""
    figures, reason = load("empty_tables", Entry)
    for grid in grids(reading):
        head = _head(grid, figures)
        if head is None or not _is_empty(grid, *head):
            continue
        row, columns = head
        first = next(box for _col, box in grid.distinct(row))
        title = _title(grid, row, columns)
        yield EmptyTable(
            span=first.span,
            pattern=figures.id,
            sentence=first.sentence,
            section=found.section(first.span),
            cell=first.cell,
            title=title,
            reason=_reason(reading, grid, title, reason),
        )


def _head(grid: Grid, figures: Entry) -> tuple[int, tuple[int, ...]] | None:
    """The last of the rows that name columns for figures, with these columns; None for a table that has none, or none
    beside a name (a line of 合计 is no head)."""
    known = None
    for row in range(len(grid.rows)):
        boxes = [(col, box) for col, box in grid.distinct(row) if box.text]
        columns = tuple(
            col
            for col, box in enumerate(grid.rows[row])
            if box is not None and box.text and figures.pattern.search("".join(box.text.split()))
        )
        if len(boxes) < 2 or any(box.figures for _col, box in boxes) or not columns or columns[0] == 0:
            break
        known = row, tuple(sorted({*columns, *(known[1] if known else ())}))
    return known


def _is_empty(grid: Grid, head: int, columns: tuple[int, ...]) -> bool:
    """No cell of the columns holds a character below the head; —, / and 无 are an answer."""
    cells = [box for row in range(head + 1, len(grid.rows)) for box in _boxes(grid, row, columns)]
    return bool(cells) and not any(box.text for box in cells)


def _boxes(grid: Grid, row: int, columns: tuple[int, ...]) -> Iterator[Box]:
    for col in columns:
        box = grid.box(row, col)
        if box is not None:
            yield box


def _reason(reading: Reading, grid: Grid, title: str, entry: Entry) -> str:
    """What is said of the table, around it or in a sentence elsewhere that names its matter (notes on all tables often
    stand in a chapter of their own)."""
    if near := entry.pattern.search(_around(reading, grid), timeout=TIMEOUT):
        return str(near[0])
    matter = [title[slice(*span)] for span in words(title)]
    matter = [word for word in matter if len(word) > 1 and word not in entry.words["common"]]
    for sentence in reading.prose() if matter else ():
        text = reading.flow.text[slice(*sentence.at)]
        if all(word in text for word in matter) and (said := entry.pattern.search(text, timeout=TIMEOUT)):
            return str(said[0])
    return ""


def _around(reading: Reading, grid: Grid) -> str:
    """The words above, inside and right below a table."""
    inside = "\n".join(box.text for row in range(len(grid.rows)) for _col, box in grid.distinct(row))
    below = reading.flow.document.text[grid.span.end : grid.span.end + _AFTER_TABLE]
    return "\n".join((grid.above, inside, "".join(below.split())))


def _title(grid: Grid, head: int, columns: tuple[int, ...]) -> str:
    lines = [line.strip() for line in grid.above.split("\n") if 0 < len(line.strip()) <= _LONG and "。" not in line]
    named = [line for line in lines if "单位" not in line]
    if named:
        return named[-1]
    above = [box.text for row in range(head) for _col, box in grid.distinct(row) if box.text]
    return "".join(above[0].split()) if above else "、".join(box.text for box in _boxes(grid, head, columns))
