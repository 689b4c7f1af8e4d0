"""Number formats of an old workbook (.xls), which calamine does not give: 0.96 under 0.00% is 96.00%.

[MS-XLS]: of the stream ``Workbook`` (or ``Book``) only the records are read that tie a cell to its format. Lengths are
checked; a damaged stream gives what was read up to the damage.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from extractor.readers._cfb import Container, Unreadable

Formats = dict[tuple[int, int], str]
"""(row, column), from 0 → format code"""

_BOF, _EOF, _FORMAT, _XF, _SHEET = 0x0809, 0x000A, 0x041E, 0x00E0, 0x0085
_NUMBER, _RK, _MULRK, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
_MAX_CELLS = 400_000
_MAX_RECORDS = 4_000_000


class Record(NamedTuple):
    """A record of the stream: what it is, where its bytes begin, and how many there are."""

    kind: int
    start: int
    size: int


def formats(raw: bytes) -> list[Formats]:
    """The formats of the numbers of each sheet, in the order of the workbook; empty when it is of another kind."""
    try:
        container = Container(raw)
        stream = container.stream("Workbook" if "Workbook" in container.names() else "Book")
        places, codes = head(stream)
        return [_cells(stream, place, codes) for place in places]
    except (Unreadable, KeyError, struct.error):
        return []


def records(stream: bytes, at: int) -> Iterator[Record]:
    """Those from a place on; the last one may be cut."""
    for _ in range(_MAX_RECORDS):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        yield Record(kind, at + 4, min(size, len(stream) - at - 4))
        at += 4 + size


def head(stream: bytes) -> tuple[list[int], list[str]]:
    """Of the whole workbook: where each sheet begins, and the format code of each cell style."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    codes: dict[int, str] = dict(BUILTIN_FORMATS)
    styles: list[int] = []
    places: list[int] = []
    wide = True
    for kind, start, size in records(stream, 0):
        if kind == _BOF and size >= 2:
            wide = struct.unpack_from("<H", stream, start)[0] >= 0x0600
        elif kind == _SHEET and size >= 6:
            places.append(struct.unpack_from("<I", stream, start)[0])
        elif kind == _FORMAT and size >= 5:
            codes[struct.unpack_from("<H", stream, start)[0]] = _code(stream[start + 2 : start + size], wide)
        elif kind == _XF and size >= 4:
            styles.append(struct.unpack_from("<H", stream, start + 2)[0])
        elif kind == _EOF:
            break
    return places, [codes.get(style, "General") for style in styles]


def _code(raw: bytes, wide: bool) -> str:
    """The string of a format: counted, in BIFF 8 with a byte that says how it is encoded."""
    if not wide:
        return raw[1 : 1 + raw[0]].decode("gb18030", "replace")
    count = struct.unpack_from("<H", raw)[0]
    if raw[2] & 1:
        return raw[3 : 3 + 2 * count].decode("utf-16-le", "replace")
    return raw[3 : 3 + count].decode("latin-1")


def _cells(stream: bytes, place: int, codes: list[str]) -> Formats:
    found: Formats = {}
    for kind, start, size in records(stream, place):
        if kind in (_NUMBER, _RK, _FORMULA) and size >= 6:
            row, col, style = struct.unpack_from("<HHH", stream, start)
            found[row, col] = codes[style] if style < len(codes) else "General"
        elif kind == _MULRK and size >= 6:
            row, first = struct.unpack_from("<HH", stream, start)
            for number in range((size - 6) // 6):
                style = struct.unpack_from("<H", stream, start + 4 + 6 * number)[0]
                found[row, first + number] = codes[style] if style < len(codes) else "General"
        elif kind == _EOF:
            break
        if len(found) > _MAX_CELLS:
            break
    return found
