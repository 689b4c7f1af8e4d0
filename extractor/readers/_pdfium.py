"""The fast feed: glyphs and ruled lines of a PDF by pdfium's raw functions.

Per glyph there is one call into pdfium (its loose box: origin to origin plus advance, as pdfplumber gives it), made by
``map`` over addresses, so that no Python runs per glyph. Measured against one bare text pass over the same pages, this
feed costs about 1.5 times as much; pdfplumber's own parser costs thirty times as much.
"""

from __future__ import annotations

import ctypes
import math
import operator
from array import array
from collections import deque
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import regex

from extractor.readers._drawing import Drawing
from extractor.readers._sheet import SKEWED, Edge, Glyphs, Sheet
from extractor.readers._unseen import SMALLEST, unseen

MAX_GLYPHS = 200_000
"""glyphs on one page; a dense form has two thousand"""
_MAX_FORM_PAGES = 50
_SCAN, _LAYER = 0.7, 0.9
"""a page so much of which is picture, and of whose text so much cannot be seen, is a scan with the text that a
recogniser laid under it"""

_HYPHENS = {2: "-", 0xFFFE: "-", 0xAD: "-"}
"""pdfium puts these for a hyphen at the end of a line"""

_FIRST = regex.compile(r"(?<=^|\n)[ \r]*+\K\S")
"""the first glyph of each line"""

_box_of = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)


class TooMuch(Exception):
    """A page that holds more than any report does."""


class _Frame:
    """The page as displayed: crop box and rotation applied to points of the file."""

    def __init__(self, page: Any) -> None:
        self.left, self.low, self.right, self.high = page.get_bbox()
        self.quarters = (page.get_rotation() // 90) % 4
        wide, tall = self.right - self.left, self.high - self.low
        self.width, self.height = (tall, wide) if self.quarters % 2 else (wide, tall)

    def boxes(self, flat: array[float]) -> tuple[list[float], list[float], list[float], list[float]]:
        """x0, x1, top, bottom of FS_RECTF records (left, top, right, bottom, y upwards)."""
        left, high, right, low = flat[0::4], flat[1::4], flat[2::4], flat[3::4]
        dx0, dx1, dy0, dy1 = self.left, self.right, self.low, self.high
        if self.quarters == 0:
            return [x - dx0 for x in left], [x - dx0 for x in right], [dy1 - y for y in high], [dy1 - y for y in low]
        if self.quarters == 1:
            return [y - dy0 for y in low], [y - dy0 for y in high], [x - dx0 for x in left], [x - dx0 for x in right]
        if self.quarters == 2:
            return [dx1 - x for x in right], [dx1 - x for x in left], [y - dy0 for y in low], [y - dy0 for y in high]
        return [dy1 - y for y in high], [dy1 - y for y in low], [dx1 - x for x in right], [dx1 - x for x in left]

    def edge(self, x0: float, y0: float, x1: float, y1: float) -> Edge:
        """The ruled line along the longer side of a thin box."""
        upright = x1 - x0 < y1 - y0
        across, start, end = ((x0 + x1) / 2, y0, y1) if upright else ((y0 + y1) / 2, x0, x1)
        if upright:
            if self.quarters == 0:
                return Edge(True, across - self.left, self.high - end, self.high - start)
            if self.quarters == 1:
                return Edge(False, across - self.left, start - self.low, end - self.low)
            if self.quarters == 2:
                return Edge(True, self.right - across, start - self.low, end - self.low)
            return Edge(False, self.right - across, self.high - end, self.high - start)
        if self.quarters == 0:
            return Edge(False, self.high - across, start - self.left, end - self.left)
        if self.quarters == 1:
            return Edge(True, across - self.low, start - self.left, end - self.left)
        if self.quarters == 2:
            return Edge(False, across - self.low, self.right - end, self.right - start)
        return Edge(True, self.high - across, self.right - end, self.right - start)


def feed(document: pdfium.PdfDocument, index: int) -> Sheet:
    """One page, counted from 0. Raises pypdfium2's PdfiumError when it cannot be loaded, TooMuch when it is endless."""
    page = document[index]
    try:
        frame = _Frame(page)
        drawing = Drawing.of(page)
        glyphs, turns, hidden = _glyphs(page, frame, drawing)
    finally:
        page.close()
    covered = min(1.0, drawing.pictures / max(frame.width * frame.height, 1.0))
    scan = covered > _SCAN and len(hidden) > _LAYER * sum(not char.isspace() for char in glyphs.text)
    edges = [frame.edge(*box) for box in drawing.lines]
    lost = drawing.lost(len(glyphs.text) - glyphs.text.count(" "))
    unseen = () if scan else (*hidden, *_out_of_sight(glyphs, frame))
    layer = scan or drawing.hidden is True
    return Sheet(index + 1, frame.width, frame.height, glyphs, edges, turns, covered, layer, lost, sorted({*unseen}))


def _out_of_sight(glyphs: Glyphs, frame: _Frame) -> Iterator[int]:
    """Glyphs that stand outside the page, or are too small to read."""
    text, width, height = glyphs.text, frame.width, frame.height
    if text and (min(glyphs.x1) < 0 or max(glyphs.x0) > width or min(glyphs.bottom) < 0 or max(glyphs.top) > height):
        sides = zip(text, glyphs.x0, glyphs.x1, glyphs.top, glyphs.bottom, strict=True)
        for at, (char, x0, x1, top, bottom) in enumerate(sides):
            if not char.isspace() and (x1 < 0 or x0 > width or bottom < 0 or top > height):
                yield at
    for at, high in enumerate(map(operator.sub, glyphs.bottom, glyphs.top)):
        if 0 < high < SMALLEST and not text[at].isspace() and glyphs.x1[at] - glyphs.x0[at] < SMALLEST:
            yield at


def has_filled_fields(document: pdfium.PdfDocument) -> bool:
    """True when the file is a form whose fields hold words: these are no part of the pages' text."""
    if document.get_formtype() == raw.FORMTYPE_NONE:
        return False
    for index in range(min(len(document), _MAX_FORM_PAGES)):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            continue
        try:
            if any(_is_filled(page, at) for at in range(raw.FPDFPage_GetAnnotCount(page.raw))):
                return True
        finally:
            page.close()
    return False


def _is_filled(page: Any, at: int) -> bool:
    annotation = raw.FPDFPage_GetAnnot(page.raw, at)
    if not annotation:
        return False
    try:
        is_field = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET
        return bool(is_field and raw.FPDFAnnot_GetStringValue(annotation, b"V", None, 0) > 2)  # two bytes: the end
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _glyphs(page: Any, frame: _Frame, drawing: Drawing) -> tuple[Glyphs, array[int] | None, list[int]]:
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > MAX_GLYPHS:
            raise TooMuch(f"{count} glyphs")
        text = _text(textpage, count)
        flat = array("f", bytes(16 * count))
        start = flat.buffer_info()[0]
        handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        deque(map(_box_of, repeat(handle), range(count), range(start, start + 16 * count, 16)), maxlen=0)
        turns = _turns(textpage, text, frame.quarters)
        hidden = unseen(page, textpage, drawing.suspects, text)
    finally:
        textpage.close()
    return Glyphs(text, *frame.boxes(flat)), turns, hidden


def _text(textpage: Any, count: int) -> str:
    """One character per glyph. Glyphs without a character are U+FFFD."""
    units = (ctypes.c_uint16 * (count + 1))()
    written = raw.FPDFText_GetText(textpage.raw, 0, count, units) - 1
    text = bytes(units)[: 2 * max(written, 0)].decode("utf-16-le", "replace") if count else ""
    if len(text) != count:  # glyphs without a character, or characters beyond U+FFFF
        codes = (raw.FPDFText_GetUnicode(textpage.raw, at) for at in range(count))
        text = "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
    return text.translate(_HYPHENS) if "\x02" in text or "\ufffe" in text else text


def _turns(textpage: Any, text: str, quarters: int) -> array[int] | None:
    """How each glyph stands, asked once per printed line; glyph by glyph only where one line is not upright."""
    if all(_turn(textpage, match.start(), quarters) == 0 for match in _FIRST.finditer(text)):
        return None
    return array("b", (0 if char.isspace() else _turn(textpage, at, quarters) for at, char in enumerate(text)))


def _turn(textpage: Any, at: int, quarters: int) -> int:
    matrix = raw.FS_MATRIX()  # not FPDFText_GetCharAngle: it takes the slant of false italics for a turn
    if not raw.FPDFText_GetMatrix(textpage.raw, at, matrix) or not (matrix.a or matrix.b):
        return 0
    turn = math.degrees(math.atan2(matrix.b, matrix.a)) / 90
    if not math.isfinite(turn):
        return SKEWED
    nearest = round(turn)
    return (nearest - quarters) % 4 if abs(turn - nearest) < 0.1 else SKEWED
