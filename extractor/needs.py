"""What a text must hold for a pattern to match in it, so that most patterns need not be tried on most sentences.

:func:`needs` reads it off the pattern: ``执行率[为达]?<percent>`` can only match where 执, 行, 率 and a percent
sign stand. It errs on the safe side: of what it does not understand it asks nothing. :class:`Index` says where that is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import regex


@dataclass(frozen=True, slots=True)
class All:
    """Each of these characters, and what each of the parts needs."""

    chars: str
    parts: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """One of these characters, or what one of the branches needs."""

    chars: frozenset[str]
    branches: tuple[All, ...] = ()


Need: TypeAlias = All | Any | None
"""None needs nothing"""

_QUANTIFIER = regex.compile(r"(?:([*?])|\+|\{(\d*)(?:,\d*)?\})[?+]?")
_GROUP = regex.compile(r"\?(?::|>|P?<\w+>)")
_FLAGS = regex.compile(r"\(\?[xsmV01]+\)")
_LOOK = regex.compile(r"\?<?[=!]")
_CLASS = regex.compile(r"\[(?P<not>\^?)(?P<body>\]?(?:[^\[\]\\]|\\[^pPNuUx])*)\]")
_NESTED = regex.compile(r"\[\^?\]?(?:[^\[\]\\]|\\.|(?R))*\]")
_PLAIN_CLASS = regex.compile(r"(?:[^\\\-&|~]|\\[^\w\s])*")
_BLANK = regex.compile(r"(?:\s|#[^\n]*)*")
_LIST = regex.compile(r"L<(\w+)>")
_PROPERTY = regex.compile(r"[pP](?:\{[^}]*\}|\w)")
_CODE = regex.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_ASKS_NOTHING = "dDsSwWbBAZzGmMKXR"


@cache
def needs(pattern: regex.Pattern[str]) -> Need:
    """What each match of a pattern holds."""
    if pattern.flags & regex.IGNORECASE:
        return None
    try:
        parser = _Parser(pattern)
        need = parser.alternatives()
    except _NotUnderstood:
        return None
    return need if parser.at == len(pattern.pattern) else None


class _NotUnderstood(Exception):
    """A construct that this module does not know."""


class _Parser:
    """A walk through a pattern; ``at`` is the next character."""

    def __init__(self, pattern: regex.Pattern[str]) -> None:
        self.text = pattern.pattern
        self.lists = pattern.named_lists
        self.spaced = bool(pattern.flags & regex.VERBOSE)
        self.at = 0

    def alternatives(self) -> Need:
        """Up to the end of the pattern or the bracket that closes this group."""
        branches = [self._sequence()]
        while self._peek() == "|":
            self.at += 1
            branches.append(self._sequence())
        return any_of(branches)

    def _peek(self) -> str:
        return str(self.text[self.at : self.at + 1])

    def _next(self) -> str:
        """The next character that counts: blanks and comments of a spaced pattern do not."""
        if self.spaced:
            self._take(_BLANK)
        return self._peek()

    def _take(self, pattern: regex.Pattern[str]) -> regex.Match[str] | None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def _sequence(self) -> Need:
        parts = []
        while self._next() not in ("", "|", ")"):
            need = self._atom()
            while self._next() and (quantifier := self._take(_QUANTIFIER)):
                if quantifier[1] or (quantifier[2] is not None and int(quantifier[2] or 0) == 0):
                    need = None
            if self._peek() == "{":
                raise _NotUnderstood
            parts.append(need)
        return all_of(parts)

    def _atom(self) -> Need:
        char = self._peek()
        if char == "[":
            return self._class()
        if flags := self._take(_FLAGS):
            self.spaced = self.spaced or "x" in flags[0]
            return None
        self.at += 1
        if char == "(":
            return self._group()
        if char == "\\":
            return self._escape()
        return None if char in ".^$" else All(char)

    def _group(self) -> Need:
        looks = self._take(_LOOK)
        if not looks and self._peek() == "?" and not self._take(_GROUP):
            raise _NotUnderstood
        spaced = self.spaced
        need = self.alternatives()
        if self._peek() != ")":
            raise _NotUnderstood
        self.at += 1
        self.spaced = spaced
        return None if looks else need

    def _class(self) -> Need:
        match = self._take(_CLASS)
        if match:
            listed = not match["not"] and _PLAIN_CLASS.fullmatch(match["body"])
            return any_of(map(All, match["body"].replace("\\", ""))) if listed else None
        if not self._take(_NESTED):
            raise _NotUnderstood
        return None

    def _escape(self) -> Need:
        if match := self._take(_LIST):
            return any_of(all_of(map(All, word)) for word in self.lists[match[1]])
        if self._take(_PROPERTY):
            return None
        if match := self._take(_CODE):
            return All(chr(int(match[1] or match[2] or match[3], 16)))
        char = self._peek()
        self.at += 1
        if char in _CONTROLS:
            return All(_CONTROLS[char])
        if char in _ASKS_NOTHING:
            return None
        if char.isalnum():
            raise _NotUnderstood
        return All(char)


def all_of(parts: Iterable[Need]) -> Need:
    """The needs of parts that follow one another."""
    chars: dict[str, None] = {}
    choices: dict[Any, None] = {}
    for part in parts:
        if isinstance(part, Any):
            choices[part] = None
        elif part is not None:
            chars.update(dict.fromkeys(part.chars))
            choices.update(dict.fromkeys(part.parts))
    if not chars and len(choices) < 2:
        return next(iter(choices), None)
    return All("".join(chars), tuple(choices))


def any_of(branches: Iterable[Need]) -> Need:
    """The need of a choice."""
    chars: set[str] = set()
    longer: dict[All, None] = {}
    for branch in branches:
        if branch is None:
            return None
        if isinstance(branch, Any):
            chars |= branch.chars
            longer.update(dict.fromkeys(branch.branches))
        elif len(branch.chars) == 1 and not branch.parts:
            chars.add(branch.chars)
        else:
            longer[branch] = None
    if len(chars) + len(longer) < 2:
        return next((All(char) for char in chars), next(iter(longer), None))
    return Any(frozenset(chars), tuple(longer))


def met(need: Need, held: set[str]) -> bool:
    """True when these characters are all that a need asks for."""
    if need is None:
        return True
    if isinstance(need, Any) and not need.chars.isdisjoint(held):
        return True
    for branch in need.branches if isinstance(need, Any) else (need,):
        if held.issuperset(branch.chars) and (not branch.parts or all(met(part, held) for part in branch.parts)):
            return True
    return False


class Index:
    """Which stretches of a text hold which characters, as bits: bit i for stretch i."""

    def __init__(self, stretches: Sequence[AbstractSet[str]]) -> None:
        """``stretches``: the characters of each."""
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, stretch in enumerate(stretches):
            for char in stretch:
                self._holding[char].append(number)
        self.all = (1 << len(stretches)) - 1
        self._bits: dict[str, int] = {}
        self._known: dict[regex.Pattern[str], int] = {}

    def fitting(self, pattern: regex.Pattern[str]) -> int:
        """The stretches in which a pattern can match: no other has what it needs."""
        known = self._known.get(pattern)
        if known is None:
            known = self._known[pattern] = self.with_need(needs(pattern))
        return known

    def with_need(self, need: Need) -> int:
        """The stretches that have what is needed."""
        if need is None:
            return self.all
        if isinstance(need, Any):
            some = 0
            for char in need.chars:
                some |= self._with(char)
            for branch in need.branches:
                some |= self.with_need(branch)
            return some
        every = self.all
        for char in need.chars:
            every &= self._with(char)
            if not every:
                return 0
        for part in need.parts:
            every &= self.with_need(part)
        return every

    def _with(self, char: str) -> int:
        bits = self._bits.get(char)
        if bits is None:
            bits = 0
            for number in self._holding.get(char, ()):
                bits |= 1 << number
            self._bits[char] = bits
        return bits


def numbers(bits: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest.

    >>> list(numbers(0b1101))
    [0, 2, 3]
    """
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
