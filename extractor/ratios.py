"""A printed percentage against the quotient of two sums (checks.md sections 1.5 and 1.6)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from extractor import formulas
from extractor.comparison import ZERO, Comparison, Hindrance, hindrance_of, scaled, summed, widened
from extractor.deferred import Deferred
from extractor.facts import Figure
from extractor.formulas import Term
from extractor.quantity import READINGS, Interval, Mode, Quantity, rounded

HUNDRED = Decimal(100)


def ratio(stated: Figure, above: Sequence[Term], below: Sequence[Term]) -> Comparison | Hindrance:
    """Is ``stated``, a percentage, 100 × above ÷ below? (section 1.5) Either may be a signed sum."""
    operands = [term.figure for term in (*above, *below)]
    hindrance = hindrance_of(operands)
    if hindrance:
        return hindrance
    over, under = (sum((term.amount for term in terms), ZERO) for terms in (above, below))
    if under <= 0:
        return Hindrance("基数不大于零，比率无从计算")
    percent = _percent(stated.quantity)
    point = HUNDRED * over / under
    mode = _ratio_mode(stated, above, below)
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
        stated_interval=scaled(_percent_interval(stated, used), scale),
        derived_interval=scaled(_ratio_interval(above, below, used), scale),
        figures=(stated, *operands),
        mode=mode,
        modes=_ratio_modes(stated, above, below, point) if mode else (),
        exact=value == stated.quantity.value,
        expects=Deferred(lambda: _ratio_expects(stated, above, below, percent, value)),
        ranges=Deferred(lambda: _ratio_ranges(stated, above, below)),
    )


def fits_ratio(stated: Figure, above: Sequence[Term], below: Sequence[Term]) -> bool:
    """The short answer of :func:`ratio`: can be computed, and fits."""
    if hindrance_of([term.figure for term in (*above, *below)]) or sum((term.amount for term in below), ZERO) <= 0:
        return False
    return _ratio_mode(stated, above, below) is not None


def _ratio_mode(stated: Figure, above: Sequence[Term], below: Sequence[Term]) -> Mode | None:
    """The first mode under which the printed rate meets the quotient."""
    return next((m for m in READINGS if _ratio_interval(above, below, m).meets(_percent_interval(stated, m))), None)


def _ratio_modes(stated: Figure, above: Sequence[Term], below: Sequence[Term], point: Decimal) -> tuple[Mode, ...]:
    """All modes under which the printed rate meets the quotient. A tie of exact figures tells half up from half even;
    otherwise the two are one."""
    found = [m for m in READINGS if _ratio_interval(above, below, m).meets(_percent_interval(stated, m))]
    if Mode.HALF_UP not in found:
        return tuple(found)
    if not any(term.figure.quantity.step for term in (*above, *below)):
        mode = _mode_of(point, _percent(stated.quantity), stated.quantity)
        if mode is Mode.HALF_EVEN:
            return (mode, *(one for one in found if one is not Mode.HALF_UP))
        even = (point / _percent_scale(stated.quantity)).quantize(
            Decimal(1).scaleb(-stated.quantity.places), rounding=ROUND_HALF_EVEN
        )
        if even != stated.quantity.value:
            return tuple(found)
    return (*found, Mode.HALF_EVEN)


def _percent_scale(quantity: Quantity) -> Decimal:
    """Factor to percent: 1 for % and for a bare number in a rate's place, 0.1 for ‰."""
    return quantity.unit.factor if quantity.unit and quantity.unit.dimension == "percent" else Decimal(1)


def _percent(quantity: Quantity) -> Decimal:
    return quantity.value * _percent_scale(quantity)


def _percent_interval(stated: Figure, mode: Mode) -> Interval:
    return stated.quantity.interval(mode).times(_percent_scale(stated.quantity) / stated.quantity.factor)


def _ratio_interval(above: Sequence[Term], below: Sequence[Term], mode: Mode) -> Interval:
    """100 × the quotient, in percent. Where the divisor may be zero the quotient has no upper end."""
    top, bottom = summed(above, mode, None), summed(below, mode, None)
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
    derived = widened(_ratio_interval(above, below, Mode.HALF_UP), stated, step=_rate_step(stated))
    found = [(stated, scaled(derived, _percent_scale(stated.quantity)))]
    for term, side in _single_terms(above, below):
        other = summed(below if side is above else above, Mode.HALF_UP, None)
        needed = _times(other, rate) if side is above else _over(other, rate)
        rest = summed([t for t in side if t is not term], Mode.HALF_UP, None)
        if needed is not None:
            interval = widened((needed - rest).times(Decimal(term.weight)), term.figure)
            found.append((term.figure, scaled(interval, term.figure.quantity.factor)))
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
