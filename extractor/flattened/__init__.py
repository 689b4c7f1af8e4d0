"""Tables that lost their lines: one cell a line, cells parted by blanks, tabs or bars, as copied from web pages.

They are known by the column names that open them (``patterns/columns.toml``), or by lines cut alike, and put together
again as tables over the unchanged text, so that all that is read in tables is read in them too. Prose holds neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.document import Cover, Document, Furniture, Line, Span, Table
from extractor.flattened import forms, keys, plain
from extractor.flattened.atoms import Row, rows
from extractor.flattened.bands import bands, unglued
from extractor.flattened.headers import header_at
from extractor.flattened.words import is_word, names_run_together
from extractor.folding import folded

__all__ = ["restore"]


def restore(document: Document) -> Document:
    """The document with the tables that its lines make up, and without those lines."""
    text = folded(document.text)
    found = [table for stretch in _stretches(document) for table in _tables(text, stretch)]
    melted = tuple(_melted(text, document, found))
    if melted:
        where = "、".join(str(document.text.count("\n", 0, item.span.start) + 1) for item in melted)
        warning = f"第{where}行的表格各格连在一起，分不清一个数字到哪里为止，未读取"
        document = replace(document, furniture=(*document.furniture, *melted), warnings=(*document.warnings, warning))
    if not found:
        return document
    lines = tuple(line for line in document.lines if not any(table.span.overlaps(line.span) for table in found))
    tables = tuple(sorted((*document.tables, *found), key=lambda table: table.span))
    furniture = (*document.furniture, *_bars(text, lines))
    return replace(document, lines=lines, tables=tables, furniture=furniture)


def _melted(text: str, document: Document, tables: Sequence[Table]) -> Iterator[Furniture]:
    """The rest of each line in which column names ran together (一级指标二级指标三级指标分值…) and that became no
    table: its cells ran together too, and 20100% may be 20 points and 100 %."""
    hidden = (item.span for item in document.furniture)
    taken = Cover([*(table.span for table in (*document.tables, *tables)), *hidden])
    for line in document.lines:
        if any(table.span.overlaps(line.span) for table in tables):
            continue
        if line.span not in taken and (start := names_run_together(text, *line.span)) is not None:
            yield Furniture(Span(start, line.span.end), "unread")


def _bars(text: str, lines: Sequence[Line]) -> Iterator[Furniture]:
    """The bars that end lines outside of tables, where a page was copied one cell a line."""
    for line in lines:
        end = line.span.start + len(text[line.span.start : line.span.end].rstrip())
        if text[end - 1] == "|" and text.count("|", *line.span) == 1:
            yield Furniture(Span(end - 1, end), "navigation")


def _stretches(document: Document) -> Iterator[list[Line]]:
    """The lines between tables, page furniture left out."""
    taken = sorted(table.span for table in document.tables)
    hidden = Cover(item.span for item in document.furniture)
    stretch: list[Line] = []
    for line in document.lines:
        while taken and taken[0].end <= line.span.start:
            taken.pop(0)
            if stretch:
                yield stretch
                stretch = []
        if taken and taken[0].overlaps(line.span):
            continue
        if line.span not in hidden:
            stretch.append(line)
    if stretch:
        yield stretch


def _tables(text: str, lines: list[Line]) -> Iterator[Table]:
    """The tables of a stretch: first those whose bars or tabs leave no doubt, then by column names, then by blanks."""
    cut = rows(text, lines)
    sure = [run for run in plain.runs(cut) if plain.alone(cut, *run) and not _lacks_cells(cut[slice(*run)])]
    for start, end in sure:
        yield plain.table(cut[start:end])
    bounds = [0, *(at for run in sure for at in run), len(cut)]
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        yield from _named(text, cut[start:end])


def _lacks_cells(run: Sequence[Row]) -> bool:
    """True where the name of a block stands before column names on their line (绩效指标（90分） | 一级指标 | …): the
    merged cell has gone from the rows below, and with it their place under those names."""
    headed = (row.atoms for row in run if is_word("heading", row.atoms[0].text))
    headers = (header_at(atoms, at) for atoms in headed for at in range(min(3, len(atoms))))
    return any(header is not None and header.start > 0 for header in headers)


def _named(text: str, cut: Sequence[Row]) -> Iterator[Table]:
    """The tables that column names open, and what is cut alike beside them."""
    found = next((tables for loose in (False, True) if (tables := _forms(text, cut, loose))), [])
    yield from found
    rest: list[Row] = []
    for row in cut:
        if any(table.span.overlaps(row.line.span) for table in found):
            yield from _rest(text, rest)
            rest = []
        else:
            rest.append(row)
    yield from _rest(text, rest)


def _forms(text: str, cut: Sequence[Row], loose: bool) -> list[Table]:
    pieces = rows(text, [row.line for row in cut], loose) if loose else cut
    atoms = unglued([atom for row in pieces for atom in row.atoms])
    found = bands(atoms, loose)
    return list(forms.tables(atoms, found, {row.atoms[0].line: row.line.page for row in pieces})) if found else []


def _rest(text: str, cut: Sequence[Row]) -> Iterator[Table]:
    """The lines that are cut alike, and those of keys and values beside them."""
    here = 0
    for start, end in plain.runs(cut):
        yield from keys.tables(text, cut[here:start])
        yield plain.table(cut[start:end])
        here = end
    yield from keys.tables(text, cut[here:])
