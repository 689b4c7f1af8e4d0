"""What the columns of a table of money are by what stands in them and beside them.

计划 and 实际 over amounts are budget and spending; money paid out to those who use it is what they received; columns
that are called by a source only (中央, 省级) are the parts of the column that their sums give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import regex

from extractor.finders._fund_words import source_named, tidy
from extractor.grids import Grid, unit_named
from extractor.quantity import Unit
from extractor.table_words import FUND_ROLES, LEVELS, year_named

Columns = dict[str, tuple[int, ...]]

_ALLOTTED = regex.compile(r"下达")
_FIRST = regex.compile(r"年初|期初")
_GROWTH = regex.compile("^(?:同比)?增减|增长")
_CHANGE = regex.compile("增|减|追|±")
_AMONG = regex.compile(r"^.{0,8}其中[：:]?")
_AMOUNTS = {"target": "initial_budget", "actual": "spent", "completion": "rate"}


def money_apart(grid: Grid, rows: Sequence[int], columns: Columns, heads: dict[int, str]) -> Columns:
    """The columns; 计划 | 实际 | 完成率 over amounts of places or items are budget, spending and rate."""
    if any(level in columns for level in LEVELS):
        return columns
    if "target" in columns and "actual" not in columns and {"spent", "received"} & set(columns):
        return _planned(grid, rows, columns, heads)
    if not {"target", "actual"} <= set(columns):
        return columns
    if {"weight", "score", "op", "unit"} & set(columns) or set(_AMOUNTS.values()) & set(columns) - {"rate"}:
        return columns
    if not all(_is_money(grid, rows, col, heads) for role in ("target", "actual") for col in columns[role]):
        return columns
    return {_AMOUNTS.get(role, role): cols for role, cols in columns.items()}


def _planned(grid: Grid, rows: Sequence[int], columns: Columns, heads: dict[int, str]) -> Columns:
    """The columns; amounts that are called a plan (计划 | 到位 | 支付, 下达指标 | 支出) beside what came of it are the
    budget."""
    role = "adjusted_budget" if all("后" in heads[col] for col in columns["target"]) else "initial_budget"
    if role in columns or (role == "initial_budget" and "adjusted_budget" in columns):
        return columns
    if not all(_is_money(grid, rows, col, heads) for col in columns["target"]):
        return columns
    return {(role if one == "target" else one): cols for one, cols in columns.items()}


def _is_money(grid: Grid, rows: Sequence[int], col: int, heads: dict[int, str]) -> bool:
    """True for a column of amounts: each has a unit of money, its own, its header's or the table's; no bounds."""
    figures = [box.figure for row in rows if (box := grid.box(row, col)) and box.figure]
    given = unit_named(heads.get(col, "")) or grid.unit or _unit_beside(grid, rows)
    units = [figure.quantity.unit or given for figure in figures]
    exact = all(figure.quantity.op == "eq" for figure in figures)
    return len(figures) > 1 and exact and all(unit is not None and unit.dimension == "money" for unit in units)


def _unit_beside(grid: Grid, rows: Sequence[int]) -> Unit | None:
    """The unit that the heading of a block beside its rows sets: 资金投入（万元）."""
    beside = (box for row in rows[:1] for _col, box in grid.distinct(row) if box.cell.rowspan > 1)
    return next((unit for box in beside if (unit := unit_named(box.text))), None)


def funds_told_by_cells(grid: Grid, rows: Sequence[int], columns: Columns, heads: dict[int, str]) -> Columns:
    """The columns of a band of money with what their neighbours and their sums say."""
    found = _changed_apart(_paid_apart(_without_growth(grid, rows, columns, heads), heads), heads)
    found = _allotted_apart(found, heads)
    if "rate" not in found and "completion" in found:
        found["rate"] = found.pop("completion")  # 完成率 beside amounts
    found = _whole_after_changes(grid, rows, found, heads)
    taken = {col for cols in found.values() for col in cols}
    free = [col for col in sorted(heads) if col not in taken and source_named(_named(heads[col]))]
    for run in _runs(free):
        role, whole = _whole_of(grid, rows, run, found) or (None, None)
        if role is not None and whole is not None:
            found[role] = tuple(sorted({*found[role], *run}))
    return found


def _without_growth(grid: Grid, rows: Sequence[int], columns: Columns, heads: dict[int, str]) -> Columns:
    """The columns; 增减额 beside two years is what changed between them, and no change of a budget."""
    over = range(max(0, rows[0] - 3), rows[0]) if rows else range(0)
    names = (*heads.values(), *(box.text for row in over for _col, box in grid.distinct(row) if box.cell.colspan > 1))
    years = {year for name in names if (year := year_named(name))}
    kept = tuple(col for col in columns.get("adjustment", ()) if not _GROWTH.search(heads[col]))
    if len(years) < 2 or len(kept) == len(columns.get("adjustment", ())):
        return columns
    rest = {role: cols for role, cols in columns.items() if role != "adjustment"}
    return {**rest, "adjustment": kept} if kept else rest


def _paid_apart(columns: Columns, heads: dict[int, str]) -> Columns:
    """The columns; money paid out to those who use it (拨付) beside what they used is what they received."""
    spent = columns.get("spent", ())
    paid = tuple(col for col in spent if "拨付" in heads[col])
    if not paid or len(paid) == len(spent) or "received" in columns:
        return dict(columns)
    return {**columns, "received": paid, "spent": tuple(col for col in spent if col not in paid)}


def _allotted_apart(columns: Columns, heads: dict[int, str]) -> Columns:
    """The columns; money allotted (下达指标) is the budget of a table that has no other, where the table tells what
    arrived too, or only what became of it."""
    if {"initial_budget", "adjusted_budget", "allocated"} & set(columns):
        return columns
    received = columns.get("received", ())
    allotted = tuple(col for col in received if _ALLOTTED.search(heads[col]))
    if not allotted or (len(allotted) == len(received) and "spent" not in columns):
        return columns
    kept = tuple(col for col in received if col not in allotted)
    rest = {role: cols for role, cols in columns.items() if role != "received"}
    return {**rest, "adjusted_budget": allotted, **({"received": kept} if kept else {})}


def _changed_apart(columns: Columns, heads: dict[int, str]) -> Columns:
    """The columns; a budget beside the one of the start of the year (年初预算数 | 预算数) is the one after changes."""
    budgets = columns.get("initial_budget", ())
    first = tuple(col for col in budgets if _FIRST.search(heads[col]))
    if not first or len(first) == len(budgets) or "adjusted_budget" in columns:
        return columns
    later = tuple(col for col in budgets if col not in first)
    return {**columns, "initial_budget": first, "adjusted_budget": later}


def _whole_after_changes(grid: Grid, rows: Sequence[int], columns: Columns, heads: dict[int, str]) -> Columns:
    """The columns; 调整数 between the first budget and what was spent holds the budget after changes, not the change,
    where the rates are reckoned from it or, without rates, where it is everywhere near to the first budget and enough
    for what was spent."""
    changes = columns.get("adjustment", ())
    if len(changes) != 1 or "adjusted_budget" in columns or _CHANGE.search(heads[changes[0]]):
        return columns
    told = [verdict for row in rows if (verdict := _is_whole(grid, row, changes[0], columns)) is not None]
    if not told or told.count(True) * 4 < len(told) * 3:
        return columns
    rest = {role: cols for role, cols in columns.items() if role != "adjustment"}
    return {**rest, "adjusted_budget": changes}


def _is_whole(grid: Grid, row: int, col: int, columns: Columns) -> bool | None:
    """Whether a row's figure under 调整数 is the budget after changes; None where the row does not tell."""
    changed = _value(grid, row, col)
    first, spent, rate = (
        _first_value(grid, row, columns.get(role, ())) for role in ("initial_budget", "spent", "rate")
    )
    if changed is None or spent is None or not changed:
        return None
    if rate is not None:
        return abs(spent * 100 / changed - rate) < 1
    return first is not None and changed > 0 and first / 2 <= changed <= first * 2 and spent <= changed


def _first_value(grid: Grid, row: int, cols: Sequence[int]) -> Decimal | None:
    return next((value for col in cols if (value := _value(grid, row, col)) is not None), None)


def _named(head: str) -> str:
    """What a column is called, without 其中 over or before it."""
    return tidy(_AMONG.sub("", head))


def _runs(cols: Sequence[int]) -> Iterator[list[int]]:
    """Columns side by side, two or more."""
    run: list[int] = list(cols[:1])
    for one, other in pairwise(cols):
        if other - one > 1:
            if len(run) > 1:
                yield run
            run = []
        run.append(other)
    if len(run) > 1:
        yield run


def _whole_of(grid: Grid, rows: Sequence[int], run: Sequence[int], columns: Columns) -> tuple[str, int] | None:
    """The column nearest to a run that holds its sums."""
    wholes = [(role, col) for role in FUND_ROLES for col in columns.get(role, ())]
    for role, col in sorted(wholes, key=lambda one: min(abs(one[1] - at) for at in run)):
        sums = [(_value(grid, row, col), [_value(grid, row, at) for at in run]) for row in rows]
        told = [(one, parts) for one, parts in sums if one is not None and any(part is not None for part in parts)]
        fitting = [whole for whole, parts in told if sum((part or Decimal(0) for part in parts), Decimal(0)) == whole]
        if len(told) > 1 and len(fitting) * 3 >= len(told) * 2:
            return role, col
    return None


def _value(grid: Grid, row: int, col: int) -> Decimal | None:
    box = grid.box(row, col)
    return box.figure.quantity.value if box is not None and box.figure is not None else None
