"""What the report itself states, as shown: money, rates, indicators, each with its places."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.report import FundEntry, IndicatorEntry, MeasureEntry, RateEntry, Report
from extractor.terms import ROLES, SOURCES
from extractor.writers.marks import mark_ids
from extractor.writers.words import role

_MET = {True: "达成", False: "未达成", None: "定性或不可比"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money or a rate: “实际支出 301.24万元 2022年”."""

    name: str
    value: str
    note: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorView:
    levels: str
    name: str
    target: str
    actual: str
    weight: str
    score: str
    met: str
    missed: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """``funds`` are of the whole project, ``items`` of its parts."""

    funds: tuple[Amount, ...]
    items: tuple[Amount, ...]
    rates: tuple[Amount, ...]
    indicators: tuple[IndicatorView, ...]
    problems: int
    recommendations: int

    @property
    def empty(self) -> bool:
        return not (self.funds or self.items or self.rates or self.indicators)


def claims(report: Report) -> Claims:
    """What is shown of a report's own statements."""
    facts = report.report
    funds = sorted(facts.funds, key=lambda fund: list(ROLES).index(fund.role))
    others = tuple(
        Amount(one.name, one.value + one.unit, one.item or "", mark_ids(one.evidence)) for one in facts.other_rates
    )
    return Claims(
        funds=tuple(_fund(one) for one in funds if one.item is None),
        items=tuple(_fund(one) for one in funds if one.item),
        rates=(*map(_rate, facts.execution_rates), *others),
        indicators=tuple(map(_indicator, facts.indicators)),
        problems=len(facts.problems),
        recommendations=len(facts.recommendations),
    )


def _fund(fund: FundEntry) -> Amount:
    amount = fund.amount
    # in a table the unit stands above the column
    value = f"{amount.text}{amount.unit}" if amount.unit and amount.text[-1:].isdigit() else amount.text
    notes = (
        fund.item,
        f"{fund.year}年" if fund.year else None,
        SOURCES[fund.source] if fund.source != "total" else None,
    )
    return Amount(ROLES[fund.role], value, " · ".join(filter(None, notes)), mark_ids(fund.evidence))


def _rate(rate: RateEntry) -> Amount:
    base = role(rate.base) if rate.base else None
    notes = (
        rate.item,
        f"{rate.year}年" if rate.year else None,
        SOURCES[rate.source] if rate.source != "total" else None,
        f"按 支出 ÷ {f'（{base}）' if '+' in base else base}" if base else None,
    )
    return Amount("执行率", rate.value + rate.unit, " · ".join(filter(None, notes)), mark_ids(rate.evidence))


def _indicator(one: IndicatorEntry) -> IndicatorView:
    return IndicatorView(
        levels=" › ".join(one.levels),
        name=one.name,
        target=_text(one.target),
        actual=_text(one.actual),
        weight=one.weight or "",
        score=one.score or "",
        met=_MET[one.met],
        missed=one.met is False,
        marks=mark_ids(one.evidence),
    )


def _text(measure: MeasureEntry | None) -> str:
    return measure.text if measure else ""
