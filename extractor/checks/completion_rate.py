"""A stated rate of completion against actual ÷ target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor import arithmetic
from extractor.arithmetic import Hindrance
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, digits, silent
from extractor.checks._targets import comparable
from extractor.checks._verdicts import judged
from extractor.facts import Figure, Indicator, Percentage
from extractor.ledger import Ledger
from extractor.schemes import HUNDRED

CHECK = Check("ZB102", "completion-rate-mismatch", "完成率计算不符", "error")

NAMES = ("完成率", "完成比例", "完成比率", "完成进度", "计划的", "目标的", "任务的", "任务", "目标", "目标值", "任务数")


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    for rate in ledger.of(Percentage):
        if not rate.name.endswith(NAMES):
            continue
        indicator = _indicator_of(ledger, rate)
        if indicator is not None:
            looked = True
            yield _judge(indicator, rate)
    if not looked:
        yield silent(CHECK, "没有同时写明目标值、完成值和完成率的指标")


def _indicator_of(ledger: Ledger, rate: Percentage) -> Indicator | None:
    """The indicator that a rate follows in its sentence or stands beside in its row, or None."""
    before = [
        one
        for one in ledger.of(Indicator)
        if one.target and one.actual and one.span.start <= rate.span.start and _beside(one, rate)
    ]
    nearest = before[-1] if before else None
    if nearest is None or rate.figure.id in {figure.id for figure in _own(nearest)}:
        return None
    return nearest


def _beside(indicator: Indicator, rate: Percentage) -> bool:
    if indicator.cell is None or rate.cell is None:
        return indicator.cell is rate.cell and indicator.sentence == rate.sentence >= 0
    return indicator.cell.row <= rate.cell.row < indicator.cell.row + indicator.cell.rowspan


def _own(indicator: Indicator) -> Iterator[Figure]:
    for measure in (indicator.target, indicator.actual):
        if measure and measure.figure:
            yield measure.figure


def _judge(indicator: Indicator, rate: Percentage) -> Verdict:
    own = list(_own(indicator))
    if len(own) < 2:
        return silent(CHECK, f"{indicator.name}的目标值或完成值不是数值", rate.figure)
    target, actual = own
    if not comparable(target.quantity, actual.quantity):
        return silent(CHECK, f"{indicator.name}的目标值与完成值单位不同", rate.figure, actual, target)
    if indicator.direction < 0 or target.quantity.op in ("le", "lt", "range"):
        return silent(CHECK, f"{indicator.name}为反向或区间指标，完成率另有算法", rate.figure, actual, target)
    if actual.quantity.op != "eq" or rate.figure.quantity.op != "eq":
        return silent(CHECK, "含约数或概数，不参与计算", rate.figure, actual, target)
    if _same_percentage(rate.figure, actual):
        return silent(CHECK, f"{indicator.name}的完成率照写完成值", rate.figure, actual, target)
    if rate.figure.quantity.value == HUNDRED and actual.quantity.amount >= target.quantity.amount:
        formula = f"{digits(actual)} ≥ {digits(target)} → 100%"
        return agrees(CHECK, formula, rate.figure, actual, target, reason="完成率以100%为限")
    result = _ratio(rate.figure, actual, target)
    if not _fits(result) and actual.quantity.value and _fits(_ratio(rate.figure, target, actual)):
        formula = f"{digits(target)} ÷ {digits(actual)} ≈ {digits(rate.figure)}%"
        return agrees(
            CHECK, formula, rate.figure, actual, target, reason="完成率以目标值除以完成值计，是反向指标的算法"
        )
    message = f"{indicator.name}完成率写为{''.join(rate.figure.text.split())}，与完成值、目标值不符"
    return judged(CHECK, result, message)


def _fits(result: arithmetic.Comparison | Hindrance) -> bool:
    return isinstance(result, arithmetic.Comparison) and result.fits


def _same_percentage(rate: Figure, actual: Figure) -> bool:
    """True where the result is a percentage and was printed again as the rate of completion (完成94%，完成率94%)."""
    unit = actual.quantity.unit
    return unit is not None and unit.dimension == "percent" and rate.quantity.value == actual.quantity.value


def _ratio(rate: Figure, actual: Figure, target: Figure) -> arithmetic.Comparison | Hindrance:
    """actual ÷ target. A target is exact, and its sign (≥) does not matter here."""
    exact = replace(target, quantity=replace(target.quantity, op="eq", whole=True))
    return arithmetic.ratio(rate, arithmetic.plus(actual), arithmetic.plus(exact))
