"""Amounts of two reports, each with the interval that its print stands for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Amount:
    """In yuan; ``half`` is half a unit of the last printed place: 6.38万元 is 63800 ± 50."""

    yuan: Decimal
    half: Decimal
    text: str

    def meets(self, other: Amount) -> bool:
        """True when both can be prints of one amount."""
        return abs(self.yuan - other.yuan) <= self.half + other.half

    def __str__(self) -> str:
        """As printed; what a table prints without a unit, in 万元."""
        return self.text if "元" in self.text else f"{in_wan(self.yuan)}万元"


def amount(row: dict[str, Any]) -> Amount | None:
    """The amount of a row of funds; None for one that is no exact number."""
    if row["yuan"] is None or row["qualifier"] != "exact":
        return None
    printed = Decimal(row["value_text"])
    scale = row["yuan"] / printed if printed else Decimal(1)
    places = -int(printed.as_tuple().exponent)
    return Amount(row["yuan"], scale.copy_abs() * Decimal(5).scaleb(-places - 1), row["amount_text"])


def in_wan(yuan: Decimal) -> str:
    """In 万元, as auditors write it.

    >>> in_wan(Decimal(-63800)), in_wan(Decimal(1))
    ('-6.38', '0.0001')
    """
    value = (yuan / 10000).normalize()
    return format(value.quantize(Decimal("0.01")) if value == value.quantize(Decimal("0.01")) else value, "f")
