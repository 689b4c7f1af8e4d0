"""What must hold between the figures of one report, judged by intervals as in checks.md section 1.

A generated report carries its relations, so that a fault can be chosen which really breaks one, and so that a test can
show that a clean report breaks none. This arithmetic is written apart from the extractor's on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["sum", "rate", "points", "most", "grade", "same"]


@dataclass(frozen=True)
class Printed:
    """A figure as printed: its value in the base unit and the width of its last printed place (0 = exact)."""

    value: Decimal
    grain: Decimal


@dataclass(frozen=True)
class Relation:
    """``stated`` = Σ sign·term (sum), = 100·term₁/term₂ (rate), = weight·rate/100 (points), ≤ term (most).

    ``code`` is the check that guards it; ``also`` are further codes that name the same conflict rightly. ``bases`` are
    other sums of keys that a reader may take for the denominator of a rate: a fault must not fit any of them.
    """

    code: str
    kind: Kind
    stated: str
    terms: tuple[tuple[int, str], ...]
    also: tuple[str, ...] = ()
    bases: tuple[tuple[str, ...], ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that take part, the stated one first."""
        return (self.stated, *(key for _, key in self.terms))


Values = Mapping[str, Printed]


def holds(relation: Relation, values: Values) -> bool:
    """True when one rounding mode fits all members."""
    stated = values[relation.stated]
    terms = [(sign, values[key]) for sign, key in relation.terms]
    if relation.kind == "sum":
        return _sum_holds(stated, terms)
    if relation.kind == "most":
        return stated.value <= terms[0][1].value
    if relation.kind == "points":
        weight, share = terms[0][1].value, terms[1][1]
        derived = weight * share.value / 100
        return abs(stated.value - derived) <= (stated.grain or Decimal("0.01")) / 2 + weight * share.grain / 200
    wholes = [
        terms[1][1],
        *(_total([values[key] for key in base]) for base in relation.bases if all(key in values for key in base)),
    ]
    return any(_rate_holds(stated, terms[0][1], whole) for whole in wholes)


def _total(parts: list[Printed]) -> Printed:
    return Printed(sum((p.value for p in parts), Decimal(0)), sum((p.grain for p in parts), Decimal(0)))


def _sum_holds(stated: Printed, terms: list[tuple[int, Printed]]) -> bool:
    residual = stated.value - sum((sign * term.value for sign, term in terms), Decimal(0))
    if residual == 0:
        return True
    room = sum((term.grain for _, term in terms), Decimal(0))
    half_up = abs(residual) <= (stated.grain + room) / 2
    minus = sum((term.grain for sign, term in terms if sign < 0), Decimal(0))
    truncated = -stated.grain - minus < residual < room - minus
    return half_up or truncated


def _rate_holds(stated: Printed, part: Printed, whole: Printed) -> bool:
    if whole.value == 0:
        return part.value == 0
    for down, up in ((Decimal("0.5"), Decimal("0.5")), (Decimal(0), Decimal(1))):
        least = 100 * (part.value - down * part.grain) / (whole.value + up * whole.grain)
        bottom = max(whole.value - down * whole.grain, Decimal("0.000001"))
        most = 100 * (part.value + up * part.grain) / bottom
        if stated.value - down * stated.grain <= most and stated.value + up * stated.grain >= least:
            return True
    return False
