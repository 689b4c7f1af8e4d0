"""Counted things of the prose, each with its bounds and with the whole that it is said to be a part of.

A count gets a key, by which it is compared with its other tellings, only where the words leave no doubt: it is
no plan, no step, no part; nothing after the thing narrows it; and the thing has a name of its own (法律援助案件) or is
said of the whole (活动期间现场观众).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import regex

from extractor.document import Span
from extractor.facts import Count, Fact, Figure, Indicator, Meta, Score, Section, Survey, figures_of
from extractor.finders import Found
from extractor.finders._nouns import Phrase, entries, phrase, unit_of
from extractor.finders._scan import THING_SIGNS, before, place
from extractor.packs import SIGNS, listed, wordlist
from extractor.reading import TIMEOUT, Reading, Sentence
from extractor.rx import rx

AFTER = ("sections", "metadata", "indicators", "scores", "surveys")

_PLACES = regex.compile(
    r"(?:^|[，,：:、]|在|于|对|向)(?!全|我|本|各|该)\K\p{Han}{1,6}?(?:省|自治区|市|县|区|镇|乡|街道|村|社区|分局|中心)(?!级|政府|财政局|人)(?<!小区)"
)
"""places and branches that do or get a thing: 望澜区培训…, 在东汀镇开展…"""
_OWN_NAME = 4
"""a name of so many characters is the name of one thing; a shorter one (活动, 培训班) may be said of several"""


@dataclass
class _Said:
    """The counts of the sentence so far, each with the marked offset of its figure."""

    rows: list[tuple[int, Count]] = field(default_factory=list)
    whole: Count | None = None
    """the whole whose parts are being listed"""
    steps: set[int] = field(default_factory=set)
    """figures that tell how much more or less: 增加2.5万人次"""
    end: int = 0
    """where the words of the last count end"""


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All counts of the prose, in order of text."""
    spoken_for = _spoken_for(found)
    sections = list(found.of(Section))
    year = next((int(meta.value) for meta in found.of(Meta) if meta.field == "fiscal_year"), None)
    for sentence in reading.prose():
        said = _Said()
        for offset in reading.signs(sentence.marked):
            figure = _counted(reading, offset)
            if figure is None or figure.id in spoken_for:
                continue
            count = _count(reading, found, sentence, offset, figure, said)
            if count is None:
                continue
            if _is_step(reading, sentence, offset):
                said.steps.add(figure.id)
            said.rows.append((offset, _keyed(reading, sentence, offset, count, sections, year)))
        yield from _summed_up(reading, said.rows)


def _summed_up(reading: Reading, rows: list[tuple[int, Count]]) -> list[Count]:
    """The counts of a sentence; those that 等共 sums up are parts of the count behind it (5个国家…等共30个国家)."""
    counts = [count for _, count in rows]
    for index, (offset, whole) in enumerate(rows):
        if not rx(r"等(?:共|共计|合计)$").search(reading.marked[max(0, offset - 4) : offset]):
            continue
        for place_of, part in enumerate(counts[:index]):
            if unit_of(part.figure) == unit_of(whole.figure) and part.noun[:2] == whole.noun[:2] and not part.subset_of:
                counts[place_of] = replace(part, subset_of=whole, key="")
    return counts


def _spoken_for(found: Found) -> set[int]:
    """Figures of indicators, scores and questionnaires: they are compared there."""
    ids: set[int] = set()
    for fact in found.facts:
        if isinstance(fact, Indicator):
            ids.update(m.figure.id for m in (fact.target, fact.actual) if m and m.figure)
        elif isinstance(fact, Score | Survey):
            ids.update(figure.id for figure in figures_of(fact))
    return ids


def _counted(reading: Reading, offset: int) -> Figure | None:
    if reading.marked[offset] not in THING_SIGNS:
        return None
    figure = reading.token_at[offset].figure
    unit = figure.quantity.unit if figure else None
    return figure if unit and unit.dimension != "time" else None


def _count(
    reading: Reading, found: Found, sentence: Sentence, offset: int, figure: Figure, said: _Said
) -> Count | None:
    words = phrase(reading, sentence, offset, said.end)
    whole = _whole(reading, offset, figure, words, said)
    if words is None:
        last = next((c for _, c in reversed(said.rows) if unit_of(c.figure) == unit_of(figure)), None)
        if last is None:
            return None
        entry = entries()["elided"]
        at = Span(offset, offset + 1)
        return Count(**place(reading, found, entry, sentence, at), figure=figure, noun=last.noun, subset_of=whole)
    said.end = words.hit.match.end()
    start = min(offset, words.hit.match.start("noun"))
    where = place(reading, found, words.entry, sentence, Span(start, words.hit.match.end()))
    scope = _scope(reading, sentence, offset, words)
    return Count(
        **where,
        figure=figure,
        noun=words.noun,
        scope=scope,
        year=_year(reading, sentence, offset),
        subset_of=whole,
        key=_fact_name(words),
    )


def _fact_name(words: Phrase) -> str:
    """Act and thing, or "" when the thing is not said for certain."""
    if words.entry.id.endswith(".act") or "满意" in words.noun or words.noun in wordlist("attributes"):
        return ""
    if not words.bare or words.rest or not (words.whole or len(words.noun) >= _OWN_NAME):
        return ""
    return f"{words.act}|{words.noun}"


def _scope(reading: Reading, sentence: Sentence, offset: int, words: Phrase) -> tuple[str, ...]:
    """Bounds in the words before the figure, back to the last ；, and in the name of the thing (其中: its clause)."""
    text = before(reading, sentence, offset, "；;") + reading.marked[offset : words.hit.match.end()]
    clause = rx("[，,]").split(text)[-1]
    found = [m[0] for m in listed("scope").finditer(text) if m[0] != "其中" or "其中" in clause]
    found += [m[0] for m in _PLACES.finditer(text)]
    return tuple(dict.fromkeys([*found, *filter(None, [words.rest])]))


def _year(reading: Reading, sentence: Sentence, offset: int) -> int | None:
    """The year said last before the figure, in its part of the sentence."""
    start = offset - len(before(reading, sentence, offset, "；;"))
    years = [t.dates[-1].year for t in reading.tokens_in(Span(start, offset)) if t.dates and t.dates[-1].year]
    return years[-1] if years else None


def _keyed(
    reading: Reading, sentence: Sentence, offset: int, count: Count, sections: list[Section], fiscal_year: int | None
) -> Count:
    """The count with its key made whole, or without one where it is a plan, a step or a part."""
    if not count.key:
        return count
    text = before(reading, sentence, offset, "；;")
    title = sections[count.section].title if 0 <= count.section < len(sections) else ""
    planned = listed("plan").search(text) or (
        listed("plan_sections").search(title) and not listed("under_way").search(text)
    )
    if (
        planned
        or _is_step(reading, sentence, offset)
        or count.subset_of
        or count.figure.quantity.op not in ("eq", "approx", "over")
    ):
        return replace(count, key="")
    if SIGNS["date"] in text or SIGNS["period"] in text or text.endswith(("、", "和", "及")):
        return replace(count, key="")
    year = count.year if count.year != fiscal_year else None
    bounds = ",".join(sorted({*count.scope, *_part_headings(count, sections)}))
    return replace(count, key=f"{count.key}|{unit_of(count.figure)}|{bounds}|{year or ''}")


def _part_headings(count: Count, sections: list[Section]) -> Iterator[str]:
    """The headings above a count that name a part of what is reported: （二）农技推广项目."""
    generic = listed("generic_titles")
    for section in sections:
        if section.level > 1 and section.body.covers(count.span) and not generic.search(section.title):
            yield section.title


def _is_step(reading: Reading, sentence: Sentence, offset: int) -> bool:
    """True for a figure of comparison: how much more, or what it was before."""
    clause = rx(r"[，,：:（(]").split(before(reading, sentence, offset, "；;"))[-1]
    return bool(listed("step").search(clause) or rx(r"[较比与]").search(clause))


def _whole(reading: Reading, offset: int, figure: Figure, words: Phrase | None, said: _Said) -> Count | None:
    """The count of which this one is said to be a part, or None."""
    if not said.rows:
        return None
    last_offset = said.rows[-1][0]
    gap = reading.marked[last_offset + 1 : offset]
    cue = entries()["within"].pattern.search(gap, timeout=TIMEOUT)
    if cue:
        said.whole = next(
            (
                c
                for _, c in reversed(said.rows)
                if unit_of(c.figure) == unit_of(figure) and c.figure.id not in said.steps
            ),
            None,
        )
        lead = rx(r"[\p{Han}A-Za-z“”]{0,16}").fullmatch(gap[cue.end() :])
        if said.whole and not (lead and (lead[0].endswith("的") or _agrees(said.whole, figure, words))):
            said.whole = None
    elif not rx(r"[\p{Han}A-Za-z]{0,16}[、和及]").match(gap):
        said.whole = None
    if said.whole and unit_of(said.whole.figure) != unit_of(figure):
        return None
    return said.whole


def _agrees(whole: Count, figure: Figure, words: Phrase | None) -> bool:
    """True when the part can be of the same kind of thing as the whole (12个乡镇，其中45个村 is not)."""
    if figure.quantity.unit_text not in wordlist("loose_units"):
        return True
    if words is None or words.entry.id.endswith(".act"):
        return True
    return words.noun[-1:] == whole.noun[-1:] or words.noun == words.act
