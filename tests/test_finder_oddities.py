"""When a slip is none after all. Wordings are in patterns/oddities.toml."""

from __future__ import annotations

import pytest
from support import ledger_of

from extractor.facts import Oddity


def _odd(text: str) -> list[str]:
    return [fact.text for fact in ledger_of(text).of(Oddity)]


@pytest.mark.parametrize(
    "text",
    ["管理，管理到位。", "“项目项目”是错字。", "各地各地的做法不同。", "一期二期二期工程。", "常常常常检查。"],
)
def test_repeats_that_are_no_slip(text: str) -> None:
    assert _odd(text) == []


def test_the_longest_repeat_is_told_once() -> None:
    assert _odd("本次绩效评价绩效评价由县水务局组织。") == ["绩效评价绩效评价"]


def test_one_blank_name_is_left_over_but_many_hide_names() -> None:
    assert _odd("经XX县财政局批复，项目启动。") == ["XX县"]
    assert _odd("XX县XX局XX镇XX村XX项目已完工。") == []


def test_hidden_figures_hide_names_too() -> None:
    assert _odd("经XX县财政局批复，项目支出**万元。") == []
