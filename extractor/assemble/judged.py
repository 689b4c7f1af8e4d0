"""Two fields of the facts that are judgements: is a target met, and which denominator makes a rate true."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.checks import Verdict
from extractor.facts import Fund, Indicator, Rate
from extractor.ledger import Ledger
from extractor.quantity import Interval, Quantity

RATE_CHECKS = ("ZX101", "ZX102")
"""the checks that try denominators; the figures of their verdicts are (rate, spending, base, base …)"""


def met(indicator: Indicator) -> bool | None:
    """True when the actual meets the target in its direction (checks.md section 1.9), None when that cannot be told.

    A bare number means "reach or exceed", or "not above" where less is better. Words and dates are as the report
    itself says, or unknown.
    """
    target = indicator.target.quantity if indicator.target else None
    actual = indicator.actual.quantity if indicator.actual else None
    if indicator.target is None or indicator.actual is None:
        return None
    if target is None or actual is None:
        return indicator.claimed_met
    if _measure(target) != _measure(actual):
        return None
    return actual.interval().meets(_wanted(target, indicator.direction))


def _wanted(target: Quantity, direction: int) -> Interval:
    """All values that fulfil a target."""
    if target.op not in ("eq", "approx", "over"):
        return target.interval()
    stated = target.interval()
    return Interval(None, stated.high) if direction < 0 else Interval(stated.low, None)


def _measure(quantity: Quantity) -> tuple[str, str]:
    """What a quantity measures: only like is compared with like (人 is not 人次)."""
    unit = quantity.unit
    if unit is None:
        return ("none", quantity.unit_text)
    return (unit.dimension, "" if unit.dimension in ("money", "percent", "points") else unit.base or unit.name)


def rate_bases(ledger: Ledger, verdicts: Sequence[Verdict]) -> dict[int, str]:
    """Figure id of each execution rate → the role(s) of the denominator that a check found to make it true."""
    rates = {rate.figure.id for rate in ledger.of(Rate)}
    roles = {fund.figure.id: fund.role for fund in ledger.of(Fund)}
    bases: dict[int, str] = {}
    for verdict in verdicts:
        # a conflict of ZX102 says: true, but of a base that the report does not name
        fits = verdict.outcome == "agrees" or (verdict.code == "ZX102" and verdict.outcome == "conflict")
        if verdict.code not in RATE_CHECKS or not fits or len(verdict.figures) < 3:
            continue
        rate, _spent, *base = verdict.figures
        named = [roles[figure.id] for figure in base if figure.id in roles]
        if rate.id in rates and named:
            bases.setdefault(rate.id, "+".join(named))
    return bases
