"""Bands: the stretches of a grid under one header row, with what each column means (patterns/columns.toml).

A national 自评表 is one grid with several bands: key and value rows, the fund band, the indicator band, the total row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from extractor.finders._columns import (
    columns_under,
    group_points_apart,
    labels_apart,
    levels_apart,
    names_first,
    tasks_as_items,
)
from extractor.finders._evidence import told_by_cells
from extractor.finders._fund_evidence import funds_told_by_cells, money_apart
from extractor.finders._keyed import by_turns, records
from extractor.finders._score_columns import own_scores
from extractor.finders._turned import turned
from extractor.finders._two_in_cell import apart
from extractor.grids import Box, Grid, grids
from extractor.packs import SIGNS
from extractor.reading import Reading
from extractor.table_words import BRACKETS, LEVELS, BandKind, band_kind, column_role

_FRONT = 160
"""characters in which the title of a report stands"""
_GROUP = 20
"""characters of the name of a group of indicators"""
_TIMES = regex.compile("[×*xX].$")
"""what a rate is multiplied by for its points, in the name of a column: 执行率×10分"""


@dataclass(frozen=True)
class Band:
    """Rows ``first`` … ``last`` (not included) of a grid under a header. ``columns``: role → its columns in order."""

    grid: Grid
    header: int
    first: int
    last: int
    columns: dict[str, tuple[int, ...]]
    heads: dict[int, str]
    kind: BandKind

    def box(self, row: int, role: str) -> Box | None:
        """The first box that is not blank under a role, or the first blank one, or None."""
        found: Box | None = None
        for col in self.columns.get(role, ()):
            box = self.grid.box(row, col)
            if box is not None and not box.blank:
                return box
            found = found or box
        return found

    @property
    def name_role(self) -> str:
        """The deepest level that has a column: it holds the indicator's name."""
        return max((level for level in LEVELS if level in self.columns), default="item")


def is_dimension_table(band: Band) -> bool:
    """True for a table that scores the dimensions only (一级指标 | 权重 | 得分 | 得分率)."""
    levels = [level for level in LEVELS if level in band.columns]
    return levels == ["level1"] and "target" not in band.columns and "actual" not in band.columns


@lru_cache(maxsize=2)
def bands(reading: Reading) -> tuple[Band, ...]:
    """All bands of all tables, in order."""
    found: list[Band] = []
    for grid in tables(reading):
        upright = [judged(band, reading) for band in _bands_of(grid)]
        found.extend(upright)
        read = {row for band in upright for row in range(band.header, band.last)}
        made = turned(grid, read | by_turns(grid))
        read |= {row for one in made if one.turned_from for row in one.turned_from[1]}
        for one in (*made, *records(grid, read)):
            found.extend(_bands_of(one))
    return tuple(found)


def judged(band: Band, reading: Reading) -> Band:
    """The band with one column of scores: of those of the unit and of its reviewer, that of who makes the report."""
    cols = band.columns.get("score", ())
    if len(cols) < 2:
        return band
    front = reading.flow.text[:_FRONT]
    own = own_scores(band.grid, range(band.first, band.last), cols, band.heads, front)
    return replace(band, columns={**band.columns, "score": (own,)})


@lru_cache(maxsize=2)
def scored_rows(reading: Reading) -> frozenset[tuple[int, int]]:
    """The rows that hold indicators with their headers, and those of keys and values: (index of the table, row). Their
    columns are no columns of amounts."""
    found: set[tuple[int, int]] = set()
    for band in bands(reading):
        if band.grid.turned_from is not None:
            index, rows = band.grid.turned_from
            if band.kind == "indicators" or band.grid.keyed:
                found |= {(index, row) for row in rows}
        elif band.kind == "indicators":
            found |= {(band.grid.index, row) for row in range(band.header, band.last)}
    return frozenset(found)


def keyed_rows(reading: Reading) -> frozenset[tuple[int, int]]:
    """The rows of keys and values by turns that tell money or an indicator: (index of the table, row)."""
    made = [band.grid for band in bands(reading) if band.grid.keyed]
    places = [grid.turned_from for grid in made if grid.turned_from is not None]
    return frozenset((index, row) for index, rows in places for row in rows)


@lru_cache(maxsize=2)
def tables(reading: Reading) -> tuple[Grid, ...]:
    """All tables of the reading as grids, columns of two things (得分/分值) apart."""
    return tuple(apart(grid) for grid in grids(reading))


def _bands_of(grid: Grid) -> list[Band]:
    headers = [row for row in range(len(grid.rows)) if _is_header(grid, row)]
    found: list[Band] = []
    taken = -1
    for header in range(len(grid.rows)):
        sure = header in headers
        if header <= taken or not (sure or _may_be_header(grid, header)):
            continue
        band = _band_at(grid, header, headers)
        if band is not None:
            found.append(band)
            taken = (band.first if sure else band.last) - 1
    return found


def _band_at(grid: Grid, header: int, headers: list[int]) -> Band | None:
    """The band under a row of names. Where the names alone do not tell that it is one, its cells must."""
    sure = header in headers
    first = header + 1
    while (first in headers and _under_merged(grid, first)) or _is_second(grid, first):
        first += 1
    last = _last(grid, first, headers)
    rows = range(first, last)
    header = _top(grid, header, headers) if sure else header
    columns, heads = columns_under(grid, header, first)
    columns = labels_apart(grid, rows, columns)
    columns = levels_apart(grid, rows, columns)
    columns = group_points_apart(grid, rows, columns)
    columns = money_apart(grid, rows, columns, heads)
    if not (sure and band_kind(columns) == "funds"):
        columns = told_by_cells(grid, rows, columns, heads)
    kind = band_kind(columns)
    if kind is None or not (sure or (kind == "indicators" and {"target", "actual"} <= set(columns))):
        return None
    if kind == "funds":
        columns = names_first(grid, rows, funds_told_by_cells(grid, rows, tasks_as_items(columns), heads))
    return Band(grid, header, first, last, columns, heads, kind)


def _top(grid: Grid, header: int, headers: list[int]) -> int:
    """The first row of a header: the row above, when names over several columns stand in it beside names that go on
    into this one (资金来源 | 上年数 over 预算, 支出 | 本年数 over 预算, 支出)."""
    above = header - 1
    if above < 0 or above in headers:
        return header
    begun = [box for _col, box in grid.distinct(above) if box.cell.row == above and not box.blank]
    beside = [box for box in begun if box.cell.row + box.cell.rowspan == header + 1 and box.cell.rowspan == 2]
    over = [box for box in begun if 1 < box.cell.colspan < grid.width and box.cell.rowspan == 1]
    if not beside or not over or any(box.figures for box in begun):
        return header
    return above


def _last(grid: Grid, first: int, headers: list[int]) -> int:
    """Where the rows under a header end: at the next header or at a line of words. The name of a group of indicators
    (一、产出指标（50分）) over further rows is no end."""
    for row in range(first, len(grid.rows)):
        if row in headers or _is_goals(grid, row) or (_is_text(grid, row) and not is_group(grid, row)):
            return row
    return len(grid.rows)


def _is_goals(grid: Grid, row: int) -> bool:
    """True for the names of the two columns of goals in words: 预期目标 | 实际完成情况."""
    roles = [column_role(box.text) for _col, box in grid.distinct(row) if box.cell.row == row and not box.figures]
    return sorted(role for role in roles if role) == ["actual", "target"] and len(roles) < 4


def is_group(grid: Grid, row: int) -> bool:
    """True for a row that is one short cell of words over a row of cells with figures."""
    boxes = [box for _col, box in grid.distinct(row) if not box.blank]
    if len(boxes) != 1 or len(boxes[0].text) > _GROUP or any(mark in boxes[0].text for mark in "。；，：注"):
        return False
    below = list(grid.distinct(row + 1)) if row + 1 < len(grid.rows) else []
    return len(below) > 2 and sum(bool(box.figures) for _col, box in below) > 1


def _is_header(grid: Grid, row: int) -> bool:
    """True for a row of column names: two roles or more, and no data."""
    roles = set()
    for _col, box in grid.distinct(row):
        if box.blank:
            continue
        if box.cell.row != row:
            continue  # it began in a row above: a block's heading
        bare = _TIMES.sub("", BRACKETS.sub("", box.marked))
        if any(sign in bare for sign in (SIGNS["money"], SIGNS["percent"], SIGNS["count"], SIGNS["points"])):
            return False
        if box.figure is not None and len(box.text) < 8:
            return False
        role = column_role(box.text)
        if role:
            roles.add(role)
    return band_kind(roles) is not None or len(roles - {"seq", "place"}) > 2


def _is_text(grid: Grid, row: int) -> bool:
    """True for a row that is one wide cell of words, by itself or beside its key: a heading, a note, 评价结论."""
    boxes = [box for _c, box in grid.distinct(row) if not box.blank]
    wide = boxes[-1] if boxes else None
    return wide is not None and len(boxes) < 3 and wide.cell.colspan * 2 > grid.width and wide.figure is None


def _may_be_header(grid: Grid, row: int) -> bool:
    """True for a row of four names or more, one of which belongs to indicators."""
    boxes = [box for _col, box in grid.distinct(row) if not box.blank]
    if len(boxes) < 4 or any(box.figures or box.cell.row != row for box in boxes):
        return False
    roles = {column_role(box.text) for box in boxes}
    return bool(roles & {*LEVELS, "target", "actual", "weight", "score", "seq"})


def _under_merged(grid: Grid, row: int) -> bool:
    """True when a row stands under merged cells of the row above: the second row of a header."""
    boxes = {id(box) for _c, box in grid.distinct(row)}
    above = {id(box) for _c, box in grid.distinct(row - 1)}
    return bool(boxes & above) or len(boxes) > len(above)


def _is_second(grid: Grid, row: int) -> bool:
    """True for a row of words each of which stands under a cell over several columns (资金下达｜中央, 省, 市县)."""
    begun = [(col, box) for col, box in grid.distinct(row) if box.cell.row == row] if row < len(grid.rows) else []
    over = [grid.box(row - 1, col) for col, _box in begun]
    if len(begun) < 2 or any(box.figures or box.blank or box.cell.colspan > 1 for _col, box in begun):
        return False
    return all(box is not None and not box.figures and 1 < box.cell.colspan < grid.width for box in over)
