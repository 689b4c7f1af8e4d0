"""Plain text in the encodings that Chinese offices really send: UTF-8, UTF-16 with its mark, GB 18030 (GBK)."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from pathlib import Path

import regex

from extractor.document import Document, Line, Page, Span
from extractor.errors import BadEncoding, Broken, Empty, OverLimit
from extractor.readers import _furniture

SUFFIXES = (".txt", ".md")

MAX_BYTES = 64 * 1024 * 1024
"""a report has some hundred kilobytes; more is no report"""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE = regex.compile(r"[^\n\f]*[^\s\f][^\n\f]*")


def read(path: Path) -> Document:
    """The text as decoded, line ends as ``\\n``; form feeds part pages."""
    name = str(path)
    raw = _bytes(path)
    text, warnings = _decoded(raw, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Empty(name, "文件里没有文字")
    pages = _pages(text)
    lines = tuple(_lines(text, pages))
    return Document(
        name=path.name,
        format=path.suffix.lower().lstrip(".") if path.suffix.lower() in SUFFIXES else "txt",
        text=text,
        sha256=hashlib.sha256(raw).hexdigest(),
        pages=pages,
        lines=lines,
        furniture=_furniture.distinct(_furniture.by_text(text, lines)),
        warnings=warnings,
    )


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise OverLimit(str(path), f"文本文件超过{MAX_BYTES // 1024 // 1024}MB")
        return path.read_bytes()
    except OSError as error:
        raise Broken(str(path), f"无法读取：{error.strerror}") from error


def _decoded(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text and the warnings: by byte order mark, else by the first encoding that fits without loss."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text, warnings = _try(raw[len(mark) :], encoding)
            if text is None:
                raise BadEncoding(name, "文件开头的编码标记与内容不符，无法解码")
            return _checked(text, name), warnings
    text, warnings = _try(raw, "utf-8")
    if text is not None:
        return _checked(text, name), warnings
    text, warnings = _try(raw, "gb18030")
    if text is not None and _is_chinese(_checked(text, name)):
        return text, warnings
    raise BadEncoding(name, "无法识别文字编码（支持UTF-8、UTF-16、GB18030/GBK）")


def _try(raw: bytes, encoding: str) -> tuple[str | None, tuple[str, ...]]:
    """The decoded text, or None. A last character that was cut off is left out, with a warning."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(raw)
    except UnicodeDecodeError:
        return None, ()
    left, _ = decoder.getstate()
    return text, (f"文件末尾的字符不完整，已略去{len(left)}个字节",) if left else ()


def _checked(text: str, name: str) -> str:
    """The text, unless it holds what no text holds: then the bytes are of another format or encoding."""
    if _CONTROL.search(text):
        raise BadEncoding(name, "文件含有二进制内容，不是文本文件")
    if text.count("\ufffd") > len(text) / 100:
        raise BadEncoding(name, "文件含有大量无法还原的字符")
    return text


def _is_chinese(text: str) -> bool:
    """GB 18030 decodes almost any bytes; in a Chinese text most characters are the common ones of GB 2312 (about six in
    ten when it is written in traditional characters)."""
    wide = [char for char in text if char > "\x7f"]
    common = len("".join(wide).encode("gb2312", "ignore")) / 2
    return common >= 0.5 * len(wide)


def _pages(text: str) -> tuple[Page, ...]:
    """Pages between form feeds; none when there is no form feed between words."""
    if "\f" not in text.strip():
        return ()
    pages, start = [], 0
    for number, part in enumerate(text.rstrip("\f").split("\f"), 1):
        end = min(start + len(part) + 1, len(text))
        pages.append(Page(number, Span(start, end), text_layer="none-needed"))
        start = end
    return tuple(pages)


def _lines(text: str, pages: tuple[Page, ...]) -> Iterator[Line]:
    if not pages:
        yield from (Line(Span(*match.span())) for match in _LINE.finditer(text))
    for page in pages:
        yield from (Line(Span(*match.span()), page.number) for match in _LINE.finditer(text, *page.span))
