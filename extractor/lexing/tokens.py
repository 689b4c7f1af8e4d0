"""What the lexer makes: tokens and calendar points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from extractor.document import Span
from extractor.facts import Figure
from extractor.quantity import Quantity

TokenKind = Literal[
    "money", "percent", "points", "count", "measure", "number",   # data: has a figure
    "date", "year", "period",                                     # time: 2023年6月1日, 6月, 2023年(度), 2021-2023年
    "masked",                                                     # a figure that was hidden: **, 78.*元, xx, 点击查看
    "docnum", "phone", "code",                                    # 〔2024〕3号, 0000-8690022, 项目编码 431100232081199
    "ordinal", "listnum", "name",                                 # 第十二届, 一是 （1） ①, “1+6”模式 30人论坛 21世纪
]  # fmt: skip

DATA_KINDS: frozenset[str] = frozenset({"money", "percent", "points", "count", "measure", "number"})
"""numerals that state something and that a finder should give a meaning"""
TIME_KINDS: frozenset[str] = frozenset({"date", "year", "period"})
"""numerals of the calendar"""
NOT_DATA_KINDS: frozenset[str] = frozenset({"masked", "docnum", "phone", "code", "ordinal", "listnum", "name"})
"""numerals that are no figures: furniture of the coverage count"""


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar point as printed; parts that are not printed are None."""

    year: int | None
    month: int | None
    day: int | None


@dataclass(frozen=True, slots=True)
class Token:
    """One numeral with its unit, qualifier and sign. Data tokens carry a figure; date and year tokens carry dates
    (one, or two for a printed range)."""

    kind: TokenKind
    at: Span
    figure: Figure | None = None
    dates: tuple[Date, ...] = ()


class Raw(NamedTuple):
    """A token before its figure is numbered and placed."""

    kind: TokenKind
    at: Span
    quantity: Quantity | None = None
    dates: tuple[Date, ...] = ()
