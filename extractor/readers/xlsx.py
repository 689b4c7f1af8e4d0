"""Workbooks (.xlsx): what the reader of the sheet sees, cell by cell, with its address.

The displayed value counts, not the stored one: 0.973 under the format 0.00% is 97.30%. A formula shows the value that
was saved with it; one that was saved without is said to be unreadable (openpyxl does not calculate, and neither do we).
Every visible sheet is read. Empty rows part the tables of a sheet.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractor.document import Document
from extractor.errors import Broken, OverLimit
from extractor.readers._builder import MAX_CELLS, Builder, Draft
from extractor.readers._number_format import displayed
from extractor.readers._package import checked
from extractor.readers._sheets import write_sheet

SUFFIXES = (".xlsx", ".xlsm")


def read(path: Path) -> Document:
    """Sheets in order; each stretch of filled rows is a table, a stretch of single cells is prose."""
    import warnings
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    sha256 = checked(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl reports every extension it leaves out
            book = openpyxl.load_workbook(path, data_only=True)
            formulas = openpyxl.load_workbook(path, data_only=False)
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        zipfile.BadZipFile,
        SyntaxError,
    ) as error:
        raise Broken(str(path), f"无法按Excel工作簿打开：{error}") from error
    builder = Builder(path.name)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(sheets) < len(book.worksheets):
        hidden = "、".join(s.title for s in book.worksheets if s.sheet_state != "visible")
        builder.warnings.append(f"未读取隐藏的工作表：{hidden}")
    for sheet in sheets:
        _sheet(sheet, formulas[sheet.title], builder, several=len(sheets) > 1)
    return builder.document("xlsx", sha256)


def _sheet(sheet: Any, formulas: Any, builder: Builder, several: bool) -> None:
    cells = [cell for cell in sheet._cells.values() if cell.value is not None and str(cell.value).strip()]
    if len(cells) > MAX_CELLS:
        raise OverLimit(builder.name, f"工作表「{sheet.title}」的单元格超过{MAX_CELLS}个")
    merged = {
        (r.min_row, r.min_col): (r.max_row - r.min_row + 1, r.max_col - r.min_col + 1)
        for r in sheet.merged_cells.ranges
    }
    lost = [key for key, cell in formulas._cells.items() if cell.data_type == "f" and sheet.cell(*key).value is None]
    if lost:
        where = "、".join(formulas.cell(*key).coordinate for key in sorted(lost)[:5])
        builder.warnings.append(f"工作表「{sheet.title}」有{len(lost)}个公式没有保存计算结果，未读取：{where}")
    drafts = []
    for cell in cells:
        rowspan, colspan = merged.get((cell.row, cell.column), (1, 1))
        text = displayed(cell.value, cell.number_format)
        address = f"{sheet.title}!{cell.coordinate}" if several else cell.coordinate
        drafts.append(Draft(text, cell.row - 1, cell.column - 1, rowspan, colspan, address))
    write_sheet(builder, drafts, {(row - 1, col - 1): size for (row, col), size in merged.items()}, sheet.title)
