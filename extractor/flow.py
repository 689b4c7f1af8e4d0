"""The report as running text: wraps joined, widths folded one to one, every character mapped back to its page.

Contract: see :class:`Flow`. Page furniture is left out; each table cell is a block of its own.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from extractor.document import Cell, Document, Line, Span, Table
from extractor.folding import NOTHING, RUN, SEAM, dense, folded, kept, with_thousands, with_wide_marks
from extractor.wrapping import Measure, Row, columns, paragraphs, usual_measure

_UNWRAPPED = frozenset({"docx", "doc", "xlsx", "xls"})
"""formats in which a line is a paragraph, whatever its length"""
_LINE = regex.compile(r"[^\n\f\v\x85\u2028\u2029]+")
_BLANK = f" \t\u3000\r{NOTHING}"
_STACKED = regex.compile(r"(?:\d{1,2}[.、．]\s*\D|[（(]\d{1,2}[）)]|[①-⑳])")
_BOUND = regex.compile(
    r"(?:.*\D)?(?:[≥≤＞＜><=＝]|不[低少高多大小]于|不超过|[大小高低多少]于(?:或?等于)?|等于|超过|达到|至[少多])\s*\d{1,4}"
)
_TAIL = regex.compile(r"\d{1,3}(?:\.\d+)?[^\d\s.,、．）)]")
_WHOLE_NUMBER = regex.compile(r"(?:.*[^\d.,])?(?:\d+\.\d{2}|\d{1,3})")


Kind = Literal["paragraph", "heading", "cell"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading line, or one table cell. ``at`` is its stretch of the flow text."""

    kind: Kind
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """What becomes one block: stretches of the document, joined. ``seams``: joins at which a space must stay."""

    spans: Sequence[Span]
    kind: Kind
    table: int | None = None
    cell: Cell | None = None
    seams: frozenset[int] = frozenset()


def flow(document: Document) -> Flow:
    """The document as running text.

    >>> from extractor.document import Document
    >>> flow(Document("a.txt", "txt", "该项目2023年度安排预算资金１２．５０\\n万元，执行率 100% 。", "")).text
    '该项目2023年度安排预算资金12.50万元，执行率100%。'
    """
    plain = folded(document.text)
    return _Weaver(document, plain).weave(list(_pieces(document, plain)))


def _pieces(document: Document, plain: str) -> Iterator[_Piece]:
    """Prose between tables by paragraph, tables by cell, in the order of the text."""
    hidden = sorted(item.span for item in document.furniture)
    lines = {line.span.start: line for line in document.lines}
    wrapped = document.format not in _UNWRAPPED
    tables = sorted(enumerate(document.tables), key=lambda item: item[1].span)
    proses = [
        list(_rows(plain, region, hidden, lines))
        for region in _between([table for _, table in tables], document.region)
    ]
    usual = usual_measure(proses) if wrapped else None
    for (index, table), rows in zip(tables, proses, strict=False):
        yield from _prose(rows, wrapped, usual)
        alone = _alone(table, plain)
        for cell in sorted(table.cells, key=lambda cell: cell.span):
            yield from _told(plain, cell, index) if cell in alone else _cell(plain, cell, index, table.wrapped)
    yield from _prose(proses[-1], wrapped, usual)


def _between(tables: Sequence[Table], region: Span) -> Iterator[Span]:
    """What lies before, between and after the tables: one stretch more than there are tables."""
    here = region.start
    for table in tables:
        yield Span(here, table.span.start)
        here = max(here, table.span.end)
    yield Span(here, region.end)


def _alone(table: Table, plain: str) -> frozenset[Cell]:
    """The cells that are alone in their row: titles, headings and prose that somebody typed into a sheet."""
    filled = [cell for cell in table.cells if plain[cell.span.start : cell.span.end].strip()]
    rows = Counter(row for cell in filled for row in range(cell.row, cell.row + cell.rowspan))
    if table.shape[1] < 3:
        return frozenset()
    return frozenset(cell for cell in filled if cell.rowspan == 1 and rows[cell.row] == 1 and cell.col == 0)


def _told(plain: str, cell: Cell, table: int) -> Iterator[_Piece]:
    """A cell that is read as prose."""
    for paragraph in paragraphs(list(_rows(plain, cell.span, [], {})), wrapped=False):
        kind: Literal["heading", "paragraph"] = "heading" if paragraph.is_heading else "paragraph"
        yield _Piece([row.span for row in paragraph.rows], kind, table, cell)


def _prose(rows: list[Row], wrapped: bool, usual: Measure | None) -> Iterator[_Piece]:
    for paragraph in paragraphs(rows, wrapped, usual):
        yield _Piece([row.span for row in paragraph.rows], "heading" if paragraph.is_heading else "paragraph")


def _rows(plain: str, region: Span, hidden: list[Span], lines: dict[int, Line]) -> Iterator[Row]:
    """The printed lines of a region that are neither blank nor furniture."""
    last = region.start
    for match in _LINE.finditer(plain, *region):
        for span in _visible(Span(*match.span()), hidden):
            raw = plain[span.start : span.end]
            text = raw.strip(_BLANK)
            if not text:
                continue
            start = span.start + len(raw) - len(raw.lstrip(_BLANK))
            between = plain[last : span.start]
            gap = 0 if between.strip() or "\f" in between else max(0, between.count("\n") - 1)
            lead = columns(raw[: start - span.start])
            yield Row(Span(start, start + len(text)), text, lead, gap, columns(text), lines.get(match.start()))
            last = span.end


def _visible(line: Span, hidden: list[Span]) -> Iterator[Span]:
    """The stretches of a line that no furniture covers."""
    start = line.start
    for span in hidden[max(0, bisect_left(hidden, (line.start,)) - 1) :]:
        if span.start >= line.end:
            break
        if span.end <= start:
            continue
        if span.start > start:
            yield Span(start, span.start)
        start = max(start, span.end)
    if start < line.end:
        yield Span(start, line.end)


def _cell(plain: str, cell: Cell, table: int, wrapped: bool = False) -> Iterator[_Piece]:
    spans: list[Span] = []
    seams: set[int] = set()
    for match in _LINE.finditer(plain, *cell.span):
        text = match[0].strip(_BLANK)
        if not text:
            continue
        start = match.start() + match[0].index(text)
        if spans and not wrapped and _stands_alone(plain[spans[-1].start : spans[-1].end], text):
            seams.add(len(spans))
        spans.append(Span(start, start + len(text)))
    if spans:
        yield _Piece(spans, "cell", table, cell, frozenset(seams))


def _stands_alone(before: str, after: str) -> bool:
    """Two lines of a cell that must not run together: an item of a list, or two numbers one below the other (a wrapped
    number fills its line, so what is left of it is long and has not had its two decimals)."""
    if not (before[-1].isdigit() and after[0].isdigit()):
        return before[-1].isdigit() and _STACKED.match(after) is not None
    if _BOUND.fullmatch(before) and _TAIL.match(after):
        return False  # 不低于700 | 0人: a bound without its unit, cut where the cell was full
    return _STACKED.match(after) is not None or _WHOLE_NUMBER.fullmatch(before) is not None


class _Weaver:
    """Puts pieces together and keeps the books of where each character came from."""

    def __init__(self, document: Document, plain: str) -> None:
        self.document = document
        self.plain = plain
        self.text: list[str] = []
        self.origin = array("l")

    def weave(self, pieces: list[_Piece]) -> Flow:
        if not pieces:
            return Flow(self.document, "", self.origin, ())
        raw, places = self._chain(pieces)
        inside = dense(raw)
        blocks: list[Block] = []
        here = begin = 0
        for match in RUN.finditer(raw + SEAM):
            self._take(raw, places, here, match.start())
            here = match.end()
            if SEAM in match[0]:
                piece = pieces[len(blocks)]
                blocks.append(Block(piece.kind, Span(begin, len(self.origin)), piece.table, piece.cell))
                self._put("\n", places, match.start())
                begin = len(self.origin)
            elif match.start() not in inside and kept(raw, *match.span()):
                first = len(match[0]) - len(match[0].lstrip(NOTHING))
                self._put(" ", places, match.start() + first)
        self.text.pop()  # the break after the last block
        self.origin.pop()
        printed = self.document.text
        text = with_thousands("".join(self.text), lambda at: printed[self.origin[at]])
        return Flow(self.document, with_wide_marks(text), self.origin, tuple(blocks))

    def _chain(self, pieces: list[_Piece]) -> tuple[str, array[int]]:
        """The pieces one after the other, with the place of every character: lines of a piece parted by a line
        break (by two spaces, where they must not run together), pieces by a seam."""
        text: list[str] = []
        places = array("l")
        for index, piece in enumerate(pieces):
            for number, span in enumerate(piece.spans):
                if index or number:
                    text.append(" " if number in piece.seams else "\n" if number else SEAM)
                    places.append(self._break_before(span.start))
                    if number in piece.seams:
                        text.append(" ")
                        places.append(places[-1])
                text.append(self.plain[span.start : span.end])
                places.extend(range(*span))
        return "".join(text), places

    def _break_before(self, start: int) -> int:
        """The white space before a line: its line break, or the indent after it."""
        at = start - 1
        while at > 0 and self.plain[at] == NOTHING:
            at -= 1
        return max(at, 0)

    def _take(self, raw: str, places: array[int], start: int, end: int) -> None:
        if end > start:
            self.text.append(raw[start:end])
            self.origin.extend(places[start:end])

    def _put(self, char: str, places: array[int], at: int) -> None:
        self.text.append(char)
        self.origin.append(places[at] if at < len(places) else len(self.plain) - 1)
