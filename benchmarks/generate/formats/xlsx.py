"""Workbooks: one sheet, numbers as numbers with their formats, merged cells."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from random import Random

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.generate.formats.grid import placed
from benchmarks.generate.marks import plain
from benchmarks.generate.paper import Line, Paper, Table
from benchmarks.generate.words import Words

_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")


def write(paper: Paper, rng: Random, words: Words) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    width = max((block.columns for block in paper.blocks if isinstance(block, Table)), default=1)
    row = 1
    for block in paper.blocks:
        if isinstance(block, Line):
            sheet.cell(row, 1, plain(block.text))
            if width > 1:
                sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
            row += 1
        else:
            _table(sheet, block, row)
            row += len(block.rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _table(sheet: Worksheet, table: Table, top: int) -> None:
    for row, column, cell in placed(table):
        place = sheet.cell(top + row, column + 1)
        place.value, place.number_format = typed(plain(cell.text))
        if isinstance(place.value, str):
            place.data_type = "s"  # a target “=100%” is no formula
        if cell.down > 1 or cell.across > 1:
            sheet.merge_cells(
                start_row=top + row,
                start_column=column + 1,
                end_row=top + row + cell.down - 1,
                end_column=column + cell.across,
            )


def typed(text: str) -> tuple[str | float | int | None, str]:
    """A cell's value and number format: what a clerk gets who types this.

    >>> typed("97.30%"), typed("1,246.02"), typed("≥26个"), typed("")
    ((0.973, '0.00%'), (1246.02, '#,##0.00'), ('≥26个', 'General'), (None, 'General'))
    """
    if not text:
        return None, "General"
    percent = text.endswith("%")
    digits = text[:-1] if percent else text
    if not _NUMBER.fullmatch(digits) or (len(digits) > 1 and digits[0] == "0" and digits[1] != "."):
        return text, "General"
    places = len(digits.partition(".")[2])
    value = Decimal(digits.replace(",", ""))
    decimals = "." + "0" * places if places else ""
    if percent:
        return float(value / 100), f"0{decimals}%"
    shown = ("#,##0" if "," in digits else "0") + decimals
    return (float(value) if places else int(value)), shown
