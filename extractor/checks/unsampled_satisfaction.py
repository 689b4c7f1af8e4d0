"""Satisfaction of 100 % without a word on whom was asked: a signal, not a fault."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._targets import UNFINISHED, is_satisfaction
from extractor.facts import Figure, Indicator, Percentage, Reference, Survey
from extractor.ledger import Ledger
from extractor.quantity import Quantity

CHECK = Check("YC102", "unsampled-full-satisfaction", "满分满意度无样本", "info")


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.kind in UNFINISHED:
        yield silent(CHECK, "目标申报或年中监控，尚无全年完成值")
        return
    stated = _satisfactions(ledger)
    if not stated:
        yield silent(CHECK, "报告未给出满意度")
        return
    full = [figure for figure in stated if figure.quantity.value == Decimal(100) and figure.quantity.op == "eq"]
    if not full:
        yield agrees(CHECK, "满意度低于100%", *stated)
        return
    surveys = ledger.of(Survey)
    annexed = next((one for one in ledger.of(Reference) if "问卷" in one.text or "满意度" in one.text), None)
    if surveys or annexed:
        yield silent(CHECK, "报告说明了调查样本或附有问卷", *full)
        return
    yield conflict(CHECK, f"满意度为{full[0].text}，未说明调查对象、样本数或方法", *full)


def _satisfactions(ledger: Ledger) -> list[Figure]:
    """Measured satisfaction rates: actuals of indicators, and rates of satisfaction in the text."""
    actuals = [one.actual.figure for one in ledger.of(Indicator) if is_satisfaction(one) and one.actual]
    targets = {one.target.figure.id for one in ledger.of(Indicator) if one.target and one.target.figure}
    rates = [one.figure for one in ledger.of(Percentage) if "满意" in one.name and one.figure.id not in targets]
    return list({one.id: one for one in (*actuals, *rates) if one and _is_percent(one.quantity)}.values())


def _is_percent(quantity: Quantity) -> bool:
    return quantity.unit is not None and quantity.unit.dimension == "percent"
