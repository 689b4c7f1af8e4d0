"""The columns to be filled, and how well a text fits one by its looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.flattened.words import is_total, is_word, points, shape
from extractor.table_words import FUND_ROLES, LEVELS

NEVER = 9.0
"""the cost of what cannot be"""
LENGTHS = {"reason": 12, "remark": 12, "name": 6, "item": 5, "level": 5, "target": 4, "actual": 4, "text": 6}
"""how many atoms one cell may take; else one"""
_MISSING = {
    "name": 6.0, "item": 5.0, "target": 2.0, "actual": 2.5, "weight": 2.5, "score": 2.5, "initial_budget": 1.0,
    "adjusted_budget": 2.5, "spent": 2.5, "rate": 1.0, "in_place_rate": 1.0, "figure": 1.5, "op": 0.5, "unit": 0.5,
    "remark": 1.0,
}  # fmt: skip
"""the cost of a column that a row leaves out; the others cost nothing"""


@dataclass(frozen=True)
class Slot:
    """A column to be filled. ``role`` as in columns.toml, but "name" for the column that names the row, "remark"
    for a reason that is given in every row (评分说明), not only where something fell short (偏差原因分析), and "figure"
    for figures of an unknown kind."""

    role: str | None
    funds: bool = False

    @property
    def missing(self) -> float:
        if self.role in FUND_ROLES:
            return _MISSING.get(self.role or "", 2.0)
        if self.funds and self.role in ("weight", "score", "target", "actual"):
            return 0.2
        return _MISSING.get(self.role or "", 0.0)

    @property
    def longest(self) -> int:
        """How many atoms one cell may take."""
        if self.role in LEVELS:
            return LENGTHS["level"]
        return LENGTHS.get(self.role or "text", 1)


@cache
def fit(slot: Slot, text: str) -> float:
    """How badly a text fits a column: below zero is well, NEVER is not at all."""
    role = slot.role
    looks = shape(text)
    if role is None or role == "place":
        return 0.5
    if role == "figure":
        return {"number": -1.5, "percent": -1.5, "quantity": -1.0, "dash": -0.5}.get(looks, 2.0)
    if role in FUND_ROLES:
        return {"number": -2.0, "dash": 0.6}.get(looks, -1.5 if looks == "quantity" and "元" in text else NEVER)
    if role in ("rate", "in_place_rate", "completion"):
        return {"percent": -2.0, "number": -1.0, "dash": -0.5}.get(looks, NEVER)
    if role in ("weight", "score"):
        value = points(text)
        if value is not None:
            return -2.0 if value <= 100 else 4.0
        return {"dash": -0.5, "percent": 3.0}.get(looks, NEVER)
    if role == "seq":
        return -1.0 if text.isdigit() and len(text) < 4 else NEVER
    if role == "op":
        return -2.0 if looks == "op" else NEVER
    if role == "unit":
        return -1.5 if looks == "unit" or text in "%‰" else 0.5 if looks == "words" and len(text) < 5 else NEVER
    return _fit_words(role, text, looks)


def _fit_words(role: str, text: str, looks: str) -> float:
    first, second = is_word("level1", text), is_word("level2", text)
    if role in ("target", "actual"):
        if first or second or is_total(text):
            return 6.0
        costs = {"quantity": -2.0, "percent": -2.0, "date": -2.0, "number": -1.5, "dash": -0.5, "words": -0.5}
        return costs.get(looks, 1.0 if looks in ("sentence", "unit") else 4.0)
    if role == "remark":
        costs = {"words": 0.0, "sentence": -0.5, "dash": -0.5, "number": 3.0}
        return 6.0 if first or second else costs.get(looks, 1.0)
    if role == "reason":
        if first or second:
            return 6.0
        return {"words": 0.5, "sentence": 0.0, "dash": 0.0, "number": 3.0, "percent": 2.0}.get(looks, 2.0)
    if role == "item":
        if looks not in ("words", "sentence", "unit"):
            return NEVER
        return -2.0 if is_word("fund_label", text) else -1.0 if looks == "words" else 4.0
    if looks in ("number", "percent", "op", "dash", "date"):
        return NEVER
    if role == "name":
        return 3.0 if first or second else 2.0 if looks == "sentence" else 1.0 if looks == "quantity" else -1.0
    mine = {"level1": first, "level2": second}.get(role, False)
    other = {"level1": second, "level2": first}.get(role, False)
    if mine and not (first and second and role == "level1"):
        return -2.0
    if mine:
        return -1.5  # 成本指标 stands under 产出指标, unless kinds of cost follow
    if other:
        return 1.0
    return 1.5 if looks == "words" and len(text) <= 14 else 5.0
