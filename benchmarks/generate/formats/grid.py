"""A table's cells at their places: what covers what."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.generate.paper import Cell, Table


class Placed(NamedTuple):
    """A cell with the row and column of its first place."""

    row: int
    column: int
    cell: Cell


def placed(table: Table) -> list[Placed]:
    """Where each cell stands, merged cells taken into account."""
    taken: set[tuple[int, int]] = set()
    out = []
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            taken |= {(number + down, column + across) for down in range(cell.down) for across in range(cell.across)}
            out.append(Placed(number, column, cell))
            column += cell.across
    return out
