"""The head of an indicator (产出指标—数量指标—参训人数（人）): its levels, its name, and what the brackets say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from extractor.document import Span
from extractor.facts import Figure, Section
from extractor.finders import Found
from extractor.lexing.units import unit
from extractor.packs import SIGNS, Entry, load
from extractor.quantity import Unit
from extractor.reading import Reading, Sentence

Kind = Literal[
    "chain",
    "card",
    "level",
    "scope",
    "never",
    "generic",
    "bare",
    "surveyed_name",
    "less",
    "more",
    "gathered",
    "no_head",
    "measured",
]


class IndicatorEntry(Entry):
    """See the head of the pack. ``weak``: only in chapters on goals and results; ``needs``: what a wording must have to
    be an indicator; ``compares``: a word of comparison before the target is none of its own (高于95%的目标值);
    ``parent``: the level above a level."""

    kind: Kind
    weak: bool = False
    needs: Literal["any", "bound", "levels", "inherited", "pair", "items", "names", "dates"] = "any"
    compares: bool = False
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """``name`` is the stretch of marked text of the bare name; ``begin`` where the chain begins (levels included)."""

    begin: int
    name: Span
    levels: tuple[str, ...]
    unit: Unit | None = None
    weight: Figure | None = None


_NUMBERING = regex.compile(
    r"[\s，,、；;。：:]*(?:(?:其中|具体为|如下|分别是|即|一是|二是|三是|四是|五是|六是)[，：:]?|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）).、．]"
    r"|[①-⑳]|[A-Ha-h]\d{1,3}(?:[-－.]\d{1,2})*[、.．：:\s-]*(?=\p{Han})|(?:预期|要求|力争|确保)(?=\p{Han}{3})|(?:三级|具体)?指标(?:名称)?[\d"
    + SIGNS["number"]
    + r"]{0,2}(?:[：:.、]|(?=[“「]))|(?:该|本|此|数量|质量|时效|成本|\p{Han}{2}效益)?项?指标(?:主要|用于|用以)*"
    r"(?:考察|考核|反映|评价|衡量)了?|目标[\d"
    + SIGNS["number"]
    + r"]{1,2}[：:]|(?:年初|上级)?下达我(?:局|县|市|区|旗|镇|乡|州|院|校|单位|中心)(?:的)?|[“”\"「」])*\s*"
)
_JOIN = r"(?:[\s—–\-―－→>》/／：:·|“「]+|中的?|里的?)"
_LONG_DASH = regex.compile(r"[—–―→>]+")
_BRACKET = regex.compile(r"[（(](?P<inside>[^（()）]{1,12})[）)]\s*$")
_EDGE = regex.compile(
    r"(?:[\s“”\"「」：:，,、；;—–\-]"
    r"|(?<=\p{Han}{3})(?:应|须|要求|计划)?(?:达到|控制在|(?<![到直])达|为|是)"
    r"|(?<=\p{Han}{4})(?:完成|实现)"
    r"|[：:，,](?:年初|年度|全年|当年|本年|预期|计划)*(?:目标|指标|计划|任务)值?"
    r"|(?<=\p{Han}{4})计划|(?<=(?:数|量|率|度|额|积|长|间|本|数))指标"
    r"|(?<=[”」])指标)+$"
)
_WEIGHTED = regex.compile(
    r"[\s，,（(]*(?:权重|分值|满分)[为是：:]?(?P<weight>[" + SIGNS["points"] + SIGNS["percent"] + r"])[）)]?[\s，,]*$"
)
_ABOUT_LEVEL = r"(?:方面|完成情况|实现情况)?(?:[（(](?:满分|权重|分值|共)?" + SIGNS["points"] + r"[）)])?"
_LEVEL_TITLE = r"(?:类|方面)?(?:完成|实现|得分|达成|自评)*(?:情况|分析|结果)*(?:及?分析)?[：:]?"


@cache
def entries(kind: Kind) -> tuple[IndicatorEntry, ...]:
    """The entries of the pack with one use."""
    return tuple(entry for entry in load("indicators", IndicatorEntry) if entry.kind == kind)


@cache
def _level_before_join() -> regex.Pattern[str]:
    return regex.compile(rf"(?P<level>{_level()}){_ABOUT_LEVEL}{_JOIN}", regex.VERSION1)


@cache
def _level_alone() -> regex.Pattern[str]:
    return regex.compile(rf"(?P<level>{_level()}){_LEVEL_TITLE}", regex.VERSION1)


def is_measured(name: str) -> bool:
    """True for the name of something measured, by its last word (养护里程, 合格率)."""
    return any(entry.pattern.search(name) for entry in entries("measured"))


def is_level(text: str) -> bool:
    """True for words that are nothing but a level, numbered or not (1.数量指标)."""
    text = text.strip(" 。：:")
    return _level_alone().fullmatch(text[_NUMBERING.match(text).end() :]) is not None


@cache
def _level() -> str:
    names = "|".join(entry.pattern.pattern for entry in entries("level"))
    return rf"(?:{names})(?:类|方面)?(?:指标)?"


def head_of(reading: Reading, stretch: Span) -> Head | None:
    """The head that stands in a stretch of marked text, or None when no name is left."""
    marked = reading.marked
    start, end = stretch
    numbering = _NUMBERING.match(marked, start, end)
    start = begin = numbering.end() if numbering else start
    start += marked.startswith("的", start, end)
    start, levels = leading_levels(reading, Span(start, end))
    start, end, weight = _last_clause(reading, start, end)
    begin = begin if levels else start
    end, measured, bracketed = _brackets(reading, start, end)
    if end - start < 2 or any(sign in marked[start:end] for sign in SIGNS.values()):
        return None
    if any(entry.pattern.search(marked[start:end]) for entry in entries("generic")):
        return None
    start -= _is_cut_quote(marked, start, end)
    return Head(begin, Span(start, end), tuple(levels), measured, weight or bracketed)


def _is_cut_quote(marked: str, start: int, end: int) -> bool:
    """True for 三馆一站”开放天数: the quote that opens just before belongs to the name."""
    shut = marked.find("”", start, end)
    return shut >= 0 and "“" not in marked[start:shut] and start > 0 and marked[start - 1] == "“"


def leading_levels(reading: Reading, stretch: Span) -> tuple[int, list[str]]:
    """The levels at the beginning of a stretch, and where what follows them begins."""
    start, end = stretch
    levels: list[str] = []
    while match := _level_before_join().match(reading.marked, start, end):
        levels.append(reading.text(Span(*match.span("level"))))
        numbering = _NUMBERING.match(reading.marked, match.end(), end)
        start = numbering.end() if numbering else match.end()
    start, dashed = _dashed(reading, start, end)
    return start, levels + dashed


def _dashed(reading: Reading, start: int, end: int) -> tuple[int, list[str]]:
    """Further levels that only the dashes show: 履职效能—重点工作—归档率."""
    pieces = []
    for dash in _LONG_DASH.finditer(reading.marked, start, end):
        text = reading.text(Span(start, dash.start())).strip()
        if not 1 < len(text) <= 14 or "，" in text:
            break
        pieces.append(text)
        start = dash.end()
    return start, pieces


def _last_clause(reading: Reading, start: int, end: int) -> tuple[int, int, Figure | None]:
    """The name is what follows the last comma; a weight before it is taken off."""
    marked, weight = reading.marked, None
    if match := _WEIGHTED.search(marked, start, end):
        weight = next((t.figure for t in reading.tokens_in(Span(*match.span("weight")))), None)
        end = match.start()
    end = _trimmed(marked, start, end)
    comma = max(marked.rfind("，", start, end), marked.rfind(",", start, end))
    if comma >= 0:
        start = _NUMBERING.match(marked, comma + 1, end).end()
    return start, end, weight


def _trimmed(marked: str, start: int, end: int) -> int:
    match = _EDGE.search(marked, start, end)
    return match.start() if match else end


def _brackets(reading: Reading, start: int, end: int) -> tuple[int, Unit | None, Figure | None]:
    """Units and weights in final brackets are taken off; any other bracket belongs to the name."""
    measured, weight = None, None
    while match := _BRACKET.search(reading.marked, start, end):
        inside = Span(*match.span("inside"))
        token = next(iter(reading.tokens_in(inside)), None)
        named = unit(reading.text(inside).removeprefix("单位：").removeprefix("单位:"))
        if token is not None and token.kind in ("points", "percent"):
            weight = weight or token.figure
        elif named is not None:
            measured = measured or named
        else:
            break
        end = _trimmed(reading.marked, start, match.start())
    return end, measured, weight


class Levels:
    """The levels that hold where an indicator stands, from headings and from lines that are nothing but a level."""

    def __init__(self, reading: Reading, found: Found) -> None:
        self._reading = reading
        self._sections = list(found.of(Section))
        self._block = -1
        self._here: tuple[str, ...] = ()
        self._line: tuple[str, ...] = ()
        self._line_section = -1

    def read_line(self, sentence: Sentence) -> bool:
        """Notes a sentence that is only a level (数量指标：) and says whether it was one."""
        if not self._reading.can_match(_level_alone(), sentence):
            return False
        text = self._reading.marked[sentence.marked.start : sentence.marked.end].strip(" 。")
        text = text[_NUMBERING.match(text).end() :]
        match = _level_alone().fullmatch(text)
        if match is None:
            return False
        self._line = (*(level for level in self._line if _fits(level, match["level"])), match["level"])
        self._line_section = self._section(sentence)
        return True

    def before(self, sentence: Sentence) -> tuple[str, ...]:
        """The levels of the last indicator before a sentence of the same paragraph."""
        return self._here if self._block == sentence.block else ()

    def of(self, sentence: Sentence, own: Sequence[str]) -> tuple[str, ...]:
        """The levels of an indicator, its own ones completed by those that were said before it. To be asked in order
        of text, as those of the next one follow from it."""
        levels = self.over(sentence, own)
        if own and self._line_section == self._section(sentence):
            self._line = tuple(level for level in self._line if level in own or _fits(level, own[0]))
        self._block, self._here = sentence.block, levels
        return levels

    def over(self, sentence: Sentence, own: Sequence[str]) -> tuple[str, ...]:
        """The same, without taking note of it."""
        if not own and self._block == sentence.block and self._here:
            return self._here  # （3）时效指标：甲…；乙…: whatever level the heading above names
        above = list(self._headings(sentence))
        if self._line and self._line_section == self._section(sentence):
            above += [level for level in self._line if level not in above]
        if self._block == sentence.block:
            above += [level for level in self._here if level not in above]
        if not own:
            return tuple(above)
        return (*(level for level in above if level not in own and _fits(level, own[0])), *own)

    def _headings(self, sentence: Sentence) -> Iterator[str]:
        span = self._reading.flow.span(sentence.at)
        for section in self._sections:
            inside = section.body.covers(span) or section.span.overlaps(span)
            match = _level_alone().fullmatch(section.title) if inside else None
            if match:
                yield match["level"]

    def _section(self, sentence: Sentence) -> int:
        span = self._reading.flow.span(sentence.at)
        return max((s.span.start for s in self._sections if s.body.covers(span)), default=-1)


def _fits(above: str, level: str) -> bool:
    """True when one level can stand above another: the pack knows the usual tree, and says nothing of other words."""
    word = level.removesuffix("指标")
    parents = [entry.parent for entry in entries("level") if entry.parent and entry.pattern.fullmatch(word)]
    return any(above.removesuffix("指标") == parent.removesuffix("指标") for parent in parents)
