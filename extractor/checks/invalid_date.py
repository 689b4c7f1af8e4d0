"""A day that no calendar has, or a weekday that does not fall on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from extractor.checks import Check, Severity, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.facts import Moment
from extractor.ledger import Ledger

CHECK = Check("RQ103", "invalid-date", "非法日期", "error")

WEEKDAYS = "一二三四五六日"


def check(ledger: Ledger) -> Iterator[Verdict]:
    moments = ledger.of(Moment)
    if not moments:
        yield silent(CHECK, "报告没有日期")
        return
    # a doubtful reading of a scan is no fault of the report
    severity: Severity | None = "info" if ledger.document.text_layer in ("ocr", "mixed") else None
    right: list[Moment] = []
    for moment in moments:
        fault = _fault(moment)
        if fault:
            yield conflict(CHECK, fault, marks=(moment,), severity=severity)
        else:
            right.append(moment)
    if right:
        yield agrees(CHECK, f"{len(right)}个日期均存在", marks=right)


def _fault(moment: Moment) -> str | None:
    told = "".join(moment.text.split())
    if not moment.valid:
        return f"日历上没有“{told}”"
    if moment.weekday is None or None in (moment.year, moment.month, moment.day) or moment.year_inferred:
        return None
    assert moment.year is not None and moment.month is not None and moment.day is not None
    fell = date(moment.year, moment.month, moment.day).weekday()
    return None if fell == moment.weekday else f"“{told}”应为星期{WEEKDAYS[fell]}"
