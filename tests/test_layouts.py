"""Layouts of forms and annexed tables: which amount, rate or points a cell tells, by its place in the table."""

from __future__ import annotations

from typing import Any

import pytest
from support import written

from extractor import pipeline
from extractor.table_words import column_role


def _report(text: str) -> Any:
    return pipeline.audit(written(text.strip() + "\n"))


def _funds(report: Any) -> list[str]:
    """role, item or source, year, amount of each fund, in order."""
    told = []
    for fund in report.report.funds:
        of = fund.item or (fund.source if fund.source != "total" else "-")
        told.append(f"{fund.role} {of} {fund.year} {fund.amount.yuan}")
    return told


def _rates(report: Any) -> list[str]:
    return [f"{rate.item or rate.source} {rate.year} {rate.value}" for rate in report.report.execution_rates]


def _points(report: Any) -> list[str]:
    return [f"{one.name} {one.weight} {one.score}" for one in report.report.indicators]


def _faults(report: Any) -> list[str]:
    return [
        f"{finding.code} {finding.message}" for finding in report.findings if finding.severity in ("error", "warning")
    ]


# ---------------------------------------------------------------- items in groups

GREEN = """
青溪县2023年度城乡绿化项目绩效自评报告
表1 城乡绿化项目资金使用情况表（单位：万元）
| 类别 | 子项目 | 预算数 | 支出数 | 执行率 |
| 造林绿化 | 荒山造林 | 200.00 | 190.00 | 95.00% |
| ^ | 退化林修复 | 120.00 | 118.50 | 98.75% |
| ^ | 小计 | 320.00 | 308.50 | 96.41% |
| 城区绿化 | 街头绿地 | 180.00 | 160.00 | 88.89% |
| ^ | 行道树更新 | 140.00 | 133.00 | 95.00% |
| ^ | 小计 | 320.00 | 293.00 | 91.56% |
| 合计 | < | 640.00 | 601.50 | 93.98% |
"""

SCHOOLS = """
临川区2023年度校舍维修项目支出绩效评价报告
校舍维修项目资金使用明细（元）
| 序号 | 学校 | 维修内容 | 预算安排 | 实际支付 | 结余 |
| 1 | 东湖小学 | 屋面防水 | 860000.00 | 850000.00 | 10000.00 |
| 2 | ^ | 操场改造 | 1200000.00 | 1150000.00 | 50000.00 |
| 小计 | < | < | 2060000.00 | 2000000.00 | 60000.00 |
| 3 | 西园中学 | 食堂改造 | 1000000.00 | 962000.00 | 38000.00 |
| 4 | ^ | 操场改造 | 800000.00 | 780000.00 | 20000.00 |
| 小计 | < | < | 1800000.00 | 1742000.00 | 58000.00 |
| 合计 | < | < | 3860000.00 | 3742000.00 | 118000.00 |
"""


def test_items_of_groups_and_what_each_group_has() -> None:
    report = _report(GREEN)
    assert [fund for fund in _funds(report) if fund.startswith("spent")] == [
        "spent 荒山造林 2023 1900000",
        "spent 退化林修复 2023 1185000",
        "spent 造林绿化 2023 3085000",
        "spent 街头绿地 2023 1600000",
        "spent 行道树更新 2023 1330000",
        "spent 城区绿化 2023 2930000",
        "spent - 2023 6015000",
    ]
    assert _rates(report)[:3] == ["荒山造林 2023 95.00", "退化林修复 2023 98.75", "造林绿化 2023 96.41"]
    assert not _faults(report)


def test_a_name_in_two_groups_is_told_with_its_group() -> None:
    report = _report(SCHOOLS)
    assert [fund for fund in _funds(report) if fund.startswith("balance")] == [
        "balance 屋面防水 2023 10000",
        "balance 东湖小学操场改造 2023 50000",
        "balance 东湖小学 2023 60000",
        "balance 食堂改造 2023 38000",
        "balance 西园中学操场改造 2023 20000",
        "balance 西园中学 2023 58000",
        "balance - 2023 118000",
    ]
    assert not _faults(report)


@pytest.mark.parametrize(
    ("text", "right", "wrong"), [(GREEN, "308.50", "305.80"), (SCHOOLS, "2000000.00", "2001000.00")]
)
def test_the_subtotal_of_a_group_is_checked(text: str, right: str, wrong: str) -> None:
    assert any(fault.startswith("ZJ104") for fault in _faults(_report(text.replace(right, wrong))))


# ---------------------------------------------------------------- two rows of names

CARE = """
青岚市2023年度社区养老服务项目绩效自评报告
社区养老服务项目资金收支情况表
单位：元
| 资金来源 | 年初预算 | 调整预算 | 实际到位 | 实际支付 | < | 结余 | 执行率（%） |
| ^ | ^ | ^ | ^ | 本年支付 | 结转支付 | ^ | ^ |
| 中央资金 | 1200000.00 | 1200000.00 | 1200000.00 | 1000000.00 | 100000.00 | 100000.00 | 91.67 |
| 市级资金 | 800000.00 | 900000.00 | 900000.00 | 880000.00 | 0.00 | 20000.00 | 97.78 |
| 合计 | 2000000.00 | 2100000.00 | 2100000.00 | 1880000.00 | 100000.00 | 120000.00 | 94.29 |
"""

BUREAU = """
云泽县2023年度部门整体支出绩效自评报告
表2 部门预算执行情况
单位：万元
| 项目 | 上年数 | < | < | 本年数 | < | < | 增减（%） | < |
| ^ | 预算数 | 决算数 | 执行率 | 预算数 | 决算数 | 执行率 | 预算 | 决算 |
| 基本支出 | 500.00 | 490.00 | 98.00% | 520.00 | 515.00 | 99.04% | 4.00 | 5.10 |
| 项目支出 | 300.00 | 280.00 | 93.33% | 360.00 | 340.00 | 94.44% | 20.00 | 21.43 |
| 合计 | 800.00 | 770.00 | 96.25% | 880.00 | 855.00 | 97.16% | 10.00 | 11.04 |
"""

COSTS = """
云泽县2023年度公共租赁住房维护项目绩效自评报告
表2 收支对比
单位：万元
| 费用项目 | 支出情况 | < | < | < |
| ^ | 上年数 | 本年数 | 增减额 | 增减% |
| 维修费 | 50.00 | 60.00 | 10.00 | 20.00 |
| 物业费 | 30.00 | 33.00 | 3.00 | 10.00 |
| 合计 | 80.00 | 93.00 | 13.00 | 16.25 |
"""


def test_columns_that_divide_what_stands_over_them() -> None:
    report = _report(CARE)
    assert [fund for fund in _funds(report) if fund.startswith("spent")][-2:] == [
        "spent 本年支付 2023 1880000",
        "spent 结转支付 2023 100000",
    ]
    assert not _faults(report)


def test_last_year_and_this_year_are_kept_apart() -> None:
    report = _report(BUREAU)
    assert _funds(report)[:4] == [
        "initial_budget 基本支出 2022 5000000",
        "spent 基本支出 2022 4900000",
        "initial_budget 基本支出 2023 5200000",
        "spent 基本支出 2023 5150000",
    ]
    assert len(_funds(report)) == 12, "what compares the years is no amount"
    assert _rates(report)[-2:] == ["total 2022 96.25", "total 2023 97.16"]
    assert not _faults(report)


def test_spending_of_two_years_under_one_name() -> None:
    report = _report(COSTS)
    assert _funds(report) == [
        "spent 维修费 2022 500000",
        "spent 维修费 2023 600000",
        "spent 物业费 2022 300000",
        "spent 物业费 2023 330000",
        "spent - 2022 800000",
        "spent - 2023 930000",
    ]
    assert not _faults(report)


# ---------------------------------------------------------------- points of each level

TRAIL = """
2023年度健身步道项目支出绩效评价评分表
| 一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 年度指标值 | 实际完成值 | 得分 |
| 产出指标 | 50 | 数量指标 | 30 | 修建步道长度 | 20 | ≥12公里 | 12.4公里 | 20 |
| ^ | ^ | ^ | ^ | 安装健身器材 | 10 | ≥40套 | 38套 | 9.5 |
| ^ | ^ | 质量指标 | 20 | 验收合格率 | 20 | 100% | 100% | 20 |
| 效益指标 | 40 | 社会效益 | 25 | 日均锻炼人次 | 25 | ≥800人次 | 860人次 | 25 |
| ^ | ^ | 满意度 | 15 | 居民满意度 | 15 | ≥90% | 94% | 15 |
| 预算执行 | 10 | 预算执行 | 10 | 预算执行率 | 10 | 100% | 96% | 9.6 |
| 合计 | 100 | | 100 | | 100 | | | 99.1 |
"""

GROUPED = """
2023年度健身步道项目支出绩效自评表
| 一级指标 | 权重 | 三级指标 | 目标值 | 完成值 | 得分 |
| 产出指标 | 60 | 修建步道长度 | ≥12公里 | 12.4公里 | 30 |
| ^ | ^ | 验收合格率 | 100% | 100% | 30 |
| 效益指标 | 40 | 日均锻炼人次 | ≥800人次 | 860人次 | 25 |
| ^ | ^ | 居民满意度 | ≥90% | 94% | 15 |
| 总分 | 100 | | | | 100 |
"""


def test_weights_of_each_level() -> None:
    report = _report(TRAIL)
    assert _points(report)[:2] == ["修建步道长度 20 20", "安装健身器材 10 9.5"]
    assert report.report.scores.total == "99.1"
    assert report.report.scores.full == "100"
    assert not _faults(report)


def test_weights_of_groups_are_none_of_their_indicators() -> None:
    report = _report(GROUPED)
    assert _points(report)[:2] == ["修建步道长度 None 30", "验收合格率 None 30"]
    assert report.report.scores.total == "100"
    assert report.report.scores.full == "100"
    assert not _faults(report)


# ---------------------------------------------------------------- keys with their values beside them

FORM = """
项目支出绩效自评表
（2023年度，单位：万元）
| 项目名称 | 古城墙修缮 | < | < | < | < |
| 主管部门 | 石桥县文物局 | < | 实施单位 | 石桥县文物保护中心 | < |
"""

SIDE_BY_SIDE = (
    """
| 预算数 | 100.00 | 执行数 | 98.00 | 执行率 | 98.00% |
""",
    """
| 资金情况 | 预算数 | 100.00 | 执行数 | 98.00 | 执行率 | 98.00% |
""",
    """
| 年初预算数 | 90.00 | 全年预算数 | 100.00 | 全年执行数 | 98.00 |
| 执行率（%） | 98.00 | 分值 | 10 | 得分 | 9.80 |
| 其中：财政拨款 | 80.00 | 其他资金 | 20.00 | 上年结转 | 0.00 |
""",
    """
| 预算数： | 100.00 | 其中：财政拨款 | 80.00 | 其他资金 | 20.00 |
| 执行数： | 98.00 | 其中：财政拨款 | 79.00 | 其他资金 | 19.00 |
""",
)


@pytest.mark.parametrize("rows", SIDE_BY_SIDE)
def test_pairs_side_by_side(rows: str) -> None:
    report = _report(FORM + rows.strip())
    told = {tuple(fund.split()[:2]): fund.split()[3] for fund in _funds(report)}
    assert "1000000" in (told.get(("initial_budget", "-")), told.get(("adjusted_budget", "-")))
    assert told["spent", "-"] == "980000"
    assert ("执行率" in rows) == (_rates(report) == ["total 2023 98.00"])
    assert not _faults(report)


def test_shares_of_an_amount_beside_it() -> None:
    assert sorted(_funds(_report(FORM + SIDE_BY_SIDE[3].strip()))) == [
        "initial_budget - 2023 1000000",
        "initial_budget current_appropriation 2023 800000",
        "initial_budget other 2023 200000",
        "spent - 2023 980000",
        "spent current_appropriation 2023 790000",
        "spent other 2023 190000",
    ]


def test_shares_go_to_the_amount_that_they_add_up_to() -> None:
    told = _funds(_report(FORM + SIDE_BY_SIDE[2].strip()))
    assert "adjusted_budget current_appropriation 2023 800000" in told
    assert "adjusted_budget other 2023 200000" in told
    lost = _funds(_report(FORM + SIDE_BY_SIDE[2].strip().replace("20.00", "25.00")))
    assert not any("current_appropriation" in fund for fund in lost), "105 is no amount of the form"


def test_a_share_beside_its_amount_is_checked() -> None:
    report = _report(FORM + SIDE_BY_SIDE[3].strip().replace("79.00", "97.00"))
    assert any(fault.startswith("ZJ102") for fault in _faults(report))


LISTS = (
    """
| 资金（万元） | 预算金额：120⏎财政拨款：100⏎其他资金：20 | 实际支出：118⏎财政拨款：99⏎其他资金：19 | 执行率：98.33% |
""",
    """
| 预算资金（万元） | 合计：120 财政拨款：100 其他资金：20 | 执行金额（万元） | 合计：118 财政拨款：99 其他资金：19 |
""",
    """
| 资金（万元） | 预算数 | 执行数 | 执行率 |
| ^ | 财政拨款100；其他资金20 | 财政拨款99；其他资金19 | 98.33% |
""",
)


@pytest.mark.parametrize("rows", LISTS)
def test_amounts_listed_in_one_cell(rows: str) -> None:
    told = _funds(_report(FORM + rows.strip()))
    wholes = [fund for fund in told if " - " in fund]
    assert wholes in ([], ["initial_budget - 2023 1200000", "spent - 2023 1180000"])
    assert sorted(fund for fund in told if " - " not in fund) == [
        "initial_budget current_appropriation 2023 1000000",
        "initial_budget other 2023 200000",
        "spent current_appropriation 2023 990000",
        "spent other 2023 190000",
    ]


def test_lists_in_cells_that_are_no_money() -> None:
    report = _report(
        FORM
        + """
| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 修缮段数 | 东段：2；西段：3 | 东段：2；西段：3 | 50 | 50 |
| 效益指标 | 参观人次 | ≥5万人次 | 5.2万人次 | 50 | 50 |
""".strip()
    )
    assert not _funds(report)


# ---------------------------------------------------------------- years over a form's own names

YEARS = """
2023年度村级文化服务项目支出绩效自评表
| 项目资金（万元） | 资金来源 | 上年数 | < | 本年数 | < |
| ^ | ^ | 预算 | 支出 | 预算 | 支出 |
| ^ | 年度资金总额 | 80.00 | 78.00 | 100.00 | 98.00 |
| ^ | 其中：财政拨款 | 60.00 | 58.00 | 80.00 | 79.00 |
| ^ | 其他资金 | 20.00 | 20.00 | 20.00 | 19.00 |
"""


def test_names_over_names_begin_above_the_row_that_we_know() -> None:
    report = _report(YEARS)
    wholes = [fund for fund in _funds(report) if " - " in fund]
    assert wholes == [
        "initial_budget - 2022 800000",
        "spent - 2022 780000",
        "initial_budget - 2023 1000000",
        "spent - 2023 980000",
    ]
    assert not _faults(report)
    wrong = _report(YEARS.replace("79.00", "97.00"))
    assert any(fault.startswith("ZJ102") for fault in _faults(wrong))


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("2022年决算", "spent"),
        ("2023年预算数", "initial_budget"),
        ("上年度支出", "spent"),
        ("上年结转", "carryover_in"),
        ("结转下年", "balance"),
        ("总投资", None),
        ("合同金额", None),
    ],
)
def test_names_of_amounts(name: str, role: str | None) -> None:
    assert column_role(name) == role


FAIRS = """
云泽县2023年度展会补助项目绩效评价报告
附表2 分方向资金情况
单位：元
| 支持方向 | 项目名称 | 年初预算 | 调整后预算 | 已到位资金 | 已支付资金 | 资金结余 | 其中 | < |
| ^ | ^ | ^ | ^ | ^ | ^ | ^ | 中央 | 市级 |
| 展会 | 春季展 | 400000 | 400000 | 400000 | 398000 | 2000 | 300000 | 100000 |
| ^ | 秋季展 | 350000 | 350000 | 350000 | 342000 | 8000 | 250000 | 100000 |
| 宣传 | 广告 | 200000 | 200000 | 200000 | 180000 | 20000 | 100000 | 100000 |
| 合计 | < | 950000 | 950000 | 950000 | 920000 | 30000 | 650000 | 300000 |
"""


def test_parts_by_source_go_to_the_column_that_they_add_up_to() -> None:
    told = _funds(_report(FAIRS))
    assert [fund for fund in told if "650000" in fund or fund.endswith(" 300000")][-2:] == [
        "received central 2023 650000",
        "received municipal 2023 300000",
    ]
    assert "spent 秋季展 2023 342000" in told


PLANNED = """
云泽县2023年度护林补助资金使用情况表（单位：万元）
| 县（区） | 下达指标 | 支付数 | 结转下年 | 支付进度 |
| 东山县 | 50.00 | 45.00 | 5.00 | 90.00% |
| 西岭区 | 40.00 | 40.00 | 0.00 | 100.00% |
| 合计 | 90.00 | 85.00 | 5.00 | 94.44% |
"""


def test_a_plan_of_money_is_its_budget() -> None:
    report = _report(PLANNED)
    assert _funds(report)[:3] == [
        "adjusted_budget 东山县 2023 500000",
        "spent 东山县 2023 450000",
        "balance 东山县 2023 50000",
    ]
    assert not _faults(report)
    assert any(fault.startswith("ZX101") for fault in _faults(_report(PLANNED.replace("94.44%", "94.94%"))))


RATES = """
云泽县2023年度公共租赁住房维护项目绩效自评报告
资金执行率情况
| 项目名称 | 执行率（%） |
| 房屋维修 | 95.00 |
| 消防改造 | 100.00 |
"""


def test_rates_of_items_without_amounts() -> None:
    assert _rates(_report(RATES)) == ["房屋维修 2023 95.00", "消防改造 2023 100.00"]


# ---------------------------------------------------------------- two columns of scores

PARK = """
{title}
| 一级指标 | 二级指标 | 三级指标 | 分值 | 自评得分 | {reviewed} | 评分说明 |
| 决策 | 立项 | 立项依据充分性 | 10 | 10 | 9 | 缺论证 |
| ^ | 目标 | 目标合理性 | 10 | 10 | 9 | 未量化 |
| 小计 | < | < | 20 | 20 | 18 | |
| 产出 | 数量 | 新建公园面积 | 50 | 50 | 45.10 | 少建0.5公顷 |
| 效益 | 满意度 | 游客满意度 | 30 | 30 | 28 | 停车不便 |
| 合计 | < | < | 100 | 100 | 91.10 | |
"""


@pytest.mark.parametrize(
    ("title", "reviewed", "total"),
    [
        ("2023年度城市公园项目绩效再评价报告", "再评价得分", "91.10"),
        ("2023年度城市公园项目绩效自评复核表", "复核得分", "91.10"),
        ("2023年度城市公园项目财政重点评价评分表", "财政评价得分", "91.10"),
        ("2023年度城市公园项目支出绩效自评表", "主管部门复核得分", "100"),
    ],
)
def test_whose_scores_count(title: str, reviewed: str, total: str) -> None:
    report = _report(PARK.format(title=title, reviewed=reviewed))
    assert report.report.scores.total == total
    assert _points(report)[0] == ("立项依据充分性 10 10" if total == "100" else "立项依据充分性 10 9")
    assert not _faults(report)


def test_a_column_of_scores_that_nobody_filled_in_does_not_count() -> None:
    text = PARK.format(title="2023年度城市公园项目绩效复核表", reviewed="复核得分")
    for score in ("| 9 ", "| 18 ", "| 45.10 ", "| 28 ", "| 91.10 "):
        text = text.replace(score, "| ")
    report = _report(text)
    assert report.report.scores.total == "100"
    assert _points(report)[-1] == "游客满意度 30 30"


# ---------------------------------------------------------------- target, result, rate of completion

STEPS = """
2023年度健身步道项目支出绩效自评表
| 一级指标 | 二级指标 | 三级指标 | {target} | 实际完成值 | 完成比例 | 分值 | 得分 |
| 产出指标 | 数量指标 | 修建步道长度 | 12公里 | 12.6公里 | 105% | 30 | 30 |
| ^ | ^ | 安装健身器材 | 40套 | 38套 | 95% | 20 | 19 |
| ^ | 质量指标 | 验收合格率 | ≥90% | 94% | 94% | 10 | 10 |
| 效益指标 | 社会效益 | 出行环境 | 明显改善 | 明显改善 | 100% | 10 | 10 |
| ^ | ^ | 日均锻炼人次 | 800人次 | 860人次 | 100% | 30 | 30 |
| 总分 | < | < | < | < | < | 100 | 99 |
"""


@pytest.mark.parametrize("target", ["年度指标值", "绩效承诺", "评价基准"])
def test_a_rate_of_completion_is_no_result(target: str) -> None:
    report = _report(STEPS.format(target=target))
    told = [(one.target.text, one.actual.text) for one in report.report.indicators]
    assert told[:3] == [("12公里", "12.6公里"), ("40套", "38套"), ("≥90%", "94%")]
    assert told[3] == ("明显改善", "明显改善")
    assert not _faults(report)
    wrong = _report(STEPS.format(target=target).replace("| 95% |", "| 98% |"))
    assert any(fault.startswith("ZB102") for fault in _faults(wrong))


def test_a_rate_of_completion_alone_tells_no_result() -> None:
    text = STEPS.format(target="年度指标值")
    for result in ("12.6公里 | ", "38套 | ", "94% | 94%", "明显改善 | 100%", "860人次 | ", "实际完成值 | "):
        text = text.replace(result, {"94% | 94%": "94%", "明显改善 | 100%": "100%"}.get(result, ""))
    report = _report(text.replace("| 总分 | < ", "| 总分 "))
    assert [one.actual for one in report.report.indicators] == [None] * 5


def test_what_stands_before_the_results_and_answers_nothing_is_no_target() -> None:
    text = STEPS.format(target="责任科室")
    for value in ("12公里", "40套", "≥90%", "800人次"):
        text = text.replace(f"| {value} |", "| 规划科 |")
    report = _report(text)
    assert [one.target for one in report.report.indicators] == [None] * 5


# ---------------------------------------------------------------- two things in a cell, lists in cells, steps

TWO = """
云泽县2023年度河道保洁项目支出绩效自评表
| 三级指标 | 年度指标值 | 实际完成值 | 得分/分值 |
| 保洁河道长度 | ≥80公里 | 82公里 | 40/40 |
| 水面漂浮物清理率 | ≥95% | 91.2% | 28.8/30 |
| 群众满意度 | ≥90% | 93% | 30/30 |
| 总分 | | | 98.8/100 |
"""


def test_score_and_weight_in_one_cell() -> None:
    report = _report(TWO)
    assert _points(report) == ["保洁河道长度 40 40", "水面漂浮物清理率 30 28.8", "群众满意度 30 30"]
    assert (report.report.scores.total, report.report.scores.full) == ("98.8", "100")
    assert any(fault.startswith("PF101") for fault in _faults(_report(TWO.replace("98.8/100", "99.8/100"))))


GROWN = """
云泽县2023年度补助资金分配表
单位：万元
| 补助项目 | 上年支出 | 本年支出 | 增减额 | 增减率 | 本年占比 |
| 河道保洁 | 40.00 | 50.00 | 10.00 | 25.00% | 25.00% |
| 渠道维修 | 80.00 | 60.00 | -20.00 | -25.00% | 30.00% |
| 泵站电费 | 75.00 | 90.00 | 15.00 | 20.00% | 45.00% |
| 合计 | 195.00 | 200.00 | 5.00 | 2.56% | 100.00% |
"""


def test_columns_that_compare_are_reckoned() -> None:
    assert not _faults(_report(GROWN))
    assert any(fault.startswith("GJ104") for fault in _faults(_report(GROWN.replace("20.00%", "22.00%"))))
    assert any(fault.startswith("BF103") for fault in _faults(_report(GROWN.replace("45.00%", "54.00%"))))


def test_columns_that_compare_with_what_is_not_printed_are_left_alone() -> None:
    other = GROWN.replace("上年支出", "本年预算").replace("25.00% | 25.00%", "31.00% | 25.00%")
    other = other.replace("-25.00%", "-12.00%").replace("20.00%", "18.50%").replace("2.56%", "7.07%")
    assert not [fault for fault in _faults(_report(other)) if fault.startswith("GJ104")]


UNIT = """
云泽县水利局2023年度整体支出绩效自评表
单位：万元
| 资金来源 | 年初预算数 | 支出数 |
| 合计 | 120.00 | 110.00 |
“三公”经费情况
| 经费名称 | 本年预算 | 本年决算 |
| 公务接待费 | 2.00 | 1.52 |
| 公务用车运行维护费 | 3.50 | 3.42 |
"""


def test_a_table_without_a_unit_goes_by_the_one_before() -> None:
    assert "spent 公务接待费 2023 15200" in _funds(_report(UNIT))
    larger = UNIT.replace("1.52", "15200.00").replace("2.00", "20000.00")
    assert "spent 公务接待费 2023 152000000" not in _funds(_report(larger))


TICKS = """
云泽县2023年度河道保洁项目支出绩效自评表
| 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 保洁河道长度 | ≥80公里 | 82公里 | 60 | 60 |
| 群众满意度 | ≥90% | 93% | 40 | 40 |
| 总分 | | | 100 | 100 |
| 评价等次 | 优秀（√）　良好（　）　合格（　） | | | |
"""


def test_the_grade_that_is_ticked() -> None:
    assert _report(TICKS).report.scores.grade == "优秀"
    assert _report(TICKS.replace("（√）", "（　）")).report.scores.grade is None
