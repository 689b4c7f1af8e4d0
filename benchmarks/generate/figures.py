"""Figures of a report and how they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from benchmarks.generate.marks import mark

YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


@dataclass(frozen=True)
class Figure:
    """A fact's value and its numeral as printed. ``unit`` is empty for bare words (``text`` is all there is, ``value``
    is None). In a template ``{spent}`` prints the numeral with its unit, ``{spent:n}`` the numeral alone."""

    key: str
    value: Decimal | None
    text: str
    unit: str = ""

    def __format__(self, spec: str) -> str:
        return mark(self.key, self.text if spec == "n" else self.text + self.unit)

    @property
    def full(self) -> str:
        return f"{self}"

    @property
    def bare(self) -> str:
        return f"{self:n}"


@dataclass(frozen=True)
class Money:
    """How a report prints its money: the unit, its decimals and whether thousands are parted. Amounts are drawn as
    whole numbers of the last printed place, so that sums hold exactly."""

    unit: str = "万元"
    places: int = 2
    thousands: bool = False

    @property
    def grains(self) -> int:
        """Last places in one yuan, as a ratio: amount in yuan = grains of the figure / grains in a yuan."""
        return int(10**self.places)

    def figure(self, key: str, grains: int, *, sign: bool = False) -> Figure:
        value = Decimal(grains).scaleb(-self.places)
        return Figure(key, value, printed(value, self.places, self.thousands), self.unit)

    def grains_of(self, wan: float) -> int:
        """An amount given in 万元, in last printed places."""
        return max(1, round(wan * 10_000 / float(YUAN[self.unit]) * self.grains))


def printed(value: Decimal, places: int, thousands: bool = False) -> str:
    """
    >>> printed(Decimal("1234.5"), 2, True)
    '1,234.50'
    """
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,f}" if thousands else f"{rounded:f}"


def short(value: Decimal) -> str:
    """Without zeros at the end.

    >>> short(Decimal("9.50")), short(Decimal("100"))
    ('9.5', '100')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(part: Decimal, whole: Decimal, places: int = 2) -> Decimal:
    """part ÷ whole in per cent, rounded half up."""
    return (100 * part / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def count(key: str, value: int, unit: str, thousands: bool = False) -> Figure:
    return Figure(key, Decimal(value), printed(Decimal(value), 0, thousands), unit)


def rate(key: str, value: Decimal, places: int = 2) -> Figure:
    return Figure(key, value, printed(value, places), "%")


def word(key: str, text: str) -> Figure:
    return Figure(key, None, text)


Values = dict[str, Any]
"""what a template may name: figures, names, joined lists"""
