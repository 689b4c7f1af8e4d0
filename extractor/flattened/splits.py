"""Runs of figures that lost what stood between them (40004000100%, 1010): all ways to cut one, and the one that fits.

A way is taken only when it alone makes the figures agree: spent ÷ budget = rate, weight × rate = score, score ≤ weight,
all amounts with the same number of decimals. Otherwise the run stays as it is, and unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.table_words import FUND_ROLES

LIMIT = 4000
"""ways that are looked at"""
_NUMBER = regex.compile(r"(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(?:\d{1,2}|\d{4}|\d{6}))?")
_RATE = regex.compile(r"(?:0|[1-9]\d{0,2})(?:\.\d{1,4})?%?")
_POINTS = regex.compile(r"(?:0|[1-9]\d{0,2})(?:\.\d{1,2})?")
_PATTERNS = {"rate": _RATE, "weight": _POINTS, "score": _POINTS}
_DASH = frozenset("—–-/")
_BASES = ("adjusted_budget", "initial_budget", "received", "available", "carryover_in")


@dataclass(frozen=True)
class Way:
    """One way to cut a run: a piece for each role, in order."""

    roles: tuple[str, ...]
    pieces: tuple[str, ...]

    def value(self, role: str) -> Decimal | None:
        piece = self.pieces[self.roles.index(role)] if role in self.roles else "—"
        return None if piece in _DASH else Decimal(piece.replace(",", "").rstrip("%"))

    @property
    def _places(self) -> list[int]:
        amounts = [piece for role, piece in zip(self.roles, self.pieces, strict=True) if role in FUND_ROLES]
        return [len(piece.partition(".")[2]) for piece in amounts if piece not in _DASH and piece != "0"]

    @property
    def decimals(self) -> int:
        """How many numbers of decimals its amounts have: one when they were printed alike."""
        return len(set(self._places))

    @property
    def points(self) -> bool:
        """True when all of its amounts have decimals."""
        return all(self._places)


def cut(run: str, roles: Sequence[str]) -> tuple[str, ...] | None:
    """The pieces of a run that holds a figure for each role, or None when that is not certain.

    >>> cut("40004000100%", ("adjusted_budget", "spent", "rate"))
    ('4000', '4000', '100%')
    >>> cut("1010", ("weight", "score"))
    ('10', '10')
    """
    ways = [Way(tuple(roles), pieces) for pieces in _ways(run, tuple(roles))]
    money = any(role in FUND_ROLES for role in roles)
    ways = [way for way in ways if _score_fits(way) and (_rate_fits(way) or not money)]
    for likelier in (_scores_by_rate, _scores_full, _weighs_whole):
        if len(ways) > 1:
            ways = [way for way in ways if likelier(way)] or ways
    return ways[0].pieces if len(ways) == 1 else None


def _ways(run: str, roles: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    stack: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    found = 0
    while stack and found < LIMIT:
        at, pieces = stack.pop()
        if len(pieces) == len(roles):
            if at == len(run):
                found += 1
                yield pieces
            continue
        stack.extend((at + len(piece), (*pieces, piece)) for piece in _pieces(run, at, roles[len(pieces)]))


def _pieces(run: str, at: int, role: str) -> Iterator[str]:
    """What a role could take of the run from here on."""
    if run[at : at + 1] in _DASH and at < len(run):
        yield run[at]
        return
    pattern = _PATTERNS.get(role, _NUMBER)
    for end in range(at + 1, min(at + 16, len(run)) + 1):
        piece = run[at:end]
        if pattern.fullmatch(piece) and run[end : end + 1] not in (".", "%"):
            if role in ("weight", "score") and Decimal(piece.replace(",", "")) > 100:
                return
            yield piece


def _rate_fits(way: Way) -> bool:
    rate, spent = way.value("rate"), way.value("spent")
    if way.decimals > 1:
        return False
    if not rate:  # nothing to reckon with, but points part the amounts
        return way.points and (rate is None or spent == 0)
    bases = [base for role in _BASES if (base := way.value(role)) is not None]
    if spent is None or not bases:
        return False
    return any(base and abs(spent * 100 / base - rate) <= _last_place(way, "rate") for base in bases)


def _last_place(way: Way, role: str) -> Decimal:
    piece = way.pieces[way.roles.index(role)].rstrip("%")
    return Decimal(1).scaleb(-len(piece.partition(".")[2])) / 2


def _score_fits(way: Way) -> bool:
    weight, score = way.value("weight"), way.value("score")
    return weight != 0 and (weight is None or score is None or score <= weight)


def _scores_by_rate(way: Way) -> bool:
    weight, score, rate = way.value("weight"), way.value("score"), way.value("rate")
    if weight is None or score is None or rate is None:
        return False
    return abs(weight * rate / 100 - score) <= _last_place(way, "score")


def _scores_full(way: Way) -> bool:
    return way.value("score") == way.value("weight")


def _weighs_whole(way: Way) -> bool:
    weight = way.value("weight")
    return weight is not None and weight == weight.to_integral_value()
