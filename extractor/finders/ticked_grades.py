"""The grade that is ticked where a form offers all of them: ☑优 □良 □中 □差, 优秀（√） 良好（ ）."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from extractor.document import Span
from extractor.facts import Fact, Grade
from extractor.finders import Found
from extractor.finders._score_words import bands
from extractor.packs import Entry, load
from extractor.reading import Reading

AFTER = ("sections",)

_LONG = 80
"""characters of a cell or line that offers grades and nothing else"""
_BETWEEN = regex.compile(r"[\s、，,；;/／|]*")

Mark = tuple[str, int, int]
"""what stands there (word, set, unset), and its place in the text of the block"""


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """The grades that are ticked, one a block at most."""
    flow = reading.flow
    for index, block in enumerate(flow.blocks):
        text = flow.text[block.at.start : block.at.end]
        chosen = _chosen(text) if len(text) <= _LONG and _entry("set").pattern.search(text) else None
        if chosen is None:
            continue
        start, end = chosen
        at = Span(block.at.start + start, block.at.start + end)
        yield Grade(
            span=flow.span(at),
            pattern="ticks.chosen",
            sentence=next((s.id for s in reading.sentences if s.block == index), -1),
            section=found.section(flow.span(at)),
            cell=block.cell,
            word=text[start:end],
            band=bands().get(text[start:end]),
        )


@cache
def _entry(name: str) -> Entry:
    return next(entry for entry in load("ticks", Entry) if entry.id == f"ticks.{name}")


@cache
def _words() -> regex.Pattern[str]:
    listed = sorted({*bands(), "合格", "不合格", "基本合格"}, key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, listed)))


def _chosen(text: str) -> tuple[int, int] | None:
    """The place of the one ticked word of a text that offers two grades or more, or None."""
    marks = _marks(text)
    words = [mark for mark in marks if mark[0] == "word"]
    ticks = [at for at, mark in enumerate(marks) if mark[0] == "set"]
    boxes = [mark for mark in marks if mark[0] != "word"]
    if len(ticks) != 1 or len(words) < 2 or len({text[a:b] for _kind, a, b in words}) < len(words):
        return None
    if len(boxes) == len(words):  # a box for each: all stand before their words, or all behind
        _kind, start, end = words[boxes.index(marks[ticks[0]])]
        return start, end
    return _touched(text, marks, ticks[0]) if len(boxes) == 1 else None


def _marks(text: str) -> list[Mark]:
    """Words and marks, in order; nothing where anything else stands between them."""
    key = _entry("chosen").pattern.match(text)
    at = key.end() if key else 0
    marks: list[Mark] = []
    while at < len(text):
        at = _BETWEEN.match(text, at).end()
        if at == len(text):
            break
        tried = (("set", _entry("set").pattern), ("unset", _entry("unset").pattern), ("word", _words()))
        hit = next(((kind, match) for kind, pattern in tried if (match := pattern.match(text, at))), None)
        if hit is None:
            return []
        marks.append((hit[0], *hit[1].span()))
        at = hit[1].end()
    return marks


def _touched(text: str, marks: list[Mark], tick: int) -> tuple[int, int] | None:
    """The word that a lone tick stands at: right behind it or right before it, not both."""
    beside = [marks[at] for at in (tick - 1, tick + 1) if 0 <= at < len(marks)]
    touching = [(a, b) for _kind, a, b in beside if b == marks[tick][1] or a == marks[tick][2]]
    return touching[0] if len(touching) == 1 else None
