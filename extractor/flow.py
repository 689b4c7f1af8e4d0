"""The report as running text: wraps joined, widths folded one to one, every character mapped back to its page.

Contract (implemented below): see :class:`Flow`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.document import Cell, Document, Span


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading line, or one table cell. ``at`` is its stretch of the flow text."""

    kind: Literal["paragraph", "heading", "cell"]
    at: Span
    table: int | None = None
    """index into document.tables, for a cell"""
    cell: Cell | None = None


@dataclass(frozen=True)
class Flow:
    """The joined, folded text. ``origin[i]`` is the document offset of flow character ``i``; ``len(origin) ==
    len(text)``. Blocks are parted by one newline, which belongs to no block; inside a block there is no newline."""

    document: Document
    text: str
    origin: Sequence[int]
    blocks: tuple[Block, ...]

    def span(self, at: Span | tuple[int, int]) -> Span:
        """The document span of a stretch of flow text. It is never empty for a non-empty stretch."""
        start, end = at
        return Span(self.origin[start], self.origin[end - 1] + 1)


def flow(document: Document) -> Flow:
    """The document as running text."""
    raise NotImplementedError
