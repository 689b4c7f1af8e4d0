"""Columns that hold two things in each cell: 得分/分值 over 9.5/10, 目标值/完成值 over ≥320公里/326公里.

The second becomes a column of its own behind the last; every other column stays where it is.
"""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.grids import Box, Grid
from extractor.packs import FIGURE_SIGNS
from extractor.table_words import FUND_ROLES, column_role

_NAMES = regex.compile(r"(?P<one>[^/／]+)[/／](?P<other>[^/／]+)")
_CELL = regex.compile(rf"[^{FIGURE_SIGNS}]{{0,2}}(?P<one>[{FIGURE_SIGNS}])\s*[/／]\s*(?P<other>[{FIGURE_SIGNS}])\s*")
_ROLES = frozenset({"target", "actual", "weight", "score", *FUND_ROLES})


def apart(grid: Grid) -> Grid:
    """The grid with the columns of two things apart."""
    for row in range(len(grid.rows)):
        for col, box in list(grid.distinct(row)):
            if box.cell.row == row and not box.figures and (names := _names(box.text)):
                grid = _parted(grid, row, col, names)
    return grid


def _names(text: str) -> tuple[str, str] | None:
    match = _NAMES.fullmatch(text) if len(text) <= 16 else None
    roles = [column_role(name) for name in match.groups()] if match else []
    if match is None or roles[0] == roles[1] or not _ROLES.issuperset(roles):
        return None
    return match["one"], match["other"]


def _parted(grid: Grid, header: int, col: int, names: tuple[str, str]) -> Grid:
    """The grid with one column parted from its header down, if most of its cells can be."""
    below = {row: pair for row in range(header + 1, len(grid.rows)) if (pair := _pair(grid.box(row, col)))}
    filled = [row for row in range(header + 1, len(grid.rows)) if (box := grid.box(row, col)) and box.figures]
    head = grid.box(header, col)
    if head is None or len(below) < 2 or len(below) * 4 < len(filled) * 3:
        return grid
    below[header] = (_named(head, names[0]), _named(head, names[1]))
    rows = []
    for number, boxes in enumerate(grid.rows):
        one, other = below.get(number, (grid.box(number, col), None))
        filling = (None,) * (grid.width - len(boxes))
        rows.append((*boxes[:col], one, *boxes[col + 1 :], *filling, other))
    return replace(grid, rows=tuple(rows))


def _pair(box: Box | None) -> tuple[Box, Box] | None:
    match = _CELL.fullmatch(box.marked) if box is not None else None
    if box is None or match is None or len(box.tokens) != 2:
        return None
    one, other = (_only(box, at) for at in (0, 1))
    return (one, other) if one is not None and other is not None else None


def _only(box: Box, at: int) -> Box | None:
    """The box with just one of its two figures."""
    token = box.tokens[at]
    sign = [mark for mark in box.marked if mark in FIGURE_SIGNS][at]
    return replace(box, text=token.figure.text, marked=sign, tokens=(token,)) if token.figure else None


def _named(head: Box, name: str) -> Box:
    return replace(head, text=name, marked=name, tokens=())
