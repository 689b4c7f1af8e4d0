"""增加 减少 持平 大于 小于 against the two figures of which they are said."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, digits, silent
from extractor.checks._targets import comparable
from extractor.facts import Change, Figure
from extractor.ledger import Ledger
from extractor.quantity import Interval, plain

CHECK = Check("GJ107", "change-wording-contradiction", "增减文字与数值矛盾", "error")

SIGNS = {1: ">", -1: "<", 0: "="}


def check(ledger: Ledger) -> Iterator[Verdict]:
    told = [one for one in ledger.of(Change) if one.direction is not None]
    changes = [one for one in told if one.now and one.before]
    opposed = [one for one in told if one.opposed]
    if not changes and not opposed:
        yield silent(CHECK, "没有同时写明前后两数和增减方向的文字")
    for change in opposed:
        yield _opposed(change)
    for change in changes:
        if change not in opposed:
            yield _judge(change)


def _opposed(change: Change) -> Verdict:
    """减少到97件，增加8件: two words of one step go two ways, so that one of them is wrong whatever the figures."""
    told = [figure for figure in (change.before, change.now, change.delta, change.growth) if figure]
    formula = f"{change.cue} ↔ {change.opposed}"
    message = f"同一处变动先写“{change.cue}”，后写“{change.opposed}”，增减方向相反"
    return conflict(CHECK, message, *told, formula=formula, marks=(change,), suspects=())


def _judge(change: Change) -> Verdict:
    now, before, direction = change.now, change.before, change.direction
    assert now is not None and before is not None and direction is not None
    if not comparable(now.quantity, before.quantity):
        return silent(CHECK, "两个数单位不同", now, before)
    formula = f"{digits(now)} {SIGNS[direction]} {digits(before)}"
    ours, theirs = now.quantity.interval(), before.quantity.interval()
    if ours.meets(theirs):
        if direction == 0 or (now.quantity.amount - before.quantity.amount) * direction > 0:
            return agrees(CHECK, formula, now, before)
        return silent(CHECK, "两个数在舍入范围内相等", now, before, formula=formula)
    actual = 1 if now.quantity.amount > before.quantity.amount else -1
    if actual == direction:
        return agrees(CHECK, formula, now, before)
    return _conflict(change, now, before, f"{digits(now)} {SIGNS[actual]} {digits(before)}")


def _conflict(change: Change, now: Figure, before: Figure, formula: str) -> Verdict:
    difference = (now.quantity.amount - before.quantity.amount) / now.quantity.factor
    return Verdict(
        CHECK.code,
        "conflict",
        formula=formula,
        message=f"文字写“{change.cue}”，而{''.join(now.text.split())}与{''.join(before.text.split())}相比并非如此",
        stated=digits(now),
        derived=digits(before),
        difference=plain(difference) if now.quantity.factor == before.quantity.factor else None,
        unit=now.quantity.unit_text or None,
        figures=(now, before),
        ranges=_ranges(now, before, change.direction or 0),
    )


def _ranges(now: Figure, before: Figure, direction: int) -> tuple[tuple[Figure, Interval], ...]:
    """The values with which either figure would bear the word out."""
    if direction > 0:
        ours, theirs = Interval(before.quantity.amount, None), Interval(None, now.quantity.amount)
    elif direction < 0:
        ours, theirs = Interval(None, before.quantity.amount), Interval(now.quantity.amount, None)
    else:
        ours, theirs = before.quantity.interval(), now.quantity.interval()
    return (now, ours.times(1 / now.quantity.factor)), (before, theirs.times(1 / before.quantity.factor))
