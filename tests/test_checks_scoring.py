"""The checks of scores, grades, targets, counts, dates and signals over ledgers written by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from _ledgers import PEOPLE, PERCENT, SHEETS, TIMES, YUAN10K, Book

from extractor import checks
from extractor.checks import Verdict
from extractor.facts import (
    Change,
    Claim,
    Count,
    CountModel,
    CountSum,
    Enumeration,
    Fund,
    Grade,
    GradeScale,
    Moment,
    Percentage,
    Reference,
    Score,
    Section,
    Share,
    Statement,
    Survey,
    Topic,
    YearMention,
)
from extractor.ledger import Ledger
from extractor.quantity import Interval


def run(code: str, ledger: Ledger | Book) -> list[Verdict]:
    rule = checks.rule(code)
    assert rule is not None, code
    return list(rule.run(ledger.ledger if isinstance(ledger, Book) else ledger))


def outcomes(code: str, book: Book) -> list[str]:
    return [verdict.outcome for verdict in run(code, book)]


def conflicts(code: str, book: Book) -> list[Verdict]:
    return [verdict for verdict in run(code, book) if verdict.outcome == "conflict"]


def total(book: Book, digits: str, speaker: str | None = None, **more: object) -> None:
    figure = book.figure(digits)
    book.add(Score(span=figure.span, figure=figure, kind="total", speaker=speaker, **more))  # type: ignore[arg-type]


def part(book: Book, name: str, weight: str, score: str, kind: str = "part") -> None:
    figure = book.figure(score)
    book.add(Score(span=figure.span, figure=figure, kind=kind, name=name, weight=book.figure(weight)))  # type: ignore[arg-type]


def grade(book: Book, word: str, band: str | None, speaker: str | None = None) -> None:
    book.add(Grade(span=book.write(word), word=word, band=band, speaker=speaker))  # type: ignore[arg-type]


def scale(book: Book, *bands: tuple[str, str, str]) -> None:
    made = tuple((name, Interval(Decimal(low), Decimal(high), open_high=high != "100")) for name, low, high in bands)
    book.add(GradeScale(span=book.write("等级划分"), bands=made))


# ---------------------------------------------------------------- scores


@pytest.mark.parametrize(
    ("points", "word", "band", "expected"),
    [
        ("90", "优", "优", ["agrees"]),
        ("89.99", "优秀", "优", ["conflict"]),
        ("80.00", "良好", "良", ["agrees"]),
        ("59.9", "中", "中", ["conflict"]),
        ("95", "B", None, ["not_applicable"]),
    ],
)
def test_grades_follow_the_usual_scale(points: str, word: str, band: str | None, expected: list[str]) -> None:
    book = Book()
    total(book, points)
    grade(book, word, band)
    assert outcomes("PF105", book) == expected


def test_the_reports_own_scale_replaces_the_usual_one() -> None:
    book = Book()
    scale(book, ("优", "95", "100"), ("良", "85", "95"), ("中", "70", "85"), ("差", "0", "70"))
    total(book, "92")
    grade(book, "优", "优")
    (verdict,) = conflicts("PF105", book)
    assert verdict.formula == "92 → 良"


def test_a_score_in_a_gap_of_the_scale_is_for_review() -> None:
    book = Book()
    bands = (("优", Interval(Decimal(90), Decimal(100))), ("良", Interval(Decimal(80), Decimal(89))))
    book.add(GradeScale(span=book.write("划分"), bands=bands))
    total(book, "89.5")
    grade(book, "优", "优")
    (verdict,) = conflicts("PF105", book)
    assert verdict.severity == "review"


def test_speakers_are_kept_apart() -> None:
    book = Book("fiscal_evaluation")
    total(book, "98", "self")
    total(book, "86", "review")
    grade(book, "优", "优", "self")
    grade(book, "良", "良", "review")
    assert outcomes("PF105", book) == ["agrees", "agrees"]
    assert outcomes("PF106", book) == ["not_applicable"]


def test_a_total_said_twice() -> None:
    book = Book()
    for digits in ("88.6", "88.60", "86.80"):
        total(book, digits)
    (verdict,) = conflicts("PF106", book)
    assert (verdict.stated, verdict.derived, verdict.difference) == ("86.80", "88.60", "-1.80")
    assert verdict.figures[0].quantity.digits == "86.80"


def test_two_totals_of_one_sentence_are_of_two_speakers() -> None:
    book = Book()
    total(book, "98", sentence=4)
    total(book, "84.6", sentence=4)
    assert outcomes("PF106", book) == ["not_applicable"]


def test_totals_of_several_projects_are_not_compared() -> None:
    book = Book()
    for digits in ("98", "84.6", "91"):
        total(book, digits)
    assert outcomes("PF106", book) == ["not_applicable"]
    assert outcomes("PF108", book) == ["not_applicable"]


def test_the_total_of_a_block_is_no_total() -> None:
    book = Book()
    total(book, "98.13")
    total(book, "88.38", weight=book.figure("90"))
    assert outcomes("PF106", book) == ["not_applicable"]


def test_a_total_without_details() -> None:
    book = Book()
    total(book, "100")
    assert conflicts("PF108", book)[0].severity is None
    book.add(Reference(span=book.write("详见附件1"), kind="annex", text="详见附件1", number="附件1"))
    assert conflicts("PF108", book)[0].severity == "info"
    part(book, "决策", "20", "19")
    assert outcomes("PF108", book) == ["agrees"]


def test_scores_add_up_with_the_execution_block_outside_the_list() -> None:
    book = Book()
    for number in range(4):
        book.indicator(f"指标{number}", weight="22.5", score="22.5")
    part(book, "预算执行率", "10", "9.5")
    total(book, "99.5")
    assert outcomes("PF101", book) == ["agrees"]
    assert outcomes("PF102", book) == ["agrees"]


def test_scores_that_do_not_add_up() -> None:
    book = Book()
    book.indicator("一", weight="50", score="48.5")
    book.indicator("二", weight="40", score="40")
    part(book, "预算执行率", "10", "9.50")
    total(book, "99.00")
    (verdict,) = conflicts("PF101", book)
    assert (verdict.stated, verdict.derived, verdict.difference) == ("99.00", "98.00", "1.00")


def test_an_incomplete_list_of_scores_is_not_added_up() -> None:
    book = Book()
    book.indicator("一", weight="20", score="18.5")
    book.indicator("二", weight="30", score="30")
    total(book, "93")
    assert outcomes("PF101", book) == ["not_applicable"]
    assert outcomes("PF102", book) == ["not_applicable"]


def test_weights_that_do_not_fill_the_full_mark() -> None:
    book = Book()
    book.indicator("一", weight="50", score="50")
    book.indicator("二", weight="38", score="35.95")
    part(book, "预算执行率", "10", "9.23")
    total(book, "95.18")
    figure = book.figure("100")
    book.add(Score(span=figure.span, figure=replace(figure, cell=book.cell()), kind="full"))
    (verdict,) = conflicts("PF102", book)
    assert (verdict.stated, verdict.derived, verdict.difference) == ("100", "98", "2")


def test_a_block_of_execution_that_is_not_in_the_list_may_fill_the_rest() -> None:
    book = Book()
    for number in range(4):
        book.indicator(f"指标{number}", weight="22.5", score="22.5")
    total(book, "90")
    assert outcomes("PF102", book) == ["not_applicable"]


def test_subtotals() -> None:
    book = Book()
    book.indicator("一", weight="20", score="18", levels=("产出", "产出数量"))
    book.indicator("二", weight="15", score="15.98", levels=("产出", "产出质量"))
    part(book, "产出", "35", "34.98", "subtotal")
    (verdict,) = conflicts("PF103", book)
    assert (verdict.stated, verdict.derived) == ("34.98", "33.98")
    assert [v.outcome for v in run("PF104", book)] == ["agrees", "conflict", "agrees"]


# ---------------------------------------------------------------- indicators


def test_a_missed_target_that_is_called_met() -> None:
    book = Book()
    book.indicator("培训人数", book.measure("1850", PEOPLE, "ge", "≥"), book.measure("1786", PEOPLE))
    assert outcomes("ZB101", book) == ["not_applicable"]
    book.add(Claim(span=book.write("各项目标均已完成"), kind="all_met", text="各项目标均已完成"))
    (verdict,) = conflicts("ZB101", book)
    assert (verdict.formula, verdict.difference, verdict.severity) == ("1786 ≥ 1850", "-64", None)


@pytest.mark.parametrize("excuse", ["reason", "score", "admission"])
def test_an_admitted_miss_is_silent(excuse: str) -> None:
    book = Book()
    more: dict[str, object] = {"reason": "生源不足"} if excuse == "reason" else {}
    points = {"weight": "10", "score": "9.65"} if excuse == "score" else {}
    target = book.measure("1850", PEOPLE, "ge", "≥")
    book.indicator("参训人数", target, book.measure("1786", PEOPLE), **points, **more)  # type: ignore[arg-type]
    if excuse == "admission":
        book.add(Claim(span=book.write("参训人数未达目标"), kind="admission", text="参训人数未达目标"))
    book.add(Claim(span=book.write("全部完成"), kind="all_met", text="全部完成"))
    assert outcomes("ZB101", book) == ["not_applicable"]


def test_units_that_do_not_compare_and_unknown_directions() -> None:
    book = Book()
    book.add(Claim(span=book.write("全部完成"), kind="all_met", text="全部完成"))
    book.indicator("参训", book.measure("100", PEOPLE), book.measure("90", TIMES))
    book.indicator("处理件数", book.measure("100", PEOPLE), book.measure("90", PEOPLE))
    book.indicator("投诉", book.measure("3", PEOPLE), book.measure("1", PEOPLE), direction=-1)
    book.indicator("天数", book.measure("20", PEOPLE, "le"), book.measure("22", PEOPLE))
    verdicts = run("ZB101", book)
    assert [v.outcome for v in verdicts] == ["not_applicable", "conflict", "agrees", "conflict"]
    assert [v.severity for v in verdicts] == [None, "review", None, None]


def test_targets_are_not_asked_of_a_declaration() -> None:
    book = Book("target_declaration")
    book.indicator("培训人数", book.measure("1850", PEOPLE, "ge"), book.measure("0", PEOPLE))
    book.add(Claim(span=book.write("全部完成"), kind="all_met", text="全部完成"))
    for code in ("ZB101", "PF107", "YC101", "YC102", "YC105"):
        assert outcomes(code, book) == ["not_applicable"], code


@pytest.mark.parametrize(
    ("target", "op", "actual", "weight", "score", "expected"),
    [
        ("100", "eq", "96", "10", "10", "conflict"),  # full marks for a miss
        ("100", "eq", "96", "10", "9.60", "agrees"),  # in proportion
        ("100", "eq", "96", "10", "8.5", "not_applicable"),  # cut by a rule of its own
        ("95", "ge", "93.88", "10", "9.88", "agrees"),
        ("95", "ge", "97", "10", "8", "conflict"),  # points lost though met
        ("95", "ge", "94", "10", "0", "agrees"),  # all or nothing
        ("50", "ge", "80", "10", "8", "not_applicable"),  # far above: the target may have been too low
    ],
)
def test_scores_follow_results(target: str, op: str, actual: str, weight: str, score: str, expected: str) -> None:
    book = Book()
    aim = book.measure(target, PERCENT, op)  # type: ignore[arg-type]
    book.indicator("验收合格率", aim, book.measure(actual, PERCENT), weight=weight, score=score, direction=1)
    book.indicator("旁的指标", weight="1", score="0.75", reason="有原因")
    assert outcomes("PF107", book) == [expected]


def test_satisfaction_has_thresholds_of_its_own() -> None:
    book = Book()
    aim = book.measure("95", PERCENT, "ge")
    book.indicator("群众满意度", aim, book.measure("92", PERCENT), weight="10", score="10")
    book.indicator("群众满意度", aim, book.measure("81", PERCENT), weight="10", score="7")
    assert outcomes("PF107", book) == ["agrees", "agrees"]


def test_types_of_indicators() -> None:
    book = Book("department_evaluation")
    book.indicator("参会人数", levels=("产出指标", "数量指标"))
    book.indicator("报道次数", levels=("效益指标", "社会效益指标"))
    book.indicator("满意度", levels=("效益指标", "满意度指标"))
    (verdict,) = conflicts("ZB106", book)
    assert "质量、时效、成本" in (verdict.message or "")
    assert outcomes("ZB106", overall := Book("overall_self_evaluation")) == ["not_applicable"], overall


def test_a_rate_of_completion() -> None:
    for digits, expected in (("92", "conflict"), ("90", "agrees"), ("90.0", "agrees")):
        book = Book()
        book.indicator("长度", book.measure("120", PEOPLE, "ge"), book.measure("108", PEOPLE), sentence=3)
        figure = book.figure(digits, PERCENT)
        book.add(Percentage(span=figure.span, figure=figure, name="完成率", sentence=3))
        assert outcomes("ZB102", book) == [expected]


# ---------------------------------------------------------------- signals


def test_all_open_targets_hit_exactly() -> None:
    book = Book()
    for name in ("参会人数", "报道次数", "签约数"):
        book.indicator(name, book.measure("100", PEOPLE), book.measure("100", PEOPLE))
    book.indicator("满意度", book.measure("80", PERCENT, "ge"), book.measure("100", PERCENT))
    assert outcomes("YC101", book) == ["conflict"]
    assert outcomes("YC102", book) == ["conflict"]
    book.add(Survey(span=book.write("问卷"), issued=book.figure("80", SHEETS)))
    assert outcomes("YC102", book) == ["not_applicable"]


def test_carryover_is_compared_with_all_the_money() -> None:
    book = Book()
    for role, digits in (("initial_budget", "6.38"), ("carryover_in", "239.64")):
        figure = book.figure(digits, YUAN10K)
        book.add(Fund(span=figure.span, figure=figure, role=role, year=2023))  # type: ignore[arg-type]
    (verdict,) = conflicts("YC103", book)
    assert verdict.formula == "239.64 ÷ (6.38 + 239.64) = 97.4%"


def test_a_full_score_beside_an_admission() -> None:
    book = Book()
    total(book, "100")
    book.add(YearMention(span=book.write("2022年"), year=2022, sentence=9))
    book.add(Claim(span=book.write("延期举办"), kind="admission", text="延期举办", sentence=9))
    assert outcomes("YC105", book) == ["agrees"]  # of another year
    book.add(Claim(span=book.write("部分任务未完成"), kind="admission", text="部分任务未完成", sentence=12))
    assert len(conflicts("YC105", book)) == 1


def test_an_admitted_miss_that_cost_points_is_silent() -> None:
    book = Book()
    total(book, "98.5")
    book.indicator("发放率", weight="10", score="8.5")
    book.add(Claim(span=book.write("部分任务未完成"), kind="admission", text="部分任务未完成", sentence=12))
    assert outcomes("YC105", book) == ["not_applicable"]


# ---------------------------------------------------------------- counts and dates


def count(book: Book, digits: str, noun: str = "活动", op: str = "eq") -> Count:
    figure = book.figure(digits, PEOPLE, op)  # type: ignore[arg-type]
    made = Count(span=figure.span, figure=figure, noun=noun)
    book.add(made)
    return made


@pytest.mark.parametrize(
    ("digits", "items", "open_", "expected"),
    [
        ("5", 5, False, "agrees"),
        ("6", 5, False, "conflict"),
        ("8", 3, True, "not_applicable"),
        ("3", 4, True, "conflict"),
    ],
)
def test_lists_and_their_count(digits: str, items: int, open_: bool, expected: str) -> None:
    book = Book()
    spans = tuple(book.write(f"项{n}") for n in range(items))
    one = count(book, digits)
    book.add(Enumeration(span=one.span, count=one, items=spans, open=open_))
    assert outcomes("JS101", book) == [expected]


def test_spelled_models() -> None:
    book = Book()
    counts = tuple(count(book, digits) for digits in ("1", "5", "2"))
    numbers = tuple(map(Decimal, (1, 5, 2)))
    book.add(CountModel(span=book.write("1+5+2"), numbers=numbers, counts=counts))
    (verdict,) = run("JS102", book)
    assert (verdict.outcome, verdict.formula) == ("agrees", "1 + 5 + 2 = 1人/5人/2人")


def test_parts_and_wholes() -> None:
    book = Book()
    whole = count(book, "312")
    parts = tuple(count(book, digits) for digits in ("241", "58", "15"))
    book.add(CountSum(span=whole.span, whole=whole, parts=parts))
    (verdict,) = conflicts("JS104", book)
    assert (verdict.stated, verdict.derived) == ("312", "314")
    figure = book.figure("326", PEOPLE)
    book.add(Count(span=figure.span, figure=figure, noun="农民工", subset_of=whole))
    assert len(conflicts("JS105", book)) == 1


def moment(book: Book, text: str, year: int, month: int | None, day: int | None, **more: object) -> Moment:
    made = Moment(span=book.write(text), year=year, month=month, day=day, text=text, **more)  # type: ignore[arg-type]
    book.add(made)
    return made


def test_events_in_their_order() -> None:
    book = Book()
    moment(book, "2023年3月", 2023, 3, None, event="start", sentence=1)
    moment(book, "2023年12月20日", 2023, 12, 20, event="finish", sentence=1)
    moment(book, "2023年12月8日", 2023, 12, 8, event="acceptance", sentence=1)
    (verdict,) = conflicts("RQ102", book)
    assert verdict.formula == "完成2023年12月20日 ≤ 验收2023年12月8日"


def test_days_that_no_calendar_has() -> None:
    book = Book()
    moment(book, "2023年11月31日", 2023, 11, 31, valid=False)
    moment(book, "2023年6月4日", 2023, 6, 4, weekday=6)
    moment(book, "2023年6月5日", 2023, 6, 5, weekday=6)
    assert outcomes("RQ103", book) == ["conflict", "conflict", "agrees"]


def test_the_year_of_title_and_data() -> None:
    book = Book()
    book.add(YearMention(span=book.write("2023"), year=2023, part="title"))
    book.add(YearMention(span=book.write("2024"), year=2024, part="order"))
    book.add(YearMention(span=book.write("2022"), year=2022, part="data"))
    assert outcomes("RQ101", book) == ["conflict"]
    book.add(YearMention(span=book.write("2023"), year=2023, part="data"))
    assert outcomes("RQ101", book) == ["agrees"]


# ---------------------------------------------------------------- surveys, shares, changes, chapters


def survey(book: Book, **digits: str) -> None:
    figures = {
        name: book.figure(text, PERCENT if name.endswith("rate") or name == "satisfaction" else SHEETS)
        for name, text in digits.items()
    }
    book.add(Survey(span=book.write("问卷"), **figures))  # type: ignore[arg-type]


def test_surveys() -> None:
    book = Book()
    survey(book, issued="600", returned="572", return_rate="97.33", valid="565")
    assert [v.stated for v in conflicts("BF105", book)] == ["97.33"]
    book = Book()
    survey(book, issued="820", valid="800", valid_rate="97.56")
    assert set(outcomes("BF105", book)) == {"agrees"}
    book = Book()
    survey(book, issued="300", returned="312")
    assert len(conflicts("BF105", book)) == 1


@pytest.mark.parametrize(
    ("size", "rate", "expected"),
    [("20", "93.2", "conflict"), ("20", "95", "agrees"), ("48", "97.9", "agrees"), ("1200", "93.2", "not_applicable")],
)
def test_satisfaction_of_so_many_people(size: str, rate: str, expected: str) -> None:
    book = Book()
    survey(book, valid=size, satisfaction=rate)
    assert outcomes("BF104", book) == [expected]


def test_satisfaction_with_its_count_is_a_share() -> None:
    book = Book()
    survey(book, issued="400", returned="386", valid="380", satisfied="351", satisfaction="92.37")
    assert outcomes("BF103", book) == ["agrees"]
    assert outcomes("BF104", book) == ["not_applicable"]


@pytest.mark.parametrize(
    ("digits", "complete", "expected"),
    [
        (("61.51", "39.49"), True, "conflict"),
        (("47.27", "42.75", "9.99"), True, "agrees"),
        (("68.4", "54.2"), False, "conflict"),
        (("38.4", "24.2"), False, "agrees"),
    ],
)
def test_shares_of_one_whole(digits: tuple[str, ...], complete: bool, expected: str) -> None:
    book = Book()
    for text in digits:
        figure = book.figure(text, PERCENT)
        book.add(Share(span=figure.span, rate=figure, group=1, complete=complete))
    assert outcomes("BF102", book) == [expected]


@pytest.mark.parametrize(
    ("now", "before", "direction", "expected"),
    [
        ("61.87", "58.30", 1, "agrees"),
        ("61.87", "68.30", 1, "conflict"),
        ("61.87", "61.87", 0, "agrees"),
        ("62", "61.9", 1, "agrees"),
        ("62", "62.2", 1, "not_applicable"),
    ],
)
def test_words_of_change(now: str, before: str, direction: int, expected: str) -> None:
    book = Book()
    ours, theirs = book.figure(now, YUAN10K), book.figure(before, YUAN10K)
    book.add(Change(span=ours.span, now=ours, before=theirs, direction=direction, cue="增加"))
    assert outcomes("GJ107", book) == [expected]


def section(book: Book, number: str, title: str, body: str, topics: tuple[str, ...] = ()) -> Section:
    span, under = book.write(title), book.write(body)
    made = Section(span=span, level=1, number=number, title=title, body=under)
    index = sum(isinstance(fact, Section) for fact in book.facts)
    book.add(made)
    if topics:
        book.add(Topic(span=span, section=index, names=topics))
    return made


def test_headings_that_promise() -> None:
    book = Book()
    made = section(book, "一", "存在的问题", "预算编制不够精细", ("problem",))
    assert conflicts("GF103", book)[0].severity is None
    book.add(Statement(span=made.body, kind="problem", text="无", none=True))
    assert conflicts("GF103", book)[0].severity is None
    book.facts[-1] = Statement(span=made.body, kind="problem", text="因项目刚完工，暂无问题", none=True)
    assert conflicts("GF103", book)[0].severity == "info"
    book.add(Statement(span=made.body, kind="problem", text="预算编制不够精细"))
    assert outcomes("GF103", book) == ["agrees"]


def test_chapters_of_a_long_report() -> None:
    book = Book("department_evaluation")
    for number, topic in zip("一二三", ("overview", "method", "conclusion"), strict=True):
        section(book, number, topic, "……", (topic,))
    (verdict,) = conflicts("GF101", book)
    assert "指标分析、存在的问题、建议" in (verdict.message or "")
    assert outcomes("GF101", Book("project_self_evaluation")) == ["not_applicable"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [("一二三", "agrees"), ("一二四", "conflict"), ("一二二三", "conflict"), ("一三五七", "not_applicable")],
)
def test_numbers_of_headings(numbers: str, expected: str) -> None:
    book = Book()
    for index, number in enumerate(numbers):
        section(book, number, f"标题{index}", "内容")
    assert outcomes("JS103", book) == [expected]


def test_rates_out_of_range() -> None:
    book = Book()
    for digits, bounded in (("102", True), ("98", True), ("133", False)):
        figure = book.figure(digits, PERCENT)
        book.add(Percentage(span=figure.span, figure=figure, name="合格率", bounded=bounded))
    assert outcomes("BF101", book) == ["conflict", "agrees"]
