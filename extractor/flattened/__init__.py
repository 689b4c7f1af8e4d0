"""Tables that lost their lines: one cell a line, cells parted by blanks, tabs or bars, as copied from web pages.

They are known by the column names that open them (``patterns/columns.toml``) and put together again as tables over the
unchanged text, so that all that is read in tables is read in them too. Prose holds no run of column names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.document import Document, Line, Table
from extractor.flattened import forms
from extractor.flattened.atoms import rows
from extractor.flattened.bands import bands
from extractor.folding import folded

__all__ = ["restore"]


def restore(document: Document) -> Document:
    """The document with the tables that its lines make up, and without those lines."""
    plain = folded(document.text)
    found = [table for stretch in _stretches(document) for table in _tables(plain, stretch)]
    if not found:
        return document
    lines = tuple(line for line in document.lines if not any(table.span.overlaps(line.span) for table in found))
    tables = tuple(sorted((*document.tables, *found), key=lambda table: table.span))
    return replace(document, lines=lines, tables=tables)


def _stretches(document: Document) -> Iterator[list[Line]]:
    """The lines between tables, page furniture left out."""
    taken = sorted(table.span for table in document.tables)
    hidden = {item.span for item in document.furniture}
    stretch: list[Line] = []
    for line in document.lines:
        while taken and taken[0].end <= line.span.start:
            taken.pop(0)
            if stretch:
                yield stretch
                stretch = []
        if taken and taken[0].overlaps(line.span):
            continue
        if not any(span.covers(line.span) for span in hidden):
            stretch.append(line)
    if stretch:
        yield stretch


def _tables(plain: str, lines: list[Line]) -> Iterator[Table]:
    for loose in (False, True):
        cut = rows(plain, lines, loose)
        atoms = [atom for row in cut for atom in row.atoms]
        found = bands(atoms, loose)
        if found:
            yield from forms.tables(atoms, found, [row.line.page for row in cut])
            return
