"""Old workbooks (.xls, BIFF) and WPS sheets (.et) by calamine: every visible sheet, cell by cell.

calamine gives values and merged ranges but no number formats; those come from the records of the file
(:mod:`extractor.readers._biff`). Where they cannot be had, a percentage comes as 0.9123 and trailing zeros are lost: a
warning says so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractor.document import Document
from extractor.errors import Broken, Encrypted, OverLimit
from extractor.readers import _biff, _biff_sizes, _soffice
from extractor.readers._builder import MAX_CELLS, Builder, Draft
from extractor.readers._cfb import MAGIC, Unreadable
from extractor.readers._number_format import displayed
from extractor.readers._package import checked
from extractor.readers._sheets import write_sheet

SUFFIXES = (".xls", ".et", ".xlsb")

MAX_BYTES = 128 * 1024 * 1024


def read(path: Path) -> Document:
    """Sheets in order, as :mod:`extractor.readers.xlsx` writes them."""
    import python_calamine as calamine

    name = str(path)
    if path.stat().st_size > MAX_BYTES:
        raise OverLimit(name, f"工作簿超过{MAX_BYTES // 1024 // 1024}MB")
    raw = path.read_bytes()
    try:
        _weighed(path, raw)
        with _contained():
            book = calamine.CalamineWorkbook.from_path(path)
            sheets = [
                (number, meta.name, book.get_sheet_by_name(meta.name))
                for number, meta in enumerate(book.sheets_metadata)
                if _visible(meta)
            ]
    except calamine.PasswordError as error:
        raise Encrypted(name, "工作簿已加密，无法读取") from error
    except (calamine.CalamineError, OSError, ValueError, Unreadable) as error:
        if path.suffix.lower() == ".et" and _soffice.available():
            return _converted(path)
        raise Broken(name, f"无法按Excel工作簿打开：{error}") from error
    builder = Builder(path.name)
    formats = _biff.formats(raw)
    for number, title, sheet in sheets:
        codes = formats[number] if number < len(formats) else {}
        drafts = _drafts(sheet, codes, title if len(sheets) > 1 else None)
        if len(drafts) > MAX_CELLS:
            raise OverLimit(name, f"工作表「{title}」的单元格超过{MAX_CELLS}个")
        write_sheet(builder, drafts, _merged(sheet), title)
    if not formats:
        builder.warnings.append("旧版工作簿不含显示格式：百分比、小数位数可能与原表显示不同")
    return builder.document("xls", hashlib.sha256(raw).hexdigest())


def _weighed(path: Path, raw: bytes) -> None:
    """Sizes are looked at first: calamine would believe them."""
    if raw.startswith(MAGIC):
        _biff_sizes.check(raw, str(path))
    elif raw.startswith(b"PK"):
        checked(path)


@contextmanager
def _contained() -> Iterator[None]:
    """calamine panics on some damaged files: it prints a trace and raises what no ``except Exception`` takes. Here it
    is a ValueError, and the trace goes nowhere."""
    sys.stderr.flush()
    kept = os.dup(2)
    void = os.open(os.devnull, os.O_WRONLY)
    os.dup2(void, 2)
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise ValueError("内容不合规范") from error
        raise
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(void)


def _converted(path: Path) -> Document:
    """A WPS sheet that calamine does not know, by LibreOffice."""
    from extractor.readers import xlsx

    with _soffice.converted(path, ".et", "xlsx") as made:
        document = xlsx.read(made)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    said = "经LibreOffice转换；未能核对转换有没有丢失数字"
    return replace(document, name=path.name, format="et", sha256=sha256, warnings=(*document.warnings, said))


def _visible(meta: Any) -> bool:
    return "VISIBLE" in str(meta.visible).upper() and "WORKSHEET" in str(meta.typ).upper()


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """(row, column) of the first cell → (rows, columns)."""
    ranges = getattr(sheet, "merged_cell_ranges", None) or []
    return {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in ranges}


def _drafts(sheet: Any, codes: _biff.Formats, title: str | None) -> list[Draft]:
    start_row, start_col = sheet.start or (0, 0)
    drafts = []
    for row, values in enumerate(sheet.iter_rows(), start_row):
        for col, value in enumerate(values, start_col):
            text = _shown(value, codes.get((row, col), "General"))
            if text:
                address = f"{_letters(col)}{row + 1}"
                drafts.append(Draft(text, row, col, address=f"{title}!{address}" if title else address))
    return drafts


def _shown(value: object, code: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return displayed(value, code)
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).strip() if value is not None else ""


def _letters(col: int) -> str:
    """
    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    text = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        text = chr(65 + rest) + text
    return text
