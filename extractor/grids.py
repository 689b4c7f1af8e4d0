"""Tables of a reading as grids of read cells, continuation over pages joined.

A grid position answers with the cell that covers it (a merged cell answers at each of its positions). The text of a
cell is its flow text without spaces; its figures carry the unit that governs them: their own, else that of the row or
column header, else that of the words above the table (单位：万元).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache

import regex

from extractor.document import Cell, Span, Table
from extractor.facts import Figure
from extractor.lexing.tokens import Token
from extractor.lexing.units import unit as unit_of
from extractor.overleaf import columns_overleaf, widened
from extractor.packs import SIGNS
from extractor.quantity import Unit
from extractor.reading import Reading, Sentence
from extractor.table_words import row_kind

SIGN_SET = frozenset(SIGNS.values())
BLANK = regex.compile(r"[\s—–\-－/／\\无…·.\*]*|[（(]?[^。；]{0,12}?\d+字(?:以内|左右|内)[）)]?")
"""a cell that says nothing: blank, —, /, ……, or what the form asks for (100字以内)"""
_SIZE = 100
"""how much larger the amounts of a table may be than those of another in the same unit"""
_BOOKED = regex.compile(r"[（(]\s*\d[\d,，]*(?:[.．]\d+)?\s*[%％]?\s*[）)]")
_NUMBERING = regex.compile(r"[栏列行项]次|序号|[甲乙丙丁]|栏目?")
_UPRIGHT = regex.compile(
    r"(?:(?:项目)?绩效指标|产出指标|效益指标|满意度指标|成本指标|年度(?:总体|绩效)?目标|总体目标|(?:项目)?资金(?:情况)?|预算执行(?:情况)?)+"
)
"""what stands upright beside the rows of a form, one character a cell"""


@dataclass(frozen=True)
class Box:
    """One cell as read. ``span`` is its place in the document; ``marked`` its stretch of the marked text."""

    cell: Cell
    span: Span
    text: str
    marked: str
    tokens: tuple[Token, ...]
    sentence: int

    @cached_property
    def blank(self) -> bool:
        return BLANK.fullmatch(self.text) is not None

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(token.figure for token in self.tokens if token.figure)

    def token_at(self, offset: int) -> Token | None:
        """The token whose sign stands at an offset of ``marked``."""
        signs = [i for i, character in enumerate(self.marked) if character in SIGN_SET]
        return self.tokens[signs.index(offset)] if offset in signs else None

    @cached_property
    def figure(self) -> Figure | None:
        """The figure of a cell that holds just one numeral and nothing else of weight, or None."""
        figures = self.figures
        if len(figures) != 1 or any(token.kind == "masked" for token in self.tokens):
            return None
        rest = self.marked.replace(" ", "")
        if len(rest) > 3:
            return None
        return _in_books(figures[0]) if _BOOKED.fullmatch(self.text) else figures[0]


def _in_books(figure: Figure) -> Figure:
    """A figure that fills its cell in brackets, as bookkeepers write what is taken away: (20.5) is -20.5."""
    return replace(figure, quantity=replace(figure.quantity, negative=True))


@dataclass(frozen=True)
class Grid:
    """A table over all its pages. ``rows[r][c]`` is the covering box or None; ``above`` are the words before it."""

    rows: tuple[tuple[Box | None, ...], ...]
    above: str
    unit: Unit | None
    index: int
    pages: tuple[int, ...] = ()
    span: Span = field(default=Span(0, 0))
    turned_from: tuple[int, frozenset[int]] | None = None
    """index and rows of the table that this one was made from, with the names of rows as names of columns; -1 is then
    its own index"""
    keyed: bool = False
    """made from keys and values"""
    borders: tuple[float, ...] = ()
    """x of its column borders, where the format has geometry"""

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def box(self, row: int, col: int) -> Box | None:
        """The box that covers a position, or None outside of the grid or where no cell is."""
        if 0 <= row < len(self.rows) and 0 <= col < len(self.rows[row]):
            return self.rows[row][col]
        return None

    def distinct(self, row: int) -> Iterator[tuple[int, Box]]:
        """The boxes of a row with the column at which each begins; a merged one once."""
        last: Box | None = None
        for col, box in enumerate(self.rows[row]):
            if box is not None and box is not last:
                yield col, box
            last = box


_UNIT_LINE = regex.compile(
    r"(?:金额|计量)?单位[：:]?\s*(?:人民币)?\s*[（(]?(?P<unit>亿元|百万元|万元|千元|元|公里|亩|万亩|人|户|个)[）)]?"
)
_UNIT_BRACKET = regex.compile(
    r"[（(︵](?:单位[：:])?(?:人民币)?(?P<unit>亿元|百万元|万元|千元|元)[）)︶]|(?:资金|金额|经费)(?P<unit>亿元|百万元|万元|千元|元)$"
)
"""（万元）; upright brackets of an upright heading, which some fonts do not hold"""


@lru_cache(maxsize=4096)
def unit_named(text: str) -> Unit | None:
    """The unit that a header or a line above a table sets for the figures under it: （万元）, 单位：万元."""
    found = _UNIT_LINE.search(text) or _UNIT_BRACKET.search(text)
    return unit_of(found["unit"]) if found else None


def with_unit(figure: Figure, unit: Unit | None) -> Figure:
    """The figure under a header's unit, when it printed none of its own."""
    if unit is None or figure.quantity.unit is not None:
        return figure
    return replace(figure, quantity=replace(figure.quantity, unit=unit, unit_text=unit.name))


def grids(reading: Reading) -> tuple[Grid, ...]:
    """All tables of the reading, those that go on over a page joined."""
    boxes = _boxes(reading)
    joined: list[Grid] = []
    for index, table in enumerate(reading.flow.document.tables):
        rows = _rows(table, boxes)
        if not rows:
            continue
        above = _above(reading, table)
        rest = _rest(joined[-1], rows, table) if joined and not above.strip() else None
        if rest is not None:
            joined[-1] = _append(joined[-1], rest, table)
            continue
        lines = above + "\n" + _first(rows)
        joined.append(Grid(rows, above, unit_named(lines), index, table.pages, table.span, borders=table.borders))
    return tuple(_with_units(joined))


def _with_units(grids: Sequence[Grid]) -> Iterator[Grid]:
    """The tables; one without a unit goes by the unit of those before it, where they have but one and amounts of its
    size (a table in 元 below one in 万元 has far larger ones)."""
    units: set[Unit] = set()
    largest = Decimal(0)
    for grid in grids:
        size = max((figure.quantity.value for figure in _bare(grid)), default=Decimal(0))
        if grid.unit is not None:
            units.add(grid.unit)
            largest = max(largest, size)
        elif len(units) == 1 and size <= largest * _SIZE:
            grid = replace(grid, unit=next(iter(units)))
        yield grid


def _bare(grid: Grid) -> Iterator[Figure]:
    """The figures without a unit of their own."""
    figures = (box.figure for row in grid.rows for box in row if box is not None)
    return (figure for figure in figures if figure is not None and figure.quantity.unit is None)


def _first(rows: tuple[tuple[Box | None, ...], ...]) -> str:
    """The words of the first rows that hold one cell or two: titles and unit lines inside the table."""
    words = ""
    for row in rows[:3]:
        distinct = {id(box): box.text for box in row if box}
        if len(distinct) > 2:
            break
        words += "".join(distinct.values())
    return words


def _boxes(reading: Reading) -> dict[int, Box]:
    """Every cell block as a box, by identity of its cell."""
    flow = reading.flow
    by_cell: dict[int, list[Sentence]] = {}
    for sentence in reading.sentences:
        cell = flow.blocks[sentence.block].cell
        if cell is not None:
            by_cell.setdefault(id(cell), []).append(sentence)
    boxes = {}
    for key, sentences in by_cell.items():
        cell = flow.blocks[sentences[0].block].cell
        assert cell is not None
        marked = Span(sentences[0].marked.start, sentences[-1].marked.end)
        at = Span(sentences[0].at.start, sentences[-1].at.end)
        boxes[key] = Box(
            cell=cell,
            span=flow.span(at),
            text=flow.text[at.start : at.end].replace(" ", "").replace("\n", ""),
            marked=reading.marked[marked.start : marked.end],
            tokens=tuple(reading.tokens_in(marked)),
            sentence=sentences[0].id,
        )
    return boxes


def _rows(table: Table, boxes: dict[int, Box]) -> tuple[tuple[Box | None, ...], ...]:
    height, width = table.shape
    grid: list[list[Box | None]] = [[None] * width for _ in range(height)]
    for cell in table.cells:
        box = boxes.get(id(cell))
        if box is None:
            box = Box(cell, cell.span, "", "", (), -1)
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                grid[row][col] = box
    for col in range(min(2, width)):
        _clear_upright(grid, col)
    for row, boxes_in_row in enumerate(grid):
        _clear_numbers(boxes_in_row, row)
    return tuple(tuple(row) for row in grid)


def _clear_numbers(row: list[Box | None], number: int) -> None:
    """Take out a row that numbers the columns (列次 | 0 | 1 | 2 | 3 …): its figures are none."""
    boxes = list({id(box): box for box in row if box is not None and box.text and box.cell.row == number}.values())
    numbers = [box.text for box in boxes if box.text.isdigit() and len(box.text) < 3]
    words = [box for box in boxes if not box.text.isdigit()]
    counted = [str(int(numbers[0]) + step) for step in range(len(numbers))] if numbers else []
    if len(numbers) > 3 and numbers == counted and all(_NUMBERING.fullmatch(box.text) for box in words):
        row[:] = [box if box is not None and box.cell.row != number else None for box in row]


def _clear_upright(grid: list[list[Box | None]], col: int) -> None:
    """Take out a heading that was set upright, one character a cell (绩 / 效 / 指 / 标): it names no row."""
    letters = [row for row, boxes in enumerate(grid) if (box := boxes[col]) and len(box.text) == 1]
    if len(letters) > 2 and _UPRIGHT.fullmatch("".join(box.text for row in letters if (box := grid[row][col]))):
        for row in letters:
            grid[row][col] = None


def _above(reading: Reading, table: Table) -> str:
    """The words between the table and the block of prose or table before it: up to three short blocks."""
    flow = reading.flow
    words: list[str] = []
    for block in reversed(flow.blocks):
        span = flow.span(block.at)
        if span.start >= table.span.start:
            continue
        if block.cell is not None or len(words) == 3:
            break
        words.append(flow.text[block.at.start : block.at.end])
    return "\n".join(reversed(words))


def _rest(
    grid: Grid, rows: tuple[tuple[Box | None, ...], ...], table: Table
) -> tuple[tuple[Box | None, ...], ...] | None:
    """The rows in which a table goes on: on the next page, nothing but furniture between, of as many columns or of some
    of the same borders (总分 over all columns but the last). None when it does not."""
    if not grid.pages or not table.pages or table.pages[0] - grid.pages[-1] != 1:
        return None
    if len(rows[0]) == grid.width:
        return rows
    columns = columns_overleaf(grid.borders, table.borders)
    if columns is None or len(grid.borders) != grid.width + 1 or len(table.borders) != len(rows[0]) + 1:
        return None
    return tuple(widened(row, columns) for row in rows)


def _append(grid: Grid, rows: tuple[tuple[Box | None, ...], ...], table: Table) -> Grid:
    header = _texts(rows[0])
    if any(_texts(row) == header for row in grid.rows[:4]) and any(header):
        rows = rows[1:]
    before = grid.rows
    if rows and _carries_on(before[-1], rows[0]):
        before, rows = (*before[:-1], _as_one(before[-1], rows[0])), rows[1:]
    return replace(grid, rows=before + rows, pages=grid.pages + table.pages, span=Span(grid.span.start, table.span.end))


def _carries_on(last: tuple[Box | None, ...], first: tuple[Box | None, ...]) -> bool:
    """True when the first row overleaf is the rest of the last one: words only, all under words of a row that has its
    figures already."""
    rest = [(box, last[col]) for col, box in enumerate(first) if box is not None and not box.blank]
    if not rest or not any(box is not None and box.figure for box in last):
        return False
    for box, over in rest:
        if over is None or over.blank or over.figure or box.figure or row_kind(box.text):
            return False
        if max(box.cell.rowspan, over.cell.rowspan, box.cell.colspan) > 1 and box.text != over.text:
            return False
    return True


def _as_one(last: tuple[Box | None, ...], first: tuple[Box | None, ...]) -> tuple[Box | None, ...]:
    """A row with what it left for the next page. Its cells keep their place; their words are whole."""
    return tuple(
        replace(over, text=over.text + box.text, marked=over.marked + box.marked, tokens=over.tokens + box.tokens)
        if over is not None and box is not None and not box.blank and box.text != over.text
        else over
        for over, box in zip(last, first, strict=True)
    )


def _texts(row: tuple[Box | None, ...]) -> list[str]:
    return [box.text if box else "" for box in row]
