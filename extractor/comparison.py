"""What comes of comparing printed figures, and the intervals that comparisons are made of (checks.md section 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.facts import Figure
from extractor.formulas import Term
from extractor.quantity import Interval, Mode, Quantity

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
    modes: tuple[Mode, ...] = ()
    """all modes of rounding under which it fits"""
    residual: str | None = None
    """尾差: what is left within rounding, in the unit of the stated figure"""
    note: str | None = None
    doubtful: bool = False
    exact: bool = True
    expects: Sequence[tuple[Figure, Decimal]] = ()
    ranges: Sequence[tuple[Figure, Interval]] = ()

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


def summed(parts: Sequence[Term], mode: Mode, fine: Decimal | None) -> Interval:
    """The interval of a signed sum, in the base unit. ``fine`` is the last place of the total that the parts are held
    against, None to read each part as coarse as it is printed."""
    whole = Interval.point(ZERO)
    for part in parts:
        interval = _read(part.figure.quantity, mode, fine)
        whole = whole + (interval if part.weight == 1 else interval.times(Decimal(part.weight)))
    return whole


def _read(quantity: Quantity, mode: Mode, fine: Decimal | None) -> Interval:
    """The interval of a part; printed coarser than the total, it is first read as exact at the total's last place."""
    if fine is None or quantity.step <= fine:
        return quantity.interval(mode)
    value = quantity.amount
    if mode is Mode.TRUNCATE and fine:
        return Interval(value, value + fine, open_high=True)
    return Interval(value - fine / 2, value + fine / 2)


def hindrance_of(figures: Sequence[Figure], *, hedged: bool = False) -> Hindrance | None:
    """Why these cannot be compared with one another, or None. Hedged figures take no part in sums (section 1.3), so
    they are a hindrance unless ``hedged`` ones are allowed."""
    units = [figure.quantity.unit for figure in figures]
    dimensions = {
        (unit.dimension, unit.base if unit.dimension in ("count", "measure") else "") for unit in units if unit
    }
    if len(dimensions) > 1:
        return Hindrance("计量单位不同，不能比较")
    if dimensions and None in units:
        return Hindrance("有的数字单位不明", blocked=True)
    if not hedged and any(figure.quantity.op != "eq" for figure in figures):
        return Hindrance("含约数或概数，不参与计算")
    return None


def scaled(interval: Interval, factor: Decimal) -> Interval:
    """The interval in another unit."""
    return interval.times(Decimal(1) / factor) if factor != 1 else interval


def widened(interval: Interval, figure: Figure, fine: Decimal | None = None, step: Decimal | None = None) -> Interval:
    """All printed values whose own interval would meet this one."""
    own = figure.quantity.step if step is None else step
    half = (own if fine is None else min(own, fine)) / 2
    return Interval(
        None if interval.low is None else interval.low - half,
        None if interval.high is None else interval.high + half,
        interval.open_low,
        interval.open_high,
    )
