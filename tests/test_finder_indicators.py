"""Levels, names, units and what belongs together. Wordings are in patterns/indicators.toml."""

from __future__ import annotations

import pytest
from support import ledger_of

from extractor.facts import Indicator
from extractor.finders._measures import direction

CHAPTER = "二、绩效目标完成情况\n"


def _indicators(text: str) -> list[Indicator]:
    return list(ledger_of(text).of(Indicator))


def test_levels_are_carried_down_from_headings() -> None:
    text = (
        "二、绩效目标完成情况\n（一）产出指标\n1.数量指标\n培训人数：目标值200人，实际完成值216人。\n"
        "（二）效益指标\n1.社会效益指标\n就业人数：目标值50人，实际完成值52人。\n"
    )
    assert [one.levels for one in _indicators(text)] == [("产出指标", "数量指标"), ("效益指标", "社会效益指标")]


def test_levels_are_carried_on_within_a_paragraph() -> None:
    text = "数量指标：培训人数，目标值200人，实际完成值216人；培训期数，目标值4期，实际完成值4期。"
    assert [(one.levels, one.name) for one in _indicators(text)] == [
        (("数量指标",), "培训人数"),
        (("数量指标",), "培训期数"),
    ]


def test_the_unit_of_the_name_is_taken_over() -> None:
    (one,) = _indicators("数量指标—培训人数（人）：目标值200，实际完成值216。")
    assert one.name == "培训人数"
    assert one.target is not None and one.target.quantity is not None and one.target.quantity.unit is not None
    assert one.target.quantity.unit.name == "人"
    assert one.target.text == "200"


def test_a_bracket_that_is_part_of_the_name_stays() -> None:
    (one,) = _indicators("数量指标—开展宣讲的村（社区）：目标值≥20个，实际完成值22个。")
    assert one.name == "开展宣讲的村（社区）"


def test_dates_and_words_are_no_figures() -> None:
    one, other = _indicators(
        "时效指标—完工时间：目标值11月底前，实际完成值10月26日；质量指标—管护机制：目标值健全，实际完成值健全。"
    )
    assert one.target is not None and (one.target.op, one.target.figure) == ("text", None)
    assert other.actual is not None and (other.actual.op, other.actual.text) == ("text", "健全")


def test_plain_words_count_only_in_chapters_on_results() -> None:
    sentence = "全年计划培训护林员300人，实际培训326人。\n"
    assert [one.name for one in _indicators(CHAPTER + sentence)] == ["培训护林员"]
    assert _indicators("摘要\n" + sentence) == []
    assert _indicators("一、资金情况\n当年计划投资300万元，实际到位280万元。\n") == []


def test_a_target_meets_its_result_told_later() -> None:
    text = "数量指标—清淤长度：目标值≥12公里。\n三、产出情况\n数量指标—清淤长度：目标值≥12公里，实际完成值12.6公里。\n"
    (one,) = _indicators(text)
    assert one.actual is not None and one.actual.text == "12.6公里"


def test_the_reason_of_the_next_sentence() -> None:
    (one,) = _indicators("按期完工率：目标值100%，实际完成值87.5%，得8.75分，权重10分。未完成原因：征地手续办理较慢。")
    assert (one.reason, one.score.text if one.score else None) == ("征地手续办理较慢", "8.75分")


@pytest.mark.parametrize(
    ("name", "sign"), [("居民投诉件数", -1), ("漏损率", -1), ("投诉下降率", 1), ("验收合格率", 1), ("泵站数量", 0)]
)
def test_direction_by_name(name: str, sign: int) -> None:
    assert direction(name, None) == sign


def test_the_sign_of_the_target_comes_before_the_name() -> None:
    (one,) = _indicators("群众投诉率：目标值≥1%，实际完成值0.5%。")
    assert one.direction == 1


def test_span_covers_the_chain_and_evidence_is_printed() -> None:
    ledger = ledger_of("产出指标—数量指标—新建泵站（座）：目标值4座，实际完成值4座，得10分。")
    (one,) = ledger.of(Indicator)
    assert ledger.quote(one.span).startswith("产出指标—数量指标—新建泵站")
    assert one.score is not None and one.span.covers(one.score.span)


def test_a_goal_under_a_heading_names_its_indicator_and_its_result() -> None:
    """Of the figures of the result it is the one behind the same words; none where nothing is said of it."""
    text = (
        CHAPTER + "（一）设备安全\n年度目标：锅炉定期检验率98%。完成情况：在用锅炉236台，应检210台，定期检验率100%。\n"
        "（二）纠纷调处\n年度目标：纠纷按期办结率95%。完成情况：受理纠纷1,264件，挽回损失86.7万元。\n"
    )
    told = [(one.name, one.target and one.target.text, one.actual and one.actual.text) for one in _indicators(text)]
    assert told == [("锅炉定期检验率", "98%", "100%"), ("纠纷按期办结率", "95%", None)]


def test_a_step_is_no_name() -> None:
    text = CHAPTER + "（二）效益指标\n单位能耗下降明显。与上年相比，下降18.6%，未达到下降20%的目标。\n"
    assert "下降" not in [one.name for one in _indicators(text)]
