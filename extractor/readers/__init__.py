"""Readers: from a file to a :class:`~extractor.document.Document`. One module per input format, discovered.

A reader is a module with::

    SUFFIXES = (".txt", ".md")            # lower case, with the dot
    SIGNATURES = (b"%PDF-",)              # how such a file begins, where the format has a mark (optional)

    def read(path: Path) -> Document: ...

It imports its libraries inside ``read``, so that looking for a reader costs nothing. A module without SUFFIXES or
whose name begins with ``_`` is a helper. What the bytes say goes before what the name says: a PDF called ``.txt`` is
a PDF.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import stat
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

from extractor.document import Document
from extractor.errors import Broken, Empty, NotFound, Unsupported, printable
from extractor.readers import _kind

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""what no text holds, and terminals take for commands"""
_HEAD = 1024
"""bytes in which a signature may begin: some PDFs carry junk before their mark"""


@cache
def readers() -> tuple[ModuleType, ...]:
    """All reader modules, by name."""
    modules = (
        importlib.import_module(f"{__name__}.{info.name}")
        for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name)
        if not info.name.startswith("_")
    )
    return tuple(module for module in modules if hasattr(module, "SUFFIXES"))


def suffixes() -> tuple[str, ...]:
    """All suffixes that can be read."""
    return tuple(sorted({suffix for module in readers() for suffix in module.SUFFIXES}))


def read(path: str | Path) -> Document:
    """The document in a file. Raises a :class:`~extractor.errors.SourceError` that says why it cannot be read."""
    path = Path(path)
    document: Document = _reader(path, _head(path)).read(path)
    if _CONTROL.search(document.text):  # one sign for one: no place moves
        document = replace(document, text=_CONTROL.sub("\ufffd", document.text))
    return replace(document, name=printable(document.name))


def is_archive(path: Path) -> bool:
    """True for a .zip that is no office package in disguise: its members are the sources. Never raises."""
    try:
        return path.suffix.lower() == ".zip" and path.is_file() and _kind.is_archive(path)
    except OSError:
        return False


def _head(path: Path) -> bytes:
    """How a file begins. Only a plain file is opened: a link may lead anywhere, a pipe or a device may never end."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        raise NotFound(str(path), "文件不存在") from None
    except (OSError, ValueError) as error:
        raise Broken(str(path), f"无法打开：{error}") from error
    if stat.S_ISLNK(mode) and not os.environ.get("GOUJI_FOLLOW_LINKS"):
        raise Unsupported(str(path), "是符号链接，不读取；请给出它指向的文件（或设 GOUJI_FOLLOW_LINKS=1）")
    if not path.is_file():
        raise Unsupported(str(path), "不是文件")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise Broken(str(path), f"无法打开：{error.strerror}") from error
    if not head:
        raise Empty(str(path), "文件是空的")
    return head


def _reader(path: Path, head: bytes) -> ModuleType:
    for module in readers():
        if any(signature in head for signature in getattr(module, "SIGNATURES", ())):
            return module
    suffix = _kind.suffix(path, head) or path.suffix.lower()
    for module in readers():
        if suffix in module.SUFFIXES:
            return module
    if suffix == ".zip":
        raise Unsupported(str(path), "压缩包请单独交给 gouji audit，其中的文件逐个审核")
    raise Unsupported(str(path), f"不支持的格式「{path.suffix or '无扩展名'}」；可读：{'、'.join(suffixes())}")
