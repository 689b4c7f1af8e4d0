"""Formulas as a person writes them: the printed digits, + − × ÷ =, units outside (246.02 ÷ 246.02 = 100%)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.facts import Figure
from extractor.quantity import Quantity, plain, trimmed

__all__ = ["Term", "bound_formula", "percent_sign", "plain", "printed", "ratio_formula", "same_formula"]


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that is added (weight 1) or taken away (−1)."""

    figure: Figure
    weight: int = 1

    @property
    def amount(self) -> Decimal:
        """Signed, in the base unit."""
        return self.figure.quantity.amount * self.weight


def printed(quantity: Quantity) -> str:
    """The printed digits in ASCII, without separators, with sign."""
    return f"-{quantity.digits}" if quantity.negative else quantity.digits


def unit_name(figure: Figure) -> str:
    """The unit by its usual name, else as printed ("" when there is none)."""
    return figure.quantity.unit.name if figure.quantity.unit else figure.quantity.unit_text


def percent_sign(quantity: Quantity) -> str:
    """The sign of a rate: as printed, % when the report leaves it out."""
    return quantity.unit.name if quantity.unit and quantity.unit.dimension == "percent" else "%"


def sum_value(stated: Figure, terms: Sequence[Term]) -> Decimal:
    """The sum of the terms in the unit of ``stated``, with the decimals that the figures print."""
    if _alike([stated, *(term.figure for term in terms)]):
        return sum((term.figure.quantity.value * term.weight for term in terms[1:]), _first(terms))
    factor = stated.quantity.factor
    return Decimal(trimmed(sum((term.amount for term in terms), Decimal(0)) / factor))


def _first(terms: Sequence[Term]) -> Decimal:
    return terms[0].figure.quantity.value * terms[0].weight if terms else Decimal(0)


def sum_formula(stated: Figure, parts: Sequence[Term], value: Decimal, *, fits: bool, equal: bool) -> str:
    """``6.38 + 239.64 = 246.02``: when it holds the right side is what is printed, else what comes out."""
    units = not _alike([stated, *(part.figure for part in parts)])
    right = printed(stated.quantity) if fits else plain(value)
    sign = "=" if equal or not fits else "≈"
    return f"{_terms(parts, units)} {sign} {right}{unit_name(stated) if units else ''}"


def ratio_formula(stated: Figure, above: Sequence[Term], below: Sequence[Term], value: Decimal, *, fits: bool) -> str:
    """``246.02 ÷ 246.02 = 100%``. A base that is a sum is shown as its value, a difference above in brackets."""
    figures = [term.figure for term in (*above, *below)]
    units = not _alike(figures)
    right = printed(stated.quantity) if fits else plain(value)
    sign = "=" if not fits or value == stated.quantity.value else "≈"
    return f"{_side(above, units)} ÷ {_side(below, units)} {sign} {right}{percent_sign(stated.quantity)}"


def bound_formula(parts: Sequence[Term], whole: Sequence[Term], *, fits: bool) -> str:
    """``61.87 ≤ 63.46``, or ``>`` when it fails."""
    units = not _alike([term.figure for term in (*parts, *whole)])
    return f"{_terms(parts, units)} {'≤' if fits else '>'} {_terms(whole, units)}"


def same_formula(stated: Figure, other: Figure, *, fits: bool, equal: bool) -> str:
    """``246.02 = 246.02``, ``1100 ≈ 1100多``, ``3.5 ≠ 3.2``; with units when these differ."""
    hedged = stated.quantity.op != "eq" or other.quantity.op != "eq"
    units = not _alike([stated, other])
    sign = "≠" if not fits else "=" if equal else "≈"
    left, right = (_told(figure, units=units, hedged=hedged) for figure in (stated, other))
    return f"{left} {sign} {right}"


def _told(figure: Figure, *, units: bool, hedged: bool) -> str:
    if hedged and figure.quantity.op != "eq":
        return "".join(figure.text.split())
    return printed(figure.quantity) + (unit_name(figure) if units or hedged else "")


def _alike(figures: Sequence[Figure]) -> bool:
    """True when all figures are printed in one unit, so that the formula can do without."""
    return len({(figure.quantity.factor, unit_name(figure)) for figure in figures}) <= 1


def _side(terms: Sequence[Term], units: bool) -> str:
    if len(terms) == 1:
        return _terms(terms, units)
    if any(term.weight < 0 for term in terms) and len(terms) == 2:
        return f"({_terms(terms, units)})"
    first = terms[0].figure
    return plain(sum_value(first, terms)) + (unit_name(first) if units else "")


def _terms(terms: Sequence[Term], units: bool) -> str:
    """``60.00 + 8.46 − 5.00``: the sign of a term is its weight times that of its figure."""
    text = ""
    for term in terms:
        quantity = term.figure.quantity
        minus = (term.weight < 0) != quantity.negative
        sign = (" − " if minus else " + ") if text else ("−" if minus else "")
        text += f"{sign}{quantity.digits}{unit_name(term.figure) if units else ''}"
    return text
