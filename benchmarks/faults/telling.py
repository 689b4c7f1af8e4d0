"""Faults in what is told: counts and lists, dates and years, words against figures, names of others, surveys."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from random import Random

from benchmarks.faults.edits import (
    Fault,
    codes_around,
    digits_of,
    like,
    places,
    printed_keys,
    printed_values,
    renumbered,
    rewritten,
)
from benchmarks.generate.marks import BAR, CLOSE, OPEN, number, plain
from benchmarks.generate.paper import Line
from benchmarks.generate.reports import Report

_DATE = re.compile(r"(\d+)年(\d+)月(\d+)日")


def list_against_count(report: Report, rng: Random) -> Fault | None:
    """JS101: one more or one fewer than listed."""
    if not {"event_count", "event_names"} <= printed_keys(report):
        return None
    count = int(report.truth.value("event_count"))
    names = report.truth.figures["event_names"].text.split("、")
    if rng.random() < 0.5 and count > 3:
        changed = rewritten(report, {"event_names": "、".join(names[:-1])})
        digits = str(count)
    else:
        digits = str(count + rng.choice((1, -1)) if count > 3 else count + 1)
        changed = renumbered(report, {"event_count": digits})
    return Fault(
        ("JS101", "JS102"),
        (digits, digits + report.truth.figures["event_count"].unit),
        f"{digits} for {count}",
        changed,
    )


def model_against_counts(report: Report, rng: Random) -> Fault | None:
    """JS102: a model “2+8” beside other counts."""
    if not {"model_a", "model_a_count"} <= printed_keys(report):
        return None
    old = report.truth.figures["model_b"].text
    new = str(int(old) + 1)
    changed = renumbered(report, {"model_b": new})
    numbers = (new, f"{report.truth.figures['model_a'].text}+{new}", old)
    return Fault(("JS102", "JS101"), numbers, f"+{old} → +{new}", changed)


def wrong_words(report: Report, rng: Random) -> Fault | None:
    """GJ107: less is called an increase, or more a decrease."""
    words = report.truth.words.find("faults.opposite")
    keys = [key for key in ("change_word", "growth_word") if places(report, key)]
    if not keys:
        return None
    key = rng.choice(keys)
    old = report.truth.figures[key].text
    if old not in words:
        return None
    changed = rewritten(report, {key: words[old]})
    numbers = (words[old], *(digits_of(report, k) for k in ("now", "then", "delta", "growth") if places(report, k)))
    return Fault(("GJ107", "GJ104"), numbers, f"{old} → {words[old]}", changed)


def growth_from_nothing(report: Report, rng: Random) -> Fault | None:
    """GJ108: nothing the year before, and yet a rate of growth."""
    if not {"then", "now", "growth", "delta"} <= printed_keys(report) or report.truth.figures[
        "change_word"
    ].text != report.truth.words.find("faults.up"):
        return None
    now = digits_of(report, "now")
    changed = renumbered(report, {"then": "0", "delta": now, "growth": "100.00"})
    return Fault(("GJ108", "GJ104"), ("100.00", "0"), "growth from 0", changed)


def other_year(report: Report, rng: Random) -> Fault | None:
    """RQ101: the title names another year than the report."""
    blocks = report.paper.blocks
    titles = [
        n
        for n, b in enumerate(blocks)
        if isinstance(b, Line) and b.role in ("title", "subtitle") and f"{OPEN}year{BAR}" in b.text
    ]
    if not titles or report.form:
        return None
    new = str(report.truth.year - rng.choice((1, 1, 2)))
    changed = list(blocks)
    old_mark = f"{OPEN}year{BAR}{report.truth.year}{CLOSE}"
    for at in titles:
        block = changed[at]
        assert isinstance(block, Line)
        changed[at] = replace(block, text=block.text.replace(old_mark, f"{OPEN}year{BAR}{new}{CLOSE}"))
    paper = replace(report.paper, blocks=tuple(changed))
    note = f"title {new}, text {report.truth.year}"
    return Fault(("RQ101",), (new, f"{new}年"), note, replace(report, paper=paper))


def swapped_dates(report: Report, rng: Random) -> Fault | None:
    """RQ102: finished before started."""
    keys = ("date_signed", "date_start", "date_finish", "date_accept")
    if not set(keys) <= printed_keys(report):
        return None
    one = rng.randrange(1, 3)
    a, b = (report.truth.figures[key].text for key in (keys[one], keys[one + 1]))
    changed = rewritten(report, {keys[one]: b, keys[one + 1]: a})
    return Fault(("RQ102", "RQ104"), (a, b), f"{keys[one]} {b}, {keys[one + 1]} {a}", changed)


def impossible_date(report: Report, rng: Random) -> Fault | None:
    """RQ103: a day that no calendar has."""
    keys = [key for key in ("date_signed", "date_start", "date_finish", "date_accept") if places(report, key)]
    if not keys:
        return None
    key = rng.choice(keys)
    year, month, _ = _DATE.fullmatch(report.truth.figures[key].text).groups()  # type: ignore[union-attr]
    day = {2: rng.choice((30, 31)), 4: 31, 6: 31, 9: 31, 11: 31}.get(int(month), 32)
    text = f"{year}年{month}月{day}日"
    changed = rewritten(report, {key: text}, rng.choice(places(report, key)))
    return Fault(("RQ103", "RQ102", "RQ104"), (text,), f"{key}: {text}", changed)


def late_called_timely(report: Report, rng: Random) -> Fault | None:
    """RQ104: finished after the day that was set, and called timely."""
    if not {"date_due", "date_finish"} <= printed_keys(report):
        return None
    year, month, day = map(int, _DATE.fullmatch(report.truth.figures["date_finish"].text).groups())  # type: ignore[union-attr]
    due = f"{year}年{month - 1}月{min(day, 28)}日" if month > 1 else f"{year - 1}年12月{day}日"
    changed = rewritten(report, {"date_due": due})
    return Fault(("RQ104", "RQ102"), (due, report.truth.figures["date_finish"].text), f"due {due}", changed)


def over_hundred(report: Report, rng: Random) -> Fault | None:
    """BF101: a share or a rate of people above 100 %."""
    keys = [key for key in ("returned_rate", "satisfaction", "subset_share", "share1") if places(report, key)]
    keys += [
        row.key("actual")
        for row in report.truth.indicators
        if row.kind == "满意度" and places(report, row.key("actual"))
    ]
    if not keys:
        return None
    key = rng.choice(keys)
    digits = like(digits_of(report, key), Decimal(rng.randint(10120, 12900)) / 100)
    if number(digits) == 100:
        return None
    changed = renumbered(report, {key: digits})
    return Fault(codes_around(report, {key}, "BF101"), (digits,), f"{key}: {digits}%", changed)


def impossible_share(report: Report, rng: Random) -> Fault | None:
    """BF104: no whole number of the valid sheets gives this rate. Only where the satisfied are not counted."""
    values = printed_values(report)
    if not {"satisfaction", "valid"} <= values.keys() or "satisfied" in values:
        return None
    sizes = [int(values[key].value) for key in ("valid", "returned", "sent") if key in values]
    n, old = sizes[0], digits_of(report, "satisfaction")
    decimals = len(old.partition(".")[2])
    for _ in range(60):
        value = Decimal(rng.randint(80 * 10**decimals, 99 * 10**decimals)).scaleb(-decimals)
        low, high = (value - Decimal(1).scaleb(-decimals), value + Decimal(1).scaleb(-decimals))
        if not any(low <= Decimal(100 * k) / size <= high for size in sizes for k in range(size + 1)):
            digits = like(old, value)
            keys = {"satisfaction": digits}
            for row in report.truth.indicators:
                if row.kind == "满意度" and places(report, row.key("actual")):
                    keys[row.key("actual")] = digits
            changed = renumbered(report, keys)
            return Fault(codes_around(report, {"satisfaction"}, "BF104"), (digits,), f"{digits}% of {n}", changed)
    return None


def copied_name(report: Report, rng: Random) -> Fault | None:
    """GF107: the conclusion names another place."""
    place = report.truth.names["place"]
    others = [name for name in report.truth.words.find("names.counties") if name != place]
    other = rng.choice(others)
    blocks = list(report.paper.blocks)
    at = [n for n, b in enumerate(blocks) if isinstance(b, Line) and b.role == "text" and place in plain(b.text)]
    if len(at) < 2 or report.form:
        return None
    block = blocks[at[-1]]
    assert isinstance(block, Line)
    blocks[at[-1]] = replace(block, text=block.text.replace(place, other))
    changed = replace(report, paper=replace(report.paper, blocks=tuple(blocks)))
    return Fault(("GF107", "GJ106"), (other,), f"{other} for {place}", changed)


def skipped_number(report: Report, rng: Random) -> Fault | None:
    """JS103: 一是 and then 三是."""
    if len(places(report, "lead1")) < 1:
        return None
    leads = report.truth.words.find("prose.problems.lead")
    changed = rewritten(report, {"lead1": leads[2]})
    return Fault(("JS103",), (leads[2],), f"{leads[0]}, {leads[2]}", changed)
