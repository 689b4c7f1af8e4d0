"""Tables whose names stand beside the values and not over them, turned so that one reading serves them all.

*On their side*: each row says what it is (目标值, 完成值, 得分; 预算数, 支出数), a column is an indicator or a source.
*Keys and values*: 指标名称 | … | 目标值 | … | 完成值 | … | 得分 | …, several pairs a row, one record after the other.
A turned grid has its names in the first row; its cells keep their text, place and address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from extractor.grids import Box, Grid, unit_named
from extractor.table_words import FUND_ROLES, LEVELS, band_kind, column_role, row_kind, year_named

_SAID = frozenset(
    {*LEVELS, *FUND_ROLES, "target", "actual", "op", "unit", "weight", "score", "reason", "completion", "rate",
     "in_place_rate"}
)  # fmt: skip
"""what can be said of an indicator or of money beside its name"""

_Pair = tuple[str, Box, Box]
"""role, its name, what stands beside it"""


def turned(grid: Grid, read: Collection[int]) -> list[Grid]:
    """The turned grids of a table; ``read`` are the rows that have been read under names of columns."""
    found: list[Grid] = []
    for rows in _stretches(grid, read):
        if made := _on_its_side(grid, rows):
            found.append(made)
            read = {*read, *rows}
    return [*found, *_records(grid, read)]


# ---------------------------------------------------------------- on their side


def _label(grid: Grid, row: int) -> tuple[int, Box, str] | None:
    """The name of a row with its column and its role: the first cell that is not the heading of a block."""
    for col, box in grid.distinct(row):
        if box.blank or box.cell.rowspan > 1:
            continue
        role = None if box.figures else column_role(box.text)
        return (col, box, role) if role is not None and role in _SAID else None
    return None


def _stretches(grid: Grid, read: Collection[int]) -> Iterator[range]:
    """Rows one below the other that are each called by another role, at one column, with values beside them."""
    start, roles, at = 0, set[str](), -1
    for row in range(len(grid.rows) + 1):
        label = _label(grid, row) if row < len(grid.rows) and row not in read else None
        goes_on = label is not None and _has_values(grid, row, label[0], label[2])
        if label is None or not goes_on or label[2] in roles or label[0] != at:
            if len(roles) > 1:
                yield range(start, row)
            start, roles, at = row, set(), label[0] if label is not None and goes_on else -1
        if label is not None and goes_on:
            roles.add(label[2])


def _has_values(grid: Grid, row: int, col: int, role: str) -> bool:
    """True for a row of two cells or more beside its name, no name of a column among them; of money there are
    figures (资金执行 | 合计 | 中央资金 is a row of names)."""
    beside = [box for at, box in grid.distinct(row) if at > col and not box.blank]
    if role in FUND_ROLES and not any(box.figures for box in beside):
        return False
    return len(beside) > 1 and not any(not box.figures and column_role(box.text) in _SAID for box in beside)


def _on_its_side(grid: Grid, rows: range) -> Grid | None:
    labels = [label for row in rows if (label := _label(grid, row))]
    col, roles = labels[0][0], {label[2] for label in labels}
    names = rows.start - 1
    if "level3" in roles:
        lines = list(rows)
    elif names >= 0 and _is_names(grid, names, col):
        lines = [names, *rows]
    else:
        return None
    kind = band_kind(roles | {"level3"}) if roles & {"target", "actual", "score"} else band_kind(roles | {"item"})
    if kind is None:
        return None
    starts = sorted({at for row in rows for at, box in grid.distinct(row) if at > col and not box.blank})
    heads = [grid.box(row, col) for row in lines]
    corner = heads[0]
    if kind == "indicators" and corner is not None and column_role(corner.text) not in LEVELS:
        return None
    table = [heads, *([grid.box(row, at) for row in lines] for at in starts)]
    return _made(grid, table, rows)


def _is_names(grid: Grid, row: int, col: int) -> bool:
    """True for a row of words over the columns: what they are of. Years are another matter (table_years)."""
    over = [box for at, box in grid.distinct(row) if at > col and not box.blank]
    return len(over) > 1 and not any(box.figures or year_named(box.text) for box in over)


# ---------------------------------------------------------------- keys and values


def _records(grid: Grid, read: Collection[int]) -> list[Grid]:
    """The records that stand as keys and values: each begins where a key comes again."""
    records: list[tuple[list[_Pair], set[int]]] = []
    for row in range(len(grid.rows)):
        for pair in _pairs(grid, row) if row not in read else ():
            pair = _after_changes(pair, records[-1][0] if records else ())
            if not records or any(pair[0] == role for role, _key, _value in records[-1][0]):
                records.append(([], set()))
            if pair[0] in LEVELS and records[-1][0] and not _is_named(records[-1][0]):
                records.append(([], set()))
            records[-1][0].append(pair)
            records[-1][1].add(row)
    return [made for record, rows in records if (made := _record(grid, record, rows))]


def _after_changes(pair: _Pair, record: Sequence[_Pair]) -> _Pair:
    """预算数 behind 年初预算数 is the budget after changes."""
    role, key, value = pair
    initial = next((one.text for said, one, _value in record if said == "initial_budget"), "")
    if role == "initial_budget" and "初" in initial and "初" not in key.text:
        return "adjusted_budget", key, value
    return pair


def _is_named(record: Sequence[_Pair]) -> bool:
    return any(role in LEVELS for role, _key, _value in record)


def _pairs(grid: Grid, row: int) -> list[_Pair]:
    """Keys that we know with the values beside them, in a row of keys and values by turns."""
    boxes = [box for _col, box in grid.distinct(row) if box.cell.row == row]
    if len(boxes) % 2 and boxes[0].cell.rowspan > 1 and boxes[0].cell.col == 0:
        boxes = boxes[1:]  # the name of the block
    if not boxes or len(boxes) % 2:  # of a row that is all merged with the one above nothing is its own
        return []
    if any(box.blank or box.figures for box in boxes[::2]) or row_kind(boxes[0].text):
        return []
    roles = [column_role(box.text) for box in boxes]
    if any(role in _SAID and not box.figures for role, box in zip(roles[1::2], boxes[1::2], strict=True)):
        return []
    pairs = zip(roles[::2], boxes[::2], boxes[1::2], strict=True)
    return [(role, key, value) for role, key, value in pairs if role is not None and role in _SAID]


def _record(grid: Grid, record: list[_Pair], rows: set[int]) -> Grid | None:
    roles = {role for role, _key, value in record if not value.blank}
    kind = band_kind(roles)
    if kind is None or (kind == "indicators" and "level3" not in roles):
        return None
    table = [[key for _role, key, _value in record], [value for _role, _key, value in record]]
    beside = (unit_named(box.text) for row in sorted(rows) for _col, box in grid.distinct(row) if box.cell.rowspan > 1)
    unit = next((unit for unit in beside if unit), grid.unit)  # 经费（万元） stands beside its keys
    return replace(_made(grid, table, rows), unit=unit)


# ---------------------------------------------------------------- both


def _made(grid: Grid, table: Sequence[Sequence[Box | None]], rows: Collection[int]) -> Grid:
    """A grid of cells in a new order."""
    placed = tuple(
        tuple(
            replace(box, cell=replace(box.cell, row=row, col=col, rowspan=1, colspan=1)) if box is not None else None
            for col, box in enumerate(line)
        )
        for row, line in enumerate(table)
    )
    return replace(grid, rows=placed, index=-1, turned_from=(grid.index, frozenset(rows)))
