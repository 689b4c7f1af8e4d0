"""Faults in indicators, points, totals and grades."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
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
from benchmarks.generate.draw_indicators import band
from benchmarks.generate.figures import percent, rounded, short
from benchmarks.generate.marks import number, numeral
from benchmarks.generate.reports import Report
from benchmarks.generate.truth import Indicator

OTHER_UNITS = {
    "人": "户",
    "公里": "座",
    "场": "人次",
    "人次": "户",
    "所": "人",
    "个": "平方米",
    "座": "公里",
    "户": "亩",
    "米": "座",
    "册": "人次",
}
"""units that cannot be converted into each other: 78米 of 78公里 is a missed target, and no other unit"""
TIMES = ("小时", "分钟", "天", "日", "个月", "月", "年", "周")
"""units of a stretch of time, which is kept or not: that is rightly told in words"""


def wrong_grade(report: Report, rng: Random) -> Fault | None:
    """PF105: another grade than the points earn."""
    if not {"grade", "total"} <= printed_keys(report):
        return None
    letter = band(report.truth.value("total"))
    other = rng.choice([mark for mark in "ABC" if mark != letter])
    grades = report.truth.words.find("prose.grade")
    changed = rewritten(report, {"grade": grades[other]})
    numbers = (grades[other], digits_of(report, "total"))
    return Fault(("PF105", "PF106", "GJ101", "GJ103"), numbers, f"{numbers[1]} called {grades[other]}", changed)


def two_totals(report: Report, rng: Random) -> Fault | None:
    """PF106: one telling of the total differs."""
    where = places(report, "total")
    if len(where) < 2:
        return None
    old = digits_of(report, "total")
    value = number(old) or Decimal(0)
    new = value - Decimal(rng.randint(1, 300)) / 100
    digits = short(new) if "." not in old else like(old, new)
    if number(digits) == value or band(new) != band(value):
        return None
    changed = renumbered(report, {"total": digits}, rng.choice(where))
    return Fault(codes_around(report, {"total"}, "PF106"), (digits,), f"total {old} → {digits} at one place", changed)


def _propagated(report: Report, number_: int, score: Decimal) -> dict[str, str] | None:
    """The points of an indicator changed, and with them its part and the total; None when the grade would change."""
    truth = report.truth
    key = f"ind{number_}.score"
    moved = score - truth.value(key)
    order = next(order for order, (_, numbers) in enumerate(truth.parts, 1) if number_ in numbers)
    part = truth.value(f"part{order}.score") + moved
    total = truth.value("total") + moved
    if band(total) != band(truth.value("total")):
        return None
    return {
        key: short(score),
        f"part{order}.score": short(part),
        f"part{order}.rate": f"{percent(part, truth.value(f'part{order}.weight'))}",
        "total": short(total),
        "total.rate": f"{percent(total, Decimal(100))}",
    }


def _quantified(report: Report, *parts: str) -> list[Indicator]:
    """Indicators with numbers, all these parts printed in one place: in a form or a list of indicators."""
    keys = printed_keys(report)
    if not report.form and "verdict" not in keys:
        return []
    rows = [row for row in report.truth.indicators if row.op in ("ge", "le", "eq")]
    return [row for row in rows if all(row.key(part) in keys for part in parts)]


def points_against_result(report: Report, rng: Random) -> Fault | None:
    """PF107: full points for a missed target, or fewer for one that was met, and no reason given."""
    rows = _quantified(report, "target", "actual", "score", "weight")
    if not rows or report.truth.frame == "none":
        return None
    row = rng.choice(rows)
    assert row.weight and row.weight.value
    keep_reason: dict[str, str] = {}
    numbers: tuple[str, ...]
    if row.met:
        score = rounded(row.weight.value * Decimal(rng.randint(50, 85)) / 100, 1)
        numbers = (short(score), short(row.weight.value))
    else:
        score = row.weight.value
        keep_reason = {row.key("reason"): ""}
        numbers = (short(score), row.actual.text, row.target.text)
    changes = _propagated(report, row.number, score)
    if changes is None:
        return None
    changed = rewritten(renumbered(report, changes), keep_reason)
    note = f"{row.name}: {row.actual.text} of {row.target.text} earns {short(score)} of {row.weight.text}"
    return Fault(("PF107", "ZB101", "PF104"), numbers, note, changed)


def _missing_value(row: Indicator, rng: Random) -> Decimal | None:
    """A result that misses the target."""
    goal = row.target.value
    if not goal:
        return None
    share = Decimal(rng.randint(3, 12)) / 100
    places = -int(goal.as_tuple().exponent)
    value = rounded(goal * (1 + share if row.better == "down" else 1 - share), max(places, 1 if row.unit == "%" else 0))
    return value if value != goal and value > 0 else None


def missed_called_met(report: Report, rng: Random) -> Fault | None:
    """ZB101: a target is missed, and the text says that all were reached."""
    if not all(row.met for row in report.truth.indicators) or "verdict" not in printed_keys(report):
        return None
    rows = [row for row in _quantified(report, "target", "actual") if row.kind != "满意度"]
    if not rows:
        return None
    row = rng.choice(rows)
    value = _missing_value(row, rng)
    if value is None:
        return None
    digits = short(value)
    changed = renumbered(report, {row.key("actual"): digits})
    note = f"{row.name}: {digits} of {row.target.text}, all called met"
    return Fault(
        ("ZB101", "PF107", "GF102", *codes_around(report, {row.key("actual")}, "ZB101")),
        (digits, row.target.text),
        note,
        changed,
    )


def completion_rate(report: Report, rng: Random) -> Fault | None:
    """ZB102: the rate of completion does not follow from target and result."""
    keys = printed_values(report)
    rates = [key for key in keys if key == "completion" or (key.startswith("part") and key.endswith(".rate"))]
    if not rates:
        return None
    key = "completion" if "completion" in rates else rng.choice(sorted(rates))
    old = digits_of(report, key)
    value = number(old) or Decimal(0)
    new = value - Decimal(rng.randint(60, 900)) / 100 if value > 50 else value + 5
    digits = like(old, new)
    changed = renumbered(report, {key: digits})
    return Fault(codes_around(report, {key}, "ZB102"), (digits,), f"{key}: {old} → {digits}", changed)


def word_for_number(report: Report, rng: Random) -> Fault | None:
    """ZB104: the result of a numeric target is a word. In the middle of the year it may be one."""
    if report.kind in ("monitoring", "target_declaration"):
        return None
    rows = [row for row in _quantified(report, "target", "actual") if row.kind != "满意度" and row.met]
    rows = [row for row in rows if not row.unit.endswith(TIMES)]
    said = [words for words in report.truth.words.find("faults.vague") if not words.startswith("全部")]
    if not rows or not said:  # 全部 is a number after all
        return None
    row, words = rng.choice(rows), rng.choice(said)
    changed = rewritten(report, {row.key("actual"): words})
    return Fault(("ZB104",), (row.target.text, words), f"{row.name}: {row.target.text} → {words}", changed)


def other_unit(report: Report, rng: Random) -> Fault | None:
    """ZB105: the result has another unit than the target."""
    rows = [row for row in _quantified(report, "target", "actual") if row.unit in OTHER_UNITS]
    if not rows:
        return None
    row = rng.choice(rows)
    text = row.actual.text + OTHER_UNITS[row.unit]
    changed = rewritten(report, {row.key("actual"): text})
    return Fault(("ZB105",), (text, row.actual.text), f"{row.name}: {row.unit} → {OTHER_UNITS[row.unit]}", changed)


def same_indicator_twice(report: Report, rng: Random) -> Fault | None:
    """ZB107: a row carries the name of the row above."""
    rows = _quantified(report, "name", "target", "actual")
    pairs = [(a, b) for a, b in pairwise(rows) if a.kind == b.kind and a.target.text != b.target.text]
    if not pairs:
        return None
    one, two = rng.choice(pairs)
    changed = rewritten(report, {two.key("name"): one.name})
    numbers = (one.name, two.actual.text, two.target.text, one.actual.text, one.target.text)
    return Fault(("ZB107", "GJ101", "ZB105"), numbers, f"{one.name} stands twice", changed)


def empty_cell(report: Report, rng: Random) -> Fault | None:
    """GF102: a cell of a form that must be filled is empty."""
    if not report.form:
        return None
    keys = printed_keys(report)
    rows = [row for row in report.truth.indicators if row.key("actual") in keys]
    row = rng.choice(rows)
    part = "score" if row.key("score") in keys and rng.random() < 0.3 else "actual"
    changed = rewritten(report, {row.key(part): ""})
    codes = ("GF102", "PF101", "PF103") if part == "score" else ("GF102",)
    return Fault(codes, (row.name, numeral(row.target.text) or row.target.text), f"{row.name}: no {part}", changed)


def points_of_rate(report: Report, rng: Random) -> Fault | None:
    """ZX106: the points of the rate do not follow from it; part and total follow the points."""
    if report.truth.frame != "self" or "execution.score" not in printed_keys(report):
        return None
    old = report.truth.value("execution.score")
    new = old - Decimal(rng.randint(30, 200)) / 100
    total = report.truth.value("total") + new - old
    if new <= 0 or band(total) != band(report.truth.value("total")):
        return None
    changes = {"execution.score": short(new), "total": short(total), "total.rate": f"{percent(total, Decimal(100))}"}
    changed = renumbered(report, changes)
    return Fault(("ZX106", "PF101", "PF107"), (short(new),), f"rate points {short(old)} → {short(new)}", changed)
