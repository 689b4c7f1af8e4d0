"""The result of an indicator, told again in the text: 实际完成值30个 and 共30个国家和地区的嘉宾.

The two are tied by words alone, so the words must leave no doubt: a counted thing of four characters or more that the
indicator names, in the same unit, of the evaluated year, and not in a sentence that speaks of plans.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.arithmetic import Comparison, same
from extractor.checks._context import intended
from extractor.facts import Count, Indicator
from extractor.ledger import Ledger

SHORTEST = 4
"""characters of a counted thing that leave no doubt"""
_LINKS = regex.compile(r"[和及与或]|\P{Han}")


@dataclass(frozen=True, slots=True)
class ResultTold:
    """An indicator's result, the count that tells it again, and what came of comparing them."""

    indicator: Indicator
    count: Count
    result: Comparison


def results_told(ledger: Ledger) -> Iterator[ResultTold]:
    """Every result that is told again: by a count that agrees, else by the only one that does not."""
    counts = [count for count in ledger.of(Count) if _is_done(ledger, count)]
    for indicator in ledger.of(Indicator):
        actual = indicator.actual.figure if indicator.actual else None
        if actual is None or indicator.sentence < 0:
            continue
        compared = [
            ResultTold(indicator, count, result)
            for count in _named(indicator, counts)
            if isinstance(result := same(count.figure, actual), Comparison)
        ]
        agreeing = [told for told in compared if told.result.fits]
        values = {told.count.figure.quantity.amount for told in compared}
        yield from agreeing[:1] or (compared if len(values) == 1 and not _is_target(indicator, values) else [])


def _is_done(ledger: Ledger, count: Count) -> bool:
    """True for a count of what was done in the evaluated year."""
    year = ledger.fiscal_year
    return count.cell is None and (None in (count.year, year) or count.year == year) and not intended(ledger, count)


def _named(indicator: Indicator, counts: list[Count]) -> list[Count]:
    """The counts of the thing that the indicator names, by the longest name that fits."""
    said = plain(indicator.name + (indicator.target.text if indicator.target else ""))
    unit = indicator.actual.quantity.unit if indicator.actual and indicator.actual.quantity else None
    fitting = [
        count
        for count in counts
        if count.sentence != indicator.sentence
        and unit is not None
        and count.figure.quantity.unit is not None
        and count.figure.quantity.unit.base == unit.base
        and len(plain(count.noun)) >= SHORTEST
        and plain(count.noun) in said
    ]
    longest = max((len(plain(count.noun)) for count in fitting), default=0)
    return [count for count in fitting if len(plain(count.noun)) == longest]


def plain(words: str) -> str:
    """The characters of a name, without links and brackets.

    >>> plain("境外国家（地区）代表"), plain("国家和地区")
    ('境外国家地区代表', '国家地区')
    """
    return str(_LINKS.sub("", words))


def _is_target(indicator: Indicator, values: set[Decimal]) -> bool:
    target = indicator.target.quantity if indicator.target else None
    return target is not None and target.amount in values and target.op != "eq"
