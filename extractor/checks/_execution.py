"""The execution rate of the whole project and what it earns, shared by the checks of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.checks._context import in_one_table
from extractor.checks._options import rates
from extractor.checks._rates import judge
from extractor.comparison import Comparison
from extractor.facts import Fact, Figure, Indicator, Rate, Score
from extractor.ledger import Ledger
from extractor.quantity import Interval
from extractor.scopes import cue


@dataclass(frozen=True, slots=True)
class Earned:
    """The points for the execution rate, with the full mark of that part."""

    fact: Fact
    points: Figure
    weight: Figure
    rate: Figure | None = None
    """the rate that stands beside them, where they are a row of their own"""


def is_execution(name: str | None) -> bool:
    """True for the name of the part that scores the execution rate.

    >>> is_execution("预算执行率"), is_execution("预算执行率控制措施")
    (True, False)
    """
    return cue("execution_part").fullmatch("".join((name or "").split())) is not None


def whole_rates(ledger: Ledger) -> tuple[Rate, ...]:
    """The execution rates of the whole project and year."""
    year = ledger.fiscal_year
    return tuple(
        rate
        for rate in rates(ledger)
        if rate.kind == "execution"
        and rate.item is None
        and rate.source == "total"
        and (None in (rate.year, year) or rate.year == year)
    )


def earned(ledger: Ledger) -> Iterator[Earned]:
    """The points of each block or indicator that scores the execution rate."""
    for score in ledger.of(Score):
        if score.kind == "part" and score.weight is not None and is_execution(score.name):
            yield Earned(score, score.figure, score.weight)
    for indicator in ledger.of(Indicator):
        if indicator.score and indicator.weight and is_execution(indicator.name) and indicator.target is None:
            actual = indicator.actual.figure if indicator.actual else None
            yield Earned(indicator, indicator.score, indicator.weight, actual if _is_percent(actual) else None)


def _is_percent(figure: Figure | None) -> bool:
    return figure is not None and figure.quantity.unit is not None and figure.quantity.unit.dimension == "percent"


def rates_for(ledger: Ledger, one: Earned) -> tuple[Figure, ...]:
    """The rates that may have earned the points: that beside them, that of the same row, else all of the project."""
    if one.rate is not None:
        return (one.rate,)
    whole = whole_rates(ledger)
    row = tuple(rate.figure for rate in whole if _in_one_row(ledger, one.fact, rate))
    return row or tuple(rate.figure for rate in whole)


def _in_one_row(ledger: Ledger, one: Fact, other: Fact) -> bool:
    beside = one.cell is not None and other.cell is not None and one.cell.row == other.cell.row
    return beside and in_one_table(ledger, one, other)


def values_of(ledger: Ledger, figure: Figure) -> list[Interval]:
    """What a rate can be, in percent: as printed, and as its amounts give it where the printed one is wrong (ZX101)."""
    found = [figure.quantity.interval()]
    for rate in whole_rates(ledger):
        judgement = judge(ledger, rate) if rate.figure.id == figure.id else None
        if judgement and judgement.status == "fails" and isinstance(judgement.result, Comparison):
            found.append(judgement.result.derived_interval)
    return found
