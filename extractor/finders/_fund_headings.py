"""Sub-projects by heading: （1）设施改造。下达资金…，支出… / （2）信息化。下达资金…，支出… Each has its own amounts.

An amount without an item takes the heading's name only where the headings beside it tell amounts of the same role too,
and where its heading tells one amount of that role and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

import regex

from extractor.document import Span
from extractor.facts import Breakdown, Fact, Fund, Role, Section
from extractor.finders import Found
from extractor.finders._fund_rows import is_name
from extractor.finders._fund_words import is_source, nearest_label, tidy
from extractor.packs import SIGNS
from extractor.reading import Reading
from extractor.rx import rx

_SHARED: tuple[Role, ...] = ("initial_budget", "adjusted_budget", "received", "spent")
"""roles of which each sub-project has its own amount"""
_OWN: tuple[Role, ...] = (*_SHARED, "allocated", "carryover_in", "balance", "adjustment")
_THING = regex.compile(
    r"(?:项目|工程|资金|经费|补助|补贴|工作|活动|行动|[修建养维]护?|改造|建设|购置|采购|运[行维转]|服务|奖励|费)(?:[（(][^（）()]*[）)])?$"
)
_PROCESS = regex.compile(
    r"情况|分析|概况|概述|目标|结论|绩效|问题|建议|措施|基本支出|项目支出|[“”]|"
    r"(?:资金|预算|经费|支出|收入|财政)(?:资金)?(?:到位|使用|执行|管理|支付|拨付|计划|安排|投入|来源|落实|分配|下达|收支|及|与|和|的)"
)
_LEAD = regex.compile(
    rf"\s*(?:[（(]?[\d一二三四五六七八九十{SIGNS['number']}]{{1,3}}[）)、.．]+|[①-⑳][、.．]?|[一二三四五六七八九十]是)\s*"
    rf"(?P<name>[^，,；;。：:\n]{{3,40}})[：:。，,]"
)

_CLOSES = regex.compile(
    rf"\s*(?:以上|上述|前述|综上|合计|总计|共计|{SIGNS['count']}\p{{Han}}{{0,4}}项目(?:合计|共计|总计|共))"
)

Head = tuple[int, int, str]
"""the block or section in which a heading stands, what kind it is of, and its name"""


def by_heading(facts: Iterable[Fact], reading: Reading, found: Found) -> Iterator[Fact]:
    """The facts, with the item that their heading names."""
    told = list(facts)
    heads = _Heads(reading, found)
    amounts: dict[Head, list[Fund]] = defaultdict(list)
    for fact in told:
        if isinstance(fact, Fund) and fact.item is None and fact.role in _OWN and (head := heads.of(fact)):
            amounts[head].append(fact)
    named = dict(_named(amounts))
    yield from (_renamed(fact, named) for fact in told)


def _named(amounts: Mapping[Head, list[Fund]]) -> Iterator[tuple[int, Fund]]:
    """Figure → the fund with the name of its heading."""
    for head, funds in amounts.items():
        beside = [other for other in amounts if other[:2] == head[:2] and other[2] != head[2]]
        own = {fund.role: fund.yuan for fund in funds if fund.role in _SHARED and fund.source == "total"}
        if not any(
            fund.role in own and fund.source == "total" and fund.yuan != own[fund.role]
            for other in beside
            for fund in amounts[other]
        ):
            continue
        for fund in funds:
            same = {
                one.yuan for one in funds if (one.role, one.source, one.year) == (fund.role, fund.source, fund.year)
            }
            if len(same) == 1:
                yield fund.figure.id, replace(fund, item=head[2])


def _renamed(fact: Fact, named: Mapping[int, Fund]) -> Fact:
    if isinstance(fact, Fund):
        return named.get(fact.figure.id, fact) if fact.item is None else fact
    if isinstance(fact, Breakdown) and fact.whole.figure.id in named and fact.whole.item is None:
        return replace(fact, whole=named[fact.whole.figure.id])
    return fact


class _Heads:
    """The heading under which an amount stands: that of its section, or the words at the head of its paragraph."""

    def __init__(self, reading: Reading, found: Found) -> None:
        self._reading = reading
        self._sections = list(found.of(Section))
        self._blocks: dict[int, Head | None] = {}

    def of(self, fund: Fund) -> Head | None:
        sentence = self._reading.sentence_at(fund.figure.at.start)
        if sentence is None:
            return None
        if self._closes(sentence.block):
            return None
        if sentence.block not in self._blocks:
            self._blocks[sentence.block] = self._lead(sentence.block, fund.section)
        return self._blocks[sentence.block] or self._section(fund.section)

    def _closes(self, block: int) -> bool:
        """True for a paragraph that speaks of all headings before it: 以上4个项目，预算共计…."""
        return _CLOSES.match(self._reading.marked, *self._reading.marked_blocks[block]) is not None

    def _lead(self, block: int, section: int) -> Head | None:
        at = self._reading.marked_blocks[block]
        match = _LEAD.match(self._reading.marked, *at)
        name = _sub_project(self._reading.text(Span(*match.span("name")))) if match else None
        return (section if not self._titled(section, name) else self._parent(section), 0, name) if name else None

    def _section(self, index: int) -> Head | None:
        if index < 0:
            return None
        name = _sub_project(self._sections[index].title)
        return (self._parent(index), 0, name) if name else None

    def _titled(self, index: int, name: str | None) -> bool:
        """True when the words at the head of the paragraph are the title of its section."""
        return index >= 0 and name is not None and _sub_project(self._sections[index].title) == name

    def _parent(self, index: int) -> int:
        mine = self._sections[index]
        around = [i for i, one in enumerate(self._sections) if i != index and one.body.covers(mine.span)]
        return max(around, default=-1)


@cache
def _sub_project(title: str) -> str | None:
    """The name of a sub-project, or None for a heading that says what is told of the project."""
    name = tidy(rx(r"^(?:19|20)\d\d年度?").sub("", title.strip()))
    if not 3 <= len(name) <= 40 or _PROCESS.search(name) or rx(r"\d").search(name[:1]) or is_source(name):
        return None
    if not is_name(name) or (nearest_label(name) is not None and not _THING.search(name)):
        return None
    return name
