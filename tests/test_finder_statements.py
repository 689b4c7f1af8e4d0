"""How chapters are parted into statements. Wordings are in patterns/statements.toml."""

from __future__ import annotations

from support import ledger_of

from extractor.facts import Claim, Statement


def _said(text: str) -> list[tuple[str, str]]:
    return [(fact.kind, fact.text) for fact in ledger_of(text).of(Statement) if not fact.none]


def test_the_outermost_list_counts() -> None:
    text = (
        "四、存在的问题\n（一）预算管理不够精细。一是科目调剂较多；二是支出进度偏慢。\n"
        "（二）项目监管不到位。一是验收滞后；二是台账不完整。\n"
    )
    assert _said(text) == [("problem", "预算管理不够精细"), ("problem", "项目监管不到位")]


def test_a_field_of_work_is_no_problem() -> None:
    text = (
        "四、存在的问题\n（一）预算管理方面\n一是科目调剂较多。二是支出进度偏慢。\n"
        "（二）项目监管方面\n一是验收滞后。二是台账不完整。\n"
    )
    assert [words for _, words in _said(text)] == ["科目调剂较多", "支出进度偏慢", "验收滞后", "台账不完整"]


def test_sub_chapters_share_a_combined_heading() -> None:
    text = (
        "六、存在的问题和建议\n（一）存在的问题\n1.验收滞后。\n2.台账不完整。\n"
        "（二）有关建议\n1.加快验收。\n2.完善台账。\n"
    )
    assert _said(text) == [
        ("problem", "验收滞后"),
        ("problem", "台账不完整"),
        ("recommendation", "加快验收"),
        ("recommendation", "完善台账"),
    ]


def test_a_combined_heading_without_any_problem() -> None:
    assert _said("六、经验做法、存在的问题和建议\n县里已明确该活动由企业承办。\n") == []


def test_the_signature_is_no_recommendation() -> None:
    assert _said("六、有关建议\n建议加快结算。\n河湾县水务局\n2024年3月8日\n") == [("recommendation", "建议加快结算")]


def test_that_there_is_none_is_said_once_for_each_promise() -> None:
    facts = ledger_of("五、存在的问题及建议\n无。\n").of(Statement)
    assert [(fact.kind, fact.none) for fact in facts] == [("problem", True), ("recommendation", True)]


def test_spans_are_the_words() -> None:
    ledger = ledger_of("四、存在的问题\n一是验收滞后，台账不完整。二是人员不足。\n")
    for fact in (*ledger.of(Statement), *ledger.of(Claim)):
        assert "".join(ledger.quote(fact.span).split()) == fact.text


def test_what_is_advised_is_not_admitted() -> None:
    claims = ledger_of("六、有关建议\n对进度滞后的单位依约处理。\n").of(Claim)
    assert not claims
