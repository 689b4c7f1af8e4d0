"""Comparisons of printed figures: sums, rates, bounds, tellings (checks.md section 1).

Each takes figures and answers with an immutable :class:`Comparison`, or with a :class:`Hindrance` that says why the
figures cannot be compared. A printed figure is an interval; a relation holds when, under one rounding mode for all of
its members, the stated interval meets the derived one. Intervals, ``stated``, ``derived`` and ``difference`` are in the
unit of the stated figure; ``expects`` and ``ranges`` in the unit of their own figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor import formulas
from extractor.comparison import ZERO, Comparison, Hindrance, hindrance_of, scaled, summed, widened
from extractor.deferred import Deferred
from extractor.facts import Figure
from extractor.formulas import Term
from extractor.quantity import READINGS, Interval, Mode, Quantity, trimmed
from extractor.ratios import fits_ratio, ratio

__all__ = ["Comparison", "Hindrance", "Term", "agree", "at_most", "fits_ratio", "plus", "ratio", "same", "total"]


def plus(*figures: Figure) -> tuple[Term, ...]:
    """The figures as summands."""
    return tuple(Term(figure) for figure in figures)


# ------------------------------------------------------------------ sums


def total(stated: Figure, parts: Sequence[Term]) -> Comparison | Hindrance:
    """Is ``stated`` the sum of the signed parts? (section 1.4, with mixed precision as in 1.1)"""
    hindrance = hindrance_of([stated, *(part.figure for part in parts)])
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
        stated_interval=scaled(stated.quantity.interval(mode or Mode.HALF_UP), factor),
        derived_interval=scaled(summed(parts, mode or Mode.HALF_UP, fine), factor),
        figures=(stated, *(part.figure for part in parts)),
        mode=mode,
        modes=_sum_modes(stated, parts, fine) if fits else (),
        residual=difference if fits and residual else None,
        note=f"尾差{difference}{unit}，在四舍五入范围内" if fits and residual else None,
        doubtful=coarse or unexplained,
        exact=not residual,
        expects=Deferred(lambda: _sum_expects(stated, parts)),
        ranges=Deferred(lambda: _sum_ranges(stated, parts, fine)),
    )


def _sum_modes(stated: Figure, parts: Sequence[Term], fine: Decimal) -> tuple[Mode, ...]:
    """All modes under which the total meets the sum of its parts; half even differs from half up in ties alone, which
    no sum of rounded figures shows."""
    if stated.quantity.amount == sum((part.amount for part in parts), ZERO):
        return tuple(Mode)  # what adds up as printed tells nothing
    found = [mode for mode in READINGS if stated.quantity.interval(mode).meets(summed(parts, mode, fine))]
    return (*found, Mode.HALF_EVEN) if Mode.HALF_UP in found else tuple(found)


def _sum_mode(stated: Figure, parts: Sequence[Term], fine: Decimal | None) -> Mode | None:
    """The first mode under which the total meets the sum of its parts."""
    return next((mode for mode in READINGS if stated.quantity.interval(mode).meets(summed(parts, mode, fine))), None)


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
    found = [(stated, widened(summed(parts, Mode.HALF_UP, fine), stated))]
    for part in parts:
        others = summed([other for other in parts if other is not part], Mode.HALF_UP, fine)
        needed = (stated.quantity.interval() - others).times(Decimal(part.weight))
        found.append((part.figure, widened(needed, part.figure, fine)))
    return tuple((figure, scaled(interval, figure.quantity.factor)) for figure, interval in found)


def _rounds_to(value: Decimal, quantity: Quantity) -> bool:
    return bool(quantity.step) and abs(value - quantity.amount) <= quantity.step / 2


# ------------------------------------------------------------------ bounds and tellings


def at_most(parts: Sequence[Term], whole: Sequence[Term]) -> Comparison | Hindrance:
    """Is the sum of ``parts`` no more than that of ``whole``? Rounding is given the benefit of the doubt."""
    hindrance = hindrance_of([term.figure for term in (*parts, *whole)])
    if hindrance:
        return hindrance
    low, high = summed(parts, Mode.HALF_UP, None), summed(whole, Mode.HALF_UP, None)
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
        stated_interval=scaled(low, factor),
        derived_interval=scaled(high, factor),
        figures=tuple(term.figure for term in (*parts, *whole)),
        ranges=Deferred(lambda: _bound_ranges(parts, whole)),
    )


def _bound_ranges(parts: Sequence[Term], whole: Sequence[Term]) -> Iterator[tuple[Figure, Interval]]:
    """For each figure the values with which the parts would not pass the whole."""
    slack = summed(whole, Mode.HALF_UP, None) - summed(parts, Mode.HALF_UP, None)
    for term, side in [*((part, -1) for part in parts), *((one, 1) for one in whole)]:
        quantity = term.figure.quantity
        # the figure may still grow by the slack (or must grow by what is missing), in the direction that costs room
        room = None if slack.high is None else quantity.amount - slack.high * side * term.weight
        upper = side * term.weight < 0
        interval = Interval(None, room) if upper else Interval(room, None)
        yield term.figure, scaled(interval, quantity.factor)


def same(stated: Figure, other: Figure) -> Comparison | Hindrance:
    """Do two figures tell one number? Hedges count as ranges: 1100 and 1100多 agree."""
    hindrance = hindrance_of([stated, other], hedged=True)
    if hindrance:
        return hindrance
    mode = _same_mode(stated, other)
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
        stated_interval=scaled(stated.quantity.interval(used), factor),
        derived_interval=scaled(other.quantity.interval(used), factor),
        figures=(stated, other),
        mode=mode,
        exact=equal,
        expects=((stated, other.quantity.amount / factor), (other, stated.quantity.amount / theirs)),
        ranges=Deferred(
            lambda: (
                (stated, scaled(widened(other.quantity.interval(), stated), factor)),
                (other, scaled(widened(stated.quantity.interval(), other), theirs)),
            )
        ),
    )


def agree(one: Figure, other: Figure) -> bool:
    """True when two figures tell one number: the short answer of :func:`same`."""
    return not hindrance_of([one, other], hedged=True) and _same_mode(one, other) is not None


def _same_mode(stated: Figure, other: Figure) -> Mode | None:
    return next((m for m in READINGS if stated.quantity.interval(m).meets(other.quantity.interval(m))), None)
