"""Rates of money in prose: execution rates and their like, with the denominator that the report itself names.

A rate said of a number of projects at once (5个项目执行率100%), a bound (在93%以上) and a target are no rates of this
report's money and are left out (field guide 3.6).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice, takewhile
from typing import Literal

import regex

from extractor.document import Span
from extractor.facts import Fact, Figure, Fund, Indicator, Meta, Rate, Role
from extractor.finders import Found
from extractor.finders._fund_slots import read_words
from extractor.finders._fund_words import cue, is_generic, names_item, source_of, tidy
from extractor.packs import SIGNS, Entry, compiled, load
from extractor.reading import Hit, Reading, Sentence
from extractor.rx import rx

AFTER = ("funds", "indicators")

_BEFORE = r"(?P<lead>[^，,；;。：:、\n]{0,40}?)"
_BRIDGE = (
    r"(?:[（(][^（）()]{0,20}[）)])?(?:均|都|分别|依次|仅|约|已|也|高|有|只|率)*"
    r"(?:为|是|达到|达|实现|：|:|至|到)?(?:了)?"
)


_FURTHER = regex.compile(f"(?:(?:[、，和及与]|以及)[{SIGNS['percent']}])+(?![{SIGNS['points']}])")


class RateEntry(Entry):
    """A name of a rate."""

    kind: Literal["execution", "other"]


class BaseEntry(Entry):
    """Words that name the denominator of a rate."""

    base: Role


@cache
def _patterns() -> tuple[tuple[RateEntry, regex.Pattern[str]], ...]:
    return tuple(
        (entry, compiled(f"{_BEFORE}(?P<name>{entry.match}){_BRIDGE}(?P<rate><percent>)"))
        for entry in load("rates", RateEntry)
    )


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Rates of the prose."""
    year = next((int(meta.value) for meta in found.of(Meta) if meta.field == "fiscal_year"), None)
    funds = _Told([fund for fund in found.of(Fund) if fund.cell is None])
    targets = {m.figure.id for i in found.of(Indicator) for m in (i.target, i.actual) if m and m.figure}
    seen = set(targets)
    for sentence in reading.holding(*(pattern for _, pattern in _patterns())):
        for hit, entry in sorted(
            _hits(reading, sentence), key=lambda pair: (pair[0].match.start("rate"), -len(pair[0].text("name")))
        ):
            figure = hit.figure("rate")
            if figure is None or figure.id in seen or figure.quantity.op != "eq" or _said_of_many(hit):
                continue
            if (
                _is_planned(hit)
                or _is_counted(hit)
                or _is_sample(hit)
                or figure.quantity.unit is None
                or figure.quantity.unit.base == "百分点"
            ):
                continue
            seen.add(figure.id)
            rate = _rate(hit, entry, funds, year, found)
            further = _further(hit)
            names = _names_before(hit, len(further) + 1) if further else []
            years = _years_before(hit, len(further) + 1, funds) if further and not names else []
            for at, one in enumerate((figure, *further)):
                seen.add(one.id)
                yield replace(
                    rate,
                    figure=one,
                    span=one.span,
                    item=names[at] if names else None if at else rate.item,
                    year=years[at] if years else rate.year,
                )


class _Told:
    """The amounts of the prose in reading order; ``items``: all that they are of; ``beside``: those of a sentence."""

    def __init__(self, funds: list[Fund]) -> None:
        self.all = funds
        self.items = dict.fromkeys(fund.item for fund in funds if fund.item)
        self._of: dict[int, list[Fund]] = {}
        for fund in funds:
            self._of.setdefault(fund.sentence, []).append(fund)

    def beside(self, hit: Hit) -> list[Fund]:
        return self._of.get(hit.sentence.id, [])


def _hits(reading: Reading, sentence: Sentence) -> Iterator[tuple[Hit, RateEntry]]:
    for entry, pattern in _patterns():
        for hit in reading.hits(pattern, sentence):
            yield hit, entry


def _further(hit: Hit) -> list[Figure]:
    """The rates told in one breath with the first: 执行率分别为98%、95%和100%."""
    reading = hit.reading
    match = _FURTHER.match(reading.marked, hit.match.end("rate"), hit.sentence.marked.end)
    return [t.figure for t in reading.tokens_in(Span(*match.span())) if t.figure] if match else []


def _names_before(hit: Hit, count: int) -> list[str]:
    """What the rates are of, when just as many names stand before them; [] otherwise."""
    reading = hit.reading
    start, end = hit.sentence.marked.start, hit.match.start("name")
    clause = rx("[，,；;：:]").split(reading.marked[start:end])[-1]
    names = [tidy(name) for name in rx("[、和及与]").split(clause) if name.strip()]
    return names if len(names) == count and all(names) else []


def _years_before(hit: Hit, count: int, funds: _Told) -> list[int]:
    """The years of just as many amounts spent, told in one row before: 执行数分别为…，执行率分别为…; [] otherwise."""
    spent = [f for f in funds.beside(hit) if f.role == "spent" and f.item is None]
    years = [f.year for f in spent if f.year and f.span.end <= hit.span("rate").start][-count:]
    return years if len(set(years)) == count else []


def _said_of_many(hit: Hit) -> bool:
    """5个项目执行率达到100%: a remark on several rates."""
    return bool(rx("[\ue003\ue005](?:个)?(?:项目)?$|余\ue003|各(?:项目|单位)?$").search(hit.match["lead"]))


def _is_counted(hit: Hit) -> bool:
    """True for 抽查24所学校，执行22所，执行率91.67%: a rate of the things counted right before it, no money told."""
    if rx("预算|资金|经费|支").search(hit.text("name")):
        return False
    before = Span(hit.sentence.marked.start, hit.match.start("rate"))
    kinds = [token.kind for token in hit.reading.tokens_in(before) if token.figure]
    return bool(kinds) and kinds[-1] in ("count", "measure") and "money" not in kinds


def _is_planned(hit: Hit) -> bool:
    """True after 预计 in the same ；-parted stretch: what is to come is no result."""
    said = hit.reading.marked[hit.sentence.marked.start : hit.match.start("rate")]
    return bool(cue("planned").search(rx("[；;]").split(said)[-1]))


def _is_sample(hit: Hit) -> bool:
    """True for 现场评价资金占拨付总额的62.40%: how much of the money was looked at."""
    return hit.has("base") and bool(rx(r"评价|核查|抽[查样取审]|检查|调研|走访|涉及").search(hit.match["lead"]))


def _rate(hit: Hit, entry: RateEntry, funds: _Told, year: int | None, found: Found) -> Rate:
    figure = hit.figure("rate")
    assert figure is not None
    lead = tidy(hit.match["lead"])
    own = tidy(read_words(lead).item) if lead else ""
    if own and not is_generic(own) and (noun := rx("经费|资金").match(hit.match["name"])):
        own += noun[0]  # “三公”｜经费控制率
    before = [f for f in funds.beside(hit) if f.span.end <= figure.span.start and f.role != "carryover_in"]
    near = _whose(before, hit)
    spent_in = _spent_in(before) or year
    if near and (whole := _over_years(before)) and rx(r"^(?:总|综合|整体|平均)").match(hit.match["name"]):
        near, spent_in = whole, whole.year
    if near and near.listed and rx(r"^(?:总|综合|整体)").match(hit.match["name"]):
        near = next((fund for fund in reversed(before) if not fund.listed and fund.role == near.role), near)
    item = _item(own, near, funds, hit)
    share = hit.has("base") or hit.text("name").startswith("占")
    came_in = share and near is not None and near.role == "received" and not near.listed
    return Rate(
        span=figure.span,
        figure=figure,
        name=hit.text("name") if not hit.has("base") else "资金到位率" if came_in else "预算执行率",
        kind="other" if came_in else entry.kind,
        item=item,
        source=source_of(hit.match["lead"]) or (near.source if near and _same_stretch(near, hit) else "total"),
        year=spent_in,
        stated_base=_stated_base(hit),
        pattern=entry.id,
        sentence=hit.sentence.id,
        section=found.section(figure.span),
    )


def _over_years(before: list[Fund]) -> Fund | None:
    """What was spent over several years, if the sentence has told it."""
    return next((fund for fund in reversed(before) if fund.role == "cumulative_spent"), None)


def _spent_in(before: list[Fund]) -> int | None:
    """The year of the spending that the sentence has told last, if it has told any."""
    return next((fund.year for fund in reversed(before) if fund.role == "spent"), None)


def _whose(before: list[Fund], hit: Hit) -> Fund | None:
    """The amount that a rate belongs to: the one just before it; but a rate told once after a whole list (其中甲…，
    乙…，执行率…) belongs to the list's whole."""
    if not before:
        return None
    near = before[-1]
    listed = [fund for fund in before if fund.listed and fund.role == near.role]
    if near.listed and len(listed) > 1:
        text = hit.reading.flow.document.text[listed[-2].span.end : near.span.start]
        if "%" not in text and "％" not in text and "百分之" not in text:
            return next((fund for fund in reversed(before) if not fund.listed and fund.role == near.role), None)
    return near


def _item(own: str, near: Fund | None, funds: _Told, hit: Hit) -> str | None:
    """The item of a rate: its own words when they name one that has funds, else that of the amount just before it."""
    if own and not is_generic(own):
        if own in funds.items:
            return own
        for item in funds.items:
            if own.startswith(item) or own.endswith(item):
                return item
        if names_item(own):
            return own
    if near is None:
        return _paragraph_item(funds, hit)
    return near.item if _same_stretch(near, hit) else None


def _paragraph_item(funds: _Told, hit: Hit) -> str | None:
    """The one item of all that the paragraph has told so far: 截至年底支出541.5万元。执行率96.70%。"""
    block = hit.reading.span(hit.reading.marked_blocks[hit.sentence.block])
    end = hit.span("rate").start
    first = bisect_left(funds.all, block.start, key=lambda fund: fund.span.start)
    told = takewhile(lambda fund: fund.span.start < end, islice(funds.all, first, None))
    items = {fund.item for fund in told if fund.span.end <= end and not fund.listed}
    return items.pop() if len(items) == 1 else None


def _same_stretch(fund: Fund, hit: Hit) -> bool:
    """True when no ； parts the amount from the rate."""
    reading = hit.reading
    between = reading.flow.document.text[fund.span.end : hit.span("rate").start]
    return "；" not in between and ";" not in between


def _stated_base(hit: Hit) -> Role | None:
    """The denominator that the words around the rate name, or None."""
    reading = hit.reading
    around = hit.match[0]
    tail = reading.marked[hit.match.end() : min(hit.match.end() + 30, hit.sentence.marked.end)]
    bracket = rx(r"[（(][^（）()]*[）)]").match(tail)
    lead_start = max(hit.sentence.marked.start, hit.match.start() - 20)
    lead = reading.marked[lead_start : hit.match.start()]
    condition = rx(r"(?:如|若|按|以)[^，,；;。]*[，,]$").search(lead)
    text = (condition[0] if condition else "") + around + (bracket[0] if bracket else "")
    for entry in load("rate_bases", BaseEntry):
        if entry.pattern.search(text):
            return entry.base
    return None
