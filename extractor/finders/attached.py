"""Captions of annexes and tables, and the list of annexes at the end of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import regex

from extractor.document import Span
from extractor.facts import Attached, Fact
from extractor.finders import Found
from extractor.lexing.numerals import ordinal
from extractor.packs import Entry, load
from extractor.reading import TIMEOUT, Reading
from extractor.rx import rx

AFTER = ("sections",)


class AttachedEntry(Entry):
    """A way in which captions are written. ``words.item`` finds the numbers of a list inside its ``items``."""

    kind: Literal["annex", "table"]


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All captions, in order of entry and text; those of a list one by one."""
    text = reading.flow.text
    for entry in load("attached", AttachedEntry):
        for match in entry.pattern.finditer(text, timeout=TIMEOUT):
            if items := entry.words.get("item"):
                numbers = rx(items[0]).finditer(text, *match.span("items"))
                yield from (_attached(reading, found, entry, one, 1) for one in numbers)
            else:
                yield _attached(reading, found, entry, match, "number")


def _attached(
    reading: Reading, found: Found, entry: AttachedEntry, match: regex.Match[str], group: int | str
) -> Attached:
    at = Span(*match.span())
    span = reading.flow.span(at)
    sentence = reading.sentence_at(at.start)
    return Attached(
        span=span,
        pattern=entry.id,
        sentence=sentence.id if sentence else -1,
        section=found.section(span),
        cell=reading.block(sentence).cell if sentence else None,
        kind=entry.kind,
        number=ordinal(match[group]) if match[group] else None,
        text=match[0].strip(),
    )
