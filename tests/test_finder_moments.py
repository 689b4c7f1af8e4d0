"""Dates: what the sentence adds to them, periods, events, and the part that a year plays."""

from __future__ import annotations

import pytest
from support import ledger_of

from extractor.facts import Moment, Period, YearMention


def test_year_from_the_sentence() -> None:
    first, second = ledger_of("2023年5月8日开工，11月20日完工。次年3月审计。").of(Moment)[:2]
    assert (first.year_inferred, second.year, second.year_inferred) == (False, 2023, True)


def test_no_year_from_another_sentence() -> None:
    assert ledger_of("展会创办于2012年。5月10日举行开幕式。").of(Moment)[-1].year is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023年11月20日至2月3日施工。", (2023, 11, 20), (2024, 2, 3)),
        ("2023年9月22日至26日举行。", (2023, 9, 22), (2023, 9, 26)),
        ("2024年4月至7月开展评价。", (2024, 4, None), (2024, 7, None)),
        ("6月1日至6月4日举行。", (None, 6, 1), (None, 6, 4)),
    ],
)
def test_period(text: str, start: tuple[int | None, ...], end: tuple[int | None, ...]) -> None:
    (period,) = ledger_of(text).of(Period)
    assert (period.start.year, period.start.month, period.start.day) == start
    assert (period.end.year, period.end.month, period.end.day) == end


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("活动于5月10日至5月14日举行，历时5天。", "5天"),
        ("5月10日至5月14日举行，6月1日复展，历时3天。", None),
        ("工程于5月10日至5月14日进行，培训3天。", None),
    ],
)
def test_length_is_said_of_the_period(text: str, days: str | None) -> None:
    period = ledger_of(text).of(Period)[0]
    assert (period.days.text if period.days else None) == days


@pytest.mark.parametrize(
    ("text", "valid"),
    [("2023年2月29日", False), ("2024年2月29日", True), ("2月29日", True), ("2023年4月31日", False), ("13月", False)],
)
def test_valid(text: str, valid: bool) -> None:
    (moment,) = ledger_of(f"会议于{text}召开。").of(Moment)
    assert moment.valid is valid


def test_weekday() -> None:
    (moment,) = ledger_of("会议于2023年7月5日（星期三）召开。").of(Moment)
    assert moment.weekday == 2


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "项目于2023年3月1日招标，4月1日开工，9月1日完工，9月20日竣工验收。",
            ["tender", "start", "finish", "acceptance"],
        ),
        ("计划于2023年6月完工，实际于2023年8月完工。", ["deadline", "finish"]),
        ("2023年9月1日尚未完工。", [None]),
        ("2023年9月1日完工，验收资料系事后补录。", [None]),
        ("截至2023年12月31日，支出80万元。", ["cutoff"]),
    ],
)
def test_events(text: str, events: list[str | None]) -> None:
    assert [moment.event for moment in ledger_of(text).of(Moment)] == events


def test_subject_is_carried_on_in_the_sentence() -> None:
    moments = ledger_of("泵站于2023年4月1日开工，9月1日完工，渠道于10月1日完工。").of(Moment)
    assert [moment.subject for moment in moments] == ["泵站", "泵站", "渠道"]


def test_parts_of_years() -> None:
    text = (
        "泉溪县2023年度绿化项目绩效评价报告\n根据《关于开展2024年绩效评价的通知》，我局对2023年度绿化项目开展了评价。\n"
    )
    parts = [(mention.year, mention.part) for mention in ledger_of(text).of(YearMention)]
    assert parts == [(2023, "title"), (2024, "order"), (2023, "data")]
