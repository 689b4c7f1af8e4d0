"""Which year a column of a table speaks of: its own (2022年度 over 分配金额, 上年决算数), else the report's."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.finders._bands import Band
from extractor.table_words import year_named

_YEAR_BEFORE = regex.compile(r"^(?:上一?年度?|去年)(?!结转|结余)")
_OVER = 2
"""rows above the header in which a year may stand over several columns"""


def by_year(band: Band, cols: tuple[int, ...], year: int | None) -> dict[int | None, tuple[int, ...]]:
    """The columns by the year that they speak of, ``year`` where they name none."""
    found: dict[int | None, list[int]] = {}
    for col in cols:
        found.setdefault(_year_of(band, col, year), []).append(col)
    return {one: tuple(its) for one, its in found.items()}


def _year_of(band: Band, col: int, year: int | None) -> int | None:
    head = band.heads.get(col, "")
    if named := year_named(head):
        return named
    if year is not None and any(_YEAR_BEFORE.search(name) for name in (head, *_names(band, col))):
        return year - 1
    for row in range(band.header - 1, max(band.header - 1 - _OVER, -1), -1):
        box = band.grid.box(row, col)
        if box is not None and 1 < box.cell.colspan < band.grid.width and (named := year_named(box.text)):
            return named
    return year


def _names(band: Band, col: int) -> Iterator[str]:
    """The cells of the header over a column."""
    return (box.text for row in range(band.header, band.first) if (box := band.grid.box(row, col)))
