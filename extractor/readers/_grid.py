"""Ruled lines to grids: which lines make a table, and which of its fields are merged.

Lines that lie almost on one another are one line; lines that touch belong to one grid. Two neighbouring fields without
a line between them are one cell. Sides that were left open (tables without outer borders) are closed at the ends
of the crossing lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.readers._sheet import Edge

_SNAP = 3.0
"""points: lines closer than this are one, and ends that miss each other by less do meet"""
_OPEN_SIDE = 8.0
"""points that lines must stick out before an open side is closed"""
MAX_FIELDS = 100_000


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of a grid, merged fields as one."""

    row: int
    col: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Column borders ``xs``, row borders ``ys``, the cells, and for each field (row by row) the index of its cell."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    fields: tuple[Field, ...]
    owner: tuple[int, ...]

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def cell_at(self, x: float, y: float) -> int | None:
        """The index of the cell in which a point lies, or None outside the grid."""
        col, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= col < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owner[row * self.columns + col]
        return None


@dataclass(slots=True)
class _Rule:
    """One line after snapping, with its stretches in order."""

    at: float
    parts: list[tuple[float, float]]

    @property
    def low(self) -> float:
        return self.parts[0][0]

    @property
    def high(self) -> float:
        return self.parts[-1][1]

    def spans(self, where: float) -> bool:
        return any(low - _SNAP <= where <= high + _SNAP for low, high in self.parts)


def grids(edges: Sequence[Edge]) -> list[Grid]:
    """The grids of a page, from top to bottom."""
    level = _snapped([edge for edge in edges if not edge.upright])
    upright = _snapped([edge for edge in edges if edge.upright])
    if len(level) < 2 or not upright or len(level) * len(upright) > MAX_FIELDS:
        return []
    found = (_grid(*group) for group in _touching(level, upright))
    return sorted((grid for grid in found if grid), key=lambda grid: (grid.ys[0], grid.xs[0]))


def _snapped(edges: list[Edge]) -> list[_Rule]:
    """Lines at (nearly) one place as one, stretches that (nearly) meet joined; each stretch is a rule of its own, so
    that two tables side by side stay two."""
    rules: list[_Rule] = []
    group: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        if group and edge.at - group[0].at > _SNAP:
            rules.extend(_rules(group))
            group = []
        group.append(edge)
    rules.extend(_rules(group))
    return rules


def _rules(group: list[Edge]) -> Iterator[_Rule]:
    if not group:
        return
    at = sum(edge.at for edge in group) / len(group)
    low, high = 0.0, -1.0
    for edge in sorted(group, key=lambda edge: edge.low):
        if high >= low and edge.low <= high + _SNAP:
            high = max(high, edge.high)
            continue
        if high - low > _SNAP:
            yield _Rule(at, [(low, high)])
        low, high = edge.low, edge.high
    if high - low > _SNAP:
        yield _Rule(at, [(low, high)])


def _touching(level: list[_Rule], upright: list[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Lines by group of those that touch, directly or by way of others."""
    parent = list(range(len(level) + len(upright)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, h in enumerate(level):
        for j, v in enumerate(upright, len(level)):
            if (
                h.parts[0][0] - _SNAP <= v.at <= h.parts[0][1] + _SNAP
                and v.parts[0][0] - _SNAP <= h.at <= v.parts[0][1] + _SNAP
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for node, rule in enumerate([*level, *upright]):
        groups.setdefault(root(node), ([], []))[0 if node < len(level) else 1].append(rule)
    yield from (group for group in groups.values() if len(group[0]) >= 2 and group[1])


def _grid(level: list[_Rule], upright: list[_Rule]) -> Grid | None:
    left, right = min(rule.low for rule in level), max(rule.high for rule in level)
    upper, lower = min(rule.low for rule in upright), max(rule.high for rule in upright)
    columns = _closed(_merged(upright), left, right, upper, lower)
    rows = _closed(_merged(level), upper, lower, left, right)
    across, down = len(columns) - 1, len(rows) - 1
    if across < 1 or down < 1 or across * down < 2 or across * down > MAX_FIELDS:
        return None
    owner = _owners(columns, rows)
    fields = tuple(_fields(owner, across))
    if len(fields) < 2:
        return None
    return Grid(tuple(rule.at for rule in columns), tuple(rule.at for rule in rows), fields, tuple(owner))


def _merged(rules: list[_Rule]) -> list[_Rule]:
    """Stretches at one place as one rule, in order."""
    found: list[_Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.at, rule.low)):
        if found and rule.at - found[-1].at <= _SNAP:
            found[-1] = _Rule(found[-1].at, sorted([*found[-1].parts, *rule.parts]))
        else:
            found.append(rule)
    return found


def _closed(rules: list[_Rule], first: float, last: float, low: float, high: float) -> list[_Rule]:
    """The rules, with one more on each side beyond which the crossing lines stick out."""
    if rules[0].at - first > _OPEN_SIDE:
        rules = [_Rule(first, [(low, high)]), *rules]
    if last - rules[-1].at > _OPEN_SIDE:
        rules = [*rules, _Rule(last, [(low, high)])]
    return rules


def _owners(columns: list[_Rule], rows: list[_Rule]) -> list[int]:
    """For each field the number of its cell; cells count from 0 in reading order."""
    across, down = len(columns) - 1, len(rows) - 1
    parent = list(range(across * down))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for row in range(down):
        middle = (rows[row].at + rows[row + 1].at) / 2
        for col in range(across):
            here = row * across + col
            if col + 1 < across and not columns[col + 1].spans(middle):
                parent[root(here + 1)] = root(here)
            if row + 1 < down and not rows[row + 1].spans((columns[col].at + columns[col + 1].at) / 2):
                parent[root(here + across)] = root(here)
    return _rectangles([root(node) for node in range(across * down)], across)


def _rectangles(groups: list[int], across: int) -> list[int]:
    """The groups renumbered in reading order; one that is no rectangle (a line was left out) falls apart into its
    stretches row by row."""
    places: dict[int, list[int]] = {}
    for node, group in enumerate(groups):
        places.setdefault(group, []).append(node)
    owner = [0] * len(groups)
    for group, nodes in places.items():
        rows = [node // across for node in nodes]
        cols = [node % across for node in nodes]
        whole = (max(rows) - min(rows) + 1) * (max(cols) - min(cols) + 1) == len(nodes)
        for node in nodes:
            owner[node] = group if whole else -1 - _row_start(groups, node, across)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(group, len(numbers)) for group in owner]


def _row_start(groups: list[int], node: int, across: int) -> int:
    while node % across and groups[node - 1] == groups[node]:
        node -= 1
    return node


def _fields(owner: list[int], across: int) -> Iterator[Field]:
    places: dict[int, list[int]] = {}
    for node, number in enumerate(owner):
        places.setdefault(number, []).append(node)
    for nodes in places.values():
        row, col = divmod(nodes[0], across)
        last_row, last_col = divmod(nodes[-1], across)
        yield Field(row, col, last_row - row + 1, last_col - col + 1)
