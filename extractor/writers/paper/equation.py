"""Reading our own formulas (``246.02 ÷ (6.38 + 239.64) = 100%``) back into what they are made of.

The printed formula is what an auditor is shown, so it is what the working paper recomputes: read here, tied to the
printed figures in ``binding.py``. What is no arithmetic (``5条线路 = 列举4项``) is None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

import regex

Sign = Literal["=", "≈", "≠", "≤", "≥", "<", ">"]

_TOKEN = regex.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?P<unit>[\p{Han}%‰㎡]*)|(?P<sign>[=≈≠≤≥<>])|(?P<mark>[+−÷×()-]))"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the formula prints it; ``unit`` is empty where the formula does without."""

    digits: str
    unit: str = ""

    @property
    def value(self) -> Decimal:
        return Decimal(self.digits)


@dataclass(frozen=True, slots=True)
class Product:
    """The first factor times or through the others, in order."""

    first: Node
    others: tuple[tuple[Literal["×", "÷"], Node], ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Signed terms; ``minus`` is True for one that is taken away."""

    terms: tuple[tuple[bool, Node], ...]


Node = Number | Product | Sum


@dataclass(frozen=True, slots=True)
class Equation:
    """Sides with the signs between them: one sign less than sides."""

    sides: tuple[Node, ...]
    signs: tuple[Sign, ...]


def read(formula: str) -> Equation | None:
    """The equation that a formula is, or None when it is words.

    >>> read("6.38 + 239.64 = 246.02").signs
    ('=',)
    >>> read("5条线路 = 列举4项"), read("0.83 + 0.21")
    (None, None)
    """
    tokens = _tokens(formula)
    if tokens is None:
        return None
    try:
        return _Parser(tokens).equation()
    except _NoArithmetic:
        return None


def numbers(node: Node) -> Iterator[Number]:
    """All numbers of a side, in order of print."""
    match node:
        case Number():
            yield node
        case Product():
            yield from numbers(node.first)
            for _, other in node.others:
                yield from numbers(other)
        case Sum():
            for _, term in node.terms:
                yield from numbers(term)


def _tokens(formula: str) -> list[Number | str] | None:
    found: list[Number | str] = []
    at = 0
    text = formula.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        if match["number"]:
            found.append(Number(match["number"], match["unit"]))
        else:
            found.append(match["sign"] or match["mark"].replace("-", "−"))  # a negative figure has the ASCII sign
        at = match.end()
    return found


class _NoArithmetic(Exception):
    """The formula is not what the grammar takes for arithmetic."""


class _Parser:
    """equation = side (sign side)+; side = [−] term ((+|−) term)*; term = factor ((×|÷) factor)*;
    factor = number | ( side )."""

    def __init__(self, tokens: list[Number | str]) -> None:
        self._tokens = tokens
        self._at = 0

    def equation(self) -> Equation:
        sides, signs = [self._side()], list[Sign]()
        while self._at < len(self._tokens):
            signs.append(cast("Sign", self._take("=≈≠≤≥<>")))
            sides.append(self._side())
        if not signs:
            raise _NoArithmetic
        return Equation(tuple(sides), tuple(signs))

    def _side(self) -> Node:
        minus = self._next("−")
        terms = [(minus, self._term())]
        while (sign := self._peek()) in ("+", "−"):
            self._at += 1
            terms.append((sign == "−", self._term()))
        return terms[0][1] if len(terms) == 1 and not minus else Sum(tuple(terms))

    def _term(self) -> Node:
        first, others = self._factor(), list[tuple[Literal["×", "÷"], Node]]()
        while (sign := self._peek()) in ("×", "÷"):
            self._at += 1
            others.append((cast('Literal["×", "÷"]', sign), self._factor()))
        return Product(first, tuple(others)) if others else first

    def _factor(self) -> Node:
        if self._next("("):
            inner = self._side()
            self._take(")")
            return inner
        token = self._peek()
        if not isinstance(token, Number):
            raise _NoArithmetic
        self._at += 1
        return token

    def _peek(self) -> Number | str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self, mark: str) -> bool:
        if self._peek() != mark:
            return False
        self._at += 1
        return True

    def _take(self, marks: str) -> str:
        token = self._peek()
        if not isinstance(token, str) or token not in marks:
            raise _NoArithmetic
        self._at += 1
        return token
