"""Writes the text of a document piece by piece, and keeps where each line and cell of it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from extractor.document import Cell, Document, Furniture, Line, Page, Span, Table
from extractor.errors import Empty, OverLimit

MAX_CELLS = 200_000
"""cells of one document: a larger sheet is a database, no report"""


def whole(value: str | None, default: int, most: int) -> int:
    """A whole number that a file gives for a size or a place, at most ``most``; else ``default``.

    >>> whole(" 3 ", 1, 1000), whole("9" * 5000, 1, 1000), whole("²", 1, 1000), whole(None, 1, 1000)
    (3, 1000, 1, 1)
    """
    digits = (value or "").strip()
    if not (digits.isascii() and digits.isdigit()):
        return default
    return min(int(digits[:20]), most)


@dataclass(frozen=True, slots=True)
class Draft:
    """A cell before it has a place in the text."""

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    address: str | None = None


@dataclass
class Builder:
    """One document under way; tables are written as :mod:`extractor.document` says."""

    name: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    cells: int = 0

    def _write(self, text: str) -> Span:
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        return Span(start, self.length)

    def line(self, text: str, furniture: Literal["navigation", "header", "footer", "note"] | None = None) -> None:
        """A paragraph or a printed line; blank ones leave no trace."""
        for part in text.split("\n"):
            if not part.strip():
                continue
            span = self._write(part)
            self._write("\n")
            if furniture:
                self.furniture.append(Furniture(span, furniture))
            else:
                self.lines.append(Line(span))

    def table(self, drafts: Iterable[Draft], name: str | None = None) -> None:
        """A table; nothing is written for one without words."""
        ordered = sorted(drafts, key=lambda draft: (draft.row, draft.col))
        self.cells += len(ordered)
        if self.cells > MAX_CELLS:
            raise OverLimit(self.name, f"表格单元格超过{MAX_CELLS}个")
        if not any(draft.text.strip() for draft in ordered):
            return
        start = self.length
        cells, row = [], None
        for draft in ordered:
            if row is not None:
                self._write("\n" if draft.row != row else "\t")
            row = draft.row
            span = self._write(draft.text.strip())
            cells.append(Cell(span, draft.row, draft.col, draft.rowspan, draft.colspan, draft.address))
        end = self.length
        self._write("\n")
        self.tables.append(Table(Span(start, end), tuple(cells), name=name))

    def document(self, format_: str, sha256: str) -> Document:
        """The finished document. Raises Empty when nothing was written."""
        text = "".join(self.pieces)
        if not text.strip():
            raise Empty(self.name, "文件里没有文字")
        return Document(
            name=self.name,
            format=format_,
            text=text,
            sha256=sha256,
            pages=tuple(self.pages),
            lines=tuple(self.lines),
            tables=tuple(self.tables),
            furniture=tuple(self.furniture),
            warnings=tuple(self.warnings),
        )
