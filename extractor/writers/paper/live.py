"""Expressions of a spreadsheet, each with the value that it must come to.

An expression is built once and answers twice: as the text of a formula, and in exact decimals, so that what the
workbook will show is known when it is written (and stands in the file for programs that do not compute).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal

_FINE = Context(prec=40)

SUM, PRODUCT, ATOM = range(3)


@dataclass(frozen=True, slots=True)
class Live:
    """``text`` without the leading ``=``; ``rank`` tells whether it needs brackets inside another."""

    text: str
    value: Decimal
    rank: int = ATOM

    @property
    def constant(self) -> bool:
        """True when it leans on no cell."""
        return not any(letter.isalpha() for letter in self.text)

    def plus(self, other: Live, minus: bool = False) -> Live:
        """The sum, or the difference."""
        value = self.value - other.value if minus else self.value + other.value
        right = other._inside(PRODUCT) if minus else other.text
        return Live(f"{self.text}{'-' if minus else '+'}{right}", value, SUM)

    def negated(self) -> Live:
        return Live(f"-{self._inside(PRODUCT)}", -self.value, SUM)

    def times(self, other: Live) -> Live:
        return Live(f"{self._inside(PRODUCT)}*{other._inside(PRODUCT)}", self.value * other.value, PRODUCT)

    def over(self, other: Live) -> Live | None:
        """The quotient; None when the divisor is nothing."""
        if not other.value:
            return None
        return Live(f"{self._inside(PRODUCT)}/{other._inside(ATOM)}", _FINE.divide(self.value, other.value), PRODUCT)

    def scaled(self, factor: Decimal) -> Live:
        """The expression times a constant."""
        if factor == 1:
            return self
        if factor < 1 and (inverse := _FINE.divide(Decimal(1), factor)) == inverse.to_integral_value():
            return Live(f"{self._inside(PRODUCT)}/{inverse:f}".rstrip("."), self.value * factor, PRODUCT)
        return self.times(constant(factor))

    def _inside(self, rank: int) -> str:
        return self.text if self.rank >= rank else f"({self.text})"


def constant(value: Decimal) -> Live:
    """A number written out."""
    text = f"{value.normalize():f}"
    return Live(text, value, ATOM if value >= 0 else SUM)
