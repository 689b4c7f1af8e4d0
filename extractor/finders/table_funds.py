"""Funds and rates in tables: the column gives the role, the row gives source or item (output contract).

Rows: 年度资金总额 and 合计 are the whole; 当年财政拨款, 上年结转资金, 中央资金 … are sources; other labels are items.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import regex

from extractor.facts import Breakdown, Fact, Figure, Fund, Meta, Rate, Role, Score, Source
from extractor.finders import Found
from extractor.finders._bands import Band, bands
from extractor.finders._captions import part_of
from extractor.finders._fund_words import is_source, tidy
from extractor.finders._rows import label_of
from extractor.finders._table_cells import money, percent, points
from extractor.finders._years import by_year
from extractor.reading import Reading
from extractor.rx import rx
from extractor.table_words import FUND_ROLES, row_kind

AFTER = ("metadata", "sections", "funds")

_Column = tuple[str, int | None]
"""role and year of a column"""

_PART = regex.compile(r"^(?:其中|[一二三四五六七八九十\d]+[、.．])[：:]?")


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Funds, rates and the execution score of every fund band, row by row."""
    year = next((int(meta.value) for meta in found.of(Meta) if meta.field == "fiscal_year"), None)
    for band in bands(reading):
        if band.kind == "funds":
            yield from _band(band, year, found)


def _band(band: Band, year: int | None, found: Found) -> Iterator[Fact]:
    roles = [role for role in band.columns if role in FUND_ROLES]
    adjusted = _is_adjusted(band, found)
    part = part_of(band)
    first_money = min(band.columns[role][0] for role in roles)
    wholes: dict[_Column, Fund] = {}
    parts: dict[_Column, list[Fund]] = {}
    columns = [(role, one, cols) for role in roles for one, cols in by_year(band, band.columns[role], year).items()]
    for row in range(band.first, band.last):
        label = label_of(band, row, first_money)
        text = tidy(_PART.sub("", label.text)) if label else ""
        kind = row_kind(text) if text else None
        if not any(_amount(band, row, cols) for _role, _year, cols in columns):
            if label is not None and len({id(b) for _c, b in band.grid.distinct(row)}) < 3:
                break  # the band has ended: a title or a text row
            continue
        if kind == "guidance":
            continue
        whole = kind in ("total", "source_total") or not text
        source: Source = "total" if whole else _source(text) or "total"
        item = part if whole else None if source != "total" else text
        for role, its_year, cols in columns:
            figure = _amount(band, row, cols)
            if figure is None:
                continue
            fund = Fund(
                span=figure.span,
                figure=figure,
                role=cast(Role, "adjusted_budget" if adjusted and role == "initial_budget" else role),
                source=source,
                item=item,
                year=its_year,
                label=band.heads.get(cols[0], ""),
                listed=not whole,
                pattern=f"columns.{role}",
                sentence=label.sentence if label else -1,
                section=found.section(figure.span),
                cell=figure.cell,
            )
            if whole:
                wholes.setdefault((role, its_year), fund)
            elif source != "total":
                parts.setdefault((role, its_year), []).append(fund)
            yield fund
        yield from _rates(band, row, item, source, year, found)
        if whole:
            yield from _execution_score(band, row, found)
    yield from _by_source(wholes, parts)


def _is_adjusted(band: Band, found: Found) -> bool:
    """True when a column that says only 预算数 holds the budget that the text calls adjusted: its total is that one."""
    cols = band.columns.get("initial_budget", ())
    if not cols or "adjusted_budget" in band.columns or rx("初|批复|当年").search(band.heads.get(cols[0], "")):
        return False
    budgets = {f.yuan for f in found.of(Fund) if f.role == "initial_budget" and f.item is None and f.cell is None}
    changed = {f.yuan for f in found.of(Fund) if f.role == "adjusted_budget" and f.item is None and f.cell is None}
    amounts = {figure.quantity.amount for row in range(band.first, band.last) if (figure := _amount(band, row, cols))}
    return bool(amounts & changed) and not amounts & budgets


def _source(text: str) -> Source | None:
    if rx(r"^(?:上年|以前年度|年初)?结转").search(text):
        return "carryover"
    if rx(r"(?:地方|配套)(?:财政)?(?:资金|配套)?|其[他它](?:来源)?(?:资金)?").fullmatch(text):
        return "other"
    if rx(r"(?:当年|本年)?财政(?:拨款|资金|性资金)").fullmatch(text):
        return "current_appropriation"
    return is_source(text)


def _amount(band: Band, row: int, cols: tuple[int, ...]) -> Figure | None:
    """The amount under a role: of several columns with that role, the first that is filled."""
    return next((figure for col in cols if (figure := money(band, row, col))), None)


def _rates(band: Band, row: int, item: str | None, source: Source, year: int | None, found: Found) -> Iterator[Rate]:
    for role in ("rate", "in_place_rate"):
        for its_year, cols in by_year(band, band.columns.get(role, ()), year).items():
            box = next((one for col in cols if (one := band.grid.box(row, col)) and not one.blank), None)
            figure = percent(box)
            if figure is None or box is None:
                continue
            yield Rate(
                span=figure.span,
                figure=figure,
                name=_bare(band.heads.get(cols[0], "执行率")),
                kind="execution" if role == "rate" else "other",
                item=item,
                source=source,
                year=its_year,
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
    yield Score(
        span=score.span,
        figure=score,
        kind="part",
        name="预算执行率",
        weight=weight,
        pattern="columns.score",
        sentence=score_box.sentence,
        section=found.section(score.span),
        cell=score_box.cell,
    )


def _weight_in_heading(band: Band) -> Figure | None:
    """预算执行情况（10分）: the weight in the header row."""
    for _col, box in band.grid.distinct(band.header):
        if "执行" in box.text and len(box.figures) == 1:
            return points(box)
    return None


def _by_source(wholes: dict[_Column, Fund], parts: dict[_Column, list[Fund]]) -> Iterator[Breakdown]:
    """年度资金总额 = its sources, column by column."""
    for (role, year), listed in parts.items():
        whole = wholes.get((role, year))
        if whole is None:
            continue
        yield Breakdown(
            span=whole.span,
            whole=whole,
            parts=tuple(listed),
            exhaustive=True,
            cue="其中",
            by="source",
            pattern="columns." + role,
            sentence=whole.sentence,
            section=whole.section,
            cell=whole.cell,
        )
