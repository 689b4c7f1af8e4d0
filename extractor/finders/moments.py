"""Dates of the prose with what happened on them, the periods between two of them, and the years that are spoken of."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import regex

from extractor.document import Span
from extractor.facts import Fact, Figure, Meta, Moment, Period, YearMention
from extractor.finders import Found
from extractor.finders._scan import CLAUSE, REACH, before, clause_start, place
from extractor.lexer import Date, Token
from extractor.packs import SIGNS, Entry, listed, load
from extractor.reading import TIMEOUT, Reading, Sentence
from extractor.rx import rx

AFTER = ("sections", "metadata")

_TO = regex.compile(r"\s*(?:起)?(?:至|到|—|–|-|－|~|～|——)\s*")
_DAY_UNITS = ("天", "日")
_WEEKDAY = regex.compile(r"[（(]?(?:星期|周|礼拜)(?P<day>[一二三四五六日天])")
_WEEK = "一二三四五六日"
_SUBJECT = regex.compile(
    r"(?P<subject>[\p{Han}A-Za-z“”]{2,24}?)(?:已|实际|原|计划|拟|预计|原定|最终)*(?:于|在|自|从|定于)?$"
)
_NO_SUBJECT = regex.compile("[为是至受因按以]$|^(?:实际|计划|预计)$|受.+影响|由于|因为|根据|按照|截[至止]|延期|推迟|与")
_LEADS = regex.compile(r"^(?:并|且|其中|同时|随后|后|并于|和|及|即|如|至|到)+")


class MomentEntry(Entry):
    """An event with its words after a date (``match``) or before it (``label``), or the part that a year plays."""

    event: Literal["start", "finish", "approval", "tender", "acceptance", "payment", "report", "cutoff"] | None = None
    label: str | None = None
    part: Literal["title", "data", "order"] | None = None


@dataclass(frozen=True, slots=True)
class _Printed:
    """A date token with the marked offset of its sign."""

    offset: int
    token: Token


@cache
def _entries() -> dict[str, MomentEntry]:
    return {entry.id.partition(".")[2]: entry for entry in load("moments", MomentEntry)}


@cache
def _labels() -> tuple[tuple[MomentEntry, regex.Pattern[str]], ...]:
    return tuple(
        (entry, regex.compile(f"(?:{entry.label})$")) for entry in _entries().values() if entry.label is not None
    )


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Moments, periods and years, in the prose and in the cells of tables."""
    for sentence in reading.with_sign("date", "period", "year"):
        yield from _dates(reading, found, sentence)
        yield from _years(reading, found, sentence)


def _printed(reading: Reading, sentence: Sentence) -> list[_Printed]:
    kinds = (SIGNS["date"], SIGNS["period"], SIGNS["year"])
    return [
        _Printed(offset, reading.token_at[offset])
        for offset in reading.signs(sentence.marked)
        if reading.marked[offset] in kinds and reading.token_at[offset].dates and not _is_number(reading, offset)
    ]


def _is_number(reading: Reading, offset: int) -> bool:
    """True for what was filed that month under a number (12月75号凭证): no calendar goes so far."""
    token = reading.token_at[offset]
    days = [date.day for date in token.dates if date.day]
    return any(day > 31 for day in days) and reading.flow.text[token.at.start : token.at.end].endswith("号")


def _dates(reading: Reading, found: Found, sentence: Sentence) -> Iterator[Fact]:
    year: int | None = None
    subject: str | None = None
    last: tuple[_Printed, Moment] | None = None
    for printed in _printed(reading, sentence):
        first, *rest = printed.token.dates
        linked = last and _TO.fullmatch(reading.marked, last[0].offset + 1, printed.offset)
        moment = _moment(reading, found, sentence, printed, _dated(first, last[1] if last and linked else None, year))
        subject = moment.subject or subject
        moment = replace(moment, subject=subject)
        year = moment.year or year
        end = _ended(moment, _dated(rest[0], moment, year)) if rest else None
        if linked and last:
            last_printed, start = last
            yield moment
            yield _period(reading, found, sentence, last_printed.offset, printed.offset, start, moment)
        elif end and first.month:
            yield moment
            yield end
            yield _period(reading, found, sentence, printed.offset, printed.offset, moment, end)
        elif moment.month or moment.event:
            yield moment
        last = (printed, moment) if first.month and not rest else None


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date with what its neighbours say of its year and month."""

    year: int | None
    month: int | None
    day: int | None
    inferred: bool


def _dated(date: Date, start: Moment | None, year: int | None) -> _Dated:
    """``start`` is the moment from which a period runs; an end without a year is in its year or, when its month comes
    before, in the next."""
    month = date.month or (start.month if start else None)
    if date.year is not None or (start is None and year is None):
        return _Dated(date.year, month, date.day, False)
    if start is None:
        return _Dated(year, month, date.day, True)
    turned = start.year is not None and month is not None and start.month is not None and month < start.month
    return _Dated(start.year + 1 if turned and start.year else start.year, month, date.day, start.year is not None)


def _ended(start: Moment, end: _Dated) -> Moment:
    """The second date of a token that prints two."""
    return replace(
        start,
        year=end.year,
        month=end.month,
        day=end.day,
        year_inferred=end.inferred,
        valid=_valid(end),
        event=None,
        weekday=None,
    )


def _valid(dated: _Dated) -> bool:
    """False for a month or day that no calendar has; without a year, 29 February is let pass."""
    if dated.month is None:
        return True
    if not 1 <= dated.month <= 12:
        return False
    return dated.day is None or 1 <= dated.day <= monthrange(dated.year or 2000, dated.month)[1]


def _moment(reading: Reading, found: Found, sentence: Sentence, printed: _Printed, dated: _Dated) -> Moment:
    entry = _event(reading, sentence, printed)
    start, end = printed.token.at
    weekday = _WEEKDAY.match(reading.marked, printed.offset + 1, sentence.marked.end)
    around = Span(max(sentence.marked.start, printed.offset - REACH), min(sentence.marked.end, printed.offset + REACH))
    text = reading.marked[around.start : around.end]
    event: str | None = entry.event
    if listed("afterwards").search(text):
        event = None
    elif event in ("finish", "acceptance") and _is_planned(reading, sentence, printed.offset):
        event = "deadline"
    return Moment(
        **place(reading, found, entry, sentence, Span(printed.offset, printed.offset + 1)),
        year=dated.year,
        month=dated.month,
        day=dated.day,
        text=reading.flow.text[start:end],
        year_inferred=dated.inferred,
        event=event,
        subject=_subject(reading, sentence, printed.offset),
        valid=_valid(dated),
        weekday=_WEEK.index(weekday["day"].replace("天", "日")) if weekday else None,
    )


def _event(reading: Reading, sentence: Sentence, printed: _Printed) -> MomentEntry:
    """The entry that says what happened, or the plain one."""
    start, end = sentence.marked
    offset = printed.offset
    alone = end - start < CLAUSE and reading.marked[start:end].strip() == reading.marked[offset]
    if alone and printed.token.dates[0].month and reading.block(sentence).kind != "cell":
        return _entries()["signed"]
    lead = reading.marked[max(start, offset - 12) : offset]
    if not lead.endswith(("：", ":")):
        lead = reading.marked[clause_start(reading, sentence, offset) : offset]
    for entry, label in _labels():
        if label.search(lead):
            return entry
    if reading.marked.startswith(("，", ","), offset + 1):
        offset += 1  # 2023年3月15日，县发改局批复…: the date stands before its clause
    stop = rx(f"[，,。；;{SIGNS['date']}]").search(reading.marked, pos=offset + 1, endpos=end)
    clause_end = stop.start() if stop else end
    text = reading.marked[offset:clause_end]
    if listed("not_done").search(text):
        return _entries()["date"]
    for entry in _entries().values():
        if entry.event and entry.match and entry.pattern.match(reading.marked, offset + 1, clause_end, timeout=TIMEOUT):
            return entry
    return _entries()["date"]


def _is_planned(reading: Reading, sentence: Sentence, offset: int) -> bool:
    clause = rx("[，,；;]").split(before(reading, sentence, offset))[-1]
    if "实际" in clause:
        return False
    return bool(listed("planned").search(clause)) or reading.marked.startswith(("前", "以前"), offset + 1)


def _subject(reading: Reading, sentence: Sentence, offset: int) -> str | None:
    """Who or what the clause of the date speaks of, or None."""
    words = _LEADS.sub("", reading.marked[clause_start(reading, sentence, offset) : offset])
    match = _SUBJECT.fullmatch(words)
    if match is None or _NO_SUBJECT.search(match["subject"]) or any(label.search(words) for _, label in _labels()):
        return None
    return str(match["subject"])


def _period(
    reading: Reading, found: Found, sentence: Sentence, first: int, second: int, start: Moment, end: Moment
) -> Period:
    where = place(reading, found, _entries()["period"], sentence, Span(first, second + 1))
    days = _days(reading, sentence, first, second)
    return Period(**where, start=start, end=end, days=days, what=start.subject or "")


def _days(reading: Reading, sentence: Sentence, first: int, second: int) -> Figure | None:
    """The length that is said of the period: after it and before any other date, or right before its bracket."""
    other = rx(f"[；;{SIGNS['date']}{SIGNS['year']}]").search(reading.marked, second + 1, sentence.marked.end)
    stop = other.start() if other else sentence.marked.end
    pattern = _entries()["period"].pattern
    match = pattern.search(reading.marked, second + 1, stop, timeout=TIMEOUT)
    if match is None:
        lead = next(pattern.finditer(reading.marked, max(sentence.marked.start, first - 6), first), None)
        match = lead if lead and rx("[（(]").fullmatch(reading.marked[lead.end() : first]) else None
    figure = reading.token_at[match.start("days")].figure if match else None
    return figure if figure and figure.quantity.unit_text in _DAY_UNITS and figure.quantity.op == "eq" else None


def _years(reading: Reading, found: Found, sentence: Sentence) -> Iterator[YearMention]:
    title = next((meta.span for meta in found.of(Meta) if meta.field == "title"), None)
    data = {hit.match.start("year"): hit for hit in reading.hits(_entries()["data"].pattern, sentence)}
    for printed in _printed(reading, sentence):
        date = printed.token.dates[0]
        if date.year is None:
            continue
        at = Span(printed.offset, printed.offset + 1)
        text = before(reading, sentence, printed.offset)
        kind = "year"
        if title and title.covers(reading.span(at)):
            kind = "title"
        elif text.count("《") > text.count("》"):
            kind = "order"
        elif printed.offset in data and len(printed.token.dates) == 1:
            kind = "data"
        entry = _entries()[kind]
        of = data[printed.offset].text("of") if kind == "data" else ""
        years = {one.year: None for one in printed.token.dates if one.year} if kind == "title" else {date.year: None}
        for year in years:
            part = entry.part or "other"
            yield YearMention(**place(reading, found, entry, sentence, at), year=year, part=part, of=of)
