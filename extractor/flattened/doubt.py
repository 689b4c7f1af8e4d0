"""Rows laid under the wrong columns, as their own figures tell.

A report may have a score above its weight, or a rate that is wrong, in a row or two. Where many rows of a table that
was put together from loose cells are so, the cells stand under the wrong names: such a table is not read at all, for
what would be found wrong in it is our doing and not the report's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from extractor.flattened.align import Cut
from extractor.flattened.atoms import Atom
from extractor.flattened.slots import Slot

_NUMBER = regex.compile(r"(?P<value>\d[\d,]*(?:\.\d+)?)(?P<percent>[%％])?")
_BUDGETS = ("adjusted_budget", "initial_budget", "received")
_SLIP = Decimal("0.6")
"""points of a percentage by which a printed rate may differ from the one of its row"""

_Row = dict[str, Decimal]


def is_misread(atoms: Sequence[Atom], slots: Sequence[Slot], rows: Sequence[Sequence[Cut]]) -> bool:
    """True when two rows or more contradict themselves, and more than every third of those that could; or when a bare
    number stands where words on the score should."""
    if any(_NUMBER.fullmatch(text) for row in rows for text in _reasons(atoms, slots, row)):
        return True
    told = [_figures(atoms, slots, row) for row in rows]
    for verdicts in (list(_scored(told)), list(_spent(told))):
        wrong = verdicts.count(False)
        if wrong > 1 and wrong * 3 > len(verdicts):
            return True
    return False


def _reasons(atoms: Sequence[Atom], slots: Sequence[Slot], row: Sequence[Cut]) -> Iterator[str]:
    """What a row with a score says about it."""
    if any(slots[cut.column].role == "score" for cut in row):
        for cut in row:
            if slots[cut.column].role in ("reason", "remark"):
                yield "".join(atom.text for atom in atoms[cut.start : cut.end])


def _figures(atoms: Sequence[Atom], slots: Sequence[Slot], row: Sequence[Cut]) -> _Row:
    """The figures of a row by the roles of their columns; those of a role with several columns count once."""
    found: _Row = {}
    for cut in row:
        role = slots[cut.column].role
        text = "".join(atom.text for atom in atoms[cut.start : cut.end])
        match = _NUMBER.fullmatch(text)
        if match is not None and role is not None and (role == "rate" or not match["percent"]):
            found.setdefault(role, Decimal(match["value"].replace(",", "")))
    return found


def _scored(rows: Sequence[_Row]) -> Iterator[bool]:
    """For each row with both: whether its score is within its weight."""
    for row in rows:
        if "weight" in row and "score" in row:
            yield row["score"] <= row["weight"]


def _spent(rows: Sequence[_Row]) -> Iterator[bool]:
    """For each row with a rate, spending and a budget: whether one of its budgets gives the rate."""
    for row in rows:
        budgets = [row[role] for role in _BUDGETS if row.get(role)]
        if "rate" in row and "spent" in row and budgets:
            yield any(abs(row["spent"] * 100 / budget - row["rate"]) <= _SLIP for budget in budgets)
