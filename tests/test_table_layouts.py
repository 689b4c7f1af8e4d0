"""Layouts of forms that are published somewhere, each as small as it can be: who says what, and what is no figure."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from support import audited

from extractor.report import Report

Row = str
"""cells parted by |; < carries on the cell to the left, ^ the one above"""


def _table(rows: list[Row]) -> str:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    lines = []
    for r, row in enumerate(cells):
        line = ""
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            across = next((n for n in range(1, len(row) - c) if row[c + n] != "<"), len(row) - c)
            down = next((n for n in range(1, len(cells) - r) if cells[r + n][c] != "^"), len(cells) - r)
            line += f'<td colspan="{across}" rowspan="{down}">{html.escape(text)}</td>'
        lines.append(f"<tr>{line}</tr>")
    return f"<table>{''.join(lines)}</table>"


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    """The report of a page with a title, lines of text and a table."""

    def of(rows: list[Row], *lines: str) -> Report:
        words = "".join(f"<p>{line}</p>" for line in ("渡口改造项目支出绩效自评表", *(lines or ("（2023年度）",))))
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.html"
        path.write_text(f'<meta charset="utf-8"><body>{words}{_table(rows)}</body>', encoding="utf-8")
        return audited(path)[1]

    return of


def _funds(report: Report) -> set[tuple[str, str, str | None, str]]:
    return {(fund.role, fund.source, fund.item, fund.amount.text) for fund in report.report.funds}


def test_sources_side_by_side_under_a_row_of_names(read) -> None:  # type: ignore[no-untyped-def]
    report = read(
        [
            "项目名称 | 渡口改造 | < | 主管部门 | 柳溪县交通局",
            "资金执行 | 合计 | 中央资金 | 县级资金 | 自筹资金",
            "年初批复 | 350.00 | 200.00 | 100.00 | 50.00",
            "实际支出 | 347.00 | 196.00 | 108.00 | 43.00",
            "执行率 | 99.14% | 98.00% | 108.00% | 86.00%",
        ],
        "（2023年度） 单位：万元",
    )
    assert ("initial_budget", "central", None, "200.00") in _funds(report)
    assert ("spent", "total", None, "347.00") in _funds(report)
    assert ("spent", "own", None, "43.00") in _funds(report)
    assert report.report.fiscal_year == 2023


def test_a_row_that_numbers_the_columns_and_a_column_that_numbers_the_rows(read) -> None:  # type: ignore[no-untyped-def]
    report = read(
        [
            "资金投入 | | 行次 | 全年预算数（A） | 全年到位资金（B） | 全年执行资金（C） | 预算执行率（C/A）",
            "^ | 列次 | 0 | 1 | 2 | 3 | 4",
            "^ | 年度资金总额（万元）： | 1 | 52.80 | 52.80 | 30.80 | 58.33%",
            "^ | 其中：中央财政资金（万元） | 2 | 52.80 | 52.80 | 30.80 | 58.33%",
        ]
    )
    assert _funds(report) == {
        (role, source, None, amount)
        for role, amount in (("adjusted_budget", "52.80"), ("received", "52.80"), ("spent", "30.80"))
        for source in ("total", "central")
    }
    assert not [finding for finding in report.findings if finding.severity == "error"]


def test_a_rate_merged_over_rows_is_one(read) -> None:  # type: ignore[no-untyped-def]
    report = read(
        [
            "资金 | 预算安排情况（调整后） | < | 资金执行情况 | < | 预算执行进度（%）",
            "^ | 预算数 | 6.84 | 执行数 | 6.84 | 100.00",
            "^ | 其中：财政资金 | 6.84 | 其中：财政资金 | 6.84 | ^",
            "^ | 其他 | 0.00 | 其他 | 0.00 | ^",
        ],
        "单位：万元",
    )
    assert [(rate.value, rate.source, rate.item) for rate in report.report.execution_rates] == [
        ("100.00", "total", None)
    ]
    assert ("spent", "total", None, "6.84") in _funds(report)


def test_a_numbered_subtotal_heads_its_parts(read) -> None:  # type: ignore[no-untyped-def]
    report = read(
        [
            "项目资金（万元） | 年度资金总额 | 金额（万元）",
            "^ | （一）财政拨款小计 | 6.30",
            "^ | 1、一般公共预算 | 6.30",
            "^ | 2、政府性基金 | 0.00",
            "^ | （二）自有资金小计 | 0.00",
        ]
    )
    assert not report.findings


@pytest.mark.parametrize(("rate", "role"), [("97.00%", "adjusted_budget"), ("92.87%", "adjustment")])
def test_what_stands_under_the_change_its_rate_tells(rate: str, role: str, read) -> None:  # type: ignore[no-untyped-def]
    changed = "900000" if role == "adjusted_budget" else "80000"
    report = read(
        [
            "资金类别 | 年初数（元） | 调整数（元） | 决算数（元） | 执行率",
            f"总额 | 860000 | {changed} | 873000 | {rate}",
            f"一般公共预算 | 860000 | {changed} | 873000 | {rate}",
        ]
    )
    assert (role, "total", None, changed) in _funds(report)
    assert not [finding for finding in report.findings if finding.severity == "error"]


def test_columns_of_another_unit_are_no_money(read) -> None:  # type: ignore[no-untyped-def]
    report = read(
        [
            "旗县 | 补助面积（万亩） | < | 补助资金 | < | <",
            "^ | 计划 | 完成 | 应发 | 实发 | 发放率",
            "东旗 | 120 | 121 | 360.00 | 356.40 | 99.00%",
            "西旗 | 80 | 80 | 240.00 | 240.00 | 100.00%",
            "全盟合计 | 200 | 201 | 600.00 | 596.40 | 99.40%",
        ],
        "单位：万元",
    )
    assert _funds(report) == {
        *(("allocated", "total", item, a) for item, a in (("东旗", "360.00"), ("西旗", "240.00"), (None, "600.00"))),
        *(("spent", "total", item, a) for item, a in (("东旗", "356.40"), ("西旗", "240.00"), (None, "596.40"))),
    }


def test_keys_and_values_beside_the_name_of_their_block(read) -> None:  # type: ignore[no-untyped-def]
    report = read(["经费（万元） | 当年预算 | 260 | 累计支出 | 254.8", "^ | 预算完成率 | 98% | 年末结余 | 5.2"])
    assert _funds(report) == {
        ("initial_budget", "total", None, "260"),
        ("spent", "total", None, "254.8"),
        ("balance", "total", None, "5.2"),
    }


def test_points_in_names_and_weights_in_percent(read) -> None:  # type: ignore[no-untyped-def]
    named = read(
        [
            "绩效指标 | 指标 | 目标 | 结果 | 评分",
            "产出（60） | 购置救护车（30） | 6辆 | 6辆 | 30",
            "^ | 设备合格率（30） | 100% | 100% | 30",
            "满意度（40） | 患者满意度（40） | ≥95% | 94.1% | 39.62",
            "合计 | < | < | < | 99.62",
        ]
    ).report
    assert [(i.levels, i.name, i.weight) for i in named.indicators] == [
        (["产出"], "购置救护车", "30"),
        (["产出"], "设备合格率", "30"),
        (["满意度"], "患者满意度", "40"),
    ]
    percent = read(
        [
            "一级指标 | 三级指标 | 目标值 | 完成值 | 权重",
            "产出指标 | 改造渡口数量 | ≥5处 | 5处 | 60%",
            "效益指标 | 受益人口 | ≥2万人 | 2.2万人 | 40%",
        ]
    ).report
    assert [indicator.weight for indicator in percent.indicators] == ["60", "40"]


def test_each_level_with_weights_of_its_own(read) -> None:  # type: ignore[no-untyped-def]
    report = read(
        [
            "一级指标 | 权重 | 二级指标 | 权重 | 三级指标 | 权重 | 自评得分",
            "过程 | 40 | 资金 | 25 | 预算执行率 | 25 | 24.4",
            "^ | ^ | 实施 | 15 | 制度执行 | 15 | 15",
            "产出 | 60 | 数量 | 60 | 养护里程 | 60 | 60",
            "合计 | 100 | | 100 | | 100 | 99.4",
        ]
    )
    assert [indicator.weight for indicator in report.report.indicators] == ["25", "15", "60"]
    assert not [finding for finding in report.findings if finding.severity == "error"]


def test_a_total_that_holds_the_points_for_the_execution_rate(read) -> None:  # type: ignore[no-untyped-def]
    report = read(
        [
            "项目资金（万元） | 年初预算 | 调整后预算 | 实际执行 | 执行率×10分 | <",
            "总计 | 150 | 160 | 152 | 95% | 9.5",
            "绩效指标 | 指标权重 | 指标内容 | 年度目标 | 实际完成 | 自评得分",
            "产出指标 | 60 | 救助人次 | ≥1200人次 | 1260人次 | 60",
            "效益指标 | 30 | 返乡安置率 | ≥90% | 88% | 29.33",
            "合计 | 90 | | | | 98.83",
        ]
    )
    assert ("spent", "total", None, "152") in _funds(report)
    assert report.report.scores.total == "98.83"
    assert not [finding for finding in report.findings if finding.severity == "error"]


def test_what_changed_between_two_years_is_no_change_of_a_budget(read) -> None:  # type: ignore[no-untyped-def]
    report = read(
        [
            "子项目 | 2022年度 | < | 2023年度 | < | < | 增减额",
            "^ | 预算 | 支出 | 预算 | 支出 | 支出率 | ^",
            "行道树修剪 | 420000 | 415800 | 450000 | 441000 | 98.00% | 25200",
            "草坪补植 | 180000 | 171000 | 200000 | 190000 | 95.00% | 19000",
            "合计 | 600000 | 586800 | 650000 | 631000 | 97.08% | 44200",
        ],
        "单位：元",
    )
    assert {role for role, *_ in _funds(report)} == {"initial_budget", "spent"}
    assert not report.findings


def test_levels_in_the_names_and_two_totals(read) -> None:  # type: ignore[no-untyped-def]
    report = read(
        [
            "资金（万元） | 全年预算（A） | 全年支出（B） | B/A | 权重 | 得分",
            "合计 | 240.00 | 228.00 | 95.00% | 10 | 9.5",
            "其中：财政 | 240.00 | 228.00 | 95.00% | - | -",
            "绩效指标 | 目标值 | 实际值 | 权重 | 得分 | 说明",
            "产出指标：管护里程 | ≥320公里 | 326公里 | 60 | 60 | ",
            "满意度指标：群众满意度 | ≥90% | 94% | 30 | 30 | ",
            "得分总计 | | | 90 | 90 | ",
            "自评总得分（含预算执行） | | | | 99.5 | ",
        ]
    ).report
    assert [(i.levels, i.name) for i in report.indicators] == [
        (["产出指标"], "管护里程"),
        (["满意度指标"], "群众满意度"),
    ]
    assert [rate.value for rate in report.execution_rates] == ["95.00", "95.00"]
    assert report.scores.total == "99.5"


def test_a_column_of_ratios_has_no_sum_whatever_it_is_called(read) -> None:  # type: ignore[no-untyped-def]
    rows = [
        "乡镇 | 安排 | 支付 | 支付水平",
        "柳溪镇 | 412.00 | 401.70 | 97.50",
        "石桥镇 | 268.00 | 254.60 | 95.00",
        "河湾乡 | 320.00 | 313.60 | 98.00",
        "全县合计 | 1,000.00 | 969.90 | 96.99",
    ]
    assert not [finding for finding in read(rows, "单位：万元、%").findings if finding.severity == "error"]
    wrong = [*rows[:-1], "全县合计 | 1,000.00 | 966.90 | 96.99"]
    assert [finding.code for finding in read(wrong, "单位：万元、%").findings if finding.severity == "error"] == [
        "ZJ104"
    ]


def test_tasks_with_their_points_are_money(read) -> None:  # type: ignore[no-untyped-def]
    report = read(
        [
            "任务名称 | 完成情况 | 预算数（万元） | < | < | 执行数（万元） | < | < | 分值 | 执行率 | 得分",
            "^ | ^ | 总额 | 财政拨款 | 其他资金 | 总额 | 财政拨款 | 其他资金 | ^ | ^ | ^",
            "渡口值守 | 完成 | 120.00 | 100.00 | 20.00 | 114.00 | 96.00 | 18.00 | — | 95.00% | —",
            "船舶检修 | 完成 | 80.00 | 80.00 | — | 80.00 | 80.00 | — | — | 100.00% | —",
            "金额合计 | < | 200.00 | 180.00 | 20.00 | 194.00 | 176.00 | 18.00 | 10 | 97.00% | 9.70",
        ]
    )
    assert {
        ("initial_budget", "total", "渡口值守", "120.00"),
        ("initial_budget", "current_appropriation", "渡口值守", "100.00"),
        ("spent", "other", "渡口值守", "18.00"),
        ("spent", "total", None, "194.00"),
    } <= _funds(report)
    assert not report.report.indicators and not [one for one in report.findings if one.severity == "error"]


def _alarms(report: Report) -> list[str]:
    return [one.message for one in report.findings if one.severity in ("error", "warning")]


def test_amounts_taken_away_stand_in_brackets(read) -> None:  # type: ignore[no-untyped-def]
    rows = [
        "项目 | 年初预算 | 调整数 | 调整后预算 | 执行数",
        "校舍维修 | 320 | 45.5 | 365.5 | 365.5",
        "教具购置 | 500 | (60) | 440 | 422.4",
        "图书购置 | 180 | （20.5） | 159.5 | 127.6",
        "合计 | 1000 | (35) | 965 | 915.5",
    ]
    assert _alarms(read(rows, "单位：万元")) == []
    assert _alarms(read([*rows[:-1], "合计 | 1000 | (35) | 956 | 915.5"], "单位：万元"))


def test_the_units_score_and_the_reviewers_in_one_card(read) -> None:  # type: ignore[no-untyped-def]
    card = [
        "任务完成率 | 97.5% | 自评年度 | 2023年",
        "自评得分 | 95.2 | 评价得分 | 86.3",
        "自评等级 | 优 | 评价等级 | 良",
    ]
    assert _alarms(read(card)) == []
    assert _alarms(read(card, "评价得分81.3分。"))
    assert _alarms(read([*card[:-1], "自评等级 | 良 | 评价等级 | 良"]))


def test_people_under_the_money_on_one_sheet(read) -> None:  # type: ignore[no-untyped-def]
    rows = [
        "项目 | 2022年 | 2023年 | 增减额 | 增减率%",
        "拨款 | 1820.4 | 1956.3 | 135.9 | 7.47",
        "其他 | 345.6 | 307.7 | -37.9 | -10.97",
        "合计 | 2166 | 2264 | 98 | 4.52",
        "二、支出情况（单位：万元） | < | < | < | <",
        "项目 | 预算数 | 决算数 | 增减额 | 增减率%",
        "基本支出 | 1600 | 1588.5 | -11.5 | -0.72",
        "合计 | 1600 | 1588.5 | -11.5 | -0.72",
        "三、人员情况（单位：人） | < | < | < | <",
        "类别 | 编制数 | 实有数 | 空编 | 在编率",
        "行政 | 35 | 32 | 3 | 91.43%",
        "合计 | 35 | 32 | 3 | 91.43%",
    ]
    assert _alarms(read(rows, "单位：万元")) == []
