"""Words that turn a number into a bound: ``patterns/qualifiers.toml``."""

from __future__ import annotations

import re
from functools import cache

from pydantic import Field

from extractor import packs
from extractor.lexing.wordlists import alternation
from extractor.quantity import Dimension, Op


class Qualifier(packs.Entry):
    """The words of one bound; see the head of the pack."""

    op: Op
    before: list[str] = Field(default_factory=list)
    after: list[str] = Field(default_factory=list)
    not_after: str = ""
    guards: dict[str, str] = Field(default_factory=dict)
    units: list[Dimension] = Field(default_factory=list)


@cache
def entries() -> tuple[Qualifier, ...]:
    """The qualifiers of the pack."""
    return packs.load("qualifiers", Qualifier)


@cache
def before() -> dict[str, Op]:
    """word before a number → what it makes of it"""
    return {word: entry.op for entry in entries() for word in entry.before}


@cache
def after() -> dict[str, Op]:
    """word after a number → what it makes of it"""
    return {word: entry.op for entry in entries() for word in entry.after}


@cache
def only_after() -> dict[str, frozenset[str]]:
    """word after a number → the dimensions that it may follow, where not all"""
    return {word: frozenset(entry.units) for entry in entries() if entry.units for word in entry.after}


def before_pattern() -> str:
    """A pattern for a word before a number."""
    words = {}
    for entry in entries():
        for word in entry.before:
            words[word] = f"(?<![{entry.not_after}]{re.escape(word)})" if entry.not_after else ""
    return alternation(words)


def after_pattern() -> str:
    """A pattern for a word after a number."""
    return alternation(
        {
            word: f"(?!{entry.guards[word]})" if word in entry.guards else ""
            for entry in entries()
            for word in entry.after
        }
    )


def first_signs() -> str:
    """The characters with which a word before a number can begin."""
    return "".join(sorted({word[0] for word in before()}))
