"""What a file is by its bytes: an old Word file called .docx is read as what it is."""

from __future__ import annotations

import zipfile
from pathlib import Path

from extractor.readers import _cfb
from extractor.readers._package import FAULTS

_MAX_CONTAINER = 128 * 1024 * 1024
_PARTS = (
    ("word/document.xml", ".docx"),
    ("xl/workbook.xml", ".xlsx"),
    ("xl/workbook.bin", ".xlsb"),
    ("ofd.xml", ".ofd"),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}


def suffix(path: Path, head: bytes) -> str | None:
    """The suffix that fits the bytes of a container; None where they do not say, or are damaged (its reader tells)."""
    if head.startswith(_cfb.MAGIC):
        return _compound(path)
    if head.startswith(b"{\\rtf"):
        return ".rtf"
    if head.startswith(b"PK\x03\x04"):
        return _package(path)
    return None


def is_archive(path: Path) -> bool:
    """True for a zip that is no office package: files put together by a person."""
    with path.open("rb") as file:
        head = file.read(8)
    return head.startswith(b"PK") and _package(path) is None


def _compound(path: Path) -> str | None:
    try:
        if path.stat().st_size > _MAX_CONTAINER:
            return None
        names = _cfb.Container(path.read_bytes()).names()
    except (_cfb.Unreadable, OSError):
        return None
    if "WordDocument" in names:
        return ".doc"
    if "EncryptedPackage" in names:
        return None  # the reader of its suffix says that it is encrypted
    return ".xls" if names & {"Workbook", "Book"} else None


def _package(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as package:
            names = {name.lower() for name in package.namelist()}
            for part, its in _PARTS:
                if part in names:
                    return its
            if "mimetype" in names:
                with package.open("mimetype") as file:
                    return _OPEN_DOCUMENTS.get(file.read(200).strip())
    except (*FAULTS, ValueError):
        return None
    return None
