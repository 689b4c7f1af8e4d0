"""Questionnaires: several in one paragraph, and satisfaction that is no k of n."""

from __future__ import annotations

import pytest
from support import ledger_of

from extractor.facts import Survey


def test_each_issue_opens_a_questionnaire() -> None:
    text = "向企业发放问卷50份，收回48份，满意度95.83%；向居民发放问卷200份，收回190份，满意度92.63%。"
    surveys = ledger_of(text).of(Survey)
    assert [(s.issued and s.issued.text, s.returned and s.returned.text) for s in surveys] == [
        ("50份", "48份"),
        ("200份", "190份"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "收回有效问卷200份，非常满意120份、满意60份、基本满意20份，满意度88%。",
        "发放问卷200份，收回196份，学生满意度95.25%，家长满意度93.1%。",
        "发放问卷200份，收回196份，按五级量表加权计算，满意度91.3%。",
    ],
)
def test_weighted(text: str) -> None:
    (survey,) = ledger_of(text).of(Survey)
    assert survey.weighted and survey.satisfied is None


def test_told_twice_is_no_second_group() -> None:
    text = "发放问卷200份，收回196份，表示满意的184份，满意度93.88%。满意度93.88%，较为理想。"
    (survey,) = ledger_of(text).of(Survey)
    assert not survey.weighted and survey.satisfaction and survey.satisfaction.text == "93.88%"


def test_valid_of_those_given_out() -> None:
    (survey,) = ledger_of("发放问卷200份，收回有效问卷190份，有效回收率95%。").of(Survey)
    assert survey.valid_rate and survey.return_rate is None
    (survey,) = ledger_of("发放问卷200份，收回196份，有效问卷190份，有效回收率95%。").of(Survey)
    assert survey.valid_rate is None


@pytest.mark.parametrize("text", ["满意度目标为95%以上。", "农膜回收率为96%。", "发放宣传资料350份。"])
def test_no_questionnaire(text: str) -> None:
    assert not ledger_of(text).of(Survey)
