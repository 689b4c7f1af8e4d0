"""The flow with its numerals marked, in sentences: what the finders of facts work on.

In the *marked* text each data figure, date, year, document number … is one private-use character
(:data:`extractor.packs.SIGNS`), so a pattern can say ``预算执行率[为达]?<percent>`` and never misread a numeral.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

import regex

from extractor.document import Span
from extractor.facts import Figure
from extractor.flow import Block, Flow
from extractor.lexer import Token
from extractor.needs import All, Index, any_of, numbers
from extractor.packs import SIGNS

TIMEOUT = 2.0
"""seconds that one pattern may spend on one sentence: hostile text must not hang us"""

TELLING = 24
"""characters from which a table cell can be running text"""

_TELLS = regex.compile(r"[。；，]")
_END = regex.compile(r"[。！？!?]+[”’」』）)]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block. ``marked`` is its stretch of the marked text, ``at`` of the flow text."""

    id: int
    block: int
    at: Span
    marked: Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The sentences of one block; ``marked`` is its stretch of the marked text."""

    marked: Span
    sentences: tuple[Sentence, ...]
    id: int
    """its place in the index of characters, behind those of the sentences"""

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds a marked offset (the last one, for the end of the paragraph)."""
        return next((s for s in self.sentences if offset < s.marked.end), self.sentences[-1])


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
    """in order of text; each has its place here as ``id``"""
    given_up: list[Span] = field(default_factory=list)
    """document spans on which a pattern worked too long: what they state may be missing"""
    stopped: list[str] = field(default_factory=list)
    """finders that a pattern kept too long: what they had not yet found is missing"""

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
        return (self.token_at[offset] for offset in self.signs(marked))

    def signs(self, marked: Span) -> Sequence[int]:
        """The offsets of the signs in a stretch of marked text."""
        offsets = self._sign_offsets
        return offsets[bisect_left(offsets, marked.start) : bisect_left(offsets, marked.end)]

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
        for sentence in [within] if within else self.holding(pattern):
            if within is None or self.can_match(pattern, sentence):
                for match in self.scan(pattern, sentence.marked):
                    yield Hit(self, match, sentence)

    def scan(self, pattern: regex.Pattern[str], marked: Span) -> Iterator[regex.Match[str]]:
        """Matches of a pattern in a stretch of marked text. A stretch on which it works too long is given up."""
        try:
            yield from pattern.finditer(self.marked, *marked, timeout=TIMEOUT)
        except TimeoutError:
            self.given_up.append(self.span(marked))

    # ------------------------------------------------------------------ where to look

    def can_match(self, pattern: regex.Pattern[str], where: Sentence | Paragraph) -> bool:
        """False when a sentence or paragraph lacks what a pattern needs (see :mod:`extractor.needs`)."""
        return bool(self._index.fitting(pattern) >> where.id & 1)

    def holding(self, *patterns: regex.Pattern[str]) -> Iterator[Sentence]:
        """The sentences of the prose in which one of the patterns can match."""
        return (self.sentences[number] for number in numbers(self._fitting(*patterns) & self._prose_bits))

    def with_sign(self, *kinds: str) -> Iterator[Sentence]:
        """The sentences, of prose and tables, that hold a token of one of these kinds."""
        some = any_of(All(SIGNS[kind]) for kind in kinds)
        return (self.sentences[number] for number in numbers(self._index.with_need(some) & self._sentence_bits))

    def blocks_holding(self, *patterns: regex.Pattern[str]) -> list[int]:
        """The numbers of the blocks, table cells too, in which one of the patterns can match."""
        fitting = self._fitting(*patterns)
        return [one.sentences[0].block for one in self._parted if fitting >> one.id & 1]

    @cached_property
    def marked_blocks(self) -> tuple[Span, ...]:
        """The stretch of marked text of each block."""
        return tuple(Span(self.mark(block.at.start), self.mark(block.at.end - 1) + 1) for block in self.flow.blocks)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs and headings, and the cells of running text."""
        return tuple(one for one in self._parted if self._is_prose(one.sentences[0]))

    def paragraph_hits(self, pattern: regex.Pattern[str], within: Paragraph | None = None) -> Iterator[Hit]:
        """Matches of a pattern that may run over the sentences of one paragraph."""
        for paragraph in (within,) if within else self.paragraphs:
            if self.can_match(pattern, paragraph):
                for match in self.scan(pattern, paragraph.marked):
                    yield Hit(self, match, paragraph.sentence_at(match.start()))

    def block_matches(self, pattern: regex.Pattern[str]) -> Iterator[tuple[Block, regex.Match[str]]]:
        """Matches of a pattern in the printed text of each block, table cells too. The whole text is looked over
        first: most patterns match nowhere."""
        text, blocks = self.flow.text, self.flow.blocks
        starts = [block.at.start for block in blocks]
        for number in sorted({bisect_right(starts, match.start()) - 1 for match in pattern.finditer(text)} - {-1}):
            for match in pattern.finditer(text, *blocks[number].at):
                yield blocks[number], match

    def _fitting(self, *patterns: regex.Pattern[str]) -> int:
        """The bits of the sentences and blocks in which one of the patterns can match."""
        fitting = 0
        for pattern in patterns:
            fitting |= self._index.fitting(pattern)
        return fitting

    @cached_property
    def _index(self) -> Index:
        """Of the sentences, then of the blocks of several, as marked and as printed: it serves patterns over either
        text."""
        text, marked = self.flow.text, self.marked
        held = [{*text[slice(*one.at)], *map(marked.__getitem__, self.signs(one.marked))} for one in self.sentences]
        several = [one.sentences for one in self._parted if len(one.sentences) > 1]
        return Index([*held, *(set().union(*(held[one.id] for one in sentences)) for sentences in several)])

    @cached_property
    def _parted(self) -> tuple[Paragraph, ...]:
        """The blocks with their sentences."""
        found = []
        free = len(self.sentences)
        for _block, group in groupby(self.sentences, key=lambda sentence: sentence.block):
            sentences = tuple(group)
            single = len(sentences) == 1
            marked = Span(sentences[0].marked.start, sentences[-1].marked.end)
            found.append(Paragraph(marked, sentences, sentences[0].id if single else free))
            free += not single
        return tuple(found)

    @cached_property
    def _sentence_bits(self) -> int:
        return (1 << len(self.sentences)) - 1

    @cached_property
    def _prose_bits(self) -> int:
        return sum(1 << sentence.id for sentence in self._prose)


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
