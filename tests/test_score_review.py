"""The review of a claimed score: points by their ground, the total rebuilt, signs, papers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from _ledgers import PEOPLE, PERCENT, YUAN10K, Book
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SAMPLES, audited, gouji, sample_files

from extractor import root_cause
from extractor.assemble.evidence import Quoter
from extractor.assemble.score_review import review
from extractor.assemble.score_review.papers import papers, papers_for
from extractor.assemble.scores import scores
from extractor.checks import Verdict
from extractor.facts import Fund, Grade, Rate, Role, Score, Statement, Survey
from extractor.pipeline import judge
from extractor.quantity import Op, Unit
from extractor.report import ScoreReview


class Form(Book):
    """A form with its total, blocks, rate and amounts."""

    def total(self, digits: str) -> Form:
        figure = self.figure(digits)
        self.add(Score(span=figure.span, figure=figure, kind="total"))
        return self

    def block(self, name: str, score: str, weight: str | None) -> Form:
        figure, full = self.figure(score), self.figure(weight) if weight else None
        self.add(Score(span=figure.span, figure=figure, kind="part", name=name, weight=full))
        return self

    def rate(self, digits: str, name: str = "预算执行率") -> Form:
        figure = self.figure(digits, PERCENT)
        kind: Any = "execution" if "执行" in name else "other"
        self.add(Rate(span=figure.span, figure=figure, name=name, kind=kind))
        return self

    def fund(self, role: Role, digits: str) -> Form:
        figure = self.figure(digits, YUAN10K)
        self.add(Fund(span=figure.span, figure=figure, role=role))
        return self

    def row(
        self, name: str, target: str, actual: str, weight: str | None, score: str | None, unit: Unit = PEOPLE,
        op: Op = "ge", **more: Any,
    ) -> Form:  # fmt: skip
        self.indicator(
            name, self.measure(target, unit, op), self.measure(actual, unit), weight=weight, score=score, **more
        )
        return self

    def words(self, name: str, weight: str | None, score: str | None, **more: Any) -> Form:
        self.indicator(name, weight=weight, score=score, **more)
        return self

    def review(self, verdicts: Sequence[Verdict] | None = None) -> ScoreReview:
        ledger = self.ledger
        judged = judge(ledger) if verdicts is None else tuple(verdicts)
        cite = Quoter(ledger.document)
        return review(ledger, scores(ledger, cite), judged, root_cause.group(judged, ledger), cite)


def _points(review: ScoreReview) -> dict[str, str]:
    return {name: points for name, points in review.points.model_dump().items() if points != "0"}


def _grounds(review: ScoreReview) -> dict[str, str]:
    return {line.name: line.ground for line in review.lines}


# ------------------------------------------------------------------ points


def test_each_ground() -> None:
    form = Form().total("91")
    form.row("培训人数", "100", "100", "30", "30")
    form.row("参训人数", "100", "80", "20", "20")
    form.words("制度健全性", "20", "20", reason="制度健全")
    form.words("长效机制", "20", "16")
    found = form.review()
    assert _grounds(found) == {
        "培训人数": "verified", "参训人数": "contradicted", "制度健全性": "stated_only", "长效机制": "unsupported",
        "未列明细的部分": "unsupported",
    }  # fmt: skip
    assert _points(found) == {"verified": "30", "contradicted": "20", "stated_only": "20", "unsupported": "21"}


def test_nothing_claimed_nothing_parted() -> None:
    found = Form().row("培训人数", "100", "100", "30", None).review()
    assert found.claimed is None
    assert _points(found) == {}


def test_total_without_lines_rests_on_nothing() -> None:
    found = Form().total("100").review()
    assert _points(found) == {"unsupported": "100"}
    assert [line.name for line in found.lines] == ["未列明细的部分"]


def test_rate_outside_of_the_list_is_the_rest() -> None:
    form = Form().total("99.5").rate("95.00")
    for name in ("甲类人数", "乙类人数", "丙类人数", "丁类人数"):
        form.row(name, "10", "12", "22.5", "22.5")
    found = form.review()
    assert _points(found) == {"verified": "99.5"}
    assert (found.rebuilt, (found.scheme or "").split("；")[0]) == ("99.5", "4×22.5+10")


def test_rate_that_does_not_give_the_rest_is_words() -> None:
    form = (
        Form().total("98").rate("95.00").row("甲类人数", "10", "12", "45", "45").row("乙类人数", "10", "12", "45", "45")
    )
    assert _points(form.review()) == {"verified": "90", "stated_only": "8"}


@pytest.mark.parametrize("told", ["stated_only", "contradicted"])
def test_doubtful_result_contradicts_its_points(told: str) -> None:
    form = Form().total("30").row("培训人数", "100", "100", "30", "30")
    (one,) = (fact for fact in form.facts if hasattr(fact, "actual"))
    other = form.figure("90", PEOPLE)
    conflict = Verdict("GJ101", "conflict", "90 ≠ 100", figures=(other, one.actual.figure))  # type: ignore[attr-defined]
    found = form.review([conflict] if told == "contradicted" else [])
    assert _points(found) == {"contradicted" if told == "contradicted" else "verified": "30"}


@pytest.mark.parametrize(("code", "ground"), [("ZX105", "verified"), ("ZX101", "contradicted")])
def test_a_fact_that_is_only_low_contradicts_no_points(code: str, ground: str) -> None:
    form = Form().total("30").row("培训人数", "100", "100", "30", "30")
    (one,) = (fact for fact in form.facts if hasattr(fact, "actual"))
    conflict = Verdict(code, "conflict", "低", severity="review", figures=(one.actual.figure,))  # type: ignore[attr-defined]
    assert _points(form.review([conflict])) == {ground: "30"}


NUMBERS = st.decimals(min_value=0, max_value=40, places=2).map(str)


@settings(max_examples=60, deadline=None)
@given(
    total=st.decimals(min_value=0, max_value=150, places=2).map(str),
    rows=st.lists(st.tuples(NUMBERS, NUMBERS, st.integers(1, 30), st.integers(1, 30), st.booleans()), max_size=6),
    blocks=st.lists(st.tuples(st.sampled_from(["产出", "效益", "预算执行率"]), NUMBERS, NUMBERS), max_size=3),
    rate=st.none() | st.decimals(min_value=0, max_value=120, places=2).map(str),
)
def test_points_add_up_to_the_claimed_total(
    total: str, rows: list[tuple[str, str, int, int, bool]], blocks: list[tuple[str, str, str]], rate: str | None
) -> None:
    form = Form().total(total)
    for index, (weight, score, target, actual, numeric) in enumerate(rows):
        if numeric:
            form.row(f"第{index}类人数", str(target), str(actual), weight, score)
        else:
            form.words(f"第{index}项机制", weight, score)
    for name, score, weight in blocks:
        form.block(name, score, weight)
    if rate:
        form.rate(rate)
    found = form.review()
    assert sum(map(Decimal, found.points.model_dump().values())) == Decimal(total)
    assert sum(Decimal(line.counted) for line in found.lines) == Decimal(total)
    by_ground: dict[str, Decimal] = {}
    for line in found.lines:
        by_ground[line.ground] = by_ground.get(line.ground, Decimal(0)) + Decimal(line.counted)
    for ground, points in found.points.model_dump().items():
        assert Decimal(points) == by_ground.get(ground, 0) >= 0


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.name)
def test_lines_of_samples_add_up(path: Any) -> None:
    found = audited(path)[1].score_review
    if found.claimed is not None:
        assert sum(Decimal(line.counted) for line in found.lines) == Decimal(found.claimed)


# ------------------------------------------------------------------ the rebuilt total


def _scored(score: str, actual: str, unit: Unit = PEOPLE, name: str = "培训人数", **more: Any) -> Form:
    form = Form().total("90").row(name, "100" if unit is PEOPLE else "95", actual, "20", score, unit, **more)
    return form.row("参训人数", "10", "10", "80", "80")


@pytest.mark.parametrize(
    ("form", "rebuilt", "scheme"),
    [
        (_scored("18", "90"), "98", "按完成比例计分"),
        (_scored("0", "90"), "80", "达到得满分，未达到不得分"),
        (_scored("15", "90"), "95", "60%以上按区间折算"),
        (_scored("20", "92", PERCENT, "群众满意度"), "100", "满意度90%满分，60%起折算"),
        (_scored("16", "125", op="le"), "96", "按完成比例计分"),
    ],
    ids=["ratio", "all or nothing", "threshold", "satisfaction", "reverse"],
)
def test_total_is_rebuilt_by_the_scheme_that_gives_the_scores(form: Form, rebuilt: str, scheme: str) -> None:
    found = form.review()
    assert found.rebuilt == rebuilt
    assert scheme in (found.scheme or "")
    assert found.rebuilds[0].matched == found.rebuilds[0].of == 2
    assert all(one.matched < 2 for one in found.rebuilds[1:])


def test_words_leave_a_range() -> None:
    form = (
        Form().total("99").row("培训人数", "100", "100", "80", "80").words("制度健全性", "20", "19", claimed_met=True)
    )
    assert form.review().rebuilt == "96–100"
    form = (
        Form().total("99").row("培训人数", "100", "100", "80", "80").words("制度健全性", "20", "19", reason="制度较好")
    )
    assert form.review().rebuilt == "80–100"


def test_remark_tells_what_was_taken_off() -> None:
    form = Form().total("98.5").row("培训人数", "100", "100", "80", "80")
    found = form.words("制度健全性", "20", "18.5", reason="台账不全，扣1分；公示不及时，扣0.5分").review()
    assert found.rebuilt == "98.5"
    assert _points(found) == {"verified": "80", "stated_only": "18.5"}


def test_points_taken_off_for_a_low_target_are_explained() -> None:
    found = Form().total("15").row("培训人数", "100", "160", "20", "15").review()
    assert _points(found) == {"verified": "15"}
    assert found.lines[0].scheme == "超额完成的按偏离程度扣减"


@pytest.mark.parametrize(
    ("weights", "rate_weight", "structure"),
    [
        (("50", "40"), "10", "10+90"),
        (("50", "30"), "20", "20+80"),
        (("22.5",) * 4, "10", "4×22.5+10"),
        (("60", "40"), None, "100"),
    ],
)
def test_structure_is_named(weights: tuple[str, ...], rate_weight: str | None, structure: str) -> None:
    form = Form().total("99")
    for index, weight in enumerate(weights):
        form.row(f"第{index}类人数", "10", "10", weight, weight)
    if rate_weight:
        form.block("预算执行率", str(Decimal(rate_weight) * Decimal("0.9")), rate_weight).rate("90.00")
    found = form.review()
    assert (found.scheme or "").split("；")[0] == structure
    assert found.rebuilt == str(100 - (Decimal(rate_weight) / 10 if rate_weight else 0)).removesuffix(".0")


def test_block_of_budget_execution_is_more_than_the_rate() -> None:
    form = Form().total("90").rate("97.58").block("预算编制", "60", "60").block("预算执行", "30", "40")
    assert (form.review([]).rebuilt, _points(form.review([]))) == (None, {"stated_only": "90"})
    form = (
        Form().total("99.76").rate("97.58").row("培训人数", "10", "10", "90", "90").block("预算执行情况", "9.76", "10")
    )
    assert (form.review().rebuilt, _points(form.review())) == ("99.76", {"verified": "99.76"})


def test_missing_weights_rebuild_nothing() -> None:
    form = Form().total("99").row("培训人数", "100", "100", "50", "50").row("参训人数", "10", "10", None, "49")
    found = form.review()
    assert (found.rebuilt, found.scheme, found.rebuilds) == (None, None, [])


def test_rates_are_the_ground_of_their_own_lines() -> None:
    form = Form().total("100").rate("94.12", "控制率").rate("96.85", "资金到位率").rate("95.00")
    form.words("在职人员控制率", "10", "10", reason="控制率94.12%").words("资金到位率", "4", "3.87", reason="96.85%")
    form.words("预算执行率", "15", "14.25", reason="95%")
    assert _grounds(form.review()) | {"未列明细的部分": ""} == {
        "在职人员控制率": "stated_only", "资金到位率": "verified", "预算执行率": "verified", "未列明细的部分": "",
    }  # fmt: skip


# ------------------------------------------------------------------ missed targets with full marks


def test_missed_targets_with_full_marks_are_listed() -> None:
    form = Form().total("90").row("培训人数", "100", "96", "50", "50").row("参训人数", "100", "96", "40", "38.4")
    form.row("群众满意度", "95", "91", "10", "10", PERCENT)
    found = form.review()
    assert [(one.name, one.target, one.actual, one.score) for one in found.missed_full_marks] == [
        ("培训人数", "100人", "96人", "50"),
        ("群众满意度", "95%", "91%", "10"),
    ]
    assert all(one.evidence for one in found.missed_full_marks)


# ------------------------------------------------------------------ signs


def _signs(review: ScoreReview) -> dict[str, tuple[int, int]]:
    return {sign.sign: (sign.count, sign.of) for sign in review.signs}


def _perfect() -> Form:
    form = Form().total("100")
    for index in range(5):
        form.row(f"第{index}类人数", "120", "120" if index else "121", "16", "16", op="eq")
    return form.row("群众满意度", "95", "100", "20", "20", PERCENT)


def test_signs_have_their_counts() -> None:
    found = _perfect().review()
    assert _signs(found) == {
        "full_satisfaction": (1, 1), "no_survey": (1, 1), "all_full_marks": (6, 6), "no_problem": (1, 1),
        "no_reverse": (0, 6),
    }  # fmt: skip
    assert not found.too_perfect, "four of six are not most"


def test_most_targets_hit_exactly_and_one_more_sign() -> None:
    form = Form().total("100")
    for index in range(5):
        form.row(f"第{index}类人数", "120", "120" if index else "121", "20", "20", op="eq")
    found = form.review()
    assert _signs(found)["exact_hits"] == (4, 5)
    assert found.too_perfect


def test_targets_that_cannot_be_passed_are_no_exact_hits() -> None:
    form = Form().total("90")
    for index in range(5):
        form.row(f"第{index}项完成率", "100", "100", "20", "18", PERCENT, "eq", reason="略有不足")
    found = _signs(form.review())
    assert "exact_hits" not in found
    assert found["cannot_fail"] == (5, 5)
    assert found["equal_scores"] == (5, 5)


def test_copied_operators_and_words() -> None:
    form = Form().total("90")
    for index in range(4):
        form.indicator(
            f"第{index}类人数", form.measure("90", PERCENT, "ge", "≥"), form.measure("90", PERCENT, "ge", "≥")
        )
    assert _signs(form.review())["copied_operator"] == (4, 4)


def test_rate_of_just_100_with_money_carried_over() -> None:
    form = Form().total("90").rate("100").fund("carryover_in", "239.64").fund("spent", "246.02")
    assert "whole_rate" in _signs(form.review())
    form = Form().total("90").rate("100").fund("carryover_in", "239.00").fund("spent", "246.00")
    assert "whole_rate" not in _signs(form.review())


def test_honest_report_shows_few_signs() -> None:
    form = Form().total("93.6")
    form.row("培训人数", "100", "103", "30", "30").row("参训人数", "200", "188", "30", "28.2")
    form.row("平均成本", "300", "282", "30", "30", op="le").row("群众满意度", "90", "92.4", "10", "10", PERCENT)
    issued = form.figure("200", PEOPLE)
    form.add(Survey(span=issued.span, issued=issued))
    form.add(Statement(span=form.write("进度偏慢"), kind="problem", text="进度偏慢"))
    found = form.review()
    assert (_signs(found), found.too_perfect) == ({}, False)


@pytest.mark.parametrize("kind", ["target_declaration", "monitoring"])
def test_reports_without_results_show_no_signs(kind: str) -> None:
    form = Form(kind=kind)
    for index in range(5):
        form.row(f"第{index}类人数", "120", "120", "20", "20", op="eq")
    found = form.review()
    assert found.signs == []


# ------------------------------------------------------------------ papers


def test_each_paper_is_tied_to_what_needs_it() -> None:
    form = Form().total("100").fund("initial_budget", "60.00").fund("spent", "58.20").fund("carryover_in", "0")
    form.row("群众满意度", "95", "96", "50", "50", PERCENT).row("困难学生资助人数", "10", "12", "50", "50")
    asked = {(one.paper, one.for_) for one in form.review().requests}
    assert ("满意度问卷及汇总（对象、样本数、日期）", "群众满意度") in asked
    assert ("受益对象名册及发放记录", "困难学生资助人数") in asked
    assert ("预算批复", "年初预算60.00万元") in asked
    assert ("国库集中支付明细", "实际支出58.20万元") in asked
    assert not any(paper.startswith("结转资金") for paper, _ in asked), "nothing was carried over"


def test_what_conflicts_is_asked_for_first() -> None:
    form = Form().total("100").row("培训人数", "100", "103", "50", "50").row("参训人数", "100", "80", "50", "50")
    asked = form.review().requests
    assert (asked[0].why, asked[0].for_) == ("PF107", "参训人数")
    whys = [one.why for one in asked if one.for_ in ("培训人数", "参训人数")]
    assert whys.index("得分与报告中的数字不符") < whys.index("核对完成值")


def test_nothing_is_asked_of_a_declaration() -> None:
    form = Form(kind="target_declaration").fund("initial_budget", "60.00")
    assert form.review().requests == []


@pytest.mark.parametrize("paper", papers(), ids=lambda paper: paper.id)
def test_paper_says_who_asks_for_it(paper: Any) -> None:
    assert paper.paper
    asks = {"indicator": paper.match, "amount": paper.roles, "finding": paper.codes, "otherwise": True}
    assert asks[paper.of]
    assert all(len(code) == 5 for code in paper.codes)
    for name in paper.hits:
        assert paper.paper in papers_for(name) or any(
            other.alone for other in papers() if other.paper in papers_for(name)
        )


def test_other_indicators_ask_for_something() -> None:
    assert papers_for("国际参与性广泛") == ["完成情况佐证材料"]


# ------------------------------------------------------------------ never an accusation


def test_words_do_not_accuse() -> None:
    harsh = ("造假", "虚假", "作假", "虚报", "舞弊", "骗取", "弄虚", "伪造", "嫌疑")
    for path in sample_files():
        shown = audited(path)[1].score_review.model_dump_json()
        assert not [word for word in harsh if word in shown]


# ------------------------------------------------------------------ the command


def test_screen() -> None:
    path = SAMPLES / "overall-fault.pdf"
    found = audited(path)[1].score_review
    shown = gouji("review-score", path, "-v").stdout.decode()
    assert f"自报 {found.claimed}分" in shown
    assert all(request.paper[:8] in shown for request in found.requests)
    assert all(line.rstrip() == line for line in shown.splitlines())


def test_screen_of_a_report_without_a_total() -> None:
    run = gouji("review-score", SAMPLES / "accounts-clean.pdf")
    assert run.returncode == 0
    assert "没有写出总分" in run.stdout.decode()


def test_json_is_what_audit_prints() -> None:
    path = SAMPLES / "overall-fault.pdf"
    run = gouji("review-score", path, "--json")
    assert json.loads(run.stdout) == json.loads(gouji("audit", path).stdout)["score_review"]


def test_unreadable_file_is_one_line(tmp_path: Any) -> None:
    run = gouji("review-score", tmp_path / "没有.txt")
    assert (run.returncode, run.stdout, len(run.stderr.decode().splitlines())) == (3, b"", 1)


def test_grade_is_told() -> None:
    form = Form().total("95")
    form.add(Grade(span=form.write("优"), word="优", band="优"))
    assert form.review().grade == "优"
