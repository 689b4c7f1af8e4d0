"""The points for the execution rate against rate × weight, or against the tiers of the profile."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from extractor.checks import Check, Severity, Verdict
from extractor.checks._context import around
from extractor.checks._execution import Earned, earned, rates_for, values_of
from extractor.checks._outcomes import agrees, blocked, conflict, digits, number, silent
from extractor.checks._targets import UNFINISHED
from extractor.facts import Figure, Indicator, Score
from extractor.ledger import Ledger
from extractor.quantity import Interval, rounded
from extractor.schemes import HUNDRED, ZERO, Scheme, schemes_for

CHECK = Check("ZX106", "execution-score-mismatch", "执行率得分不符", "warning")

_OWN_RULE = regex.compile(r"每[低高超少]|得满分|不得分|扣完|(?<![合共总累小])计\d|扣\d|按比例扣|酌情")
"""words of a scoring rule of the report's own; 合计25人 and the like count other things"""
OWN_STANDARDS = frozenset(
    {"department_evaluation", "fiscal_evaluation", "policy_evaluation", "re_evaluation", "overall_self_evaluation"}
)
"""kinds in which each indicator has a scoring standard of its own, mostly not printed beside the points"""


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.kind in UNFINISHED:
        yield silent(CHECK, "目标申报或年中监控，不评分")
        return
    found = list(earned(ledger))
    if not found:
        yield silent(CHECK, "没有写明分值的预算执行率得分")
    for one in found:
        yield _judge(ledger, one)


def _judge(ledger: Ledger, one: Earned) -> Verdict:
    points, weight = one.points, one.weight
    if points.quantity.value > weight.quantity.value:
        return silent(CHECK, "得分超过分值，见PF104", points, weight)
    near = rates_for(ledger, one)
    if not near:
        return silent(CHECK, "未见可以对应的预算执行率", points, weight)
    if len({rate.quantity.value for rate in near}) > 1:
        return blocked(CHECK, "执行率有几个不同的数，不能确定按哪一个计分", points, weight)
    rate = near[0]
    printed = _as_printed(ledger, points.quantity.value, points.quantity.places)
    for scheme in schemes_for("execution", ledger.profile):
        if any(_points(scheme, weight.quantity.value, value).meets(printed) for value in values_of(ledger, rate)):
            return agrees(CHECK, _formula(scheme, one, rate), points, rate, weight, reason=scheme.name)
    if ledger.kind in OWN_STANDARDS:
        return silent(CHECK, "此类报告各有评分标准，执行率如何计分未写明", points, rate, weight)
    if _OWN_RULE.search(around(ledger, one.fact)):
        return silent(CHECK, "报告另有评分办法", points, rate, weight)
    return _conflict(ledger, one, rate)


def _as_printed(ledger: Ledger, value: Decimal, places: int) -> Interval:
    """What printed points can stand for, rounded or cut off; trailing zeros are often left out, so the finest decimals
    among the scores of the report count."""
    indicators = (one.score for one in ledger.of(Indicator) if one.score)
    parts = (one.figure for one in ledger.of(Score) if one.kind == "part")
    finest = max([places, *(figure.quantity.places for figure in (*indicators, *parts))])
    step = Decimal(1).scaleb(-finest)
    return Interval(value - step / 2, value + step, open_high=True)


def _points(scheme: Scheme, weight: Decimal, percent: Interval) -> Interval:
    return scheme.points(weight, percent.times(1 / HUNDRED))


def _formula(scheme: Scheme, one: Earned, rate: Figure) -> str:
    """10 × 95.04% = 9.5 for a straight scheme; for tiers the points that the rate earns."""
    weight, percent = one.weight.quantity.value, rate.quantity.value
    points = number(rounded(scheme.share(percent / HUNDRED) * weight, max(2, one.points.quantity.places)))
    if scheme.share(Decimal("0.5")) == Decimal("0.5") and percent <= HUNDRED:
        return f"{digits(one.weight)} × {digits(rate)}% = {points}"
    return f"{digits(rate)}% → {points}"


def _conflict(ledger: Ledger, one: Earned, rate: Figure) -> Verdict:
    """More points than the rate earns is the fault; fewer, or an unusual weight, may be another rule."""
    schemes = schemes_for("execution", ledger.profile)
    weight, percent = one.weight.quantity.value, rate.quantity.interval()
    highs = [_points(scheme, weight, percent).high for scheme in schemes]
    above = all(high is not None and one.points.quantity.value > high for high in highs)
    usual = weight in ledger.profile.execution_weights
    severity: Severity | None = None if above and usual else "review"
    formula = _formula(schemes[0], one, rate)
    earned_points = _points(schemes[0], weight, percent)
    message = (
        f"预算执行率{''.join(rate.text.split())}，分值{digits(one.weight)}，"
        f"得分写为{digits(one.points)}，按{schemes[0].name}应为{formula.split(' ')[-1]}"
    )
    return conflict(
        CHECK,
        message,
        one.points,
        rate,
        one.weight,
        formula=formula,
        severity=severity,
        ranges=_mending(one, rate, earned_points),
    )


def _mending(one: Earned, rate: Figure, due: Interval) -> list[tuple[Figure, Interval]]:
    """The points that are due; where points are in proportion to the rate, the weight and the rate that would give
    those printed."""
    half = Decimal(1).scaleb(-max(2, one.points.quantity.places)) / 2
    low, high = due.low, due.high
    assert low is not None and high is not None
    found = [(one.points, Interval(low - half, high + half))]
    weight, percent = one.weight.quantity.value, rate.quantity.value
    if percent and weight and low <= weight * percent / HUNDRED <= high:
        printed = Interval(max(ZERO, one.points.quantity.value - half), one.points.quantity.value + half)
        found.append((one.weight, printed.times(HUNDRED / percent)))
        found.append((rate, printed.times(HUNDRED / weight)))
    return found
