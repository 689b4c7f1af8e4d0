"""Bands: the stretches of a grid under one header row, with what each column means (patterns/columns.toml).

A national 自评表 is one grid with several bands: key and value rows, the fund band, the indicator band, the total row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from extractor.grids import Box, Grid, grids
from extractor.packs import SIGNS
from extractor.reading import Reading
from extractor.table_words import BRACKETS, FUND_ROLES, LEVELS, BandKind, band_kind, column_role

_WEIGHTED = regex.compile(r"[（(]\d+分[）)]")


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
        found.extend(_bands_of(grid))
    return tuple(found)


@lru_cache(maxsize=2)
def tables(reading: Reading) -> tuple[Grid, ...]:
    """All tables of the reading as grids."""
    return grids(reading)


def _bands_of(grid: Grid) -> list[Band]:
    headers = [row for row in range(len(grid.rows)) if _is_header(grid, row)]
    found: list[Band] = []
    taken = -1
    for header in headers:
        if header <= taken:
            continue
        first = header + 1
        while first in headers and _under_merged(grid, first):
            first += 1
        taken = first - 1
        last = next(
            (row for row in range(first, len(grid.rows)) if row in headers or _is_text(grid, row)), len(grid.rows)
        )
        columns, heads = _columns(grid, header, first)
        columns = _labels_apart(grid, range(first, last), columns)
        kind = band_kind(columns)
        if kind:
            found.append(Band(grid, header, first, last, columns, heads, kind))
    return found


def _is_header(grid: Grid, row: int) -> bool:
    """True for a row of column names: two roles or more, and no data."""
    roles = set()
    for _col, box in grid.distinct(row):
        if box.blank:
            continue
        if box.cell.row != row:
            continue  # it began in a row above: a block's heading
        bare = BRACKETS.sub("", box.marked)
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


def _under_merged(grid: Grid, row: int) -> bool:
    """True when a row stands under merged cells of the row above: the second row of a header."""
    boxes = {id(box) for _c, box in grid.distinct(row)}
    above = {id(box) for _c, box in grid.distinct(row - 1)}
    return bool(boxes & above) or len(boxes) > len(above)


def _labels_apart(grid: Grid, rows: range, columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The columns; one that is headed like an amount but holds words names the rows (预算执行情况 over 总额,
    其中：财政资金)."""
    labels = tuple(
        col
        for role, cols in columns.items()
        if role in FUND_ROLES
        for col in cols
        if any(_is_words(grid, row, col) for row in rows) and not any(_is_figure(grid, row, col) for row in rows)
    )
    if not labels:
        return columns
    kept = {role: tuple(col for col in cols if col not in labels) for role, cols in columns.items()}
    kept["item"] = (*kept.get("item", ()), *labels)
    return {role: cols for role, cols in kept.items() if cols}


def _is_words(grid: Grid, row: int, col: int) -> bool:
    box = grid.box(row, col)
    return box is not None and not box.blank and not box.figures


def _is_figure(grid: Grid, row: int, col: int) -> bool:
    box = grid.box(row, col)
    return box is not None and box.figure is not None


def _columns(grid: Grid, header: int, first: int) -> tuple[dict[str, tuple[int, ...]], dict[int, str]]:
    columns: dict[str, list[int]] = {}
    heads: dict[int, str] = {}
    for col in range(grid.width):
        texts: list[str] = []
        for row in range(header, first):
            box = grid.box(row, col)
            if box is None or box.blank or box.cell.row + box.cell.rowspan > first:
                continue  # a block's heading stands beside the rows, not over them
            if box.text not in texts:
                texts.append(box.text)
        if not texts:
            continue
        heads[col] = "".join(texts)
        role = column_role(texts[-1]) or column_role(heads[col]) or column_role(texts[0])
        if role in FUND_ROLES and _WEIGHTED.search(texts[-1]):
            continue  # 预算执行情况（10分） heads a block and says what it is worth
        if role:
            columns.setdefault(role, []).append(col)
    columns.get("target", []).sort(key=lambda col: "调整" not in heads[col])  # the adjusted target counts
    return {role: tuple(cols) for role, cols in columns.items()}, heads
