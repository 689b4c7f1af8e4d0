"""What a feed knows of one page: glyphs with their boxes, ruled lines, and how much of it is picture.

Coordinates are points on the page as it is displayed (its /Rotate and crop box applied), origin at the top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.document import BBox

SKEWED = -1
"""the turn of a glyph that stands at no right angle: a watermark"""


class Edge(NamedTuple):
    """A ruled line: at this height (or, when upright, at this x), from ``low`` to ``high``."""

    upright: bool
    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Parallel sequences: ``text`` has one character for each box. White space counts for nothing: gaps are
    measured."""

    text: str
    x0: Sequence[float]
    x1: Sequence[float]
    top: Sequence[float]
    bottom: Sequence[float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. ``turns`` gives for each glyph by how many quarters (counter-clockwise) it stands turned, or SKEWED;
    None when all stand upright. ``pictures`` is the share of the page that pictures cover; ``hidden`` marks text that
    is not painted (what an OCR program lays under a scan); ``lost`` says that the feed may have passed over text;
    ``unseen`` are the glyphs that nobody can see (invisible, in the colour of the paper, covered, outside the page, too
    small)."""

    number: int
    width: float
    height: float
    glyphs: Glyphs
    edges: Sequence[Edge] = ()
    turns: Sequence[int] | None = None
    pictures: float = 0.0
    hidden: bool = False
    lost: bool = False
    unseen: Sequence[int] = ()


def turned_box(box: BBox, quarters: int, width: float, height: float) -> BBox:
    """Where a box stands once its page (``width`` x ``height``) is turned clockwise by so many quarters."""
    x0, top, x1, bottom = box
    for _ in range(quarters % 4):
        x0, top, x1, bottom = height - bottom, x0, height - top, x1
        width, height = height, width
    return x0, top, x1, bottom


def turned_glyphs(glyphs: Glyphs, quarters: int, width: float, height: float) -> Glyphs:
    """The glyphs once their page is turned clockwise by so many quarters."""
    x0, x1, top, bottom = glyphs.x0, glyphs.x1, glyphs.top, glyphs.bottom
    for _ in range(quarters % 4):
        x0, x1, top, bottom = [height - y for y in bottom], [height - y for y in top], x0, x1
        width, height = height, width
    return Glyphs(glyphs.text, x0, x1, top, bottom)


def turned_edges(edges: Sequence[Edge], quarters: int, width: float, height: float) -> Sequence[Edge]:
    """The ruled lines once their page is turned clockwise by so many quarters."""
    for _ in range(quarters % 4):
        edges = [
            Edge(False, at, height - high, height - low) if upright else Edge(True, height - at, low, high)
            for upright, at, low, high in edges
        ]
        width, height = height, width
    return edges
