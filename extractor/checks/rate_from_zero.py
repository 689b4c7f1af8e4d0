"""A rate of change from nothing: what was 0 before can grow by no percentage, and no increase ends at 0."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, digits, silent
from extractor.checks._targets import comparable
from extractor.facts import Change, Figure
from extractor.ledger import Ledger
from extractor.quantity import Interval
from extractor.schemes import HUNDRED

CHECK = Check("GJ108", "rate-from-zero", "零基数的增减率", "warning")

ZERO = Decimal(0)


def check(ledger: Ledger) -> Iterator[Verdict]:
    verdicts = [verdict for change in ledger.of(Change) if (verdict := _judge(change))]
    yield from verdicts or [silent(CHECK, "没有写明基数（或可由增减额推出基数）的增减率")]


def _judge(change: Change) -> Verdict | None:
    now, delta, rate = change.now, change.delta, _rate(change)
    if now and delta and _ends_at_nothing(change, now, delta):
        message = f"写{change.cue}{_told(delta)}，增加之后却为{_told(now)}"
        return conflict(CHECK, message, now, delta, rate, formula=f"{digits(now)} − {digits(delta)} < 0")
    base = _base(change)
    if rate is None or base is None:
        return None
    formula, value, interval = base
    figures = (rate, change.before, now, delta)
    if value:
        return agrees(CHECK, f"{formula} ≠ 0", *figures)
    if not rate.quantity.value:
        return silent(CHECK, "基数为零，增减率也写为零", *figures)
    if _may_be_rounded_away(interval, rate, delta or now):
        return silent(CHECK, "基数很小，舍入后为零", *figures)
    message = f"基数为零，不能计算增减率，却写{change.cue}{_told(rate)}"
    return conflict(CHECK, message, *figures, formula=f"{formula} = 0" if "−" in formula else f"基数 = {formula}")


def _rate(change: Change) -> Figure | None:
    """The rate of change in percent (not in percentage points), or None."""
    growth = change.growth
    unit = growth.quantity.unit if growth else None
    is_percent = unit is not None and unit.dimension == "percent" and unit.base != "百分点"
    return growth if is_percent and not change.points else None


def _ends_at_nothing(change: Change, now: Figure, delta: Figure) -> bool:
    """True for 本年0万元，比上年增加3.2万元: what was before would be less than nothing."""
    if change.before is not None or not change.direction or change.direction < 0 or now.quantity.value:
        return False
    if not comparable(now.quantity, delta.quantity) or not now.quantity.op == delta.quantity.op == "eq":
        return False
    most, least = now.quantity.interval().high, delta.quantity.interval().low
    return most is not None and least is not None and least > most


def _base(change: Change) -> tuple[str, Decimal, Interval] | None:
    """What the change is measured by, as a formula, a value and an interval: printed, or this year's less the step."""
    now, before, delta = change.now, change.before, change.delta
    if before is not None:
        return digits(before), before.quantity.amount, before.quantity.interval()
    if now is None or delta is None or change.direction is None or not comparable(now.quantity, delta.quantity):
        return None
    if change.direction <= 0 or not now.quantity.op == delta.quantity.op == "eq":
        return None
    value = now.quantity.amount - delta.quantity.amount
    return f"{digits(now)} − {digits(delta)}", value, now.quantity.interval() - delta.quantity.interval()


def _may_be_rounded_away(base: Interval, rate: Figure, step: Figure | None) -> bool:
    """True when a base too small to be printed would give the rate."""
    if base.high is None or base.high <= ZERO or step is None:
        return False
    return rate.quantity.value >= step.quantity.amount / base.high * HUNDRED


def _told(figure: Figure) -> str:
    return "".join(figure.text.split())
