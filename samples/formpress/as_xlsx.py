"""A report as a workbook: figures are numbers with a number format, everything else is text, lines span the sheet."""

from __future__ import annotations

import datetime as dt
import io
import re

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formpress.archive import settled
from formpress.blocks import Cell, Form, Grid, Sheet

ALIGNED = {"title": "center", "centred": "center", "right": "right"}
WRAPPED = Alignment(wrap_text=True, vertical="center")

_NUMBER = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|0|[1-9]\d*)(?:\.(\d+))?(%?)(.*)", re.DOTALL)
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def render(form: Form) -> bytes:
    """The workbook's bytes, the same on every run."""
    book = Workbook()
    book.remove(book.active)
    for sheet in form.sheets:
        _sheet(book.create_sheet(sheet.name), sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return settled(buffer.getvalue())


def _sheet(page: Worksheet, sheet: Sheet) -> None:
    columns = max((len(block.widths) for block in sheet.blocks if isinstance(block, Grid)), default=8)
    row = 1
    for block in sheet.blocks:
        if isinstance(block, Grid):
            for number, width in enumerate(block.widths, 1):
                page.column_dimensions[get_column_letter(number)].width = width * 2
            for cell in block.cells:
                _cell(page, row, cell)
            row += block.rows
        else:
            page.cell(row, 1, block.text).alignment = Alignment(horizontal=ALIGNED.get(block.kind), wrap_text=True)
            page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
            row += 1


def _cell(page: Worksheet, top: int, cell: Cell) -> None:
    place = page.cell(top + cell.row, 1 + cell.col)
    place.alignment = WRAPPED
    _fill(place, cell)
    if cell.rowspan * cell.colspan > 1:
        page.merge_cells(
            start_row=place.row,
            end_row=place.row + cell.rowspan - 1,
            start_column=place.column,
            end_column=place.column + cell.colspan - 1,
        )


def _fill(place: SheetCell, cell: Cell) -> None:
    """The value, and the number format that shows it as printed."""
    date, number = _DATE.fullmatch(cell.text), _NUMBER.fullmatch(cell.text)
    if date and cell.formatted:
        place.value = dt.date(*map(int, date.groups()))
        place.number_format = 'yyyy"年"m"月"d"日"'
    elif number and (cell.formatted or not number[5]):
        sign, whole, decimals, percent, unit = number.groups(default="")
        value = float(f"{sign}{whole.replace(',', '')}.{decimals or 0}")
        place.value = round(value / 100, len(decimals) + 2) if percent else value
        if not decimals and not percent:
            place.value = int(value)
        shown = ("#,##0" if "," in whole else "0") + ("." + "0" * len(decimals) if decimals else "") + percent
        place.number_format = shown + (f'"{unit}"' if unit else "")
    else:
        place.value = cell.text or None
        place.data_type = "s" if cell.text else "n"  # ＝100% typed with an ASCII sign is text, not a formula
