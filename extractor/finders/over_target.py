"""By how much the result of an indicator passes or misses its target: 较目标值98%高1.2个百分点."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.document import Span
from extractor.facts import Change, Fact, Figure, Indicator
from extractor.finders import Found
from extractor.packs import Entry, load, wordlist
from extractor.reading import TIMEOUT, Reading

AFTER = ("sections", "indicators", "changes")

_REACH = 40
"""characters behind the second figure in which the step is told"""
_MORE = ("超过", "超", "高出", "高")
_LESS = ("低",)


@dataclass(frozen=True, slots=True)
class _Step:
    """An amount, or a rate of it in per cent or in points."""

    delta: Figure | None = None
    growth: Figure | None = None
    points: bool = False


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """The steps of all indicators of the prose that no other wording of changes has read."""
    known = {(one.now.id, one.before.id) for one in found.of(Change) if one.now and one.before}
    for indicator in found.of(Indicator):
        if indicator.cell is None and indicator.target and indicator.actual:
            now, before = indicator.actual.figure, indicator.target.figure
            if now and before and now.quantity.op == "eq" and (now.id, before.id) not in known:
                yield from _told(reading, indicator, now, _exact(before))


def _exact(target: Figure) -> Figure:
    """A target is exact, and its sign (≥) does not matter to a step from it."""
    return replace(target, quantity=replace(target.quantity, op="eq", whole=True))


def _told(reading: Reading, indicator: Indicator, now: Figure, before: Figure) -> Iterator[Change]:
    behind, stated, between = load("over_target", Entry)
    word = ""
    if now.at.end < before.at.start:
        found = between.pattern.match(reading.flow.text[now.at.end : before.at.start], timeout=TIMEOUT)
        word = found["word"] if found else ""
    end = reading.mark(max(now.at.end, before.at.end) - 1) + 1
    for tried in (behind, stated) if word or now.at.end > before.at.start else (behind,):
        match = tried.pattern.match(reading.marked, end, min(len(reading.marked), end + _REACH), timeout=TIMEOUT)
        if match is None or (tried is stated and not word):
            continue
        by = next((t.figure for t in reading.tokens_in(Span(*match.span("by"))) if t.figure), None)
        said = match["word"] if tried is behind else word
        if by is not None and (step := _step(by, before)):
            yield _change(tried, indicator, now, before, said, step)
            return
    if word:
        yield _change(between, indicator, now, before, word, _Step())


def _step(by: Figure, before: Figure) -> _Step | None:
    """What the figure says of the step, or None where that is not sure: 高于目标2% of a target of 90 % may mean
    points."""
    unit, base = by.quantity.unit, before.quantity.unit
    if by.quantity.op != "eq" or unit is None or base is None:
        return None
    points = unit.base == "百分点"
    if unit.dimension == "percent":
        return _Step(growth=by, points=points) if points == (base.dimension == "percent") else None
    return _Step(delta=by) if (unit.dimension, unit.base) == (base.dimension, base.base) else None


def _change(entry: Entry, indicator: Indicator, now: Figure, before: Figure, word: str, step: _Step) -> Change:
    return Change(
        span=indicator.span,
        pattern=entry.id,
        sentence=indicator.sentence,
        section=indicator.section,
        now=now,
        before=before,
        delta=step.delta,
        growth=step.growth,
        points=step.points,
        direction=_direction(word),
        cue=word,
    )


def _direction(word: str) -> int | None:
    if word in _MORE or word in wordlist("up"):
        return 1
    return -1 if word in _LESS or word in wordlist("down") else None
