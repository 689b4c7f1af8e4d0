"""Does an actual reach its target? Intervals and directions, shared by the checks of indicators."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.facts import Indicator, Measure
from extractor.ledger import Ledger
from extractor.quantity import Interval, Quantity
from extractor.rx import rx
from extractor.schemes import Scheme, SchemeClass, schemes_for

WITHOUT_RESULTS = frozenset({"target_declaration"})
"""kinds of reports that have no actuals by nature"""

UNFINISHED = WITHOUT_RESULTS | {"monitoring"}
"""kinds in which low figures are normal: nothing has come to its end"""

_BY_DAY = regex.compile(r"(?P<lead>[^\d]*)\d{1,2}日(?:之|以)?前")
"""a deadline that names a day of any month"""

_SIGNS = {"eq": "=", "ge": "≥", "le": "≤", "gt": ">", "lt": "<", "approx": "≈", "over": "≥"}


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a target is reached. ``met`` is None when it cannot be told, with the ``reason``; ``sure`` is False
    when the direction of the indicator had to be assumed."""

    met: bool | None
    reason: str = ""
    sure: bool = True


def reach(indicator: Indicator) -> Reach:
    """The actual against the target, by the operator of the target and the direction of the indicator."""
    target, actual = indicator.target, indicator.actual
    if target is None or actual is None:
        return Reach(None, "目标值或完成值缺一")
    if target.quantity is None or actual.quantity is None:
        return Reach(None, "目标值或完成值不是数值")
    if not comparable(target.quantity, actual.quantity):
        return Reach(None, "目标值与完成值单位不同")
    if by_day := _BY_DAY.fullmatch(target.text):  # 次月5日前 is met on the 3rd, and not by a date of another kind
        same = by_day["lead"] == rx(r"\d+日").split(actual.text)[0]
        return Reach(actual.quantity.amount <= target.quantity.amount if same else None, "时限与完成时间写法不同")
    if actual.op in ("ge", "le", "gt", "lt"):
        return Reach(None, "完成值带有比较符号，不是实测值")
    return _reach(target.quantity, actual.quantity.interval(), indicator.direction)


def _reach(target: Quantity, actual: Interval, direction: int) -> Reach:
    # a target is a bound that was set, not a rounded result: it is exact
    wanted = Interval.point(target.amount) if target.op == "eq" else target.interval()
    if target.op in ("ge", "gt", "le", "lt"):
        return Reach(actual.meets(wanted))
    if actual.meets(wanted):
        return Reach(True)
    above = wanted.high is not None and actual.low is not None and actual.low >= wanted.high
    if target.op == "range" and not direction:
        return Reach(None, "完成值在目标区间以外，方向不明")
    return Reach(above if direction >= 0 else not above, sure=direction != 0)


def comparable(one: Quantity, other: Quantity) -> bool:
    """True when two quantities measure the same kind of thing (人 is not 人次; a bare number goes with anything)."""
    a, b = one.unit, other.unit
    if a is None or b is None or "none" in (a.dimension, b.dimension):
        return (a is None or a.factor == 1) and (b is None or b.factor == 1)
    if a.dimension != b.dimension:
        return False
    return a.dimension in ("money", "percent", "points") or (a.base or a.name) == (b.base or b.name)


def relation(indicator: Indicator) -> str:
    """“96 ≥ 90”: the printed actual against the printed target. A bare number is to be reached, or not to be passed."""
    target, actual = indicator.target, indicator.actual
    assert target is not None and actual is not None
    sign = _SIGNS.get(target.op, "∈")
    if sign == "=" and _bare(actual) != _bare(target):
        sign = "≤" if indicator.direction < 0 else "≥"
    return f"{_bare(actual)} {sign} {_bare(target)}"


def _bare(measure: Measure) -> str:
    quantity = measure.quantity
    if quantity is None:
        return measure.text
    if quantity.high_digits is not None:
        return f"[{quantity.digits}, {quantity.high_digits}]"
    return quantity.digits


def is_satisfaction(indicator: Indicator) -> bool:
    """True for 满意度 indicators, by their name or the level above them."""
    return any("满意" in word for word in (indicator.name, *indicator.levels[-1:]))


def attained(indicator: Indicator) -> Interval | None:
    """Actual ÷ target, or target ÷ actual where less is better; None when that is no ratio."""
    target = indicator.target.quantity if indicator.target else None
    actual = indicator.actual.quantity if indicator.actual else None
    if target is None or actual is None or target.op == "range" or not comparable(target, actual):
        return None
    goal = Interval.point(target.amount)
    if target.op in ("le", "lt") or indicator.direction < 0:
        return goal.over(actual.interval())
    return actual.interval().over(goal)


def explaining_scheme(indicator: Indicator, score: Interval) -> Scheme | None:
    """The first admissible scheme that gives the score of an indicator, or None."""
    ratio, weight = attained(indicator), indicator.weight
    actual = indicator.actual.quantity if indicator.actual else None
    if ratio is None or weight is None or actual is None:
        return None
    kind: SchemeClass = "satisfaction" if is_satisfaction(indicator) else "quantity"
    percent = actual.unit is not None and actual.unit.dimension == "percent"
    for scheme in schemes_for(kind):
        if scheme.over == "percent" and not percent:
            continue
        result = ratio if scheme.over == "ratio" else actual.interval()
        if scheme.gives(weight.quantity.value, result, score):
            return scheme
    return None


def overfulfilled(ledger: Ledger, indicator: Indicator) -> bool:
    """True when the actual passes the target so far that points may be cut for a target set too low."""
    ratio = attained(indicator)
    return ratio is not None and ratio.high is not None and ratio.high >= ledger.profile.over_fulfilment


def score_places(ledger: Ledger) -> int:
    """The finest decimals in which the report prints the scores of its indicators (at least one)."""
    return max((one.score.quantity.places for one in ledger.of(Indicator) if one.score), default=1) or 1


def lost(indicator: Indicator) -> bool:
    """True when an indicator earned less than its weight."""
    score, weight = indicator.score, indicator.weight
    return score is not None and weight is not None and score.quantity.value < weight.quantity.value
