"""Several reports in one file: where each begins, and each as a document of its own over the same text.

A file is split where its forms name different projects, or where report titles follow each other and the numbering of
chapters begins anew. A narrative with one annexed form is one report: text and table are then held against each other.
Offsets stay those of the whole text, so that ``gouji text`` serves all parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Protocol, TypeVar

import regex

from extractor.document import Document, Part, Span, Table
from extractor.packs import Entry, load
from extractor.table_words import column_role


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


T = TypeVar("T", bound=_Placed)

NARRATIVE = 400
"""characters of prose before the first form that make a report of its own"""
FORM_ROWS = 16
"""rows of a table in which a form shows itself"""
TITLE_LINES = 4
"""lines above a form that may be its title"""

_CHAPTER_ONE = regex.compile(r"^\s*一、")
_SPACE = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Start:
    offset: int
    name: str


def split(document: Document) -> tuple[Document, ...]:
    """The reports of a document, in order; the document itself when it holds one."""
    starts = _forms(document) or _titles(document)
    if len(starts) < 2:
        return (document,)
    bounds = [0, *(start.offset for start in starts[1:]), len(document.text)]
    spans = [Span(a, b) for a, b in pairwise(bounds)]
    return tuple(_part(document, span, index, len(spans)) for index, span in enumerate(spans, 1))


@cache
def _pattern(name: str) -> regex.Pattern[str]:
    return next(entry.pattern for entry in load("parts", Entry) if entry.id == f"parts.{name}")


def _bare(text: str) -> str:
    return str(_SPACE.sub("", text))


def _forms(document: Document) -> list[_Start]:
    """Where forms of different projects begin, with the narrative before them if there is one."""
    found: list[_Start] = []
    after = 0
    for table in document.tables:
        name = _project(document, table)
        if name and (not found or found[-1].name != name):
            found.append(_Start(_title_above(document, table, after), name))
        after = table.span.end
    if len({start.name for start in found}) < 2:
        return []
    before = sum(len(_bare(document.text[span.start : span.end])) for span in _prose(document, found[0].offset))
    return [_Start(0, ""), *found] if before >= NARRATIVE else found


def _project(document: Document, table: Table) -> str | None:
    """The project that a form names: the cell after 项目名称. A form has further keys, or names columns of targets and
    results further down; a list of projects, in which 项目名称 names a column, has not."""
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.col))
    texts = [_bare(document.text[cell.span.start : cell.span.end]) for cell in cells if cell.row < FORM_ROWS]
    if not any(_pattern("form_witness").fullmatch(text, timeout=1) for text in texts) and not _has_indicators(texts):
        return None
    for cell, after in pairwise(cells):
        if cell.row > 6:
            return None
        text = _bare(document.text[cell.span.start : cell.span.end])
        if after.row == cell.row and _pattern("form_key").fullmatch(text, timeout=1):
            name = _bare(document.text[after.span.start : after.span.end])
            return name if name and column_role(name) is None else None
    return None


def _has_indicators(texts: Sequence[str]) -> bool:
    """True where the names of columns for targets and results stand among the first cells of a table."""
    return {"target", "actual"} <= {column_role(text) for text in texts}


def _title_above(document: Document, table: Table, after: int) -> int:
    """Where the title lines over a form begin: behind ``after``, the end of the table before it."""
    offset = table.span.start
    above = [line for line in document.lines if after <= line.span.start and line.span.end <= table.span.start]
    for line in reversed(above[-TITLE_LINES:]):
        text = _bare(document.text[line.span.start : line.span.end])
        if not _pattern("form_title").fullmatch(text, timeout=1):
            break
        offset = line.span.start
    return offset


def _prose(document: Document, until: int) -> Iterator[Span]:
    return (line.span for line in document.lines if line.span.end <= until)


def _titles(document: Document) -> list[_Start]:
    """Titles of reports that each have a first chapter of their own."""
    found: list[_Start] = []
    open_title: _Start | None = None
    for line in document.lines:
        text = _bare(document.text[line.span.start : line.span.end])
        if len(text) <= 80 and _pattern("report_title").fullmatch(text, timeout=1):
            if open_title is None or open_title.name != text:
                open_title = _Start(line.span.start, text)
        elif open_title and _CHAPTER_ONE.match(document.text[line.span.start : line.span.end]):
            if all(start.name != open_title.name for start in found):
                found.append(open_title)
            open_title = None
    return found


def _part(document: Document, span: Span, index: int, of: int) -> Document:
    """The document with just the lines, tables and furniture of one part; the text stays whole."""
    last = max(span.end - 1, span.start)
    pages = (document.page_at(span.start), document.page_at(last))
    return replace(
        document,
        lines=tuple(_within(document.lines, span)),
        tables=tuple(_within(document.tables, span)),
        furniture=tuple(_within(document.furniture, span)),
        part=Part(index, of, None if None in pages else (pages[0] or 0, pages[1] or 0), span),
    )


def _within(things: Sequence[T], span: Span) -> Iterator[T]:
    return (thing for thing in things if span.covers(thing.span))
