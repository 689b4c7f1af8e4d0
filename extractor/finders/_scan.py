"""Where a fact stands, and patterns run over a whole paragraph: shared by the finders of counts, shares and changes."""

from __future__ import annotations

from functools import cache
from typing import TypedDict

import regex

from extractor.document import Cell, Span
from extractor.finders import Found
from extractor.packs import SIGNS, Entry
from extractor.reading import Hit, Reading, Sentence

THING_SIGNS = SIGNS["count"] + SIGNS["measure"]
"""figures of things: 5场, 119.60公里"""

CLAUSE, REACH = 60, 240
"""how far back the words of a clause, and the bounds of a figure, are looked for: nobody writes longer ones by hand"""

FIGURES = "".join(SIGNS[kind] for kind in ("money", "percent", "points", "count", "measure", "number"))
"""all figures, for a character class"""

_BREAK = regex.compile(r"[，,；;。：:！？!?、（）()“”「」《》\n" + "".join(SIGNS.values()) + "]")


class Place(TypedDict):
    """The part that all facts share, to be spread into a fact's constructor."""

    span: Span
    pattern: str
    sentence: int
    section: int
    cell: Cell | None


def place(reading: Reading, found: Found, entry: Entry, sentence: Sentence, marked: Span) -> Place:
    """The place of a fact that an entry read in a stretch of marked text."""
    span = reading.span(marked)
    return Place(
        span=span,
        pattern=entry.id,
        sentence=sentence.id,
        section=found.section(span),
        cell=reading.block(sentence).cell,
    )


def placed(found: Found, entry: Entry, hit: Hit) -> Place:
    """The place of a fact that is a whole match."""
    start, end = hit.match.span()
    return place(hit.reading, found, entry, hit.sentence, Span(start, end))


def clause_start(reading: Reading, sentence: Sentence, offset: int) -> int:
    """Where the run of words before a marked offset begins: after the last punctuation, quote or numeral."""
    start = max(sentence.marked.start, offset - CLAUSE)
    for match in _BREAK.finditer(reading.marked, start, offset):
        start = match.end()
    return start


def before(reading: Reading, sentence: Sentence, offset: int, parted_by: str = "") -> str:
    """The sentence's marked text before an offset (:data:`REACH` at most), back to the last of the parting signs."""
    text = reading.marked[max(sentence.marked.start, offset - REACH) : offset]
    for sign in parted_by:
        text = text.rpartition(sign)[2]
    return text


@cache
def any_of(words: tuple[str, ...]) -> regex.Pattern[str]:
    """A pattern for the longest of the words at a place."""
    return regex.compile("|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True)))
