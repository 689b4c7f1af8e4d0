"""Pages of an OFD package (GB/T 33190-2016) as sheets: characters with their boxes, ruled lines, share of pictures.

Namespaces are not looked at (files without any are about), and paths are forgiven what writers get wrong: back-slashes,
absolute or relative, another case, a page list without its container.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extractor.readers._sheet import Edge, Glyphs, Sheet

MM = 72 / 25.4
"""points in a millimetre: OFD measures in millimetres"""
MAX_PAGES = 3000
MAX_CHARACTERS = 5_000_000
MAX_MEMBER = 64 * 1024 * 1024
_DEPTH = 20

Matrix = tuple[float, float, float, float, float, float]
_ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class TooMuch(Exception):
    """A part of the package is beyond what a report can be."""


class Unreadable(Exception):
    """The package is no OFD, or its parts are not well-formed."""


@dataclass
class Package:
    """An open package."""

    zip: zipfile.ZipFile
    names: dict[str, str] = field(default_factory=dict)
    """lower-case path → path"""
    signatures: int = 0

    def __post_init__(self) -> None:
        self.names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self.zip.namelist()}

    def find(self, path: str, base: str = "") -> str | None:
        """The member that a path means, seen from the folder ``base``; None when there is none."""
        path = path.strip().replace("\\", "/")
        tries = [path.lstrip("/")] if path.startswith("/") else [posixpath.join(base, path), path]
        for one in tries:
            name = self.names.get(posixpath.normpath(one).lower())
            if name is not None:
                return name
        ends = [name for key, name in self.names.items() if key.endswith("/" + path.lstrip("./").lower())]
        return ends[0] if len(ends) == 1 else None

    def xml(self, name: str) -> Any:
        """The root element of a member."""
        from lxml import etree

        if self.zip.getinfo(name).file_size > MAX_MEMBER:
            raise TooMuch(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self.zip.read(name), parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Unreadable(f"{name}: {error}") from error


@dataclass
class _Page:
    """What has been drawn on a page so far; millimetres until the sheet is made."""

    width: float
    height: float
    chars: list[str] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    pictures: float = 0.0

    def sheet(self, number: int) -> Sheet:
        glyphs = Glyphs(
            "".join(self.chars),
            [box[0] * MM for box in self.boxes],
            [box[2] * MM for box in self.boxes],
            [box[1] * MM for box in self.boxes],
            [box[3] * MM for box in self.boxes],
        )
        edges = [Edge(edge.upright, edge.at * MM, edge.low * MM, edge.high * MM) for edge in self.edges]
        return Sheet(number, self.width * MM, self.height * MM, glyphs, edges, pictures=min(self.pictures, 1.0))


def feed(package: Package) -> Iterator[Sheet]:
    """The pages of all documents of the package, in order."""
    name = package.find("OFD.xml")
    if name is None:
        raise Unreadable("没有 OFD.xml")
    number = 0
    for body in _all(package.xml(name), "DocBody"):
        package.signatures += sum(1 for _ in _all(body, "Signatures"))
        root = _one(body, "DocRoot")
        target = package.find(root.text or "") if root is not None else None
        if target is None:
            raise Unreadable("找不到文档根 DocRoot")
        for sheet in _document(package, target, number):
            number += 1
            if number > MAX_PAGES:
                raise TooMuch(f"{MAX_PAGES}页")
            yield sheet


def _document(package: Package, name: str, number: int) -> Iterator[Sheet]:
    root, base = package.xml(name), posixpath.dirname(name.replace("\\", "/"))
    area = _box(_one(root, "PhysicalBox")) or (0.0, 0.0, 210.0, 297.0)
    templates = {one.get("ID"): one.get("BaseLoc") for one in _all(root, "TemplatePage")}
    for element in _all(root, "Page"):
        target = package.find(element.get("BaseLoc") or "", base)
        if target is None:
            continue
        number += 1
        content = package.xml(target)
        size = _box(_one(content, "PhysicalBox")) or area
        page = _Page(size[2], size[3])
        drawn = [(t.get("TemplateID"), t.get("ZOrder")) for t in _all(content, "Template")]
        for template, _order in drawn:
            location = package.find(templates.get(template) or "", base)
            if location is not None:
                _draw(package.xml(location), page, _ONE, 0)
        _draw(content, page, _ONE, 0)
        yield page.sheet(number)


def _draw(element: Any, page: _Page, matrix: Matrix, depth: int) -> None:
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
        elif tag not in ("Area", "Template", "PageRes", "Actions", "CGTransform") and depth < _DEPTH:
            _draw(child, page, matrix, depth + 1)


def _text(element: Any, page: _Page, outer: Matrix) -> None:
    if element.get("Visible", "true").lower() == "false":
        return
    matrix = _placed(element, outer)
    size = _float(element.get("Size"), 3.5)
    stretch = _float(element.get("HScale"), 1.0)
    for code in _all(element, "TextCode"):
        text = "".join(code.itertext())
        x, y = _float(code.get("X"), 0.0), _float(code.get("Y"), size)
        steps_x, steps_y = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
        for at, char in enumerate(text):
            guess = size * stretch * (1.0 if char > "\u2e7f" else 0.5)
            step = steps_x[at] if at < len(steps_x) else 0.0 if at < len(steps_y) else guess
            width = min(step, guess * 1.2) if step > 0 else guess
            corners = [_at(matrix, x + a, y + b) for a in (0.0, width) for b in (-0.86 * size, 0.14 * size)]
            page.chars.append(char)
            xs, ys = [p[0] for p in corners], [p[1] for p in corners]
            page.boxes.append((min(xs), min(ys), max(xs), max(ys)))
            x += step
            y += steps_y[at] if at < len(steps_y) else 0.0
        page.chars.append(" ")
        page.boxes.append(page.boxes[-1] if page.boxes else (0.0, 0.0, 0.0, 0.0))
        if len(page.chars) > MAX_CHARACTERS:
            raise TooMuch("文字")


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


def _path(element: Any, page: _Page, outer: Matrix) -> None:
    """The level and upright strokes of a path."""
    data = _one(element, "AbbreviatedData")
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


def _stroke(page: _Page, one: tuple[float, float], other: tuple[float, float]) -> None:
    wide, tall = abs(one[0] - other[0]), abs(one[1] - other[1])
    if tall < 0.3 < wide:
        page.edges.append(Edge(False, (one[1] + other[1]) / 2, min(one[0], other[0]), max(one[0], other[0])))
    elif wide < 0.3 < tall:
        page.edges.append(Edge(True, (one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1])))


# ------------------------------------------------------------------ elements and numbers
def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(element: Any, tag: str) -> Iterator[Any]:
    """Descendants with a local name, in order."""
    return (one for one in element.iter() if _tag(one) == tag)


def _one(element: Any, tag: str) -> Any:
    return next(_all(element, tag), None)


def _float(value: str | None, default: float) -> float:
    try:
        number = float(value) if value else default
    except ValueError:
        return default
    return number if abs(number) < 1e6 else default


def _box(element: Any) -> tuple[float, float, float, float] | None:
    return _four(element.text) if element is not None else None


def _box_of(element: Any) -> tuple[float, float, float, float] | None:
    return _four(element.get("Boundary"))


def _four(value: str | None) -> tuple[float, float, float, float] | None:
    numbers = [_float(word, 0.0) for word in (value or "").split()]
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None


def _placed(element: Any, outer: Matrix) -> Matrix:
    """The matrix from an object's own space to the page: its CTM, then its boundary's corner."""
    box = _box_of(element) or (0.0, 0.0, 0.0, 0.0)
    numbers = [_float(word, 0.0) for word in (element.get("CTM") or "").split()]
    own: Matrix = tuple(numbers) if len(numbers) == 6 else _ONE  # type: ignore[assignment]
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
