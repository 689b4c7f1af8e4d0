"""How several checks name an amount or a rate in their messages."""

from __future__ import annotations

from extractor.facts import Fund, Rate
from extractor.terms import ROLES, SOURCES


def called(fact: Fund | Rate) -> str:
    """What the report calls an amount or a rate, with the item that it belongs to: “望澜区”实际支出."""
    word = fact.name if isinstance(fact, Rate) else "".join(fact.label.split()) or ROLES[fact.role]
    source = "" if isinstance(fact, Rate) or fact.source == "total" else SOURCES[fact.source]
    item = f"“{fact.item}”" if fact.item else ""
    return f"{item}{source}{word}"
