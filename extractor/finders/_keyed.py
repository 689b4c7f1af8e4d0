"""Keys with their values beside them (预算数 | 100 | 执行数 | 98 | 执行率 | 98%; 指标名称 | … | 目标值 | … | 得分 | …).

Several pairs stand in a row, one record after the other, or in one cell (财政拨款：100 / 其他资金：20).

A record becomes a grid with the keys in the first row, as if they stood over the values. What a source has of an amount
is a row of its own in it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

import regex

from extractor.finders._fund_words import source_named, tidy
from extractor.finders._turned import SAID, made
from extractor.grids import Box, Grid, unit_named
from extractor.packs import FIGURE_SIGNS
from extractor.quantity import Unit
from extractor.table_words import BRACKETS, FUND_ROLES, LEVELS, band_kind, column_role, row_kind

_ENTRY = regex.compile(
    rf"[\s；;，,、。]*(?:其中[：:，,]?\s*)?(?P<name>[^{FIGURE_SIGNS}\ue000-\uf8ff：:；;，,。\n]{{2,16}})[：:为]?\s*(?P<sign>[{FIGURE_SIGNS}])[\s；;，,、。]*"
)
_HEAD = regex.compile(rf"(?P<name>[^{FIGURE_SIGNS}：:；;，,。\n]{{3,20}})[：:]\s*(?=\p{{Han}})")
"""what a list in a cell is of: 决算列支数按用途分："""
_AMONG = regex.compile(r"^其中[：:，,]?")


class Pair(NamedTuple):
    """A value with its key. ``role`` is what the key says; of a source's share (``part``) it is that of the amount that
    it is a part of, "" where only the sum can tell."""

    role: str
    key: Box
    value: Box
    part: bool = False


def records(grid: Grid, read: Collection[int]) -> list[Grid]:
    """The grids made of keys and values; ``read`` are the rows that have been read under names of columns."""
    found: list[tuple[list[Pair], set[int], Unit | None]] = []
    for row in range(len(grid.rows)):
        pairs = _listed(grid, row) or (_pairs(grid, row) if row not in read else [])
        unit = _unit(grid, row) if pairs else None
        for pair in pairs:
            pair = _after_changes(pair, found[-1][0] if found else ())
            if not found or (not pair.part and any(pair.role == one.role and not one.part for one in found[-1][0])):
                found.append(([], set(), unit))
            if pair.role in LEVELS and found[-1][0] and not _is_named(found[-1][0]):
                found.append(([], set(), unit))
            found[-1][0].append(pair)
            found[-1][1].add(row)
    return [one for record, rows, unit in found if (one := _record(grid, record, rows, unit))]


def by_turns(grid: Grid) -> set[int]:
    """The rows that hold several keys that we know, each with its value beside it."""
    return {row for row in range(len(grid.rows)) if len(_pairs(grid, row)) > 1}


def _after_changes(pair: Pair, record: Sequence[Pair]) -> Pair:
    """预算数 behind 年初预算数 is the budget after changes."""
    initial = next((one.key.text for one in record if one.role == "initial_budget" and not one.part), "")
    if pair.role == "initial_budget" and not pair.part and "初" in initial and "初" not in pair.key.text:
        return pair._replace(role="adjusted_budget")
    return pair


def _is_named(record: Sequence[Pair]) -> bool:
    return any(pair.role in LEVELS for pair in record)


# ---------------------------------------------------------------- pairs side by side


def _pairs(grid: Grid, row: int) -> list[Pair]:
    """Keys that we know with the values beside them, in a row of keys and values by turns."""
    boxes = _by_turns([box for _col, box in grid.distinct(row) if box.cell.row == row])
    if not boxes or any(box.blank or box.figures for box in boxes[::2]) or row_kind(boxes[0].text) == "total":
        return []
    said = [(column_role(box.text), box) for box in boxes]
    if any(role in SAID and not box.figures for role, box in said[1::2]):
        return []
    found: list[Pair] = []
    for (role, key), value in zip(said[::2], boxes[1::2], strict=True):
        over = _role_over(grid, row, key) if _source(key) else None
        share = _source(key) is not None and bool(_AMONG.match(key.text) or (found and found[-1].part))
        if over or share:
            found.append(Pair(over or (found[-1].role if found else ""), key, value, part=True))
        elif role is not None and role in SAID:
            found.append(Pair(role, key, value))
    return found


def _role_over(grid: Grid, row: int, key: Box) -> str | None:
    """What the amount is that a source has a share of, by the key over those of the sources in its column (到位资金 |
    612.50 over 其中：中央财政 | 300.00, 省财政 | 200.00)."""
    for at in range(row - 1, -1, -1):
        box = grid.box(at, key.cell.col)
        if box is None or box.figures or box.cell.colspan != key.cell.colspan:
            return None
        if not _source(box):
            value = grid.box(at, key.cell.col + key.cell.colspan)
            return _money_role(box.text) if value is not None and value.figures else None
    return None


def _by_turns(boxes: list[Box]) -> list[Box]:
    """Keys and values by turns, without the heading of the block; nothing where they do not come out even. What is left
    blank at the end of a row holds neither (a sheet is as wide as its widest table)."""
    while len(boxes) > 2 and boxes[-1].blank and boxes[-2].blank:
        boxes = boxes[:-2]
    if len(boxes) % 2 == 0:
        return boxes  # of a row that is all merged with the one above nothing is its own
    merged = boxes[0].cell.rowspan > 1 and boxes[0].cell.col == 0
    if merged or (len(boxes) > 4 and _is_heading(boxes[0])):
        return boxes[1:]
    return boxes[:-1] if boxes[-1].blank else []


def _is_heading(box: Box) -> bool:
    bare = BRACKETS.sub("", box.text)
    return not box.blank and (column_role(bare) not in SAID or box.cell.rowspan > 1)


def _source(key: Box) -> str | None:
    return source_named(tidy(BRACKETS.sub("", _AMONG.sub("", key.text))))


# ---------------------------------------------------------------- lists in cells


def _listed(grid: Grid, row: int) -> list[Pair]:
    """What the cells of a row list, when one of them lists an amount by its sources."""
    boxes = [(col, box) for col, box in grid.distinct(row) if box.cell.row == row]
    lists = {col: entries for col, box in boxes if (entries := _entries(box))}
    if not any(len(entries) > 1 for entries in lists.values()):
        return []
    found: list[Pair] = []
    for col, entries in lists.items():
        headed = _role_headed(grid.box(row, col))
        role = headed or _role_of(grid, row, col, entries)
        for at, (key, value) in enumerate(entries):
            own = _money_role(key.text)
            if not at and (own or _is_whole(key)):
                found.append(Pair(own or role, key, value))
            elif len(entries) == 1 and column_role(key.text) in SAID:
                found.append(Pair(column_role(key.text) or "", key, value))
            elif role and (_source(key) or headed):
                found.append(Pair(role, key, value, part=True))
    return [pair for pair in found if pair.role]


def _unit(grid: Grid, row: int) -> Unit | None:
    """The unit that the heading of a row or the names over it set."""
    over = (box for at in (row, row - 1) for _col, box in (grid.distinct(at) if at >= 0 else ()) if not box.figures)
    return next((unit for box in over if (unit := unit_named(box.text))), None)


def _entries(box: Box) -> list[tuple[Box, Box]]:
    """The names and amounts of a cell that is nothing else."""
    found: list[tuple[Box, Box]] = []
    head = _HEAD.match(box.marked)
    at = head.end() if head else 0
    while at < len(box.marked):
        match = _ENTRY.match(box.marked, at)
        token = box.token_at(match.start("sign")) if match else None
        if match is None or token is None or token.figure is None:
            return []
        key = replace(box, text=match["name"].replace(" ", ""), marked=match["name"], tokens=())
        found.append((key, replace(box, text=token.figure.text, marked=match["sign"], tokens=(token,))))
        at = match.end()
    return found


def _role_headed(box: Box | None) -> str | None:
    """What a list is of by its heading: 决算列支数按用途分：基本支出 …; 项目支出 …"""
    head = _HEAD.match(box.marked) if box is not None else None
    names = (head["name"][:end] for end in range(len(head["name"]), 1, -1)) if head else ()
    return next((role for name in names if (role := _money_role(name))), None)


def _role_of(grid: Grid, row: int, col: int, entries: Sequence[tuple[Box, Box]]) -> str:
    """What the amounts of a list are: by its first name, the key left of the cell, or the name over it."""
    if own := _money_role(entries[0][0].text):
        return own
    left = grid.box(row, col - 1)
    if left is not None and not left.figures and (role := _money_role(left.text)):
        return role
    over = (box for at in range(row - 1, -1, -1) if (box := grid.box(at, col)) and not box.figures)
    return _money_role(box.text) or "" if (box := next(over, None)) else ""


def _money_role(text: str) -> str | None:
    if row_kind(text) == "source_total" and "年度" in text:
        return "adjusted_budget"  # 年度资金总额
    role = column_role(text)
    return role if role in FUND_ROLES and source_named(tidy(BRACKETS.sub("", text))) is None else None


def _is_whole(key: Box) -> bool:
    return row_kind(key.text) in ("total", "source_total", "subtotal")


# ---------------------------------------------------------------- the grid of a record


def _record(grid: Grid, record: list[Pair], rows: set[int], unit: Unit | None) -> Grid | None:
    record = _attributed(record)
    whole = {pair.role: pair for pair in record if not pair.part}
    shares = [pair for pair in record if pair.part]
    columns = {pair.role: pair.key for pair in (*shares, *whole.values())}
    kind = band_kind(
        {*columns, *(["item"] if shares else [])} - {role for role, one in whole.items() if one.value.blank}
    )
    if kind is None or (kind == "indicators" and "level3" not in columns):
        return None
    corner = [replace(record[0].key, text="资金来源", marked="资金来源", tokens=())] if shares else []
    keys = [_named(pair.role, pair.key, pair.part) for pair in record if _is_first(pair, record)]
    roles = [pair.role for pair in record if _is_first(pair, record)]
    table: list[list[Box | None]] = [[*corner, *keys]]
    table.append([*([None] if shares else []), *(whole[role].value if role in whole else None for role in roles)])
    for name in dict.fromkeys(map(_part_named, shares)):
        its = {pair.role: pair for pair in reversed(shares) if _part_named(pair) == name}
        label = next(iter(its.values())).key
        table.append([label, *(its[role].value if role in its else None for role in roles)])
    return replace(made(grid, table, rows), unit=unit or grid.unit, keyed=True)


def _is_first(pair: Pair, record: Sequence[Pair]) -> bool:
    """True for the pair that names the column of a role: the amount itself, or its first share where it is not told."""
    same = [one for one in record if one.role == pair.role]
    return pair is next((one for one in same if not one.part), same[0])


def _part_named(pair: Pair) -> str:
    """The source that a share is of, or what it was spent on."""
    return _source(pair.key) or tidy(pair.key.text)


_NAMES = {"initial_budget": "年初预算数", "adjusted_budget": "调整后预算数", "spent": "支出数", "received": "到位数"}


def _named(role: str, key: Box, part: bool) -> Box | None:
    """The key as the name of a column; one that names only a part, or the whole by 合计, is called by its role."""
    if not part and column_role(key.text) == role:
        return key
    name = _NAMES.get(role)
    return replace(key, text=name, marked=name, tokens=()) if name else None


def _attributed(record: list[Pair]) -> list[Pair]:
    """The shares of which no word says what they are parts of go to the one amount that they add up to."""
    lost = [pair for pair in record if pair.part and not pair.role]
    amounts = [figure.quantity.value for pair in lost if (figure := pair.value.figure)]
    wholes = {
        pair.role
        for pair in record
        if pair.role in FUND_ROLES and not pair.part and (figure := pair.value.figure)
        and figure.quantity.value == sum(amounts, Decimal(0))
    }  # fmt: skip
    told = [pair for pair in record if pair.role]
    if len(amounts) < 2 or len(wholes) != 1:
        return told
    role = wholes.pop()
    return [*told, *(pair._replace(role=role) for pair in lost)]
