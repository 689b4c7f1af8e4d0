"""An old workbook (.xls) written by hand: the container, and the few records that make a sheet."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR = 512
_BOF = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)


def record(kind: int, held: bytes = b"") -> bytes:
    """Its kind, its length, its bytes."""
    return struct.pack("<HH", kind, len(held)) + held


def number(row: int, col: int, value: float, style: int = 0) -> bytes:
    """A cell with a number."""
    return record(0x0203, struct.pack("<HHHd", row, col, style, value))


def label(row: int, col: int, at: int) -> bytes:
    """A cell with a string of the table of strings."""
    return record(0x00FD, struct.pack("<HHHI", row, col, 0, at))


def dimensions(bottom: int, right: int) -> bytes:
    """The size that a sheet gives for itself."""
    return record(0x0200, struct.pack("<IIHHH", 0, bottom, 0, right, 0))


def merged(bottom: int, right: int, times: int = 1) -> bytes:
    """Ranges that begin at the first cell."""
    return record(0x00E5, struct.pack("<H", times) + struct.pack("<HHHH", 0, bottom, 0, right) * times)


def strings(*words: str, count: int | None = None) -> bytes:
    """The table of strings, with the count that it claims."""
    held = b"".join(struct.pack("<HB", len(word), 1) + word.encode("utf-16-le") for word in words)
    count = len(words) if count is None else count
    return record(0x00FC, struct.pack("<II", count, count) + held)


def workbook(cells: bytes, table: bytes = b"") -> bytes:
    """The stream of a workbook with one sheet."""
    head = record(0x0809, _BOF) + record(0x0042, struct.pack("<H", 1200))
    head += record(0x00E0, bytes(20)) + record(0x00E0, struct.pack("<HH", 0, 10) + bytes(16))
    name = "表".encode("utf-16-le")
    sheet = 4 + 8 + len(name)
    place = len(head) + sheet + len(table) + 4
    head += record(0x0085, struct.pack("<IBBBB", place, 0, 0, 1, 1) + name) + table + record(0x000A)
    return head + record(0x0809, _BOF) + cells + record(0x000A)


def xls(stream: bytes = b"") -> bytes:
    """The file with this stream: by default a title over two rows, a percentage among them."""
    if not stream:
        cells = dimensions(3, 2) + label(0, 0, 0) + label(1, 0, 1) + number(1, 1, 12.5)
        cells += label(2, 0, 2) + number(2, 1, 0.95, style=1) + merged(0, 1)
        stream = workbook(cells, strings("自评表", "预算数", "执行率"))
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // _SECTOR)
    chain = [_TABLE, _END, *range(3, count + 2), _END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    header = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    return header + table + entries.ljust(_SECTOR, b"\0") + stream.ljust(count * _SECTOR, b"\0")


def _entry(name: str, kind: int, inside: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, _FREE, _FREE, inside)
    return head + bytes(36) + struct.pack("<IQ", start, size)
