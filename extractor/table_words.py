"""What columns and rows of tables are called: ``patterns/columns.toml`` and ``patterns/rows.toml``.

Tables that were read as tables (:mod:`extractor.finders._bands`) and tables that lost their lines
(:mod:`extractor.flattened`) are told by the same words.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, lru_cache
from typing import Literal, get_args

import regex

from extractor.facts import Role
from extractor.packs import Entry, load

ColumnRole = Literal[
    "level1", "level2", "level3", "level4", "target", "actual", "op", "unit", "weight", "score", "reason", "criterion",
    "completion", "seq", "initial_budget", "adjusted_budget", "adjustment", "carryover_in", "received", "spent",
    "balance", "rate", "in_place_rate", "item", "area", "place", "allocated", "amount",
]  # fmt: skip
RowKind = Literal["total", "subtotal", "source_total", "guidance"]
BandKind = Literal["indicators", "funds"]

LEVELS = ("level1", "level2", "level3", "level4")
FUND_ROLES = tuple(role for role in get_args(ColumnRole) if role in get_args(Role))
BRACKETS = regex.compile(
    r"(?<=[\p{Han}）)])[=＝]?[（(]?[A-Ha-h①-⑩\d][）)]?[/÷=＝+\-×*].*$|[（(][^（）()]*[）)]|[×*xX]\d+(?:\.\d+)?分?$|[A-Ha-h]$|[①-⑩]|[\d=＝×*/÷+\-％%]+$"
)
"""what a header says beside its name: a unit, a formula (支出率C/（A+B）), a letter"""

_YEAR = regex.compile(r"(?<!\d)(?P<year>20\d\d)年(?:度)?(?!\d|\p{Han}?月)")


class ColumnEntry(Entry):
    """A column's name."""

    role: ColumnRole


class RowEntry(Entry):
    """A row's name."""

    kind: RowKind


@lru_cache(maxsize=4096)
def column_role(text: str) -> str | None:
    """What a column header means, or None.

    >>> column_role("全年预算数（A）"), column_role("度量单位"), column_role("主管部门")
    ('adjusted_budget', 'unit', 'place')
    """
    whole = text.replace("\n", "")
    bare = BRACKETS.sub("", whole).strip("：:*")
    for entry in load("columns", ColumnEntry):
        if entry.pattern.fullmatch(bare, timeout=1) or entry.pattern.fullmatch(whole, timeout=1):
            return entry.role
    return None


@cache
def row_kind(label: str) -> RowKind | None:
    """The kind of a row by its label; None for a row of data."""
    bare = label.replace(" ", "")
    for entry in load("rows", RowEntry):
        if entry.pattern.fullmatch(bare, timeout=1):
            return entry.kind
    return None


def band_kind(roles: Collection[str]) -> BandKind | None:
    """What a header with these roles stands over: indicators, funds, or neither."""
    named = any(level in roles for level in LEVELS)
    money = [role for role in FUND_ROLES if role in roles]
    asked = {"target", "actual", "weight", "score"} & set(roles)
    on_tasks = "target" not in asked and len(money) > 1  # 任务名称 | 完成情况 | 预算数 | 执行数 | 分值 | 执行率 | 得分
    if named and asked and not on_tasks:
        return "indicators"
    if len(money) > 1 or (money and {"rate", "in_place_rate", "completion", "item", "area"} & set(roles)):
        return "funds"
    if "amount" in roles and not money and {"item", "area"} & set(roles):
        return "funds"
    if "rate" in roles and {"item", "area"} & set(roles) and not asked:
        return "funds"
    if "item" in roles and "weight" in roles and "score" in roles:
        return "indicators"
    return None


def year_named(text: str) -> int | None:
    """The year that a header names, when it names one.

    >>> year_named("2022年度分配金额"), year_named("2023年10月底"), year_named("分配金额")
    (2022, None, None)
    """
    years = {int(match["year"]) for match in _YEAR.finditer(text)}
    return years.pop() if len(years) == 1 else None
