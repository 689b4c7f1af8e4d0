"""An execution rate of more than 100 %."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._bases import bases
from extractor.checks._context import around
from extractor.checks._options import Scope, options, rates
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._wording import called
from extractor.facts import Rate
from extractor.ledger import Ledger
from extractor.quantity import Interval
from extractor.scopes import cue
from extractor.terms import ROLES

CHECK = Check("ZX103", "rate-above-hundred", "执行率大于100%", "warning")

HUNDRED = Decimal(100)


def check(ledger: Ledger) -> Iterator[Verdict]:
    found = [rate for rate in rates(ledger) if rate.kind == "execution"]
    if not found:
        yield silent(CHECK, "报告未给出预算执行率")
    for rate in found:
        yield _judge(ledger, rate)


def _judge(ledger: Ledger, rate: Rate) -> Verdict:
    figure = rate.figure
    if figure.quantity.op not in ("eq", "approx", "over", "gt", "ge"):
        return silent(CHECK, "比率不是确数", figure)
    low = figure.quantity.interval().low
    if low is None or low <= HUNDRED:
        return agrees(CHECK, f"{figure.quantity.digits}% ≤ 100%", figure)
    reason = _excuse(ledger, rate)
    if reason:
        return silent(CHECK, reason, figure)
    failed = conflict(CHECK, f"{called(rate)}为{figure.text}，超过100%，报告未说明原因", figure)
    return replace(failed, ranges=((figure, Interval(None, HUNDRED)),))


def _excuse(ledger: Ledger, rate: Rate) -> str | None:
    """Why a rate above 100 % is in order, or None."""
    if rate.stated_base == "initial_budget":
        return f"报告写明以{ROLES['initial_budget']}为基数，年中追加或动用结转后可以超过100%"
    spent = options(ledger, rate, Scope.of(rate), "spent")
    covering = [
        base
        for base in bases(ledger, rate, Scope.of(rate))
        if spent and sum(term.amount for term in base.terms) >= spent.first.yuan
    ]
    if covering:
        return f"支出未超过{covering[0].name}，比率的基数小于可用资金"
    if cue("grown").search(around(ledger, rate)):
        return "报告说明了预算的追加或结转资金的使用"
    return None
