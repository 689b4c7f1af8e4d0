"""Saved web pages (.html): paragraphs and tables of the article; the page around it is furniture.

lxml parses (no network, no entities); nothing is taken from scripts. Numbers stay as written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import regex

from extractor.document import Document
from extractor.errors import BadEncoding, Broken, Empty, OverLimit
from extractor.readers._builder import Builder, Draft, whole
from extractor.rx import rx

SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
SIGNATURES = (b"<!DOCTYPE html", b"<!doctype html", b"<html", b"<HTML")

MAX_BYTES = 64 * 1024 * 1024
MAX_SPAN = 500
MAX_DEPTH = 200

_DROP = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "svg",
    "object",
    "iframe",
    "button",
    "select",
    "option",
    "input",
    "textarea",
}
_FRAME = {"nav", "header", "footer", "aside", "form"}
_FRAME_NAME = regex.compile(
    r"(?:^|[-_\s])(?:nav|navi|navigation|breadcrumbs?|crumbs?|position|location|dqwz|share|bdshare|footer?|foot|bottom|copyright|"
    r"sidebar|menu|topbar|toolbar|tools?|meta|source|article-?info|news-?info|fontsize|print|qrcode|search|login|links|related|"
    r"pagination|pager)(?:[-_\s]|$)",
    regex.IGNORECASE,
)
_FRAME_WORDS = regex.compile(
    r"^(?:.{0,6}(?:当前位置|您(?:现在)?(?:的|所在)位置)|索\s*引\s*号|发布(?:机构|日期|时间)|浏览次数|访问次数|点击(?:数|量|次数)|【字体|"
    r"字体：|打印本页|关闭窗口|扫一扫|分享到|上一篇|下一篇|版权所有|主办单位：|ICP备|.{0,12}ICP备|网站标识码|.{0,8}公网安备|首页\s*>)"
)
_BLOCK = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "section", "article", "main", "body", "center",
    "dd", "dt", "dl", "blockquote", "pre", "figure", "figcaption", "caption", "address", "hr",
} | _FRAME  # fmt: skip
_CHARSET = regex.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", regex.IGNORECASE)
_HIDDEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.IGNORECASE)


def read(path: Path) -> Document:
    """The page's paragraphs and tables, in order."""
    from lxml import etree
    from lxml import html as parser

    name = str(path)
    if path.stat().st_size > MAX_BYTES:
        raise OverLimit(name, f"网页文件超过{MAX_BYTES // 1024 // 1024}MB")
    raw = path.read_bytes()
    text = _decoded(raw, name)
    if not text.strip():
        raise Empty(name, "文件里没有文字")
    try:
        root = parser.document_fromstring(
            text, parser=parser.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Broken(name, f"无法按网页打开：{error}") from error
    builder = Builder(path.name)
    body = root.find("body")
    _Page(builder).walk(body if body is not None else root, False, 0)
    return builder.document("html", hashlib.sha256(raw).hexdigest())


def _decoded(raw: bytes, name: str) -> str:
    """The text by byte order mark, declared charset, else UTF-8, else GB 18030. GB2312 pages are GB 18030 in truth."""
    found = _CHARSET.search(raw[:4096])
    declared = found[1].decode("ascii").lower() if found else ""
    guesses = ["utf-16"] if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else []
    guesses += ["gb18030"] if declared.startswith("gb") else [declared] if declared and declared != "utf-8" else []
    for encoding in [*guesses, "utf-8-sig", "gb18030"]:
        try:
            text = raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        # lxml refuses a declaration inside decoded text
        return str(rx(r"^\s*<\?xml[^>]*\?>").sub("", text))
    raise BadEncoding(name, "无法识别网页的文字编码（支持UTF-8、UTF-16、GB18030/GBK）")


class _Page:
    """Walks a page; inline text is gathered until a block begins or ends."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.gathered: list[str] = []

    def walk(self, element: Any, frame: bool, depth: int) -> None:
        """Write one element; ``frame`` is True inside navigation and the like."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _DROP or depth > MAX_DEPTH or _HIDDEN.search(element.get("style") or ""):
            return
        frame = frame or _is_frame(element, tag)
        if tag == "table" and not _is_layout(element):
            self.flush(frame)
            self._table(element)
            return
        block = tag in _BLOCK or tag in ("table", "tr", "td", "th")
        if block:
            self.flush(frame)
        if tag == "br":
            self.gathered.append("\n")
        self.gathered.append(_squeezed(element.text))
        for child in element:
            self.walk(child, frame, depth + 1)
            self.gathered.append(_squeezed(child.tail))
        if block:
            self.flush(frame)

    def flush(self, frame: bool) -> None:
        text = "".join(self.gathered).strip()
        self.gathered = []
        for line in text.split("\n"):
            around = frame or _FRAME_WORDS.search(line.strip())
            self.builder.line(line.strip(), "navigation" if around else None)

    def _table(self, table: Any) -> None:
        caption = table.find("caption")
        if caption is not None:
            self.builder.line(_words(caption))
        drafts = list(_drafts(table, self.builder.name))
        filled = [draft for draft in drafts if draft.text]
        if len(filled) == 1:
            self.builder.line(filled[0].text)
        else:
            self.builder.table(drafts)


def _is_frame(element: Any, tag: str) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if tag in ("body", "html", "article", "main", "table", "td", "tr", "tbody"):
        return False
    if tag not in _FRAME and not _FRAME_NAME.search(names):
        return False
    # a page that puts its article into <form> or <header> keeps it: frames are short
    return len(element.text_content()) < 600 and element.find(".//table") is None


def _is_layout(table: Any) -> bool:
    """A table that only arranges the page: it holds other tables."""
    return table.find(".//table") is not None


def _drafts(table: Any, name: str) -> Iterator[Draft]:
    """The cells of a table on a grid with row and column spans."""
    taken: set[tuple[int, int]] = set()
    for row_number, row in enumerate(table.iter("tr")):
        col = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (row_number, col) in taken:
                col += 1
            height, width = _span(cell.get("rowspan")), _span(cell.get("colspan"))
            if height * width > 10_000:
                raise OverLimit(name, "表格合并单元格过大")
            taken.update((row_number + i, col + j) for i in range(height) for j in range(width))
            yield Draft(_words(cell), row_number, col, height, width, f"R{row_number + 1}C{col + 1}")
            col += width


def _span(value: str | None) -> int:
    return max(whole(value, 1, MAX_SPAN), 1)


def _words(element: Any) -> str:
    """The text of a cell; line breaks and paragraphs inside it as line breaks."""
    parts = [_squeezed(element.text)]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "br":
            parts.append("\n")
        elif tag not in _DROP:
            inner = _words(child)
            parts.append(f"\n{inner}\n" if tag in _BLOCK else inner)
        parts.append(_squeezed(child.tail))
    return str(rx(r"\s*\n\s*").sub("\n", "".join(parts))).strip()


def _squeezed(text: str | None) -> str:
    """White space as a browser shows it; the wide space of indents stays."""
    return str(rx(r"[ \t\r\n\xa0]+").sub(" ", text)) if text else ""
