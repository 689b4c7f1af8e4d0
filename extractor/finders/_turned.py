"""Tables on their side, turned so that one reading serves them all: each row says what it is (目标值, 完成值, 得分;
预算数, 支出数), a column is an indicator or a source.

A turned grid has its names in the first row; its cells keep their text, place and address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from extractor.grids import Box, Grid
from extractor.table_words import FUND_ROLES, LEVELS, band_kind, column_role, year_named

SAID = frozenset(
    {*LEVELS, *FUND_ROLES, "target", "actual", "op", "unit", "weight", "score", "reason", "completion", "rate",
     "in_place_rate"}
)  # fmt: skip
"""what can be said of an indicator or of money beside its name"""


def turned(grid: Grid, read: Collection[int]) -> list[Grid]:
    """The turned grids of a table; ``read`` are the rows that have been read under names of columns."""
    return [one for rows in _stretches(grid, read) if (one := _on_its_side(grid, rows))]


def _label(grid: Grid, row: int) -> tuple[int, Box, str] | None:
    """The name of a row with its column and its role: the first cell that is not the heading of a block."""
    for col, box in grid.distinct(row):
        if box.blank or box.cell.rowspan > 1:
            continue
        role = None if box.figures else column_role(box.text)
        return (col, box, role) if role is not None and role in SAID else None
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
    return len(beside) > 1 and not any(not box.figures and column_role(box.text) in SAID for box in beside)


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
    return made(grid, table, rows)


def _is_names(grid: Grid, row: int, col: int) -> bool:
    """True for a row of words over the columns: what they are of. Years are another matter (table_years)."""
    over = [box for at, box in grid.distinct(row) if at > col and not box.blank]
    return len(over) > 1 and not any(box.figures or year_named(box.text) for box in over)


def made(grid: Grid, table: Sequence[Sequence[Box | None]], rows: Collection[int]) -> Grid:
    """A grid of cells in a new order."""
    placed = tuple(
        tuple(
            replace(box, cell=replace(box.cell, row=row, col=col, rowspan=1, colspan=1)) if box is not None else None
            for col, box in enumerate(line)
        )
        for row, line in enumerate(table)
    )
    return replace(grid, rows=placed, index=-1, turned_from=(grid.index, frozenset(rows)))
