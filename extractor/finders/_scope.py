"""Whether a sentence stands in a chapter on goals and results: the innermost heading that says something decides."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property, lru_cache

from extractor.facts import Section
from extractor.finders import Found
from extractor.finders._chains import entries
from extractor.reading import Reading, Sentence


class Scope:
    """Asked of sentences: ``sentence in Scope(reading, found)``. Outside of all chapters everything is in it."""

    def __init__(self, reading: Reading, found: Found) -> None:
        self._reading, self._found = reading, found

    def __contains__(self, sentence: object) -> bool:
        assert isinstance(sentence, Sentence)
        return self._decided[sentence.id]

    @cached_property
    def _decided(self) -> list[bool]:
        """The answer for each sentence: chapters are laid over each other, the longest first."""
        sections = sorted(self._found.of(Section), key=lambda one: one.body.end - one.body.start)
        spans = [self._reading.flow.span(sentence.at) for sentence in self._reading.sentences]
        order = sorted(range(len(spans)), key=lambda number: spans[number])
        starts = [spans[number].start for number in order]
        says: list[bool | None] = [None] * len(spans)
        for section in reversed(sections):
            answer = _answer(section.title)
            for number in order[bisect_left(starts, section.body.start) : bisect_left(starts, section.body.end)]:
                if section.body.covers(spans[number]) and (answer is not None or says[number] is None):
                    says[number] = answer or False
        return [answer is not False for answer in says]


@lru_cache(maxsize=4096)
def _answer(title: str) -> bool | None:
    """What a heading says of its chapter, or None."""
    for kind, answer in (("never", False), ("scope", True)):
        if any(entry.pattern.search(title) for entry in entries(kind)):
            return answer
    return None
