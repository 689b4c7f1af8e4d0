"""Cells of forms that were left empty, in rows and columns that are filled otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from extractor.facts import Blank, Fact
from extractor.finders import Found
from extractor.finders._bands import Band, bands, is_dimension_table
from extractor.finders._rows import clean_name, first_label
from extractor.finders._table_cells import money
from extractor.grids import Box
from extractor.reading import Reading
from extractor.table_words import row_kind

AFTER = ("sections",)

Column = Literal["actual", "score", "reason"]


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """The empty cells of indicator rows, and an empty 执行数 of the whole project."""
    for band in bands(reading):
        if band.kind == "funds":
            yield from _unspent(band, found)
        elif not is_dimension_table(band):
            rows = [row for row in range(band.first, band.last) if _is_indicator(band, row)]
            for column in get_args(Column):
                yield from _empty(band, rows, column, found)


def _is_indicator(band: Band, row: int) -> bool:
    """True for a row with a name and something that was asked of it: a target or a weight. The second half of a row
    that a page cuts in two has no name or neither of these; a name over several rows is a level."""
    name = band.box(row, band.name_role)
    if name is None or name.blank or name.cell.rowspan > 1 or row_kind(name.text):
        return False
    if row_kind(first_label(band, row)) in ("total", "subtotal"):
        return False
    return any(box is not None and not box.blank for box in (band.box(row, "target"), band.box(row, "weight")))


def _empty(band: Band, rows: Sequence[int], column: Column, found: Found) -> Iterator[Blank]:
    """The empty cells of one column; none in a column that is empty altogether (a reason may be missing everywhere)."""
    boxes = {row: band.box(row, column) for row in rows}
    if column != "reason" and not any(box is not None and not box.blank for box in boxes.values()):
        return
    for row, box in boxes.items():
        if box is None and column == "score" and _ends_at_weight(band, row):
            name = band.box(row, band.name_role)
            assert name is not None
            yield _blank(band, name, column, found)
        if box is not None and not box.text and box.cell.row == row:
            name = band.box(row, band.name_role)
            assert name is not None
            yield _blank(band, name, column, found)


def _ends_at_weight(band: Band, row: int) -> bool:
    """True for a row of a table in plain text that ends with its weight: the empty cell of its score is no cell."""
    weight = band.box(row, "weight") if "weight" in band.columns else None
    if weight is None or weight.blank or weight.cell.row != row:
        return False
    return all(col <= weight.cell.col for col, box in band.grid.distinct(row) if box.text)


def _unspent(band: Band, found: Found) -> Iterator[Blank]:
    """执行数 left empty in the row of the whole, where the budget is filled and others of the column too."""
    if "spent" not in band.columns or len(band.columns["spent"]) > 1:
        return
    column = band.columns["spent"][0]
    filled = any(money(band, row, column) for row in range(band.first, band.last))
    for row in range(band.first, band.last):
        box = band.grid.box(row, column)
        if row_kind(first_label(band, row)) not in ("total", "source_total") or box is None or box.text or not filled:
            continue
        label = next((one for _col, one in band.grid.distinct(row) if not one.blank), None)
        if label is not None and any(one.figure for _col, one in band.grid.distinct(row)):
            yield _blank(band, label, "spent", found)


def _blank(band: Band, name: Box, column: Literal["actual", "score", "reason", "spent"], found: Found) -> Blank:
    return Blank(
        span=name.span,
        column=column,
        name=clean_name(name.text),
        head=band.heads.get(band.columns[column][0], ""),
        pattern=f"columns.{column}",
        sentence=name.sentence,
        section=found.section(name.span),
        cell=name.cell,
    )
