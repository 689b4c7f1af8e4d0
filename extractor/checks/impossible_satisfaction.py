"""A percentage of n people is k/n for some whole k (GRIM test)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import digits, silent
from extractor.facts import Figure, Survey
from extractor.ledger import Ledger
from extractor.quantity import Interval, Mode, plain, rounded
from extractor.schemes import HUNDRED

CHECK = Check("BF104", "impossible-satisfaction", "满意度样本不可能", "warning")


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    for survey in ledger.of(Survey):
        rate = survey.satisfaction
        sizes = [figure for figure in (survey.valid, survey.returned, survey.issued) if figure]
        if rate is None or not sizes:
            continue
        looked = True
        yield _judge(survey, rate, sizes)
    if not looked:
        yield silent(CHECK, "没有同时给出满意度和样本数的调查")


def _judge(survey: Survey, rate: Figure, sizes: list[Figure]) -> Verdict:
    if survey.weighted:
        return silent(CHECK, "满意度为加权得分，不是人数之比", rate, *sizes)
    if survey.satisfied:
        return silent(CHECK, "满意人数已写明，见BF103", rate, survey.satisfied, *sizes)
    if rate.quantity.op != "eq" or any(size.quantity.op != "eq" or size.quantity.step for size in sizes):
        return silent(CHECK, "满意度或样本数不是确数", rate, *sizes)
    limit = HUNDRED * Decimal(10) ** rate.quantity.places
    if all(size.quantity.amount >= limit for size in sizes):
        return silent(CHECK, f"样本数不少于{plain(limit)}，任何比率都可能出现", rate, *sizes)
    for size in sizes:
        if size.quantity.amount <= 0:
            continue
        for mode in Mode:
            people = _whole(rate.quantity.interval(mode), size.quantity.amount)
            if people is not None:
                formula = f"{plain(people)} ÷ {digits(size)} = {digits(rate)}%"
                return Verdict(CHECK.code, "agrees", formula, mode=mode.value, figures=(rate, size))
    return _impossible(rate, sizes[0])


def _whole(rate: Interval, size: Decimal) -> Decimal | None:
    """A whole number of people out of ``size`` that gives a percentage in the interval, or None."""
    if rate.low is None or rate.high is None:
        return None
    low = (rate.low * size / HUNDRED).to_integral_value(ROUND_CEILING)
    high = (rate.high * size / HUNDRED).to_integral_value(ROUND_FLOOR)
    people = (low, low + 1) if low <= high else ()
    return next((one for one in people if 0 <= one <= size and HUNDRED * one / size in rate), None)


def _impossible(rate: Figure, size: Figure) -> Verdict:
    people = size.quantity.amount
    nearest = (rate.quantity.amount * people / HUNDRED).to_integral_value(ROUND_FLOOR)
    around = [rounded(HUNDRED * one / people, rate.quantity.places) for one in (nearest, nearest + 1)]
    told = "".join(size.text.split())
    return Verdict(
        CHECK.code,
        "conflict",
        formula=f"k ÷ {digits(size)} = {digits(rate)}%",
        message=f"{told}中没有整数能得到{digits(rate)}%（最近的是{plain(around[0])}%和{plain(around[1])}%）",
        figures=(rate, size),
    )
