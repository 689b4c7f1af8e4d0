"""Which of several answers is taken, and when there is none. Wordings are in patterns/metadata.toml."""

from __future__ import annotations

import pytest
from support import ledger_of

from extractor.facts import Meta

COVER = """河湾市老旧管网更新专项资金
绩效评价报告
评价年度：2022年度
委托单位：河湾市财政局
主管部门：河湾市城市建设局
评价机构：河湾正衡会计师事务所
2023年9月
"""

BODY = """一、基本情况
受河湾市财政局委托，河湾正衡会计师事务所对2022年度河湾市老旧管网更新专项资金开展了绩效评价。
二、有关建议
建议加快结算。
河湾正衡会计师事务所
2023年9月18日
"""


def _meta(text: str) -> dict[str, str]:
    return {fact.field: fact.value for fact in ledger_of(text).of(Meta)}


def test_cover_of_a_commissioned_evaluation() -> None:
    assert _meta(COVER + BODY) == {
        "title": "河湾市老旧管网更新专项资金绩效评价报告",
        "kind": "fiscal_evaluation",
        "fiscal_year": "2022",
        "department": "河湾市城市建设局",
        "project": "河湾市老旧管网更新专项资金",
        "evaluator": "河湾正衡会计师事务所",
        "issued_on": "2023-09-18",
    }


def test_values_are_printed_words() -> None:
    ledger = ledger_of(COVER + BODY)
    for fact in ledger.of(Meta):
        if fact.field in ("title", "department", "project", "evaluator"):
            assert "".join(ledger.quote(fact.span).split()) == fact.value


def test_the_year_of_the_notice_is_not_the_year_of_the_money() -> None:
    text = "河湾县林业局2023年度封山育林项目绩效自评报告\n根据2024年自评通知，我局于2024年3月开展自评。\n"
    assert _meta(text)["fiscal_year"] == "2023"


@pytest.mark.parametrize("field", ["fiscal_year", "department", "project", "evaluator", "issued_on"])
def test_what_is_not_said_is_not_guessed(field: str) -> None:
    assert field not in _meta("项目支出绩效自评报告\n一、项目概况\n各项工作按计划推进。\n")


def test_two_years_in_a_title_are_no_year() -> None:
    assert "fiscal_year" not in _meta("河湾县2021年及2022年育林项目绩效评价报告\n一、项目概况\n工作完成。\n")


def test_of_two_years_in_a_title_the_one_with_度_is_taken() -> None:
    text = "关于2024年开展2023年度育林项目绩效评价的报告\n一、项目概况\n工作完成。\n"
    assert _meta(text)["fiscal_year"] == "2023"


def test_a_whole_department_has_no_project() -> None:
    meta = _meta("河湾县林业局2023年度部门整体支出绩效自评报告\n一、部门概况\n内设5个股室。\n")
    assert (meta["kind"], meta["department"], meta.get("project")) == (
        "overall_self_evaluation",
        "河湾县林业局",
        None,
    )


def test_words_alone_are_no_title() -> None:
    assert "title" not in _meta("项目全年支出80.50万元，效果良好。\n")
