"""Most of the money was carried over from the year before: a signal, not a fault."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, blocked, conflict, number, silent
from extractor.facts import Figure, Fund
from extractor.ledger import Ledger
from extractor.quantity import Interval, rounded
from extractor.schemes import HUNDRED

CHECK = Check("YC103", "heavy-carryover", "结转占比过高", "info")


def check(ledger: Ledger) -> Iterator[Verdict]:
    carried = _one(ledger, "carryover_in")
    if carried is None:
        yield silent(CHECK, "报告未给出上年结转")
        return
    if not carried.figure.quantity.value:
        yield silent(CHECK, "上年结转为零", carried.figure)
        return
    base = _available(ledger, carried)
    if base is None:
        yield silent(CHECK, "报告未给出可用资金或当年预算", carried.figure)
        return
    whole, figures, formula = base
    share = carried.figure.quantity.interval().over(whole)
    if share is None or share.low is None or whole.low is None:
        yield blocked(CHECK, "可用资金为零，无法计算结转占比", carried.figure, *figures)
        return
    middle = rounded(carried.yuan / whole.low * HUNDRED, 1)
    formula = f"{carried.figure.quantity.digits} ÷ {formula} = {number(middle)}%"
    if share.low * HUNDRED <= ledger.profile.carryover_share:
        yield agrees(CHECK, formula, carried.figure, *figures)
        return
    limit = number(ledger.profile.carryover_share)
    message = f"上年结转占可用资金的{number(middle)}%，超过{limit}%，建议核对上年未用原因"
    yield conflict(CHECK, message, carried.figure, *figures, formula=formula)


def _one(ledger: Ledger, role: str) -> Fund | None:
    """The fund of the whole project and of the evaluated year with this role, or None."""
    year = ledger.fiscal_year
    fitting = [
        fund
        for fund in ledger.of(Fund)
        if fund.role == role
        and fund.item is None
        and (fund.source == "total" or role == "carryover_in")
        and (fund.year is None or year is None or fund.year == year)
    ]
    return fitting[0] if fitting else None


def _available(ledger: Ledger, carried: Fund) -> tuple[Interval, tuple[Figure, ...], str] | None:
    """The money to spend: as stated, else the budget with the carry-over. The amounts are points, for a threshold
    needs no more."""
    for role in ("available", "adjusted_budget"):
        stated = _one(ledger, role)
        if stated and stated.yuan >= carried.yuan > 0:
            return Interval.point(stated.yuan), (stated.figure,), stated.figure.quantity.digits
    initial = _one(ledger, "initial_budget")
    if initial is None:
        return None
    if carried.listed:  # 预算500万元（含上年结转420万元）: the budget holds it
        return Interval.point(initial.yuan), (initial.figure,), initial.figure.quantity.digits
    formula = f"({initial.figure.quantity.digits} + {carried.figure.quantity.digits})"
    return Interval.point(initial.yuan + carried.yuan), (initial.figure,), formula
