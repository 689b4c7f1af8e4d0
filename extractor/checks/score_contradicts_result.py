"""Full marks for a missed target, or points lost although the target is met."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._admissions import admission_of
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._targets import (
    UNFINISHED,
    explaining_scheme,
    lost,
    overfulfilled,
    reach,
    relation,
    score_places,
)
from extractor.facts import Figure, Indicator
from extractor.ledger import Ledger
from extractor.quantity import Interval

CHECK = Check("PF107", "score-contradicts-result", "得分与完成情况矛盾", "warning")


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.kind in UNFINISHED:
        yield silent(CHECK, "目标申报或年中监控，不评分")
        return
    indicators = [one for one in ledger.of(Indicator) if one.target and one.actual and one.score and one.weight]
    if not indicators:
        yield silent(CHECK, "没有同时给出目标值、完成值、分值和得分的指标")
    places = score_places(ledger)
    for indicator in indicators:
        yield _judge(ledger, indicator, places)


def _judge(ledger: Ledger, indicator: Indicator, places: int) -> Verdict:
    score, weight = indicator.score, indicator.weight
    assert score is not None and weight is not None
    figures = _figures(indicator)
    if score.quantity.value > weight.quantity.value:
        return silent(CHECK, f"{indicator.name}得分超过分值，见PF104", *figures)
    reached = reach(indicator)
    if reached.met is None:
        return silent(CHECK, f"{indicator.name}：{reached.reason}", *figures)
    # a recomputed score is known to its last printed place only
    half = Decimal(1).scaleb(-places) / 2
    near = Interval(score.quantity.value - half, score.quantity.value + half)
    scheme = explaining_scheme(indicator, near)
    formula = f"{relation(indicator)}，{score.quantity.digits} / {weight.quantity.digits}"
    if scheme is not None:
        return agrees(CHECK, formula, *figures, reason=scheme.name)
    if not reached.sure and not _falls_short(indicator):
        return silent(CHECK, f"{indicator.name}：指标方向不明", *figures, formula=formula)
    if reached.met:
        return _lost_though_met(ledger, indicator, formula) if lost(indicator) else agrees(CHECK, formula, *figures)
    if score.quantity.value < weight.quantity.value:
        return silent(CHECK, f"{indicator.name}未达目标且已扣分，扣分幅度由评分细则定", *figures, formula=formula)
    return conflict(
        CHECK,
        f"{indicator.name}未达目标（{relation(indicator)}不成立），仍得满分{score.quantity.digits}分",
        *figures,
        formula=formula,
        severity="review" if indicator.reason or not reached.sure else None,
        ranges=[(score, Interval(None, weight.quantity.value, open_high=True))],
    )


def _falls_short(indicator: Indicator) -> bool:
    """True for fewer things than were planned: a bare number of things is to be reached or exceeded (section 1.9)."""
    target, actual = indicator.target, indicator.actual
    assert target is not None and actual is not None and target.quantity is not None and actual.quantity is not None
    things = target.quantity.unit is not None and target.quantity.unit.dimension == "count"
    return things and target.op == "eq" and actual.quantity.amount < target.quantity.amount


def _lost_though_met(ledger: Ledger, indicator: Indicator, formula: str) -> Verdict:
    figures = _figures(indicator)
    score, weight = indicator.score, indicator.weight
    assert score is not None and weight is not None
    if indicator.reason or admission_of(ledger, indicator):
        return silent(CHECK, f"{indicator.name}已达目标而扣分，报告已说明原因", *figures, formula=formula)
    if overfulfilled(ledger, indicator):
        return silent(CHECK, f"{indicator.name}完成值远超目标，可因目标偏低扣分", *figures, formula=formula)
    # where no indicator carries a reason, the report may give its reasons elsewhere
    gives_reasons = any(one.reason for one in ledger.of(Indicator))
    return conflict(
        CHECK,
        f"{indicator.name}已达目标（{relation(indicator)}），却未得满分，且未说明扣分原因",
        *figures,
        formula=formula,
        severity=None if gives_reasons else "review",
        ranges=[
            (score, Interval.point(weight.quantity.value)),
            (weight, Interval.point(score.quantity.value)),
        ],
    )


def _figures(indicator: Indicator) -> tuple[Figure | None, ...]:
    assert indicator.target is not None and indicator.actual is not None
    return (indicator.score, indicator.actual.figure, indicator.target.figure, indicator.weight)
