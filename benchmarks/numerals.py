"""Numerals of reports read by us and by the peers' recognisers; ``numerals.toml`` says what makes each hard."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extractor.document import Document, Line, Span
from extractor.lexer import DATA_KINDS
from extractor.pipeline import understand
from extractor.quantity import Quantity

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("numerals.toml").read_text(encoding="utf-8"))[
    "case"
]


@dataclass(frozen=True)
class Answer:
    """What one reader makes of one text. ``value``: the number is read (or nothing, where there is none); ``bound``: so
    is what the words say of it, None for a reader that tells no bounds."""

    told: str
    value: bool
    bound: bool | None = None


def ours(case: Mapping[str, Any]) -> Answer:
    found = [token.figure.quantity for token in _tokens(case["text"]) if token.kind in DATA_KINDS and token.figure]
    told = "、".join(f"{'' if one.op == 'eq' else one.op + ' '}{one.value}{one.unit_text}" for one in found) or "—"
    if case.get("none"):
        return Answer(told, not found, None)
    right = len(found) == 1 and _equal(found[0].value, case)
    return Answer(told, right, right and _bounded(found[0], case))


def theirs(case: Mapping[str, Any], read: Sequence[str]) -> Answer:
    """A recogniser's numbers: right when the number stands among them, with or without the factor of its unit."""
    told = "、".join(read) or "—"
    if case.get("none"):
        return Answer(told, not read)
    wanted = 2 if case["bound"] == "range" else 1
    return Answer(told, len(read) == wanted and _equal(_decimal(read[0]), case))


def _equal(value: Decimal | None, case: Mapping[str, Any]) -> bool:
    return value is not None and value in (Decimal(case["is"]), Decimal(case["base"]))


def _decimal(told: str) -> Decimal | None:
    try:
        return Decimal(told)
    except InvalidOperation:
        return None


def _bounded(quantity: Quantity, case: Mapping[str, Any]) -> bool:
    high = quantity.interval().high if quantity.high is None else quantity.high
    return quantity.op == case["bound"] and ("high" not in case or high == Decimal(case["high"]))


def _tokens(text: str) -> Sequence[Any]:
    return understand(Document("case.txt", "txt", text, "", lines=(Line(Span(0, len(text))),))).tokens
