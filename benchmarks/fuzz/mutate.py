"""Changes that break files: bytes, stretches, lengths; in packages the members too, so that checksums stay right."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

from benchmarks.fuzz.pictures import spoiled
from benchmarks.fuzz.seeds import zipped

_NUMBERS = (b"\x00", b"\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\x80\x00\x00\x00", b"\x00\x00\x00\x00")
_WORDS = (
    b"999999999999", b"-1", b"0", b"1e308", b"NaN", b"0.0000000001", b"]]>", b"<", b"&#27;", b"&x;", b"../../etc/hosts",
    b"\xe2\x80\xae", b"9" * 400, b"(" * 400, "（".encode() * 200, b"<a>" * 300, b"endobj", b"stream", b"[" * 300,
    b" 0 R ", b"/Kids", b"%s%n", b"\\u0000", b"true",
)  # fmt: skip

_PICTURES = (b"\x89PNG", b"II*\x00", b"MM\x00*", b"\xff\xd8\xff")

Change = Callable[[bytearray, Random], None]


def _bits(raw: bytearray, chance: Random) -> None:
    for _ in range(chance.choice((1, 2, 8, 40))):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)


def _number(raw: bytearray, chance: Random) -> None:
    at, number = chance.randrange(len(raw)), chance.choice(_NUMBERS)
    raw[at : at + len(number)] = number


def _word(raw: bytearray, chance: Random) -> None:
    at = chance.randrange(len(raw))
    raw[at : at + chance.choice((0, 0, 4))] = chance.choice(_WORDS)


def _cut(raw: bytearray, chance: Random) -> None:
    del raw[chance.randrange(len(raw)) :]


def _drop(raw: bytearray, chance: Random) -> None:
    at = chance.randrange(len(raw))
    del raw[at : at + chance.choice((1, 16, 200, 4000))]


def _repeat(raw: bytearray, chance: Random) -> None:
    at = chance.randrange(len(raw))
    piece = bytes(raw[at : at + chance.choice((1, 16, 300))])
    raw[at:at] = piece * chance.choice((2, 10, 200))


def _swap(raw: bytearray, chance: Random) -> None:
    one, other, size = chance.randrange(len(raw)), chance.randrange(len(raw)), chance.choice((1, 8, 100))
    raw[one : one + size], raw[other : other + size] = raw[other : other + size], raw[one : one + size]


def _figure(raw: bytearray, chance: Random) -> None:
    """A figure becomes another one: the rest stays well formed."""
    _replaced(raw, _FIGURE, chance.choice(_FIGURES), chance)


def _value(raw: bytearray, chance: Random) -> None:
    """An attribute gets a value that it cannot have."""
    _replaced(raw, _VALUE, b'"' + chance.choice((*_FIGURES, b"", b"true", b"A1", b"../a", b"x")) + b'"', chance)


def _tag(raw: bytearray, chance: Random) -> None:
    """An element without content, or a mark, is dropped or doubled."""
    _replaced(raw, _TAG, chance.choice((b"", b"\\g<0>\\g<0>")), chance)


def _replaced(raw: bytearray, pattern: re.Pattern[bytes], value: bytes, chance: Random) -> None:
    """The first that there is behind a place, if any."""
    match = pattern.search(raw, chance.randrange(len(raw)))
    if match:
        raw[match.start() : match.end()] = match.expand(value)


_FIGURE, _VALUE, _TAG = (
    re.compile(rb"\d+"),
    re.compile(rb'"[^"<>]*"'),
    re.compile(rb"<(\w[\w:]*)[^<>]*(?:/>|>[^<>]*</\1>)"),
)
_FIGURES = (
    b"-1",
    b"0",
    b"1",
    b"7",
    b"1e308",
    b"99",
    b"2147483648",
    b"999999999999999999999",
    b"0.0001",
    b"-0.5",
    b"1e9",
)

CHANGES: tuple[Change, ...] = (_bits, _number, _word, _cut, _drop, _repeat, _swap)
TIDY: tuple[Change, ...] = (_figure, _value, _tag)
"""those that leave a text well formed, so that the change is seen by what lies behind the parser"""


def mutated(raw: bytes, chance: Random) -> bytes:
    """The file after one to three changes; most packages are changed inside, most pictures in what they show."""
    if raw.startswith(b"PK\x03\x04") and chance.random() < 0.7:
        return _inside(raw, chance)
    if raw.startswith(_PICTURES) and chance.random() < 0.7:
        return spoiled(raw, chance)
    return _changed(raw, chance)


def _changed(raw: bytes, chance: Random) -> bytes:
    held = bytearray(raw)
    tidy = chance.random() < 0.5
    for _ in range(chance.choice((1, 1, 2, 3))):
        if held:
            chance.choice(TIDY if tidy else CHANGES)(held, chance)
    return bytes(held)


def _inside(raw: bytes, chance: Random) -> bytes:
    """A package with one member changed, dropped, doubled or given another's content."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        members = {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}
    name = chance.choice(list(members))
    match chance.randrange(8):
        case 0:
            del members[name]
        case 1:
            members[name] = members[chance.choice(list(members))]
        case 2:
            members[f"../{name}"] = members[name]
        case _:
            members[name] = _changed(members[name], chance) if members[name] else b"<"
    return zipped(members)
