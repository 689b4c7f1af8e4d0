"""Quantities and intervals: what checks.md section 1 says of a printed figure, and arithmetic that never loses it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.lexing.units import unit
from extractor.quantity import Interval, Mode, Op, Quantity, plain, rounded, trimmed

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False)
POSITIVE = st.decimals(min_value=Decimal("0.0001"), max_value=10**9, places=4)
UNITS = st.sampled_from(["元", "万元", "亿元", "%", "分", "人", "万人次", "公里", "天", ""])


@st.composite
def intervals(draw: st.DrawFn, numbers: st.SearchStrategy[Decimal] = NUMBERS) -> Interval:
    low, high = sorted([draw(numbers), draw(numbers)])
    assume(low < high)
    return Interval(low, high, draw(st.booleans()), draw(st.booleans()))


@st.composite
def members(draw: st.DrawFn, interval: Interval) -> Decimal:
    """A number inside an interval with finite ends."""
    assert interval.low is not None and interval.high is not None
    share = draw(st.integers(min_value=1, max_value=7))
    inner = interval.low + (interval.high - interval.low) * share / 8
    closed = ((interval.low, interval.open_low), (interval.high, interval.open_high))
    ends = [end for end, is_open in closed if not is_open]
    return draw(st.sampled_from([inner, *ends]))


@st.composite
def printed(draw: st.DrawFn, op: Op = "eq") -> Quantity:
    places = draw(st.integers(min_value=0, max_value=6))
    value = draw(st.decimals(min_value=0, max_value=10**9, places=places))
    name = draw(UNITS)
    return Quantity("x", plain(value), unit(name), name, op, negative=draw(st.booleans()))


@given(st.data(), intervals(), intervals())
def test_sums_and_differences_hold_their_members(data: st.DataObject, a: Interval, b: Interval) -> None:
    x, y = data.draw(members(a)), data.draw(members(b))
    assert x in a and y in b
    assert x + y in a + b
    assert x - y in a - b
    assert -x in -a


@given(st.data(), intervals(), NUMBERS)
def test_scaling_holds_its_members(data: st.DataObject, a: Interval, factor: Decimal) -> None:
    assert data.draw(members(a)) * factor in a.times(factor) or factor == 0


@given(st.data(), intervals(POSITIVE), intervals(POSITIVE))
def test_quotients_hold_their_members(data: st.DataObject, a: Interval, b: Interval) -> None:
    x, y = data.draw(members(a)), data.draw(members(b))
    quotient = a.over(b)
    assert quotient is not None and quotient.low is not None and quotient.high is not None
    assert quotient.low * y <= x <= quotient.high * y


@given(intervals(), intervals())
def test_meeting_is_symmetric(a: Interval, b: Interval) -> None:
    assert a.meets(b) == b.meets(a)
    assert a.meets(a)


def test_no_quotient_by_what_may_be_zero() -> None:
    one = Interval.point(Decimal(1))
    assert one.over(Interval(Decimal(0), Decimal(2))) is None
    assert one.over(Interval(None, Decimal(2))) is None
    assert one.over(Interval(Decimal(2), None)) == Interval(Decimal(0), Decimal("0.5"))


@given(printed(), st.sampled_from(Mode))
def test_a_printed_value_lies_in_its_own_interval(quantity: Quantity, mode: Mode) -> None:
    assert quantity.amount in quantity.interval(mode)


@given(printed(), NUMBERS)
def test_what_rounds_to_a_figure_lies_in_its_interval(quantity: Quantity, drift: Decimal) -> None:
    """Whatever true amount prints as this figure under half-up is admitted."""
    assume(not quantity.exact)
    true = quantity.value + drift / 10**9 * Decimal(1).scaleb(-quantity.places) / 2
    assume(rounded(true, quantity.places) == quantity.value)
    assert true * quantity.factor in quantity.interval(Mode.HALF_UP)


@pytest.mark.parametrize(
    ("digits", "name", "op", "low", "high", "open_low", "open_high"),
    [
        ("246.02", "万元", "eq", "2460150", "2460250", False, False),
        ("1100", "名", "over", "1100", "1200", False, True),
        ("70", "家", "over", "70", "80", False, True),
        ("3.5", "万人", "over", "35000", "36000", False, True),
        ("20", "万元", "over", "200000", "300000", False, True),
        ("180", "名", "approx", "162", "198", False, False),
        ("80", "%", "ge", "80", None, False, False),
        ("95", "%", "gt", "95", None, True, False),
        ("3", "件", "le", None, "3", False, False),
        ("5", "%", "lt", None, "5", False, True),
        ("1100", "人", "eq", "1100", "1100", False, False),
        ("1.10", "万人", "eq", "10950", "11050", False, False),
        ("88.6", "分", "eq", "88.6", "88.6", False, False),
        ("2408.60", "元", "eq", "2408.60", "2408.60", False, False),
        ("2408", "元", "eq", "2407.5", "2408.5", False, False),
        ("1.234567", "万元", "eq", "12345.67", "12345.67", False, False),
    ],
)
def test_intervals(
    digits: str, name: str, op: Op, low: str | None, high: str | None, open_low: bool, open_high: bool
) -> None:
    interval = Quantity(digits, digits, unit(name), name, op).interval()
    assert interval == Interval(
        None if low is None else Decimal(low), None if high is None else Decimal(high), open_low, open_high
    )


def test_near_stays_below() -> None:
    near = Quantity("近300人", "300", unit("人"), "人", "approx").interval()
    assert near == Interval(Decimal(270), Decimal(300), open_high=True)


def test_truncation_goes_towards_zero() -> None:
    assert Quantity("31%", "31", unit("%"), "%").interval(Mode.TRUNCATE) == Interval(
        Decimal(31), Decimal(32), open_high=True
    )
    falling = Quantity("-8.01%", "8.01", unit("%"), "%", negative=True).interval(Mode.TRUNCATE)
    assert Decimal("-8.015") in falling and Decimal("-8.00") not in falling


def test_words_for_an_amount_are_exact_and_grain_is_kept() -> None:
    whole = Quantity("壹佰贰拾万元整", "1200000", unit("元"), "元", whole=True)
    assert whole.exact and whole.interval() == Interval.point(Decimal(1200000))
    coarse = Quantity("一百一十八万二千元", "1182000", unit("元"), "元", grain=Decimal(1000))
    assert coarse.interval() == Interval(Decimal(1181500), Decimal(1182500))


def test_range_keeps_both_ends() -> None:
    assert Quantity("20—30天", "20", unit("天"), "天", "range", "30").interval() == Interval(Decimal(20), Decimal(30))


@given(NUMBERS)
def test_trimmed_is_the_same_number(value: Decimal) -> None:
    text = trimmed(value)
    assert Decimal(text) == value
    assert "E" not in text and text != "-0" and not (("." in text) and text.endswith("0"))
