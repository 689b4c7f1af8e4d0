"""Tying the numbers of a formula to the printed figures that it was made of, so that it can be recomputed.

A number of the formula is a figure of the verdict with the same digits; or, where the formula shows a base as one
value (``246.02 ÷ 246.02 = 100%``), the signed sum of figures that it does not name; or a constant (``≤ 100%``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product

from extractor.facts import Figure
from extractor.formulas import printed, unit_name
from extractor.writers.paper.equation import Number

MAX_SUMMED = 5
"""figures that may hide behind one value; more are too many to try"""

Term = tuple[bool, Figure]
"""(is taken away, figure)"""


@dataclass
class Binder:
    """Gives each figure away once, as long as there are others."""

    figures: Sequence[Figure]
    _used: set[int] = field(default_factory=set, init=False)
    forced: bool = field(default=False, init=False)
    """a number stands for no figure, or for one that another number stands for"""

    def bind(self, wanted: Sequence[Number]) -> list[tuple[Term, ...]]:
        """The signed figures behind each number, in order; none for a constant. Plain figures are given away first,
        so that what is left can make up the sums."""
        plain = [self._fresh(number) for number in wanted]
        return [
            _single(figure) if figure else self._summed(number) or self._again(number)
            for number, figure in zip(wanted, plain, strict=True)
        ]

    def _fresh(self, number: Number) -> Figure | None:
        found = next((one for one in self.figures if one.id not in self._used and _tells(one, number)), None)
        if found:
            self._used.add(found.id)
        return found

    def _again(self, number: Number) -> tuple[Term, ...]:
        self.forced = True
        found = next((one for one in self.figures if _tells(one, number)), None)
        return _single(found) if found else ()

    def _summed(self, number: Number) -> tuple[Term, ...]:
        rest = [figure for figure in self.figures if figure.id not in self._used and figure.quantity.op == "eq"]
        for size in range(2, min(len(rest), MAX_SUMMED) + 1):
            for chosen in combinations(rest, size):
                for signs in product((False, True), repeat=size - 1):
                    terms = tuple(zip((False, *signs), chosen, strict=True))
                    if _sum(terms) == number.value * chosen[0].quantity.factor:
                        self._used.update(figure.id for figure in chosen)
                        return terms
        return ()


def _single(figure: Figure) -> tuple[Term, ...]:
    """The formula prints amounts without their sign: −5 is ``− 5``, and its cell holds −5."""
    return ((figure.quantity.negative, figure),)


def _tells(figure: Figure, number: Number) -> bool:
    quantity = figure.quantity
    if number.unit and "".join(quantity.text.split()) == number.digits + number.unit:
        return True  # as printed, with its hedge: 1100余人
    if number.unit and number.unit not in (unit_name(figure), quantity.unit_text, "%"):
        return False
    return number.digits in (quantity.digits, printed(quantity))


def _sum(terms: Sequence[Term]) -> Decimal:
    return sum(((-1 if minus else 1) * figure.quantity.amount for minus, figure in terms), Decimal(0))
