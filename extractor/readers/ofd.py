"""OFD (GB/T 33190-2016): the fixed-layout format of Chinese offices, page by page like a PDF."""

from __future__ import annotations

import zipfile
from pathlib import Path

from extractor.document import Document
from extractor.errors import Broken, Empty, NoTextLayer, OverLimit
from extractor.readers._package import FAULTS, checked

SUFFIXES = (".ofd",)


def read(path: Path) -> Document:
    """Text with positions, ruled tables and templates; signatures are named, not verified."""
    from extractor.readers import _ofd
    from extractor.readers._ofd_page import TooMuch
    from extractor.readers._scribe import Scribe

    name = str(path)
    sha256 = checked(path)
    scribe = Scribe()
    unread: list[int] = []
    try:
        with zipfile.ZipFile(path) as package:
            open_package = _ofd.Package(package)
            for sheet in _ofd.feed(open_package):
                layer = "none" if not sheet.glyphs.text.strip() and sheet.pictures > 0.3 else "native"
                if layer == "none":
                    unread.append(sheet.number)
                scribe.write(sheet, "none" if layer == "none" else "native")
    except TooMuch as error:
        raise OverLimit(name, f"OFD内容过多：{error}") from error
    except (_ofd.Unreadable, *FAULTS) as error:
        raise Broken(name, f"无法按OFD打开：{error}") from error
    if not scribe.pages:
        raise Broken(name, "OFD没有可以读取的页")
    if not scribe.text.strip():
        if unread:
            raise NoTextLayer(name, "OFD各页都是图像，没有文字")
        raise Empty(name, "OFD里没有内容")
    warnings = []
    if open_package.signatures:
        warnings.append("文件含有电子签名或签章，未验证其效力")
    if unread:
        warnings.append(f"第{'、'.join(map(str, unread))}页是图像，其内容未读取")
    return Document(
        name=path.name,
        format="ofd",
        text=scribe.text,
        sha256=sha256,
        pages=tuple(scribe.pages),
        lines=tuple(scribe.lines),
        tables=tuple(scribe.tables),
        furniture=scribe.furniture(),
        text_layer="mixed" if unread else "native",
        locate=scribe.locate,
        warnings=tuple(warnings),
    )
