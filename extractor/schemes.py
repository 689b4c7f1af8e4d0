"""Scoring schemes, grade scale and thresholds as data: what rules of the field say, not what one report says.

Sources: 财预〔2020〕10号 (grades, ratio scoring, three bands for qualitative indicators), 财预〔2021〕101号 (graded and
threshold scoring, satisfaction from 60 % to 90 %). A scheme counts for its own class of indicators only. A local
profile replaces :data:`DEFAULT`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from extractor.quantity import Interval

SchemeClass = Literal["quantity", "satisfaction", "execution"]
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)


@dataclass(frozen=True, slots=True)
class Piece:
    """From ``start`` (included) to ``end`` (not included) the share of the weight runs straight from ``low`` to
    ``high``."""

    start: Decimal
    end: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to turn a result into a share of the weight: below the first piece nothing, from the end of the last
    piece on the full weight. ``over`` says what is put in: ``ratio`` (1 = target just reached) or ``percent`` (the
    printed percentage itself)."""

    name: str
    of: SchemeClass
    pieces: tuple[Piece, ...]
    over: Literal["ratio", "percent"] = "ratio"

    def share(self, result: Decimal) -> Decimal:
        """The share of the weight that ``result`` earns, between 0 and 1.

        >>> RATIO.share(Decimal("0.96"))
        Decimal('0.96')
        >>> RATIO.share(Decimal("1.2"))
        Decimal('1')
        """
        for piece in self.pieces:
            if result < piece.start:
                return ZERO
            if result < piece.end:
                return piece.low + (piece.high - piece.low) * (result - piece.start) / (piece.end - piece.start)
        return ONE

    def points(self, weight: Decimal, result: Interval) -> Interval:
        """The points that a result known to an interval can earn; the shares rise with the result."""
        low = ZERO if result.low is None else self.share(result.low)
        high = ONE if result.high is None else self.share(result.high)
        return Interval(low * weight, high * weight)


def _d(*numbers: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(number) for number in numbers)


RATIO = Scheme("按完成比例计分", "quantity", (Piece(*_d("0", "1", "0", "1")),))
SCHEMES: tuple[Scheme, ...] = (
    RATIO,
    Scheme("达到得满分，未达到不得分", "quantity", (Piece(*_d("0", "1", "0", "0")),)),
    Scheme("低于60%不得分，以上按比例计分", "quantity", (Piece(*_d("0.6", "1", "0.6", "1")),)),
    Scheme("60%以上按区间折算", "quantity", (Piece(*_d("0.6", "1", "0", "1")),)),
    Scheme("满意度90%满分，60%起折算", "satisfaction", (Piece(*_d("60", "90", "0", "1")),), over="percent"),
    Scheme("满意度90%满分，60%起按比例", "satisfaction", (Piece(*_d("60", "90", "0.6", "0.9")),), over="percent"),
    Scheme("按执行率计分", "execution", (Piece(*_d("0", "1", "0", "1")),)),
)
"""every scheme seen in use; satisfaction indicators may use those of quantity too"""


def schemes_for(kind: SchemeClass) -> tuple[Scheme, ...]:
    """The schemes admissible for a class of indicators."""
    classes = {"quantity", "satisfaction"} if kind == "satisfaction" else {kind}
    return tuple(scheme for scheme in SCHEMES if scheme.of in classes)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is asked of a report where it does not say itself. Rates and shares are percentages."""

    grades: tuple[tuple[str, Interval], ...] = (
        ("优", Interval(Decimal(90), HUNDRED)),
        ("良", Interval(Decimal(80), Decimal(90), open_high=True)),
        ("中", Interval(Decimal(60), Decimal(80), open_high=True)),
        ("差", Interval(ZERO, Decimal(60), open_high=True)),
    )
    full_mark: Decimal = HUNDRED
    execution_weights: tuple[Decimal, ...] = field(default=(Decimal(10), Decimal(20)))
    """usual weights of an execution block that stands outside the list of indicators"""
    carryover_share: Decimal = Decimal(50)
    high_score: Decimal = Decimal(98)
    low_execution_rate: Decimal = Decimal(90)
    over_fulfilment: Decimal = Decimal("1.3")
    """actual ÷ target from which the target counts as set too low"""


DEFAULT = Profile()
