"""Workbooks (.xlsx): what the reader of the sheet sees, cell by cell, with its address.

The displayed value counts, not the stored one: 0.973 under the format 0.00% is 97.30%. A formula shows the value that
was saved with it; one that was saved without is said to be unreadable (openpyxl does not calculate, and neither do we).
Every visible sheet is read. Empty rows part the tables of a sheet.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO, Any

from extractor.document import Document
from extractor.errors import Broken, OverLimit
from extractor.readers._builder import MAX_CELLS, Builder, Draft
from extractor.readers._number_format import displayed
from extractor.readers._package import FAULTS, checked
from extractor.readers._sheets import write_sheet

SUFFIXES = (".xlsx", ".xlsm")


def read(path: Path) -> Document:
    """Sheets in order; each stretch of filled rows is a table, a stretch of single cells is prose."""
    import warnings

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    sha256 = checked(path)
    _check_sizes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl reports every extension it leaves out
            book = openpyxl.load_workbook(path, data_only=True)
            formulas = openpyxl.load_workbook(path, data_only=False)
    except (
        *FAULTS,
        InvalidFileException,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        ArithmeticError,
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


_REF = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_CHUNK = 1 << 20


def _check_sizes(path: Path) -> None:
    """Cells are counted, and merged ranges measured, before openpyxl makes an object of every cell of them."""
    with zipfile.ZipFile(path) as package:
        for info in package.infolist():
            if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                try:
                    with package.open(info) as sheet:
                        cells = _measured(sheet)
                except FAULTS as error:
                    raise Broken(str(path), f"工作簿已损坏：{error}") from error
                if cells > 2 * MAX_CELLS:
                    raise OverLimit(str(path), f"工作表的单元格（含合并的）超过{2 * MAX_CELLS}个")


def _measured(sheet: IO[bytes]) -> int:
    """How many cells a sheet makes: those written, and those that its merged ranges cover."""
    cells, rest = 0, b""
    while piece := sheet.read(_CHUNK):
        whole = rest + piece
        end = whole.rfind(b"<")  # a tag that the chunk cuts is looked at with the next
        done, rest = (whole[:end], whole[end:][:_CHUNK]) if end > 0 else (b"", whole[-_CHUNK:])
        cells += len(_CELL.findall(done)) + sum(map(_area, _REF.findall(done)))
    return cells + len(_CELL.findall(rest)) + sum(map(_area, _REF.findall(rest)))


def _area(ref: tuple[bytes, bytes, bytes, bytes]) -> int:
    """
    >>> _area((b"A", b"1", b"C", b"2"))
    6
    """
    left, top, right, bottom = ref
    return max(_column(right) - _column(left) + 1, 1) * max(int(bottom) - int(top) + 1, 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


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
        try:
            text = displayed(cell.value, cell.number_format)
        except LookupError as error:
            raise Broken(builder.name, f"工作簿已损坏：单元格{cell.coordinate}的格式不存在") from error
        address = f"{sheet.title}!{cell.coordinate}" if several else cell.coordinate
        drafts.append(Draft(text, cell.row - 1, cell.column - 1, rowspan, colspan, address))
    write_sheet(builder, drafts, {(row - 1, col - 1): size for (row, col), size in merged.items()}, sheet.title)
