"""What the examples of pattern entries are held against: the facts that a text states, as a pack tells them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from support import ledger_of

from extractor import packs
from extractor.trace import summary, told_as

MODIFIERS = {"sources": "source"}
"""packs whose entries give one field of facts that others read: their finds are the facts with that value"""


def holds(entry: packs.Entry, example: packs.Example) -> None:
    """Asserts that the entry reads in the example's text what the example says, and nothing else."""
    said = [told for told in _facts(example.text) if _is_of(told, entry)]
    keys = sorted({key for wanted in example.finds for key in wanted})
    found = Counter(_projected(one, keys) for one in said)
    assert found == Counter(_projected(wanted, keys) for wanted in example.finds)


def topic(entry: packs.Entry) -> str:
    """The pack that an entry stands in."""
    return entry.id.partition(".")[0]


def _facts(text: str) -> list[dict[str, str]]:
    return [{**summary(fact), "pattern": fact.pattern} for fact in ledger_of(text).facts]


def _is_of(told: dict[str, str], entry: packs.Entry) -> bool:
    field = MODIFIERS.get(topic(entry))
    if field is None:
        return told["pattern"] == entry.id
    return told.get(field) == packs.raw(topic(entry))[entry.id.partition(".")[2]][field]


def _projected(said: dict[str, Any], keys: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, _plain(told_as(said.get(key)))) for key in keys)


def _plain(told: str) -> str:
    """TOML writes flags small, Python large."""
    return told.lower() if told in ("True", "False") else told
