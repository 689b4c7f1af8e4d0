"""Units of measure: ``patterns/units.toml`` as regular expressions and as :class:`~extractor.quantity.Unit` values."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from pydantic import Field

from extractor import packs
from extractor.lexing.wordlists import alternation
from extractor.quantity import Dimension, Unit

SCALES: dict[str, Decimal] = {
    "万亿": Decimal(10**12),
    "千亿": Decimal(10**11),
    "百亿": Decimal(10**10),
    "十亿": Decimal(10**9),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "十万": Decimal(10**5),
    "亿": Decimal(10**8),
    "万": Decimal(10**4),
    "千": Decimal(1000),
    "百": Decimal(100),
}
SCALE = "(?=[十百千万亿])(?:" + "|".join(SCALES) + ")"
"""alternatives of a scale word, the longest first"""

_PER = (
    "/[十百千万亿]{0,2}(?:平方米|立方米|公里|公顷|小时|人次|工日|分钟|学生|季度|班|村|镇|县|所|生|床|季|批|期|例|头|只|辆|座|秒|日|月|年|次|亩|人|户|天|处|吨|米|"
    "件|台|套|场|个|项|份|株|棵|册|本|页|卷|名|位|家|校|园|院|间|栋|盏|组|课时|学时|学期|学年|棚|塘|口|眼|块|条|幅|部|根|支|张|瓶|剂|袋|箱|km|㎡|m²|m³|L)(?:[/·•][人户年月日天次亩季]度?){0,2}"
    "|(?:每(?:平方米|公里|学期|学年|人|户|亩|月|年|天|日|次|吨|件|生|套|台|辆)){1,3}"
)
"""what makes a price or a rate of a unit: 元/亩, 元每人每月"""


class UnitEntry(packs.Entry):
    """A family of units; see the head of the pack."""

    dimension: Dimension
    names: list[str]
    base: str | None = None
    factor: str = "1"
    exact: bool = False
    chinese: bool = False
    one: list[str] = Field(default_factory=list)
    guards: dict[str, str] = Field(default_factory=dict)


@cache
def entries() -> tuple[UnitEntry, ...]:
    """The unit families of the pack."""
    return packs.load("units", UnitEntry)


@cache
def _named() -> dict[str, UnitEntry]:
    named: dict[str, UnitEntry] = {}
    for entry in entries():
        for name in entry.names:
            named.setdefault(name, entry)
    return named


@cache
def unit(text: str) -> Unit | None:
    """The unit that is printed as ``text``, with a scale word or a "per" part or without: 万元, 人次, 元/亩, 万.

    >>> unit("万人次").factor, unit("万人次").base, unit("元/亩").dimension
    (Decimal('10000'), '人次', 'measure')
    >>> unit("什么") is None
    True
    """
    text = text.replace("／", "/")
    if text in SCALES:
        return Unit(text, "none", SCALES[text], "")
    whole, per = _split_per(text)
    entry = _named().get(whole)
    scale, name = Decimal(1), whole
    if entry is None:
        word = next((word for word in SCALES if whole.startswith(word)), "")
        scale, name = SCALES.get(word, Decimal(1)), whole.removeprefix(word)
        entry = _named().get(name)
        if entry is None:
            return None
    base = name if entry.base is None else entry.base
    if per:
        return Unit(text, "measure", scale * Decimal(entry.factor), f"{base}{per}")
    return Unit(text, entry.dimension, scale * Decimal(entry.factor), base, entry.exact)


def _split_per(text: str) -> tuple[str, str]:
    for sign in "/每":
        at = text.find(sign)
        if at > 0 and text not in _named():
            return text[:at], text[at:]
    return text, ""


def _words(entries: Iterable[UnitEntry]) -> dict[str, str]:
    """name → what must hold behind it: its guard, and no further letter behind a letter (m in 5mg)"""
    words = {}
    for entry in entries:
        for name in entry.names:
            guard = f"(?!{entry.guards[name]})" if name in entry.guards else ""
            words[name] = guard + ("(?![A-Za-z0-9])" if name[-1].isascii() and name[-1].isalpha() else "")
    return words


@cache
def printed() -> str:
    """A pattern for a unit after an Arabic number: unit, scale and unit, or a scale alone."""
    return f"(?:(?:{SCALE})??{alternation(_words(entries()))})(?:{_PER})?|(?:{SCALE})(?!分之|[一-龥]级)"


@cache
def after_chinese() -> str:
    """A pattern for a unit after a Chinese numeral."""
    return alternation(_words(entry for entry in entries() if entry.chinese))


@cache
def counts_one() -> frozenset[str]:
    """The units that count with 一."""
    return frozenset(name for entry in entries() for name in entry.one)
