"""Words that bound what a figure speaks of (其中, 截至6月底, 预计, 上半年 …): data in ``patterns/scopes.toml``."""

from __future__ import annotations

from functools import cache

import regex

from extractor.packs import Entry, load


@cache
def cue(name: str) -> regex.Pattern[str]:
    """One pattern of the pack, by the name of its entry."""
    return next(entry.pattern for entry in load("scopes", Entry) if entry.id == f"scopes.{name}")
