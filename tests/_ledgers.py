"""Ledgers written by hand: facts without a reader, so that a check is tested alone."""

from __future__ import annotations

from extractor.document import Cell, Document, Span
from extractor.facts import Fact, Figure, Indicator, Measure, Meta, Section
from extractor.ledger import Ledger
from extractor.quantity import Op, Quantity, Unit

POINTS = Unit("分", "points", exact=True)
PERCENT = Unit("%", "percent", base="%")
PEOPLE = Unit("人", "count", base="人", exact=True)
TIMES = Unit("人次", "count", base="人次", exact=True)
SHEETS = Unit("份", "count", base="份", exact=True)
YUAN10K = Unit("万元", "money", factor=Quantity("1", "10000").value, base="元")


class Book:
    """Collects facts and hands out figures, each at a place of its own in a text that grows."""

    def __init__(self, kind: str = "project_self_evaluation", year: int | None = 2023) -> None:
        self.text = ""
        self.facts: list[Fact] = []
        self.figures = 0
        self.add(Meta(span=self.write(kind), field="kind", value=kind))
        if year is not None:
            self.add(Meta(span=self.write(str(year)), field="fiscal_year", value=str(year)))

    def write(self, text: str) -> Span:
        """Put words at the end of the text; the span at which they stand."""
        start = len(self.text)
        self.text += f"{text}。"
        return Span(start, start + len(text))

    def figure(self, digits: str, unit: Unit | None = POINTS, op: Op = "eq") -> Figure:
        span = self.write(digits + (unit.name if unit else ""))
        self.figures += 1
        quantity = Quantity(self.text[span.start : span.end], digits, unit, unit.name if unit else "", op)
        return Figure(self.figures, quantity, span, span)

    def measure(self, digits: str, unit: Unit, op: Op = "eq", sign: str = "") -> Measure:
        figure = self.figure(digits, unit, op)
        return Measure(text=sign + figure.text, span=figure.span, op=op, figure=figure)

    def add(self, fact: Fact) -> Fact:
        self.facts.append(fact)
        return fact

    def indicator(
        self,
        name: str,
        target: Measure | None = None,
        actual: Measure | None = None,
        *,
        weight: str | None = None,
        score: str | None = None,
        **more: object,
    ) -> Indicator:
        """An indicator with its weight and score in points."""
        made = Indicator(
            span=self.write(name),
            name=name,
            target=target,
            actual=actual,
            weight=self.figure(weight) if weight else None,
            score=self.figure(score) if score else None,
            **more,  # type: ignore[arg-type]
        )
        self.add(made)
        return made

    def cell(self, row: int = 0) -> Cell:
        return Cell(Span(0, 1), row, 0)

    @property
    def ledger(self) -> Ledger:
        facts = tuple(self.facts)
        return Ledger(
            Document("hand.txt", "txt", self.text, ""), facts, tuple(f for f in facts if isinstance(f, Section))
        )
