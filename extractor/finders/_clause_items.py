"""One thing that the clauses of a text speak of, while it is put together."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.document import Span
from extractor.facts import Figure
from extractor.reading import Sentence

VALUES = ("target", "actual", "open", "weight", "score")


@dataclass
class Item:
    """One thing and what is said of it. ``begin``: where its piece of text begins; ``name``: where its name ends up to
    which it is set out or called; figures by their part."""

    begin: int
    end: int
    sentence: Sentence
    head: Span | None = None
    headed: bool = False
    name: Span | None = None
    thing: Span | None = None
    deed: Span | None = None
    really: bool = False
    """its result is called the actual one"""
    strong: bool = False
    whole: bool = False
    pending: bool = False
    """its result is said not to be known yet"""
    reversed: bool = False
    """its result was told before its target"""
    weight: Figure | None = None
    score: Figure | None = None
    target: Figure | None = None
    actual: Figure | None = None
    open: Figure | None = None
    told: Span | None = None
    """what the clause of the open figure says before it"""
    at: Sentence | None = None
    """the sentence of the first value"""

    @property
    def begun(self) -> bool:
        return any(getattr(self, value) is not None for value in VALUES)

    @property
    def complete(self) -> bool:
        return self.target is not None and (self.actual is not None or self.open is not None)

    @property
    def scored(self) -> bool:
        """True for what is set out by its name, or has a target, with both full mark and points, whatever else is told
        of it."""
        named = self.headed or (self.name is not None and self.target is not None)
        return named and self.weight is not None and self.score is not None
