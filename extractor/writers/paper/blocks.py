"""Sheets that are no single table: blocks one below the other, each with its heading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractor.writers.paper.book import HEAD, INK, LINE, Book, Cell, Link, height, letters, put


class Blocks:
    """A sheet that is filled from the top. ``widths`` of its columns are in characters; ``one_page``: upright, on
    one page."""

    def __init__(self, book: Book, name: str, title: str, widths: Sequence[float], one_page: bool = False) -> None:
        self.book, self.name, self.widths, self._last = book, name, widths, len(widths) - 1
        self.sheet = book.page(name, title, landscape=not one_page, pages=1 if one_page else 0)
        for index, width in enumerate(widths):
            self.sheet.set_column(index, index, width)
        self.row = 0
        self.across(title, bold=True, font_size=17)
        self.across(book.about, font_size=9, font_color="#5B6770")
        self.row += 1
        self.sheet.freeze_panes(2, 0)
        self.sheet.repeat_rows(0, 1)

    def across(self, words: str, **look: Any) -> None:
        """A line over the whole width."""
        self.merged(0, self._last, words, **look)
        self.row += 1

    def heading(self, words: str) -> None:
        """The title of a block, with room above."""
        self.row += 1
        self.across(words, bold=True, font_size=12, font_color=HEAD, bottom=2, bottom_color=HEAD)

    def header(self, *titles: str) -> None:
        """The names of the columns of a block."""
        look = {"bold": True, "bg_color": HEAD, "font_color": "#FFFFFF", "align": "center", "text_wrap": True}
        self.cells(titles, **look)

    def cells(self, cells: Sequence[Cell], **look: Any) -> None:
        """One row, from the left; numbers stand right."""
        self.sheet.set_row(self.row, height(list(zip(cells, self.widths, strict=False))))
        for index, cell in enumerate(cells):
            words = isinstance(cell, str | Link | None) and not _numeric(cell)
            base = {"border": 1, "border_color": LINE, "text_wrap": True, "align": "left" if words else "right"}
            put(self.book, self.sheet, self.row, index, cell, {**base, **look})
        self.row += 1

    def pair(self, name: str, cell: Cell, **look: Any) -> None:
        """A name with its value over the rest of the width."""
        label = {"bold": True, "bg_color": "#EEF3F8", "border": 1, "border_color": LINE}
        put(self.book, self.sheet, self.row, 0, name, label)
        self.merged(1, self._last, cell, border=1, border_color=LINE, text_wrap=True, align="left", **look)
        self.row += 1

    def merged(self, first: int, last: int, cell: Cell, **look: Any) -> None:
        """A cell over several columns of the row at hand."""
        whole = {"font_color": INK, **look}
        self.sheet.set_row(self.row, height([(cell, sum(self.widths[first : last + 1]))], look.get("font_size", 10)))
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", self.book.style(**whole))
        put(self.book, self.sheet, self.row, first, cell, whole)

    def address(self, column: int, up: int = 0) -> str:
        """A cell of the row to be written, or of one above."""
        return f"{letters(column)}{self.row + 1 - up}"


def _numeric(cell: Cell) -> bool:
    """A range of points (0–8) stands with the numbers."""
    return isinstance(cell, str) and cell[:1].isdigit()
