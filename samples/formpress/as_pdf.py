"""A report as a PDF: ruled tables with merged cells, wrapped text, page breaks between rows, header rows repeated."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from make import FONT, NO_START, columns_of, wrapped
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from formpress.blocks import Cell, Form, Grid, Line

A4 = (595.0, 842.0)
MARGIN = 50.0
PAD = 3.0
TABLE = 9.0
"""type size in tables"""
LEADING = 1.4
_WORD = re.compile(r"[0-9A-Za-z.,%/]+|.")
SIZES = {"title": 16.0, "centred": 11.0, "right": 10.0, "heading": 12.0, "note": 8.5, "paragraph": 11.0}


def render(form: Form) -> bytes:
    """The document's bytes, the same on every run."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    press = Press(form)
    for number, sheet in enumerate(form.sheets):
        if number:
            press.turn()
        for block in sheet.blocks:
            if isinstance(block, Grid):
                press.grid(block)
            else:
                press.line(block)
    return press.finish()


@dataclass
class Text:
    """One line of type: x and y of its start, from the top left of the page."""

    x: float
    y: float
    size: float
    text: str


@dataclass
class Box:
    """One ruled rectangle."""

    x: float
    y: float
    width: float
    height: float


class Press:
    """Fills pages from top to bottom."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.width, self.height = A4[::-1] if form.options.get("paper") == "landscape" else A4
        self.room = self.width - 2 * MARGIN
        self.pages: list[list[Text | Box]] = [[]]
        self.y = MARGIN

    @property
    def left(self) -> float:
        """Height that is left on the page."""
        return self.height - MARGIN - self.y

    def turn(self) -> None:
        self.pages.append([])
        self.y = MARGIN

    def line(self, block: Line) -> None:
        size = SIZES[block.kind]
        lead = size * 1.6
        first = 2.0 if block.kind == "paragraph" else 0.0
        for number, text in enumerate(wrapped(block.text, self.room / size, first=first)):
            if self.left < lead:
                self.turn()
            width = columns_of(text) * size
            x = MARGIN + (first * size if number == 0 else 0.0)
            if block.kind in ("title", "centred"):
                x = MARGIN + (self.room - width) / 2
            elif block.kind == "right":
                x = MARGIN + self.room - width
            self.pages[-1].append(Text(x, self.y + size, size, text))
            self.y += lead

    def grid(self, block: Grid) -> None:
        table = Ruled(block, self.room)
        rows = list(range(block.rows))
        while rows:
            head = list(range(block.head)) if rows[0] >= block.head else []
            held = sum(table.heights[r] for r in head)
            fitting: list[int] = []
            for row in rows:
                if held + table.heights[row] > self.left:
                    break
                held += table.heights[row]
                fitting.append(row)
            if not fitting or fitting[-1] < block.head:
                self.turn()
                continue
            for part in (head, fitting):
                if part:
                    self.pages[-1].extend(table.drawn(part, MARGIN, self.y))
                    self.y += sum(table.heights[r] for r in part)
            rows = rows[len(fitting) :]
            if rows:
                self.turn()
        self.y += 6

    def finish(self) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(self.width, self.height), invariant=1)
        canvas.setTitle("")
        canvas.setLineWidth(0.5)
        for number, page in enumerate(self.pages, 1):
            for thing in [*page, *self.furniture(number)]:
                if isinstance(thing, Box):
                    canvas.rect(thing.x, self.height - thing.y - thing.height, thing.width, thing.height)
                else:
                    canvas.setFont(FONT, thing.size)
                    canvas.drawString(thing.x, self.height - thing.y, thing.text)
            canvas.showPage()
            canvas.setLineWidth(0.5)
        canvas.save()
        return buffer.getvalue()

    def furniture(self, number: int) -> Iterator[Text]:
        for text, y in ((self.form.options.get("header"), 30.0), (self.form.options.get("footer"), self.height - 25)):
            if text:
                shown = text.format(page=number, pages=len(self.pages))
                yield Text((self.width - columns_of(shown) * 9) / 2, y, 9, shown)


class Ruled:
    """A table with the widths of its columns and the heights of its rows."""

    def __init__(self, block: Grid, room: float) -> None:
        self.block = block
        unit = room / sum(block.widths)
        self.widths = [width * unit for width in block.widths]
        self.heights = [TABLE * LEADING + 2 * PAD] * block.rows
        self.lines = {(c.row, c.col): self.set(c) for c in block.cells}
        for cell in sorted(block.cells, key=lambda c: c.rowspan):
            rows = range(cell.row, cell.row + cell.rowspan)
            missing = self.need(len(self.lines[cell.row, cell.col])) - sum(self.heights[r] for r in rows)
            if missing > 0:
                self.heights[rows[-1]] += missing

    def set(self, cell: Cell) -> list[str]:
        """The lines that a cell's text takes in its width."""
        room = (sum(self.widths[cell.col : cell.col + cell.colspan]) - 2 * PAD) / TABLE
        return [line for text in cell.text.split("\n") for line in folded(text, max(room, 1.0))]

    @staticmethod
    def need(lines: int) -> float:
        return lines * TABLE * LEADING + 2 * PAD

    def drawn(self, rows: list[int], x: float, y: float) -> Iterator[Text | Box]:
        """The cells on a page that shows ``rows``; one that goes on overleaf says what fits, then the rest."""
        for cell in self.block.cells:
            mine = [r for r in range(cell.row, cell.row + cell.rowspan) if r in rows]
            if not mine:
                continue
            top = y + sum(self.heights[r] for r in rows if r < mine[0])
            height = sum(self.heights[r] for r in mine)
            left = x + sum(self.widths[: cell.col])
            width = sum(self.widths[cell.col : cell.col + cell.colspan])
            yield Box(left, top, width, height)
            shown = self.shown(cell, mine)
            start = top + (height - len(shown) * TABLE * LEADING) / 2 + TABLE
            for number, text in enumerate(shown):
                yield Text(left + PAD, start + number * TABLE * LEADING, TABLE, text)

    def shown(self, cell: Cell, rows: list[int]) -> list[str]:
        """The lines of a cell that stand beside ``rows``."""
        before = sum(self.fits([r]) for r in range(cell.row, rows[0]))
        lines = self.lines[cell.row, cell.col]
        return lines[before : before + self.fits(rows)]

    def fits(self, rows: list[int]) -> int:
        return int(sum(self.heights[r] for r in rows) / (TABLE * LEADING))


def folded(text: str, width: float) -> Iterator[str]:
    """Break as an office program breaks in a narrow cell: not inside a number, and closing punctuation takes the
    character before it along to the next line.

    >>> list(folded("预算执行率（B/A×100%）", 5))
    ['预算执行率', '（B/A×', '100%）']
    """
    words = _WORD.findall(text)
    for at in range(len(words) - 1, 0, -1):
        if words[at] in NO_START:
            words[at - 1 : at + 1] = [words[at - 1] + words[at]]
    line = ""
    for word in words:
        if line and columns_of(line + word) > width:
            yield line
            line = ""
        while columns_of(word) > width and len(word) > 1:
            yield word[: int(width) or 1]
            word = word[int(width) or 1 :]
        line += word
    if line:
        yield line
