"""Steps between two figures: which figure is which, and when the words do not say."""

from __future__ import annotations

import pytest
from support import ledger_of

from extractor.facts import Change, Figure


def _text(figure: Figure | None) -> str | None:
    return figure.text if figure else None


def _told(text: str) -> list[tuple[str | None, ...]]:
    changes = ledger_of(text).of(Change)
    return [(_text(c.now), _text(c.before), _text(c.delta), _text(c.growth)) for c in changes]


@pytest.mark.parametrize(
    ("text", "now", "before", "delta", "growth"),
    [
        ("投诉450件，较2022年的600件减少150件，下降25%。", "450件", "600件", "150件", "25%"),
        ("产量25.6万吨，比上年增产1.2万吨，增长4.92%。", "25.6万吨", None, "1.2万吨", "4.92%"),
        ("2022年支出50万元，2023年支出60万元，增加10万元，增长20%。", "60万元", "50万元", "10万元", "20%"),
        ("差旅费3.2万元。差旅费比上年的2.9万元增加0.3万元。", "3.2万元", "2.9万元", "0.3万元", None),
        ("支出120万元，其中设备30万元，比上年增加20万元，增长20%。", None, None, "20万元", "20%"),
        ("支出80万元，执行率95%，较上年增加20万元，增长33%。", None, None, "20万元", "33%"),
    ],
)
def test_members(text: str, now: str | None, before: str | None, delta: str | None, growth: str | None) -> None:
    assert _told(text) == [(now, before, delta, growth)]


def test_points_are_not_percent() -> None:
    (change,) = ledger_of("合格率由上年的92%提高到96%，提高4个百分点。").of(Change)
    assert change.points and change.direction == 1


@pytest.mark.parametrize("text", ["投诉率明显下降，全年受理30件。", "由3名专家提高评审质量。", "较上年有所增加。"])
def test_nothing_to_tell(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("计划栽植行道树2000株。实际栽植行道树2150株，超额完成150株。", "2000株"),
        ("计划栽植行道树2000株。去年栽植行道树1800株。实际栽植行道树2150株，超额完成150株。", None),
    ],
    ids=["one plan", "two other amounts"],
)
def test_plan_that_was_passed(text: str, before: str | None) -> None:
    (change,) = [change for change in ledger_of(text).of(Change) if change.pattern.startswith("overfulfilments")]
    assert _text(change.before) == before
