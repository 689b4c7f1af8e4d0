"""Tables that lost their lines: one cell a line, cells parted by blanks, tabs or bars, as copied from web pages.

They are known by the column names that open them (``patterns/columns.toml``), or by lines cut alike, and put together
again as tables over the unchanged text, so that all that is read in tables is read in them too. Prose holds neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.document import Document, Line, Table
from extractor.flattened import forms, plain
from extractor.flattened.atoms import Row, rows
from extractor.flattened.bands import bands
from extractor.folding import folded

__all__ = ["restore"]


def restore(document: Document) -> Document:
    """The document with the tables that its lines make up, and without those lines."""
    text = folded(document.text)
    found = [table for stretch in _stretches(document) for table in _tables(text, stretch)]
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


def _tables(text: str, lines: list[Line]) -> Iterator[Table]:
    """The tables of a stretch: first those whose bars or tabs leave no doubt, then by column names, then by blanks."""
    cut = rows(text, lines)
    sure = [run for run in plain.runs(cut) if plain.alone(cut, *run)]
    for start, end in sure:
        yield plain.table(cut[start:end])
    bounds = [0, *(at for run in sure for at in run), len(cut)]
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        yield from _named(text, cut[start:end])


def _named(text: str, cut: Sequence[Row]) -> Iterator[Table]:
    for loose in (False, True):
        pieces = rows(text, [row.line for row in cut], loose=True) if loose else cut
        atoms = [atom for row in pieces for atom in row.atoms]
        found = bands(atoms, loose)
        if found:
            yield from forms.tables(atoms, found, {row.atoms[0].line: row.line.page for row in pieces})
            return
    yield from (plain.table(cut[start:end]) for start, end in plain.runs(cut))
