"""One relation as the working paper recomputes it: what the report says, what comes out, and whether they agree.

Everything is an expression over the cells of the sheet of figures (:class:`Cells`), in the unit of the stated figure.
The ends of the intervals are expressions too where they can be; the verdict's own ends stand in where they cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.checks import Verdict
from extractor.formulas import printed
from extractor.quantity import Interval, rounded
from extractor.writers.paper.binding import Binder
from extractor.writers.paper.equation import Equation, Node, Number, Product, Sign, Sum, numbers, read
from extractor.writers.paper.live import Live, constant
from extractor.writers.paper.sides import Builder, Cells, Ends, Reading, in_several_units, is_percent, readings

NEGATED: dict[Sign, Sign] = {"=": "≠", "≈": "≠", "≠": "=", "≤": ">", "≥": "<", "<": "≥", ">": "≤"}
TURNED: dict[Sign, Sign] = {"=": "=", "≈": "≈", "≠": "≠", "≤": "≥", "≥": "≤", "<": ">", ">": "<"}
LONGEST = 8000
"""characters of one formula; spreadsheets take 8192"""


@dataclass(frozen=True, slots=True)
class Relation:
    """``sides`` are compared pairwise by ``signs`` (the rule, not what came of it); one side alone is only worked
    out. ``bounds``: the stated and the derived interval; ``open``: an end of theirs does not belong to it."""

    sides: tuple[Live, ...]
    signs: tuple[Sign, ...]
    places: int
    bounds: tuple[Ends, Ends] | None = None
    open: bool = False

    @property
    def holds(self) -> bool:
        """What the workbook's tick will say."""
        if self.bounds:
            (low, high), (least, most) = self.bounds
            room, reach = self._before(low, most), self._before(least, high)
            return (room or self.signs[0] == "≥") and (reach or self.signs[0] == "≤")
        pairs = zip(self.sides, self.signs, self.sides[1:], strict=False)
        return all(_compare(left.value, sign, right.value, self.digits) for left, sign, right in pairs)

    @property
    def digits(self) -> int:
        """Decimals to which numbers are held equal: what a spreadsheet's floating point keeps of large amounts."""
        largest = max((abs(side.value) for side in self.sides), default=Decimal(0))
        return 6 if largest < 10**7 else 3

    def _before(self, low: Live | None, high: Live | None) -> bool:
        if low is None or high is None:
            return True
        return _compare(low.value, "<" if self.open else "≤", high.value, self.digits)


def relation(verdict: Verdict, cells: Cells) -> Relation | None:
    """The relation of a verdict, or None when its formula is no arithmetic over printed figures."""
    equation = read(verdict.formula) if verdict.formula else None
    if equation is None or not verdict.figures:
        return None
    computed = len(equation.sides) == 2 and equation.signs[0] in "=≈" and not isinstance(equation.sides[0], Number)
    made = _computed(verdict, equation, cells) if computed else _compared(verdict, equation, cells)
    if made is None or any(len(side.text) > LONGEST for side in made.sides):
        return None
    return made


# ------------------------------------------------------------------ a number that is worked out


def _computed(verdict: Verdict, equation: Equation, cells: Cells) -> Relation | None:
    """``parts = whole``: the left side is computed, the stated figure is the first of the verdict."""
    left, right = equation.sides[0], _signed(equation.sides[1])
    if not isinstance(right, Number):
        return None
    stated, *others = verdict.figures
    binder = Binder(others)
    terms = binder.bind(list(numbers(left)))
    if binder.forced and printed(stated.quantity) not in (right.digits, verdict.stated):
        return _against_constant(verdict, left, right, cells)
    mixed = in_several_units([((False, stated),), *terms]) if not is_percent(right) else in_several_units(terms)
    build = Builder(cells, mixed, iter(terms), unit=None if is_percent(right) else stated)
    derived, value = build.value(left, is_percent(right)), cells.value(stated)
    if derived is None:
        return None
    scale = stated.quantity.factor if is_percent(right) and stated.quantity.unit else Decimal(1)
    derived = derived.scaled(Decimal(1) / scale)
    places = stated.quantity.places
    if isinstance(left, Product):
        places = max(places, len(right.digits.partition(".")[2]))
    derived = _rounded(derived, left, places)
    found = Relation((value, derived), ("=",), places)

    def both(reading: Reading) -> tuple[Ends, Ends]:
        own = Builder(cells, mixed, iter(terms), build.unit, reading)
        return reading.ends(stated), own.ends(left, is_percent(right), stated)

    return _bounded(found, verdict, cells, both)


def _signed(side: Node) -> Node:
    """A number with a minus before it as one number (11.16 − 12.40 = -1.24)."""
    if isinstance(side, Sum) and len(side.terms) == 1:
        negated, term = side.terms[0]
        if negated and isinstance(term, Number):
            return Number(f"-{term.digits}", term.unit)
    return side


def _against_constant(verdict: Verdict, left: Node, right: Number, cells: Cells) -> Relation | None:
    """All figures stand on the left; what they are held against is printed nowhere (a full mark of 100)."""
    terms = Binder(verdict.figures).bind(list(numbers(left)))
    if not any(terms):
        return None
    value = Builder(cells, in_several_units(terms), iter(terms)).value(left, is_percent(right))
    if value is None:
        return None
    places = len(right.digits.partition(".")[2])
    value = _rounded(value, left, places)
    if verdict.stated and verdict.derived and Decimal(verdict.stated) == value.value:  # shares that are to make 100%
        return Relation((value, constant(Decimal(verdict.derived))), ("=",), places)
    if verdict.outcome == "conflict" and not verdict.stated:
        return Relation((value,), (), places)  # what is shown is worked out, and nothing says otherwise
    return Relation((constant(Decimal(verdict.stated or right.digits)), value), ("=",), places)


def _rounded(value: Live, node: Node, places: int) -> Live:
    """A product or quotient to the decimals of what it is held against; sums are exact."""
    if not isinstance(node, Product):
        return value
    return Live(f"ROUND({value.text},{places})", rounded(value.value, places))


# ------------------------------------------------------------------ numbers that are held against each other


def _compared(verdict: Verdict, equation: Equation, cells: Cells) -> Relation | None:
    """``312 ≤ 320``, ``480.00 = 480.00``, ``0% ≤ 92% ≤ 100%``; in the unit of the first figure."""
    terms = Binder(verdict.figures).bind([number for side in equation.sides for number in numbers(side)])
    if not any(terms):
        return None
    unit = verdict.figures[0]
    build = Builder(cells, in_several_units(terms), iter(terms), unit)
    sides = [build.value(side, False) for side in equation.sides]
    if any(side is None for side in sides):
        return None
    values = tuple(side for side in sides if side is not None)
    places = max(figure.quantity.places for figure in verdict.figures)
    signs: tuple[Sign, ...] = tuple("=" if sign == "≈" else sign for sign in equation.signs)
    found = Relation(values, signs, places)
    if len(signs) == 1 and verdict.outcome == "conflict" and found.holds:
        found = replace(found, signs=(NEGATED[signs[0]],))  # printed as it is, 512 > 500; the rule: it should not be
    if len(values) != 2:
        return found
    turned = verdict.stated is not None and values[0].value != Decimal(verdict.stated) == values[1].value
    if turned:  # 420.00 + 388.50 + … > 1436.50: it is the whole that the report states
        found = replace(found, sides=values[::-1], signs=(TURNED[found.signs[0]],))

    def both(reading: Reading) -> tuple[Ends, Ends]:
        build = Builder(cells, in_several_units(terms), iter(terms), unit, reading)
        left, right = (build.ends(side, False, unit) for side in equation.sides)
        return (right, left) if turned else (left, right)

    return _bounded(found, verdict, cells, both)


# ------------------------------------------------------------------ intervals


def _bounded(found: Relation, verdict: Verdict, cells: Cells, both: Callable[[Reading], tuple[Ends, Ends]]) -> Relation:
    """The relation with its intervals, as expressions where these come to the ends of the verdict."""
    stated, derived = verdict.stated_interval, verdict.derived_interval
    if stated is None or derived is None:
        return found
    ours, theirs = _static(stated), _static(derived)
    for reading in readings(cells, verdict.figures[0]):
        own, other = both(reading)
        if _same(own, ours) and _same(other, theirs) and not _too_long(*own, *other):
            return replace(found, bounds=(own, other), open=_open(verdict))
    return replace(found, bounds=(ours, theirs), open=_open(verdict))


def _static(interval: Interval) -> Ends:
    low, high = interval.low, interval.high
    return None if low is None else constant(low), None if high is None else constant(high)


def _open(verdict: Verdict) -> bool:
    one, other = verdict.stated_interval, verdict.derived_interval
    return any(end.open_low or end.open_high for end in (one, other) if end)


def _same(ours: Ends, theirs: Ends) -> bool:
    return all(
        (one is None) == (other is None) and (one is None or other is None or abs(one.value - other.value) < _TINY)
        for one, other in zip(ours, theirs, strict=True)
    )


_TINY = Decimal("1e-12")


def _too_long(*ends: Live | None) -> bool:
    return any(end is not None and len(end.text) > LONGEST for end in ends)


# ------------------------------------------------------------------ comparing


def _compare(left: Decimal, sign: Sign, right: Decimal, digits: int) -> bool:
    gap = rounded(left - right, digits)
    return {
        "=": not gap, "≈": not gap, "≠": bool(gap), "≤": gap <= 0, "≥": gap >= 0, "<": gap < 0, ">": gap > 0,
    }[sign]  # fmt: skip
