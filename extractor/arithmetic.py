"""Comparisons of printed figures: sums, rates, bounds, tellings (checks.md section 1).

Each takes figures and answers with an immutable :class:`Comparison`, or with a :class:`Hindrance` that says why the
figures cannot be compared. A printed figure is an interval; a relation holds when, under one rounding mode for all of
its members, the stated interval meets the derived one. Intervals, ``stated``, ``derived`` and ``difference`` are in the
unit of the stated figure; ``expects`` and ``ranges`` in the unit of their own figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from extractor import formulas
from extractor.facts import Figure
from extractor.formulas import Term
from extractor.quantity import Interval, Mode, Quantity, rounded, trimmed

__all__ = ["Comparison", "Hindrance", "Term", "at_most", "plus", "ratio", "same", "total"]

HUNDRED = Decimal(100)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why figures cannot be compared. ``blocked``: the rule applies, but something that it needs is unknown."""

    reason: str
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A relation that was tried. ``figures``: the stated one first. ``doubtful``: it fits only when a figure is read
    coarser than its neighbours, or the residual is larger than rounding explains (a matter for review).

    ``expects``: for a figure, the value that would make the relation exact; ``ranges``: all values that it could be
    printed with and the relation hold.
    """

    fits: bool
    formula: str
    stated: str
    derived: str
    difference: str
    unit: str
    stated_interval: Interval
    derived_interval: Interval
    figures: tuple[Figure, ...]
    mode: Mode | None = None
    note: str | None = None
    doubtful: bool = False
    exact: bool = True
    expects: tuple[tuple[Figure, Decimal], ...] = ()
    ranges: tuple[tuple[Figure, Interval], ...] = ()

    def slips(self, powers: Iterable[int] = (4, -4, 3, -3)) -> tuple[tuple[Figure, int], ...]:
        """The amounts of money any one of which, read 10^n times as large, makes a failed relation hold, with n."""
        if self.fits:
            return ()
        return tuple(
            (figure, power)
            for figure, interval in self.ranges
            for power in powers
            if _is_money(figure) and _pins(interval, figure.quantity.value.scaleb(power))
        )


def _is_money(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return unit is not None and unit.dimension == "money" and figure.quantity.value > 0


def _pins(interval: Interval, value: Decimal) -> bool:
    """True when an interval holds a value and is narrow enough for that to be no coincidence."""
    if interval.low is None or interval.high is None or value not in interval:
        return False
    return interval.low > 0 and interval.high - interval.low <= value / 20


def plus(*figures: Figure) -> tuple[Term, ...]:
    """The figures as summands."""
    return tuple(Term(figure) for figure in figures)


# ------------------------------------------------------------------ sums


def total(stated: Figure, parts: Sequence[Term]) -> Comparison | Hindrance:
    """Is ``stated`` the sum of the signed parts? (section 1.4, with mixed precision as in 1.1)"""
    hindrance = _hindrance([stated, *(part.figure for part in parts)])
    if hindrance:
        return hindrance
    fine = stated.quantity.step
    mode = _sum_mode(stated, parts, fine)
    coarse = mode is None and _sum_mode(stated, parts, None) is not None
    derived = sum((part.amount for part in parts), ZERO)
    residual = stated.quantity.amount - derived
    if residual and all(part.figure.quantity.step < fine for part in parts) and _rounds_to(derived, stated.quantity):
        residual = ZERO  # a total printed coarser than its parts
    unexplained = mode is not None and _too_large(residual, stated, parts)
    fits = mode is not None and not unexplained
    factor = stated.quantity.factor
    value = formulas.sum_value(stated, parts)
    difference = formulas.plain(stated.quantity.value - value)
    unit = formulas.unit_name(stated)
    return Comparison(
        fits=fits,
        formula=formulas.sum_formula(stated, parts, value, fits=fits, equal=not (stated.quantity.value - value)),
        stated=formulas.printed(stated.quantity),
        derived=formulas.plain(value),
        difference=difference,
        unit=unit,
        stated_interval=_scaled(stated.quantity.interval(mode or Mode.HALF_UP), factor),
        derived_interval=_scaled(_sum(parts, mode or Mode.HALF_UP, None if coarse else fine), factor),
        figures=(stated, *(part.figure for part in parts)),
        mode=mode,
        note=f"尾差{difference}{unit}，在四舍五入范围内" if fits and residual else None,
        doubtful=coarse or unexplained,
        exact=not residual,
        expects=_sum_expects(stated, parts),
        ranges=_sum_ranges(stated, parts, fine),
    )


def _sum_mode(stated: Figure, parts: Sequence[Term], fine: Decimal | None) -> Mode | None:
    """The first mode under which the total meets the sum of its parts."""
    return next((mode for mode in Mode if stated.quantity.interval(mode).meets(_sum(parts, mode, fine))), None)


def _sum(parts: Sequence[Term], mode: Mode, fine: Decimal | None) -> Interval:
    whole = Interval.point(ZERO)
    for part in parts:
        whole = whole + _read(part.figure.quantity, mode, fine).times(Decimal(part.weight))
    return whole


def _read(quantity: Quantity, mode: Mode, fine: Decimal | None) -> Interval:
    """The interval of a part; printed coarser than the total, it is first read as exact at the total's last place."""
    if fine is None or quantity.step <= fine:
        return quantity.interval(mode)
    value = quantity.amount
    if mode is Mode.TRUNCATE and fine:
        return Interval(value, value + fine, open_high=True)
    return Interval(value - fine / 2, value + fine / 2)


def _too_large(residual: Decimal, stated: Figure, parts: Sequence[Term]) -> bool:
    """True when n + 1 uniform rounding errors hardly ever add up to such a residual."""
    unit = max([stated.quantity.step, *(min(p.figure.quantity.step, stated.quantity.step) for p in parts)])
    return len(parts) >= 3 and abs(residual) > 3 * unit * (Decimal(len(parts) + 1) / 12).sqrt()


def _sum_expects(stated: Figure, parts: Sequence[Term]) -> tuple[tuple[Figure, Decimal], ...]:
    derived = sum((part.amount for part in parts), ZERO)
    found = [(stated, derived)]
    for part in parts:
        rest = stated.quantity.amount - (derived - part.amount)
        found.append((part.figure, rest * part.weight))
    return tuple((figure, amount / figure.quantity.factor) for figure, amount in found)


def _sum_ranges(stated: Figure, parts: Sequence[Term], fine: Decimal) -> tuple[tuple[Figure, Interval], ...]:
    found = [(stated, _widened(_sum(parts, Mode.HALF_UP, fine), stated))]
    for part in parts:
        others = _sum([other for other in parts if other is not part], Mode.HALF_UP, fine)
        needed = (stated.quantity.interval() - others).times(Decimal(part.weight))
        found.append((part.figure, _widened(needed, part.figure, fine)))
    return tuple((figure, _scaled(interval, figure.quantity.factor)) for figure, interval in found)


# ------------------------------------------------------------------ rates


def ratio(stated: Figure, above: Sequence[Term], below: Sequence[Term]) -> Comparison | Hindrance:
    """Is ``stated``, a percentage, 100 × above ÷ below? (section 1.5) Either may be a signed sum."""
    operands = [term.figure for term in (*above, *below)]
    hindrance = _hindrance(operands, hedged="rates")
    if hindrance:
        return hindrance
    over, under = (sum((term.amount for term in terms), ZERO) for terms in (above, below))
    if under <= 0:
        return Hindrance("基数不大于零，比率无从计算")
    percent = _percent(stated.quantity)
    point = HUNDRED * over / under
    mode = next((m for m in Mode if _ratio_interval(above, below, m).meets(_percent_interval(stated, m))), None)
    if mode is not None:
        mode = _mode_of(point, percent, stated.quantity) or mode
    used = mode or Mode.HALF_UP
    places = stated.quantity.places
    scale = _percent_scale(stated.quantity)
    value = rounded(point / scale, places)
    return Comparison(
        fits=mode is not None,
        formula=formulas.ratio_formula(stated, above, below, value, fits=mode is not None),
        stated=formulas.printed(stated.quantity),
        derived=formulas.plain(value),
        difference=formulas.plain(stated.quantity.value - value),
        unit=formulas.percent_sign(stated.quantity),
        stated_interval=_scaled(_percent_interval(stated, used), scale),
        derived_interval=_scaled(_ratio_interval(above, below, used), scale),
        figures=(stated, *operands),
        mode=mode,
        exact=value == stated.quantity.value,
        expects=_ratio_expects(stated, above, below, percent, value),
        ranges=_ratio_ranges(stated, above, below),
    )


def _percent_scale(quantity: Quantity) -> Decimal:
    """Factor to percent: 1 for % and for a bare number in a rate's place, 0.1 for ‰."""
    return quantity.unit.factor if quantity.unit and quantity.unit.dimension == "percent" else Decimal(1)


def _percent(quantity: Quantity) -> Decimal:
    return quantity.value * _percent_scale(quantity)


def _percent_interval(stated: Figure, mode: Mode) -> Interval:
    return stated.quantity.interval(mode).times(_percent_scale(stated.quantity) / stated.quantity.factor)


def _ratio_interval(above: Sequence[Term], below: Sequence[Term], mode: Mode) -> Interval:
    """100 × the quotient, in percent. Where the divisor may be zero the quotient has no upper end."""
    top, bottom = _sum(above, mode, None), _sum(below, mode, None)
    if top.low is None or top.high is None or bottom.low is None or bottom.high is None:
        raise ValueError("hedged figures have no quotient")
    low = top.low / (bottom.low if top.low < 0 and bottom.low > 0 else bottom.high)
    high = None if bottom.low <= 0 else top.high / (bottom.low if top.high > 0 else bottom.high)
    return Interval(low, high).times(HUNDRED)


def _mode_of(point: Decimal, percent: Decimal, quantity: Quantity) -> Mode | None:
    """The mode that takes the computed rate to the printed one, or None when only the intervals meet."""
    scale, places = _percent_scale(quantity), quantity.places
    grid = Decimal(1).scaleb(-places)
    if rounded(point / scale, places) * scale == percent:
        return Mode.HALF_UP
    if (point / scale).quantize(grid, rounding=ROUND_HALF_EVEN) * scale == percent:
        return Mode.HALF_EVEN
    return None


def _ratio_expects(
    stated: Figure, above: Sequence[Term], below: Sequence[Term], percent: Decimal, value: Decimal
) -> tuple[tuple[Figure, Decimal], ...]:
    found = [(stated, value)]
    over, under = (sum((term.amount for term in terms), ZERO) for terms in (above, below))
    for term, other in _single_terms(above, below):
        needed = under * percent / HUNDRED if other is above else (over * HUNDRED / percent if percent > 0 else None)
        if needed is not None:
            side = over if other is above else under
            amount = (needed - (side - term.amount)) * term.weight
            found.append((term.figure, amount / term.figure.quantity.factor))
    return tuple(found)


def _ratio_ranges(stated: Figure, above: Sequence[Term], below: Sequence[Term]) -> tuple[tuple[Figure, Interval], ...]:
    rate = _percent_interval(stated, Mode.HALF_UP)
    derived = _widened(_ratio_interval(above, below, Mode.HALF_UP), stated, step=_rate_step(stated))
    found = [(stated, _scaled(derived, _percent_scale(stated.quantity)))]
    for term, side in _single_terms(above, below):
        other = _sum(below if side is above else above, Mode.HALF_UP, None)
        needed = _times(other, rate) if side is above else _over(other, rate)
        rest = _sum([t for t in side if t is not term], Mode.HALF_UP, None)
        if needed is not None:
            interval = _widened((needed - rest).times(Decimal(term.weight)), term.figure)
            found.append((term.figure, _scaled(interval, term.figure.quantity.factor)))
    return tuple(found)


def _rate_step(stated: Figure) -> Decimal:
    return Decimal(1).scaleb(-stated.quantity.places) * _percent_scale(stated.quantity)


def _single_terms(above: Sequence[Term], below: Sequence[Term]) -> list[tuple[Term, Sequence[Term]]]:
    """The terms that stand on one side only, with their side: only these can be solved for."""
    upper, lower = ({term.figure.id for term in side} for side in (above, below))
    both = upper & lower
    return [(term, side) for side in (above, below) for term in side if term.figure.id not in both]


def _times(amounts: Interval, percent: Interval) -> Interval | None:
    if amounts.low is None or amounts.high is None or percent.low is None or percent.low < 0 or amounts.low < 0:
        return None
    high = None if percent.high is None else amounts.high * percent.high / HUNDRED
    return Interval(amounts.low * percent.low / HUNDRED, high)


def _over(amounts: Interval, percent: Interval) -> Interval | None:
    quotient = amounts.over(percent)
    return quotient.times(HUNDRED) if quotient else None


# ------------------------------------------------------------------ bounds and tellings


def at_most(parts: Sequence[Term], whole: Sequence[Term]) -> Comparison | Hindrance:
    """Is the sum of ``parts`` no more than that of ``whole``? Rounding is given the benefit of the doubt."""
    hindrance = _hindrance([term.figure for term in (*parts, *whole)])
    if hindrance:
        return hindrance
    low, high = _sum(parts, Mode.HALF_UP, None), _sum(whole, Mode.HALF_UP, None)
    assert low.low is not None and high.high is not None
    fits = low.low <= high.high
    first = parts[0].figure
    factor = first.quantity.factor
    stated, derived = formulas.sum_value(first, parts), formulas.sum_value(first, whole)
    return Comparison(
        fits=fits,
        formula=formulas.bound_formula(parts, whole, fits=fits),
        stated=formulas.plain(stated),
        derived=formulas.plain(derived),
        difference=formulas.plain(stated - derived),
        unit=formulas.unit_name(first),
        stated_interval=_scaled(low, factor),
        derived_interval=_scaled(high, factor),
        figures=tuple(term.figure for term in (*parts, *whole)),
        ranges=tuple(_bound_ranges(parts, whole)),
    )


def _bound_ranges(parts: Sequence[Term], whole: Sequence[Term]) -> Iterator[tuple[Figure, Interval]]:
    """For each figure the values with which the parts would not pass the whole."""
    slack = _sum(whole, Mode.HALF_UP, None) - _sum(parts, Mode.HALF_UP, None)
    for term, side in [*((part, -1) for part in parts), *((one, 1) for one in whole)]:
        quantity = term.figure.quantity
        # the figure may still grow by the slack (or must grow by what is missing), in the direction that costs room
        room = None if slack.high is None else quantity.amount - slack.high * side * term.weight
        upper = side * term.weight < 0
        interval = Interval(None, room) if upper else Interval(room, None)
        yield term.figure, _scaled(interval, quantity.factor)


def same(stated: Figure, other: Figure) -> Comparison | Hindrance:
    """Do two figures tell one number? Hedges count as ranges: 1100 and 1100多 agree."""
    hindrance = _hindrance([stated, other], hedged="all")
    if hindrance:
        return hindrance
    mode = next((m for m in Mode if stated.quantity.interval(m).meets(other.quantity.interval(m))), None)
    used = mode or Mode.HALF_UP
    factor, theirs = stated.quantity.factor, other.quantity.factor
    value = other.quantity.amount / factor if factor != theirs else other.quantity.value
    equal = stated.quantity.amount == other.quantity.amount and stated.quantity.op == other.quantity.op
    return Comparison(
        fits=mode is not None,
        formula=formulas.same_formula(stated, other, fits=mode is not None, equal=equal),
        stated=formulas.printed(stated.quantity),
        derived=formulas.plain(value) if factor == theirs else trimmed(value),
        difference=formulas.plain(stated.quantity.value - value),
        unit=formulas.unit_name(stated),
        stated_interval=_scaled(stated.quantity.interval(used), factor),
        derived_interval=_scaled(other.quantity.interval(used), factor),
        figures=(stated, other),
        mode=mode,
        exact=equal,
        expects=((stated, other.quantity.amount / factor), (other, stated.quantity.amount / theirs)),
        ranges=(
            (stated, _scaled(_widened(other.quantity.interval(), stated), factor)),
            (other, _scaled(_widened(stated.quantity.interval(), other), theirs)),
        ),
    )


# ------------------------------------------------------------------ shared


def _hindrance(figures: Sequence[Figure], hedged: str = "none") -> Hindrance | None:
    """Why these cannot be compared with one another, or None. A hedged figure takes no part in sums (section 1.3)."""
    units = [figure.quantity.unit for figure in figures]
    dimensions = {
        (unit.dimension, unit.base if unit.dimension in ("count", "measure") else "") for unit in units if unit
    }
    if len(dimensions) > 1:
        return Hindrance("计量单位不同，不能比较")
    if dimensions and None in units:
        return Hindrance("有的数字单位不明", blocked=True)
    if hedged != "all" and any(figure.quantity.op != "eq" for figure in figures):
        return Hindrance("含约数或概数，不参与计算")
    return None


def _rounds_to(value: Decimal, quantity: Quantity) -> bool:
    return bool(quantity.step) and abs(value - quantity.amount) <= quantity.step / 2


def _scaled(interval: Interval, factor: Decimal) -> Interval:
    """The interval in another unit."""
    return interval.times(Decimal(1) / factor) if factor != 1 else interval


def _widened(interval: Interval, figure: Figure, fine: Decimal | None = None, step: Decimal | None = None) -> Interval:
    """All printed values whose own interval would meet this one."""
    own = figure.quantity.step if step is None else step
    half = (own if fine is None else min(own, fine)) / 2
    return Interval(
        None if interval.low is None else interval.low - half,
        None if interval.high is None else interval.high + half,
        interval.open_low,
        interval.open_high,
    )
