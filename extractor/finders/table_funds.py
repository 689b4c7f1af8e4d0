"""Funds and rates in tables: the column gives the role, the row gives source or item (output contract).

Rows: 年度资金总额 and 合计 are the whole; 当年财政拨款, 上年结转资金, 中央资金 … are sources; other labels are items.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import regex

from extractor.facts import Breakdown, Fact, Figure, Fund, Meta, Rate, Role, Score
from extractor.finders import Found
from extractor.finders._bands import Band, bands
from extractor.finders._captions import part_of
from extractor.finders._column_parts import WHOLE, Part, by_part
from extractor.finders._fund_groups import Groups
from extractor.finders._fund_words import source_named, tidy
from extractor.finders._lone_amounts import said_elsewhere, told_by_caption
from extractor.finders._rows import first_label, label_of
from extractor.finders._table_cells import money, percent, points, points_named, score_told
from extractor.finders._years import by_year
from extractor.grids import Box
from extractor.reading import Reading
from extractor.rx import rx
from extractor.table_words import FUND_ROLES, column_role, row_kind

AFTER = ("metadata", "sections", "funds")

_Column = tuple[str, int | None]
"""role and year of a column"""

_Split = tuple[str, int | None, Part, tuple[int, ...]]
"""role, year and part of the money of some columns"""

_RATES = ("rate", "in_place_rate")

_TOLD = ("rate", "score", "weight")
"""names of rows that hold no amounts"""

_MOST_FOR_EXECUTION = 30
"""no more points are given for the execution rate: a card's 自评得分 | 95.2 is the total"""

_KEYS = ("initial_budget", "adjusted_budget", "received", "spent")

_LESS = regex.compile(r"^[^增加]*减[^增加]*$")
"""names of columns whose amounts were taken away: 调减, 追减"""
_UNIT = regex.compile(r"[（(](?:单位[：:])?[亿万千百]*元[）)][：:]?$")
_PART = regex.compile(r"^(?:其中|[#＃﹟]|[一二三四五六七八九十\d]+[、.．]|[（(][一二三四五六七八九十\d]+[）)])[：:]?")


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Funds, rates and the execution score of every fund band, row by row."""
    year = next((int(meta.value) for meta in found.of(Meta) if meta.field == "fiscal_year"), None)
    told = list(found.of(Fund))
    for band in bands(reading):
        named = told_by_caption(band) if band.kind == "funds" else None
        for fact in _band(named, year, found) if named else ():
            if isinstance(fact, Fund):
                if named is not band and _is_whole(fact) and not said_elsewhere(fact, told):
                    continue
                told.append(fact)
            yield fact


def _is_whole(fund: Fund) -> bool:
    return fund.source == "total" and fund.item is None


@dataclass(frozen=True)
class _Row:
    """What the name of a row says: the whole, a source or an item; or that it holds the rate or the points."""

    number: int
    label: Box | None
    part: Part
    whole: bool
    said: str | None
    """rate, score, weight: what the row holds instead of amounts"""


def _band(band: Band, year: int | None, found: Found) -> Iterator[Fact]:
    roles = [role for role in band.columns if role in FUND_ROLES]
    adjusted = _is_adjusted(band, found)
    wholes: dict[_Column, Fund] = {}
    parts: dict[_Column, list[Fund]] = {}
    columns = [(role, *split) for role in roles for cols in _apart(band, role) for split in _split(band, cols, year)]
    for row in _rows(band, columns):
        if row.said is not None:
            yield from _told_by_row(band, row, year, found)
            continue
        for role, its_year, its_part, cols in columns:
            figure = _amount(band, row.number, cols)
            if figure is None:
                continue
            source, item = _both(row.part, its_part)
            fund = Fund(
                span=figure.span,
                figure=figure,
                role=cast(Role, "adjusted_budget" if adjusted and role == "initial_budget" else role),
                source=source,
                item=item,
                year=its_year,
                label=band.heads.get(cols[0], ""),
                listed=not row.whole or its_part != WHOLE,
                negative=role == "adjustment" and _LESS.search(band.heads.get(cols[0], "")) is not None,
                pattern=f"columns.{role}",
                sentence=row.label.sentence if row.label else -1,
                section=found.section(figure.span),
                cell=figure.cell,
            )
            if its_part == WHOLE and row.whole:
                wholes.setdefault((role, its_year), fund)
            elif its_part == WHOLE:
                parts.setdefault((role, its_year), []).append(fund)
            yield fund
        yield from _rates(band, row, year, found)
        if row.whole:
            yield from _execution_score(band, row.number, found)
    yield from _by_source(wholes, parts)


def _rows(band: Band, columns: list[_Split]) -> Iterator[_Row]:
    """The rows of a fund band up to its end: a title or a row of words."""
    part = part_of(band)
    rated = [cols for role in _RATES for cols in [band.columns.get(role, ())] if cols]
    told = [*(cols for *_rest, cols in columns), *rated]
    if not told:
        return  # the names of columns that say no more than shares or changes hold no amounts to read by row
    first_money = min(cols[0] for cols in told)
    lone = _lone_subtotal(band, first_money)
    groups = Groups(band, first_money)
    for number in range(band.first, band.last):
        label = label_of(band, number, first_money)
        text = tidy(_UNIT.sub("", _PART.sub("", label.text))) if label else ""
        role = column_role(text) if text else None
        if role in _KEYS and text.endswith("数"):
            text = ""  # 预算数 | 6.84 under 预算安排情况: the key beside an amount names no part of the money
        kind = row_kind(text) if text else None
        if role in _TOLD and label is not None and first_label(band, number) == label.text:
            yield _Row(number, label, (WHOLE[0], part), True, role)
            continue
        if not any(_amount(band, number, cols) for *_, cols in columns) and not _is_rated(band, number):
            if label is not None and len({id(b) for _c, b in band.grid.distinct(number)}) < 3:
                return
            continue
        if kind == "guidance":
            continue
        whole = kind in ("total", "source_total") or label is None or not text or number == lone
        source = "total" if whole or label is None else source_named(text) or "total"
        item = part if whole or label is None else None if source != "total" else groups.item(number, label, text)
        yield _Row(number, label, (source, item), whole, None)


def _is_rated(band: Band, row: int) -> bool:
    """True for a row that prints a rate, in a cell under nothing but the name of the rate."""
    boxes = (band.grid.box(row, col) for role in _RATES for col in band.columns.get(role, ()))
    return any(box is not None and box.cell.colspan == 1 and percent(box) is not None for box in boxes)


def _lone_subtotal(band: Band, first_money: int) -> int | None:
    """The row of the only 小计 of a band without 合计: it is the whole."""
    labels = {row: label_of(band, row, first_money) for row in range(band.first, band.last)}
    kinds = {row: row_kind(label.text) for row, label in labels.items() if label is not None}
    sums = [row for row, kind in kinds.items() if kind == "subtotal"]
    return sums[0] if len(sums) == 1 and not {"total", "source_total"} & set(kinds.values()) else None


def _told_by_row(band: Band, row: _Row, year: int | None, found: Found) -> Iterator[Fact]:
    """执行率 | 95.00% and 得分（20分×执行率） | 19.00 as rows under the amounts."""
    label = row.label
    if label is None:
        return
    boxes = [box for _col, box in band.grid.distinct(row.number) if not box.blank]
    beside = boxes[boxes.index(label) + 1 :]
    if not beside:
        return
    if row.said == "rate" and (rate := percent(beside[0])):
        yield _rate(rate, label.text, row.part, year, beside[0], "rate", found)
    if row.said == "score" and (score := points(beside[0])):
        weight = points(label) if label.figures else _weight_in_heading(band)
        if weight is not None or score.quantity.value <= _MOST_FOR_EXECUTION:
            yield _part_score(score, weight, beside[0], found)


def _apart(band: Band, role: str) -> list[tuple[int, ...]]:
    """The columns of a role that tell one amount; of changes to the budget each tells its own (追加 | 调减)."""
    cols = band.columns[role]
    return [(col,) for col in cols] if role == "adjustment" else [cols]


def _split(band: Band, cols: tuple[int, ...], year: int | None) -> Iterator[tuple[int | None, Part, tuple[int, ...]]]:
    """The columns of a role by year and by part of the money."""
    for its_year, of_year in by_year(band, cols, year).items():
        for its_part, of_part in by_part(band, of_year).items():
            yield its_year, its_part, of_part


def _both(row: Part, column: Part) -> Part:
    """The part of the money that a row and a column mark off together: 东埠镇 × 中央资金."""
    items = [item for item in (row[1], column[1]) if item]
    return (column[0] if column[0] != "total" else row[0], "".join(items) or None)


def _is_adjusted(band: Band, found: Found) -> bool:
    """True when a column that says only 预算数 holds the budget that the text calls adjusted: its total is that one."""
    cols = band.columns.get("initial_budget", ())
    if not cols or "adjusted_budget" in band.columns or rx("初|批复|当年").search(band.heads.get(cols[0], "")):
        return False
    budgets = {f.yuan for f in found.of(Fund) if f.role == "initial_budget" and f.item is None and f.cell is None}
    changed = {f.yuan for f in found.of(Fund) if f.role == "adjusted_budget" and f.item is None and f.cell is None}
    amounts = {figure.quantity.amount for row in range(band.first, band.last) if (figure := _amount(band, row, cols))}
    return bool(amounts & changed) and not amounts & budgets


def _amount(band: Band, row: int, cols: tuple[int, ...]) -> Figure | None:
    """The amount under a role: of several columns with that role, the first that is filled. A cell under several roles
    is of none."""
    figures = (money(band, row, col) for col in cols if not _is_shared(band, row, col, cols))
    return next((figure for figure in figures if figure), None)


def _is_shared(band: Band, row: int, col: int, cols: tuple[int, ...]) -> bool:
    box = band.grid.box(row, col)
    others = (other for role, its in band.columns.items() if role in FUND_ROLES for other in its if other not in cols)
    return box is not None and any(band.grid.box(row, other) is box for other in others)


def _rates(band: Band, row: _Row, year: int | None, found: Found) -> Iterator[Rate]:
    for role in _RATES:
        for its_year, its_part, cols in _split(band, band.columns.get(role, ()), year):
            box = next((one for col in cols if (one := _begun(band, row.number, col)) and not one.blank), None)
            figure = percent(box)
            if figure is not None and box is not None:
                head = band.heads.get(cols[0], "执行率")
                yield _rate(figure, head, _both(row.part, its_part), its_year, box, role, found)


def _begun(band: Band, row: int, col: int) -> Box | None:
    """The box at a place; None for a merged one that a row above has told."""
    box = band.grid.box(row, col)
    return None if row > band.first and box is band.grid.box(row - 1, col) else box


def _rate(figure: Figure, head: str, part: Part, year: int | None, box: Box, role: str, found: Found) -> Rate:
    return Rate(
        span=figure.span,
        figure=figure,
        name=_bare(head),
        kind="execution" if role == "rate" else "other",
        item=part[1],
        source=part[0],
        year=year,
        pattern=f"columns.{role}",
        sentence=box.sentence,
        section=found.section(figure.span),
        cell=box.cell,
    )


def _bare(head: str) -> str:
    return str(rx(r"[（(].*[）)]").sub("", head))


def _execution_score(band: Band, row: int, found: Found) -> Iterator[Score]:
    """分值 and 得分 of the fund block: the points for the execution rate."""
    score_box = band.box(row, "score") if "score" in band.columns else None
    if score_box is None:
        return
    score = points(score_box)
    if score is None:
        return
    weight_box = band.box(row, "weight") if "weight" in band.columns else None
    weight = points(weight_box) if weight_box else _weight_in_heading(band)
    yield _part_score(score, weight, score_box, found)


def _part_score(score: Figure, weight: Figure | None, box: Box, found: Found) -> Score:
    return score_told(score, "part", box, found, name="预算执行率", weight=weight)


def _weight_in_heading(band: Band) -> Figure | None:
    """预算执行情况（10分） or 自评得分（权重10分）: the weight in the header row."""
    heads = [box for _col, box in band.grid.distinct(band.header) if len(box.figures) == 1]
    named = [box for box in heads if "执行" in box.text] or [box for box in heads if column_role(box.text) == "score"]
    return (points(named[0]) or points_named(named[0])) if named else None


def _by_source(wholes: dict[_Column, Fund], parts: dict[_Column, list[Fund]]) -> Iterator[Breakdown]:
    """年度资金总额 = its sources, column by column."""
    for (role, year), listed in parts.items():
        whole = wholes.get((role, year))
        if whole is None or all(part.source == "total" for part in listed):
            continue
        yield Breakdown(
            span=whole.span,
            whole=whole,
            parts=tuple(part for part in listed if part.source != "total"),
            exhaustive=all(part.source != "total" for part in listed),
            cue="其中",
            by="source",
            pattern="columns." + role,
            sentence=whole.sentence,
            section=whole.section,
            cell=whole.cell,
        )
