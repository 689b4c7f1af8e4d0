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
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extractor.readers._sheet import SKEWED, Edge, Glyphs, Sheet

_UNMAPPED = regex.compile(r"\(cid:\d+\)")


def feed(raw: bytes) -> Iterator[Sheet]:
    """All pages of a file. Raises PdfminerException when it cannot be parsed."""
    with pdfplumber.open(io.BytesIO(raw)) as document:
        for page in document.pages:
            yield _sheet(page)
            page.close()


logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it says about damaged files is for its makers


def feed_page(raw: bytes, index: int) -> Sheet | None:
    """One page, counted from 0, or None when the parser fails on it."""
    try:
        with pdfplumber.open(io.BytesIO(raw), pages=[index + 1]) as document:
            return _sheet(document.pages[0])
    except (PdfminerException, MalformedPDFException, ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None


def _sheet(page: Any) -> Sheet:
    left, top, right, bottom = page.cropbox
    chars = page.dedupe_chars(tolerance=1, extra_attrs=()).chars
    text: list[str] = []
    sides: tuple[list[float], ...] = ([], [], [], [])
    turns = array("b")
    for char in chars:
        letters = _UNMAPPED.sub("\ufffd", char["text"])
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
