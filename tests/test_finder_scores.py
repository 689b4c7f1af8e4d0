"""Scores, weights and grades put together. Wordings are in patterns/scores.toml."""

from __future__ import annotations

from decimal import Decimal

from support import ledger_of

from extractor.facts import Grade, GradeScale, Score


def _scores(text: str) -> list[tuple[str, str | None, str, str | None]]:
    return [
        (fact.kind, fact.name, fact.figure.text, fact.weight.text if fact.weight else None)
        for fact in ledger_of(text).of(Score)
    ]


def test_a_weight_declared_elsewhere_joins_its_part() -> None:
    text = "满分100分，其中预算执行率10分，绩效指标90分。\n经自评，预算执行率得9.62分，绩效指标得87.40分。\n"
    assert _scores(text) == [
        ("full", None, "100分", None),
        ("part", "预算执行率", "9.62分", "10分"),
        ("part", "绩效指标", "87.40分", "90分"),
    ]


def test_one_part_under_two_names() -> None:
    text = "指标分为两类：决策20分、产出80分。\n决策类指标得分18.5分，产出类指标得分77分。\n"
    assert _scores(text) == [("part", "决策", "18.5分", "20分"), ("part", "产出", "77分", "80分")]


def test_a_list_that_adds_up_to_the_total_is_a_list_of_scores() -> None:
    text = "自评得分96.5分，其中产出48.5分、效益48分。"
    assert _scores(text) == [
        ("total", None, "96.5分", None),
        ("part", "产出", "48.5分", None),
        ("part", "效益", "48分", None),
    ]
    assert {kind for kind, *_ in _scores("自评得分96.5分，其中产出50分、效益50分。")} == {"total", "weight"}


def test_the_score_of_an_indicator_is_no_part() -> None:
    assert _scores("1.清淤长度：目标值12公里，实际完成值12公里，自评得10分，权重10分。") == []


def test_a_total_of_another_place_carries_its_name() -> None:
    text = "河湾县2023年度公路养护项目绩效自评报告\n公路养护项目自评得分95分，其中石桥镇得分96分。\n"
    assert [(name, value) for _, name, value, _ in _scores(text)] == [(None, "95分"), ("石桥镇", "96分")]


def test_speakers_are_told_apart_only_where_there_are_several() -> None:
    alone = ledger_of("绩效评价得分95分。\n自评得分95分，自评等级为优。\n")
    assert {fact.speaker for fact in (*alone.of(Score), *alone.of(Grade))} == {"self"}
    several = ledger_of("自评得分98分，复评得分92分。\n综合得分92分。\n")
    assert [fact.speaker for fact in several.of(Score)] == ["self", "review", None]


def test_a_mark_on_the_border_belongs_to_one_grade() -> None:
    (scale,) = ledger_of("90分（含）以上为优，80分至90分为良，60分至80分为中，60分以下为差。").of(GradeScale)
    for mark, wanted in (("100", "优"), ("90", "优"), ("89.99", "良"), ("60", "中"), ("59.9", "差")):
        assert [name for name, interval in scale.bands if Decimal(mark) in interval] == [wanted]


def test_whole_marks_leave_gaps() -> None:
    (scale,) = ledger_of("优（90-100分）、良（80-89分）、中（60-79分）、差（0-59分）。").of(GradeScale)
    assert not [name for name, interval in scale.bands if Decimal("89.5") in interval]


def test_the_scale_gives_no_grade() -> None:
    ledger = ledger_of("90分以上为优，80至90分为良，60至80分为中，60分以下为差。自评等级为良。")
    assert [(fact.word, fact.band) for fact in ledger.of(Grade)] == [("良", "良")]


def test_a_full_mark_and_score_in_brackets_are_those_of_what_they_follow() -> None:
    text = "项目立项情况（满分12分，实得11分）、产出情况（满分88分，实得83.5分），总分94.5分。"
    assert [one for one in _scores(text) if one[0] in ("total", "full")] == [("total", None, "94.5分", None)]


def test_a_total_behind_the_points_taken_off() -> None:
    assert _scores("共扣分2.5分，自评得分97.5分。") == [("total", None, "97.5分", None)]
    assert not [one for one in _scores("创新指标扣分2分，评价得分18分。") if one[0] == "total"]


def test_a_part_whose_line_was_cut_before_its_score_is_no_total() -> None:
    text = (
        "综合得分95.54分。\n其中，产出指标（50分）得分45.54分；效益指标（30分）\n\n得分30分；过程指标（20分）得20分。\n"
    )
    assert [figure for kind, _, figure, _ in _scores(text) if kind == "total"] == ["95.54分"]
