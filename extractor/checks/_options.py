"""Which amounts may stand for a role next to a given fact, nearest first; and which of them are beyond doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.checks._context import foreseen
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
        for role in roles
        for fund in ledger.once(_by_role).get((role, scope.item), ())
        if fund is not near and fund.figure.quantity.op == "eq" and scope.holds(fund, sources)
    ]
    fitting.sort(key=lambda fund: (distance(fund, near), abs(fund.span.start - near.span.start)))
    distinct = tuple(_distinct(fitting))
    if not distinct:
        return Options()
    closest = distance(distinct[0], near)
    alone = sum(distance(fund, near) == closest for fund in distinct) == 1
    return Options(distinct[:LIMIT], sure=alone and (len(distinct) <= LIMIT or closest == 0))


def amounts(ledger: Ledger) -> tuple[Fund, ...]:
    """The amounts that are facts: no forecasts, and no parts of a list that name nothing."""
    return ledger.once(_amounts)


def _amounts(ledger: Ledger) -> tuple[Fund, ...]:
    return tuple(
        fund
        for fund in ledger.of(Fund)
        if not (fund.listed and fund.item is None and fund.source == "total") and not foreseen(ledger, fund)
    )


def rates(ledger: Ledger) -> tuple[Rate, ...]:
    """The rates that are facts: no forecasts."""
    return ledger.once(_rates)


def _rates(ledger: Ledger) -> tuple[Rate, ...]:
    return tuple(rate for rate in ledger.of(Rate) if not foreseen(ledger, rate))


def _by_role(ledger: Ledger) -> dict[tuple[Role, str | None], list[Fund]]:
    index: dict[tuple[Role, str | None], list[Fund]] = {}
    for fund in amounts(ledger):
        index.setdefault((fund.role, fund.item), []).append(fund)
    return index


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
