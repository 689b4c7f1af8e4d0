"""Several files read as one report: a narrative and its annexed form (``gouji audit --together A B``).

The texts stand one after the other; every place keeps its own page number, cell address and file. So a figure of the
narrative and a cell of the form meet in one ledger.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.document import BBox, Cell, Document, Span, Table

SEAM = "\n\n"
"""between two files: no sentence runs over it"""


def join(documents: Sequence[Document]) -> Document:
    """The documents as one, in the order given. With one document: that document."""
    if len(documents) == 1:
        return documents[0]
    starts = _starts(documents)
    moved = [_moved(document, start) for document, start in zip(documents, starts, strict=True)]
    first = documents[0]

    joined = _Joined(tuple(starts), tuple(documents))
    return Document(
        name=" + ".join(document.name for document in documents),
        format=first.format,
        text=SEAM.join(document.text for document in documents),
        sha256=hashlib.sha256("".join(document.sha256 for document in documents).encode()).hexdigest(),
        pages=tuple(page for document in moved for page in document.pages),
        lines=tuple(line for document in moved for line in document.lines),
        tables=tuple(table for document in moved for table in document.tables),
        furniture=tuple(item for document in moved for item in document.furniture),
        text_layer=first.text_layer if len({document.text_layer for document in documents}) == 1 else "mixed",
        locate=joined.locate,
        sure=joined.sure,
        files=tuple(
            (Span(start, start + len(document.text)), document.name)
            for document, start in zip(documents, starts, strict=True)
        ),
        warnings=tuple(f"{document.name}：{warning}" for document in documents for warning in document.warnings),
    )


@dataclass(frozen=True, slots=True)
class _Joined:
    """Asks the document that a stretch comes from."""

    starts: tuple[int, ...]
    documents: tuple[Document, ...]

    def locate(self, span: Span) -> BBox | None:
        document, own = self._own(span)
        return document.locate(own)

    def sure(self, span: Span) -> float:
        document, own = self._own(span)
        return document.sure(own)

    def _own(self, span: Span) -> tuple[Document, Span]:
        index = bisect_right(self.starts, span.start) - 1
        return self.documents[index], Span(span.start - self.starts[index], span.end - self.starts[index])


def _starts(documents: Sequence[Document]) -> list[int]:
    starts, here = [], 0
    for document in documents:
        starts.append(here)
        here += len(document.text) + len(SEAM)
    return starts


def _moved(document: Document, by: int) -> Document:
    """The document with all of its places moved on."""

    def shift(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    def cell(one: Cell) -> Cell:
        return replace(one, span=shift(one.span))

    def table(one: Table) -> Table:
        return replace(one, span=shift(one.span), cells=tuple(cell(c) for c in one.cells))

    return replace(
        document,
        pages=tuple(replace(page, span=shift(page.span)) for page in document.pages),
        lines=tuple(replace(line, span=shift(line.span)) for line in document.lines),
        tables=tuple(table(one) for one in document.tables),
        furniture=tuple(replace(item, span=shift(item.span)) for item in document.furniture),
    )
