"""Bands: the stretches of a grid under one header row, with what each column means (patterns/columns.toml).

A national 自评表 is one grid with several bands: key and value rows, the fund band, the indicator band, the total row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from extractor.finders._evidence import told_by_cells
from extractor.finders._fund_evidence import funds_told_by_cells, money_apart
from extractor.finders._turned import turned
from extractor.grids import Box, Grid, grids
from extractor.packs import SIGNS
from extractor.reading import Reading
from extractor.table_words import BRACKETS, FUND_ROLES, LEVELS, BandKind, band_kind, column_role

_GROUP = 20
"""characters of the name of a group of indicators"""
_NAMED_POINTS = regex.compile(r"\p{Han}[^（(]*[（(](?:分值|权重|满分)?[：:]?[\d.]+分?[）)]")
_TIMES = regex.compile("[×*xX].$")
"""what a rate is multiplied by for its points, in the name of a column: 执行率×10分"""
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
        upright = _bands_of(grid)
        found.extend(upright)
        read = {row for band in upright for row in range(band.header, band.last)}
        for made in turned(grid, read):
            found.extend(_bands_of(made))
    return tuple(found)


@lru_cache(maxsize=2)
def scored_rows(reading: Reading) -> frozenset[tuple[int, int]]:
    """The rows that hold indicators with their headers, and those of keys and values: (index of the table, row). Their
    columns are no columns of amounts."""
    found: set[tuple[int, int]] = set()
    for band in bands(reading):
        if band.grid.turned_from is not None:
            index, rows = band.grid.turned_from
            if band.kind == "indicators" or len(band.grid.rows) == 2:
                found |= {(index, row) for row in rows}
        elif band.kind == "indicators":
            found |= {(band.grid.index, row) for row in range(band.header, band.last)}
    return frozenset(found)


def keyed_rows(reading: Reading) -> frozenset[tuple[int, int]]:
    """The rows of keys and values by turns that tell money or an indicator: (index of the table, row)."""
    made = [band.grid for band in bands(reading) if len(band.grid.rows) == 2]
    places = [grid.turned_from for grid in made if grid.turned_from is not None]
    return frozenset((index, row) for index, rows in places for row in rows)


@lru_cache(maxsize=2)
def tables(reading: Reading) -> tuple[Grid, ...]:
    """All tables of the reading as grids."""
    return grids(reading)


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
    columns, heads = _columns(grid, header, first)
    columns = _labels_apart(grid, rows, columns)
    columns = _levels_apart(grid, rows, columns)
    columns = money_apart(grid, rows, columns, heads)
    if not (sure and band_kind(columns) == "funds"):
        columns = told_by_cells(grid, rows, columns, heads)
    kind = band_kind(columns)
    if kind is None or not (sure or (kind == "indicators" and {"target", "actual"} <= set(columns))):
        return None
    if kind == "funds":
        columns = funds_told_by_cells(grid, rows, _tasks_as_items(columns), heads)
    return Band(grid, header, first, last, columns, heads, kind)


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


def _tasks_as_items(columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The columns of money; what is spent on tasks (任务名称) is told by their names."""
    if "item" in columns or "level3" not in columns:
        return columns
    return {("item" if role == "level3" else role): cols for role, cols in columns.items()}


def _levels_apart(grid: Grid, rows: range, columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The columns; where one name stands over two (指标内容), the last holds the names and the first a level."""
    for level, above in (("level3", "level2"), ("level2", "level1")):
        cols = columns.get(level, ())
        if len(cols) > 1 and above not in columns and any(_differ(grid, row, cols) for row in rows):
            columns = {**columns, level: cols[-1:], above: cols[:-1]}
    return columns


def _differ(grid: Grid, row: int, cols: tuple[int, ...]) -> bool:
    boxes = [grid.box(row, col) for col in cols[-2:]]
    return boxes[0] is not boxes[1] and all(
        box is not None and not box.blank and (not box.figures or points_in_name(box.text)) for box in boxes
    )


def points_in_name(text: str) -> bool:
    """True for a name with nothing but its points in brackets: 产出（60分）."""
    return _NAMED_POINTS.fullmatch(text) is not None


def _is_words(grid: Grid, row: int, col: int) -> bool:
    box = grid.box(row, col)
    return box is not None and not box.blank and not box.figures


def _is_figure(grid: Grid, row: int, col: int) -> bool:
    box = grid.box(row, col)
    return box is not None and box.figure is not None


def _role(texts: list[str]) -> str | None:
    """What a column is by its names from the top down: the lowest decides, save where it says less than all of them
    (投资｜计划)."""
    last, whole = column_role(texts[-1]), column_role("".join(texts))
    if last in ("target", "actual") and whole in FUND_ROLES:
        return whole
    over = column_role(texts[0])
    if last in ("item", "area") and (over in FUND_ROLES or over in LEVELS):
        return over  # 预算下达数｜市县 names a source, 一级指标｜名称 a level
    return last or whole or over


def _own_weights(columns: dict[str, list[int]], heads: dict[int, str]) -> None:
    """Where each level has its own weights (一级指标｜权重, 三级指标｜权重), those of the deepest count."""
    over = {col: _level_over(heads[col]) or _level_left(columns, col) for col in columns.get("weight", ())}
    deepest = max((level for level in over.values() if level), default=None)
    if len(over) > 1 and deepest:
        columns["weight"] = [col for col, level in over.items() if level == deepest]


def _level_left(columns: dict[str, list[int]], col: int) -> str | None:
    """The level whose column stands nearest to the left of a column: 一级指标 | 权重 | 二级指标 | 权重."""
    left = [(at, level) for level in LEVELS for at in columns.get(level, ()) if at < col]
    return max(left)[1] if left else None


def _level_over(head: str) -> str | None:
    """The level whose name begins a header: 一级指标 in 一级指标权重."""
    return next((role for end in range(len(head), 3, -1) if (role := column_role(head[:end])) in LEVELS), None)


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
        role = _role(texts)
        if role in FUND_ROLES and _WEIGHTED.search(texts[-1]):
            continue  # 预算执行情况（10分） heads a block and says what it is worth
        if role:
            columns.setdefault(role, []).append(col)
    _own_weights(columns, heads)
    columns.get("target", []).sort(key=lambda col: "调整" not in heads[col])  # the adjusted target counts
    return {role: tuple(cols) for role, cols in columns.items()}, heads
