"""Events in an order in which they cannot have happened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._times import amended, days, later, planned, told
from extractor.facts import Moment, Period
from extractor.ledger import Ledger

CHECK = Check("RQ102", "date-order", "日期先后颠倒", "warning")

ORDER = ("approval", "tender", "start", "finish", "acceptance")
NAMES = {"approval": "批复", "tender": "招标", "start": "开始", "finish": "完成", "acceptance": "验收"}


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    for verdict in (*_periods(ledger), *_events(ledger)):
        looked = True
        yield verdict
    if not looked:
        yield silent(CHECK, "没有同一事项的先后日期")


def _periods(ledger: Ledger) -> Iterator[Verdict]:
    for period in ledger.of(Period):
        backwards = later(period.start, period.end)
        if backwards is None:
            continue
        formula = f"{told(period.start)} ≤ {told(period.end)}"
        marks = (period.start, period.end)
        if backwards and _over_new_year(period):
            yield silent(CHECK, "结束日期未写年份，可能在次年", formula=formula)
        elif backwards:
            yield conflict(CHECK, "起始日期晚于结束日期", formula=formula, marks=marks)
        else:
            yield agrees(CHECK, formula, marks=marks)


def _over_new_year(period: Period) -> bool:
    """True for 2023年11月至1月: the end carries no year of its own and lies in an earlier month."""
    start, end = period.start.month, period.end.month
    return period.end.year_inferred and start is not None and end is not None and end < start


def _events(ledger: Ledger) -> Iterator[Verdict]:
    moments = [one for one in ledger.of(Moment) if one.event in ORDER and days(one) and not planned(ledger, one)]
    for one, other in combinations(moments, 2):
        if one.event == other.event or not _together(one, other):
            continue
        first, second = sorted((one, other), key=lambda moment: ORDER.index(moment.event or ""))
        formula = f"{_name(first)}{told(first)} ≤ {_name(second)}{told(second)}"
        marks = (second, first)
        if not later(first, second):
            yield agrees(CHECK, formula, marks=marks)
        elif amended(ledger, one, other):
            yield silent(CHECK, "报告说明为补办手续或重新办理", formula=formula)
        else:
            message = f"{_name(second)}日期（{told(second)}）早于{_name(first)}日期（{told(first)}）"
            yield conflict(CHECK, message, formula=formula, marks=marks)


def _together(one: Moment, other: Moment) -> bool:
    """True when two events are told of one thing: in one sentence, of one subject (or of none)."""
    return one.sentence == other.sentence >= 0 and (
        one.subject is None or other.subject is None or one.subject == other.subject
    )


def _name(moment: Moment) -> str:
    return NAMES[moment.event or ""]
