"""Headings with what stands under them.

A heading is a short numbered block without a full stop (二、资金使用情况), or the first sentence of a numbered
paragraph that goes on (（一）管护责任落实不到位。部分村组…). A numbered block that is one whole sentence is an
item of a list, and a numbered indicator with its figures is no heading either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.document import Span
from extractor.facts import Fact, Section
from extractor.finders import Found
from extractor.flow import Block
from extractor.packs import Entry, load
from extractor.reading import TIMEOUT, Reading

MAX_TITLE = 60
MAX_RUN_IN = 30
DEEP = 3

_STOP = regex.compile(r"[。！？；;!?]")
_COLON = regex.compile(r"[：:]\s*$")
_COLON_WITHIN = regex.compile(r"[：:]\s*\S")
_LABEL = regex.compile(r"(?P<title>[^，,；;。：:、\d]{2,12})[：:]\s*\S")
_SPACE = regex.compile(r"\s+")
_TAIL = regex.compile(r"[\s：:。，,]+$")
_CELLS = regex.compile(r"\S(?: {2,}|\t|　)\S")


class HeadingEntry(Entry):
    """A way in which headings begin. ``rank`` orders them, 0 outermost; ``whole``: the block is the title itself."""

    rank: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading before its body is known; offsets of the flow. ``begin`` is where its number stands."""

    entry: HeadingEntry
    number: str
    title: str
    at: Span
    begin: int
    after: int
    sentence: int


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All sections, in order of text. Their bodies nest by rank."""
    headings = [heading for block in reading.flow.blocks if (heading := _heading(reading, block))]
    shift = 1 if any(heading.entry.id == "sections.part" for heading in headings) else 0
    flow = reading.flow
    for index, heading in enumerate(headings):
        end = next((h.begin for h in headings[index + 1 :] if h.entry.rank <= heading.entry.rank), len(flow.text))
        span = flow.span(heading.at)
        body = flow.span((heading.after, end)) if _filled(flow.text, heading.after, end) else Span(span.end, span.end)
        yield Section(
            span=span,
            pattern=heading.entry.id,
            sentence=heading.sentence,
            level=max(1, heading.entry.rank + shift),
            number=heading.number,
            title=heading.title,
            body=body,
            page=flow.document.page_at(span.start),
        )


def _filled(text: str, start: int, end: int) -> bool:
    return bool(text[start:end].strip())


def _heading(reading: Reading, block: Block) -> _Heading | None:
    """The heading with which a block begins, if it does."""
    if block.kind == "cell":
        return None
    text = reading.flow.text[block.at.start : block.at.end]
    for entry in load("sections", HeadingEntry):
        match = entry.pattern.match(text, timeout=TIMEOUT)
        if match is None:
            continue
        if entry.whole:
            stretch = match.span() if match.end() == len(text.rstrip("：: ")) else None
        else:
            stretch = _title(text, match.end(), entry.rank) or (
                match.span("number") if match.end() == len(text) else None
            )
        if stretch is None:
            continue
        start, end = stretch
        sentence = reading.sentence_at(block.at.start)
        return _Heading(
            entry,
            match["number"],
            _SPACE.sub("", text[start:end]),
            Span(block.at.start + start, block.at.start + end),
            block.at.start,
            block.at.start + end,
            sentence.id if sentence else -1,
        )
    return None


def _title(text: str, start: int, rank: int) -> tuple[int, int] | None:
    """Where the title stands in a numbered block, or None when the block is no heading. 五、存在的问题：1.… goes on
    behind its colon; deeper down a colon parts the name of an item from what is said of it."""
    rest = text[start:]
    label = _LABEL.match(rest)
    if label and rank < DEEP:
        return start, start + len(label["title"])
    stop = _STOP.search(rest)
    title = rest[: stop.start()] if stop else rest
    if stop and not (stop[0] == "。" and _runs_in(title, rest[stop.end() :])):
        return None
    if not stop and (_COLON_WITHIN.search(title) or _CELLS.search(title.strip())):
        return None
    title = _TAIL.sub("", title)
    if not 1 < len(title.strip()) <= MAX_TITLE:
        return None
    return start, start + len(title)


def _runs_in(title: str, following: str) -> bool:
    """A heading that goes on as a paragraph: short, without figures, at most one comma, and something follows."""
    plain = len(title) <= MAX_RUN_IN and not any(char.isdigit() for char in title)
    return plain and title.count("，") <= 1 and "：" not in title and bool(following.strip())
