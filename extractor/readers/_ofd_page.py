"""What one page of an OFD draws: characters with their boxes, ruled lines, pictures, and which of it can be seen."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extractor.readers._sheet import SKEWED, Edge, Glyphs, Sheet

MM = 72 / 25.4
"""points in a millimetre: OFD measures in millimetres"""
MAX_CHARACTERS = 5_000_000
_DEPTH = 20
_SMALLEST = 0.5
"""millimetres: type that is lower cannot be read"""
_MAX_GROUNDS = 1000
_PALE = 250
"""red, green and blue from here on are the paper's"""

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class TooMuch(Exception):
    """A part of the package is beyond what a report can be."""


@dataclass
class Page:
    """What has been drawn on a page so far; millimetres until the sheet is made."""

    width: float
    height: float
    chars: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    pictures: float = 0.0
    grounds: list[Box] = field(default_factory=list)
    """pictures and filled shapes: on them pale type can be seen"""
    pale: list[tuple[int, int]] = field(default_factory=list)
    """stretches of type in the colour of the paper"""
    unseen: list[int] = field(default_factory=list)

    def put(self, char: str, box: Box, turn: int) -> None:
        """A character is drawn."""
        self.chars.append(char)
        self.boxes.append(box)
        self.turns.append(turn)

    def _hidden(self) -> Iterator[int]:
        """The glyphs that nobody can see: drawn so, outside the page, too small, or pale on paper."""
        yield from self.unseen
        for at, (x0, top, x1, bottom) in enumerate(self.boxes):
            height = x1 - x0 if self.turns[at] % 2 else bottom - top
            outside = x1 < 0 or bottom < 0 or x0 > self.width or top > self.height
            if outside or 0 < height < _SMALLEST:
                yield at
        for start, end in self.pale:
            grounded = any(_touch(self.boxes[start], ground) for ground in self.grounds)
            if not grounded:
                yield from range(start, end)

    def sheet(self, number: int) -> Sheet:
        glyphs = Glyphs(
            "".join(self.chars),
            [box[0] * MM for box in self.boxes],
            [box[2] * MM for box in self.boxes],
            [box[1] * MM for box in self.boxes],
            [box[3] * MM for box in self.boxes],
        )
        edges = [Edge(edge.upright, edge.at * MM, edge.low * MM, edge.high * MM) for edge in self.edges]
        return Sheet(
            number,
            self.width * MM,
            self.height * MM,
            glyphs,
            edges,
            turns=self.turns if any(self.turns) else None,
            pictures=min(self.pictures, 1.0),
            unseen=sorted({at for at in self._hidden() if not self.chars[at].isspace()}),
        )


def draw(element: Any, page: Page, matrix: Matrix, depth: int) -> None:
    """Add what an element and those inside it draw."""
    for child in element:
        tag = _tag(child)
        if tag == "TextObject":
            _text(child, page, matrix)
        elif tag == "PathObject":
            _path(child, page, matrix)
        elif tag == "ImageObject":
            box = _box_of(child)
            if box and page.width and page.height:
                page.pictures += box[2] * box[3] / (page.width * page.height)
                page.grounds.append(box)
        elif tag not in ("Area", "Template", "PageRes", "Actions", "CGTransform") and depth < _DEPTH:
            draw(child, page, matrix, depth + 1)


def _text(element: Any, page: Page, outer: Matrix) -> None:
    if element.get("Visible", "true").lower() == "false":
        return
    matrix = _placed(element, outer)
    turn = _turn(matrix)
    first = len(page.chars)
    size = _float(element.get("Size"), 3.5)
    stretch = _float(element.get("HScale"), 1.0)
    for code in all_of(element, "TextCode"):
        text = "".join(code.itertext())
        x, y = _float(code.get("X"), 0.0), _float(code.get("Y"), size)
        steps_x, steps_y = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
        for at, char in enumerate(text):
            guess = size * stretch * (1.0 if char > "\u2e7f" else 0.5)
            step = steps_x[at] if at < len(steps_x) else 0.0 if at < len(steps_y) else guess
            width = min(step, guess * 1.2) if step > 0 else guess
            corners = [_at(matrix, x + a, y + b) for a in (0.0, width) for b in (-0.86 * size, 0.14 * size)]
            xs, ys = [p[0] for p in corners], [p[1] for p in corners]
            page.put(char, (min(xs), min(ys), max(xs), max(ys)), turn)
            x += step
            y += steps_y[at] if at < len(steps_y) else 0.0
        page.put(" ", page.boxes[-1] if page.boxes else (0.0, 0.0, 0.0, 0.0), 0)
        if len(page.chars) > MAX_CHARACTERS:
            raise TooMuch("文字")
    _paint(element, page, first)


def _turn(matrix: Matrix) -> int:
    """By how many quarters (counter-clockwise) type stands turned, or SKEWED."""
    right, down = matrix[0], matrix[1]
    if not (right or down):
        return 0
    turn = math.degrees(math.atan2(-down, right)) / 90
    nearest = round(turn)
    return nearest % 4 if abs(turn - nearest) < 0.1 else SKEWED


def _paint(element: Any, page: Page, first: int) -> None:
    """Mark what a text object draws and nobody sees."""
    colour = next((one for one in element if _tag(one) == "FillColor"), None)
    alphas = [one.get("Alpha") for one in (element, colour) if one is not None]
    unpainted = element.get("Fill", "true").lower() == "false" and element.get("Stroke", "false").lower() != "true"
    if unpainted or "0" in alphas:
        page.unseen += range(first, len(page.chars))
    elif colour is not None and _is_pale(colour.get("Value")):
        page.pale.append((first, len(page.chars)))


def _is_pale(value: str | None) -> bool:
    parts = (value or "").split()
    return len(parts) == 3 and all(_float(part, 0.0) >= _PALE for part in parts)


def _touch(one: Box, other: Box) -> bool:
    """True when a box reaches into a boundary (corner, width, height)."""
    left, top, width, height = other
    return one[0] < left + width and one[2] > left and one[1] < top + height and one[3] > top


def _deltas(value: str | None, count: int) -> list[float]:
    """The steps from each character to the next: ``3 3 g 5 1.5`` is 3 3 and five times 1.5.

    >>> _deltas("3.5 g 3 1.5 2", 9)
    [3.5, 1.5, 1.5, 1.5, 2.0]
    """
    steps: list[float] = []
    words = (value or "").replace(",", " ").split()
    at = 0
    while at < len(words) and len(steps) < count:
        if words[at] == "g" and at + 2 < len(words):
            times = int(_float(words[at + 1], 0.0))
            steps.extend([_float(words[at + 2], 0.0)] * min(max(times, 0), count - len(steps)))
            at += 3
        else:
            steps.append(_float(words[at], 0.0))
            at += 1
    return steps


def _path(element: Any, page: Page, outer: Matrix) -> None:
    """The level and upright strokes of a path."""
    box = _box_of(element)
    if box and element.get("Fill", "false").lower() == "true" and len(page.grounds) < _MAX_GROUNDS:
        page.grounds.append(box)
    data = first_of(element, "AbbreviatedData")
    if data is None or not data.text or len(page.edges) > 100_000:
        return
    matrix = _placed(element, outer)
    start = here = (0.0, 0.0)
    words = data.text.split()
    at = 0
    while at < len(words):
        word, at = words[at], at + 1
        count = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}.get(word)
        if count is None:
            continue
        numbers = [_float(one, 0.0) for one in words[at : at + count]]
        at += count
        if len(numbers) < count:
            return
        there = start if word == "C" else (numbers[-2], numbers[-1])
        if word in ("L", "C"):
            _stroke(page, _at(matrix, *here), _at(matrix, *there))
        if word in ("M", "S"):
            start = there
        here = there


def _stroke(page: Page, one: tuple[float, float], other: tuple[float, float]) -> None:
    wide, tall = abs(one[0] - other[0]), abs(one[1] - other[1])
    if tall < 0.3 < wide:
        page.edges.append(Edge(False, (one[1] + other[1]) / 2, min(one[0], other[0]), max(one[0], other[0])))
    elif wide < 0.3 < tall:
        page.edges.append(Edge(True, (one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1])))


# ------------------------------------------------------------------ elements and numbers
def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def all_of(element: Any, tag: str) -> Iterator[Any]:
    """Descendants with a local name, in order."""
    return (one for one in element.iter() if _tag(one) == tag)


def first_of(element: Any, tag: str) -> Any:
    return next(all_of(element, tag), None)


def _float(value: str | None, default: float) -> float:
    try:
        number = float(value) if value else default
    except ValueError:
        return default
    return number if abs(number) < 1e6 else default


def box_in(element: Any) -> Box | None:
    return _four(element.text) if element is not None else None


def _box_of(element: Any) -> Box | None:
    return _four(element.get("Boundary"))


def _four(value: str | None) -> Box | None:
    numbers = [_float(word, 0.0) for word in (value or "").split()]
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None


def _placed(element: Any, outer: Matrix) -> Matrix:
    """The matrix from an object's own space to the page: its CTM, then its boundary's corner."""
    box = _box_of(element) or (0.0, 0.0, 0.0, 0.0)
    numbers = [_float(word, 0.0) for word in (element.get("CTM") or "").split()]
    own: Matrix = tuple(numbers) if len(numbers) == 6 else ONE  # type: ignore[assignment]
    moved: Matrix = (own[0], own[1], own[2], own[3], own[4] + box[0], own[5] + box[1])
    return _times(moved, outer)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First ``m``, then ``n``."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _at(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
