"""Counts: which tellings are of one fact, and what is a part of what."""

from __future__ import annotations

import pytest
from support import ledger_of

from extractor.facts import Count


def _counts(text: str) -> tuple[Count, ...]:
    return ledger_of(text).of(Count)


def _keys(text: str) -> list[str]:
    return [count.key for count in _counts(text) if count.key]


@pytest.mark.parametrize(
    "text",
    [
        "活动期间现场观众达4.2万人次。活动期间吸引观众4.6万人次。",
        "全年办理公证案件210件。年内共办理公证案件201件。",
        "项目实施后，受益居民8600户。受益居民8640户。",
    ],
)
def test_one_fact(text: str) -> None:
    first, second = _keys(text)
    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        "全年办理公证案件210件。办结公证案件201件。",
        "计划安装智能水表3000只。实际安装智能水表3020只。",
        "建设内容：新建机耕道路12公里。已建成机耕道路11公里。",
        "东汀镇培训种植大户80人。西河镇培训种植大户60人。",
        "线上参赛选手300人。参赛选手420人。",
        "2021年接待参观学生900人。2022年接待参观学生1200人。",
        "举办农技培训班12期，其中农技培训班一期到场60人。另举办农技培训班2期。",
        "新建道路3条，总长12公里。改造道路2条，总长8公里。",
        "受益居民8600户，比上年增加受益居民400户。",
    ],
)
def test_two_facts(text: str) -> None:
    keys = _keys(text)
    assert len(keys) == len(set(keys))


def test_headings_of_parts_bound_their_counts() -> None:
    text = "一、完成情况\n（一）茶叶项目\n全年培训种植大户80人。\n（二）蔬菜项目\n全年培训种植大户60人。\n"
    keys = _keys(text)
    assert len(keys) == len(set(keys)) == 2


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("全市公园62个，其中免费开放的58个。", [("58个", "62个")]),
        ("9名委员、12名专家等共21名代表参加。", []),
        ("6个国家的官员，15个国家的商会等共20个国家参会。", [("6个", "20个"), ("15个", "20个")]),
        ("全县12个乡镇，其中45个村纳入试点。", []),
        ("30个标段中，18个按期完工。", [("18个", "30个")]),
        ("30个标段实施过程中，18个单位受检。", []),
        ("全年办结案件300件，其中调解结案120件，接待来访500人次。", [("120件", "300件")]),
        ("接待游客12万人次，比上年增加2万人次，其中过夜游客3万人次。", [("3万人次", "12万人次")]),
    ],
)
def test_parts(text: str, pairs: list[tuple[str, str]]) -> None:
    found = [(c.figure.text, c.subset_of.figure.text) for c in _counts(text) if c.subset_of]
    assert found == pairs
