"""The one consistent story that a report tells: names, figures, relations, and what each figure means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from benchmarks.generate.figures import YUAN, Figure, Money, Values, percent, rate
from benchmarks.generate.marks import number
from benchmarks.generate.relations import Kind, Printed, Relation
from benchmarks.generate.words import Words

Term = str | tuple[int, str]
"""a key, or a sign and a key"""
EXACT = {"分", ""}
"""units whose figures are meant to the last printed place"""


@dataclass(frozen=True)
class Fund:
    """What a money figure is in the gold (output contract: fund roles and sources)."""

    role: str
    source: str | list[str] | None = "total"
    item: str | list[str] | None = None
    year: int | None = None
    alt: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class ExecutionRate:
    """What a rate is in the gold."""

    item: str | None = None
    optional: bool = False


@dataclass
class Indicator:
    """One row of the indicators. ``op`` and texts as printed; numbers are figures ``ind{n}.target`` and so on."""

    number: int
    kind: str
    name: str
    unit: str
    op: str
    target: Figure
    actual: Figure
    weight: Figure | None = None
    score: Figure | None = None
    met: bool = True
    reason: str = ""
    levels: tuple[str, ...] = ()
    shown: Figure | None = None
    """the target as this report prints it (≥26个)"""
    better: str = "up"

    def key(self, part: str) -> str:
        return f"ind{self.number}.{part}"


@dataclass
class Truth:
    """Everything that is true of one report."""

    rng: Random
    words: Words
    year: int
    money: Money
    domain: dict[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    meanings: dict[str, Fund | ExecutionRate] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    completed: int = 0
    """the number of the indicator whose rate of completion is told"""
    chained: bool = False
    """one of a series over the years: what is left is always told"""
    flow: str = "plain"
    frame: str = "self"
    parts: list[tuple[str, list[int]]] = field(default_factory=list)
    """score parts: name and numbers of their indicators"""
    rows: dict[str, str] = field(default_factory=dict)
    """labels of fund rows, sub-projects and regions by key"""

    def add(self, figure: Figure, meaning: Fund | ExecutionRate | None = None) -> Figure:
        """Enter a figure."""
        self.figures[figure.key] = figure
        if meaning:
            self.meanings[figure.key] = meaning
        return figure

    def must(
        self,
        code: str,
        kind: Kind,
        stated: str,
        terms: Iterable[Term],
        *,
        also: tuple[str, ...] = (),
        bases: tuple[tuple[str, ...], ...] = (),
    ) -> None:
        """Enter a relation. Terms without a sign are added."""
        signed = tuple((1, term) if isinstance(term, str) else term for term in terms)
        self.relations.append(Relation(code, kind, stated, signed, also, bases))

    def values(self) -> Values:
        """All that a template may name."""
        return {**self.names, **self.figures}

    def value(self, key: str) -> Decimal:
        found = self.figures[key].value
        assert found is not None, key
        return found

    def complete(self, row: Indicator) -> None:
        """Enter the rate of completion of an indicator."""
        share = percent(self.value(row.key("actual")), self.value(row.key("target")))
        self.completed = row.number
        self.add(rate("completion", share))
        self.must("ZB102", "rate", "completion", [row.key("actual"), row.key("target")], also=("BF103",))

    def printed(self, key: str, text: str) -> Printed | None:
        """A printed place of ``key`` in the base unit (money in yuan); None when it is no number."""
        value = number(text)
        if value is None:
            return None
        unit = unit_of(text) or self.figures[key].unit
        scale = YUAN.get(unit, Decimal(1))
        places = -int(value.as_tuple().exponent)
        exact = unit in EXACT or (unit not in YUAN and unit not in ("%", "万人次") and places == 0)
        exact = exact or (unit == "元" and places >= 2) or (unit == "万元" and places >= 6)
        return Printed(value * scale, Decimal(0) if exact else scale.scaleb(-places))


def unit_of(text: str) -> str:
    """The money unit or % that a printed place carries."""
    return next((unit for unit in ("亿元", "万元", "千元", "元", "%") if text.endswith(unit)), "")
