"""The lines that a claimed total is made of: each with its points, its weight, and what it can be recomputed from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractor.checks._execution import is_execution
from extractor.checks._leaves import Leaf, Leaves, plain, readings
from extractor.checks._scores import full_mark
from extractor.checks._targets import is_satisfaction, score_places
from extractor.facts import Figure, Indicator, Rate
from extractor.ledger import Ledger
from extractor.quantity import rounded

Kind = Literal["quantity", "satisfaction", "execution", "words", "block"]
"""what a line is scored for: a number against its target, a rate of money, words, or a whole block without lines"""

UNLISTED = "预算执行率"
"""the block that may stand outside the list, under its usual name"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``score`` is None for the execution block that a form scores outside its list; ``weight`` is then what
    the list lacks. ``rates`` are the printed rates that the line can be the points of."""

    name: str
    kind: Kind
    weight: Decimal | None
    score: Figure | None = None
    printed_weight: Figure | None = None
    indicator: Indicator | None = None
    rates: tuple[Rate, ...] = ()

    @property
    def points(self) -> Decimal:
        """The points that the line claims, never less than none."""
        return max(self.score.quantity.value, Decimal(0)) if self.score else Decimal(0)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The numbers on which the points rest, the points and the weight aside."""
        one = self.indicator
        measures = (one.target, one.actual) if one else ()
        found = [measure.figure for measure in measures if measure and measure.figure]
        return (*found, *(rate.figure for rate in self.rates))


def lines_of(ledger: Ledger, total: Decimal | None) -> tuple[Line, ...]:
    """The single scores behind a total, with the unlisted execution block where the weights leave room for it.

    Where a part (产出, 预算执行) stands beside indicators, only the arithmetic tells whether it holds them: the reading
    that adds up to the total is taken, else the one whose weights add up to the full mark, else the fullest.
    """
    ways = list(readings(ledger))
    if not ways:
        return tuple(_unscored(ledger))
    full = full_mark(ledger)
    chosen = max(
        ways, key=lambda way: (way.score == total, way.weighed and way.weight == full, _room(ledger, way, full))
    )
    places = score_places(ledger)
    lines = [_line(ledger, leaf, places) for leaf in chosen.lines]
    return (*lines, *_unlisted(ledger, chosen, full))


def _line(ledger: Ledger, leaf: Leaf, places: int) -> Line:
    indicator = _indicator_of(ledger, leaf)
    weight = leaf.weight.quantity.value if leaf.weight else None
    rates: tuple[Rate, ...] = ()
    if indicator is None or not _has_result(indicator):
        rates = _scored_rates(_rates_for(ledger, leaf.name), leaf.name, leaf.score, weight, places)
    elif weight is not None:
        indicator = _directed(indicator, leaf.score, weight, places)
    kind = _kind(leaf.name, indicator, rates)
    if kind == "execution" and _is_dimension(ledger, leaf.name, weight):
        return Line(leaf.name, "block", weight, leaf.score, leaf.weight, indicator)
    return Line(leaf.name, kind, weight, leaf.score, leaf.weight, indicator, rates)


def _is_dimension(ledger: Ledger, name: str, weight: Decimal | None) -> bool:
    """True for a block such as 预算执行（25分）that holds more than the rate, by its weight."""
    return not plain(name).endswith(("率", "进度")) and weight not in ledger.profile.execution_weights


def _kind(name: str, indicator: Indicator | None, rates: Sequence[Rate]) -> Kind:
    if is_execution(name):
        return "execution"
    if indicator is None:
        return "block"
    if is_satisfaction(indicator):
        return "satisfaction"
    numeric = indicator.target and indicator.target.quantity and indicator.actual and indicator.actual.quantity
    return "quantity" if numeric or rates else "words"


def _scored_rates(
    rates: Sequence[Rate], name: str, score: Figure, weight: Decimal | None, places: int
) -> tuple[Rate, ...]:
    """The rates with the one that gives the printed points first. A rate that is not of execution (控制率) is the
    ground of a line only when it gives its points: it may be one of which less is better."""
    if weight is None:
        return tuple(rates)
    giving = [rate for rate in rates if _gives(rate.figure.quantity.value * weight / 100, score, places)]
    return (*giving, *(rate for rate in rates if rate not in giving and is_execution(name)))


def _directed(indicator: Indicator, score: Figure, weight: Decimal, places: int) -> Indicator:
    """The indicator; one that seems to be better the lower it is, with a bare number as target, counts upwards when its
    points are just actual ÷ target of the weight (违法案件查处率 96 % of 100 %, 9.60 of 10)."""
    target = indicator.target.quantity if indicator.target else None
    actual = indicator.actual.quantity if indicator.actual else None
    if indicator.direction >= 0 or target is None or actual is None or target.op != "eq" or not target.amount:
        return indicator
    upwards = 0 < actual.amount < target.amount and _gives(actual.amount / target.amount * weight, score, places)
    return replace(indicator, direction=1) if upwards else indicator


def _gives(points: Decimal, score: Figure, places: int) -> bool:
    return rounded(points, max(places, score.quantity.places)) == score.quantity.value


def _indicator_of(ledger: Ledger, leaf: Leaf) -> Indicator | None:
    """The indicator that a score belongs to, with the result that another telling of it gives, where it gives none."""
    everything = ledger.of(Indicator)
    own = next((one for one in everything if one.score and one.score.id == leaf.score.id), None)
    if own is None or own.actual:
        return own
    told = [one for one in everything if one.name == own.name and one.actual and not one.score]
    return replace(own, target=own.target or told[0].target, actual=told[0].actual) if len(told) == 1 else own


def _has_result(indicator: Indicator) -> bool:
    return bool(indicator.actual and indicator.actual.quantity)


def _rates_for(ledger: Ledger, name: str) -> tuple[Rate, ...]:
    """The printed rates that a line of this name can be the points of, each value once."""
    bare = "".join(plain(name).split())
    fitting = [rate for rate in ledger.of(Rate) if _is_of(rate, bare)]
    return tuple({rate.figure.quantity.value: rate for rate in reversed(fitting)}.values())[::-1]


def _is_of(rate: Rate, name: str) -> bool:
    if rate.source != "total":
        return False
    if rate.item is None and is_execution(name):
        return rate.kind == "execution"
    called = "".join(rate.name.split())
    item = "".join((rate.item or "").split()).strip('“”"')
    return len(called) > 1 and called in name and (item in name if item else rate.kind == "other")


def _room(ledger: Ledger, way: Leaves, full: Decimal) -> bool:
    """True when a list leaves just the weight of the execution rate: 90 of 100, 4 × 22.5 of 100."""
    listed = any(is_execution(leaf.name) for leaf in way.lines)
    return way.weighed and not listed and full - way.weight in ledger.profile.execution_weights


def _unlisted(ledger: Ledger, way: Leaves, full: Decimal) -> Iterator[Line]:
    rates = _rates_for(ledger, UNLISTED) if _room(ledger, way, full) else ()
    if rates:
        yield Line(UNLISTED, "execution", full - way.weight, rates=rates)


def _unscored(ledger: Ledger) -> Iterator[Line]:
    """Indicators with weights and no scores: nothing is claimed line by line, but the total can be rebuilt."""
    seen: set[tuple[object, ...]] = set()
    for one in ledger.of(Indicator):
        key = (one.levels, one.name)
        if one.weight is None or key in seen:
            continue
        seen.add(key)
        rates = () if _has_result(one) else _rates_for(ledger, one.name)
        kind = _kind(one.name, one, rates)
        yield Line(one.name, kind, one.weight.quantity.value, None, one.weight, one, rates)
