"""Indicators told clause by clause (危桥改造数量。该指标满分5分，计划改造6座，实际改造5座), beside those by wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from extractor.document import Span
from extractor.facts import Figure, Indicator, Measure
from extractor.finders import Found
from extractor.finders._chains import Head, entries, is_level, is_measured
from extractor.finders._clause_items import Item
from extractor.finders._gathering import gathered, name_of
from extractor.finders._measures import OF_MONEY, alike, dimension, direction, is_step, uncompared
from extractor.finders._scan import place
from extractor.finders._scope import Scope
from extractor.finders._score_words import is_part
from extractor.reading import Reading, Sentence

_ONLY_AIM = regex.compile("^(?:政策|文件|合同|规定|标准)?(?:要求|目标|计划|任务)$")
"""what calls a target and no thing"""
_MOST = Decimal(40)
"""points of one indicator; more are those of a part"""


class Told:
    """The indicators that clauses tell, by the sentence of their target."""

    def __init__(self, reading: Reading, found: Found, scope: Scope) -> None:
        self._reading, self._found = reading, found
        self._of: dict[int, list[tuple[int, Indicator, bool]]] = {}
        all_told: list[tuple[int, Item, Indicator]] = []
        for item in gathered(reading):
            sentence = item.at or item.sentence
            if item.strong or sentence in scope:
                made = self._made(item, sentence)
                if made is not None:
                    all_told.append((sentence.id, item, made))
        made_of = [made for _, _, made in all_told]
        for number, (sentence_id, item, made) in enumerate(all_told):
            if not _is_above(made_of, number):
                self._of.setdefault(sentence_id, []).append((item.begin, made, item.headed))

    def _made(self, item: Item, sentence: Sentence) -> Indicator | None:
        """The indicator of an item, or None where target and result do not go together, or it has no name."""
        reading, head = self._reading, name_of(self._reading, item)
        if head is None:
            return None
        name = _bare(reading.text(head.name).strip())
        if item.target is None:
            return self._scored(item, sentence, head, name)
        target = _measure(item.target, head)
        actual = _measure(item.actual, head) if item.actual else None
        if item.reversed:
            target = uncompared(reading, target)
        if actual is not None and (not alike(target, actual, name) or (item.reversed and is_step(target, actual))):
            return None
        if dimension(target) == "points":  # 绩效指标90分 is a full mark
            return None
        if dimension(target) == "money" and not OF_MONEY.search(name):
            return None
        if self._is_other_deed(item, name):
            return None
        entry = entries("gathered")[0]
        return Indicator(
            **place(reading, self._found, entry, sentence, Span(head.begin, max(item.end, head.name.end))),
            name=name,
            levels=head.levels,
            target=target,
            actual=actual,
            weight=item.weight or head.weight,
            score=item.score,
            direction=direction(name, target),
            claimed_met=True if item.whole else None,
        )

    def _scored(self, item: Item, sentence: Sentence, head: Head, name: str) -> Indicator | None:
        """An indicator of which nothing is told but its full mark and its points; None for a part of the score."""
        if is_part(name) or is_level(name) or item.weight is None or item.score is None:
            return None
        if not item.score.quantity.value <= item.weight.quantity.value <= _MOST:
            return None
        entry = entries("gathered")[0]
        return Indicator(
            **place(self._reading, self._found, entry, sentence, Span(head.begin, max(item.end, head.name.end))),
            name=name,
            levels=head.levels,
            target=None,
            actual=None,
            weight=item.weight,
            score=item.score,
        )

    def _is_other_deed(self, item: Item, name: str) -> bool:
        """True for 培训目标300人，全年走访500人: what was done is not what the name speaks of; nor is the other name of
        计划得到康复服务的残疾人数320人，残疾儿童康复训练人数239人. A name set out by itself
        (案件办理数：目标320件，全年办结347件) speaks of all that is counted as its target is."""
        if item.deed is None or item.reversed or item.open is None:
            return False
        if item.headed and item.target is not None and item.open.quantity.unit_text == item.target.quantity.unit_text:
            return False
        marked = self._reading.marked
        deed = marked[item.deed.start : item.deed.end]
        about = name + (marked[item.thing.start : item.thing.end] if item.thing else "")
        if is_measured(deed) and deed not in about and name not in deed:
            return True
        return len(deed) > 1 and not any(deed[i : i + 2] in about for i in range(len(deed) - 1))

    def joined(self, sentence: Sentence, read: list[tuple[int, int, list[Indicator]]]) -> list[tuple[int, Indicator]]:
        """The indicators of a sentence, or of a card, as wordings read them and as clauses tell them, each once."""
        known = [(start, one) for start, _end, made in sorted(read, key=lambda one: one[0]) for one in made]
        for begin, told, headed in self._told_in(sentence):
            same = [index for index, (_, one) in enumerate(known) if _figures(one) & _figures(told)]
            if not same:
                known.append((max(begin, sentence.marked.start), told))
            elif len(same) == 1:
                start, one = known[same[0]]
                known[same[0]] = (start, _completed(one, told, headed))
        return sorted(known, key=lambda one: one[0])

    def _told_in(self, sentence: Sentence) -> Iterator[tuple[int, Indicator, bool]]:
        number = sentence.id
        while number < len(self._reading.sentences):
            if self._reading.sentences[number].marked.start >= sentence.marked.end:
                return
            yield from self._of.get(number, ())
            number += 1


def _is_above(told: Sequence[Indicator], at: int) -> bool:
    """True where one holds those behind it: nothing but its marks is told, and theirs add up to them."""
    first = told[at]
    if first.target or first.actual or first.weight is None or first.score is None:
        return False
    weight, score = first.weight.quantity.value, first.score.quantity.value
    for number in range(1, len(told) - at):
        one = told[at + number]
        if one.weight is None or one.score is None or weight <= 0:
            return False
        weight, score = weight - one.weight.quantity.value, score - one.score.quantity.value
        if number > 1 and not weight and not score:
            return True
    return False


def _completed(one: Indicator, told: Indicator, headed: bool) -> Indicator:
    """An indicator as a wording has read it, with what the clauses tell besides; as it is where they contradict."""
    for mine, other in ((one.target, told.target), (one.actual, told.actual)):
        if (
            mine
            and other
            and (mine.figure is None or other.figure is None or mine.figure.at.end != other.figure.at.end)
        ):
            return one
    named = (
        _ONLY_AIM.search(one.name) is not None
        or (headed and told.name not in one.name)
        or (one.name.startswith(told.name) and _bare(one.name) != told.name)
    )
    return replace(
        one,
        pattern=told.pattern if named or (told.actual and not one.actual) else one.pattern,
        name=told.name if named else one.name,
        levels=told.levels if named else one.levels,
        target=one.target or told.target,
        actual=one.actual or told.actual,
        weight=one.weight or told.weight,
        score=one.score or told.score,
        direction=direction(told.name, told.target) if named else one.direction,
    )


def _measure(figure: Figure, head: Head) -> Measure:
    """A figure as a value; one without a unit takes that of the name."""
    if head.unit is not None and figure.quantity.unit is None and not figure.quantity.unit_text:
        figure = replace(figure, quantity=replace(figure.quantity, unit=head.unit, unit_text=head.unit.name))
    return Measure(text=figure.text, span=figure.span, op=figure.quantity.op, figure=figure)


def _bare(name: str) -> str:
    """A name without the word that it is an indicator's (老人满意度指标)."""
    short = name.removesuffix("指标")
    return short if is_measured(short) else name


def _figures(one: Indicator) -> set[int]:
    return {measure.figure.id for measure in (one.target, one.actual) if measure and measure.figure}
