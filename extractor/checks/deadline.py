"""Finished after the deadline, yet called on time."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._admissions import admission_of
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._targets import UNFINISHED, lost
from extractor.checks._times import later, told
from extractor.facts import Indicator, Measure, Moment
from extractor.ledger import Ledger

CHECK = Check("RQ104", "deadline-contradiction", "时限与完成时间矛盾", "warning")


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    if ledger.kind not in UNFINISHED:
        for indicator in ledger.of(Indicator):
            due, done = _moment(ledger, indicator.target), _moment(ledger, indicator.actual)
            late = later(done, due) if due and done else None
            if due and done and late is not None:
                looked = True
                yield _judge(ledger, indicator, due, done, late)
    if not looked:
        yield silent(CHECK, "没有同时写明时限和完成时间的指标")


def _judge(ledger: Ledger, indicator: Indicator, due: Moment, done: Moment, late: bool) -> Verdict:
    formula = f"{told(done)} ≤ {told(due)}"
    if not late:
        return agrees(CHECK, formula, marks=(done, due))
    if indicator.reason or lost(indicator) or indicator.claimed_met is False or admission_of(ledger, indicator):
        return silent(CHECK, f"{indicator.name}逾期，报告已承认、说明原因或扣分", formula=formula)
    message = f"{indicator.name}时限为{told(due)}，完成于{told(done)}，逾期而未说明"
    return conflict(CHECK, message, indicator.score, formula=formula, marks=(done, due))


def _moment(ledger: Ledger, measure: Measure | None) -> Moment | None:
    """The only date inside a target or an actual, or None."""
    if measure is None:
        return None
    inside = [one for one in ledger.of(Moment) if measure.span.covers(one.span)]
    return inside[0] if len(inside) == 1 else None
