"""Sheets to a document: printed lines and tables written in reading order, each character tied to its glyph."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import sub

from extractor.document import BBox, Cell, Furniture, Line, Page, Span, Table, TextLayer
from extractor.readers import _furniture
from extractor.readers._grid import Field, Grid, grids
from extractor.readers._layout import Strip, Word, lines, words
from extractor.readers._sheet import SKEWED, Glyphs, Sheet, turned_box, turned_edges, turned_glyphs

_NO_GLYPH = -1


@dataclass(frozen=True, slots=True)
class _View:
    """Glyphs of one turn, as they read once the page is turned so that they stand upright."""

    glyphs: Glyphs
    turn: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """A table on its page: the printed lines of each cell."""

    grid: Grid
    cells: dict[int, list[Strip]]

    @property
    def top(self) -> float:
        return self.grid.ys[0]


class Scribe:
    """Writes sheet after sheet; what it has written is then handed over by its fields."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0
        self.glyph_of = array("l")
        self.boxes: list[tuple[array[float], ...]] = []
        self.sures: list[array[float] | None] = []
        self.tilts: list[float] = []
        self.pages: list[Page] = []
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self.notes: list[Furniture] = []

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def write(self, sheet: Sheet, layer: TextLayer, sures: Sequence[float] | None = None, tilt: float = 0.0) -> None:
        """Add one page; pages are parted by a form feed. Of a scan: how sure each glyph is, and by how many degrees the
        page had been straightened."""
        if self.pages:
            self._put("\f")
            self.pages[-1] = replace(self.pages[-1], span=Span(self.pages[-1].span.start, self.size))
        start = self.size
        glyphs = sheet.glyphs
        self.boxes.append(tuple(array("f", side) for side in (glyphs.x0, glyphs.top, glyphs.x1, glyphs.bottom)))
        self.sures.append(array("f", sures) if sures is not None else None)
        self.tilts.append(tilt)
        if layer != "none":
            self._write_glyphs(_seen(sheet) if sheet.unseen else sheet)
            if sheet.unseen:
                self._write_unseen(sheet)
        self.pages.append(Page(sheet.number, Span(start, self.size), sheet.width, sheet.height, layer))

    def furniture(self) -> tuple[Furniture, ...]:
        """What belongs to the pages."""
        return _furniture.distinct(iter([*self.notes, *_furniture.by_place(self.text, self.lines, self.pages)]))

    def locate(self, span: Span) -> BBox | None:
        """The box of a stretch of text, or of its first line where it has several."""
        page = bisect_right(self.pages, span.start, key=lambda page: page.span.start) - 1
        if page < 0:
            return None
        x0, top, x1, bottom = self.boxes[page]
        here: list[int] = []
        for at in range(span.start, min(span.end, self.pages[page].span.end)):
            glyph = self.glyph_of[at]
            if glyph == _NO_GLYPH:
                continue
            if here and top[glyph] > bottom[here[-1]] and x0[glyph] < x0[here[-1]]:
                break  # the next line
            here.append(glyph)
        if not here:
            return None
        sides = (
            min(x0[at] for at in here),
            min(top[at] for at in here),
            max(x1[at] for at in here),
            max(bottom[at] for at in here),
        )
        if self.tilts[page]:
            sides = _tilted(sides, self.tilts[page], self.pages[page])
        return tuple(round(side, 2) for side in sides)  # type: ignore[return-value]

    def sure(self, span: Span) -> float:
        """How sure the least sure character of a stretch is; 1 on native pages."""
        page = bisect_right(self.pages, span.start, key=lambda page: page.span.start) - 1
        sures = self.sures[page] if page >= 0 else None
        if sures is None:
            return 1.0
        glyphs = (self.glyph_of[at] for at in range(span.start, min(span.end, self.pages[page].span.end)))
        return min((sures[glyph] for glyph in glyphs if glyph != _NO_GLYPH), default=1.0)

    def _write_glyphs(self, sheet: Sheet) -> None:
        views = list(_views(sheet))
        if not views:
            return
        main = views[0]
        found = list(words(main.glyphs))
        frames: list[_Frame] = []
        for grid in grids(turned_edges(sheet.edges, main.turn, sheet.width, sheet.height)):
            frame, found = _filled(grid, main.glyphs, found)
            if frame:
                frames.append(frame)
        aside = [strip for view in views[1:] for strip in _beside(view, main, sheet, frames)]
        strips = lines(main.glyphs, found)
        self._write_items(sheet, main, strips, frames)
        for strip in aside:
            self._put_line(strip, sheet, main, note=True)

    def _write_unseen(self, sheet: Sheet) -> None:
        """What nobody can see stands at the end of its page, as no part of the report."""
        shown = set(sheet.unseen)
        text = "".join(char if at in shown else " " for at, char in enumerate(sheet.glyphs.text))
        glyphs = replace(sheet.glyphs, text=text)
        for strip in lines(glyphs, list(words(glyphs))):
            self._break()
            span = self._put(strip.text, strip.ids)
            self.notes.append(Furniture(span, "hidden"))

    def _write_items(self, sheet: Sheet, main: _View, strips: list[Strip], frames: list[_Frame]) -> None:
        items: list[Strip | _Frame] = [*strips, *frames]
        if frames:
            items.sort(key=lambda item: (item.top + item.bottom) / 2 if isinstance(item, Strip) else item.top)
        for item in items:
            if isinstance(item, Strip):
                self._put_line(item, sheet, main)
            else:
                self._put_table(item, sheet, main)

    def _put(self, text: str, ids: Sequence[int] | None = None) -> Span:
        start = self.size
        self.pieces.append(text)
        self.size += len(text)
        self.glyph_of.extend(ids if ids is not None else [_NO_GLYPH] * len(text))
        return Span(start, self.size)

    def _break(self) -> None:
        """A line break, unless the page begins here."""
        if self.size and self.pieces[-1] != "\f":
            self._put("\n")

    def _put_line(self, strip: Strip, sheet: Sheet, main: _View, note: bool = False) -> None:
        self._break()
        span = self._put(strip.text, strip.ids)
        box = (strip.x0, strip.top, strip.x1, strip.bottom)
        if main.turn:
            wide, tall = (sheet.height, sheet.width) if main.turn % 2 else (sheet.width, sheet.height)
            box = turned_box(box, -main.turn, wide, tall)
        self.lines.append(Line(span, sheet.number, box[0], box[2], box[1], box[3], strip.em))
        if note:
            self.notes.append(Furniture(span, "note"))

    def _put_table(self, frame: _Frame, sheet: Sheet, main: _View) -> None:
        self._break()
        cells: list[Cell] = []
        row = frame.grid.fields[0].row
        for number, field in enumerate(frame.grid.fields):
            if number:
                self._put("\t" if field.row == row else "\n")
            row = field.row
            cells.append(self._put_cell(field, frame.cells.get(number, [])))
        grid = frame.grid
        box = (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
        if main.turn:
            wide, tall = (sheet.height, sheet.width) if main.turn % 2 else (sheet.width, sheet.height)
            box = turned_box(box, -main.turn, wide, tall)
        span = Span(cells[0].span.start, cells[-1].span.end)
        self.tables.append(Table(span, tuple(cells), (sheet.number,), borders=grid.xs, box=box))

    def _put_cell(self, field: Field, strips: list[Strip]) -> Cell:
        start = self.size
        for at, strip in enumerate(strips):
            if at:
                self._put("\n")
            self._put(strip.text, strip.ids)
        address = f"R{field.row + 1}C{field.col + 1}"
        return Cell(Span(start, self.size), field.row, field.col, field.rowspan, field.colspan, address)


def _seen(sheet: Sheet) -> Sheet:
    """The sheet without the glyphs that nobody can see."""
    hidden = set(sheet.unseen)
    text = "".join(" " if at in hidden else char for at, char in enumerate(sheet.glyphs.text))
    return replace(sheet, glyphs=replace(sheet.glyphs, text=text))


def _tilted(box: BBox, degrees: float, page: Page) -> BBox:
    """Where a box of the straightened page stands on the page as scanned: the box around its turned corners."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    middle, height = page.width / 2, page.height / 2
    x0, top, x1, bottom = box
    corners = [(x - middle, y - height) for x in (x0, x1) for y in (top, bottom)]
    xs = [middle + x * cos - y * sin for x, y in corners]
    ys = [height + x * sin + y * cos for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _views(sheet: Sheet) -> Iterator[_View]:
    """The glyphs by turn, those of the most common turn first; skewed ones last."""
    if sheet.turns is None:
        yield _View(sheet.glyphs, 0)
        return
    text, turns = sheet.glyphs.text, sheet.turns
    counts = dict.fromkeys((0, 1, 2, 3, SKEWED), 0)
    for char, turn in zip(text, turns, strict=True):
        counts[turn] += not char.isspace()
    for turn in sorted(counts, key=lambda turn: (turn != SKEWED, counts[turn]), reverse=True):
        if counts[turn]:
            only = "".join(char if its == turn else " " for char, its in zip(text, turns, strict=True))
            glyphs = replace(sheet.glyphs, text=only)
            yield _View(turned_glyphs(glyphs, max(turn, 0), sheet.width, sheet.height), turn)


def _filled(grid: Grid, glyphs: Glyphs, found: list[Word]) -> tuple[_Frame | None, list[Word]]:
    """The grid with the words that stand in it, and the words that do not. A grid with a single filled cell is a
    frame around text and no table."""
    inside: dict[int, list[Word]] = {}
    outside: list[Word] = []
    left, right, upper, lower = grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]
    for word in found:
        if word.x1 < left or word.x0 > right or not upper <= word.middle <= lower:
            outside.append(word)
            continue
        for cell, piece in _parted(grid, glyphs, word):
            if cell is None:
                outside.append(piece)
            else:
                inside.setdefault(cell, []).append(piece)
    if len(inside) < 2:
        return None, found
    return _Frame(grid, {cell: lines(glyphs, group) for cell, group in inside.items()}), outside


def _parted(grid: Grid, glyphs: Glyphs, word: Word) -> Iterator[tuple[int | None, Word]]:
    """A word by cell: text of neighbouring cells may come as one stretch."""
    middle = word.middle
    x0, x1 = glyphs.x0, glyphs.x1
    first = grid.cell_at((x0[word.start] + x1[word.start]) / 2, middle)
    if first == grid.cell_at((x0[word.end - 1] + x1[word.end - 1]) / 2, middle):
        yield first, word
        return
    start, cell = word.start, first
    for at in range(word.start + 1, word.end + 1):
        here = grid.cell_at((x0[at] + x1[at]) / 2, middle) if at < word.end else -1
        if here != cell:
            yield cell, replace(word, start=start, end=at, x0=x0[start], x1=x1[at - 1])
            start, cell = at, here


def _beside(view: _View, main: _View, sheet: Sheet, frames: list[_Frame]) -> Iterator[Strip]:
    """Printed lines that stand in another turn than the page: those inside a cell are added to it (a vertical header),
    the rest is given back."""
    if view.turn == SKEWED:
        yield _run(view.glyphs)
        return
    wide, tall = (sheet.height, sheet.width) if view.turn % 2 else (sheet.width, sheet.height)
    rest: list[Word] = []
    for word in words(view.glyphs):
        box = turned_box((word.x0, word.top, word.x1, word.bottom), main.turn - view.turn, wide, tall)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for frame in frames:
            cell = frame.grid.cell_at(x, y)
            if cell is not None:
                frame.cells.setdefault(cell, []).extend(lines(view.glyphs, [word]))
                break
        else:
            rest.append(word)
    yield from lines(view.glyphs, rest)


def _run(glyphs: Glyphs) -> Strip:
    """Skewed glyphs as they come, as one line."""
    ids = [at for at, char in enumerate(glyphs.text) if not char.isspace()]
    sides = ([side[at] for at in ids] for side in (glyphs.x0, glyphs.x1, glyphs.top, glyphs.bottom))
    x0, x1, top, bottom = sides
    em = max(map(sub, x1, x0))
    return Strip("".join(glyphs.text[at] for at in ids), ids, min(x0), max(x1), min(top), max(bottom), em)
