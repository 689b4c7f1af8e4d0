"""One indicator told twice: which tellings speak of the same one, and in what they differ.

Forms of two projects share their indicator names, and so do the sub-projects of one form. So two tellings are tied only
when target or result of both agree, and when most of the names that two places share agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import regex

from extractor.arithmetic import Comparison, same
from extractor.checks._context import table_of
from extractor.facts import Figure, Indicator, Measure
from extractor.ledger import Ledger

SHORTEST = 4
"""characters of a name that leave no doubt"""
_PLAIN = regex.compile(r"[（(][^（）()]*[）)]|\s|[“”\"'：:]")


@dataclass(frozen=True, slots=True)
class Twin:
    """Two tellings of one indicator. ``result`` compares the figures that differ, or the ones that agree."""

    one: Indicator
    other: Indicator
    result: Comparison

    @property
    def crossed(self) -> bool:
        """True when one stands in a table and the other in the text."""
        return (self.one.cell is None) != (self.other.cell is None)


def twins(ledger: Ledger) -> tuple[Twin, ...]:
    """All indicators that are told twice, with what came of comparing them."""
    return ledger.once(_twins)


def _twins(ledger: Ledger) -> tuple[Twin, ...]:
    groups: dict[str, list[tuple[int, Indicator]]] = {}
    for indicator in ledger.of(Indicator):
        name = _PLAIN.sub("", indicator.name)
        if len(name) >= SHORTEST:
            groups.setdefault(name, []).append((_place(ledger, indicator), indicator))
    pairs: dict[tuple[int, int], list[tuple[Indicator, Indicator]]] = {}
    for group in groups.values():
        for (here, one), (there, other) in combinations(group, 2):
            if one.levels[-1:] == other.levels[-1:] or not (one.levels and other.levels):
                pairs.setdefault((here, there), []).append((one, other))
    return tuple(twin for places, found in pairs.items() for twin in _tied(places, found))


def _place(ledger: Ledger, indicator: Indicator) -> int:
    """The table in which an indicator stands, by its index; of those in the text the section, as a negative number."""
    table = table_of(ledger, indicator)
    return -2 - indicator.section if table is None else table


def _tied(places: tuple[int, int], pairs: list[tuple[Indicator, Indicator]]) -> Iterator[Twin]:
    """The pairs of two places (or of one) that can only be tellings of one indicator each."""
    if places[0] == places[1] and len(pairs) > 1:
        return  # names that come again and again in one place belong to its parts
    compared = [(one, other, _compared(one, other)) for one, other in pairs]
    agreeing = sum(all(result.fits for result in results) for _, _, results in compared if results)
    if 2 * agreeing < len(compared) - 1:
        return
    for one, other, results in compared:
        wrong = [result for result in results if not result.fits]
        if results and not wrong:
            yield Twin(one, other, results[-1])
        elif len(wrong) == 1 and len(results) == 2:
            yield Twin(one, other, wrong[0])


def _compared(one: Indicator, other: Indicator) -> list[Comparison]:
    """Target against target, result against result, as far as both are figures of one kind."""
    pairs = ((one.target, other.target), (one.actual, other.actual))
    results = (same(ours, theirs) for a, b in pairs if (ours := _exact(a)) and (theirs := _exact(b)))
    return [result for result in results if isinstance(result, Comparison)]


def _exact(measure: Measure | None) -> Figure | None:
    """The figure of a target or result, its sign (≥) aside: a bound that is told twice is one number."""
    figure = measure.figure if measure else None
    if figure is None or figure.quantity.op not in ("ge", "gt", "le", "lt"):
        return figure
    return replace(figure, quantity=replace(figure.quantity, op="eq"))
