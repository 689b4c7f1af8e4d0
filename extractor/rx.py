"""Patterns that are written in code where they are used.

``rx("…").search(text)`` and not ``regex`` itself: the look-up in its cache takes longer than most of our searches.
"""

from __future__ import annotations

from functools import cache

import regex


@cache
def rx(pattern: str) -> regex.Pattern[str]:
    """The compiled pattern, kept for good: not for patterns that are made of a document's own words."""
    return regex.compile(pattern)
