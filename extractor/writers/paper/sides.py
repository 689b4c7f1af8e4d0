"""The sides of an equation as expressions over the cells of the printed figures: their values, and their intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from extractor.facts import Figure
from extractor.writers.paper.binding import Term
from extractor.writers.paper.equation import Node, Number, Product, Sum
from extractor.writers.paper.live import Live, constant

HUNDRED = Decimal(100)

Ends = tuple[Live | None, Live | None]


class Cells(Protocol):
    """The cells of a printed figure, in its printed unit. ``ends`` are the bounds of its interval, None without one;
    ``step`` is the size of its last place, ``factor`` what brings it to the base unit."""

    def value(self, figure: Figure) -> Live: ...
    def ends(self, figure: Figure) -> Ends: ...
    def step(self, figure: Figure) -> Live: ...
    def factor(self, figure: Figure) -> Live: ...


def is_percent(number: Number) -> bool:
    return number.unit in ("%", "‰")


@dataclass(frozen=True, slots=True)
class Reading:
    """How coarse a figure is read: to the nearest or cut off; no coarser than ``fine``, where that is given."""

    cells: Cells
    cut: bool
    fine: Figure | None

    def ends(self, figure: Figure) -> Ends:
        quantity, cells = figure.quantity, self.cells
        coarse = self.fine is not None and quantity.step > self.fine.quantity.step
        if not coarse and not (self.cut and quantity.op == "eq" and quantity.step):
            return cells.ends(figure)
        value, step = cells.value(figure), cells.step(figure)
        if coarse and self.fine is not None:
            step = cells.step(self.fine)
            if self.fine.quantity.factor != quantity.factor:
                step = step.scaled(self.fine.quantity.factor / quantity.factor)
        if self.cut:
            return (value, value.plus(step)) if quantity.value >= 0 else (value.plus(step, minus=True), value)
        half = step.scaled(Decimal("0.5"))
        return value.plus(half, minus=True), value.plus(half)


def readings(cells: Cells, stated: Figure) -> Iterator[Reading]:
    """The simplest first."""
    for fine in (None, stated):
        for cut in (False, True):
            yield Reading(cells, cut, fine)


def in_several_units(terms: Sequence[Sequence[Term]]) -> bool:
    """True when the figures are printed in several units, so that each has to be brought to the base unit."""
    return len({figure.quantity.factor for named in terms for _, figure in named if not is_rate(figure)}) > 1


def is_rate(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return unit is not None and unit.dimension == "percent"


@dataclass
class Builder:
    """Expressions of the sides of an equation. ``terms``: the figures behind each of its numbers, in order;
    ``unit``: the figure in whose unit the result is; ``reading``: how to read the figures as intervals."""

    cells: Cells
    mixed: bool
    terms: Iterator[Sequence[Term]]
    unit: Figure | None = None
    reading: Reading | None = None

    def value(self, node: Node, percent: bool) -> Live | None:
        """The value of a side; a quotient in percent where the other side is one."""
        low, _ = self._ends(node)
        return self._result(node, low, percent)

    def ends(self, node: Node, percent: bool, stated: Figure) -> Ends:
        """The interval of a side, in the unit of ``stated``."""
        scale = Decimal(1) / stated.quantity.factor if percent and stated.quantity.unit else Decimal(1)
        low, high = (self._result(node, end, percent) for end in self._ends(node))
        return low and low.scaled(scale), high and high.scaled(scale)

    def _result(self, node: Node, end: Live | None, percent: bool) -> Live | None:
        if end is None:
            return None
        if percent and isinstance(node, Product):
            return end.scaled(HUNDRED)
        return end.over(self.cells.factor(self.unit)) if self.mixed and self.unit and not percent else end

    def _ends(self, node: Node) -> Ends:
        """(low, high); a value twice when the figures are read as points."""
        match node:
            case Number():
                return self._number(node)
            case Sum():
                return self._sum([(minus, self._ends(term)) for minus, term in node.terms])
            case Product():
                return self._product(node)

    def _number(self, number: Number) -> Ends:
        terms = next(self.terms)
        if not terms:
            value = number.value
            if self.mixed and self.unit and not is_percent(number):
                value *= self.unit.quantity.factor
            return constant(value), constant(value)
        return self._sum([(minus, self._figure(figure)) for minus, figure in terms])

    def _figure(self, figure: Figure) -> Ends:
        point = self.cells.value(figure)
        low, high = self.reading.ends(figure) if self.reading else (point, point)
        if self.mixed and not is_rate(figure):
            factor = self.cells.factor(figure)
            return low and low.times(factor), high and high.times(factor)
        return low, high

    @staticmethod
    def _sum(terms: Sequence[tuple[bool, Ends]]) -> Ends:
        low: Live | None = None
        high: Live | None = None
        for index, (minus, (least, most)) in enumerate(terms):
            if minus:
                least, most = most, least
            if least is None or most is None:
                return None, None
            if not index:
                low, high = (least.negated(), most.negated()) if minus else (least, most)
            elif low is not None and high is not None:
                low, high = low.plus(least, minus), high.plus(most, minus)
        return low, high

    def _product(self, node: Product) -> Ends:
        low, high = self._ends(node.first)
        for sign, factor in node.others:
            least, most = self._ends(factor)
            if low is None or high is None or least is None or most is None:
                return None, None
            if sign == "×":
                share = isinstance(factor, Number) and is_percent(factor)
                low, high = (end.scaled(1 / HUNDRED) if share else end for end in (low.times(least), high.times(most)))
            else:
                under = least.value > 0
                low, high = (
                    low.over(most if low.value >= 0 or not under else least),
                    (high.over(least if high.value > 0 else most) if under else None),
                )
        return low, high
