"""The cells of a worksheet as tables and lines, the same for every spreadsheet format.

Empty rows part the tables of a sheet; a stretch of single cells (a title, a unit line) is prose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.readers._builder import Builder, Draft

Merged = dict[tuple[int, int], tuple[int, int]]
"""(row, column) of the first cell, from 0 → (rows, columns)"""

WIDEST = 40
"""columns of a form at most"""


def write_sheet(builder: Builder, drafts: list[Draft], merged: Merged, title: str) -> None:
    """Write the cells of one sheet; their merged sizes are taken from ``merged``."""
    sized = []
    for draft in drafts:
        rows, cols = merged.get((draft.row, draft.col), (draft.rowspan, draft.colspan))
        sized.append(replace(draft, rowspan=rows, colspan=cols))
    for group in _groups(sized + _blanks(sized, merged)):
        filled = [draft for draft in group if draft.text]
        rows_filled = {draft.row for draft in filled}
        if len(filled) == len(rows_filled) and len(rows_filled) < 4:
            for draft in sorted(filled, key=lambda d: d.row):
                builder.line(draft.text)
        else:
            moved = _moved(group)
            builder.table(moved + _holes(moved), name=title)


def _blanks(drafts: list[Draft], merged: Merged) -> list[Draft]:
    """Empty merged cells: they hold their place in the grid."""
    filled = {(draft.row, draft.col) for draft in drafts}
    rows = {draft.row for draft in drafts}
    return [
        Draft("", row, col, height, width)
        for (row, col), (height, width) in merged.items()
        if (row, col) not in filled and row in rows
    ]


def _holes(group: list[Draft]) -> list[Draft]:
    """The empty cells of a table from (0, 0), which a workbook does not keep: they can be seen, and may have had to be
    filled. None in a table of more columns than a form has."""
    width = max(d.col + d.colspan for d in group)
    if width > WIDEST:
        return []
    taken = {(d.row + down, d.col + right) for d in group for down in range(d.rowspan) for right in range(d.colspan)}
    rows = sorted({d.row for d in group if d.text})
    return [Draft("", row, col) for row in rows for col in range(width) if (row, col) not in taken]


def _groups(drafts: list[Draft]) -> Iterator[list[Draft]]:
    """The cells in stretches of rows that no empty row parts."""
    group: list[Draft] = []
    end = -1
    for draft in sorted(drafts, key=lambda d: (d.row, d.col)):
        if group and draft.row > end:
            yield group
            group = []
        group.append(draft)
        end = max(end, draft.row + draft.rowspan)
    if group:
        yield group


def _moved(group: list[Draft]) -> list[Draft]:
    """The stretch with its first row and column as 0; the addresses stay."""
    top, left = min(d.row for d in group), min(d.col for d in group)
    return [Draft(d.text, d.row - top, d.col - left, d.rowspan, d.colspan, d.address) for d in group]
