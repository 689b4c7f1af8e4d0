"""Days against the dates that bound them; the number of a session against the years of others."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._times import days, told
from extractor.facts import Edition, Period, Rhythm
from extractor.ledger import Ledger
from extractor.quantity import Interval

CHECK = Check("RQ105", "duration-mismatch", "历时与届次不符", "review")

SHORT = 31
"""days up to which both ends are counted for certain; builders count long stretches in more than one way"""
_ELAPSED = regex.compile(r"(?:历时|持续|历经)(?:了|约|共)?$")
_INTERRUPTED = regex.compile(r"停办|中断|暂停|未能?举办|没有举办|延[期后至]|推迟|取消|疫情|恢复举办|空缺|不定期")
"""years may be left out: 因疫情停办两年"""


def check(ledger: Ledger) -> Iterator[Verdict]:
    verdicts = [*_periods(ledger), *_editions(ledger)]
    yield from verdicts or [silent(CHECK, "没有写明天数的起止日期，也没有写明年份的届次")]


# ------------------------------------------------------------------ days
def _periods(ledger: Ledger) -> Iterator[Verdict]:
    for period in ledger.of(Period):
        start, end = days(period.start), days(period.end)
        if period.days is None or start is None or end is None:
            continue
        if period.start.day is None or period.end.day is None or end[0] < start[0]:
            yield silent(CHECK, "起止日期不到日，或先后颠倒", period.days)
            continue
        yield _period(ledger, period, (end[0] - start[0]).days)


def _period(ledger: Ledger, period: Period, passed: int) -> Verdict:
    """``passed`` days lie between the first and the last, which counts too."""
    stated = period.days
    assert stated is not None
    marks = (period.start, period.end)
    both = passed + 1
    formula = f"{told(period.end)} − {told(period.start)} + 1 = {both}天"
    allowed = {both, passed} if _is_elapsed(ledger, period) else {both}
    if both > SHORT:
        allowed |= {passed, both + 1}
    if stated.quantity.value in allowed:
        return agrees(CHECK, formula, stated, marks=marks)
    message = f"{told(period.start)}至{told(period.end)}共{both}天，写为{''.join(stated.text.split())}"
    ranges = [(stated, Interval.point(Decimal(both)))]
    return conflict(CHECK, message, stated, formula=formula, marks=marks, ranges=ranges)


def _is_elapsed(ledger: Ledger, period: Period) -> bool:
    """True for 历时3天: the first day may be left out of the count."""
    assert period.days is not None
    start = period.days.span.start
    return _ELAPSED.search("".join(ledger.document.text[max(0, start - 8) : start].split())) is not None


# ------------------------------------------------------------------ sessions
def _editions(ledger: Ledger) -> Iterator[Verdict]:
    editions = ledger.of(Edition)
    rhythms = {rhythm.years for rhythm in ledger.of(Rhythm)}
    for index, later in enumerate(editions):
        for earlier in editions[:index]:
            if _of_one_kind(earlier, later) and (earlier.number, earlier.year) != (later.number, later.year):
                first, second = sorted((earlier, later), key=lambda one: one.year)
                yield _pair(ledger, first, second, rhythms)


def _of_one_kind(one: Edition, other: Edition) -> bool:
    """True when one name ends with the other: 山歌节, 泉溪山歌节."""
    return bool(one.name and other.name) and (one.name.endswith(other.name) or other.name.endswith(one.name))


def _pair(ledger: Ledger, earlier: Edition, later: Edition, rhythms: set[int]) -> Verdict:
    if len(rhythms) != 1:
        return silent(CHECK, f"{later.name}：报告未写明多久举办一届")
    if _INTERRUPTED.search("".join(ledger.document.text.split())):
        return silent(CHECK, f"{later.name}：报告写有停办、延期等情况，届次可能不连续")
    (every,) = rhythms
    formula = f"{earlier.number} + ({later.year} − {earlier.year}) ÷ {every} = "
    wanted, rest = divmod(later.year - earlier.year, every)
    wanted += earlier.number
    marks = (later, earlier)
    if not rest and wanted == later.number:
        return agrees(CHECK, f"{formula}{wanted}", marks=marks)
    message = (
        f"{later.name}{earlier.year}年为第{earlier.number}届，{'每年' if every == 1 else f'每{every}年'}一届，"
        f"{later.year}年写为第{later.number}届"
    )
    return conflict(CHECK, message, formula=f"{formula}{wanted if not rest else '非整数'}", marks=marks)
