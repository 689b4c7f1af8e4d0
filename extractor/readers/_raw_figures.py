"""The figures that stand in an old office file itself, read without LibreOffice: what a conversion is held against.

Only the words are wanted, no layout: the piece table of a Word file ([MS-DOC] 2.4.1), the plain text of RTF, the text
nodes of an OpenDocument. None where the format is not known: then nothing can be compared, and that is said.
"""

from __future__ import annotations

import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import regex

from extractor.readers._cfb import Container, Unreadable
from extractor.readers._package import FAULTS

FIGURE = regex.compile(r"\p{Nd}+(?:[.,．，]\p{Nd}+)*+")
_FIELD_CODE = regex.compile(r"\x13[^\x13\x14\x15]*+(?:\x14|(?=\x15))")
"""the instruction of a field, which is not printed; its result is"""
_MAX_PIECES = 200_000
_MAX_XML = 256 * 1024 * 1024


def figures(text: str) -> Counter[str]:
    """How often each figure stands in a text, as printed."""
    return Counter(FIGURE.findall(text))


def words_of(path: Path, kind: str) -> tuple[str, str] | None:
    """The words of the body, and those of the whole file (with notes, headers and frames). None when they cannot be
    had without a conversion."""
    try:
        if kind == "doc":
            return _word(Container(path.read_bytes()))
        if kind == "rtf":
            text = _rich_text(path.read_bytes())
            return text, text
        if kind in ("odt", "ods"):
            text = _open_document(path)
            return text, text
    except (Unreadable, struct.error, ValueError, *FAULTS):
        return None
    return None


def _word(container: Container) -> tuple[str, str] | None:
    """The text of a Word 97-2003 file, by its piece table."""
    main = container.stream("WordDocument")
    flags = struct.unpack_from("<H", main, 10)[0]
    if flags & 0x0100:  # encrypted
        return None
    table = container.stream("1Table" if flags & 0x0200 else "0Table")
    body = struct.unpack_from("<i", main, 0x4C)[0]
    at, size = struct.unpack_from("<II", main, 0x01A2)
    text = "".join(_pieces(main, table[at : at + size]))
    return _printed(text[: max(body, 0)]), _printed(text)


def _pieces(main: bytes, clx: bytes) -> Iterator[str]:
    at = 0
    while at < len(clx) and clx[at] == 1:  # formatting that we do not need
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise Unreadable("没有文字分段表")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    table = clx[at + 5 : at + 5 + size]
    count = min((len(table) - 4) // 12, _MAX_PIECES)
    ends = struct.unpack_from(f"<{count + 1}I", table)
    left = 4 * len(main)
    for number in range(count):
        length = ends[number + 1] - ends[number]
        place = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        left -= length
        if length < 0 or left < 0:
            raise Unreadable("文字分段表不合理")
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            yield main[start : start + length].decode("cp1252", "replace")
        else:
            yield main[place : place + 2 * length].decode("utf-16-le", "replace")


def _printed(text: str) -> str:
    """Without the instructions of fields, which nest."""
    for _ in range(8):
        shorter = _FIELD_CODE.sub("", text)
        if shorter == text:
            break
        text = shorter
    return text


_RTF = regex.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\u(?P<code>-?\d{1,6}) ?|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\(?P<sign>.)|(?P<brace>[{}])|(?P<plain>[^\\{}\r\n]+)",
    regex.DOTALL,
)
_SKIPPED = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"themedata", b"datastore", b"listtable",
    b"listoverridetable", b"rsidtbl", b"fldinst", b"generator", b"latentstyles", b"header", b"footer", b"pntext",
    b"listtext",
}  # fmt: skip
_BREAKS = {b"par", b"line", b"cell", b"row", b"tab", b"page", b"sect"}


def _rich_text(raw: bytes) -> str:
    """The words of an RTF file. A group that holds no words is passed over with all that stands in it."""
    pieces: list[bytes] = []
    depth, skipped, uc = 0, 0, 1
    to_skip = 0
    for match in _RTF.finditer(raw):
        if brace := match["brace"]:
            depth += 1 if brace == b"{" else -1
            skipped = 0 if skipped > depth else skipped
            continue
        word = match["word"]
        if not skipped and (match["sign"] == b"*" or word in _SKIPPED):
            skipped = max(depth, 1)
        if skipped:
            continue
        if word == b"uc":
            uc = min(int(match["number"] or 1), 4)
        elif word in _BREAKS:
            pieces.append(b"\n")
        elif match["code"]:
            pieces.append(_coded(int(match["code"])))
            to_skip = uc
        elif (given := match["hex"]) is not None:
            to_skip, wanted = max(to_skip - 1, 0), not to_skip
            pieces.append(bytes.fromhex(given.decode()) if wanted else b"")
        elif plain := match["plain"]:
            pieces.append(plain[to_skip:])
            to_skip = 0
    return b"".join(pieces).decode("gb18030", "replace")


def _coded(code: int) -> bytes:
    char = chr(code % 0x10000)
    return char.encode("gb18030", "replace")


def _open_document(path: Path) -> str:
    """The text nodes of the content of an OpenDocument, paragraphs and cells apart."""
    from lxml import etree

    with zipfile.ZipFile(path) as package, package.open("content.xml") as content:
        raw = content.read(_MAX_XML + 1)
    if len(raw) > _MAX_XML:
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(str(error)) from error
    blocks = (node for node in root.iter("{*}p", "{*}h"))
    return "\n".join("".join(node.itertext()) for node in blocks)
