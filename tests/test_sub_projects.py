"""Sub-projects that only their headings name, and years that only their order tells."""

from __future__ import annotations

from support import written

from extractor import pipeline
from extractor.report import Report


def report_of(text: str) -> Report:
    return pipeline.audit(written(text))


def _items(text: str) -> list[tuple[str, str, str | None]]:
    report = report_of(text).report
    return [(fund.role, fund.amount.text, fund.item) for fund in report.funds]


HEADED = """青渠县2023年乡村建设补助资金绩效自评报告
一、资金安排和使用情况
（一）资金总体情况。2023年下达我县乡村建设补助资金980万元，支出946.5万元，执行率96.58%。
（二）各项目资金情况
1.村道硬化工程
下达资金560万元，其中省级资金360万元，县级资金200万元。截至年底支出541.5万元。执行率96.70%。
2.饮水提质工程
下达资金420万元，支出405万元，执行率96.43%。
"""


def test_amounts_take_the_name_of_their_heading() -> None:
    assert _items(HEADED) == [
        ("received", "980万元", None),
        ("spent", "946.5万元", None),
        ("received", "560万元", "村道硬化工程"),
        ("received", "360万元", "村道硬化工程"),
        ("received", "200万元", "村道硬化工程"),
        ("spent", "541.5万元", "村道硬化工程"),
        ("received", "420万元", "饮水提质工程"),
        ("spent", "405万元", "饮水提质工程"),
    ]
    rates = [(rate.value, rate.item) for rate in report_of(HEADED).report.execution_rates]
    assert rates == [("96.58", None), ("96.70", "村道硬化工程"), ("96.43", "饮水提质工程")]
    assert not [one.code for one in report_of(HEADED).findings if one.severity == "error"]


def test_headings_that_say_what_is_told_name_nothing() -> None:
    text = """青渠县2023年乡村建设补助资金绩效自评报告
一、资金计划及到位
下达资金642.5万元。
二、资金使用
支出628.93万元。
三、上年资金
下达资金300万元，支出280万元。
"""
    assert {item for _, _, item in _items(text)} == {None}


def test_three_years_in_a_row() -> None:
    text = """青渠县2023年社区食堂运营补贴项目绩效评价报告
一、资金情况
项目近三年预算分别为80.00万元、120.00万元和160.00万元，执行数分别为78.00万元、115.20万元、150.64万元，\
执行率分别为97.50%、96.00%、94.15%。2023年预算执行率94.15%。
"""
    report = report_of(text)
    years = [(fund.role, fund.amount.value, fund.year) for fund in report.report.funds]
    assert years == [
        ("initial_budget", "80.00", 2021),
        ("initial_budget", "120.00", 2022),
        ("initial_budget", "160.00", 2023),
        ("spent", "78.00", 2021),
        ("spent", "115.20", 2022),
        ("spent", "150.64", 2023),
    ]
    rates = [(rate.value, rate.year) for rate in report.report.execution_rates]
    assert rates == [("97.50", 2021), ("96.00", 2022), ("94.15", 2023)]
    assert not [one.code for one in report.findings if one.severity == "error"]


def test_a_sum_behind_the_years() -> None:
    text = """永川市公交运营补贴资金（2021—2023年）绩效评价报告
一、资金情况
2021年至2023年，市财政分别安排补贴1.18亿元、1.30亿元和1.38亿元，合计3.86亿元；\
实际拨付1.12亿元、1.26亿元和1.36亿元，合计3.74亿元，总执行率96.89%。
"""
    report = report_of(text)
    told = [(fund.role, fund.amount.value, fund.year) for fund in report.report.funds]
    assert told == [
        ("adjusted_budget", "1.18", 2021),
        ("adjusted_budget", "1.30", 2022),
        ("adjusted_budget", "1.38", 2023),
        ("adjusted_budget", "3.86", None),
        ("spent", "1.12", 2021),
        ("spent", "1.26", 2022),
        ("spent", "1.36", 2023),
        ("cumulative_spent", "3.74", None),
    ]
    assert [(rate.value, rate.year) for rate in report.report.execution_rates] == [("96.89", None)]
    agreeing = {one.formula for one in report.checks if one.outcome == "agrees"}
    assert {"1.18 + 1.30 + 1.38 = 3.86", "1.12 + 1.26 + 1.36 = 3.74", "3.74 ÷ 3.86 = 96.89%"} <= agreeing
