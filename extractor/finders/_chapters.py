"""Stretches of a chapter, and the items of the lists in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractor.document import Span
from extractor.facts import Section
from extractor.reading import TIMEOUT, Reading

_SENTENCE = regex.compile(r"[^。！？\n]+[。！？]?")
_CLAUSE = regex.compile(r"[^；;]+[；;]?")
_FIRST = regex.compile(r"[^。！？；;\n]+")
_LOOSE = regex.compile(r"(?<=[。！？])(?=下一步|今后|下阶段|接下来|针对(?:上述|以上|存在)|为此|建议)")


LIST = 3
"""so many clauses between semicolons are a list, also without marks"""

Mark = tuple[str, regex.Pattern[str]]
"""the id of an entry and its pattern"""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of marked text that says one thing. ``mark`` is the id of the entry by which its list was read, or ""
    for a sentence outside any list."""

    at: Span
    mark: str = ""


def stretches(reading: Reading, body: Span, without: Sequence[Section]) -> list[Span]:
    """The marked stretches of the prose blocks of a body, less the sections that are read by themselves."""
    origin = reading.flow.origin
    start, end = (reading.mark(bisect_left(origin, offset)) for offset in body)
    if body.end > (origin[-1] if len(origin) else 0):
        end = len(reading.marked)
    found = []
    for block in reading.flow.blocks:
        if block.kind == "cell":
            continue
        first, last = reading.mark(block.at.start), reading.mark(block.at.end - 1) + 1
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        span = reading.span(Span(first, last))
        if not any(section.body.covers(span) or section.span.overlaps(span) for section in without):
            found.append(Span(first, last))
    return found


def passages(reading: Reading, blocks: Sequence[Span], marks: Sequence[Mark], label: Mark) -> Iterator[Passage]:
    """The items of the outermost list, and the sentences that stand outside of it. A label (问题：…) is a passage of
    its own, and the list begins anew after it."""
    for named, part in _labelled(reading, blocks, label[1]):
        if named is not None:
            yield Passage(named, label[0])
        yield from _part(reading, part, marks)


def _labelled(
    reading: Reading, blocks: Sequence[Span], label: regex.Pattern[str]
) -> Iterator[tuple[Span | None, list[Span]]]:
    """The blocks, parted at labels: each label with what follows it."""
    named: Span | None = None
    part: list[Span] = []
    for start, end in blocks:
        here = start
        for match in label.finditer(reading.marked, start, end, timeout=TIMEOUT):
            part.append(Span(here, match.start()))
            yield named, part
            named, part, here = Span(*match.span()), [], match.end()
        part.append(Span(here, end))
    yield named, part


def _part(reading: Reading, blocks: Sequence[Span], marks: Sequence[Mark]) -> Iterator[Passage]:
    style = _style(reading, blocks, marks)
    in_list = False
    for block in blocks:
        points = [] if style is None else list(style[1].finditer(reading.marked, *block, timeout=TIMEOUT))
        edges = [match.start() for match in points]
        yield from _sentences(reading, Span(block.start, edges[0] if edges else block.end), in_list)
        for match, stop in zip(points, [*edges, block.end][1:], strict=True):
            in_list = True
            yield from _item(reading, Span(match.end(), stop), style[0] if style else "")


def _style(reading: Reading, blocks: Sequence[Span], marks: Sequence[Mark]) -> Mark | None:
    """The kind of mark that comes first: other kinds are lists inside its items. A single mark inside a paragraph is
    no list."""
    firsts: list[tuple[int, int, Mark]] = []
    for mark in marks:
        matches = [m for block in blocks for m in mark[1].finditer(reading.marked, *block, timeout=TIMEOUT)]
        starts_block = bool(matches) and any(matches[0].start() == block.start for block in blocks)
        if len(matches) > 1 or starts_block:
            firsts.append((matches[0].start(), len(firsts), mark))
    return min(firsts)[2] if firsts else None


def _item(reading: Reading, at: Span, mark: str) -> Iterator[Passage]:
    """An item is told by its first sentence; what begins with 下一步 or 建议 after it stands outside."""
    loose = _LOOSE.search(reading.marked, *at)
    end = loose.start() if loose else at.end
    first = _FIRST.search(reading.marked, at.start, end)
    if first:
        trimmed = trim(reading.marked, Span(*first.span()))
        if trimmed is not None:
            yield Passage(trimmed, mark)
    if loose:
        yield from _sentences(reading, Span(end, at.end), False)


def _sentences(reading: Reading, at: Span, in_list: bool) -> Iterator[Passage]:
    """Sentences outside a list; those of the blocks that carry on an item belong to it."""
    if in_list and not _LOOSE.search(f"。{reading.marked[at.start : at.end]}"):
        return
    for match in _SENTENCE.finditer(reading.marked, *at):
        clauses = list(_CLAUSE.finditer(reading.marked, *match.span()))
        for part in clauses if len(clauses) >= LIST else [match]:
            trimmed = trim(reading.marked, Span(*part.span()), keep="：:")
            if trimmed is not None:
                yield Passage(trimmed)


def trim(marked: str, at: Span, keep: str = "") -> Span | None:
    """The stretch without punctuation at its ends, or None when nothing is left."""
    start, end = at
    while start < end and marked[start] in " \t\n，,：:；;、。！？":
        start += 1
    while end > start and marked[end - 1] in " \t\n，,：:；;、。！？" and marked[end - 1] not in keep:
        end -= 1
    return Span(start, end) if end > start else None
