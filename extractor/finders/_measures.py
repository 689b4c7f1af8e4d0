"""The target and the result of an indicator as values: of one kind, compared, with a direction."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.document import Span
from extractor.facts import Figure, Measure
from extractor.finders._chains import entries
from extractor.lexer import Token
from extractor.lexing.qualifiers import before as bounds
from extractor.packs import possible
from extractor.reading import Reading

OF_MONEY = regex.compile(r"成本|造价|收入|产值|增收|创收|收益|营收|销售额|营业额|贸易额|交易额|单价|均价|标准$")
"""indicators that are amounts of money; others are budgets"""


_SEATS = regex.compile(r"岗位|岗$|学位|床位|席位|名额|工位|车位")
"""places that are counted by who fills them"""


def alike(target: Measure | None, actual: Measure | None, name: str = "") -> bool:
    """Both are figures of one kind. 公益性岗位52个 are filled by 52人."""
    if target is None or actual is None or target.quantity is None or actual.quantity is None:
        return False
    one, other = target.quantity.unit, actual.quantity.unit
    if one and other and {one.base, other.base} == {"个", "人"} and _SEATS.search(name):
        return True
    return one is None or other is None or (one.dimension, one.base) == (other.dimension, other.base)


def dimension(measure: Measure) -> str | None:
    quantity = measure.quantity
    return quantity.unit.dimension if quantity and quantity.unit else None


def is_step(target: Measure, actual: Measure | None) -> bool:
    """True for what can only be the way from the target: 造林6,150亩，超过年度目标150亩."""
    if target.quantity is None or actual is None or actual.quantity is None:
        return False
    return target.quantity.amount * 2 < actual.quantity.amount


def uncompared(reading: Reading, target: Measure) -> Measure:
    """The target without a word that compares the result with it: 97.5%，高于95%的目标值 has the target 95%."""
    figure = target.figure
    if figure is None or target.op not in ("gt", "lt"):
        return target
    word = next((word for word in sorted(bounds(), key=len, reverse=True) if figure.text.startswith(word)), "")
    at = Span(figure.at.start + len(word), figure.at.end)
    text = reading.flow.text[at.start : at.end]
    if not word or not text:
        return target
    quantity = replace(figure.quantity, text=text, op="eq")
    span = reading.flow.span(at)
    return Measure(text=text, span=span, op="eq", figure=replace(figure, quantity=quantity, at=at, span=span))


def leading_figure(tokens: list[Token]) -> Figure | None:
    for token in tokens:
        if token.figure is not None:
            return token.figure
        if token.dates:
            return None
    return None


def direction(name: str, target: Measure | None) -> int:
    """+1 more is better, -1 less is better, 0 not known. The sign of the target decides first, then the name."""
    if target is not None and target.op in ("ge", "gt"):
        return 1
    if target is not None and target.op in ("le", "lt"):
        return -1
    for kind, sign in (("less", -1), ("more", 1)):
        if any(entry.pattern.search(name) for entry in possible(entries("less" if kind == "less" else "more"), name)):
            return sign
    return 0
