"""Native PDF: text with its geometry, ruled tables, page furniture.

Characters come from pdfium (:mod:`extractor.readers._pdfium`); a page on which it finds only signs without meaning is
tried once more with pdfplumber (:mod:`extractor.readers._plumber`), which is also the reference that the tests hold
against the fast feed. All that follows is the same for both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from extractor.document import Document, TextLayer
from extractor.errors import Broken, Empty, Encrypted, NoTextLayer, OverLimit, SourceError
from extractor.readers import _fonts, _progress, _sense

if TYPE_CHECKING:
    from extractor.readers._ocr import Read
    from extractor.readers._plumber import Pages
    from extractor.readers._sheet import Sheet

SUFFIXES = (".pdf",)
SIGNATURES = (b"%PDF-",)

MAX_BYTES = 512 * 1024 * 1024
MAX_PAGES = 3000
MAX_CHARACTERS = 5_000_000

_TAIL = 4096
"""bytes at the end in which the mark of the end must stand; some programs add something behind it"""
MAX_RECOGNISED = 500
"""pages that are read as pictures: each costs seconds"""

_SCAN = 0.5
"""share of a page that pictures cover, from which on what was printed can be seen in them"""
MAX_SECOND_TRIES = 100
MAX_SECOND_BYTES = 20 * 1024 * 1024
"""pages and bytes that the slow parser is asked for"""

Feed = Literal["pdfium", "pdfplumber"]

_ERRORS = {2: "文件无法打开", 3: "不是PDF或文件已损坏", 5: "加密方式不受支持", 6: "页面损坏"}
_PASSWORD = 4


def read(path: Path, by: Feed = "pdfium") -> Document:
    """The document. ``by`` is for tests: "pdfplumber" is the slow reference."""
    raw = _bytes(path)
    return _Reader(path, raw, by).read()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise OverLimit(str(path), f"PDF超过{MAX_BYTES // 1024 // 1024}MB")
        return path.read_bytes()
    except OSError as error:
        raise Broken(str(path), f"无法读取：{error.strerror}") from error


class _Reader:
    def __init__(self, path: Path, raw: bytes, by: Feed) -> None:
        self.path = path
        self.name = str(path)
        self.raw = raw
        self.by: Feed = by
        self.unread: list[int] = []
        self.broken: list[int] = []
        self.second_tries = 0
        self.second: Pages | None = None
        self.doubtful: list[int] = []
        self.has_fields = False
        self.layered: list[int] = []
        self.foreign: list[int] = []
        self.pages = 0
        self.recognised = 0

    def read(self) -> Document:
        from extractor.readers._scribe import Scribe

        scribe = Scribe()
        blank = True
        for sheet in self._sheets():
            layer = _layer(sheet)
            if layer == "none" and (seen := self._recognised(sheet)):
                scribe.write(seen.sheet, "ocr", seen.sure, seen.tilt)
                blank = False
                continue
            if layer == "none":
                self.unread.append(sheet.number)
            elif layer == "ocr":
                self.layered.append(sheet.number)
            blank = blank and layer != "none" and not sheet.glyphs.text.strip()
            scribe.write(sheet, layer)
            if scribe.size > MAX_CHARACTERS:
                raise OverLimit(self.name, f"文字超过{MAX_CHARACTERS}字")
        self._check(scribe.text, len(scribe.pages), blank)
        return Document(
            name=self.path.name,
            format="pdf",
            text=scribe.text,
            sha256=hashlib.sha256(self.raw).hexdigest(),
            pages=tuple(scribe.pages),
            lines=tuple(scribe.lines),
            tables=tuple(scribe.tables),
            furniture=scribe.furniture(),
            text_layer=self._text_layer(scribe.pages),
            locate=scribe.locate,
            sure=scribe.sure,
            warnings=tuple(self._warnings()),
        )

    def _sheets(self) -> Iterator[Sheet]:
        if self.by == "pdfplumber":
            from extractor.readers import _plumber

            yield from _plumber.feed(self.raw)
            return
        from extractor.readers import _pdfium

        _fonts.for_reading()
        with _opened(self.raw, self.name) as document:
            count = self.pages = len(document)
            if count > MAX_PAGES:
                raise OverLimit(self.name, f"PDF有{count}页，超过{MAX_PAGES}页")
            self.has_fields = _pdfium.has_filled_fields(document)
            try:
                for index in range(count):
                    yield self._sheet(document, index)
            finally:
                if self.second is not None:
                    self.second.close()

    def _sheet(self, document: Any, index: int) -> Sheet:
        import pypdfium2 as pdfium

        from extractor.readers import _pdfium
        from extractor.readers._sheet import Glyphs, Sheet

        try:
            sheet = _pdfium.feed(document, index)
            return self._second_try(sheet) if sheet.lost or _sense.is_garbled(sheet.glyphs.text) else sheet
        except pdfium.PdfiumError:
            self.broken.append(index + 1)
            return Sheet(index + 1, 0.0, 0.0, Glyphs("", [], [], [], []), pictures=1.0)
        except _pdfium.TooMuch as error:
            raise OverLimit(self.name, f"第{index + 1}页的文字过多（{error}）") from error

    def _second_try(self, sheet: Sheet) -> Sheet:
        """The page by the other parser, where that one knows more of its characters."""
        from extractor.readers import _plumber

        self.second_tries += 1
        try:
            if self.second_tries > MAX_SECOND_TRIES or len(self.raw) > MAX_SECOND_BYTES:
                raise _plumber.Failed
            self.second = self.second or _plumber.Pages(self.raw)
            return self.second.better(sheet.number, _sense.meaningful(sheet.glyphs.text)) or sheet
        except _plumber.Failed:
            if sheet.lost:
                self.doubtful.append(sheet.number)
            return sheet

    def _recognised(self, sheet: Sheet) -> Read | None:
        """A page without a usable text layer, read as a picture; None without the extra, when nothing was found, and
        when the page writes in a font that is not in the file: its picture is no better than its text."""
        from extractor.readers import _ocr

        if not _ocr.available() or sheet.number in self.broken or self.by == "pdfplumber":
            return None
        self.recognised += 1
        if self.recognised > MAX_RECOGNISED:
            return None
        with _opened(self.raw, self.name) as document:
            page = document[sheet.number - 1]
            if sheet.glyphs.text.strip() and sheet.pictures < _SCAN and not _fonts.carried(page):
                self.foreign.append(sheet.number)
                return None  # what is drawn here is not what was printed
            seen = _ocr.read_page(page, sheet.number)
        _progress.page(sheet.number, self.pages)
        return seen if seen.sheet.glyphs.text.strip() else None

    def _check(self, text: str, pages: int, blank: bool) -> None:
        if pages == 0 or len(self.broken) == pages:
            raise Broken(self.name, "PDF没有可以读取的页")
        if text.strip():
            return
        if blank:
            raise Empty(self.name, "PDF里没有内容")
        if self.foreign:
            raise NoTextLayer(self.name, "PDF的文字层是乱码，字体也没有嵌入，无法识别；请换一份嵌入字体的PDF")
        from extractor.readers import _ocr

        if _ocr.available():
            raise NoTextLayer(self.name, "PDF没有文字层，图像中也没有识别出文字")
        raise NoTextLayer(self.name, f"PDF没有文字层（可能是扫描件）；{_ocr.INSTALL}")

    def _text_layer(self, pages: list[Any]) -> TextLayer:
        layers = {page.text_layer for page in pages if page.span.start < page.span.end or page.text_layer == "none"}
        if len(layers) > 1:
            return "mixed"
        return layers.pop() if layers else "native"

    def _warnings(self) -> Iterator[str]:
        if b"%%EOF" not in self.raw[-_TAIL:]:
            yield "PDF文件不完整（没有结束标记），可能缺页"
        if self.broken:
            yield f"第{_listed(self.broken)}页已损坏，无法读取"
        if self.doubtful:
            yield f"第{_listed(self.doubtful)}页可能有文字未能读出（字体未嵌入）"
        if self.layered:
            yield f"第{_listed(self.layered)}页是扫描件，文字取自其下由别的程序识别的文字层，未与图像核对"
        if self.recognised > MAX_RECOGNISED:
            yield f"扫描页超过{MAX_RECOGNISED}页，其余未识别"
        if self.has_fields:
            yield "PDF含有可填写的表单域，域内填写的内容未读取"
        if self.foreign:
            yield f"第{_listed(self.foreign)}页的文字层是乱码，字体也没有嵌入，其内容未读取"
        unread = [page for page in self.unread if page not in (*self.broken, *self.foreign)]
        if unread:
            from extractor.readers import _ocr

            hint = "" if _ocr.available() else f"；{_ocr.INSTALL}"
            yield f"第{_listed(unread)}页没有可读的文字层（可能是扫描件），其内容未读取{hint}"


def _opened(raw: bytes, name: str) -> Any:
    """The open document. Raises Encrypted or Broken."""
    import pypdfium2 as pdfium

    try:
        return pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        raise _error(name, error.err_code) from error


def _error(name: str, code: int | None) -> SourceError:
    if code == _PASSWORD:
        return Encrypted(name, "PDF已加密，需要密码")
    if code == 5:
        return Encrypted(name, _ERRORS[5])
    return Broken(name, _ERRORS.get(code or 3, _ERRORS[3]))


def _listed(numbers: list[int]) -> str:
    """Page numbers for people, runs abridged.

    >>> _listed([1, 2, 3, 7])
    '1-3、7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _layer(sheet: Sheet) -> TextLayer:
    """How a page can be read: "none" when its text is a picture or signs without meaning."""
    printed = len("".join(sheet.glyphs.text.split()))
    if not printed:
        return "none" if sheet.pictures > 0 else "native"
    if _sense.is_garbled(sheet.glyphs.text) or (sheet.pictures > 0.7 and printed < 12):
        return "none"  # nothing to understand, or a scan with a stamped number
    return "ocr" if sheet.hidden and sheet.pictures > 0.7 else "native"
