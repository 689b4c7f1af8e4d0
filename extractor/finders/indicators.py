"""Indicators in running text: chains, sentences with target and result, lists with one result (field guide 3.7).

A chain that is worded as such (目标值…，实际完成值…) is read anywhere in the prose; plain words (计划…，实际…) only in
chapters on goals and results, where they are no part of a budget. What a bound or a unit is, the lexer has said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from extractor.document import Span
from extractor.facts import Fact, Indicator, Measure
from extractor.finders import Found
from extractor.finders._cards import cards, joined
from extractor.finders._chains import Head, IndicatorEntry, Levels, entries, head_of, leading_levels
from extractor.finders._clausewise import Told
from extractor.finders._goal_names import goal_of, goals_of
from extractor.finders._measures import OF_MONEY, alike, dimension, direction, is_step, leading_figure, uncompared
from extractor.finders._scan import placed
from extractor.finders._scope import Scope
from extractor.finders._several import several
from extractor.quantity import Op, Unit
from extractor.reading import TIMEOUT, Hit, Reading, Sentence

AFTER = ("sections", "metadata")

_BOUNDS: tuple[Op, ...] = ("ge", "le", "gt", "lt")
_NOTHING = regex.compile(r"[\s—–\-/／无]*$")
_REASON_AFTER = regex.compile(
    r"[。；;，,\s]*(?:未完成|未达标|未达到目标|未达目标|偏差|偏离)(?:的)?(?:主要)?原因(?:分析)?(?:及改进措施)?[是为：:]+(?P<reason>[^；;。]+)"
)
_ONLY_VERBS = regex.compile(r"(?:完成|实现|开展|达到|控制在?|要求|为|是|至|到)*")
_DEED = regex.compile(
    r"(?:全年度?|年[度内末底终]|当年度?|本年度?|上半年|前三季度|目前|期间|最终|累计|已经?|共|现|底|末|止|截[至止]到?)*"
    r"(?:经?(?:抽[查检样](?:调查)?|核查|检测|测评|(?:问卷)?调查)(?:结果|得分)?)?"
    r"(?P<deed>\p{Han}*?)(?:完成|达到|实现|达成|建成|实测|实绩|达|为|是|值|数|了)*[：:]?$"
)
_KEPT = ("未超过", "没有超过", "未突破", "未低于")
LIST_NUMBER = regex.compile(r"(?:\d{1,2}[.．、]\s*)?")
_COMMA = regex.compile(r"[，,]")


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Indicators in order of text; a target and a result that are told apart are put together by their name."""
    levels = Levels(reading, found)
    scope = Scope(reading, found)
    told = Told(reading, found, scope)
    indicators: list[Indicator] = []
    for lines in cards(reading):
        card = (
            list(_in_sentence(joined(lines), reading, found, scope, levels, told, _on_cards()))
            if len(lines) > 1
            else []
        )
        indicators.extend(card)
        for sentence in () if card else lines:
            if not levels.read_line(sentence):
                wordings = [entry for entry in entries("chain") if reading.can_match(entry.pattern, sentence)]
                indicators.extend(_in_sentence(sentence, reading, found, scope, levels, told, wordings))
    yield from _united(indicators)


def _in_sentence(
    sentence: Sentence,
    reading: Reading,
    found: Found,
    scope: Scope,
    levels: Levels,
    told: Told,
    wordings: Sequence[IndicatorEntry],
) -> Iterator[Indicator]:
    """The indicators of one sentence, or of a card. A stretch that one wording has read is not read by the next."""
    read: list[tuple[int, int, list[Indicator]]] = []
    for entry in wordings:
        if entry.weak and sentence not in scope:
            continue
        at = sentence.marked.start
        while match := entry.pattern.search(reading.marked, at, sentence.marked.end, timeout=TIMEOUT):
            at = match.end()
            if any(start < match.end() and match.start() < end for start, end, _ in read):
                continue
            made = list(_made(entry, Hit(reading, match, sentence), found, levels))
            if made:
                read.append((*match.span(), made))
            elif match["head"]:
                at = match.start() + max(1, len(match["head"]))
    for _begin, one in told.joined(sentence, read):
        if one.pattern not in _inheriting() or levels.before(sentence):
            yield replace(one, levels=levels.of(sentence, one.levels))


@cache
def _on_cards() -> tuple[IndicatorEntry, ...]:
    """The wordings that may run over several lines or short sentences, the plain ones last."""
    worded = [entry for entry in entries("chain") if entry.needs == "any" and not entry.weak]
    plain = [entry for entry in entries("chain") if entry.needs in ("bound", "pair") and not entry.compares]
    return (*worded, *plain)


@cache
def _inheriting() -> frozenset[str]:
    """The wordings whose indicators stand under the levels of those before them."""
    return frozenset(entry.id for entry in entries("chain") if entry.needs == "inherited")


def _made(entry: IndicatorEntry, hit: Hit, found: Found, levels: Levels) -> Iterator[Indicator]:
    if entry.needs in ("names", "items"):
        for stretch, target, actual in several(entry, hit):
            if head := head_of(hit.reading, stretch):
                yield _indicator(entry, hit, found, head, head.levels, target, actual)
        return
    if entry.needs == "any" and hit.has("target") and hit.has("actual") and (goals := list(goals_of(hit))):
        for head, target, actual in goals:
            yield _indicator(entry, hit, found, head, head.levels, target, actual)
        return
    head = head_of(hit.reading, _head_stretch(hit))
    if head is None:
        return
    target, actual = (_measure(hit, group, head.unit) for group in ("target", "actual"))
    if goal := goal_of(hit, target):
        head, target, actual = goal
    if entry.compares and target is not None:
        target = uncompared(hit.reading, target)
        if is_step(target, actual):
            return
    name = hit.reading.text(head.name)
    if not _fitting(entry, name, head, target, actual) or _is_other_deed(hit, name) or _is_next_target(hit, actual):
        return
    if entry.compares and not head.levels and any(bare.pattern.search(name) for bare in entries("bare")):
        return
    own = head.levels or tuple(leading_levels(hit.reading, Span(*hit.match.span("head")))[1])
    if entry.needs != "any" or levels.over(hit.sentence, own) or _announced(hit, target, actual):
        yield _indicator(entry, hit, found, head, own, target, actual)


def _head_stretch(hit: Hit) -> Span:
    """Where the name stands: in 计划…X it may be what was to be done."""
    for group in ("doing", "deed"):
        if not hit.has(group) or _ONLY_VERBS.fullmatch(hit.match[group]):
            continue
        start, end = hit.match.span(group)
        start = LIST_NUMBER.match(hit.reading.marked, start, end).end()
        for verb in ("完成", "实现"):
            if hit.reading.marked.startswith(verb, start, end) and end - start > len(verb) + 1:
                start += len(verb)
        return Span(start, end)
    return Span(*hit.match.span("head"))


def _fitting(entry: IndicatorEntry, name: str, head: Head, target: Measure | None, actual: Measure | None) -> bool:
    """What a wording must have to be an indicator, beyond its words."""
    if target is None and actual is None:
        return False
    if entry.needs == "levels":
        return bool(head.levels)
    if entry.needs == "inherited":
        return target is not None and target.op in _BOUNDS
    if entry.needs == "bound":
        return (
            target is not None and (target.op in _BOUNDS or target.text.startswith("=")) and alike(target, actual, name)
        )
    if entry.needs == "pair":
        money = target is not None and dimension(target) == "money"
        return alike(target, actual, name) and (not money or bool(OF_MONEY.search(name)))
    return True


def _is_other_deed(hit: Hit, name: str) -> bool:
    """True for 培训目标300人，全年走访500人: a result that is not called one, and was done by other means than the name
    speaks of."""
    if not hit.has("done") or "实际" in hit.match["done"]:
        return False
    deed = _DEED.search(hit.match["done"])["deed"]
    return len(deed) > 1 and not any(deed[i : i + 2] in name for i in range(len(deed) - 1))


def _is_next_target(hit: Hit, actual: Measure | None) -> bool:
    """True for 日托人次≥6万人次；上门人次≥1.4万人次: a name said again with a bound of its own sets the next target."""
    return hit.has("again") and actual is not None and actual.op in _BOUNDS


def _announced(hit: Hit, *measures: Measure | None) -> bool:
    """Words for values need more than a label before them: levels, or a colon (目标值：健全). Else 目标值设定合理 would
    be one."""
    if any(measure and measure.figure for measure in measures):
        return True
    if hit.has("target") and any(token.dates for token in hit.reading.tokens_in(Span(*hit.match.span("target")))):
        return True
    marked = hit.reading.marked
    return all(marked[hit.match.start(group) - 1] in "：:为是“" for group in ("target", "actual") if hit.has(group))


def _measure(hit: Hit, group: str, named: Unit | None) -> Measure | None:
    """A target or an actual as printed. A date is a word here; a figure without a unit takes that of the name."""
    if not hit.has(group):
        return None
    text = hit.text(group).strip()
    if _NOTHING.match(text):
        return None
    tokens = list(hit.reading.tokens_in(Span(*hit.match.span(group))))
    figure = leading_figure(tokens)
    if figure is None:
        return Measure(text=text, span=hit.span(group), op="text")
    if named is not None and figure.quantity.unit is None and not figure.quantity.unit_text:
        figure = replace(figure, quantity=replace(figure.quantity, unit=named, unit_text=named.name))
    at = Span(*hit.match.span(group))
    if comma := _COMMA.search(hit.reading.marked, hit.reading.mark(figure.at.end), at.end):
        at = Span(at.start, comma.start())  # 大于等于90%，经抽样调查: what follows is no part of the value
    text = hit.reading.text(at).strip()
    return Measure(text=text, span=hit.reading.span(at), op=figure.quantity.op, figure=figure)


def _indicator(
    entry: IndicatorEntry,
    hit: Hit,
    found: Found,
    head: Head,
    levels: tuple[str, ...],
    target: Measure | None,
    actual: Measure | None,
) -> Indicator:
    reading = hit.reading
    name = reading.text(head.name).strip()
    place = placed(found, entry, hit)
    place["span"] = reading.span(Span(head.begin, hit.match.end()))
    return Indicator(
        **place,
        name=name,
        levels=levels,
        target=target,
        actual=actual,
        weight=hit.figure("weight") or head.weight,
        score=hit.figure("score"),
        reason=hit.text("reason") or _reason_after(hit),
        direction=direction(name, target),
        claimed_met=_claimed(hit, target),
    )


def _claimed(hit: Hit, target: Measure | None) -> bool | None:
    """What the report itself says: 未完成, 达标, 未超过120万元."""
    if hit.has("met"):
        return not hit.text("met").startswith("未")
    return True if target and target.text.startswith(_KEPT) else None


def _reason_after(hit: Hit) -> str | None:
    """The reason in the next sentence of the same block."""
    reading = hit.reading
    block = reading.block(hit.sentence)
    match = _REASON_AFTER.match(reading.marked, hit.match.end(), reading.mark(block.at.end - 1) + 1)
    return reading.text(Span(*match.span("reason"))) if match else None


def _united(indicators: list[Indicator]) -> Iterator[Indicator]:
    """Targets without a result are dropped where the same name stands with one, and completed where a result stands
    alone."""
    whole = {one.name for one in indicators if one.target and one.actual}
    results = {one.name: one for one in indicators if one.actual and not one.target}
    used: set[str] = set()
    for one in indicators:
        if one.actual is None and one.name in whole:
            continue
        if one.actual is None and one.name in results:
            result = results[one.name]
            used.add(one.name)
            yield replace(
                one, actual=result.actual, score=result.score or one.score, reason=one.reason or result.reason
            )
        elif one.target is not None or one.name not in used:
            yield one
