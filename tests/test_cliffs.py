"""Large files cost in proportion to their size: work is counted, not timed. Twice as much text costs about twice as
many calls; what compares everything with everything would cost four times as many."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from types import FrameType

import pytest
from figures import fund, ledger, rate
from support import written

from extractor import pipeline
from extractor.blame import Blame, Evidence
from extractor.checks import Verdict
from extractor.checks._options import FITTING, Scope, options
from extractor.facts import Figure
from extractor.quantity import Interval
from extractor.root_cause import group
from extractor.stacking import stacked

REPORT = "安漳县2023年度公厕改造项目自评报告\n"
SMALL, LARGE = 120, 240
MOST = 3.0
"""calls for a text of twice the length, against those for the text"""

TEXTS: dict[str, Callable[[int], str]] = {
    "rates in one line": lambda n: "，".join(
        f"第{i}项预算{i}.50万元，支出{i}.2万元，执行率{i % 100}%" for i in range(1, n)
    ),
    "amounts in one line": lambda n: "预算12.50万元，" * n,
    "headings": lambda n: "\n".join(f"（{i}）第{i}项情况\n预算{i}.50万元，支出{i}.2万元。" for i in range(1, n)),
    "indicators": lambda n: "\n".join(
        f"数量指标：改造公厕数量第{i}类，目标值≥{i}座，实际完成{i}座，得分1分。" for i in range(1, n)
    ),
    "parts of a whole": lambda n: (
        f"项目总预算{sum(range(1, n))}万元，其中：" + "，".join(f"第{i}镇{i}万元" for i in range(1, n)) + "。"
    ),
    "parts of parts": lambda n: "".join(f"预算{n - i}.50万元，其中：" for i in range(1, n)),
    "prose": lambda n: "\n".join(
        f"为做好{i}号乡镇公厕改造工作，共走访群众{i}人，满意度{90 + i % 10}%，到位资金{i}.5万元。" for i in range(1, n)
    ),
    "a table": lambda n: "\n".join(f"|{i}|第{i}镇|{i}|{i}|" for i in range(1, n)),
}


def calls(text: str) -> int:
    """How many Python calls the audit of a text takes."""
    count = 0

    def heard(_frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call"

    document = written(REPORT + text + "\n")
    before = sys.getprofile()
    sys.setprofile(heard)
    try:
        pipeline.audit_all(document)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("made", TEXTS.values(), ids=TEXTS.keys())
def test_twice_the_text_is_twice_the_work(made: Callable[[int], str]) -> None:
    calls(made(SMALL))  # what is worked out once and kept is no part of it
    assert calls(made(LARGE)) <= MOST * calls(made(SMALL))


def test_each_conflict_is_looked_at_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    real = Evidence.blame

    def counted(self: Evidence, figure: Figure, mine: Sequence[Verdict]) -> Blame:
        nonlocal asked
        asked += len(mine)
        return real(self, figure, mine)

    monkeypatch.setattr(Evidence, "blame", counted)
    facts = [fund(f"{at}.00万元", "spent") for at in range(1, 401)]
    verdicts = [
        Verdict("ZJ104", "conflict", figures=(one.figure, other.figure), formula="甲 ≠ 乙")
        for one, other in zip(facts[::2], facts[1::2], strict=True)
    ]
    assert len(group(verdicts, ledger(*facts))) == 200
    assert asked <= 8 * len(verdicts)


def test_the_amounts_of_a_long_report_are_looked_at_from_a_fact_outward() -> None:
    facts = [fund(f"{at}.00万元", "spent", sentence=at) for at in range(1, 10 * FITTING)]
    near = replace(rate("98%"), span=facts[500].span, sentence=facts[500].sentence)
    found = options(ledger(*facts), near, Scope(None, "total", None), "spent")
    assert found.first is facts[500]
    assert len(found.funds) == 3
    assert found.sure, "the amount of the same sentence is meant, however many there are"


def test_the_most_intervals_that_meet() -> None:
    many = [Interval.point(Decimal(number)) for number in range(5000)]
    assert stacked(many) == [0]
    assert stacked([*many, Interval(None, None)]) == [0, 5000]
