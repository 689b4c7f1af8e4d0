"""Pages that are pictures, read by RapidOCR (extra ``ocr``; its models are inside the wheel, nothing is fetched).

A picture is turned upright and straightened, its ruled lines are found, and each character becomes a glyph with its
box: the same layout code then serves scans and native pages. How sure the recogniser was travels with each character.

Measured traps that are avoided (guides/libraries.md section 3): no line-orientation classifier (it turned upright lines
over; whole pages are turned instead); a lone 一 in a cell is a dash, 二 before digits an equals sign; a percentage of
2xx that stands alone is most likely ≥xx and is marked as doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import regex

from extractor.readers._sheet import Edge, Glyphs, Sheet

if TYPE_CHECKING:
    import numpy

    Image = numpy.ndarray[Any, Any]

DPI = 200
"""at which pages are drawn for reading"""
MAX_PIXELS = 40_000_000
INSTALL = "需要先安装文字识别组件：pip install 'gouji[ocr]'"

_LONGEST = 16
"""times its width: what is longer is a strip and no page (the engine would take gigabytes for it)"""
_LOW = 0.75
"""mean sureness below which a page may lie on its side or head"""
_DOUBT = 0.3
_IN_FIGURES = frozenset("0123456789.,%")
_NO_GAP = 0.6
"""heights of type: between digits of two figures in one line there is more"""
_TILTS = 5.0
"""degrees of skew that are looked for"""
_LONE_DASH = regex.compile(r"[一ー\-－~～]{1,3}")
_TWO_FOR_EQUAL = regex.compile(r"^二(?=[\d.]+)")
_TWO_FOR_BOUND = regex.compile(r"^2(?:\d{2}|\d{2}\.\d+)%$")


@dataclass(frozen=True, slots=True)
class Read:
    """A page as read: its sheet, how sure each glyph is, and by how much (degrees) it had been straightened."""

    sheet: Sheet
    sure: Sequence[float]
    tilt: float


@dataclass(frozen=True, slots=True)
class _Char:
    char: str
    sure: float
    x0: float
    x1: float
    top: float
    bottom: float


def available() -> bool:
    """True when the extra is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "critical"})


def read(image: Image, number: int, width: float, height: float) -> Read:
    """Read a picture of a page (RGB, rows of pixels) that is ``width`` x ``height`` points; one that was read before is
    taken from the cache."""
    from extractor.readers import _ocr_cache

    name = _ocr_cache.key(image, width, height)
    kept = _ocr_cache.get(name, number)
    if kept is None:
        kept = _recognised(image, number, width, height)
        _ocr_cache.put(name, kept)
    return kept


def _recognised(image: Image, number: int, width: float, height: float) -> Read:
    if max(image.shape[:2]) > _LONGEST * min(image.shape[:2]):
        return Read(Sheet(number, width, height, Glyphs("", [], [], [], []), pictures=1.0), [], 0.0)
    turned, quarters, lines = _upright(image)
    straight, tilt = turned
    scale = (height if quarters % 2 else width) / straight.shape[1]
    chars = [char for line in lines for char in (*line, None)]
    glyphs = Glyphs(
        "".join(char.char if char else " " for char in chars),
        [char.x0 * scale if char else 0.0 for char in chars],
        [char.x1 * scale if char else 0.0 for char in chars],
        [char.top * scale if char else 0.0 for char in chars],
        [char.bottom * scale if char else 0.0 for char in chars],
    )
    wide, tall = (height, width) if quarters % 2 else (width, height)
    sheet = Sheet(number, wide, tall, glyphs, list(_edges(straight, scale)), pictures=1.0)
    return Read(sheet, [char.sure if char else 1.0 for char in chars], tilt)


def read_page(page: Any, number: int) -> Read:
    """Read a page of a PDF (pypdfium2) as a picture."""
    import numpy

    width, height = page.get_size()
    scale = min(DPI / 72, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    image = numpy.asarray(page.render(scale=scale).to_pil().convert("RGB"))
    return read(image, number, width, height)


def _upright(image: Image) -> tuple[tuple[Image, float], int, list[list[_Char]]]:
    """The picture turned so that its text reads best, straightened, with its lines."""
    import numpy

    best: tuple[float, tuple[Image, float], int, list[list[_Char]]] | None = None
    for quarters in (0, 1, 3, 2):
        turned = _straightened(numpy.ascontiguousarray(numpy.rot90(image, quarters)))
        lines = list(_lines(turned[0]))
        worth = sum(char.sure for line in lines for char in line)
        count = sum(len(line) for line in lines)
        if best is None or worth > best[0]:
            best = (worth, turned, quarters, lines)
        if count and worth / count >= _LOW and not _sideways(lines):
            break
        if not count:
            break  # an empty page is empty from all sides
    assert best is not None
    return best[1], best[2], best[3]


def _sideways(lines: list[list[_Char]]) -> bool:
    """True when most lines of several characters run downwards."""
    long = [line for line in lines if len(line) > 3]
    down = [line for line in long if line[-1].bottom - line[0].top > 2 * (line[-1].x1 - line[0].x0)]
    return len(down) * 2 > len(long) > 0


def _lines(image: Image) -> Iterator[list[_Char]]:
    """The text lines of a picture, character by character, from top to bottom."""
    try:
        result = _engine()(image, return_word_box=True, return_single_char_box=True)
    except Exception as error:
        if "llocat" in str(error):  # all that the engine says when there is no room left
            raise MemoryError(str(error)) from error
        raise
    if not result.txts or result.word_results is None:
        return
    for text, score, words in zip(result.txts, result.scores, result.word_results, strict=True):
        chars = _closed([_char(char, min(sure, float(score)), box) for char, sure, box in words])
        yield _mended(text.strip(), [char for char in chars if char.char.strip()])


def _closed(chars: list[_Char]) -> list[_Char]:
    """The line with its figures closed up. The engine guesses where in a word each sign stands; narrow digits seem to
    have gaps between them that nobody printed, and a figure would fall into two."""
    closed = chars[:1]
    for char in chars[1:]:
        last = closed[-1]
        gap = char.x0 - last.x1
        if 0 < gap < _NO_GAP * (char.bottom - char.top) and last.char in _IN_FIGURES and char.char in _IN_FIGURES:
            closed[-1] = replace(last, x1=char.x0)
        closed.append(char)
    return closed


def _char(char: str, sure: float, box: Sequence[Sequence[float]]) -> _Char:
    xs, ys = [point[0] for point in box], [point[1] for point in box]
    return _Char(char, sure, min(xs), max(xs), min(ys), max(ys))


def _mended(text: str, chars: list[_Char]) -> list[_Char]:
    """The line with signs that are always misread put right, and those that may be marked."""
    if _LONE_DASH.fullmatch(text):
        return [_Char("—", c.sure, c.x0, c.x1, c.top, c.bottom) for c in chars]
    if chars and _TWO_FOR_EQUAL.match(text):
        first = chars[0]
        return [_Char("=", first.sure, first.x0, first.x1, first.top, first.bottom), *chars[1:]]
    if chars and _TWO_FOR_BOUND.match(text):
        first = chars[0]
        return [_Char(first.char, _DOUBT, first.x0, first.x1, first.top, first.bottom), *chars[1:]]
    return chars


def _straightened(image: Image) -> tuple[Image, float]:
    """The picture with its lines level, and the angle (degrees) by which it was turned."""
    import cv2
    import numpy

    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    factor = 900 / max(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = (255 - small).astype(numpy.float32)
    ink[ink < 60] = 0

    def level(angle: float) -> float:
        """How sharply rows of ink and of paper alternate."""
        rows = _turned(ink, angle, 0).sum(axis=1)
        return float(numpy.square(numpy.diff(rows)).sum())

    coarse = max(numpy.arange(-_TILTS, _TILTS + 0.1, 0.5), key=level)
    angle = float(max(numpy.arange(coarse - 0.5, coarse + 0.51, 0.1), key=level))
    if abs(angle) < 0.15:
        return image, 0.0
    return _turned(image, angle, (255, 255, 255)), angle


def _turned(image: Image, angle: float, fill: Any) -> Image:
    import cv2

    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned: Image = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=fill)
    return turned


def _edges(image: Image, scale: float) -> Iterator[Edge]:
    """The ruled lines of a picture, in points."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -10)
    height, width = ink.shape
    for upright, kernel in ((False, (max(width // 45, 20), 1)), (True, (1, max(height // 36, 20)))):
        runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        bridge = (15, 3) if not upright else (3, 15)  # a scanned line is broken here and there
        runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, bridge))
        count, _labels, stats, _centres = cv2.connectedComponentsWithStats(runs, connectivity=8)
        for left, top, wide, tall, _area in stats[1:count]:
            thick = wide if upright else tall
            if thick > 12:
                continue  # a bar or a stamp, no line
            if upright:
                yield Edge(True, (left + wide / 2) * scale, top * scale, (top + tall) * scale)
            else:
                yield Edge(False, (top + tall / 2) * scale, left * scale, (left + wide) * scale)
