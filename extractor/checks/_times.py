"""Moments as stretches of days, so that “2023年6月” and “2023年6月4日” compare."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import regex

from extractor.facts import Moment, Section
from extractor.ledger import Ledger
from extractor.rx import rx

BEFORE = 12
"""characters before a date in which a word of intention binds it"""

_PLANNED = regex.compile(r"计划|预计|拟|将于|将在|力争|要求|应于|目标|确保|争取|原定|约定|期限|截止")
_AMENDED = regex.compile(r"补录|追认|补办|补签|后补|补登|倒签|重新|二次|再次")


def days(moment: Moment) -> tuple[date, date] | None:
    """The first and the last day that a moment can mean, or None without a year or for a day that does not exist."""
    if moment.year is None or not moment.valid or not 1 <= moment.year <= 9999:
        return None
    first, last = moment.month or 1, moment.month or 12
    if moment.month is not None and moment.day is not None:
        return date(moment.year, first, moment.day), date(moment.year, first, moment.day)
    return date(moment.year, first, 1), date(moment.year, last, monthrange(moment.year, last)[1])


def later(one: Moment, other: Moment) -> bool | None:
    """True when ``one`` surely falls after ``other``, False when it need not, None when that cannot be told."""
    ours, theirs = days(one), days(other)
    if ours is None or theirs is None:
        return None
    return ours[0] > theirs[1]


def planned(ledger: Ledger, moment: Moment) -> bool:
    """True when the words just before a date make it an intention."""
    headings = [one.span.end for one in ledger.of(Section) if one.span.end <= moment.span.start]
    start = max(0, moment.span.start - BEFORE, *headings)  # 绩效目标完成情况 over a date plans nothing
    words = ledger.document.text[start : moment.span.start]
    words = rx(r"[，。；,;]").split("".join(words.split()))[-1]
    return _PLANNED.search(words) is not None


def amended(ledger: Ledger, one: Moment, other: Moment) -> bool:
    """True when the text around two dates says that papers were made good later, or a step was taken again."""
    low = max(0, min(one.span.start, other.span.start) - BEFORE)
    high = max(one.span.end, other.span.end) + BEFORE
    return high - low < 400 and _AMENDED.search("".join(ledger.document.text[low:high].split())) is not None


def told(moment: Moment) -> str:
    """The printed date without blanks."""
    return "".join(moment.text.split())
