"""A form put together again from its bands, as one table: keys and values, the block of funds, the goals, the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from extractor.document import Cell, Span, Table
from extractor.flattened.atoms import Atom
from extractor.flattened.bands import Band
from extractor.flattened.words import is_word

_REACH = 80
"""atoms before the first band among which the keys of a form are looked for"""
_APART = 4
"""atoms that the value of a key may take"""
_GOALS = 60
"""atoms between two bands of one form"""
_ENDED = regex.compile(r"[。；;！]$")
_ITEM = regex.compile(r"(?:目标)?\d{1,2}[：:.、．]")
_KEY_VALUE = regex.compile(r"(?P<key>[^：:]{2,16})[：:](?P<value>.+)")


@dataclass
class _Sheet:
    """The cells of a table while it is put together."""

    cells: list[Cell] = field(default_factory=list)
    row: int = 0

    def put(self, span: Span, col: int, rowspan: int = 1, row: int | None = None) -> None:
        at = self.row if row is None else row
        self.cells.append(Cell(span, at, col, rowspan, 1, f"R{at + 1}C{col + 1}"))

    def table(self, pages: tuple[int, ...]) -> Table:
        cells = tuple(sorted(self.cells, key=lambda cell: (cell.row, cell.col)))
        spans = [cell.span for cell in cells]
        return Table(Span(min(s.start for s in spans), max(s.end for s in spans)), cells, pages)


def tables(atoms: Sequence[Atom], bands: Sequence[Band], pages: Mapping[int, int | None]) -> Iterator[Table]:
    """The forms that the bands make up. ``pages`` gives the page of each line."""
    groups: list[list[Band]] = []
    for band in bands:
        if groups and _is_one_form(atoms, groups[-1][-1].end, band.start):
            groups[-1].append(band)
        else:
            groups.append([band])
    before = 0
    for group in groups:
        sheet = _Sheet()
        start = _heading_start(atoms, group[0].start, before)
        first = _keys_start(atoms, start, before)
        if first < start:
            _keys(atoms, first, start, sheet)
        for number, band in enumerate(group):
            if number:
                start = _heading_start(atoms, band.start, group[number - 1].end)
                _goals(atoms, group[number - 1].end, start, sheet)
            _band(atoms, band, start, sheet)
        before = group[-1].end
        lines = {atoms[at].line for at in range(first, before)}
        named = sorted({page for line in lines if (page := pages[line]) is not None})
        yield sheet.table(tuple(named))


def _span(atoms: Sequence[Atom], start: int, end: int) -> Span:
    return Span(atoms[start].span.start, atoms[end - 1].span.end)


def _text(atoms: Sequence[Atom], start: int, end: int) -> str:
    return "".join(atom.text for atom in atoms[start:end])


def _is_one_form(atoms: Sequence[Atom], start: int, end: int) -> bool:
    """True when what stands between two bands belongs to the form: its goals, the name of a block, or nothing."""
    if end - start > _GOALS:
        return False
    if _heading_start(atoms, end, start) == start:
        return True
    return any(
        is_word("goal", _text(atoms, at, to)) for at in range(start, end) for to in range(at + 1, min(at + 5, end) + 1)
    )


def _headings(atoms: Sequence[Atom], end: int, floor: int) -> list[tuple[int, int]]:
    """The names of blocks right before a header, in order: 项目资金（万元） 预算执行情况（10分）."""
    found: list[tuple[int, int]] = []
    while True:
        starts = [at for at in range(max(floor, end - 8), end) if is_word("heading", _text(atoms, at, end))]
        if not starts or len(found) == 2:
            return found
        found.insert(0, (starts[0], end))
        end = starts[0]


def _heading_start(atoms: Sequence[Atom], end: int, floor: int) -> int:
    """Where the names of blocks before a header begin; ``end`` when there are none."""
    headings = _headings(atoms, end, floor)
    return headings[0][0] if headings else end


def _band(atoms: Sequence[Atom], band: Band, start: int, sheet: _Sheet) -> None:
    """The header, the rows, and the name of the block beside them all, or over them."""
    headings = _headings(atoms, band.start, start)
    if headings and _stands_over(atoms, headings[0], band):
        sheet.put(_span(atoms, *headings.pop(0)), 0)
        sheet.row += 1
    if headings:
        sheet.put(_span(atoms, *headings.pop(0)), 0, rowspan=len(band.rows) + 1)
    if headings and band.first:
        sheet.put(_span(atoms, *headings.pop()), 1)
    for number, column in enumerate(band.header.columns):
        sheet.put(_span(atoms, column.start, column.end), 1 + band.first + number)
    sheet.row += 1
    for row in band.rows:
        for cut in row:
            sheet.put(_span(atoms, cut.start, cut.end), 1 + cut.column)
        sheet.row += 1


def _stands_over(atoms: Sequence[Atom], heading: tuple[int, int], band: Band) -> bool:
    """True for the name of a block that has a row to itself: 绩效指标（90分）."""
    if band.header.kind != "indicators":
        return False
    alone = atoms[heading[0]].first and atoms[heading[1] - 1].last
    return alone and (band.header.wide or _text(atoms, *heading)[-2:] in ("分）", "分)"))


def _keys_start(atoms: Sequence[Atom], end: int, floor: int) -> int:
    """Where the keys and values before the first band begin; ``end`` when there are none."""
    found, reach = end, end
    for at in range(end - 1, max(floor, end - _REACH) - 1, -1):
        if _key(atoms[at]):
            if reach - at > 1 + _APART:
                break
            found = reach = at
    return found


def _key(atom: Atom) -> bool:
    if is_word("key", atom.text.rstrip("：:")):
        return True
    match = _KEY_VALUE.fullmatch(atom.text)
    return match is not None and is_word("key", match["key"])


def _keys(atoms: Sequence[Atom], start: int, end: int, sheet: _Sheet) -> None:
    """Key and value pairs: those of one line in one row."""
    at, col = start, 0
    while at < end:
        if at > start and atoms[at].first:
            sheet.row += 1
            col = 0
        sheet.put(atoms[at].span, col)
        after = at + 1
        while after < end and not _key(atoms[after]):
            after += 1
        if after > at + 1 and is_word("key", atoms[at].text.rstrip("：:")):
            sheet.put(_span(atoms, at + 1, after), col + 1)
        col += 2
        at = after
    sheet.row += 1


def _goals(atoms: Sequence[Atom], start: int, end: int, sheet: _Sheet) -> None:
    """What stands between two bands: names of goals, and what was written under them, a paragraph a cell."""
    at, col = start, 0
    while at < end:
        to = _paragraph(atoms, at, end)
        if atoms[at].first and at > start and not _is_goal(atoms, at, to) and _is_goal(atoms, at - 1, at):
            sheet.row += 1
            col = 0
        if not atoms[at].is_empty:
            sheet.put(_span(atoms, at, to), col)
            col += 1
        at = to
    sheet.row += 1


def _is_goal(atoms: Sequence[Atom], start: int, end: int) -> bool:
    return is_word("goal", _text(atoms, start, end))


def _paragraph(atoms: Sequence[Atom], start: int, end: int) -> int:
    """Where the cell ends that begins at an atom: the name of a goal, or lines up to the end of a sentence."""
    for to in range(min(start + 5, end), start, -1):
        if _is_goal(atoms, start, to):
            return to
    to = start + 1
    while (
        to < end
        and atoms[to].first
        and atoms[to - 1].last
        and not _ENDED.search(atoms[to - 1].text)
        and not _ITEM.match(atoms[to].text)
        and not _is_goal(atoms, to, to + 1)
    ):
        to += 1
    return to
