"""Counts that are said to add up: 由9人组成，其中财务人员3人、工程技术人员4人、数据分析人员2人.

The words decide whether the parts are all there are (组成, 分为, 合计, or classes known to be complete);
其中 alone does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise

import regex

from extractor.document import Span
from extractor.facts import Count, CountSum, Fact
from extractor.finders import Found
from extractor.finders._nouns import unit_of
from extractor.finders._scan import any_of, place
from extractor.packs import Entry, listed, load, wordlist
from extractor.reading import TIMEOUT, Reading, Sentence
from extractor.rx import rx

AFTER = ("counts",)

_LISTED = regex.compile(r"[\p{Han}A-Za-z“”（）]{0,16}(?:、|和|及|与|以及|，和)[\p{Han}A-Za-z“”]{0,16}")
_LOOSELY = regex.compile(r"[\p{Han}A-Za-z“”（）]{0,16}[、，,；;和及与][\p{Han}A-Za-z“”]{0,16}")


class SumEntry(Entry):
    """Words between a whole and its parts."""

    exhaustive: bool = False
    behind: str | None = None


@cache
def _entries() -> tuple[SumEntry, ...]:
    return load("count_sums", SumEntry)


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All sums of counts in the prose."""
    counts = sorted(found.of(Count), key=lambda count: count.figure.at.start)
    for _sentence, group in groupby(counts, key=lambda count: count.sentence):
        row = list(group)
        sentence = reading.sentence_at(row[0].figure.at.start)
        if sentence is not None and len(row) > 2:
            yield from _before_parts(reading, found, sentence, row)
            yield from _after_parts(reading, found, sentence, row)


def _offset(reading: Reading, count: Count) -> int:
    return reading.mark(count.figure.at.start)


def _gap(reading: Reading, one: Count, other: Count) -> str:
    return reading.marked[_offset(reading, one) + 1 : _offset(reading, other)]


def _before_parts(reading: Reading, found: Found, sentence: Sentence, row: list[Count]) -> Iterator[CountSum]:
    """其中 and its like: the whole stands first."""
    for index, (whole, first) in enumerate(pairwise(row)):
        if unit_of(whole.figure) != unit_of(first.figure):
            continue
        entry = _cue(_gap(reading, whole, first))
        if entry is None or (not entry.exhaustive and first.subset_of != whole):
            continue
        parts = _run(reading, row[index + 1 :], _LOOSELY if entry.exhaustive else _LISTED)
        loose = _run(reading, row[index + 1 :], _LOOSELY)
        if len(loose) > len(parts) and (_are_all_classes(reading, loose) or _add_up(whole, loose)):
            parts = loose
        if len(parts) < 2 or _is_no_sum(reading, whole, parts) or not _is_followed(reading, entry, parts[-1]):
            continue
        went_on = _is_open(reading, parts[-1])
        closed = not went_on and (entry.exhaustive or _are_all(reading, whole, parts))
        yield replace(_sum(reading, found, sentence, entry, whole, parts, closed=closed), open=went_on)


def _after_parts(reading: Reading, found: Found, sentence: Sentence, row: list[Count]) -> Iterator[CountSum]:
    """合计: the whole stands last, and the parts reach back to the head of their clause."""
    entry = next(entry for entry in _entries() if entry.id.endswith(".total"))
    for index, (last, whole) in enumerate(pairwise(row)):
        if unit_of(whole.figure) != unit_of(last.figure):
            continue
        if not entry.pattern.fullmatch(_gap(reading, last, whole), timeout=TIMEOUT):
            continue
        parts = _run(reading, row[index::-1], _LISTED, backwards=True)[::-1]
        if len(parts) < 2 or _is_no_sum(reading, whole, parts) or not _heads_clause(reading, sentence, parts[0]):
            continue
        yield _sum(reading, found, sentence, entry, whole, parts, closed=True)


def _cue(gap: str) -> SumEntry | None:
    """The entry whose words fill the gap up to the name of the first part."""
    for entry in _entries():
        if entry.match is None or entry.id.endswith(".total"):
            continue
        match = entry.pattern.match(gap, timeout=TIMEOUT)
        if match and rx(r"[\p{Han}A-Za-z“”]{0,16}").fullmatch(gap[match.end() :]):
            return entry
    return None


def _is_followed(reading: Reading, entry: SumEntry, last: Count) -> bool:
    """True when the words that the entry wants behind the last part stand there."""
    if entry.behind is None:
        return True
    offset = _offset(reading, last) + 1
    return rx(entry.behind).match(reading.marked[offset : offset + 14]) is not None


def _run(reading: Reading, row: list[Count], joined: regex.Pattern[str], *, backwards: bool = False) -> list[Count]:
    """The counts of one unit that are listed one after the other."""
    run = row[:1]
    for one, other in pairwise(row):
        first, second = (other, one) if backwards else (one, other)
        gap = _gap(reading, first, second)
        if unit_of(one.figure) != unit_of(other.figure) or _leaves_bracket(gap) or not joined.fullmatch(gap):
            break
        run.append(other)
    return run


def _leaves_bracket(gap: str) -> bool:
    """True for （行政21人，事业31人），退休30人: what stands behind a bracket is no part of its list."""
    return "）" in gap and "（" not in gap.partition("）")[0]


def _is_no_sum(reading: Reading, whole: Count, parts: list[Count]) -> bool:
    """True for levels of one thing, for parts that may overlap, and where a figure is no plain count."""
    text = reading.marked[_offset(reading, whole) : _offset(reading, parts[-1]) + 1]
    names = "".join(part.noun for part in parts) + text
    if listed("levels").search(names) or listed("overlapping").search(text):
        return True
    return any(count.figure.quantity.op != "eq" for count in (whole, *parts))


def _is_open(reading: Reading, last: Count) -> bool:
    offset = _offset(reading, last)
    return bool(rx(r"[\p{Han}]{0,12}?等").match(reading.marked[offset + 1 : offset + 14]))


def _are_all(reading: Reading, whole: Count, parts: list[Count]) -> bool:
    """True when nothing is left out: a rest is listed (其他), the classes are known, or the sum is right."""
    return "其他" in _named(reading, parts[-1]) or _are_all_classes(reading, parts) or _add_up(whole, parts)


def _add_up(whole: Count, parts: list[Count]) -> bool:
    return sum(part.figure.quantity.amount for part in parts) == whole.figure.quantity.amount


def _are_all_classes(reading: Reading, parts: list[Count]) -> bool:
    """True when the parts are named after the members of one known whole, one each."""
    names = [_named(reading, part) for part in parts]
    for group in wordlist("classes"):
        words = group.split()
        if len(words) == len(names) and all(sum(word in name for name in names) == 1 for word in words):
            return True
    return False


def _named(reading: Reading, part: Count) -> str:
    """The words around a part: those since the last sign or figure, and the name of the thing."""
    offset = _offset(reading, part)
    lead = rx(r"[\p{Han}A-Za-z“”]*$").search(reading.marked[max(0, offset - 20) : offset])
    return f"{lead[0] if lead else ''}{part.noun}"


def _may_overlap(reading: Reading, parts: list[Count]) -> bool:
    """True when one person or thing may be counted under two of the names."""
    people = parts[0].figure.quantity.unit_text in wordlist("person_units")
    words = (*wordlist("states"), *(wordlist("traits") if people else ()))
    return any(any_of(words).search(_named(reading, part)) for part in parts)


def _heads_clause(reading: Reading, sentence: Sentence, first: Count) -> bool:
    """True when nothing is listed before the first part."""
    lead = reading.marked[sentence.marked.start : _offset(reading, first)]
    return "、" not in rx(r"[，,；;：:]").split(lead)[-1] and not rx(r"[\ue003\ue004][，,][^；;]*$").search(lead)


def _sum(
    reading: Reading,
    found: Found,
    sentence: Sentence,
    entry: SumEntry,
    whole: Count,
    parts: list[Count],
    *,
    closed: bool,
) -> CountSum:
    offsets = [_offset(reading, count) for count in (whole, *parts)]
    where = place(reading, found, entry, sentence, Span(min(offsets), max(offsets) + 1))
    cue = entry.id.partition(".")[2]
    disjoint = closed or not _may_overlap(reading, parts)
    return CountSum(**where, whole=whole, parts=tuple(parts), exhaustive=closed, disjoint=disjoint, cue=cue)
