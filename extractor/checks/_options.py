"""Which amounts may stand for a role next to a given fact, nearest first; and which of them are beyond doubt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from extractor.checks._context import aside, foreseen
from extractor.facts import Fact, Fund, Rate, Role, Source
from extractor.ledger import Ledger

LIMIT = 3
"""distinct amounts of one role that are tried; more are different things under one name"""
LOOKED, FITTING = 5000, 200
"""amounts of one role that are looked at around a fact, and those of its scope: what stands behind so many others is
told of something else"""
INITIAL: tuple[Source, ...] = ("total", "current_appropriation")
CARRIED: tuple[Source, ...] = ("total", "carryover")


@dataclass(frozen=True, slots=True)
class Scope:
    """What amounts must have in common to be compared."""

    item: str | None
    source: Source
    year: int | None

    @staticmethod
    def of(fact: Fund | Rate) -> Scope:
        return Scope(fact.item, fact.source, fact.year)

    def holds(self, fund: Fund, sources: Sequence[Source] = ()) -> bool:
        """True when a fund belongs here. A year that is not known fits any."""
        source = fund.source == self.source or (self.source == "total" and fund.source in sources)
        years = None in (self.year, fund.year) or self.year == fund.year
        return fund.item == self.item and source and years


@dataclass(frozen=True, slots=True)
class Options:
    """The distinct amounts of one role, nearest first. ``sure``: the first one is the one that is meant."""

    funds: tuple[Fund, ...] = ()
    sure: bool = False

    def __bool__(self) -> bool:
        return bool(self.funds)

    @property
    def first(self) -> Fund:
        return self.funds[0]


def options(ledger: Ledger, near: Fact, scope: Scope, *roles: Role, sources: Sequence[Source] = ()) -> Options:
    """The amounts that may stand for the roles beside ``near`` (which is not one of them itself)."""
    shelves = ledger.once(_by_role)
    outward = [shelves[role, scope.item].outward(near) for role in roles if (role, scope.item) in shelves]
    looked = islice(merge(*outward, key=lambda fund: _nearness(fund, near)), LOOKED)
    fitting = islice(
        (
            fund
            for fund in looked
            if fund is not near and fund.figure.quantity.op == "eq" and scope.holds(fund, sources)
        ),
        FITTING,
    )
    distinct = tuple(_distinct(fitting))
    if not distinct:
        return Options()
    closest = distance(distinct[0], near)
    alone = len(distinct) == 1 or distance(distinct[1], near) != closest
    return Options(distinct[:LIMIT], sure=alone and (len(distinct) <= LIMIT or closest == 0))


def amounts(ledger: Ledger) -> tuple[Fund, ...]:
    """The amounts that are facts of what is evaluated: no forecasts, none of one example or of other money, and no
    parts of a list that name nothing."""
    return ledger.once(_amounts)


def _amounts(ledger: Ledger) -> tuple[Fund, ...]:
    return tuple(
        fund
        for fund in ledger.of(Fund)
        if not (fund.listed and fund.item is None and fund.source == "total")
        and not foreseen(ledger, fund)
        and not aside(ledger, fund)
    )


def rates(ledger: Ledger) -> tuple[Rate, ...]:
    """The rates that are facts of what is evaluated: no forecasts, none of one example or of other money."""
    return ledger.once(_rates)


def _rates(ledger: Ledger) -> tuple[Rate, ...]:
    return tuple(rate for rate in ledger.of(Rate) if not foreseen(ledger, rate) and not aside(ledger, rate))


def _by_role(ledger: Ledger) -> dict[tuple[Role, str | None], Shelf]:
    index: dict[tuple[Role, str | None], list[Fund]] = {}
    for fund in amounts(ledger):
        index.setdefault((fund.role, fund.item), []).append(fund)
    return {key: Shelf(funds) for key, funds in index.items()}


class Shelf:
    """Amounts that can be gone through from a place outward, so that only the near ones are looked at."""

    def __init__(self, funds: Iterable[Fund]) -> None:
        self._all = sorted(funds, key=_start)
        self._sentences: dict[int, list[Fund]] = {}
        self._sections: dict[object, list[Fund]] = {}
        for fund in self._all:
            self._sentences.setdefault(fund.sentence, []).append(fund)
            self._sections.setdefault(fund.section, []).append(fund)

    def outward(self, near: Fact) -> Iterator[Fund]:
        """All of them: those of the sentence, those of the section, the others; the nearest of each first."""
        if near.sentence >= 0:
            yield from _from(self._sentences.get(near.sentence, ()), near)
        for fund in _from(self._sections.get(near.section, ()), near):
            if distance(fund, near) == 1:
                yield fund
        for fund in _from(self._all, near):
            if distance(fund, near) == 2:
                yield fund


def _from(funds: Sequence[Fund], near: Fact) -> Iterator[Fund]:
    """Amounts in reading order, the nearest first."""
    place = near.span.start
    right = bisect_left(funds, place, key=_start)
    left = right - 1
    while left >= 0 or right < len(funds):
        before = left >= 0 and (right == len(funds) or place - _start(funds[left]) <= _start(funds[right]) - place)
        yield funds[left if before else right]
        left, right = (left - 1, right) if before else (left, right + 1)


def _start(fund: Fund) -> int:
    return fund.span.start


def _nearness(fund: Fund, near: Fact) -> tuple[int, int]:
    return distance(fund, near), abs(fund.span.start - near.span.start)


def distance(fact: Fact, near: Fact) -> int:
    """0 in the same sentence, 1 in the same section, 2 elsewhere."""
    if fact.sentence == near.sentence >= 0:
        return 0
    return 1 if fact.section == near.section else 2


def _distinct(funds: Iterable[Fund]) -> list[Fund]:
    """Each amount once, by its finest telling: 0.45亿元 and 45,000,000.00元 are one. One more than the limit is enough
    to know that there are more."""
    kept: list[Fund] = []
    for fund in funds:
        quantity = fund.figure.quantity
        for index, other in enumerate(kept):
            if quantity.interval().meets(other.figure.quantity.interval()) and fund.negative == other.negative:
                if quantity.step < other.figure.quantity.step and distance(fund, other) == 0:
                    kept[index] = fund
                break
        else:
            if len(kept) <= LIMIT:
                kept.append(fund)
    return kept
