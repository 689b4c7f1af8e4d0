"""What money there was to spend: the denominators of rates, the upper bounds of spending, the start of a balance.

The order is that of checks.md section 1.5: the printed available or adjusted amount; else initial + carry-over ±
adjustments of the same year; else initial; else what was received.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from extractor.arithmetic import Term
from extractor.checks._options import CARRIED, INITIAL, Options, Scope, options
from extractor.facts import Fact, Fund, Role
from extractor.ledger import Ledger
from extractor.terms import ROLES


@dataclass(frozen=True, slots=True)
class Base:
    """A sum of funds. ``primary``: the base that one expects here; ``sure``: no other funds can be meant."""

    funds: tuple[Fund, ...]
    primary: bool = False
    sure: bool = False
    word: str = ""
    """what the report calls it, where its role does not say enough"""

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(Term(fund.figure, -1 if fund.negative else 1) for fund in self.funds)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(fund.role for fund in self.funds)

    @property
    def name(self) -> str:
        """年初预算＋上年结转"""
        return self.word or "＋".join(dict.fromkeys(ROLES[fund.role] for fund in self.funds))


def bases(ledger: Ledger, near: Fact, scope: Scope) -> tuple[Base, ...]:
    """All bases that the report prints for a scope, primary ones first."""
    printed = Printed.read(ledger, near, scope)
    found = sorted(printed.bases(), key=lambda base: not base.primary)
    distinct = {frozenset(fund.figure.id for fund in base.funds): base for base in reversed(found)}
    return tuple(base for base in found if distinct[frozenset(fund.figure.id for fund in base.funds)] is base)


@dataclass(frozen=True, slots=True)
class Printed:
    """The amounts of one scope that can make up a base."""

    initial: Options
    carried: Options
    adjusted: Options
    available: Options
    received: Options
    allocated: Options
    adjustments: tuple[Fund, ...]

    @staticmethod
    def read(ledger: Ledger, near: Fact, scope: Scope) -> Printed:
        return Printed(
            initial=options(ledger, near, scope, "initial_budget", sources=INITIAL),
            carried=options(ledger, near, scope, "carryover_in", sources=CARRIED),
            adjusted=options(ledger, near, scope, "adjusted_budget"),
            available=options(ledger, near, scope, "available"),
            received=options(ledger, near, scope, "received"),
            allocated=options(ledger, near, scope, "allocated"),
            adjustments=options(ledger, near, scope, "adjustment").funds,
        )

    def bases(self) -> Iterator[Base]:
        """Every base, in the order of section 1.5 within each kind."""
        stated = bool(self.available or self.adjusted)
        yield from self._of(True, self.available)
        yield from self._of(True, self.adjusted)
        yield from self._of(not self.available, self.adjusted, self.carried)
        summed = not stated and bool(self.carried or self.adjustments)
        yield from self._of(summed and bool(self.carried), self.initial, self.carried, changes=self.adjustments)
        if self.adjustments:
            yield from self._of(summed and not self.carried, self.initial, changes=self.adjustments)
            yield from self._of(False, self.initial, self.carried)
        yield from self._of(not stated and not summed, self.initial)
        lonely = not stated and not self.initial
        yield from self._of(lonely, self.received)
        yield from self._of(lonely, self.received, self.carried)
        # money handed down (拨付各县) is what those who spend it are measured by
        yield from self._of(not stated, self.allocated)

    @staticmethod
    def _of(primary: bool, *parts: Options, changes: tuple[Fund, ...] = ()) -> Iterator[Base]:
        if not all(parts):
            return
        sure = all(part.sure for part in parts)
        for index, funds in enumerate(product(*(part.funds for part in parts))):
            yield Base((*funds, *changes), primary, sure and index == 0)
