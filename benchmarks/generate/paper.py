"""A report on paper, before it becomes a file: headings, paragraphs, tables and page furniture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from benchmarks.generate.marks import Mention, mentions, reprinted

Role = Literal["title", "subtitle", "cover", "heading1", "heading2", "heading3", "text", "right", "caption", "note"]


@dataclass(frozen=True)
class Line:
    """A paragraph and what it is."""

    text: str
    role: Role = "text"


@dataclass(frozen=True)
class Cell:
    """A table cell; the cells that it covers are left out of their rows."""

    text: str = ""
    down: int = 1
    across: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of cells, merged cells at their first place only. ``widths`` are shares of the line."""

    rows: tuple[tuple[Cell, ...], ...]
    header: int = 1
    widths: tuple[float, ...] = ()

    @property
    def columns(self) -> int:
        return len(self.widths) if self.widths else max(sum(cell.across for cell in row) for row in self.rows)


Block = Line | Table


@dataclass(frozen=True)
class Paper:
    """All blocks of a report, in order, and what surrounds them on a page or a web page."""

    blocks: tuple[Block, ...]
    header: str = ""
    footer: str = ""
    web_before: tuple[str, ...] = ()
    web_after: tuple[str, ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text of the body, marks included."""
        for block in self.blocks:
            if isinstance(block, Line):
                yield block.text
            else:
                yield from (cell.text for row in block.rows for cell in row)

    def mentions(self) -> list[Mention]:
        """All printed places, in order of reading."""
        return [mention for text in self.texts() for mention in mentions(text)]

    def rewritten(self, change: Callable[[str], str]) -> Paper:
        """The paper with every text changed."""

        def block_changed(block: Block) -> Block:
            if isinstance(block, Line):
                return replace(block, text=change(block.text))
            rows = tuple(tuple(replace(cell, text=change(cell.text)) for cell in row) for row in block.rows)
            return replace(block, rows=rows)

        return replace(self, blocks=tuple(map(block_changed, self.blocks)))

    def reprinted(self, change: Callable[[Mention], str]) -> Paper:
        """The paper with what ``change`` says at each printed place."""
        return self.rewritten(lambda text: reprinted(text, change))


@dataclass
class Draft:
    """Blocks in the making."""

    blocks: list[Block] = field(default_factory=list)

    def line(self, text: str, role: Role = "text") -> None:
        if text:
            self.blocks.append(Line(text, role))

    def table(self, table: Table | None) -> None:
        if table is not None:
            self.blocks.append(table)
