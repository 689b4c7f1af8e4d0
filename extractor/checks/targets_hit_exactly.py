"""Every open target is hit to the last digit: a signal, not a fault."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._targets import UNFINISHED, comparable
from extractor.facts import Indicator
from extractor.ledger import Ledger

CHECK = Check("YC101", "all-targets-hit-exactly", "完成值全等于目标值", "info")

ENOUGH = 3


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.kind in UNFINISHED:
        yield silent(CHECK, "目标申报或年中监控，尚无全年完成值")
        return
    counted = [one for one in ledger.of(Indicator) if _counts(one)]
    if len(counted) < ENOUGH:
        yield silent(CHECK, f"目标为确数的定量指标只有{len(counted)}项，不足{ENOUGH}项")
        return
    equal = [one for one in counted if _equal(one)]
    figures = [m.figure for one in counted for m in (one.actual, one.target) if m]
    formula = f"{len(counted)}项中{len(equal)}项相等"
    if len(equal) < len(counted):
        yield agrees(CHECK, formula, *figures)
        return
    message = f"{len(counted)}项目标为确数的定量指标，完成值全部等于目标值，建议核对佐证材料"
    yield conflict(CHECK, message, *figures, formula=formula)


def _counts(indicator: Indicator) -> bool:
    """A bare number as target, not the natural ceiling 100 % and no explicit "=" (a fixed list)."""
    target, actual = indicator.target, indicator.actual
    if not (target and actual and target.quantity and actual.quantity) or target.op != "eq" or actual.op != "eq":
        return False
    unit = target.quantity.unit
    ceiling = unit is not None and unit.dimension == "percent" and target.quantity.value == Decimal(100)
    signed = target.text.lstrip().startswith(("=", "＝", "═", "等于"))
    return not ceiling and not signed and comparable(target.quantity, actual.quantity)


def _equal(indicator: Indicator) -> bool:
    target, actual = indicator.target, indicator.actual
    return bool(
        target and actual and target.quantity and actual.quantity and target.quantity.amount == actual.quantity.amount
    )
