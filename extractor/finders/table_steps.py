"""Columns of a fund table that compare its amounts: 增减额, 增减率 between two of them, 占比 of the whole.

The names say that a column compares, its cells say what: the two columns (or the one column and its 合计) with which
most rows agree. A row that does not agree then stands out; a column that agrees with nothing is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

from extractor.arithmetic import Comparison, Hindrance, Term, plus, ratio, total
from extractor.facts import Change, Fact, Figure, Share
from extractor.finders import Found
from extractor.finders._bands import Band, bands
from extractor.finders._rows import first_label
from extractor.finders._table_cells import money, percent
from extractor.reading import Reading
from extractor.rx import rx
from extractor.table_words import FUND_ROLES, row_kind

AFTER = ("sections", "table_funds")

Column = dict[int, Figure]
"""row → its figure"""

_STEP = rx(r"增减|增长|增幅|降幅|变动|变化|升降|[比较与](?:上年|去年|年初|20\d\d年)|同比|幅度")
_SHARE = rx(r"占比|比重|构成比|所占|占.{0,12}(?:比例|百分比|[%％])")
_ROLES = ("adjustment", "rate", "in_place_rate", "completion")
"""what such a column may have been taken for by its name"""


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """The steps and shares of all tables of money."""
    for band in bands(reading):
        if band.kind == "funds":
            yield from _compared(band, found)


def _compared(band: Band, found: Found) -> Iterator[Fact]:
    rows = range(band.first, band.last)
    named = {col for role, cols in band.columns.items() if role in FUND_ROLES and role != "adjustment" for col in cols}
    amounts = {col: _filled(rows, lambda row, at=col: money(band, row, at)) for col in sorted(named)}  # type: ignore[misc]
    amounts = {col: its for col, its in amounts.items() if len(its) > 1}
    for col, head in band.heads.items():
        if col in named or _told_else(band, col):
            continue
        rates = _filled(rows, lambda row, at=col: percent(band.grid.box(row, at)))  # type: ignore[misc]
        steps = _filled(rows, lambda row, at=col: money(band, row, at))  # type: ignore[misc]
        if _SHARE.search(head):
            yield from _shares(band, rates, amounts, found)
        elif _STEP.search(head):
            signed = any(figure.quantity.unit_text for figure in rates.values()) or "%" in head or "％" in head
            yield from _steps(rates if signed else steps, signed, amounts, found)


def _told_else(band: Band, col: int) -> bool:
    return any(col in cols for role, cols in band.columns.items() if role not in (*_ROLES, *FUND_ROLES))


def _filled(rows: Sequence[int], at: Callable[[int], Figure | None]) -> Column:
    return {row: figure for row in rows if (figure := at(row)) is not None and figure.quantity.op == "eq"}


def _agreeing(results: Sequence[Comparison | Hindrance]) -> int:
    """How many of the rows agree; 0 where not two do, or a third does not."""
    judged = [one.fits for one in results if isinstance(one, Comparison)]
    fitting = judged.count(True)
    return fitting if fitting > 1 and fitting * 3 >= len(judged) * 2 else 0


# ---------------------------------------------------------------- steps between two columns


def _steps(steps: Column, rates: bool, amounts: dict[int, Column], found: Found) -> Iterator[Change]:
    """The steps between the two columns of amounts with which most rows agree."""
    best: dict[int, tuple[Figure, Figure, Figure]] = {}
    fitting = 0
    for one, other in permutations(amounts.values(), 2):
        told = _told(steps, one, other)
        agreeing = _agreeing([_step(*row, rates=rates) for row in told.values()])
        if agreeing > fitting:
            best, fitting = told, agreeing
    for step, now, before in best.values():
        yield Change(
            span=step.span,
            pattern="columns.step",
            sentence=-1,
            section=found.section(step.span),
            cell=step.cell,
            now=now,
            before=before,
            delta=None if rates else step,
            growth=step if rates else None,
        )


def _told(steps: Column, now: Column, before: Column) -> dict[int, tuple[Figure, Figure, Figure]]:
    """The rows that tell all three; nothing grows from zero."""
    rows = [row for row in steps if row in now and row in before and before[row].quantity.value]
    return {row: (steps[row], now[row], before[row]) for row in rows}


def _step(step: Figure, now: Figure, before: Figure, *, rates: bool) -> Comparison | Hindrance:
    for terms in ((Term(now), Term(before, -1)), (Term(before), Term(now, -1))):
        result = ratio(step, terms, plus(before)) if rates else total(step, terms)
        if isinstance(result, Hindrance) or result.fits:
            return result
    return result


# ---------------------------------------------------------------- shares of a column's whole


def _shares(band: Band, rates: Column, amounts: dict[int, Column], found: Found) -> Iterator[Share]:
    """The shares of the column of amounts with which most rows agree."""
    wholes = [row for row in range(band.first, band.last) if row_kind(first_label(band, row)) == "total"]
    if len(wholes) != 1:
        return
    best: tuple[Column, list[int]] | None = None
    fitting = 0
    for column in amounts.values():
        rows = [row for row in rates if row in column and row != wholes[0]]
        if wholes[0] not in column or not column[wholes[0]].quantity.value:
            continue
        whole = column[wholes[0]]
        agreeing = _agreeing([ratio(rates[row], plus(column[row]), plus(whole)) for row in rows])
        if agreeing > fitting:
            best, fitting = (column, rows), agreeing
    if best is None:
        return
    column, rows = best
    for row in rows:
        yield Share(
            span=rates[row].span,
            pattern="columns.share",
            sentence=-1,
            section=found.section(rates[row].span),
            cell=rates[row].cell,
            rate=rates[row],
            part=column[row],
            whole=column[wholes[0]],
            label="占比",
        )
