"""Which amounts may stand for a role next to a given fact, nearest first; and which of them are beyond doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.facts import Fact, Fund, Rate, Role, Source
from extractor.ledger import Ledger

LIMIT = 3
"""distinct amounts of one role that are tried; more are different things under one name"""
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
    fitting = [
        fund
        for fund in ledger.of(Fund)
        if fund.role in roles
        and fund is not near
        and fund.figure.quantity.op == "eq"
        and scope.holds(fund, sources)
        and not (fund.listed and fund.item is None and fund.source == "total")
    ]
    fitting.sort(key=lambda fund: (distance(fund, near), abs(fund.span.start - near.span.start)))
    distinct = tuple(_distinct(fitting))
    if not distinct:
        return Options()
    closest = distance(distinct[0], near)
    alone = sum(distance(fund, near) == closest for fund in distinct) == 1
    return Options(distinct[:LIMIT], sure=alone and (len(distinct) <= LIMIT or closest == 0))


def distance(fact: Fact, near: Fact) -> int:
    """0 in the same sentence, 1 in the same section, 2 elsewhere."""
    if fact.sentence == near.sentence >= 0:
        return 0
    return 1 if fact.section == near.section else 2


def _distinct(funds: Iterable[Fund]) -> list[Fund]:
    """Each amount once, by its finest telling: 0.45亿元 and 45,000,000.00元 are one."""
    kept: list[Fund] = []
    for fund in funds:
        quantity = fund.figure.quantity
        for index, other in enumerate(kept):
            if quantity.interval().meets(other.figure.quantity.interval()) and fund.negative == other.negative:
                if quantity.step < other.figure.quantity.step and distance(fund, other) == 0:
                    kept[index] = fund
                break
        else:
            kept.append(fund)
    return kept
