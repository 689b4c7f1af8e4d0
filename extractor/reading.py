"""The flow with its numerals marked, in sentences: what the finders of facts work on.

In the *marked* text each data figure, date, year, document number … is one private-use character
(:data:`extractor.packs.SIGNS`), so a pattern can say ``预算执行率[为达]?<percent>`` and never misread a numeral.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import regex

from extractor.document import Span
from extractor.facts import Figure
from extractor.flow import Block, Flow
from extractor.lexer import Token
from extractor.packs import SIGNS

TIMEOUT = 2.0
"""seconds that one pattern may spend on one sentence: hostile text must not hang us"""

TELLING = 24
"""characters from which a table cell can be running text"""

_TELLS = regex.compile(r"[。；，]")
_END = regex.compile(r"[。！？!?]+[”’」』）)]*")


@cache
def _looks_at_ends(pattern: str) -> bool:
    """True for a pattern that asks where its sentence begins or ends: it must be tried on each by itself."""
    return bool(_ENDS.search(pattern))


_ENDS = regex.compile(r"(?<!\\|\[)[\^$]|\\[AZzG]|\(\?[=!]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block. ``marked`` is its stretch of the marked text, ``at`` of the flow text."""

    id: int
    block: int
    at: Span
    marked: Span


class Hit:
    """One match of a pattern in marked text; groups answer with figures, words and document spans."""

    __slots__ = ("match", "reading", "sentence")

    def __init__(self, reading: Reading, match: regex.Match[str], sentence: Sentence) -> None:
        self.reading = reading
        self.match = match
        self.sentence = sentence

    def has(self, group: str | int) -> bool:
        """True when the pattern has this group and it took part."""
        return (isinstance(group, int) or group in self.match.re.groupindex) and self.match[group] is not None

    def at(self, group: str | int = 0) -> Span:
        """Flow offsets of a group."""
        start, end = self.match.span(group)
        return self.reading.unmark(Span(start, end))

    def span(self, group: str | int = 0) -> Span:
        """Document offsets of a group."""
        return self.reading.flow.span(self.at(group))

    def text(self, group: str | int = 0) -> str:
        """The flow text of a group ("" when it took no part)."""
        if not self.has(group):
            return ""
        start, end = self.at(group)
        return self.reading.flow.text[start:end]

    def figure(self, group: str | int) -> Figure | None:
        """The figure whose sign stands first in a group, or None."""
        if not self.has(group):
            return None
        start, end = self.match.span(group)
        return next((t.figure for t in self.reading.tokens_in(Span(start, end)) if t.figure), None)

    def token(self, group: str | int) -> Token | None:
        """The first token in a group, or None."""
        if not self.has(group):
            return None
        start, end = self.match.span(group)
        return next(iter(self.reading.tokens_in(Span(start, end))), None)


@dataclass(frozen=True, eq=False)
class Reading:
    """A lexed flow. ``marked`` is the marked text; ``start_of[i]`` the flow offset of marked character ``i`` (with one
    more entry for the end)."""

    flow: Flow
    tokens: tuple[Token, ...]
    marked: str
    start_of: Sequence[int]
    token_at: dict[int, Token]
    """marked offset of each sign → its token"""
    sentences: tuple[Sentence, ...]

    @cached_property
    def _sign_offsets(self) -> list[int]:
        return sorted(self.token_at)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """All data figures in reading order."""
        return tuple(token.figure for token in self.tokens if token.figure)

    def unmark(self, marked: Span) -> Span:
        """Flow offsets of a stretch of marked text."""
        return Span(self.start_of[marked.start], self.start_of[marked.end])

    def mark(self, at: int) -> int:
        """The marked offset of a flow offset (of the sign that covers it)."""
        return bisect_right(self.start_of, at) - 1

    def span(self, marked: Span) -> Span:
        """Document offsets of a stretch of marked text."""
        return self.flow.span(self.unmark(marked))

    def text(self, marked: Span) -> str:
        """Flow text of a stretch of marked text."""
        start, end = self.unmark(marked)
        return self.flow.text[start:end]

    def tokens_in(self, marked: Span) -> Iterator[Token]:
        """The tokens whose sign lies in a stretch of marked text."""
        offsets = self._sign_offsets
        for offset in offsets[bisect_left(offsets, marked.start) : bisect_left(offsets, marked.end)]:
            yield self.token_at[offset]

    def block(self, sentence: Sentence) -> Block:
        return self.flow.blocks[sentence.block]

    def prose(self) -> Iterator[Sentence]:
        """The sentences of paragraphs and headings, and of cells that hold running text."""
        return iter(self._prose)

    @cached_property
    def _prose(self) -> tuple[Sentence, ...]:
        return tuple(sentence for sentence in self.sentences if self._is_prose(sentence))

    def _is_prose(self, sentence: Sentence) -> bool:
        return self.block(sentence).kind != "cell" or sentence.block in self._telling_cells

    @cached_property
    def _telling_cells(self) -> frozenset[int]:
        """Cells in which a person wrote sentences (年度总体目标, 评价结论): long, and punctuated."""
        text = self.flow.text
        return frozenset(
            number
            for number, block in enumerate(self.flow.blocks)
            if block.kind == "cell"
            and block.at.end - block.at.start >= TELLING
            and _TELLS.search(text, block.at.start, block.at.end)
        )

    def sentence_at(self, flow_offset: int) -> Sentence | None:
        """The sentence that covers a flow offset."""
        starts = self._sentence_starts
        index = bisect_right(starts, flow_offset) - 1
        if index >= 0 and flow_offset < self.sentences[index].at.end:
            return self.sentences[index]
        return None

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.at.start for sentence in self.sentences]

    def hits(self, pattern: regex.Pattern[str], within: Sentence | None = None) -> Iterator[Hit]:
        """Matches of a pattern, sentence by sentence over the prose (or in one sentence), in order."""
        if within is None and not _looks_at_ends(pattern.pattern):
            yield from self._hits_anywhere(pattern)
            return
        for sentence in [within] if within else self._prose:
            yield from self._hits_in(pattern, sentence, sentence.marked.start)

    def _hits_in(self, pattern: regex.Pattern[str], sentence: Sentence, start: int) -> Iterator[Hit]:
        for match in pattern.finditer(self.marked, start, sentence.marked.end, timeout=TIMEOUT):
            yield Hit(self, match, sentence)

    def _hits_anywhere(self, pattern: regex.Pattern[str]) -> Iterator[Hit]:
        """The same in one pass over the text: most patterns match nowhere, and asking each sentence costs more than
        looking. Where a match runs over the end of its sentence, that sentence is asked by itself."""
        here, text = 0, self.marked
        while match := pattern.search(text, here, timeout=TIMEOUT):
            sentence = self._sentence_marked_at(match.start())
            if sentence is None:
                here = match.start() + 1
            elif match.end() <= sentence.marked.end:
                if self._is_prose(sentence):
                    yield Hit(self, match, sentence)
                here = max(match.end(), match.start() + 1)
            else:
                if self._is_prose(sentence):
                    yield from self._hits_in(pattern, sentence, match.start())
                here = sentence.marked.end

    def _sentence_marked_at(self, offset: int) -> Sentence | None:
        """The sentence that covers an offset of the marked text."""
        index = bisect_right(self._marked_starts, offset) - 1
        if index >= 0 and offset < self.sentences[index].marked.end:
            return self.sentences[index]
        return None

    @cached_property
    def _marked_starts(self) -> list[int]:
        return [sentence.marked.start for sentence in self.sentences]


def read(flow: Flow, tokens: tuple[Token, ...]) -> Reading:
    """Mark the flow and part it into sentences."""
    pieces: list[str] = []
    start_of: list[int] = []
    token_at: dict[int, Token] = {}
    here = 0
    for token in tokens:
        sign = SIGNS.get(token.kind)
        if sign is None:
            continue
        start, end = token.at
        pieces.append(flow.text[here:start])
        start_of.extend(range(here, start))
        token_at[len(start_of)] = token
        pieces.append(sign)
        start_of.append(start)
        here = end
    pieces.append(flow.text[here:])
    start_of.extend(range(here, len(flow.text) + 1))
    marked = "".join(pieces)
    return Reading(flow, tokens, marked, start_of, token_at, tuple(_sentences(flow, marked, start_of)))


def _sentences(flow: Flow, marked: str, start_of: list[int]) -> Iterator[Sentence]:
    number = 0
    for index, block in enumerate(flow.blocks):
        start = bisect_left(start_of, block.at.start)
        stop = bisect_left(start_of, block.at.end)
        ends = [m.end() for m in _END.finditer(marked, start, stop)]
        for end in [*ends, stop]:
            if end > start:
                yield Sentence(number, index, Span(start_of[start], start_of[end]), Span(start, end))
                number += 1
                start = end
