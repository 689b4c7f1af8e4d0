"""Shares of a whole, and the groups of shares that are said of one whole.

A whole is given only where the words name it: the count of that name in the same paragraph, the one spending total of
the report, or the whole of a list. A group is complete only where the wording says that its members are all there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from extractor.document import Span
from extractor.facts import Breakdown, Count, CountSum, Fact, Figure, Fund, Indicator, Rate, Share, Survey, figures_of
from extractor.finders import Found
from extractor.finders._nouns import unit_of
from extractor.finders._scan import FIGURES, placed
from extractor.packs import Entry, listed, load, wordlist
from extractor.reading import Hit, Reading
from extractor.rx import rx

AFTER = ("sections", "indicators", "surveys", "counts", "count_sums", "funds", "rates")

_MULTIPLE = regex.compile("可多选|多选题?|可选多项|多项选择")
_SUREST_FIRST = (
    "own_rate", "act_rate", "due_rate", "staffing", "done_of_plan", "points_rate", "of_the_same", "apart",
    "of_named_whole", "listed", "named",
)  # fmt: skip
_OF_THINGS = ("own_rate", "act_rate", "due_rate", "staffing", "done_of_plan", "points_rate", "of_the_same")
"""wordings that give both counts, so that their rate is none of money"""
_GAP = 24
"""the longest run of words between two shares of one group"""


@dataclass(frozen=True, slots=True)
class _Read:
    """One match, with the shares that it gives (several after 分别占)."""

    entry: Entry
    hit: Hit
    shares: tuple[Share, ...]


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All shares of the prose, in order of text, each percentage once."""
    reads = sorted(_reads(reading, found), key=lambda read: read.hit.match.start())
    group = -1
    for run in _runs(reads):
        multiple = any(_is_multiple(reading, read) for read in run)
        together = sum(len(read.shares) for read in run) > 1 and not multiple
        group += together
        complete = together and (_complete(reading, run) or _are_of_whole_sum(run, found))
        for read in run:
            for share in read.shares:
                yield _grouped(share, group if together else None, complete, multiple)


def _grouped(share: Share, group: int | None, complete: bool, multiple: bool) -> Share:
    return Share(
        span=share.span, pattern=share.pattern, sentence=share.sentence, section=share.section, cell=share.cell,
        rate=share.rate, part=share.part, whole=share.whole, label=share.label,
        group=group, complete=complete, multiple=multiple,
    )  # fmt: skip


def _reads(reading: Reading, found: Found) -> Iterator[_Read]:
    money = {rate.figure.id for rate in found.of(Rate)}
    seen = {m.figure.id for i in found.of(Indicator) for m in (i.target, i.actual) if m and m.figure}
    seen.update(figure.id for survey in found.of(Survey) for figure in figures_of(survey))
    results = {(i.actual.figure, i.target.figure) for i in found.of(Indicator) if i.actual and i.target}
    for entry in map(_entry, _SUREST_FIRST):
        for hit in reading.hits(entry.pattern):
            told = seen if _short(entry) in _OF_THINGS else seen | money
            shares = tuple(s for s in _shares(entry, hit, found) if s.rate.id not in told and not _is_done(s, results))
            if shares:
                seen.update(share.rate.id for share in shares)
                yield _Read(entry, hit, shares)


def _is_done(share: Share, results: set[tuple[Figure | None, Figure | None]]) -> bool:
    """True for the rate at which an indicator's target was met (完成率): that is no share of a whole. Nor is a rate
    behind a result that passes its target (应达32.5万人，实际32.86万人，参保率98.7%)."""
    if share.part is None or share.whole is None or (share.part, share.whole) not in results:
        return False
    passed = share.part.quantity.amount > share.whole.quantity.amount
    return passed or share.label.endswith(("完成率", "完成比例"))


@cache
def _entry(name: str) -> Entry:
    return next(entry for entry in load("shares", Entry) if _short(entry) == name)


def _short(entry: Entry) -> str:
    return entry.id.partition(".")[2]


def _shares(entry: Entry, hit: Hit, found: Found) -> Iterator[Share]:
    where = placed(found, entry, hit)
    if _short(entry) == "apart":
        parts, rates = _figures(hit, "parts"), _figures(hit, "rates")
        parts = parts[-len(rates) :]
        if len(parts) == len(rates):
            whole = _whole_of(parts, found)
            yield from (Share(**where, rate=r, part=p, whole=whole) for p, r in zip(parts, rates, strict=True))
        return
    rate, part = hit.figure("rate"), hit.figure("part")
    if rate is None or rate.quantity.op != "eq" or "百分点" in rate.quantity.unit_text:
        return
    label = hit.text("label") or hit.text("name")
    whole = hit.figure("whole")
    if part and whole is None and not hit.has("of"):
        whole = _listed_under(part, found)
    if hit.has("of"):
        label, whole = hit.text("of"), whole or _named(hit, part, found)
    if _short(entry) == "own_rate" and not _same_thing(hit):
        return
    if _short(entry) in _OF_THINGS and whole and part:
        whole = _outermost(hit, whole, found)
        if whole is None or (_short(entry) != "staffing" and unit_of(part) != unit_of(whole)):
            return
    yield Share(**where, rate=rate, part=part, whole=whole, label=label)


def _figures(hit: Hit, group: str) -> list[Figure]:
    start, end = hit.match.span(group)
    return [token.figure for token in hit.reading.tokens_in(Span(start, end)) if token.figure]


def _whole_of(parts: list[Figure], found: Found) -> Figure | None:
    """The count that all of the parts are said to be parts of."""
    ids = [part.id for part in parts]
    wholes = {c.figure.id: c.subset_of for c in found.of(Count) if c.figure.id in ids}
    first = wholes.get(ids[0])
    same = first and len(wholes) == len(ids) and all(whole == first for whole in wholes.values())
    return first.figure if first and same else None


def _outermost(hit: Hit, whole: Figure, found: Found) -> Figure | None:
    """The whole itself, that of the list in which it is a part, or None when it is one of a list without a whole."""
    count = next((count for count in found.of(Count) if count.figure.id == whole.id), None)
    if count and count.subset_of:
        return count.subset_of.figure
    lead = hit.reading.marked[hit.sentence.marked.start : hit.match.start("whole")]
    return None if "、" in rx("[，,；;：:]").split(lead)[-1] else whole


def _listed_under(part: Figure, found: Found) -> Figure | None:
    """The whole under whose 其中 the part is listed."""
    counted = next((count.subset_of for count in found.of(Count) if count.figure.id == part.id), None)
    if counted:
        return counted.figure
    wholes = {
        b.whole.figure.id: b.whole.figure for b in found.of(Breakdown) if part.id in {p.figure.id for p in b.parts}
    }
    return next(iter(wholes.values())) if len(wholes) == 1 else None


def _named(hit: Hit, part: Figure | None, found: Found) -> Figure | None:
    """The whole that the words before the rate name, or None where they do not name just one."""
    name = hit.text("of")
    if part is None:
        return None
    unit = part.quantity.unit
    if unit and unit.dimension == "money":
        if name not in wordlist("spent"):
            return None
        totals = [f for f in found.of(Fund) if f.role == "spent" and f.item is None and f.source == "total"]
        amounts = {fund.yuan for fund in totals}
        return totals[0].figure if len(amounts) == 1 and totals[0].figure.id != part.id else None
    thing = listed("totals", "(?:{})$").sub("", name)
    block = hit.sentence.block
    counts = [
        count
        for count in found.of(Count)
        if count.figure.id != part.id
        and count.noun.endswith(thing)
        and count.subset_of is None
        and unit_of(count.figure) == unit_of(part)
        and (sentence := hit.reading.sentence_at(count.figure.at.start)) is not None
        and sentence.block == block
        and count.figure.at.end <= hit.at("part").start
    ]
    return counts[-1].figure if len({count.figure.quantity.amount for count in counts}) == 1 else None


def _same_thing(hit: Hit) -> bool:
    """True when part and rate speak of one thing: they share two characters, or words that mean the same."""
    said, name = hit.match["lead"] + hit.match["what"], hit.match["name"]
    if name is None:  # 12个村中8个完成改造，占66.67%: only where the part is said to be one
        return "中" in hit.reading.marked[hit.match.end("whole") : hit.match.start("part")]
    if any(said[i : i + 2] in name for i in range(len(said) - 1)):
        return True
    return any(one in said and other in name for one, _, other in (pair.partition("=") for pair in wordlist("same")))


def _runs(reads: list[_Read]) -> Iterator[list[_Read]]:
    """Matches of one wording that follow each other directly."""
    run: list[_Read] = []
    for read in reads:
        if run and not _follows(run[-1], read):
            yield run
            run = []
        run.append(read)
    if run:
        yield run


def _follows(one: _Read, other: _Read) -> bool:
    if one.entry is not other.entry or one.shares[0].whole != other.shares[0].whole:
        return False
    if _short(one.entry) not in ("listed", "named", "of_named_whole"):
        return False
    if one.hit.has("of") and one.hit.text("of") != other.hit.text("of"):
        return False
    same_block = one.hit.sentence.block == other.hit.sentence.block
    gap = one.hit.reading.marked[one.hit.match.end() : other.hit.match.start()]
    joined = rx(f"[）)]?[，,；;、。][^{FIGURES}]{{0,{_GAP}}}").fullmatch(gap)
    return bool(same_block and joined and not rx("其中|另|此外|同时").search(gap))


def _is_multiple(reading: Reading, read: _Read) -> bool:
    block = reading.block(read.hit.sentence).at
    return bool(_MULTIPLE.search(reading.flow.text, block.start, read.hit.at().end))


def _complete(reading: Reading, run: list[_Read]) -> bool:
    """True when the wording says that the shares are all there are."""
    first, last = run[0].hit, run[-1].hit
    lead = reading.marked[first.sentence.marked.start : _first_rate(first)]
    tail = reading.marked[last.match.end() : min(last.match.end() + 30, last.sentence.marked.end)]
    around = lead + tail
    if listed("partial").search(lead) or not rx("[。；;（(）)]|$").match(tail):
        return False
    if _entry("all_classes").pattern.search(around):
        return True
    labels = [_label(read) for read in run]
    return any(
        len(labels) == len(group) and all(any(word in label for label in labels) for word in group)
        for group in (wordlist("pair_expenditure"), wordlist("pair_sex"), wordlist("pair_place"))
    )


def _are_of_whole_sum(run: list[_Read], found: Found) -> bool:
    """True when the parts are just those of a sum that is said to be whole."""
    parts = {share.part.id for read in run for share in read.shares if share.part}
    return any(parts == {part.figure.id for part in total.parts} for total in found.of(CountSum) if total.exhaustive)


def _first_rate(hit: Hit) -> int:
    return int(hit.match.start("rates" if hit.has("rates") else "rate"))


def _label(read: _Read) -> str:
    """The words before the part."""
    start = read.hit.match.start()
    return read.hit.reading.marked[max(0, start - 12) : read.hit.match.end()]
