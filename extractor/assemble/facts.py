"""What the report states, in the contract's words. A fact told twice is one entry with several evidences."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from extractor.assemble.evidence import Quoter
from extractor.assemble.judged import met, rate_bases
from extractor.assemble.scores import scores
from extractor.checks import Verdict
from extractor.facts import Fact, Fund, Indicator, Measure, Rate, Section, Statement
from extractor.ledger import Ledger
from extractor.quantity import Op, Quantity, trimmed
from extractor.report import (
    Amount,
    Facts,
    FundEntry,
    IndicatorEntry,
    MeasureEntry,
    OtherRate,
    Qualifier,
    RateEntry,
    SectionEntry,
    StatementEntry,
)

F = TypeVar("F", bound=Fact)

QUALIFIERS: dict[Op, Qualifier] = {
    "eq": "exact",
    "approx": "approx",
    "range": "approx",
    "over": "over",
    "ge": "over",
    "gt": "over",
    "le": "under",
    "lt": "under",
}


def facts(ledger: Ledger, verdicts: Sequence[Verdict], cite: Quoter) -> Facts:
    """The ``report`` part of the contract."""
    year = ledger.fiscal_year
    return Facts(
        title=_meta(ledger, "title"),
        kind=ledger.kind,
        fiscal_year=year,
        department=_meta(ledger, "department"),
        project=_meta(ledger, "project"),
        evaluator=_meta(ledger, "evaluator"),
        issued_on=_meta(ledger, "issued_on"),
        funds=_funds(ledger, cite),
        execution_rates=_execution_rates(ledger, verdicts, cite),
        other_rates=_other_rates(ledger, cite),
        indicators=_indicators(ledger, cite),
        scores=scores(ledger, cite),
        problems=_statements(ledger, "problem", cite),
        recommendations=_statements(ledger, "recommendation", cite),
        sections=[
            SectionEntry(level=section.level, number=section.number, title=section.title, page=section.page)
            for section in ledger.of(Section)
        ],
    )


def together(facts: Iterable[F], key: Callable[[F], Hashable]) -> list[list[F]]:
    """Facts that say the same, grouped, in order of their first telling."""
    groups: dict[Hashable, list[F]] = {}
    for fact in facts:
        groups.setdefault(key(fact), []).append(fact)
    return list(groups.values())


def _meta(ledger: Ledger, field: str) -> str | None:
    meta = ledger.meta(field)
    return meta.value if meta else None


def unit_of(quantity: Quantity) -> str | None:
    """The unit by its usual name, else as printed, else None."""
    return (quantity.unit.name if quantity.unit else quantity.unit_text) or None


def value_of(quantity: Quantity) -> str:
    """The number as a decimal string, its printed decimals kept."""
    return f"-{quantity.digits}" if quantity.negative else quantity.digits


def _funds(ledger: Ledger, cite: Quoter) -> list[FundEntry]:
    tellings = together(ledger.of(Fund), lambda fund: (fund.role, fund.item, fund.source, fund.year, fund.yuan))
    return [_fund(told, cite) for told in tellings]


def _fund(told: list[Fund], cite: Quoter) -> FundEntry:
    fund = told[0]
    quantity = fund.figure.quantity
    return FundEntry(
        role=fund.role,
        item=fund.item,
        source=fund.source,
        year=fund.year,
        amount=Amount(
            text=cite.printed(fund.figure),
            value=value_of(quantity),
            unit=unit_of(quantity),
            yuan=trimmed(fund.yuan),
            qualifier=QUALIFIERS.get(quantity.op, "exact"),
        ),
        evidence=cite.of(one.figure for one in told),
    )


def _execution_rates(ledger: Ledger, verdicts: Sequence[Verdict], cite: Quoter) -> list[RateEntry]:
    bases = rate_bases(ledger, verdicts)
    rates = [rate for rate in ledger.of(Rate) if rate.kind == "execution"]
    entries = []
    for told in together(rates, lambda rate: (rate.item, rate.source, rate.year, value_of(rate.figure.quantity))):
        first = told[0]
        entries.append(
            RateEntry(
                item=first.item,
                source=first.source,
                year=first.year,
                value=value_of(first.figure.quantity),
                unit=unit_of(first.figure.quantity) or "%",
                stated_base=next((rate.stated_base for rate in told if rate.stated_base), None),
                base=next((bases[rate.figure.id] for rate in told if rate.figure.id in bases), None),
                evidence=cite.of(rate.figure for rate in told),
            )
        )
    return entries


def _other_rates(ledger: Ledger, cite: Quoter) -> list[OtherRate]:
    rates = [rate for rate in ledger.of(Rate) if rate.kind == "other"]
    return [
        OtherRate(
            name=told[0].name,
            item=told[0].item,
            value=value_of(told[0].figure.quantity),
            unit=unit_of(told[0].figure.quantity) or "%",
            evidence=cite.of(rate.figure for rate in told),
        )
        for told in together(rates, lambda rate: (rate.name, rate.item, value_of(rate.figure.quantity)))
    ]


def _indicators(ledger: Ledger, cite: Quoter) -> list[IndicatorEntry]:
    tellings = together(
        ledger.of(Indicator),
        lambda one: (one.levels, one.name, _text(one.target), _text(one.actual)),
    )
    return [_indicator(told, cite) for told in tellings]


def _text(measure: Measure | None) -> str | None:
    return measure.text if measure else None


def _indicator(told: list[Indicator], cite: Quoter) -> IndicatorEntry:
    first = told[0]
    weight = next((one.weight for one in told if one.weight), None)
    score = next((one.score for one in told if one.score), None)
    places = [place for one in told for place in (one, one.target, one.actual, one.weight, one.score)]
    return IndicatorEntry(
        levels=list(first.levels),
        name=first.name,
        target=_measure(first.target, cite),
        actual=_measure(first.actual, cite),
        weight=value_of(weight.quantity) if weight else None,
        score=value_of(score.quantity) if score else None,
        met=met(first),
        reason=next((one.reason for one in told if one.reason), None),
        evidence=cite.of(places),
    )


def _measure(measure: Measure | None, cite: Quoter) -> MeasureEntry | None:
    if measure is None:
        return None
    quantity = measure.quantity
    # put together from several cells (sign, value, unit) it has no printed words of its own
    text = cite.printed(measure) if quantity and measure.text == quantity.text else measure.text
    if quantity is None or measure.op == "text":
        return MeasureEntry(text=text, op="text")
    return MeasureEntry(
        text=text,
        op=measure.op,
        value=value_of(quantity),
        value_high=quantity.high_digits,
        unit=unit_of(quantity),
    )


def _statements(ledger: Ledger, kind: str, cite: Quoter) -> list[StatementEntry]:
    said = [one for one in ledger.of(Statement) if one.kind == kind and not one.none]
    return [StatementEntry(text=told[0].text, evidence=cite.of(told)) for told in together(said, lambda one: one.text)]
