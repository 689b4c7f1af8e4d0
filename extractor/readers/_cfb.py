"""Compound files (the container of .doc, .xls, .wps): their streams by name, read with every number held as a lie.

[MS-CFB]. Only what is asked for is read; a chain of sectors that runs in a circle or out of the file ends it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA
"""numbers from here on are no sectors"""
_MAX_ENTRIES = 20_000
_COUNTS = (40, 44, 64, 72)
"""where the header says how many sectors its directory and its tables take"""
_SLACK = 64 * 1024 * 1024
"""bytes beyond the file that a careless writer may announce: room for them is harmless"""
_SMALL = 4096
"""streams below this size lie in the small sectors of the root"""


class Unreadable(Exception):
    """The container is damaged."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    around: tuple[int, int, int]
    """numbers of the entries before and after it in its storage, and of the first inside it"""
    start: int
    size: int


class Container:
    """An open compound file; raises Unreadable."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) < 512 or not raw.startswith(MAGIC):
            raise Unreadable("不是复合文档")
        self.raw = raw
        shift, small = struct.unpack_from("<HH", raw, 30)
        if shift not in (9, 12) or small != 6:
            raise Unreadable("扇区大小不合规范")
        self.size = 1 << shift
        self._limit = len(raw) // self.size + 1
        count, directory, _, _, small_fat, _, more, _ = struct.unpack_from("<8I", raw, 44)
        self.fat = self._table(self._fat_sectors(count, more))
        self.small_fat = self._table(self._chain(small_fat))
        self.entries = tuple(self._entries(directory))
        root = next((entry for entry in self.entries if entry.kind == 5), None)
        self._small = self._stream(root.start, root.size) if root else b""

    def names(self) -> frozenset[str]:
        """The names of what stands at the top, not of what is embedded in it."""
        return frozenset(entry.name for entry in self._top())

    def _top(self) -> Iterator[_Entry]:
        root = next((entry for entry in self.entries if entry.kind == 5), None)
        waiting = [root.around[2]] if root else []
        seen: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number < len(self.entries) and number not in seen:
                seen.add(number)
                entry = self.entries[number]
                waiting += entry.around[:2]
                yield entry

    def stream(self, name: str) -> bytes:
        """The bytes of a stream at the top; KeyError when there is none."""
        entry = self._entry(name)
        if entry.size < _SMALL:
            return self._small_stream(entry.start, entry.size)
        return self._stream(entry.start, entry.size)

    def _entry(self, name: str) -> _Entry:
        for entry in self._top():
            if entry.kind == 2 and entry.name == name:
                return entry
        raise KeyError(name)

    def follow(self, name: str) -> None:
        """Walk all that a reader of this stream walks, to the ends of the chains, and weigh the sizes that it reserves.
        Raises Unreadable when one runs in a circle or is beyond the file; KeyError when there is no such stream."""
        entry = self._entry(name)
        root = next(each for each in self.entries if each.kind == 5)  # the stream was found in it
        small = entry.size < _SMALL
        for chain in (
            _walk(root.start, self.fat, self._limit),
            _walk(entry.start, self.small_fat if small else self.fat, len(self.raw) // 64 + 1),
        ):
            for _ in chain:
                pass
        counts = [struct.unpack_from("<I", self.raw, at)[0] for at in _COUNTS]
        if max(root.size, entry.size, self.size * max(counts)) > len(self.raw) + _SLACK or self._circle():
            raise Unreadable("扇区表不合规范")

    def _circle(self) -> bool:
        """True when the list of tables comes back to itself."""
        more = int(struct.unpack_from("<I", self.raw, 68)[0])
        seen: set[int] = set()
        while more < _LAST and more not in seen:
            seen.add(more)
            more = self._numbers(self._sector(more))[-1]
        return more < _LAST

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        if start >= len(self.raw):
            raise Unreadable("扇区在文件之外")
        return self.raw[start : start + self.size]

    def _fat_sectors(self, count: int, more: int) -> Iterator[int]:
        listed = [number for number in struct.unpack_from("<109I", self.raw, 76) if number < _LAST]
        seen: set[int] = set()
        while more < _LAST and more not in seen and len(listed) < min(count, self._limit):
            seen.add(more)
            numbers = self._numbers(self._sector(more))
            listed += [number for number in numbers[:-1] if number < _LAST]
            more = numbers[-1] if numbers else _LAST
        yield from listed[: min(count, self._limit)]

    @staticmethod
    def _numbers(sector: bytes) -> tuple[int, ...]:
        whole = len(sector) // 4
        return struct.unpack_from(f"<{whole}I", sector)

    def _table(self, sectors: Iterator[int]) -> list[int]:
        return [number for sector in sectors for number in self._numbers(self._sector(sector))]

    def _chain(self, start: int) -> Iterator[int]:
        return _walk(start, self.fat, self._limit)

    def _stream(self, start: int, size: int) -> bytes:
        pieces, left = [], min(size, len(self.raw))
        for number in self._chain(start):
            if left <= 0:
                break
            pieces.append(self._sector(number))
            left -= self.size
        return b"".join(pieces)[:size]

    def _small_stream(self, start: int, size: int) -> bytes:
        chain = _walk(start, self.small_fat, size // 64 + 1)
        return b"".join(self._small[number * 64 : number * 64 + 64] for number in chain)[:size]

    def _entries(self, start: int) -> Iterator[_Entry]:
        raw = b"".join(self._sector(number) for number in self._chain(start))
        for at in range(0, min(len(raw) - 127, 128 * _MAX_ENTRIES), 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            name = raw[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
            around = struct.unpack_from("<III", raw, at + 68)
            yield _Entry(name, kind, around, *struct.unpack_from("<II", raw, at + 116))


def _walk(start: int, table: list[int], limit: int) -> Iterator[int]:
    """The numbers of a chain; one that is longer than there is room for runs in a circle."""
    number = start
    for _ in range(limit):
        if number >= _LAST:
            return
        if number >= len(table):
            raise Unreadable("扇区链断裂")
        yield number
        number = table[number]
    if number < _LAST:
        raise Unreadable("扇区链成环")
