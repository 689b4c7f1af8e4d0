"""Slips on the face of the text: doubled words, broken references, words left over from a template."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

import regex

from extractor.facts import Fact, Oddity
from extractor.finders import Found
from extractor.packs import Entry, load
from extractor.reading import Reading
from extractor.words import boundaries

AFTER = ("sections",)

_AROUND = 20
"""characters to each side of a doubled word that decide where its words begin and end"""

MASKED_DOCUMENT = 3
"""so many blanked names, and the document hides its names on purpose"""


class OddityEntry(Entry):
    """``words.never`` are words that may be doubled; ``words.before`` and ``words.after`` are neighbours that make the
    second half the beginning (the first half the end) of another word. ``masks``: common in documents that a
    publisher has anonymised."""

    kind: Literal["doubled", "bookmark", "residue", "template"]
    masks: bool = False

    @cached_property
    def never(self) -> frozenset[str]:
        return frozenset(self.words.get("never", ()))

    def stands_in(self, text: str, start: int, end: int) -> bool:
        """True when the neighbours explain the doubling."""
        before = text[:start].endswith(tuple(self.words.get("before", ())) or ("\n",))
        return before or text[end:].startswith(tuple(self.words.get("after", ())) or ("\n",))

    def explains(self, text: str, match: regex.Match[str]) -> bool:
        """True when what looks doubled is no slip: a verb that may be, or halves that are not words of their own
        here (服务 + 服务对象, 人民政府 + 政府采购)."""
        start, end = match.span()
        if match["word"] in self.never or self.stands_in(text, start, end):
            return True
        first = max(0, start - _AROUND)
        around = text[first : end + _AROUND]
        return not {start - first, match.end("word") - first, end - first} <= boundaries(around)


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All oddities, in order of entry and text."""
    for entry in load("oddities", OddityEntry):
        oddities = list(_oddities(entry, reading, found))
        if not (entry.masks and (len(oddities) > MASKED_DOCUMENT or _hides_figures(reading))):
            yield from oddities


def _hides_figures(reading: Reading) -> bool:
    return any(token.kind == "masked" for token in reading.tokens)


def _oddities(entry: OddityEntry, reading: Reading, found: Found) -> Iterator[Oddity]:
    text = reading.flow.text
    for block, match in reading.block_matches(entry.pattern):
        start, end = match.span()
        if entry.kind == "doubled" and entry.explains(text, match):
            continue
        span = reading.flow.span((start, end))
        sentence = reading.sentence_at(start)
        yield Oddity(
            span=span,
            pattern=entry.id,
            sentence=sentence.id if sentence else -1,
            section=found.section(span),
            cell=block.cell,
            kind=entry.kind,
            text=text[start:end],
        )
