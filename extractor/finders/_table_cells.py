"""What single cells of tables say: points, rates, amounts under the unit of their header."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.facts import Figure, Grade, Score, ScoreKind
from extractor.finders import Found
from extractor.finders._bands import Band
from extractor.finders._score_words import bands as grade_bands
from extractor.grids import Box, unit_named, with_unit
from extractor.lexing.units import unit as unit_of
from extractor.packs import SIGNS
from extractor.quantity import Unit

_RATE = 1000
"""no rate that is printed without a sign is above it"""
_IN_BRACKETS = regex.compile(r"[（(](?:单位[：:])?(?P<unit>[^（）()\d：:]{1,6})[）)]")
_POINTS = regex.compile(r"[（(](?:(?:分值|权重|满分)?[：:]?[\d.]+分|\d{1,2}(?:\.\d)?)[）)]$")


def points(box: Box | None) -> Figure | None:
    """The points that a weight or score cell prints, or None for a blank, a percentage or a bound."""
    if box is None or box.blank or not box.figures or box.marked.lstrip().startswith(SIGNS["percent"]):
        return None
    first = box.figures[0]
    unit = first.quantity.unit
    if first.quantity.op != "eq" or (unit is not None and unit.dimension not in ("points", "none")):
        return None
    return replace(first, quantity=replace(first.quantity, unit=unit_of("分"), unit_text="分"), cell=box.cell)


def weight_points(box: Box | None) -> Figure | None:
    """The points that a weight cell prints; 20% of the whole are 20 points."""
    if box is None or box.blank or box.figure is None or not box.marked.lstrip().startswith(SIGNS["percent"]):
        return points(box)
    figure = box.figure
    if figure.quantity.op != "eq" or figure.quantity.value > 100:
        return None
    return replace(figure, quantity=replace(figure.quantity, unit=unit_of("分"), unit_text="%"), cell=box.cell)


def points_named(box: Box) -> Figure | None:
    """The points in the bracket that ends a name: 修缮面积（30分）."""
    if not _POINTS.search(box.text) or not box.figures:
        return None
    last = box.figures[-1]
    if last.quantity.unit is None:
        last = replace(last, quantity=replace(last.quantity, unit=unit_of("分"), unit_text=""))
    if last.quantity.unit is None or last.quantity.unit.dimension != "points":
        return None
    return replace(last, cell=box.cell)


def score_told(
    figure: Figure, kind: ScoreKind, box: Box, found: Found, *, name: str | None = None, weight: Figure | None = None
) -> Score:
    """The score that a cell tells; a subtotal with a name is that of a block."""
    return Score(
        span=figure.span,
        figure=figure,
        kind=kind,
        name=name,
        weight=weight,
        pattern="columns.score",
        sentence=box.sentence,
        section=found.section(figure.span),
        cell=box.cell,
        level=1 if kind == "subtotal" and name else 0,
    )


def grade_told(word: str, box: Box, found: Found) -> Grade:
    """The grade that a cell tells."""
    return Grade(
        span=box.span,
        word=word,
        band=grade_bands().get(word),
        pattern="columns.score",
        sentence=box.sentence,
        section=found.section(box.span),
        cell=box.cell,
    )


def percent(box: Box | None) -> Figure | None:
    """A rate as printed; a bare number under a rate header is a percentage too (field guide 3.6 d)."""
    if box is None or box.blank or box.figure is None:
        return None
    figure = box.figure
    unit = figure.quantity.unit
    if unit is None and figure.quantity.value > _RATE:
        return None  # an amount that slipped under the wrong name
    if unit is None:
        figure = replace(figure, quantity=replace(figure.quantity, unit=unit_of("%"), unit_text=""))
    elif unit.dimension != "percent":
        return None
    return replace(figure, cell=box.cell)


def money(band: Band, row: int, col: int) -> Figure | None:
    """The amount of one cell, under the unit of its column header, its block's heading or its table."""
    box = band.grid.box(row, col)
    if box is None or box.blank or box.figure is None:
        return None
    unit = box.figure.quantity.unit
    if unit is not None and unit.dimension != "money":
        return None
    if unit is None and any(_counts(head) for head in (band.heads.get(col, ""), _over(band, col))):
        return None
    figure = with_unit(box.figure, _unit_over(band, row, col))
    if figure.quantity.unit is None or figure.quantity.unit.dimension != "money":
        return None
    return replace(figure, cell=box.cell)


def _over(band: Band, col: int) -> str:
    box = band.grid.box(band.header, col)
    return box.text if box is not None else ""


def _counts(head: str) -> bool:
    """True for the name of a column whose figures are no money: 补助面积（万亩）."""
    named = _IN_BRACKETS.search(head)
    unit = unit_of(named["unit"]) if named else None
    return unit is not None and unit.dimension not in ("money", "none")


def _unit_over(band: Band, row: int, col: int) -> Unit | None:
    if unit := unit_named(band.heads.get(col, "")):
        return unit
    for left in range(col):
        box = band.grid.box(row, left)
        if box is not None and (unit := unit_named(box.text)):
            return unit
    for above in range(band.header - 1, max(band.header - 4, -1), -1):
        if unit := unit_named("".join(box.text for _c, box in band.grid.distinct(above))):
            return unit
    for head in band.heads.values():
        if unit := unit_named(head):
            return unit
    return band.grid.unit
