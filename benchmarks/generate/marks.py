"""Printed places inside generated text.

While a report is being written, every figure in its text is enclosed in three private-use signs and carries the key of
the fact that it prints: ``\\ue000spent\\ue001246.02万元\\ue002``. So a fault can change one printed place (or all of
them), and the truth can be read back from what is really printed. ``plain`` takes the signs away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

OPEN, BAR, CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{OPEN}([^{BAR}]*){BAR}([^{CLOSE}]*){CLOSE}")
_NUMERAL = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")


class Mention(NamedTuple):
    """One printed place: the key of its fact and what is printed."""

    key: str
    text: str


def mark(key: str, text: str) -> str:
    """``text`` as the printed place of ``key``.

    >>> plain(mark("spent", "246.02万元"))
    '246.02万元'
    """
    return f"{OPEN}{key}{BAR}{text}{CLOSE}"


def plain(text: str) -> str:
    """The text as a reader sees it."""
    return _MARK.sub(r"\2", text)


def mentions(text: str) -> list[Mention]:
    """All printed places of a text, in order."""
    return [Mention(*match.groups()) for match in _MARK.finditer(text)]


def reprinted(text: str, change: Callable[[Mention], str]) -> str:
    """The text with what ``change`` says at each printed place."""
    return _MARK.sub(lambda match: mark(match[1], change(Mention(match[1], match[2]))), text)


def numeral(text: str) -> str | None:
    """The first numeral of a printed place, as printed.

    >>> numeral("≥1,100人"), numeral("优")
    ('1,100', None)
    """
    found = _NUMERAL.search(text)
    return found[0] if found else None


def number(text: str) -> Decimal | None:
    """Its value."""
    found = numeral(text)
    return Decimal(found.replace(",", "").replace("−", "-")) if found else None


def with_numeral(text: str, digits: str) -> str:
    """The printed place with another numeral."""
    return _NUMERAL.sub(digits, text, count=1)
