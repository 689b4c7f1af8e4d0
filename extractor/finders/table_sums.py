"""Sums inside tables: which cell is the whole of which others, by the words 合计, 小计, 总计, 其中 and by code trees.

A structure (this row is the sum of those) is the same in every column, and the table itself says whether we have read
it right: of the structures that the words admit, the one that holds in most columns is taken. One that holds
nowhere although there are several columns is a misreading and is reported as untested. So a wrong cell stands out
against its neighbours, and a table of unknown design raises no alarm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from extractor.arithmetic import Comparison, plus, total
from extractor.facts import Breakdown, Fact, Figure, Fund, TableSum
from extractor.finders import Found
from extractor.finders._bands import scored_rows, tables
from extractor.finders._ratio_columns import is_mean, ratio_columns
from extractor.grids import Box, Grid, with_unit
from extractor.reading import Reading
from extractor.rx import rx
from extractor.table_words import row_kind

AFTER = ("sections", "table_funds")

_NOT_ADDITIVE = regex.compile(
    r"率|进度|比例|比重|占比|%|％|单价|均价|标准|人均|均|序号|编号|编码|年份|年度$|日期|时间|电话|增长|增幅|幅度|排名|指数|[行栏列项]次|得分|分值|权重|代码|科目编码|±"
)
_CODE = regex.compile(r"(?:[1-9]\d{2}|[1-9]\d{4}|[1-9]\d{6})")
_NUMBERED = (
    regex.compile(r"^[一二三四五六七八九十]+[、.．]"),
    regex.compile(r"^[（(][一二三四五六七八九十]+[）)]"),
    regex.compile(r"^\d{1,2}[、.．](?!\d)"),
    regex.compile(r"^[（(]\d{1,2}[）)]"),
)
_PART = regex.compile(r"^(?:其中|#|﹟)[：:]?")


@dataclass(frozen=True)
class _Line:
    """One row (or column) of figures: its name, its depth in a numbering or code tree, and its cells by position."""

    name: str
    kind: str | None
    depth: int | None
    part: bool
    cells: dict[int, Figure]
    path: tuple[int, ...] = ()
    """of a column: its header cells from the top down, by identity"""


_Structure = tuple[int, tuple[int, ...]]
"""index of the whole, indexes of its parts"""


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Sums of all tables, down and across."""
    scored = scored_rows(reading)
    known = {fact.figure.id: fact.figure for fact in found.of(Fund)}
    told = {(b.whole.figure.id, *sorted(part.figure.id for part in b.parts)) for b in found.of(Breakdown)}
    for grid in tables(reading):
        for stretch, block in _blocks(grid, scored):
            rows = _rows(grid, stretch, block, scored, known)
            heads = _heads(grid, rows)
            names = {i: line.name for i, line in enumerate(rows)}
            for one in (
                *_emit(rows, "down", heads, found),
                *_emit(_columns(grid, stretch, rows, heads), "across", names, found),
            ):
                if (one.whole.id, *sorted(part.id for part in one.parts)) not in told:
                    yield one


def _blocks(grid: Grid, scored: frozenset[tuple[int, int]]) -> Iterator[tuple[range, range]]:
    """Rows and columns of the tables that stand one below the other and side by side in a grid."""
    for stretch in _stretches(grid):
        for block in _side_by_side(grid, stretch, scored):
            yield stretch, block


def _stretches(grid: Grid) -> Iterator[range]:
    """The tables one below the other, as on a sheet: each begins with lines of words as wide as the sheet (its title,
    its unit) and a row of headers. Such lines over data are headings inside one table."""
    wide = [len({id(box) for box in row if box}) == 1 for row in grid.rows]
    bounds = [0]
    for row in range(1, len(grid.rows)):
        if not wide[row] and wide[row - 1] and not any(box.figures for _col, box in grid.distinct(row)):
            first = next((at for at in range(row - 1, -1, -1) if not wide[at]), -1) + 1
            bounds.append(first)
    for first, last in pairwise([*dict.fromkeys(bounds), len(grid.rows)]):
        yield range(first, last)


def _side_by_side(grid: Grid, stretch: range, scored: frozenset[tuple[int, int]]) -> Iterator[range]:
    """The tables side by side: each begins with the columns of its row names. Rows of indicators below tell nothing of
    them."""
    codes = _code_columns(grid)
    words = [0] * grid.width
    figures = [0] * grid.width
    for row in (row for row in stretch if (grid.index, row) not in scored):
        for col, box in grid.distinct(row):
            if not box.blank and box.cell.colspan == 1:
                name = box.figure is None or col in codes
                words[col] += name
                figures[col] += not name
    named = [words[col] > max(figures[col], 2) for col in range(grid.width)]
    starts = [col for col in range(grid.width) if named[col] and (col == 0 or not named[col - 1])]
    bounds = [0, *(col for col in starts if col and any(figures[:col])), grid.width]
    for first, last in pairwise(bounds):
        yield range(first, last)


def _code_columns(grid: Grid) -> frozenset[int]:
    """The columns of account codes (201, 20103, 2010301): all of their numbers are codes, of several lengths."""
    found = set()
    for col in range(grid.width):
        texts = {box.text for row in grid.rows if (box := row[col]) and box.figure is not None}
        if len(texts) > 2 and all(_CODE.fullmatch(text) for text in texts) and len({len(text) for text in texts}) > 1:
            found.add(col)
    return frozenset(found)


def _rows(
    grid: Grid, stretch: range, block: range, scored: frozenset[tuple[int, int]], known: dict[int, Figure]
) -> list[_Line]:
    """The rows of one block that hold figures."""
    lines = []
    codes = _code_columns(grid)
    for row in stretch:
        if (grid.index, row) in scored:
            continue
        cells: dict[int, Figure] = {}
        name, code = "", ""
        for col, box in _boxes(grid, row, block):
            if col in codes and box.figure is not None:
                code = box.text
                continue
            figure = _value(grid, box)
            if figure is not None and (cells or name or col > block.start):
                known_as = known.get(figure.id, figure)  # an amount of money brings the unit of its header
                cells[col] = replace(known_as, cell=box.cell)
            elif not cells and (not box.figures or len(box.text) > 6):
                name = box.text
        if cells:
            bare = _PART.sub("", name)
            lines.append(_Line(bare, row_kind(bare), _depth(bare, code), bool(_PART.match(name)), cells))
    return lines


def _boxes(grid: Grid, row: int, block: range) -> Iterator[tuple[int, Box]]:
    """The filled boxes of a row in a block; one that began left of it names its row here too."""
    last: Box | None = None
    for col in block:
        box = grid.box(row, col)
        if box is not None and box is not last and not box.blank:
            yield col, box
        last = box


def _value(grid: Grid, box: Box) -> Figure | None:
    figure = box.figure
    if figure is None or figure.quantity.op != "eq":
        return None
    unit = figure.quantity.unit
    if unit is not None and unit.dimension in ("percent", "points", "time"):
        return None
    return replace(with_unit(figure, grid.unit), cell=box.cell)


def _depth(name: str, code: str) -> int | None:
    if code:
        return {3: 1, 5: 2, 7: 3}[len(code)]
    return next((depth for depth, pattern in enumerate(_NUMBERED, 1) if pattern.match(name)), None)


def _heads(grid: Grid, rows: list[_Line]) -> dict[int, str]:
    """Column names: the header texts right above the first figure of a column."""
    figured = {figure.cell.row for line in rows for figure in line.cells.values() if figure.cell}
    heads: dict[int, str] = {}
    for col in {col for line in rows for col in line.cells}:
        first = min(line.cells[col].cell.row for line in rows if col in line.cells and line.cells[col].cell)  # type: ignore[union-attr]
        under = next((b for row in range(first - 1, -1, -1) if (b := grid.box(row, col)) and not b.blank), None)
        if under is None or under.cell.row in figured:
            continue
        over = grid.box(under.cell.row - 1, col)
        parent = over.text if over and 1 < over.cell.colspan < grid.width and over.cell.row + 1 not in figured else ""
        heads[col] = parent + under.text if len(parent) < 16 else under.text
    return heads


def _columns(grid: Grid, stretch: range, rows: list[_Line], heads: dict[int, str]) -> list[_Line]:
    """The same cells by columns, each with the header cells over it."""
    cols = sorted({col for line in rows for col in line.cells})
    top = min((figure.cell.row for line in rows for figure in line.cells.values() if figure.cell), default=0)
    lines = []
    for col in cols:
        head = heads.get(col, "")
        last = rx(r"[（(].*?[）)]").sub("", head)
        kind = (
            "total"
            if rx(r"(?:合计|总计|总额)$|^(?:合计|共计|总计)\p{Han}{1,4}$").search(last)
            else "subtotal"
            if last.endswith("小计")
            else None
        )
        if _NOT_ADDITIVE.search(head) and kind is None:
            continue
        over = (grid.box(row, col) for row in range(stretch.start, top))
        path = tuple(dict.fromkeys(id(box) for box in over if box and not box.blank and box.cell.colspan < grid.width))
        cells = {index: line.cells[col] for index, line in enumerate(rows) if col in line.cells}
        lines.append(_Line(head, kind, None, False, cells, path))
    return lines


def _emit(lines: list[_Line], axis: str, heads: dict[int, str], found: Found) -> Iterator[TableSum]:
    ratios = ratio_columns([line.cells for line in lines]) if axis == "down" else frozenset()
    found_candidates = _candidates(lines) if axis == "down" else _header_groups(lines)
    for whole_index, candidates in found_candidates:
        best: tuple[int, _Structure] | None = None
        tested = 0
        for parts in candidates:
            structure = (whole_index, parts)
            holds, tested = _count(lines, structure, heads, axis, ratios)
            if tested and (best is None or holds > best[0]):
                best = (holds, structure)
        if best is None:
            continue
        holds, (index, parts) = best
        flat = len({(lines[i].depth, lines[i].part) for i in best[1][1]}) == 1
        alone = axis == "down" and tested <= 1 and len(candidates) == 1 and flat
        sure = holds * 2 > tested or (tested <= 2 and holds >= 1) or alone
        for position, whole in lines[index].cells.items():
            if axis == "down" and _NOT_ADDITIVE.search(heads.get(position, "")):
                continue
            members = tuple(lines[i].cells[position] for i in parts if position in lines[i].cells)
            if len(members) < 2 or not _same_unit(whole, members) or (position in ratios and is_mean(whole, members)):
                continue
            yield TableSum(
                span=whole.span,
                whole=whole,
                parts=members,
                axis="down" if axis == "down" else "across",
                label=lines[index].name or "合计",
                head=heads.get(position, ""),
                sure=sure,
                pattern="rows.total",
                section=found.section(whole.span),
                cell=whole.cell,
            )


def _candidates(lines: list[_Line]) -> Iterator[tuple[int, list[tuple[int, ...]]]]:
    """Each line that names itself a whole, with the sets of lines that could be its parts, likeliest first."""
    for index, line in enumerate(lines):
        if line.kind == "subtotal":
            runs = [_run(lines, index, 1)]
            if line.depth is None:  # （二）自有资金小计 heads its parts
                runs.insert(0, _run(lines, index, -1))
            yield index, [parts for run in runs for parts in _partitions(lines, list(run))]
        elif line.kind in ("total", "source_total"):
            first = index < len(lines) / 2
            span = range(index + 1, len(lines)) if first else range(index)
            others = [i for i in span if lines[i].kind not in ("total", "source_total")]
            yield index, _partitions(lines, others)
    yield from _trees(lines)


def _header_groups(lines: list[_Line]) -> Iterator[tuple[int, list[tuple[int, ...]]]]:
    """Each 合计 or 小计 column with its sisters: the columns under the same header cell. A sister group that has a 小计
    of its own counts by that."""
    for index, line in enumerate(lines):
        if line.kind is None:
            continue
        parent = line.path[:-1]
        sisters = [i for i, other in enumerate(lines) if i != index and other.path[: len(parent)] == parent]
        grouped = {lines[i].path[:-1] for i in sisters if lines[i].kind == "subtotal"}
        parts = tuple(i for i in sisters if lines[i].kind == "subtotal" or lines[i].path[:-1] not in grouped)
        if len(parts) > 1:
            yield index, [parts]


def _run(lines: list[_Line], index: int, step: int) -> tuple[int, ...]:
    """The data lines beside a subtotal, up to the next line that is itself a whole."""
    found = []
    at = index + step
    while 0 <= at < len(lines) and lines[at].kind is None:
        found.append(at)
        at += step
    return tuple(sorted(found))


def _partitions(lines: list[_Line], others: list[int]) -> list[tuple[int, ...]]:
    data = [i for i in others if lines[i].kind is None]
    found: list[tuple[int, ...]] = []
    subtotals = [i for i in others if lines[i].kind == "subtotal"]
    if len(subtotals) > 1:
        found.append(tuple(subtotals))
    depths = sorted({depth for i in data if (depth := lines[i].depth) is not None})
    for depth in depths[:2]:
        found.append(tuple(i for i in data if lines[i].depth == depth))
    if not subtotals:
        found.append(tuple(data))
        inner = tuple(i for i in data if not lines[i].part)
        if len(inner) != len(data):
            found.append(inner)
    return [parts for parts in dict.fromkeys(found) if parts]


def _trees(lines: list[_Line]) -> Iterator[tuple[int, list[tuple[int, ...]]]]:
    """A numbered line is the sum of the lines one level below that follow it (一、 over （一）; 201 over 20101)."""
    for index, line in enumerate(lines):
        if line.depth is None or line.kind:
            continue
        children = []
        for at in range(index + 1, len(lines)):
            depth = lines[at].depth
            if depth is None or depth <= line.depth:
                break
            if depth == line.depth + 1:
                children.append(at)
        if len(children) > 1:
            yield index, [tuple(children)]


def _count(
    lines: list[_Line], structure: _Structure, heads: dict[int, str], axis: str, ratios: frozenset[int]
) -> tuple[int, int]:
    """In how many positions the structure holds, of how many."""
    index, parts = structure
    holds = tested = 0
    for position, whole in lines[index].cells.items():
        if axis == "down" and _NOT_ADDITIVE.search(heads.get(position, "")):
            continue
        members = [lines[i].cells[position] for i in parts if position in lines[i].cells]
        if not members or not any(figure.quantity.value for figure in (whole, *members)):
            continue
        if position in ratios and is_mean(whole, members):
            continue
        tested += 1
        compared = total(whole, plus(*members))
        holds += isinstance(compared, Comparison) and compared.fits
    return holds, tested


def _same_unit(whole: Figure, members: tuple[Figure, ...]) -> bool:
    base = {(f.quantity.unit.base or f.quantity.unit.name) if f.quantity.unit else "" for f in (whole, *members)}
    return len(base) == 1
