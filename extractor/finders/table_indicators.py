"""Indicators in tables: one per row of an indicator band (自评表, 转移支付 form, scoring table).

Levels are carried down where a flattened table left them out; operator, value and unit may stand in three columns
(Sichuan); a bare number takes its unit from the unit column, the name's bracket (台数（台）) or the other side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor.facts import Fact, Figure, Indicator, Measure
from extractor.finders import Found
from extractor.finders._bands import Band, bands, is_dimension_table, is_group
from extractor.finders._measures import direction
from extractor.finders._rows import clean_name, first_label
from extractor.finders._table_cells import points, points_named, weight_points
from extractor.grids import Box
from extractor.lexing.units import unit as unit_of
from extractor.packs import Entry, load
from extractor.quantity import Op, Unit
from extractor.reading import Reading
from extractor.table_words import LEVELS, row_kind

AFTER = ("sections",)

_OPS: dict[str, Op] = {
    "≥": "ge", "≧": "ge", ">=": "ge", "＞=": "ge", "大于等于": "ge", "不低于": "ge", "不少于": "ge",
    "≤": "le", "≦": "le", "<=": "le", "＜=": "le", "小于等于": "le", "不超过": "le", "不高于": "le",
    "=": "eq", "＝": "eq", "═": "eq", "等于": "eq",
    ">": "gt", "＞": "gt", "大于": "gt", "<": "lt", "＜": "lt", "小于": "lt",
    "定性": "text", "反向": "le", "逆向": "le", "负向": "le", "反向指标": "le", "逆向指标": "le",
}  # fmt: skip
_DAY = regex.compile(r"(?<!\d)月份?的?\d{1,2}[日号]")
"""每月10日前: a day of no particular month"""
_LED = regex.compile(r"(?P<level>\p{Han}{2,6}指标)[：:—–-]+(?P<name>\p{Han}.+)")
"""产出指标：管护里程, in a table without columns for levels"""
_UNIT_IN_NAME = regex.compile(r"[（(](?:单位[：:])?(?P<unit>[^（）()\d]{1,8})[）)]$")


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Indicators of all tables, row by row."""
    yield from _joined(
        [
            list(_indicators(band, found))
            for band in bands(reading)
            if band.kind == "indicators" and not is_dimension_table(band)
        ]
    )


def _joined(tables: list[list[Indicator]]) -> Iterator[Indicator]:
    """Indicators whose sides stand in two tables are one: the same name, once in each, where one table tells the target
    or the result that the other lacks and nothing that both tell differs."""
    done: set[int] = set()
    for at, indicators in enumerate(tables):
        for one in indicators:
            if id(one) in done:
                continue
            for others in tables[at + 1 :]:
                same = [other for other in others if other.name == one.name]
                if len(same) == 1 and _completes(one, same[0]):
                    done.add(id(same[0]))
                    one = _completed(one, same[0])
            yield one


def _completes(one: Indicator, other: Indicator) -> bool:
    sides = [(_said(one, side), _said(other, side)) for side in ("target", "actual", "weight", "score")]
    new = [bool(ours) != bool(theirs) for ours, theirs in sides]
    return any(new[:2]) and all(not ours or not theirs or ours == theirs for ours, theirs in sides)


def _said(indicator: Indicator, side: str) -> str | None:
    told = getattr(indicator, side)
    return "".join(told.text.split()) if told is not None else None


def _completed(one: Indicator, other: Indicator) -> Indicator:
    target, actual = _share_unit(one.target or other.target, one.actual or other.actual)
    return replace(
        one,
        levels=one.levels or other.levels,
        target=target,
        actual=actual,
        weight=one.weight or other.weight,
        score=one.score or other.score,
        reason=one.reason or other.reason,
        criterion=one.criterion or other.criterion,
        direction=one.direction or other.direction,
    )


def _indicators(band: Band, found: Found) -> Iterator[Indicator]:
    carried: dict[str, str] = {}
    for row in range(band.first, band.last):
        if row_kind(first_label(band, row)) in ("total", "subtotal"):
            continue
        if "level1" not in band.columns and is_group(band.grid, row):
            carried.clear()
            carried["level1"] = clean_name(first_label(band, row))
            continue
        name_box = band.box(row, band.name_role)
        if name_box is None or name_box.blank or row_kind(name_box.text):
            continue
        levels = _levels(band, row, name_box, carried)
        indicator = _indicator(band, row, name_box, levels, found)
        if indicator is not None:
            yield indicator


def _levels(band: Band, row: int, name_box: Box, carried: dict[str, str]) -> tuple[str, ...]:
    levels: list[str] = []
    for role in LEVELS:
        if role == band.name_role or (role not in band.columns and role not in carried):
            continue
        box = band.box(row, role)
        if box is not None and not box.blank and box is not name_box:
            _carry(carried, role, clean_name(box.text))
        if role in carried and carried[role] not in levels:
            levels.append(carried[role])
    return tuple(levels)


def _carry(carried: dict[str, str], role: str, name: str) -> None:
    """A new name of a level, which ends the deeper levels of the one before."""
    if carried.get(role) != name:
        for deeper in LEVELS[LEVELS.index(role) + 1 :]:
            carried.pop(deeper, None)
    carried[role] = name


def _indicator(band: Band, row: int, name_box: Box, levels: tuple[str, ...], found: Found) -> Indicator | None:
    target_box, actual_box = band.box(row, "target"), band.box(row, "actual")
    weight, score = weight_points(band.box(row, "weight")), points(band.box(row, "score"))
    if weight is None and "weight" not in band.columns:
        weight = points_named(name_box)
    if all(b is None or b.blank for b in (target_box, actual_box)) and weight is None and score is None:
        return None
    unit_box, op_box = band.box(row, "unit"), band.box(row, "op")
    named = _unit_named(name_box.text)
    column_unit = _unit(unit_box.text) if unit_box and not unit_box.blank else None
    target = _measure(target_box, name_box, column_unit or named)
    actual = _measure(actual_box, name_box, column_unit or named)
    if target and op_box and not op_box.blank:
        target = _with_op(target, op_box)
    reason, criterion = band.box(row, "reason"), band.box(row, "criterion")
    for remark in (reason, criterion):
        if target is None and actual is None and remark is not None:
            target, actual = _remarked(remark)
    target, actual = _share_unit(target, actual)
    name = clean_name(name_box.text)
    if not levels and (led := _LED.fullmatch(name)):
        levels, name = (led["level"],), led["name"]
    if named:
        name = _UNIT_IN_NAME.sub("", name)
    return Indicator(
        span=name_box.span,
        name=name,
        levels=levels,
        target=target,
        actual=actual,
        weight=weight,
        score=score,
        reason=_words(reason),
        criterion=_words(criterion),
        direction=direction(name, target),
        pattern="columns." + band.name_role,
        sentence=name_box.sentence,
        section=found.section(name_box.span),
        cell=name_box.cell,
    )


def _words(box: Box | None) -> str | None:
    return box.text if box is not None and not box.blank else None


def _measure(box: Box | None, name_box: Box, unit: Unit | None) -> Measure | None:
    """The content of a target or actual cell: a figure when it speaks of one, else words."""
    if box is None or box is name_box or box.blank:
        return None
    figure = _figure_of(box)
    if figure is None:
        return Measure(text=box.text, span=box.span, op="text", cell=box.cell)
    if figure.quantity.unit is None and unit is not None:
        figure = replace(figure, quantity=replace(figure.quantity, unit=unit, unit_text=unit.name))
    figure = replace(figure, cell=box.cell)
    return Measure(text=box.text, span=figure.span, op=figure.quantity.op, figure=figure, cell=box.cell)


def _remarked(box: Box) -> tuple[Measure | None, Measure | None]:
    """Target and actual told in the remarks of a scoring table: 目标≥98%，实际99.2%."""
    for entry in load("remarks", Entry):
        match = entry.pattern.search(box.marked, timeout=1)
        if match:
            return _told(box, match.start("target")), _told(box, match.start("actual"))
    return None, None


def _told(box: Box, at: int) -> Measure | None:
    token = box.token_at(at)
    if token is None or token.figure is None:
        return None
    figure = replace(token.figure, cell=box.cell)
    return Measure(text=figure.text, span=figure.span, op=figure.quantity.op, figure=figure, cell=box.cell)


def _figure_of(box: Box) -> Figure | None:
    """The one figure that a cell is about: alone, or first with words around it; none beside dates or masks."""
    if any(token.kind in ("date", "masked", "period") for token in box.tokens) or _DAY.search(box.text):
        return None
    figures = box.figures
    if len(figures) == 1 and len(box.marked) <= 24:
        return figures[0]
    if figures and box.marked.lstrip()[:1] in "\ue000\ue001\ue002\ue003\ue004\ue005":
        return figures[0]
    return None


def _with_op(target: Measure, op_box: Box) -> Measure:
    """A target whose operator stands in a column of its own."""
    op = _OPS.get(op_box.text)
    if op is None:
        return target
    if op == "text" or target.figure is None:
        return replace(target, op="text", figure=None)
    if target.figure.quantity.op != "eq":
        return target
    figure = replace(target.figure, quantity=replace(target.figure.quantity, op=op))
    return replace(target, op=op, figure=figure)


def _share_unit(target: Measure | None, actual: Measure | None) -> tuple[Measure | None, Measure | None]:
    """≥86 | 86台: the side without a unit takes the other's."""
    ours, theirs = target and target.quantity, actual and actual.quantity
    if target and actual and ours and theirs:
        if ours.unit is None and theirs.unit is not None:
            target = _given(target, theirs.unit, theirs.unit_text)
        elif theirs.unit is None and ours.unit is not None:
            actual = _given(actual, ours.unit, ours.unit_text)
    return target, actual


def _given(measure: Measure, unit: Unit, unit_text: str) -> Measure:
    assert measure.figure is not None
    quantity = replace(measure.figure.quantity, unit=unit, unit_text=unit_text)
    return replace(measure, figure=replace(measure.figure, quantity=quantity))


def _unit_named(name: str) -> Unit | None:
    found = _UNIT_IN_NAME.search(name)
    return unit_of(found["unit"]) if found else None


def _unit(text: str) -> Unit:
    """The unit of a unit column: a known one, else one of its own (never compared with others)."""
    return unit_of(text) or Unit(name=text, dimension="measure", base=text)
