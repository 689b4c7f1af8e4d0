"""What an old workbook (.xls) claims of its sizes, looked at before calamine believes it.

calamine makes a dense table of all between the first cell and the last one of a sheet, reserves what the records
announce, and follows a chain of sectors as long as it goes: a file of a few kilobytes takes all memory, and a failed
allocation ends the process. Nothing here needs more than the file itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.errors import OverLimit
from extractor.readers._biff import Record, head, records
from extractor.readers._builder import MAX_CELLS
from extractor.readers._cfb import Container, Unreadable

MAX_DENSE = 20 * MAX_CELLS
"""cells between the first and the last one of a sheet, nearly all of them empty"""
_WHOLE_SHEET = 65_536 * 256
"""cells that a sheet of this format has room for"""
_MAX_RECORDS = 4_000_000
_ONE_CELL = frozenset({0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x0006})
"""NUMBER, LABEL, BOOLERR, RK, LABELSST, FORMULA: they begin with row and column"""
_MULRK, _DIMENSIONS, _MERGED, _STRINGS, _EOF = 0x00BD, 0x0200, 0x00E5, 0x00FC, 0x000A
_SHORTEST_STRING = 3


def check(raw: bytes, name: str) -> None:
    """Raises Unreadable when the container or what it announces is no workbook, OverLimit when it is too large."""
    container = Container(raw)
    book = "Workbook" if "Workbook" in container.names() else "Book"
    try:
        container.follow(book)
        stream = container.stream(book)
        places, _ = head(stream)
        _check_strings(stream)
    except KeyError:
        raise Unreadable("没有工作簿") from None
    except struct.error:
        raise Unreadable("记录不完整") from None
    left = _MAX_RECORDS
    for place in places:
        sheet = _Sheet()
        for record in records(stream, place):
            left -= 1
            if left < 0:
                raise OverLimit(name, f"工作簿的记录超过{_MAX_RECORDS}条")
            if record.kind == _EOF:
                break
            sheet.see(stream, record)
        if sheet.dense > MAX_DENSE:
            raise OverLimit(name, f"工作表首末单元格之间超过{MAX_DENSE}格")
        if sheet.merged > 2 * MAX_CELLS:
            raise OverLimit(name, f"工作表合并的单元格超过{2 * MAX_CELLS}个")


def _check_strings(stream: bytes) -> None:
    """More strings than bytes are announced by nobody who has them."""
    for kind, start, size in records(stream, 0):
        if kind == _STRINGS and size >= 8:
            (count,) = struct.unpack_from("<i", stream, start + 4)
            if not 0 <= count <= (len(stream) - start) // _SHORTEST_STRING:
                raise Unreadable("字符串表的个数不合规范")
        if kind == _EOF:
            break


@dataclass(slots=True)
class _Sheet:
    """What the records seen so far make of a sheet: the corners of its cells, and the area of its merged ranges."""

    top: int = 1 << 16
    left: int = 1 << 16
    bottom: int = -1
    right: int = -1
    merged: int = 0

    @property
    def dense(self) -> int:
        """Cells of the table that holds them all."""
        return max(self.bottom - self.top + 1, 0) * max(self.right - self.left + 1, 0)

    def see(self, stream: bytes, record: Record) -> None:
        kind, start, size = record
        if kind in _ONE_CELL and size >= 4:
            self._cell(*struct.unpack_from("<HH", stream, start))
        elif kind == _MULRK and size >= 6:
            row, col = struct.unpack_from("<HH", stream, start)
            self._cell(row, col)
            self._cell(row, col + (size - 6) // 6)
        elif kind == _MERGED and size >= 2:
            for top, bottom, left, right in _ranges(stream, record):
                self.merged += max(bottom - top + 1, 1) * max(right - left + 1, 1)
        elif kind == _DIMENSIONS and _announced(stream, record) > _WHOLE_SHEET:
            raise Unreadable("工作表的大小不合规范")

    def _cell(self, row: int, col: int) -> None:
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, col), max(self.right, col)


def _ranges(stream: bytes, record: Record) -> Iterator[tuple[int, int, int, int]]:
    (count,) = struct.unpack_from("<H", stream, record.start)
    for number in range(min(count, (record.size - 2) // 8)):
        top, bottom, left, right = struct.unpack_from("<HHHH", stream, record.start + 2 + 8 * number)
        yield top, bottom, left, right


def _announced(stream: bytes, record: Record) -> int:
    """Cells of the size that a sheet gives for itself; calamine reserves room for all of them."""
    match record.size:
        case 10:
            top, bottom, left, right = struct.unpack_from("<HHHH", stream, record.start)
        case 14:
            top, bottom, left, right = struct.unpack_from("<IIHH", stream, record.start)
        case _:
            return 0
    if not (bottom and right):
        return 1
    if bottom <= top or right <= left:  # less than none wraps round
        raise Unreadable("工作表的大小不合规范")
    return int((bottom - top) * (right - left))
