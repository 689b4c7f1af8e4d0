"""Scoring schemes, grade scale and thresholds as data: what rules of the field say, not what one report says.

Sources: 财预〔2020〕10号 (grades, ratio scoring, three bands for qualitative indicators), 财预〔2021〕101号 (graded and
threshold scoring, satisfaction from 60 % to 90 %). A scheme counts for its own class of indicators only. A local
profile (:mod:`extractor.profiles`) replaces :data:`DEFAULT`; a ledger carries the one in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.facts import Role
from extractor.quantity import Interval

SchemeClass = Literal["quantity", "satisfaction", "execution"]
Level = Literal["error", "warning", "review", "info", "off"]
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

    def gives(self, weight: Decimal, result: Interval, score: Interval) -> bool:
        """True when some result within the interval earns a score within the other. Between the stretches of a scheme
        lie points that nobody can earn: all or nothing gives no 4.9 of 8, however roughly the result is known.

        >>> half = Interval.point(Decimal("4.9"))
        >>> SCHEMES[1].gives(Decimal(8), Interval(Decimal("0.99"), Decimal("1.01")), half)
        False
        """
        return any(Interval(low * weight, high * weight).meets(score) for low, high in self._stretches(result))

    def _stretches(self, result: Interval) -> Iterator[tuple[Decimal, Decimal]]:
        """The shares (lowest, highest) that a result can earn in each stretch of the scheme that it touches."""
        first, last = self.pieces[0].start, self.pieces[-1].end
        if result.low is None or result.low < first:
            yield ZERO, ZERO
        for piece in self.pieces:
            low = piece.start if result.low is None else max(result.low, piece.start)
            high = piece.end if result.high is None else min(result.high, piece.end)
            if low <= high and low < piece.end:
                slope = (piece.high - piece.low) / (piece.end - piece.start)
                yield piece.low + slope * (low - piece.start), piece.low + slope * (high - piece.start)
        if result.high is None or result.high >= last:
            yield ONE, ONE


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


_LONG = ("overview", "method", "conclusion", "analysis", "problem", "recommendation")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is asked of a report where it does not say itself; :mod:`extractor.profiles` reads one from TOML. Rates and
    shares are percentages. The report's own scale, full mark and weights come before those of a profile."""

    name: str = "national"
    title: str = "全国通用"
    basis: tuple[str, ...] = (
        "财预〔2020〕10号《项目支出绩效评价管理办法》：满分100，优90、良80、中60四档，自评权重预算执行率10、产出50、效益30、满意度10",
        "财预〔2021〕101号《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》：成本指标与计分方式",
    )
    """the rules that it rests on, as a reader would cite them"""
    scale: str = "财预〔2020〕10号"
    """the rule that gives the grades"""
    grades: tuple[tuple[str, Interval], ...] = (
        ("优", Interval(Decimal(90), HUNDRED)),
        ("良", Interval(Decimal(80), Decimal(90), open_high=True)),
        ("中", Interval(Decimal(60), Decimal(80), open_high=True)),
        ("差", Interval(ZERO, Decimal(60), open_high=True)),
    )
    grade_names: tuple[tuple[str, str], ...] = ()
    """other words for a grade: A → 优"""
    full_mark: Decimal = HUNDRED
    weights: tuple[tuple[str, tuple[Decimal, ...]], ...] = (
        ("预算执行率", _d("10", "20")),
        ("成本", _d("20")),
        ("产出", _d("50", "40")),
        ("效益", _d("30", "40", "20")),
        ("满意度", _d("10")),
    )
    """block of a self-evaluation → its usual weights"""
    rate_base: tuple[Role, ...] = ()
    """what an execution rate is measured by where the report names nothing; empty: the order of checks.md 1.5"""
    execution_schemes: tuple[Scheme, ...] = tuple(scheme for scheme in SCHEMES if scheme.of == "execution")
    """how an execution rate earns points"""
    carryover_share: Decimal = Decimal(50)
    high_score: Decimal = Decimal(98)
    low_execution_rate: Decimal = Decimal(90)
    over_fulfilment: Decimal = Decimal("1.3")
    """actual ÷ target from which the target counts as set too low"""
    exact_hits: Decimal = Decimal(80)
    """share of numeric indicators that hit their target exactly, from which this is a sign"""
    sections: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("department_evaluation", _LONG),
        ("fiscal_evaluation", _LONG),
    )
    """kind of report → the topics that it has a chapter for"""
    severities: tuple[tuple[str, Level], ...] = ()
    """code of a check → the level at which it is reported, or “off”"""

    @property
    def execution_weights(self) -> tuple[Decimal, ...]:
        """Usual weights of an execution block that stands outside the list of indicators."""
        return self.weights_of("预算执行率")

    def weights_of(self, block: str) -> tuple[Decimal, ...]:
        """The usual weights of a block, () when nothing is asked of it."""
        return dict(self.weights).get(block, ())

    def outline(self, kind: str) -> tuple[str, ...]:
        """The topics that a kind of report has to have, () when none are asked."""
        return dict(self.sections).get(kind, ())

    def severity(self, code: str) -> Level | None:
        """The level at which a check is reported here, “off”, or None when it keeps its own."""
        return dict(self.severities).get(code)


DEFAULT = Profile()


def schemes_for(kind: SchemeClass, profile: Profile = DEFAULT) -> tuple[Scheme, ...]:
    """The schemes admissible for a class of indicators."""
    if kind == "execution":
        return profile.execution_schemes
    classes = {"quantity", "satisfaction"} if kind == "satisfaction" else {kind}
    return tuple(scheme for scheme in SCHEMES if scheme.of in classes)
