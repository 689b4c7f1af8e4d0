"""Results far above their targets at full marks: were the targets set too low? A signal, not a fault."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, number, silent
from extractor.checks._targets import UNFINISHED, attained
from extractor.facts import Figure, Indicator
from extractor.ledger import Ledger
from extractor.quantity import rounded
from extractor.schemes import HUNDRED

CHECK = Check("YC104", "low-target", "目标明显偏低", "review")


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.kind in UNFINISHED:
        yield silent(CHECK, "目标申报或年中监控，尚无全年完成值")
        return
    counted = [one for one in ledger.of(Indicator) if _counts(one)]
    if not counted:
        yield silent(CHECK, "没有得满分而可按完成比例比较的定量指标")
        return
    limit = number(ledger.profile.over_fulfilment * HUNDRED)
    far = [one for one in counted if _is_far(ledger, one)]
    unexplained = [one for one in far if not one.reason]
    for one in far:
        if one.reason:
            yield silent(CHECK, f"{one.name}完成值超过目标值的{limit}%，报告已说明原因", *_figures(one))
    if not unexplained:
        yield agrees(CHECK, f"完成值均未超过目标值的{limit}%，或已说明原因", *_figures(*counted))
        return
    told = "；".join(f"{one.name}为目标的{_percent(one)}%" for one in unexplained)
    message = f"{len(unexplained)}项指标完成值达到目标值的{limit}%以上仍得满分，未说明原因：{told}"
    formula = f"{len(counted)}项中{len(unexplained)}项 ≥ {limit}%"
    yield conflict(CHECK, message, *_figures(*unexplained), formula=formula)


def _counts(indicator: Indicator) -> bool:
    """A measured result against a target that is to be reached, at full marks."""
    target, actual, score, weight = indicator.target, indicator.actual, indicator.score, indicator.weight
    return (
        target is not None
        and actual is not None
        and actual.op == "eq"
        and target.op in ("eq", "ge", "gt")
        and indicator.direction >= 0
        and attained(indicator) is not None
        and score is not None
        and weight is not None
        and score.quantity.value == weight.quantity.value
    )


def _is_far(ledger: Ledger, indicator: Indicator) -> bool:
    """Surely beyond the limit, and not just by one more of a counted thing."""
    ratio = attained(indicator)
    target, actual = _sides(indicator)
    sure = ratio is not None and ratio.low is not None and ratio.low >= ledger.profile.over_fulfilment
    return sure and actual.quantity.amount - target.quantity.amount > 1


def _percent(indicator: Indicator) -> str:
    target, actual = _sides(indicator)
    return number(rounded(actual.quantity.amount / target.quantity.amount * HUNDRED, 1))


def _sides(indicator: Indicator) -> tuple[Figure, Figure]:
    assert indicator.target and indicator.target.figure and indicator.actual and indicator.actual.figure
    return indicator.target.figure, indicator.actual.figure


def _figures(*indicators: Indicator) -> tuple[Figure, ...]:
    return tuple(figure for one in indicators for figure in reversed(_sides(one)))
