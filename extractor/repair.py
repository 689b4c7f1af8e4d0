"""The simplest repair of a figure: the value that all broken relations ask for, and how small a slip it would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks import Verdict
from extractor.facts import Figure
from extractor.findings import Repair, RepairKind
from extractor.quantity import Interval, plain, rounded
from extractor.slips import is_slip

_MONEY = {Decimal(1): "元", Decimal(10) ** 3: "千元", Decimal(10) ** 4: "万元", Decimal(10) ** 8: "亿元"}
_SLIPS = {Decimal(10) ** power for power in (-8, -4, -3, 3, 4, 8)}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A repair; ``simple`` when one slip of the pen explains it."""

    repair: Repair
    simple: bool


def propose(figure: Figure, conflicts: Sequence[Verdict]) -> Proposal | None:
    """The change of one figure that mends all of the conflicts, or None when they ask for different values."""
    wanted = _wanted(figure, conflicts)
    if wanted is None or wanted <= 0 or figure.quantity.negative:
        return None
    unit = _other_unit(figure, wanted)
    before, after = figure.quantity.digits, plain(wanted)
    if unit:
        before, after = f"{before}{figure.quantity.unit_text}", f"{figure.quantity.digits}{unit}"
    mends = tuple(
        _mended(verdict, figure, after if unit else plain(wanted)) for verdict in conflicts if verdict.formula
    )
    slip = is_slip(figure.quantity.digits, plain(wanted))
    kind: RepairKind = "unit" if unit else "slip" if slip else "figure"
    repair = Repair(before, after, tuple(dict.fromkeys(mends)), (figure,), kind)
    return Proposal(repair, bool(unit) or slip)


def _wanted(figure: Figure, conflicts: Sequence[Verdict]) -> Decimal | None:
    """The one value that lies in the ranges of all conflicts: as the sharpest of them expects it (a sum knows a figure
    to its last digit, a rate does not)."""
    ranges = [(_range(verdict, figure), verdict) for verdict in conflicts]
    sharp: dict[Decimal | None, set[Decimal]] = {}
    for interval, verdict in ranges:
        for one, value in verdict.expects:
            if one.id == figure.id and interval is not None:
                width = None if interval.low is None or interval.high is None else interval.high - interval.low
                sharp.setdefault(width, set()).add(
                    value if _other_unit(figure, value) else rounded(value, figure.quantity.places)
                )
    widths = sorted(width for width in sharp if width is not None)
    values = sharp[widths[0]] if widths else sharp.get(None, set())
    fitting = [v for v in values if all(interval is not None and v in interval for interval, _ in ranges)]
    return fitting[0] if len(fitting) == 1 else None


def _range(verdict: Verdict, figure: Figure) -> Interval | None:
    return next((interval for one, interval in verdict.ranges if one.id == figure.id), None)


def _other_unit(figure: Figure, wanted: Decimal) -> str | None:
    """The unit that should have been printed, when only that is wrong."""
    unit = figure.quantity.unit
    if unit is None or unit.dimension != "money" or not figure.quantity.value:
        return None
    times = wanted / figure.quantity.value
    return _MONEY.get(unit.factor * times) if times in _SLIPS else None


def _mended(verdict: Verdict, figure: Figure, wanted: str) -> str:
    """The formula with the new figure in it."""
    formula = verdict.formula or ""
    if verdict.figures[:1] == (figure,):
        left, sign, right = formula.partition(" ≠ ")
        if sign:
            return f"{right} = {right}"
        left, sign, right = formula.partition(" = ")
        return f"{left} = {wanted}" if wanted[-1:].isalpha() and sign else formula
    for sign in (" = ", " ≈ ", " > ", " ≠ "):
        left, found, right = formula.partition(sign)
        if found:
            mended = left.replace(figure.quantity.digits, wanted, 1)
            tail = right[len(verdict.derived or "") :] if right.startswith(verdict.derived or "\0") else ""
            if sign == " > ":
                return f"{mended} ≤ {right.replace(figure.quantity.digits, wanted, 1)}"
            return f"{mended} = {verdict.stated or ''}{tail}"
    return formula
