"""Fund tables that lie on their side: the row says what an amount is (预算安排, 实际支出), the column its year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from extractor.facts import Fact, Fund, Rate, Role
from extractor.finders import Found
from extractor.finders._bands import bands, tables
from extractor.finders._table_cells import percent
from extractor.grids import Box, Grid, unit_named, with_unit
from extractor.reading import Reading
from extractor.table_words import FUND_ROLES, column_role, row_kind, year_named

AFTER = ("metadata", "sections", "funds", "table_funds")

Years = dict[int, int | None]
"""column → its year; None for the column of the total"""


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Funds and rates of every stretch of rows under a header of years."""
    headed = {(band.grid.index, band.header) for band in bands(reading)}
    for grid in tables(reading):
        for header in range(len(grid.rows)):
            years = _years(grid, header)
            if len([year for year in years.values() if year]) > 1 and (grid.index, header) not in headed:
                yield from _rows(grid, header, years, found)


def _years(grid: Grid, row: int) -> Years:
    """The columns of a header row that name a year and nothing of the money; the total beside them."""
    years: Years = {}
    for col, box in grid.distinct(row):
        year = year_named(box.text)
        if year is not None and len(box.text) <= len("（2023年度）"):
            years[col] = year
        elif years and row_kind(box.text) == "total":
            years[col] = None
    return years


def _rows(grid: Grid, header: int, years: Years, found: Found) -> Iterator[Fact]:
    for row in range(header + 1, len(grid.rows)):
        label = next((box for col, box in grid.distinct(row) if col < min(years) and not box.blank), None)
        role = column_role(label.text) if label else None
        if label is None or len({id(box) for _col, box in grid.distinct(row)}) < 2:
            return
        for col, year in years.items():
            box = grid.box(row, col)
            if box is None or box.blank:
                continue
            if role is not None and role in FUND_ROLES:
                yield from _fund(grid, label, box, role, year, found)
            elif role == "rate" and year is not None:
                yield from _rate(label, box, year, found)


def _fund(grid: Grid, label: Box, box: Box, role: str, year: int | None, found: Found) -> Iterator[Fund]:
    figure = with_unit(box.figure, unit_named(label.text) or grid.unit) if box.figure else None
    unit = figure.quantity.unit if figure else None
    if figure is None or unit is None or unit.dimension != "money" or (year is None and role != "spent"):
        return
    yield Fund(
        span=figure.span,
        figure=replace(figure, cell=box.cell),
        role=cast(Role, role if year is not None else "cumulative_spent"),
        year=year,
        label=label.text,
        pattern=f"columns.{role}",
        sentence=box.sentence,
        section=found.section(figure.span),
        cell=box.cell,
    )


def _rate(label: Box, box: Box, year: int, found: Found) -> Iterator[Rate]:
    figure = percent(box)
    if figure is not None:
        yield Rate(
            span=figure.span,
            figure=figure,
            name=label.text,
            kind="execution",
            year=year,
            pattern="columns.rate",
            sentence=box.sentence,
            section=found.section(figure.span),
            cell=box.cell,
        )
