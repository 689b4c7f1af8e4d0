"""Faults in figures that must add up, divide or stay below another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from benchmarks.faults.edits import (
    Fault,
    codes_around,
    digits_of,
    like,
    places,
    printed_values,
    renumbered,
    rewritten,
    slips,
)
from benchmarks.generate.figures import YUAN
from benchmarks.generate.marks import mentions, number, numeral
from benchmarks.generate.paper import Line
from benchmarks.generate.relations import Printed, Relation, holds
from benchmarks.generate.reports import Report

Mutation = Callable[[Report, Random], Fault | None]


def broken(code: str, *, stated: float = 0.6, scattered: float = 0.4) -> Mutation:
    """Breaks one relation of a code: mostly its total (``stated``), else one of its terms; at one printed place
    (``scattered``) or at all."""

    def mutate(report: Report, rng: Random) -> Fault | None:
        values = printed_values(report)
        relations = [r for r in report.truth.relations if r.code == code and all(key in values for key in r.keys)]
        rng.shuffle(relations)
        for relation in relations:
            keys = [key for key in relation.keys if key != "share.total" and places(report, key)]
            chosen = relation.stated if rng.random() < stated and relation.stated in keys else rng.choice(keys)
            found = _broken(report, rng, relation, chosen, values)
            if found:
                return _fault(report, rng, code, chosen, found, scattered)
        return None

    return mutate


def _fault(report: Report, rng: Random, code: str, key: str, digits: str, scattered: float) -> Fault:
    """The figure reprinted at one place or at all."""
    old = digits_of(report, key)
    where = places(report, key)
    place = rng.choice(where) if len(where) > 1 and rng.random() < scattered and _is_seen(old, digits) else None
    changed = renumbered(report, {key: digits}, place)
    told_again = [digits_of(report, twin) for twin in _twins(report, key)]
    return Fault(codes_around(report, {key}, code), (digits, *told_again), f"{key}: {old} → {digits}", changed)


def _is_seen(old: str, new: str) -> bool:
    """True when two tellings of one figure are too far apart to be rounded: by more than half a percent."""
    one, other = number(old), number(new)
    return one is not None and other is not None and abs(other - one) > abs(one) * Decimal("0.005")


def _twins(report: Report, key: str) -> list[str]:
    """Other keys that tell the same amount: the budget of the summary is the adjusted or initial one of the body."""
    same = {report.truth.rows["whole"], "budget"}
    return [twin for twin in same - {key} if key in same and places(report, twin)]


def _broken(report: Report, rng: Random, relation: Relation, key: str, values: dict[str, Printed]) -> str | None:
    """Digits for ``key`` with which the relation fails however it is read; None when none was found."""
    old = digits_of(report, key)
    tried = _beyond(rng, relation, key, old, values, report) if relation.kind == "most" else slips(rng, old)
    for digits in tried:
        changed = dict(values)
        value = report.truth.printed(key, digits)
        if value is not None and digits != old and not _rate_too_high(relation, key, digits):
            changed[key] = value
            if not holds(relation, changed):
                return digits
    return None


def _rate_too_high(relation: Relation, key: str, digits: str) -> bool:
    """A rate stays a possible rate: above 100 % it would be a fault of another kind."""
    value = number(digits)
    return relation.kind == "rate" and key == relation.stated and value is not None and value > 100


def _beyond(
    rng: Random, relation: Relation, key: str, old: str, values: dict[str, Printed], report: Report
) -> list[str]:
    """A part a little above its whole, or a whole a little below its part."""
    other = relation.terms[0][1] if key == relation.stated else relation.stated
    scale = YUAN.get(report.truth.figures[key].unit, Decimal(1))
    bound = values[other].value / scale
    factors = [Decimal(rng.randint(101, 130)) / 100 for _ in range(3)]
    wanted = [bound * factor if key == relation.stated else bound / factor for factor in factors]
    unit = Decimal(1) if key == relation.stated else Decimal(-1)
    return [*(like(old, value) for value in wanted), like(old, bound + unit)]


def retold(report: Report, rng: Random, wanted: Callable[[str, list[int]], bool], code: str) -> Fault | None:
    """One of several printed places of a figure differs from the others."""
    told = report.paper.mentions()
    where: dict[str, list[int]] = {}
    for place, mention in enumerate(told):
        if mention.key in report.truth.figures and number(mention.text) is not None:
            where.setdefault(mention.key, []).append(place)
    keys = [key for key, found in where.items() if len(found) > 1 and wanted(key, found)]
    if not keys:
        return None
    key = rng.choice(keys)
    place = rng.choice(where[key])
    old = number(told[place].text)
    for digits in slips(rng, digits_of(report, key)):
        new = number(digits)
        if new is not None and old and abs(new - old) / old > Decimal("0.005"):
            changed = renumbered(report, {key: digits}, place)
            note = f"{key}: {old} → {digits} at one place"
            return Fault(codes_around(report, {key}, code), (digits,), note, changed)
    return None


def contradiction(report: Report, rng: Random) -> Fault | None:
    """GJ101: money or a count told twice in different figures."""
    skip = ("year", "last_year", "next_year", "total", "grade", "hedged")
    return retold(report, rng, lambda key, _: key not in skip and not key.startswith(("part", "execution")), "GJ101")


def table_against_prose(report: Report, rng: Random) -> Fault | None:
    """GJ102: the table differs from the text."""
    in_tables = _in_tables(report)
    keys = {key for key, found in in_tables.items() if 0 < sum(found) < len(found)} - {"year", "next_year", "total"}
    return retold(report, rng, lambda key, _: key in keys, "GJ102")


def _in_tables(report: Report) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    for block in report.paper.blocks:
        texts = [block.text] if isinstance(block, Line) else [cell.text for row in block.rows for cell in row]
        for text in texts:
            for mention in mentions(text):
                found.setdefault(mention.key, []).append(not isinstance(block, Line))
    return found


def summary_against_body(report: Report, rng: Random) -> Fault | None:
    """GJ103: the summary differs from the body. Only reports with a summary before the first heading."""
    if report.kind != "fiscal_evaluation":
        return None
    first = next(n for n, b in enumerate(report.paper.blocks) if getattr(b, "role", "") == "heading1")
    head = replace(report.paper, blocks=report.paper.blocks[:first]).mentions()
    keys = {m.key for m in head} & {"spent", "rate", "total", "budget"}
    keys = {key for key in keys if len(places(report, key)) > 1}
    if not keys:
        return None
    key = rng.choice(sorted(keys))
    place = next(place for place in places(report, key) if place < len(head))
    old = digits_of(report, key)
    value = number(old)
    for digits in slips(rng, old):
        new = number(digits)
        if new and value and abs(new - value) / value > Decimal("0.005") and not (new > 100 and value <= 100):
            changed = renumbered(report, {key: digits}, place)
            return Fault(codes_around(report, {key}, "GJ103"), (digits,), f"summary {key}: {old} → {digits}", changed)
    return None


def unit_slip(report: Report, rng: Random) -> Fault | None:
    """ZJ108: 元 for 万元 (or the other way), or a figure of another unit in a column."""
    money = [
        (place, m)
        for place, m in enumerate(report.paper.mentions())
        if m.key in report.truth.meanings
        and report.truth.figures[m.key].unit in ("元", "万元")
        and (number(m.text) or 0) > 5
        and any(m.key in r.keys and r.kind != "most" for r in report.truth.relations)
    ]
    if not money:
        return None
    place, mention = rng.choice(money)
    unit = report.truth.figures[mention.key].unit
    if mention.text.endswith(unit):
        other = {"万元": "元", "元": "万元"}[unit]
        text = mention.text[: -len(unit)] + other
    else:
        value = number(mention.text) or Decimal(0)
        text = f"{value * 10_000:.2f}" if unit == "万元" else f"{value / 10_000:.2f}"
    changed = rewritten(report, {mention.key: text}, place)
    digits = numeral(text) or text
    codes = codes_around(report, {mention.key}, "ZJ108")
    return Fault(codes, (digits,), f"{mention.key}: {mention.text} → {text}", changed)


def overspent(report: Report, rng: Random) -> Fault | None:
    """ZX103: more spent than there was, and a rate that follows it."""
    values = printed_values(report)
    whole = report.truth.rows["whole"]
    base = next((key for key in (whole, "form.adjusted", "budget") if key in values), None)
    if not base or not {"spent", "rate"} <= values.keys() or report.kind == "monitoring":
        return None  # half a year's rate names the initial budget, and what was added may be spent as well
    scale = YUAN[report.truth.figures["spent"].unit]
    share = Decimal(rng.randint(10105, 11800)) / 10000
    spent = like(digits_of(report, "spent"), values[base].value / scale * share)
    again = number(spent)
    assert again is not None
    rate = like(digits_of(report, "rate"), 100 * again * scale / values[base].value)
    changed = renumbered(report, {"spent": spent, "rate": rate})
    codes = codes_around(report, {"spent", "rate"}, "ZX103")
    return Fault(codes, (rate, spent), f"spent {spent}, rate {rate}", changed)


def other_base(report: Report, rng: Random) -> Fault | None:
    """ZX102: the rate of the unnamed budget at the start of the year."""
    values = printed_values(report)
    if report.truth.flow not in ("up", "full") or not {"spent", "rate", "initial"} <= values.keys():
        return None
    rate = 100 * values["spent"].value / values["initial"].value
    if rate > 100 or abs(rate - values["rate"].value) < 1:
        return None
    digits = like(digits_of(report, "rate"), rate)
    told = report.truth.printed("rate", digits + "%")
    named = [one for one in report.truth.relations if one.stated == "rate" and all(key in values for key in one.keys)]
    if told is None or any(holds(replace(one, bases=()), {**values, "rate": told}) for one in named):
        return None  # small rounded amounts allow both rates
    changed = renumbered(report, {"rate": digits})
    return Fault(codes_around(report, {"rate"}, "ZX102"), (digits,), f"rate on the initial budget: {digits}", changed)


def rate_of_nothing(report: Report, rng: Random) -> Fault | None:
    """ZX104: nothing planned, nothing spent, and yet a rate of 100 %."""
    values = printed_values(report)
    if not report.form or "rate" not in values:
        return None
    rows = [key for key in values if key.startswith(("form.adjusted", "form.spent", "form.initial"))]
    zero = {key: like(digits_of(report, key), Decimal(0)) for key in (*rows, "initial", "spent") if key in values}
    rates = {
        key: like(digits_of(report, key), Decimal(100))
        for key in values
        if key.startswith("form.rate") or key == "rate"
    }
    points = {"execution.score": "10"} if "execution.score" in values else {}
    changed = renumbered(report, {**zero, **rates, **points})
    rate = rates["rate"]
    return Fault(
        codes_around(report, {"rate", "execution.score"}, "ZX104"), (rate, "10"), "0 of 0 called 100 %", changed
    )
