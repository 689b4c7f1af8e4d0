"""Sums, rates, bounds and tellings: intervals, rounding modes, formulas, what would mend them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from figures import figure
from hypothesis import given
from hypothesis import strategies as st

from extractor.arithmetic import Comparison, Hindrance, Term, at_most, plus, ratio, same, total
from extractor.facts import Figure
from extractor.quantity import Mode


def summed(whole: str, *parts: str) -> Comparison:
    result = total(figure(whole), plus(*map(figure, parts)))
    assert isinstance(result, Comparison)
    return result


def rated(percent: str, above: str, *below: str) -> Comparison:
    result = ratio(figure(percent), plus(figure(above)), plus(*map(figure, below)))
    assert isinstance(result, Comparison)
    return result


class TestTotal:
    def test_agrees_with_formula_as_printed(self) -> None:
        result = summed("246.02万元", "6.38万元", "239.64万元")
        assert result.fits and result.exact and result.mode is Mode.HALF_UP
        assert result.formula == "6.38 + 239.64 = 246.02"
        assert result.note is None

    def test_conflict_shows_what_comes_out(self) -> None:
        result = summed("110.52万元", "86.50万元", "23.75万元")
        assert not result.fits
        assert result.formula == "86.50 + 23.75 = 110.25"
        assert (result.stated, result.derived, result.difference, result.unit) == ("110.52", "110.25", "0.27", "万元")
        assert (result.stated_interval.low, result.stated_interval.high) == (Decimal("110.515"), Decimal("110.525"))

    def test_taken_away(self) -> None:
        parts = [Term(figure("60.00万元")), Term(figure("8.46万元")), Term(figure("5.00万元"), -1)]
        result = total(figure("63.46万元"), parts)
        assert isinstance(result, Comparison) and result.fits
        assert result.formula == "60.00 + 8.46 − 5.00 = 63.46"

    def test_negative_figure_is_taken_away(self) -> None:
        assert summed("55.00万元", "60.00万元", "-5.00万元").formula == "60.00 − 5.00 = 55.00"

    @pytest.mark.parametrize(
        ("whole", "parts"),
        [("100.21万元", ["50.10万元", "50.10万元"]), ("7.79万元", ["3.89万元", "3.89万元"])],
    )
    def test_residual_within_rounding(self, whole: str, parts: list[str]) -> None:
        result = summed(whole, *parts)
        assert result.fits and not result.exact and "≈" in result.formula
        assert result.note and result.note.startswith("尾差0.01万元")

    def test_residual_larger_than_rounding_explains(self) -> None:
        result = summed("10.02万元", "3.30万元", "3.30万元", "3.40万元")
        assert not result.fits and result.doubtful

    def test_part_with_fewer_decimals_is_exact_first(self) -> None:
        result = summed("89.97万元", "30万元", "30万元", "29.99万元")
        assert not result.fits and result.doubtful, "the coarse intervals meet: a matter for review"

    def test_part_with_fewer_decimals_agrees(self) -> None:
        assert summed("405.02万元", "159万元", "246.02万元").formula == "159 + 246.02 = 405.02"

    def test_total_printed_coarser(self) -> None:
        result = summed("0.13亿元", "812.00万元", "326.50万元", "203.34万元")
        assert result.fits and result.note is None
        assert result.formula == "812.00万元 + 326.50万元 + 203.34万元 ≈ 0.13亿元"

    def test_yuan_to_the_cent_is_exact(self) -> None:
        assert summed("7800000.00元", "4573732.68元", "3226267.32元").fits
        assert not summed("7800000.01元", "4573732.68元", "3226267.32元").fits

    def test_mixed_units(self) -> None:
        assert summed("75.4896万元", "42万元", "334896元").formula == "42万元 + 334896元 = 75.4896万元"

    def test_slip_of_the_unit(self) -> None:
        left = figure("1,254,680.35万元")
        result = total(left, [Term(figure("47,360,000.00元")), Term(figure("46,105,319.65元"), -1)])
        assert isinstance(result, Comparison) and result.slips() == ((left, -4),)
        assert summed("110.52万元", "86.50万元", "23.75万元").slips() == ()

    def test_hindrances(self) -> None:
        assert total(figure("10万元"), plus(figure("5多万元"), figure("5万元"))) == Hindrance(
            "含约数或概数，不参与计算"
        )
        assert total(figure("10万元"), plus(figure("5"), figure("5万元"))) == Hindrance(
            "有的数字单位不明", blocked=True
        )
        assert isinstance(total(figure("10万元"), plus(figure("5人"))), Hindrance)


class TestRatio:
    def test_agrees(self) -> None:
        result = rated("100%", "246.02万元", "6.38万元", "239.64万元")
        assert result.fits and result.formula == "246.02 ÷ 246.02 = 100%"

    def test_conflict(self) -> None:
        result = rated("98.49%", "104.18万元", "110.25万元")
        assert not result.fits and result.formula == "104.18 ÷ 110.25 = 94.49%" and result.difference == "4.00"

    @pytest.mark.parametrize(
        ("percent", "above", "below", "mode"),
        [
            ("12.5%", "1万元", "8万元", Mode.HALF_UP),
            ("12%", "10.00元", "80.00元", Mode.HALF_EVEN),
            ("31%", "3160.00元", "10000.00元", Mode.TRUNCATE),
        ],
    )
    def test_mode(self, percent: str, above: str, below: str, mode: Mode) -> None:
        result = rated(percent, above, below)
        assert result.fits and result.mode is mode

    def test_rounded_operands_count(self) -> None:
        assert rated("100%", "1605万元", "1604.75万元").fits
        assert not rated("95%", "18501.096万元", "19204.096万元").fits
        assert not rated("86.19%", "861800.00元", "1000000.00元").fits

    def test_base_of_zero(self) -> None:
        assert isinstance(ratio(figure("100%"), plus(figure("0.00万元")), plus(figure("0.00万元"))), Hindrance)

    def test_growth(self) -> None:
        now, before = figure("61.87万元"), figure("58.30万元")
        result = ratio(figure("6.12%"), [Term(now), Term(before, -1)], [Term(before)])
        assert isinstance(result, Comparison) and result.fits
        assert result.formula == "(61.87 − 58.30) ÷ 58.30 = 6.12%"


class TestBoundsAndTellings:
    def test_at_most(self) -> None:
        result = at_most(plus(figure("61.87万元")), plus(figure("63.46万元")))
        assert isinstance(result, Comparison) and result.fits and result.formula == "61.87 ≤ 63.46"
        over = at_most(plus(figure("64.00万元")), plus(figure("63.46万元")))
        assert isinstance(over, Comparison) and not over.fits and over.formula == "64.00 > 63.46"

    def test_rounding_is_no_overspending(self) -> None:
        result = at_most(plus(figure("1605万元")), plus(figure("1604.75万元")))
        assert isinstance(result, Comparison) and result.fits

    @pytest.mark.parametrize(
        ("one", "other", "fits"),
        [
            ("1100人", "1100多人", True),
            ("0.13亿元", "1341.84万元", True),
            ("1200人", "1100多人", False),
            ("94.5%", "94.49%", True),
            ("3.5万元", "3.2万元", False),
        ],
    )
    def test_same(self, one: str, other: str, fits: bool) -> None:
        result = same(figure(one), figure(other))
        assert isinstance(result, Comparison) and result.fits is fits

    def test_formula(self) -> None:
        assert _formula(figure("3.5万元"), figure("3.2万元")) == "3.5 ≠ 3.2"
        assert _formula(figure("1100人"), figure("1100多人")) == "1100人 ≈ 1100多人"


def _formula(one: Figure, other: Figure) -> str:
    result = same(one, other)
    assert isinstance(result, Comparison)
    return result.formula


cents = st.integers(1, 10**7).map(lambda n: Decimal(n).scaleb(-4))


def _round(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP)}万元"


@given(st.lists(cents, min_size=2, max_size=2))
def test_rounding_two_parts_is_never_a_fault(values: list[Decimal]) -> None:
    """Whatever is added up exactly and then rounded agrees."""
    assert summed(_round(sum(values, Decimal(0))), *map(_round, values)).fits


@given(cents, cents)
def test_rounding_a_rate_is_never_a_fault(above: Decimal, below: Decimal) -> None:
    if below < 1:
        below += 1
    percent = (100 * above / below).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert rated(f"{percent}%", _round(above), _round(below)).fits


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=6), st.data())
def test_every_expected_value_mends(values: list[int], data: st.DataObject) -> None:
    """Put in the value that a failed sum expects of any figure, and it holds; it lies in that figure's range too."""
    parts = [figure(f"{Decimal(value).scaleb(-2)}万元") for value in values]
    whole = figure(f"{Decimal(sum(values) + data.draw(st.integers(1, 10**6)) + len(values)).scaleb(-2)}万元")
    result = total(whole, plus(*parts))
    assert isinstance(result, Comparison) and not result.fits
    wrong, value = data.draw(st.sampled_from(result.expects))
    assert value in {one.id: interval for one, interval in result.ranges}[wrong.id]
    if value <= 0:
        return
    mended = figure(f"{value}万元")
    again = total(mended if wrong is whole else whole, plus(*(mended if part is wrong else part for part in parts)))
    assert isinstance(again, Comparison) and again.fits and again.exact
