"""The reference feed: the same sheets as :mod:`extractor.readers._pdfium`, by pdfplumber's own parser.

Thirty times slower. It serves the differential tests, and single pages on which pdfium finds no character that means
anything.
"""

from __future__ import annotations

import io
import logging
import math
from array import array
from collections.abc import Iterator
from typing import Any

import pdfplumber
import regex
from pdfminer.layout import LTChar, LTContainer, LTItem
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extractor.readers._sense import meaningful
from extractor.readers._sheet import SKEWED, Edge, Glyphs, Sheet

_UNMAPPED = regex.compile(r"\(cid:\d+\)")


def feed(raw: bytes) -> Iterator[Sheet]:
    """All pages of a file. Raises PdfminerException when it cannot be parsed."""
    with pdfplumber.open(io.BytesIO(raw)) as document:
        for page in document.pages:
            yield _sheet(page)
            page.close()


logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it says about damaged files is for its makers


_FAILURES = (
    PdfminerException, MalformedPDFException, ValueError, TypeError, KeyError, IndexError, RecursionError,
)  # fmt: skip


class Failed(Exception):
    """The parser cannot read the page."""


class Pages:
    """Single pages of a file that stays open: its fonts are read once."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._document: Any = None

    def better(self, number: int, than: int) -> Sheet | None:
        """A page, counted from 1, when it has more meaningful characters ``than`` so many; None when it has not. Raises
        Failed when the parser fails on it."""
        try:
            if self._document is None:
                self._document = pdfplumber.open(io.BytesIO(self._raw))
            page = self._document.pages[number - 1]
            try:
                more = meaningful("".join(map(_mapped, _printed(page.layout)))) > than
                sheet = _sheet(page) if more else None  # without the second print of bold type there may be fewer
            finally:
                page.close()
        except _FAILURES as error:
            raise Failed from error
        return sheet if sheet is not None and meaningful(sheet.glyphs.text) > than else None

    def close(self) -> None:
        """The file is let go."""
        if self._document is not None:
            self._document.close()


def _printed(thing: LTItem) -> Iterator[str]:
    """The characters of a layout, those of forms in it too, before pdfplumber makes objects of them."""
    if isinstance(thing, LTChar):
        yield thing.get_text()
    elif isinstance(thing, LTContainer):
        for one in thing:
            yield from _printed(one)


def _mapped(letters: str) -> str:
    return str(_UNMAPPED.sub("\ufffd", letters))


def _sheet(page: Any) -> Sheet:
    left, top, right, bottom = page.cropbox
    chars = page.dedupe_chars(tolerance=1, extra_attrs=()).chars
    text: list[str] = []
    sides: tuple[list[float], ...] = ([], [], [], [])
    turns = array("b")
    for char in chars:
        letters = _mapped(char["text"])
        step = (char["x1"] - char["x0"]) / max(len(letters), 1)
        for at, letter in enumerate(letters):  # a ligature stands for several
            text.append(letter)
            x0 = char["x0"] - left + at * step
            for side, value in zip(sides, (x0, x0 + step, char["top"] - top, char["bottom"] - top), strict=True):
                side.append(value)
            turns.append(_turn(char))
    glyphs = Glyphs("".join(text), *sides)
    width, height = right - left, bottom - top
    covered = sum((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images)
    return Sheet(
        page.page_number,
        width,
        height,
        glyphs,
        [_edge(edge, left, top) for edge in page.edges],
        turns if any(turns) else None,
        min(1.0, covered / max(width * height, 1.0)),
    )


def _turn(char: dict[str, Any]) -> int:
    a, b = char["matrix"][:2]
    turn = math.degrees(math.atan2(b, a)) / 90
    nearest = round(turn)
    return nearest % 4 if abs(turn - nearest) < 0.1 else SKEWED


def _edge(edge: dict[str, Any], left: float, top: float) -> Edge:
    if edge["orientation"] == "v":
        return Edge(True, edge["x0"] - left, edge["top"] - top, edge["bottom"] - top)
    return Edge(False, edge["top"] - top, edge["x0"] - left, edge["x1"] - left)
