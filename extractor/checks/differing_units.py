"""Target and result in units of different kinds: 300人 against 320人次, 100% against 30场."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Severity, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._targets import comparable, is_satisfaction
from extractor.facts import Indicator
from extractor.ledger import Ledger
from extractor.quantity import Quantity, Unit

CHECK = Check("ZB105", "differing-units", "指标单位不一致", "warning")

_GENERIC = frozenset("个项件家处条种类只")
"""counters that go with things of many kinds"""
_PEOPLE = frozenset({"人", "名", "位"})
_HOUSEHOLDS = frozenset({"户", "户数"})
_EVENTS = frozenset({"次", "场", "期", "届", "批", "轮", "回", "遍", "趟", "场次", "批次", "班次", "频次", "场（次）"})
_VAGUE = frozenset({"time", "none"})
"""dimensions in which units convert by a calendar, or are none"""


def check(ledger: Ledger) -> Iterator[Verdict]:
    measured = [one for one in ledger.of(Indicator) if _units(one)]
    if not measured:
        yield silent(CHECK, "没有目标值和完成值都带单位的指标")
    for indicator in measured:
        yield _judge(indicator)


def _units(indicator: Indicator) -> tuple[Unit, Unit] | None:
    target = _unit(indicator.target.quantity if indicator.target else None)
    actual = _unit(indicator.actual.quantity if indicator.actual else None)
    return (target, actual) if target and actual else None


def _unit(quantity: Quantity | None) -> Unit | None:
    unit = quantity.unit if quantity else None
    return unit if unit and unit.dimension not in _VAGUE else None


def _judge(indicator: Indicator) -> Verdict:
    target, actual = indicator.target, indicator.actual
    units = _units(indicator)
    assert target and target.quantity and actual and actual.quantity and units
    figures = (actual.figure, target.figure)
    if comparable(target.quantity, actual.quantity):
        if units[0].factor == units[1].factor:
            return agrees(CHECK, f"{units[0].name} = {units[1].name}", *figures)
        return agrees(CHECK, _told(indicator), *figures, reason="单位可以换算，换算后比较")
    if _alike(*units):
        return silent(CHECK, f"{indicator.name}：{units[0].name}与{units[1].name}可以指同一种事物", *figures)
    in_points = is_satisfaction(indicator) and {one.dimension for one in units} == {"percent", "points"}
    severity: Severity | None = "review" if in_points or _is_doubtful(*units) else None
    message = f"{indicator.name}的目标以“{units[0].name}”计，完成值以“{units[1].name}”计，不能比较"
    return conflict(CHECK, message, *figures, formula=_told(indicator), severity=severity, suspects=())


def _told(indicator: Indicator) -> str:
    """≥5公里 ↔ 5200米"""
    assert indicator.target and indicator.actual
    return f"{''.join(indicator.target.text.split())} ↔ {''.join(indicator.actual.text.split())}"


def _alike(one: Unit, other: Unit) -> bool:
    """True for counters that may count the same things."""
    return one.dimension == other.dimension == "count" and _class(one) == _class(other)


def _is_doubtful(one: Unit, other: Unit) -> bool:
    """True when a counter that goes with anything takes part, or units of measure that we cannot convert."""
    names = {one.base or one.name, other.base or other.name}
    counted = one.dimension == other.dimension == "count" and bool(names & _GENERIC)
    return counted or one.dimension == other.dimension == "measure"


def _class(unit: Unit) -> str:
    name = unit.base or unit.name
    for kind, names in (("people", _PEOPLE), ("households", _HOUSEHOLDS), ("events", _EVENTS)):
        if name in names:
            return kind
    return name if name.endswith("次") else "things"
