"""How numbers are compared (checks.md section 1), through whole reports: ways of rounding, residuals, ranges, bases."""

from __future__ import annotations

import pytest
from support import written

from extractor.pipeline import audit
from extractor.report import Report

HEAD = "2023年度山塘加固项目绩效自评报告\n一、资金情况\n"


def report(body: str) -> Report:
    return audit(written(HEAD + body))


def told(body: str) -> list[tuple[str, str]]:
    """The findings that are more than a hint."""
    return [(one.code, one.severity) for one in report(body).findings if one.severity != "info"]


def loud(body: str) -> list[str]:
    """The errors and warnings."""
    return [code for code, severity in told(body) if severity != "review"]


def outcomes(body: str, code: str) -> set[str]:
    return {one.outcome for one in report(body).checks if one.code == code}


class TestWaysOfRounding:
    CUT = (
        "全年预算3000000.00元，实际支出2000000.00元，预算执行率66.66%。\n"
        "二、分项\n设备购置预算900000.00元，设备购置支出700000.00元，设备购置执行率77.77%。"
    )

    def test_one_way_that_explains_all_is_told_once(self) -> None:
        found = report(self.CUT).rounding
        assert found.mode == "truncate" and found.told == 2
        assert found.text is not None and "直接舍去尾数" in found.text
        assert loud(self.CUT) == []

    def test_one_relation_is_no_way_of_the_whole_document(self) -> None:
        found = report("全年预算3000000.00元，实际支出2000000.00元，预算执行率66.66%。").rounding
        assert (found.mode, found.told, found.text) == (None, 1, None)

    def test_the_usual_way_is_not_worth_a_hint(self) -> None:
        found = report("全年预算3000000.00元，实际支出2000000.00元，预算执行率66.67%。").rounding
        assert (found.mode, found.text) == ("half_up", None)

    def test_two_ways_in_one_document(self) -> None:
        body = self.CUT.replace("77.77%", "77.78%")
        found = report(body).rounding
        assert found.mode is None and found.told == 2
        assert found.text is not None and found.text.startswith("取舍方式不一")
        assert loud(body) == []

    def test_each_relation_records_its_way(self) -> None:
        modes = {one.mode for one in report(self.CUT).checks if one.code == "ZX101" and one.outcome == "agrees"}
        assert modes == {"truncate"}

    def test_ties_that_went_to_the_even_digit(self) -> None:
        found = report("全年预算800.00元，实际支出701.00元，预算执行率87.62%。").checks
        assert {one.mode for one in found if one.code == "ZX101"} == {"half_even"}


class TestResiduals:
    BODY = "全年预算7.79万元，其中：省级资金3.89万元，县级资金3.89万元。"

    def test_a_residual_is_listed_apart_from_the_faults(self) -> None:
        (residual,) = report(self.BODY).rounding.residuals
        assert (residual.code, residual.formula, residual.difference, residual.unit) == (
            "ZJ102", "3.89 + 3.89 ≈ 7.79", "0.01", "万元",
        )  # fmt: skip
        assert [one.quote for one in residual.evidence] == ["7.79万元", "3.89万元", "3.89万元"]
        assert told(self.BODY) == []

    def test_one_larger_than_rounding_explains_is_for_review(self) -> None:
        parts = "、".join(f"{name}费10.00万元" for name in ("材料", "劳务", "运输", "检测", "印刷", "会议", "培训"))
        body = f"全年支出70.03万元，分别为{parts}。"
        assert told(body) == [("ZJ103", "review")]
        assert told(body.replace("70.03", "70.02")) == []

    def test_beyond_both_intervals_it_is_an_error_with_the_residual_in_the_unit_of_the_text(self) -> None:
        (finding,) = report(self.BODY.replace("7.79", "7.89")).findings
        assert (finding.code, finding.severity, finding.difference, finding.unit) == ("ZJ102", "error", "0.11", "万元")
        intervals = next(one.intervals for one in report(self.BODY).checks if one.code == "ZJ102")
        assert intervals is not None and intervals.stated and intervals.derived

    def test_to_the_cent_there_is_none(self) -> None:
        body = "全年预算77900.00元，其中：省级资金38900.00元，县级资金38999.99元。"
        assert told(body) == [("ZJ102", "error")]

    def test_a_coarse_part_is_read_as_exact_first(self) -> None:
        body = "全年支出89.97万元，分别为预算编制30万元、图纸会审30万元、设计测绘29.99万元。"
        assert told(body) == [("ZJ103", "review")]

    def test_a_total_printed_coarser_is_ordinary_rounding(self) -> None:
        body = "全年支出90.0万元，分别为预算编制30.00万元、图纸会审30.00万元、设计测绘29.99万元。"
        assert told(body) == [] and report(body).rounding.residuals == []

    def test_points_are_exact(self) -> None:
        body = "自评总分90分，其中：产出指标（60分）得50.1分、效益指标（30分）得30分、满意度指标（10分）得10分。"
        assert "error" in {severity for _, severity in told(body)}


class TestQualifiers:
    @pytest.mark.parametrize(
        ("one", "other", "agree"),
        [
            ("3000", "约3200", True),
            ("3000", "约3400", False),
            ("2900", "近3000", True),
            ("3100", "近3000", False),
            ("3050", "3000多", True),
            ("4000", "3000多", False),
            ("3050", "超3000", True),
            ("2950", "不足3000", True),
        ],
    )
    def test_a_hedge_is_a_range(self, one: str, other: str, agree: bool) -> None:
        body = f"活动期间现场观众达{one}人次。\n三、综合评价结论\n活动期间现场观众达{other}人次，反响良好。"
        assert (told(body) == []) is agree

    def test_a_range_takes_no_part_in_sums(self) -> None:
        body = "全年预算约100万元，其中：省级资金60.00万元，县级资金50.00万元。"
        assert told(body) == [] and "conflict" not in outcomes(body, "ZJ102")


class TestBases:
    def test_another_base_is_named(self) -> None:
        body = "年初预算100.00万元，调整后预算120.00万元，实际支出90.00万元，预算执行率90.00%。"
        (finding,) = [one for one in report(body).findings if one.code == "ZX102"]
        assert finding.severity == "review" and "年初预算" in finding.message
        assert ("ZX101", "error") not in told(body)

    def test_no_base_fits(self) -> None:
        assert ("ZX101", "error") in told(
            "年初预算100.00万元，调整后预算120.00万元，实际支出90.00万元，预算执行率88.00%。"
        )

    def test_the_base_that_is_named_is_the_first(self) -> None:
        body = "年初预算100.00万元，调整后预算120.00万元，实际支出90.00万元，占年初预算的90.00%。"
        assert told(body) == []

    def test_a_base_of_zero_has_its_own_code(self) -> None:
        codes = [code for code, _ in told("年初预算0万元，实际支出0万元，预算执行率100%。")]
        assert codes == ["ZX104"]


class TestPoints:
    def test_percentage_points_are_no_percent(self) -> None:
        assert told("2023年支付率为98%，2022年为92%，提高6个百分点。") == []

    def test_percent_where_points_were_meant(self) -> None:
        body = "2023年全年支出110.00万元，比上年增加10.00万元，增长10.00%。"
        assert told(body) == []
        assert told(body.replace("增长10.00%", "增长12.00%")) != []


class TestBlocked:
    BODY = (
        "2023年到位资金120.00万元，其中：中央资金70.00万元，省级资金60.00万元。\n"
        "二、评价结论\n2023年到位资金130.00万元，专款专用。"
    )

    def test_a_contradiction_is_told_and_what_hangs_on_it_is_not(self) -> None:
        assert [code for code, _ in told(self.BODY)] == ["GJ101"]

    def test_the_blocked_relation_is_listed_with_its_reason(self) -> None:
        (reason,) = {one.reason for one in report(self.BODY).checks if one.outcome == "blocked"}
        assert reason is not None and "GJ101" in reason
