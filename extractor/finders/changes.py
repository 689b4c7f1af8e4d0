"""Steps between two figures, as the text tells them: 较2022年的1300件减少242件，下降18.6%.

The figure of now is given only where it stands right before the comparison and nothing else could be meant.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.document import Span
from extractor.facts import Change, Fact, Figure
from extractor.finders import Found
from extractor.finders._scan import FIGURES, placed
from extractor.packs import Entry, load, wordlist
from extractor.reading import Hit, Reading
from extractor.rx import rx

AFTER = ("sections",)

_POINTS = "百分点"
_OPS = ("eq", "approx", "over")


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All steps of the prose; of two readings that share a figure the earlier entry of the pack counts."""
    seen: set[int] = set()
    for entry in load("changes", Entry):
        for hit in reading.paragraph_hits(entry.pattern):
            change = _change(entry, hit, found)
            if change is None:
                continue
            ids = {f.id for f in (change.before, change.delta, change.growth) if f}
            if ids and not ids & seen:
                seen |= ids
                yield change


def _change(entry: Entry, hit: Hit, found: Found) -> Change | None:
    before, now = _plain(hit, "before"), _plain(hit, "now") or _now(hit) or _told_before(hit)
    if now and not before and _of_last_year(hit, now):
        before, now = now, None
    if before and now and _is_reversed(hit):
        before, now = now, before
    delta, growth, points = _steps(hit, before or now)
    word = hit.text("word")
    if before and now and (not _alike(before, now) or _is_step(before, now)):
        return None
    if delta and not all(_alike(delta, figure) for figure in (before, now) if figure):
        return None
    if sum(figure is not None for figure in (before, now, delta, growth)) < 2:
        return None
    return Change(
        **placed(found, entry, hit),
        now=now, before=before, delta=delta, growth=growth, points=points, direction=_direction(word), cue=word,
        opposed=_opposed(hit, word),
    )  # fmt: skip


def _is_step(before: Figure, now: Figure) -> bool:
    """True for 满意度89.4%，低于计划值0.6个百分点: points against a rate are the way between two rates."""
    return _POINTS in before.quantity.unit_text and _POINTS not in now.quantity.unit_text


def _is_reversed(hit: Hit) -> bool:
    """True when the earlier year is told first: 2022年支出50万元，2023年支出60万元."""
    reading, start = hit.reading, hit.match.start()
    lead = rx(r"[\ue007]\p{Han}{0,10}$").search(reading.marked[max(0, start - 12) : start])
    if lead is None:
        return False
    said = [t.dates[0].year for t in reading.tokens_in(Span(start - len(lead[0]), hit.match.end())) if t.dates]
    return len(said) == 2 and said[0] is not None and said[1] is not None and said[0] < said[1]


def _plain(hit: Hit, group: str) -> Figure | None:
    """The figure of a group, when it is a value and no bound."""
    figure = hit.figure(group)
    return figure if figure and figure.quantity.op in _OPS else None


def _steps(hit: Hit, level: Figure | None) -> tuple[Figure | None, Figure | None, bool]:
    """(amount of the step, rate of the step, whether that is in percentage points)."""
    delta = growth = None
    for figure in (_plain(hit, "one"), _plain(hit, "two")):
        if figure is None:
            continue
        if _is_percent(figure) or _is_times(figure):
            growth = growth or figure
        else:
            delta = delta or figure
    points = growth is not None and _POINTS in growth.quantity.unit_text
    if growth and level and points and not _is_percent(level):
        growth = None
    return delta, growth, points


def _is_percent(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return unit is not None and unit.dimension == "percent"


def _is_times(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return unit is not None and unit.base == "倍"


def _alike(one: Figure, other: Figure) -> bool:
    """True when the two can be taken from each other: same dimension, same base unit."""
    a, b = one.quantity.unit, other.quantity.unit
    if a is None or b is None:
        return a is b
    return a.dimension == b.dimension and (a.dimension != "count" or a.base == b.base)


def _now(hit: Hit) -> Figure | None:
    """The one figure of its kind between the last ；or 。and the comparison, when it stands right before it."""
    reading, start = hit.reading, hit.match.start()
    text = reading.marked[hit.sentence.marked.start : start]
    lead = rx("[；;]").split(text)[-1]
    if not rx(r"[^\p{Han}，,、]\p{Han}{0,6}[，,]$").search(lead) or "其中" in lead:
        return None
    figures = [t.figure for t in reading.tokens_in(Span(start - len(lead), start)) if t.figure]
    step = hit.figure("before") or hit.figure("one")
    if not figures or step is None:
        return None
    if not hit.has("before") and _is_percent(step):
        return _leading(figures[-1], step)
    same = [figure for figure in figures if _alike(figure, step)]
    return same[0] if same == [figures[-1]] and same[0].quantity.op in _OPS else None


def _of_last_year(hit: Hit, figure: Figure) -> bool:
    """True for 上年支出136.36万元，比上年减少…: the figure before the comparison is what it is compared with."""
    at = hit.reading.mark(figure.at.start)
    before = hit.reading.marked[max(hit.sentence.marked.start, at - 14) : at]
    return rx(r"(?:上一?年度?|去年)(?!结转|结余)\p{Han}{0,8}$").search(before) is not None


def _leading(figure: Figure, step: Figure) -> Figure | None:
    """What grows by a rate, when it stands right before it: an amount by per cent, a percentage by points."""
    points = _POINTS in step.quantity.unit_text
    fits = _is_percent(figure) == points and _POINTS not in figure.quantity.unit_text
    return figure if fits and figure.quantity.op in _OPS else None


def _told_before(hit: Hit) -> Figure | None:
    """The figure that the paragraph gave the subject of the comparison: 公务接待费3.28万元。公务接待费比上年…"""
    reading, start = hit.reading, hit.match.start()
    step = hit.figure("before") or hit.figure("one")
    subject = rx(r"(?:^|[，,。；;\n\ue007])(?P<subject>\p{Han}{3,12})$").search(
        reading.marked[max(0, start - 16) : start]
    )
    if subject is None or step is None or not hit.has("before"):
        return None
    block = reading.mark(reading.block(hit.sentence).at.start)
    pattern = regex.compile(f"(?<!\\p{{Han}})(?:其中)?{subject['subject']}(?:为|共|支出)?(?P<figure>[{FIGURES}])")
    told = [reading.token_at[m.start("figure")].figure for m in pattern.finditer(reading.marked, block, start)]
    alike = [figure for figure in told if figure and _alike(figure, step) and figure.quantity.op in _OPS]
    return alike[-1] if len({figure.quantity.amount for figure in alike}) == 1 else None


def _opposed(hit: Hit, word: str) -> str:
    """The first word of a step told behind ``word`` that goes the other way, or nothing."""
    way = _direction(word)
    if not way or "also" not in hit.match.re.groupindex:
        return ""
    return next((also for also in hit.match.captures("also") if _direction(also) == -way), "")


def _direction(word: str) -> int | None:
    """Which way a word goes: 1, -1, 0 for 持平, None for others."""
    ways = {"up": 1, "down": -1, "level": 0}
    return next((way for name, way in ways.items() if word in wordlist(name)), None)
