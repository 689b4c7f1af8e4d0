"""Figures, funds and ledgers made by hand: for tests of what comes after the finders."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import count

from extractor.document import Document, Span
from extractor.facts import Fact, Figure, Fund, Rate, Role
from extractor.ledger import Ledger
from extractor.quantity import Quantity, Unit

UNITS = {
    "元": Unit("元", "money", base="元"),
    "万元": Unit("万元", "money", Decimal(10000), base="元"),
    "亿元": Unit("亿元", "money", Decimal(10**8), base="元"),
    "%": Unit("%", "percent", base="%"),
    "人": Unit("人", "count", base="人", exact=True),
    "分": Unit("分", "points", base="分"),
}
_PRINTED = re.compile(r"(-?)([\d,]+(?:\.\d+)?)(多?)(.*)")
_ids = count()


def figure(text: str) -> Figure:
    """One printed figure: ``figure("246.02万元")``, ``figure("1100多人")``. Figures get ids in order."""
    minus, digits, more, unit = _PRINTED.fullmatch(text).groups()  # type: ignore[union-attr]
    number = next(_ids)
    place = Span(number * 20, number * 20 + len(text))
    quantity = Quantity(
        text, digits.replace(",", ""), UNITS.get(unit), unit, op="over" if more else "eq", negative=bool(minus)
    )
    return Figure(number, quantity, place, place)


def fund(text: str, role: Role, *, sentence: int = 1, **more: object) -> Fund:
    """An amount of 2023 with its role."""
    one = figure(text)
    fields = {"year": 2023, "label": str(role), "section": 0, **more}
    return Fund(span=one.span, figure=one, role=role, sentence=sentence, **fields)  # type: ignore[arg-type]


def rate(text: str, **more: object) -> Rate:
    """An execution rate of 2023."""
    one = figure(text)
    fields = {"year": 2023, "name": "预算执行率", "sentence": 1, "section": 0, **more}
    return Rate(span=one.span, figure=one, **fields)  # type: ignore[arg-type]


def ledger(*facts: Fact) -> Ledger:
    """A ledger of these facts over a blank document."""
    end = max((fact.span.end for fact in facts), default=0)
    return Ledger(Document("made.txt", "txt", "。" * (end + 1), "0" * 64), facts)
