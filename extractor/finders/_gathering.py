"""What the clauses of a text say of one thing, put together: name, target, result, full mark, points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor.document import Span
from extractor.facts import Figure
from extractor.finders._chains import Head, entries, head_of, is_level, is_measured
from extractor.finders._clause_items import VALUES, Item
from extractor.finders._clauses import Clause, Said, blocks, has_figure, said
from extractor.reading import Reading

_HEADS = "：:（(。"
"""signs behind a name that set it out as the subject of what follows"""
_LONGEST_NAME = 32
_HAN = regex.compile(r"\p{Han}")
_ONLY_VERB = 3
"""characters of what is no more than a verb (开展)"""


def gathered(reading: Reading) -> Iterator[Item]:
    """The things of which a target and a result are told, or a target and that it was reached, in order of text."""
    reader = _Reader(reading)
    for clauses in blocks(reading):
        yield from reader.block(clauses)
    yield from reader.close()


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._item: Item | None = None
        self._begin = 0

    def block(self, clauses: list[Clause]) -> Iterator[Item]:
        item = self._item
        if item is not None and (not self._is_title(item) or len(clauses) == 1):
            yield from self.close()
        for clause in clauses:
            yield from self._clause(clause)

    def _is_title(self, item: Item) -> bool:
        """True for a line that is nothing but a name, with its full mark or without: 危桥改造数量（5分）."""
        told = (item.target, item.actual, item.open, item.score)
        alone = item.headed and item.head is not None and all(one is None for one in told)
        return alone and (item.weight is None or not is_level(self._text(item.head)))

    def close(self) -> Iterator[Item]:
        item, self._item = self._item, None
        if item is None:
            return
        if item.target is not None and item.actual is None and item.open is not None:
            item.actual, item.deed = item.open, item.told
        told = item.target is not None and (item.actual is not None or item.whole or item.pending)
        if told or item.scored:
            yield item

    def _clause(self, clause: Clause) -> Iterator[Item]:
        if clause.fresh:
            self._begin = clause.at.start
        if not has_figure(self._reading, clause):
            yield from self._words(clause)
            return
        item = self._item
        behind = item is not None and item.target is None and (item.open or item.actual) is not None
        what = said(self._reading, clause, behind)
        if what is None:
            if item is None or not (item.headed or item.complete) or clause.fresh:
                yield from self.close()
        elif any(what.has(value) for value in VALUES):
            yield from self._value(what)

    # ------------------------------------------------------------------ words
    def _words(self, clause: Clause) -> Iterator[Item]:
        """A clause without figures: a name, that all is done, or nothing."""
        item, text = self._item, self._reading.marked[clause.at.start : clause.at.end]
        what = said(self._reading, clause, behind=False)
        if what is not None and what.entry.id.endswith((".whole", ".pending")):
            if item is not None and item.target is not None:
                item.whole = item.whole or what.entry.id.endswith(".whole")
                item.pending, item.end = not item.whole, clause.at.end
            return
        measured = self._measured(text)
        opens = clause.fresh or clause.before in "：:" or item is None or not item.begun
        opens = opens or (measured and item is not None and item.complete)
        if not opens or len(text) > _LONGEST_NAME or clause.bracketed:
            return
        if clause.fresh and item is not None and item.begun and item.headed and self._is_aside(text):
            return
        headed = bool(clause.after and clause.after in _HEADS) or not clause.after or text.endswith(("”", "」", "指标"))
        named = not any(one.pattern.search(text) for one in entries("no_head"))
        if clause.before and clause.before in "，," and item is not None and item.headed and not measured:
            return
        own = clause.after in ("，", ",", "（", "(") or text.endswith(("满意度", "满意率"))
        if is_level(text) and not (measured and own):
            yield from self.close()
            return
        if not (named and (headed or measured)):
            if clause.fresh:
                yield from self.close()
            return
        yield from self.close()
        head = Span(self._begin, clause.at.end)
        self._item = Item(self._begin, clause.at.end, clause.sentence, head, headed or measured)

    @staticmethod
    def _measured(text: str) -> bool:
        """True for the name of something measured."""
        return is_measured(text.rstrip("”」").removesuffix("指标"))

    @staticmethod
    def _is_aside(text: str) -> bool:
        """True for 根据评分标准: what is said between the figures of a thing."""
        return text.startswith(("根据", "按照", "按", "经", "该", "依据", "问卷", "通过", "结合"))

    # ------------------------------------------------------------------ values
    def _value(self, what: Said) -> Iterator[Item]:
        if self._item is not None and self._is_beside(what, self._item):
            return
        if self._item is None or self._is_next(what, self._item):
            yield from self.close()
            self._item = Item(self._begin, what.clause.at.end, what.clause.sentence)
        self._take(what, self._item)

    def _is_beside(self, what: Said, item: Item) -> bool:
        """True for what cannot be the result of the target that waits for one: 抽检800份，合格791份 where that is a
        percentage, a figure that is said of something else (回收率95% where it is 用户满意度), or the whole where it is
        for each (发放补贴44.6万元，案均1,286元 where it is 案均补贴)."""
        if item.target is None or item.actual is not None or item.open is not None:
            return False
        if "均" in self._about(item) and "均" not in what.match[0] and (what.has("actual") or what.has("open")):
            return not item.headed or not self._is_average(what, item)
        if what.has("actual") and _is_percent(item.target) and "率" not in what.match[0]:
            return not self._is_kind(item.target, self._figure(what, "actual"))
        if not what.has("open"):
            return False
        if not self._is_kind(item.target, self._figure(what, "open")):
            return not what.clause.fresh or (_is_percent(item.target) and item.begun)
        deed, about = self._text(what.span("deed")), self._about(item)
        return _is_percent(item.target) and len(deed) > 1 and bool(about) and not _shares(deed, about)

    def _is_average(self, what: Said, item: Item) -> bool:
        """True where a figure may be one for each: it is no ten times the target."""
        figure = self._figure(what, "actual" if what.has("actual") else "open")
        assert item.target is not None
        return figure is not None and figure.quantity.amount < item.target.quantity.amount * 10

    def _is_next(self, what: Said, item: Item) -> bool:
        """True where a clause speaks of another thing than those before it."""
        clause = what.clause
        called = self._called(what)
        if clause.fresh and not self._goes_on(what, item, called):
            return True
        if what.has("target"):
            return item.target is not None or (
                called and item.begun and item.target is None and not self._same(what, item)
            )
        if what.has("weight"):
            return item.weight is not None or (called and item.begun)
        if what.has("score"):
            return item.score is not None or (called and item.begun and not self._same(what, item))
        if what.has("actual"):
            return (item.actual is not None and not self._is_planned(what, item)) or (
                called and item.target is not None and not self._same(what, item)
            )
        return False

    def _called(self, what: Said) -> bool:
        """True where a clause says by itself what it is about."""
        name = what.span("name")
        if name is None:
            return False
        if what.has("actual"):  # 合同价实际46.5万元: a word before the result need be no name
            return name.end - name.start > _ONLY_VERB and self._measured(self._text(name))
        thing = what.span("thing")
        return thing is None or thing.end - thing.start <= _ONLY_VERB

    def _goes_on(self, what: Said, item: Item, called: bool) -> bool:
        """True for the next sentence on a thing that is set out by itself (危桥改造数量。该指标满分5分)."""
        if called or not item.headed:
            return False
        if what.has("weight") or what.has("score") or what.entry.strong:
            return True
        if what.clause.before in ("；", ";") or (not what.clause.before and item.weight is None):
            return False  # a title without its full mark need not name what stands below
        return not (item.target is not None and what.has("target"))

    def _same(self, what: Said, item: Item) -> bool:
        """True where the name that a clause says is that of the thing, or a part of it."""
        span = what.span("name")
        if span is None:
            return True
        return _shares(self._text(span), self._about(item) + self._text(item.told))

    def _about(self, item: Item) -> str:
        """All words that say what a thing is."""
        return "".join(self._text(one) for one in (item.head, item.name, item.thing) if one)

    def _take(self, what: Said, item: Item) -> None:
        clause = what.clause
        item.end = clause.at.end
        item.at = item.at or clause.sentence
        item.strong = item.strong or what.entry.strong
        if (name := what.span("name")) and item.name is None and self._calls(what, item):
            item.name = Span(max(self._begin, item.begin), name.end)
            if (what.has("weight") or what.has("score")) and (clause.fresh or self._is_named(name)):
                item.head, item.headed = item.name, True
        for value in VALUES:
            if not what.has(value):
                continue
            figure = self._figure(what, value)
            if value == "open" and (item.actual is not None or clause.bracketed):
                continue
            if value == "open" and item.target is not None and (item.open or not self._is_kind(item.target, figure)):
                continue
            if value == "target":
                item.at = clause.sentence
                item.reversed = item.target is None and (item.open or item.actual) is not None
                item.thing = what.span("thing") or item.thing
                if item.reversed and item.actual is None:
                    item.actual, item.deed = item.open, item.told
            if value == "actual":
                if self._is_planned(what, item):
                    planned = (item.open, item.told) if item.actual is None else (item.actual, item.deed)
                    item.target, item.thing = planned
                    item.at = clause.sentence
                item.deed = what.span("deed") or what.span("name")
                item.really = "实际" in what.match[0]
            if value == "open":
                item.told = what.span("deed")
            setattr(item, value, figure)

    def _is_named(self, name: Span) -> bool:
        """True for words inside a sentence that can be a name: …，支出执行进度得9.2分（满分10分）."""
        text = self._text(name)
        return len(text) > _ONLY_VERB and not any(one.pattern.search(text) for one in entries("no_head"))

    def _calls(self, what: Said, item: Item) -> bool:
        """True where the name that a clause says is that of the thing: in 危桥计划改造6座 it is what is to be done."""
        if item.begun or what.has("open"):
            return False
        thing = what.span("thing")
        return thing is None or thing.end - thing.start <= _ONLY_VERB

    def _is_planned(self, what: Said, item: Item) -> bool:
        """完成造林2万亩，实际完成2万亩: True where a figure before the actual one of the same thing is the plan."""
        before, told = (item.open, item.told) if item.actual is None else (item.actual, item.deed)
        actual = self._figure(what, "actual")
        if before is None or told is None or actual is None or item.target is not None or "实际" not in what.match[0]:
            return False
        deed = self._text(what.span("deed"))
        same = not deed or _shares(deed, self._text(told))
        return same and not item.really and actual.quantity.unit_text == before.quantity.unit_text

    def _text(self, span: Span | None) -> str:
        return self._reading.marked[span.start : span.end] if span else ""

    def _figure(self, what: Said, value: str) -> Figure | None:
        at = Span(*what.match.span(value))
        return next((token.figure for token in self._reading.tokens_in(at) if token.figure), None)

    def _is_kind(self, target: Figure, other: Figure | None) -> bool:
        """True for figures of which one can be the result of the other. What a bare number counts (126段) may be no
        unit that is known: it is no percentage."""
        one, two = target.quantity.unit, other.quantity.unit if other else None
        if other is not None and two is None and _is_percent(target):
            return not _HAN.match(self._reading.flow.text, other.at.end)
        return one is None or two is None or (one.dimension, one.base) == (two.dimension, two.base)


def _is_percent(figure: Figure) -> bool:
    return figure.quantity.unit is not None and figure.quantity.unit.dimension == "percent"


def _shares(words: str, about: str) -> bool:
    """True where two characters that stand together in one text do so in the other."""
    return any(words[i : i + 2] in about for i in range(len(words) - 1))


def name_of(reading: Reading, item: Item) -> Head | None:
    """What an item is called: by the name set out before it, by that in the clause of its first value, by what was
    planned or done."""
    called = [item.head] if item.headed else []
    called += [item.name]
    if item.reversed:
        said = reading.marked[item.thing.start : item.thing.end] if item.thing else ""
        called += [item.thing if is_measured(said) else None, item.told or item.deed]
    called += [item.head, item.thing, item.deed]
    for stretch in called:
        if stretch is None:
            continue
        head = head_of(reading, stretch)
        if head is not None and _is_bare(reading, head, item):
            head = _surveyed(reading, head)
        if head is not None:
            return head
    return None


def _surveyed(reading: Reading, head: Head) -> Head | None:
    """The name that a bare one (满意度为97%) has where the same paragraph speaks of the survey: 开展群众满意度调查."""
    bare = reading.marked[head.name.start : head.name.end]
    start = reading.marked.rfind("\n", 0, head.name.start) + 1
    start = reading.marked.rfind("\n", 0, max(start - 1, 0)) + 1  # with the line above
    named = [
        match
        for entry in entries("surveyed_name")
        for match in entry.pattern.finditer(reading.marked, start, head.name.start)
        if match["name"][-3:-1] == bare[-3:-1]
    ]
    return replace(head, name=Span(*named[-1].span("name"))) if named else None


def _is_bare(reading: Reading, head: Head, item: Item) -> bool:
    if not item.reversed or item.headed:
        return False
    return any(one.pattern.search(reading.text(head.name)) for one in entries("bare"))
