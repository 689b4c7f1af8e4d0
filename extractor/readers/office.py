"""Old and foreign office files (.doc .wps .rtf .odt .ods): by LibreOffice to .docx or .xlsx, then by their readers.

A conversion can lose figures or run the cells of a table together, so its result is held against the figures that stand
in the file itself (:mod:`extractor.readers._raw_figures`): what was lost is said, and a line that holds a figure which
the file does not is not read. What cannot be compared is said too.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import regex

from extractor.document import Document, Furniture, Span
from extractor.errors import Broken, Encrypted, SourceError
from extractor.readers import _cfb, _kind, _package, _raw_figures, _soffice

SUFFIXES = (".doc", ".wps", ".rtf", ".odt", ".ods")

_SHOWN = 5
_LIST_NUMBER = regex.compile(r"(?:^|(?<=\n))[\s（(第]*+\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*+(?=[、.．)）章节条 \t])")
"""what Word generates at the start of a line, and the file does not hold"""


def available() -> bool:
    """True when LibreOffice is installed."""
    return _soffice.available()


def read(path: Path) -> Document:
    """The document, with warnings about what the conversion did to it."""
    kind = _kind_of(path)
    target = "xlsx" if kind == "ods" else "docx"
    with _soffice.converted(path, f".{kind}", target) as made:
        document = _read_as(target, made, str(path))
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    document = replace(document, name=path.name, format=path.suffix.lower().lstrip(".") or kind, sha256=sha256)
    return _compared(document, _raw_figures.words_of(path, kind))


def _kind_of(path: Path) -> str:
    """What LibreOffice is told that the file is: by its bytes, and only then by its name."""
    with path.open("rb") as file:
        head = file.read(1024)
    found = _kind.suffix(path, head)
    if found == ".doc" and _is_encrypted(path):
        raise Encrypted(str(path), "文件已加密（设有打开密码），无法读取")
    if found in SUFFIXES:
        if found in (".odt", ".ods"):
            _package.checked(path)
        return found.lstrip(".")
    if head.startswith(_cfb.MAGIC) and path.suffix.lower() == ".wps" and _holds(path, "CONTENTS"):
        return "wps"  # Microsoft Works
    if head.lstrip().startswith(b"<?xml") and b"wordml" in head:
        return "xml"
    raise Broken(str(path), f"内容不是「{path.suffix.lower()}」格式")


def _holds(path: Path, name: str) -> bool:
    try:
        return name in _cfb.Container(path.read_bytes()).names()
    except _cfb.Unreadable:
        return False


def _is_encrypted(path: Path) -> bool:
    try:
        main = _cfb.Container(path.read_bytes()).stream("WordDocument")
    except (_cfb.Unreadable, KeyError):
        return False
    return len(main) > 11 and bool(main[11] & 0x01)


def _read_as(target: str, made: Path, name: str) -> Document:
    """The converted file by its reader; errors name the file of the user."""
    from extractor.readers import docx, xlsx

    try:
        return docx.read(made) if target == "docx" else xlsx.read(made)
    except SourceError as error:
        raise type(error)(name, error.message) from error


def _compared(document: Document, words: tuple[str, str] | None) -> Document:
    if words is None:
        return _warned(document, "经LibreOffice转换；无法从原文件直接取出数字，未能核对转换有没有丢失数字")
    body, whole = (_raw_figures.figures(text) for text in words)
    read = _raw_figures.figures(document.text)
    warnings = []
    if lost := +(body - read):
        warnings.append(f"经LibreOffice转换后少了{lost.total()}个数字（{_listed(lost)}），涉及处请核对原件")
    if "\x07" in words[0] and not document.tables:
        warnings.append("原文件中的表格在转换后没有保留，表内数字可能连在一起，不可采信，请另存为docx后再读")
    strange = list(_strange(document, whole))
    if strange:
        told = "、".join(document.text[span.start : span.end] for span in strange[:_SHOWN])
        warnings.append(f"转换后出现原文件中没有的数字（{told}），可能是单元格连在一起，所在行未读取")
    unread = tuple(Furniture(_line_around(document.text, span), "unread") for span in strange)
    document = replace(document, furniture=(*document.furniture, *dict.fromkeys(unread)))
    return _warned(document, *warnings)


def _strange(document: Document, known: Counter[str]) -> Iterator[Span]:
    """Figures that do not stand in the file, those of notes and the numbers of generated lists aside."""
    notes = min((one.span.start for one in document.furniture if one.kind == "note"), default=len(document.text))
    generated = {match.end() for match in _LIST_NUMBER.finditer(document.text)}
    for match in _raw_figures.FIGURE.finditer(document.text, 0, notes):  # they stand at the end
        if match[0] not in known and match.end() not in generated:
            yield Span(*match.span())


def _line_around(text: str, span: Span) -> Span:
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, end if end >= 0 else len(text))


def _listed(figures: Counter[str]) -> str:
    shown = "、".join(list(figures)[:_SHOWN])
    return f"{shown}等" if len(figures) > _SHOWN else shown


def _warned(document: Document, *warnings: str) -> Document:
    return replace(document, warnings=(*document.warnings, *warnings))
