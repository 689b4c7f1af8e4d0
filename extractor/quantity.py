"""Numbers as printed: digits, precision, unit, qualifier, and the interval that they stand for.

A printed figure is an interval, not a point (XBRL Calculations 1.1; GRIM/scrutiny: trailing zeros are evidence).
``246.02万元`` stands for 2460150 … 2460250 yuan under rounding half up; ``1100多`` for [1100, 1200); ``≥80%`` for
[80, ∞). All arithmetic is :class:`decimal.Decimal` from the printed string.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import cached_property
from typing import Literal

Op = Literal["eq", "ge", "le", "gt", "lt", "range", "approx", "over", "text"]
Dimension = Literal["money", "percent", "count", "points", "time", "measure", "none"]

_DOWN = Context(prec=40, rounding=ROUND_FLOOR)
_UP = Context(prec=40, rounding=ROUND_CEILING)
"""divisions round outwards, so that a quotient never leaves its interval"""
_NEARING = ("近", "接近", "将近")


class Mode(Enum):
    """How the report rounded its figures."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    TRUNCATE = "truncate"


READINGS = (Mode.HALF_UP, Mode.TRUNCATE)
"""the modes that make different intervals of a printed figure: to the nearest, or cut off"""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of the number line; None is infinity. Open ends do not belong to it."""

    low: Decimal | None
    high: Decimal | None
    open_low: bool = False
    open_high: bool = False

    @staticmethod
    def point(value: Decimal) -> Interval:
        """The interval that holds just ``value``."""
        return Interval(value, value)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.open_low or other.open_low,
            self.open_high or other.open_high,
        )

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.open_high,
            self.open_low,
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def times(self, factor: Decimal) -> Interval:
        """The interval scaled by a number; a negative one swaps the ends."""
        if factor < 0:
            return (-self).times(-factor)
        return Interval(
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
            self.open_low,
            self.open_high,
        )

    def over(self, other: Interval) -> Interval | None:
        """The quotient of two non-negative intervals, or None when the divisor may be zero or less."""
        if other.low is None or other.low <= 0 or self.low is None or self.low < 0:
            return None
        low = Decimal(0) if other.high is None else _DOWN.divide(self.low, other.high)
        high = None if self.high is None else _UP.divide(self.high, other.low)
        open_low = self.open_low or (other.open_high and self.low > 0)
        open_high = self.open_high or (other.open_low and self.high != 0)
        return Interval(low, high, open_low, open_high)

    def meets(self, other: Interval) -> bool:
        """True when the two share at least one number.

        >>> Interval(Decimal(1), Decimal(2)).meets(Interval(Decimal(2), Decimal(3)))
        True
        >>> Interval(Decimal(1), Decimal(2), open_high=True).meets(Interval(Decimal(2), Decimal(3)))
        False
        """
        return _before(self.low, self.open_low, other.high, other.open_high) and _before(
            other.low, other.open_low, self.high, self.open_high
        )

    def __contains__(self, value: Decimal) -> bool:
        return self.meets(Interval.point(value))


def _before(low: Decimal | None, open_low: bool, high: Decimal | None, open_high: bool) -> bool:
    if low is None or high is None:
        return True
    return low < high or (low == high and not open_low and not open_high)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure. ``factor`` brings a value to the base of its dimension (元, percent, one)."""

    name: str
    dimension: Dimension
    factor: Decimal = Decimal(1)
    base: str = ""
    """the base unit by name, so that 万人次 and 人次 compare while 人 and 人次 do not"""
    exact: bool = False
    """countable things (人 次 个) are exact when printed without a scale word or decimals"""


@dataclass(frozen=True)
class Quantity:
    """One number as printed.

    ``digits`` is the ASCII decimal string of the printed number without separators, trailing zeros kept
    (``"239.60"``; 壹佰贰拾万 gives ``"1200000"``); it is multiplied by ``unit.factor`` to reach the base unit.
    ``grain`` is the size of the last printed place in the same unit as ``digits`` (0.01 for 239.60; 10000 for
    a Chinese numeral that ends in 万).

    What follows from the print is worked out once: checks ask for it again and again.
    """

    text: str
    digits: str
    unit: Unit | None = None
    unit_text: str = ""
    op: Op = "eq"
    high_digits: str | None = None
    """upper end of a range"""
    grain: Decimal | None = None
    negative: bool = False
    whole: bool = False
    """written out to the last place (…元整): exact"""

    @cached_property
    def value(self) -> Decimal:
        """The number in the printed unit."""
        value = Decimal(self.digits)
        return -value if self.negative else value

    @cached_property
    def high(self) -> Decimal | None:
        """The upper end of a printed range, in the printed unit."""
        return None if self.high_digits is None else Decimal(self.high_digits)

    @cached_property
    def factor(self) -> Decimal:
        return self.unit.factor if self.unit else Decimal(1)

    @cached_property
    def amount(self) -> Decimal:
        """The number in the base unit of its dimension (yuan for money)."""
        return self.value * self.factor

    @cached_property
    def places(self) -> int:
        """Printed decimals."""
        _, _, fraction = self.digits.partition(".")
        return len(fraction)

    @cached_property
    def step(self) -> Decimal:
        """Size of the last printed place in the base unit; 0 for an exact figure (checks.md section 1.1)."""
        grain = self.grain if self.grain is not None else Decimal(1).scaleb(-self.places)
        if self.exact:
            return Decimal(0)
        return grain * self.factor

    @cached_property
    def exact(self) -> bool:
        if self.whole:
            return True
        unit = self.unit
        if unit is None:
            return False
        if unit.dimension == "points":
            return True
        if unit.dimension == "money":
            # 元 with two decimals, 万元 with six, 亿元 with ten: printed down to the cent
            return Decimal(1).scaleb(-self.places) * unit.factor <= Decimal("0.01")
        return (
            unit.exact
            and self.places == 0
            and self.grain in (None, Decimal(1))
            and unit.factor == 1
            and self.op == "eq"
        )

    def interval(self, mode: Mode = Mode.HALF_UP) -> Interval:
        """What the printed figure can stand for, in the base unit (checks.md section 1.2 and 1.3)."""
        return self._truncated if mode is Mode.TRUNCATE else self._rounded

    @cached_property
    def _rounded(self) -> Interval:
        return self._interval(Mode.HALF_UP)

    @cached_property
    def _truncated(self) -> Interval:
        return self._interval(Mode.TRUNCATE)

    def _interval(self, mode: Mode) -> Interval:
        value, step = self.amount, self.step
        if self.op == "ge":
            return Interval(value, None)
        if self.op == "gt":
            return Interval(value, None, open_low=True)
        if self.op == "le":
            return Interval(None, value)
        if self.op == "lt":
            return Interval(None, value, open_high=True)
        if self.op == "range":
            high = self.high if self.high is not None else self.value
            return Interval(value, high * self.factor)
        if self.op == "approx":
            spread = abs(value) / 10
            if self.text.startswith(_NEARING):  # 近300人 is fewer than 300
                return Interval(value - spread, value, open_high=spread > 0)
            return Interval(value - spread, value + spread)
        if self.op == "over":
            return Interval(value, value + self.last_place * self.factor, open_high=True)
        if not step:
            return Interval.point(value)
        if mode is Mode.TRUNCATE:
            return Interval(value, value + step, open_high=True) if value >= 0 else Interval(value - step, value, True)
        return Interval(value - step / 2, value + step / 2)

    @cached_property
    def last_place(self) -> Decimal:
        """Place value of the last non-zero digit, in the printed unit: 100 for 1100, 10 for 70, 0.1 for 3.5."""
        number = Decimal(self.digits).normalize()
        exponent = number.as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def plain(value: Decimal) -> str:
    """A decimal without exponent, for output.

    >>> plain(Decimal("2.4602E+6"))
    '2460200'
    >>> plain(Decimal("0.50"))
    '0.50'
    """
    return format(value, "f")


def trimmed(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros after the point.

    >>> trimmed(Decimal("63800.00"))
    '63800'
    """
    text = plain(value if value else Decimal(0))
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal, places: int) -> Decimal:
    """``value`` to so many decimals, half up."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
