"""Indicators set out over several lines or short sentences: a name, then 目标值：…, 实际完成值：…, 得分：…."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.document import Span
from extractor.finders._chains import entries
from extractor.packs import FIGURE_SIGNS
from extractor.reading import Reading, Sentence

_NAME = 44
"""characters of the line with the name"""
_LINES = 8
"""lines of one card"""
_NO_NAME = regex.compile(rf"[，,；;！？{FIGURE_SIGNS}]")
_BRACKETS = regex.compile(r"（[^（）]{1,8}）")
"""a weight behind the name: 供水保证率（10分）。"""


def cards(reading: Reading) -> Iterator[list[Sentence]]:
    """The sentences of the prose, those that may be one card together."""
    prose = list(reading.prose())
    at = 0
    while at < len(prose):
        length = _length(reading, prose[at : at + _LINES])
        yield prose[at : at + length]
        at += length


def _length(reading: Reading, lines: list[Sentence]) -> int:
    """How many sentences a card takes that begins with the first; 1 where none does."""
    first = reading.marked[lines[0].marked.start : lines[0].marked.end]
    if len(first) > _NAME or _NO_NAME.search(_BRACKETS.sub("", first)) or _label(reading, lines[0]):
        return 1
    labelled = 1
    while labelled < len(lines) and _label(reading, lines[labelled]):
        labelled += 1
    return labelled


def _label(reading: Reading, sentence: Sentence) -> bool:
    """True for a sentence that says at its head which part of an indicator it holds."""
    return any(
        entry.pattern.match(reading.marked, sentence.marked.start, sentence.marked.end) for entry in entries("card")
    )


def joined(lines: list[Sentence]) -> Sentence:
    """The lines of a card as one sentence, with the id of its first."""
    first, last = lines[0], lines[-1]
    return Sentence(first.id, first.block, Span(first.at.start, last.at.end), Span(first.marked.start, last.marked.end))
