"""Finders: from the marked reading to facts. One module per kind of fact, discovered; there is no list to edit.

A finder is a module with::

    AFTER = ("sections",)                 # finders whose facts it looks at (optional)

    def find(reading: Reading, found: Found) -> Iterator[Fact]: ...

What the words are is data in ``patterns/``; a finder only says what the groups of a match mean. A figure that a
finder has given a meaning is *taken*: later finders can ask ``found.taken(figure)``. A module whose name begins with
``_`` is a helper.
"""

from __future__ import annotations

import importlib
import pkgutil
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from graphlib import TopologicalSorter
from typing import TypeVar, cast

from extractor.document import Span
from extractor.facts import Fact, Figure, Section, figures_of
from extractor.ledger import Ledger
from extractor.reading import Reading

F = TypeVar("F", bound=Fact)
Finder = Callable[["Reading", "Found"], Iterable[Fact]]


@dataclass
class Found:
    """What the finders before this one have found."""

    facts: list[Fact] = field(default_factory=list)
    _of: dict[type[Fact], list[Fact]] = field(default_factory=dict)
    _taken: set[int] = field(default_factory=set)
    _places: dict[Span, int] = field(default_factory=dict)

    def of(self, kind: type[F]) -> Iterator[F]:
        """Facts of one kind, in the order found."""
        return iter(cast("list[F]", self._of.get(kind, [])))

    def taken(self, figure: Figure) -> bool:
        """True when an earlier fact gives this figure its meaning."""
        return figure.id in self._taken

    def section(self, span: Span) -> int:
        """Index (in order of text) of the innermost section whose heading or body holds the span, or -1."""
        known = self._places.get(span)
        if known is None:
            known = self._places[span] = self._section(span)
        return known

    def _section(self, span: Span) -> int:
        """Sections nest, so that of those that hold the span the last to begin is the innermost."""
        sections = cast("list[Section]", self._of.get(Section, []))
        index = bisect_right(sections, span.start, key=lambda section: section.span.start) - 1
        while index >= 0 and not (sections[index].body.covers(span) or sections[index].span.covers(span)):
            index -= 1
        return index

    def add(self, fact: Fact) -> None:
        self.facts.append(fact)
        self._of.setdefault(type(fact), []).append(fact)
        if isinstance(fact, Section):
            self._places.clear()
        self._taken.update(figure.id for figure in figures_of(fact))


@cache
def finders() -> tuple[tuple[str, Finder], ...]:
    """All finder modules in an order that respects their AFTER."""
    modules = {
        info.name: importlib.import_module(f"{__name__}.{info.name}")
        for info in pkgutil.iter_modules(__path__)
        if not info.name.startswith("_")
    }
    graph = {name: set(getattr(module, "AFTER", ())) & set(modules) for name, module in sorted(modules.items())}
    return tuple((name, modules[name].find) for name in TopologicalSorter(graph).static_order())


def _told(name: str, find: Finder, reading: Reading, found: Found) -> list[Fact]:
    """What a finder finds; when a pattern works too long, what it had found until then, and that it stopped is kept."""
    facts: list[Fact] = []
    try:
        facts.extend(find(reading, found))
    except TimeoutError:
        reading.stopped.append(name)
    return facts


def gather(reading: Reading) -> Ledger:
    """All facts of a reading, in order of text."""
    found = Found()
    for name, find in finders():
        for fact in _told(name, find, reading, found):
            found.add(fact)
    facts = tuple(sorted(found.facts, key=lambda fact: (fact.span.start, fact.span.end)))
    sections = tuple(fact for fact in facts if isinstance(fact, Section))
    return Ledger(reading.flow.document, facts, sections, reading.figures)
