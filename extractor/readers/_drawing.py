"""What is drawn on a PDF page beside its text, by pdfium: ruled lines, pictures, and text that pdfium passes over."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

from extractor.readers._unseen import Suspects

MAX_OBJECTS = 60_000
"""drawn things on one page that are looked at"""
_MAX_DEPTH = 4
_THIN = 4.0
"""points: a drawn thing that is thinner is a line"""
_NO_WIDTH = 0.01
"""points: pdfium's text extraction leaves out what is narrower. Turned or vertical text is, when its font is neither in
the file nor on the machine"""
_MANY_POINTS = 20

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SIDES = (ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float())
"""what pdfium writes a box into, made once: a page has hundreds (pdfium serves one thread at a time anyhow)"""


@dataclass(slots=True)
class Drawing:
    """Boxes of ruled lines in the space of the file, the area of the pictures, whether the first text is painted,
    and the pieces of text without any width: those that have a height, and those that are a mere point."""

    lines: list[Box] = field(default_factory=list)
    pictures: float = 0.0
    hidden: bool | None = None
    flat: int = 0
    points: int = 0
    fontless: int = 0
    """points whose font is not in the file: single characters, stacked in a narrow cell, are lost that way"""
    suspects: Suspects = field(default_factory=Suspects)
    """text that may be invisible"""

    def lost(self, printed: int) -> bool:
        """True when text was passed over on a page of which ``printed`` characters were read. A point is a space,
        unless there are more points than characters: then they are glyphs of a font that is not there."""
        return self.flat > 0 or self.fontless > 0 or self.points > max(_MANY_POINTS, printed)

    @staticmethod
    def of(page: Any) -> Drawing:
        """What is drawn on a page."""
        drawing = Drawing()
        count = min(raw.FPDFPage_CountObjects(page.raw), MAX_OBJECTS)
        drawing._add((raw.FPDFPage_GetObject(page.raw, at) for at in range(count)), _UNIT, 1)
        return drawing

    def _add(self, things: Iterator[Any], matrix: Matrix, depth: int) -> None:
        for thing in things:
            kind = raw.FPDFPageObj_GetType(thing)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._add_text(thing, matrix)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                box = _bounds(thing, matrix)
                if box:
                    self.lines.extend(_lines(thing, matrix, box))
                    if _is_fat(box) and _is_filled(thing):
                        self.suspects.cover(box)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                box = _bounds(thing, matrix)
                self.pictures += (box[2] - box[0]) * (box[3] - box[1]) if box else 0.0
                if box:
                    self.suspects.cover(box)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                count = min(raw.FPDFFormObj_CountObjects(thing), MAX_OBJECTS)
                inner = (raw.FPDFFormObj_GetObject(thing, at) for at in range(count))
                self._add(inner, _times(_matrix(thing), matrix), depth + 1)

    def _add_text(self, thing: Any, matrix: Matrix) -> None:
        if self.hidden is None:
            self.hidden = raw.FPDFTextObj_GetTextRenderMode(thing) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        left, low, right, high = _SIDES
        if raw.FPDFPageObj_GetBounds(thing, *_SIDES) and right.value - left.value < _NO_WIDTH:
            if high.value - low.value > 1.0:
                self.flat += 1
            else:
                self.points += 1
                self.fontless += raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(thing)) == 0
            return
        sides = left.value, low.value, right.value, high.value
        self.suspects.text(thing, sides if matrix is _UNIT else _through_box(matrix, sides))


def _bounds(thing: Any, matrix: Matrix) -> Box | None:
    left, low, right, high = _SIDES
    if not raw.FPDFPageObj_GetBounds(thing, left, low, right, high):
        return None
    sides = left.value, low.value, right.value, high.value
    return sides if matrix is _UNIT else _through_box(matrix, sides)


def _is_fat(box: Box) -> bool:
    return box[2] - box[0] >= _THIN and box[3] - box[1] >= _THIN


def _is_filled(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(path, mode, stroke)) and mode.value != raw.FPDF_FILLMODE_NONE


def _through_box(matrix: Matrix, box: Box) -> Box:
    corners = [_through(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _through(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _matrix(thing: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, found):
        return _UNIT
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    x, y = _through(then, e, f)
    g, h, i, j = then[:4]
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, x, y


def _lines(path: Any, matrix: Matrix, box: Box) -> Iterator[Box]:
    """A path as thin boxes: itself when it is thin, else its level and upright segments."""
    if not _is_fat(box):
        yield box
        return
    yield from _segments(path, _times(_matrix(path), matrix))


def _segments(path: Any, matrix: Matrix) -> Iterator[Box]:
    x, y = ctypes.c_float(), ctypes.c_float()
    here = start = (0.0, 0.0)
    for at in range(min(raw.FPDFPath_CountSegments(path), MAX_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _through(matrix, x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _straight(here, point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _straight(point, start)
        here = point


def _straight(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    x0, x1 = sorted((one[0], other[0]))
    y0, y1 = sorted((one[1], other[1]))
    if min(x1 - x0, y1 - y0) < 0.5 < max(x1 - x0, y1 - y0):
        yield x0, y0, x1, y1
