"""The immutable ledger: everything that a report states, in order, with the few questions that checks ask of it.

Checks see this and nothing else. Facts come in reading order. A fact said twice stands twice; :meth:`Ledger.same`
ties the tellings together by label, scope and year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from extractor.document import Document, Span
from extractor.facts import Fact, Figure, Fund, Meta, Role, Section, Source
from extractor.schemes import DEFAULT, Profile

F = TypeVar("F", bound=Fact)
T = TypeVar("T")


@dataclass(frozen=True)
class Ledger:
    """All facts of one report.

    ``document`` is at hand for quoting (``ledger.quote(span)``) and for the readers' warnings; checks do not parse it.
    """

    document: Document
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = field(default=())
    figures: tuple[Figure, ...] = ()
    """all printed data figures, those that no fact speaks of too"""
    profile: Profile = DEFAULT
    """what is asked where the report does not say itself"""
    _kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __getstate__(self) -> dict[str, object]:
        """For another process: without what was worked out, which is known here by the identity of facts."""
        return {**self.__dict__, "_kept": {}}

    def once(self, make: Callable[[Ledger], T]) -> T:
        """What ``make`` works out from this ledger, worked out the first time that it is asked for."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return cast("T", self._kept[make])

    def about(self, make: Callable[[Ledger, F], T], fact: F) -> T:
        """What ``make`` works out about one fact, worked out the first time that it is asked for."""
        key = (make, id(fact))
        if key not in self._kept:
            self._kept[key] = (fact, make(self, fact))  # the fact is kept too: its id must not pass to another
        return cast("T", self._kept[key][1])

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """All facts of one kind, in reading order."""
        if kind not in self._kept:
            self._kept[kind] = tuple(fact for fact in self.facts if isinstance(fact, kind))
        return cast("tuple[F, ...]", self._kept[kind])

    def funds(
        self,
        *roles: Role,
        item: str | None = None,
        source: Source | None = "total",
        year: int | None = None,
    ) -> tuple[Fund, ...]:
        """Funds of the given roles (any, when none is given) and of just this item (None: the whole project).
        ``source=None`` takes any source; ``year=None`` any year."""
        return tuple(
            fund
            for fund in self.of(Fund)
            if (not roles or fund.role in roles)
            and fund.item == item
            and (source is None or fund.source == source)
            and (year is None or fund.year == year)
        )

    def meta(self, name: str) -> Meta | None:
        """The report's title, kind, fiscal_year, department, project, evaluator or issued_on, or None."""
        return next((meta for meta in self.of(Meta) if meta.field == name), None)

    @property
    def fiscal_year(self) -> int | None:
        meta = self.meta("fiscal_year")
        return int(meta.value) if meta else None

    @property
    def kind(self) -> str:
        meta = self.meta("kind")
        return meta.value if meta else "other"

    def quote(self, span: Span) -> str:
        """The printed words."""
        return self.document.text[span.start : span.end]

    def nearest(self, facts: Iterable[F], to: Fact) -> F | None:
        """The fact that stands closest to another: same sentence first, then same section, then distance."""
        return min(
            facts,
            key=lambda fact: (
                fact.sentence != to.sentence,
                fact.section != to.section,
                abs(fact.span.start - to.span.start),
            ),
            default=None,
        )


def once_each(make: Callable[[Ledger, F], T]) -> Callable[[Ledger, F], T]:
    """Decorator: what a function works out about a fact of a ledger is worked out once and kept (Ledger.about)."""

    @wraps(make)
    def known(ledger: Ledger, fact: F) -> T:
        return ledger.about(make, fact)

    return known
