"""The total rebuilt from weights, targets, actuals and the execution rate, under each admissible scheme.

Words leave a range: what is qualitative earns between 80 % and all of its weight where the report says that it was
reached (财预〔2020〕10号), and anything where it says nothing. A printed score is held against what the printed figures
can stand for; the rebuilt total is made of the figures as printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

import regex

from extractor.assemble.score_review.lines import Kind, Line
from extractor.checks._scores import full_mark
from extractor.checks._targets import attained, overfulfilled, reach, score_places
from extractor.facts import Indicator, Measure
from extractor.ledger import Ledger
from extractor.quantity import Interval, rounded, trimmed
from extractor.schemes import HUNDRED, ONE, ZERO, Scheme, SchemeClass, schemes_for

FAMILIES: dict[Kind, SchemeClass] = {
    "quantity": "quantity",
    "satisfaction": "satisfaction",
    "execution": "execution",
}
"""kinds of lines that can be recomputed → the class of schemes for them"""

WORDS = {"quantity": "定量指标", "satisfaction": "满意度", "execution": "预算执行率"}
REACHED = Decimal("0.8")
"""the least share of the weight for a qualitative indicator that was reached"""
MOST = 6
"""rebuilt totals that are told; the rest fit worse"""
OVERFULFILLED = "超额完成的按偏离程度扣减"
CUT = "按评分说明扣分"

_CUT = regex.compile(r"扣减?(?:了|去)?(\d+(?:\.\d+)?)分")


@dataclass(frozen=True, slots=True)
class Earned:
    """The points that a line earns by one scheme: ``value`` by its figures as printed (a stretch where words leave it
    open; then it is not ``firm``), ``points`` by all that these can stand for."""

    value: Interval
    points: Interval
    scheme: str = ""
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A total by one choice of schemes (kind of line → scheme). ``matched`` of the ``firm`` lines with a printed score
    come out as printed."""

    total: Interval
    schemes: tuple[tuple[str, str], ...]
    earned: tuple[Earned, ...]
    matched: int
    firm: int


def told(total: Interval) -> str:
    """A decimal, or a range where words leave one: “92.3–98.3”."""
    assert total.low is not None and total.high is not None
    return trimmed(total.low) if total.low == total.high else f"{trimmed(total.low)}–{trimmed(total.high)}"


def rebuild(ledger: Ledger, lines: Sequence[Line], claimed: Decimal | None) -> tuple[Rebuilt, ...]:
    """The totals under each choice of schemes that makes a difference, the best first: the one that gives most of the
    printed scores, then one that holds the claimed total. () when weights are missing or do not make up the full mark,
    or when not one line can be recomputed."""
    weights = [line.weight for line in lines if line.weight is not None]
    if len(weights) < len(lines) or sum(weights, ZERO) != full_mark(ledger):
        return ()
    earnings = _Earnings(ledger, score_places(ledger))
    families = [_options(earnings, lines, kind) for kind in FAMILIES]
    made = [_made(earnings, lines, dict(zip(FAMILIES, choice, strict=True))) for choice in product(*families)]
    if not any(one.firm for line in made for one in line.earned):
        return ()
    made.sort(key=lambda one: (-one.matched, claimed is None or claimed not in one.total))
    return tuple({(one.total.low, one.total.high): one for one in reversed(made)}.values())[::-1][:MOST]


class _Earnings:
    """The points of lines by schemes, each worked out once though many choices hold it."""

    def __init__(self, ledger: Ledger, places: int) -> None:
        self.ledger = ledger
        self._places = places
        self._known: dict[tuple[int, str], Earned] = {}

    def of(self, line: Line, scheme: Scheme | None) -> Earned:
        key = (id(line), scheme.name if scheme else "")
        if key not in self._known:
            self._known[key] = earn(self.ledger, line, scheme, self._places)
        return self._known[key]


def _options(earnings: _Earnings, lines: Sequence[Line], kind: Kind) -> list[Scheme | None]:
    """The schemes for one kind of lines, those that come to the same once."""
    own = [line for line in lines if line.kind == kind]
    told: dict[tuple[Interval, ...], Scheme] = {}
    for scheme in schemes_for(FAMILIES[kind], earnings.ledger.profile):
        told.setdefault(tuple(earnings.of(line, scheme).value for line in own), scheme)
    return list(told.values()) if own else [None]


def _made(earnings: _Earnings, lines: Sequence[Line], choice: dict[Kind, Scheme | None]) -> Rebuilt:
    earned = tuple(earnings.of(line, choice.get(line.kind)) for line in lines)
    total = Interval.point(ZERO)
    for one in earned:
        total = total + one.value
    firm = [(line, one) for line, one in zip(lines, earned, strict=True) if one.firm]
    scored = [line.score.quantity.value in one.points for line, one in firm if line.score is not None]
    used = {line.kind for line, _ in firm}
    names = tuple((WORDS[kind], scheme.name) for kind, scheme in choice.items() if scheme and kind in used)
    return Rebuilt(total, names, earned, sum(scored), len(scored))


def earn(ledger: Ledger, line: Line, scheme: Scheme | None, places: int) -> Earned:
    """The points of one line by one scheme of its kind; those of words where it cannot be recomputed."""
    weight = line.weight
    assert weight is not None
    result = _result(line, scheme) if scheme else None
    if scheme is None or result is None:
        return _of_words(line, weight)
    point, interval = result
    places = max(places, line.score.quantity.places if line.score else 0)
    value = rounded(scheme.share(point) * weight, places)
    return Earned(Interval.point(value), _printed(scheme.points(weight, interval), places), scheme.name)


Result = tuple[Decimal, Interval]
"""what goes into a scheme: by the figures as printed, and all that they can stand for"""


def _result(line: Line, scheme: Scheme) -> Result | None:
    """How far the target of a line is reached, or the percentage itself, as the scheme asks; None when words say it."""
    if line.rates:
        quantity = line.rates[0].figure.quantity
        share = quantity.interval().times(ONE / HUNDRED)
        return (quantity.value / HUNDRED, share) if scheme.over == "ratio" else None
    indicator = line.indicator
    met = reach(indicator).met if indicator else None
    if indicator is None or met is None:
        return None
    if scheme.over == "percent":
        actual = indicator.actual.quantity if indicator.actual else None
        percent = actual is not None and actual.unit is not None and actual.unit.dimension == "percent"
        return (actual.value, actual.interval()) if actual and percent else None
    interval = attained(indicator)
    if interval is None:
        # a range, or a target of none (事故0起): reached or not is all that can be told
        return (ONE, Interval.point(ONE)) if met else (ZERO, Interval.point(ZERO))
    if met:  # 99.6 % printed as 100 % has reached 100 %
        return ONE, Interval(max(interval.low or ZERO, ONE), None)
    return _ratio(indicator, interval), interval


def _ratio(indicator: Indicator, interval: Interval) -> Decimal:
    """Actual ÷ target of a missed target by the figures as printed, or target ÷ actual where less is better."""
    target = indicator.target.quantity if indicator.target else None
    actual = indicator.actual.quantity if indicator.actual else None
    if target is None or actual is None or not target.amount or not actual.amount or actual.op != "eq":
        return interval.low or ZERO
    ratio = actual.amount / target.amount
    return ratio if ratio < 1 else 1 / ratio


def _of_words(line: Line, weight: Decimal) -> Earned:
    cut = cut_told(line)
    if cut is not None and cut <= weight:
        value = Interval.point(weight - cut)
        return Earned(value, value, CUT, firm=False)
    value = Interval(REACHED * weight if _said_to_be_reached(line) else ZERO, weight)
    return Earned(value, value, firm=False)


def cut_told(line: Line) -> Decimal | None:
    """The points that the remark of a line says were taken off, or None when it says nothing of that."""
    reason = line.indicator.reason if line.indicator else None
    cuts = [Decimal(match[1]) for match in _CUT.finditer("".join((reason or "").split()))]
    return sum(cuts, ZERO) if cuts else None


def _said_to_be_reached(line: Line) -> bool:
    indicator = line.indicator
    return indicator is not None and (indicator.claimed_met is True or same(indicator.target, indicator.actual))


def same(one: Measure | None, other: Measure | None) -> bool:
    """True when target and actual are the same words."""
    return bool(one and other and "".join(one.text.split()) == "".join(other.text.split()))


def _printed(points: Interval, places: int) -> Interval:
    """The points as a report would print them."""
    assert points.low is not None and points.high is not None
    return Interval(rounded(points.low, places), rounded(points.high, places))


def explanations(ledger: Ledger, line: Line, places: int) -> Iterator[Earned]:
    """Every way to come to the printed points of a line by its figures."""
    if line.score is None or line.weight is None or line.kind not in FAMILIES:
        return
    for earned in by_any_scheme(ledger, line, places):
        if line.score.quantity.value in earned.points:
            yield earned
    indicator = line.indicator
    if indicator and overfulfilled(ledger, indicator) and (ratio := attained(indicator)) and ratio.high:
        least = _printed(Interval(line.weight / ratio.high, line.weight), places)
        if line.score.quantity.value in least:
            yield Earned(least, least, OVERFULFILLED)


def by_any_scheme(ledger: Ledger, line: Line, places: int) -> Iterator[Earned]:
    """What a line can earn by its figures: by each scheme of its kind, and each rate that it can be the points of."""
    for scheme in _admissible(ledger, line):
        for one in [replace(line, rates=(rate,)) for rate in line.rates] or [line]:
            earned = earn(ledger, one, scheme, places)
            if earned.firm:
                yield earned


def _admissible(ledger: Ledger, line: Line) -> Iterator[Scheme]:
    yield from schemes_for(FAMILIES[line.kind], ledger.profile)
    if line.kind == "execution" and line.indicator:  # a form may score it like its other indicators
        yield from schemes_for("quantity", ledger.profile)
