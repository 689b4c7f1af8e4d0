"""Signs that a score is “too perfect”: hints with their counts, each of them common in honest reports, none a finding.

One sign alone says little; together with most open targets being hit to the last digit it is worth asking for the
papers. Basis: field guide, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.assemble.score_review.rebuild import same
from extractor.checks._admissions import admissions
from extractor.checks._targets import UNFINISHED, comparable, is_satisfaction
from extractor.facts import Fact, Figure, Fund, Indicator, Measure, Rate, Reference, Statement, Survey
from extractor.ledger import Ledger
from extractor.schemes import HUNDRED

Mark = Figure | Fact | Measure

ENOUGH = 4
"""indicators of a kind that there must be before their being alike says anything"""
NEARLY_FULL = Decimal(99)
"""per cent of the full mark"""
COSTLY = ("成本", "费用", "投诉", "事故", "发生率", "失业", "耗")
"""words of indicators of which less is better, where the direction is not known"""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: ``count`` of ``of`` things show it, ``text`` says so, ``marks`` are where."""

    sign: str
    text: str
    count: int
    of: int
    marks: tuple[Mark, ...] = ()


def signs(ledger: Ledger, total: Decimal | None, full: Decimal) -> tuple[Sign, ...]:
    """All signs that a report shows, in a fixed order; none for reports that have no results yet."""
    if ledger.kind in UNFINISHED:
        return ()
    indicators = _distinct(ledger)
    return (
        *_exact(ledger, indicators),
        *_satisfaction(ledger, indicators),
        *_copied(indicators),
        *_scores(indicators),
        *_flawless(ledger, total, full),
        *_whole_rate(ledger),
        *_safe(indicators),
    )


def notable(found: Sequence[Sign]) -> bool:
    """True when most open targets are hit exactly and one more sign is there."""
    return len(found) > 1 and any(sign.sign == "exact_hits" for sign in found)


def _distinct(ledger: Ledger) -> list[Indicator]:
    """Each indicator once, by its telling with most to it."""
    told: dict[tuple[object, ...], Indicator] = {}
    for one in ledger.of(Indicator):
        key = (one.name, one.target.text if one.target else None)
        kept = told.get(key)
        if kept is None or (kept.actual is None and one.actual is not None) or (kept.score is None and one.score):
            told[key] = one
    return list(told.values())


def _exact(ledger: Ledger, indicators: Sequence[Indicator]) -> Iterator[Sign]:
    """Open quantities that come out at the target to the last digit; 100 % cannot be passed and is not counted."""
    open_ended = [one for one in indicators if _numeric(one) and not _ceiling(one)]
    equal = [one for one in open_ended if _equal(one)]
    if len(open_ended) >= ENOUGH and len(equal) * HUNDRED >= len(open_ended) * ledger.profile.exact_hits:
        yield _sign(
            "exact_hits", f"{len(open_ended)}项可多可少的定量指标中{len(equal)}项恰好等于目标值", equal, open_ended
        )


def _satisfaction(ledger: Ledger, indicators: Sequence[Indicator]) -> Iterator[Sign]:
    asked = [one for one in indicators if is_satisfaction(one) and one.actual]
    full = [one for one in asked if one.actual and one.actual.quantity and _is_full(one.actual)]
    if full:
        yield _sign("full_satisfaction", f"{len(asked)}项满意度指标中{len(full)}项为100%", full, asked)
    annexed = any("问卷" in one.text or "满意度" in one.text for one in ledger.of(Reference))
    if asked and not ledger.of(Survey) and not annexed:
        yield _sign("no_survey", f"{len(asked)}项满意度指标未说明调查对象、样本数或方法", asked, asked)


def _copied(indicators: Sequence[Indicator]) -> Iterator[Sign]:
    measured = [one for one in indicators if one.target and one.actual]
    signed = [one for one in measured if one.actual and one.actual.op in ("ge", "le", "gt", "lt")]
    if signed:
        text = f"{len(measured)}项完成值中{len(signed)}项带着目标的比较符号，不是实测值"
        yield _sign("copied_operator", text, signed, measured)
    worded = [one for one in measured if one.target and one.target.quantity is None]
    repeated = [one for one in worded if same(one.target, one.actual) and one.target and len(one.target.text) > 1]
    if len(repeated) >= ENOUGH:
        text = f"{len(worded)}项定性指标中{len(repeated)}项的完成情况照抄目标"
        yield _sign("copied_words", text, repeated, worded)


def _scores(indicators: Sequence[Indicator]) -> Iterator[Sign]:
    scored = [one for one in indicators if one.score and one.weight]
    if len(scored) < ENOUGH:
        return
    full = [one for one in scored if one.score and one.weight and one.score.quantity.value >= one.weight.quantity.value]
    if len(full) == len(scored):
        yield _sign("all_full_marks", f"{len(scored)}项指标全部得满分", full, scored)
    if len({one.score.quantity.value for one in scored if one.score}) == 1:
        yield _sign("equal_scores", f"{len(scored)}项指标得分全部相同", scored, scored)


def _flawless(ledger: Ledger, total: Decimal | None, full: Decimal) -> Iterator[Sign]:
    if total is None or not full or total * HUNDRED / full < NEARLY_FULL:
        return
    problems = [one for one in ledger.of(Statement) if one.kind == "problem" and not one.none]
    if not problems and not any(admissions(ledger)):
        yield Sign("no_problem", "总分接近满分，报告没有写出任何问题", 1, 1)


def _whole_rate(ledger: Ledger) -> Iterator[Sign]:
    """100 % to the last cent, of money that is not round and partly from the year before."""
    carried = [fund for fund in ledger.of(Fund) if fund.role == "carryover_in" and fund.figure.quantity.value > 0]
    uneven = [fund for fund in ledger.funds("spent") if fund.figure.quantity.value % 1]
    whole = [rate for rate in ledger.of(Rate) if rate.kind == "execution" and rate.item is None]
    full = [rate for rate in whole if rate.source == "total" and rate.figure.quantity.value == HUNDRED]
    if carried and uneven and full:
        marks = (full[0].figure, uneven[0].figure, carried[0].figure)
        yield Sign("whole_rate", "含上年结转且金额不是整数，执行率恰为100%", 1, 1, marks)


def _safe(indicators: Sequence[Indicator]) -> Iterator[Sign]:
    """Targets that cannot be missed, and no indicator of which less is better."""
    aimed = [one for one in indicators if one.target]
    safe = [one for one in aimed if _ceiling(one) or _single(one) or _prompt(one)]
    if len(aimed) >= ENOUGH and 2 * len(safe) > len(aimed):
        yield _sign("cannot_fail", f"{len(aimed)}项目标中{len(safe)}项是100%、1项或“及时”一类，难以不达标", safe, aimed)
    reverse = [one for one in indicators if one.direction < 0 or _bounded_above(one) or _costly(one)]
    if len(aimed) >= ENOUGH and not reverse:
        yield Sign("no_reverse", f"{len(aimed)}项指标中没有成本或其他越低越好的指标", 0, len(aimed))


def _sign(sign: str, text: str, shown: Sequence[Indicator], of: Sequence[Indicator]) -> Sign:
    marks = tuple(place for one in shown if (place := one.actual or one.target or one.score))
    return Sign(sign, text, len(shown), len(of), marks)


def _numeric(one: Indicator) -> bool:
    target, actual = one.target, one.actual
    return bool(
        target and actual and target.quantity and actual.quantity and comparable(target.quantity, actual.quantity)
    )


def _equal(one: Indicator) -> bool:
    target, actual = one.target, one.actual
    return bool(
        target and actual and target.quantity and actual.quantity and target.quantity.amount == actual.quantity.amount
    )


def _ceiling(one: Indicator) -> bool:
    return one.target is not None and _is_full(one.target)


def _is_full(measure: Measure) -> bool:
    quantity = measure.quantity
    percent = quantity is not None and quantity.unit is not None and quantity.unit.dimension == "percent"
    return percent and quantity is not None and quantity.value == HUNDRED


def _single(one: Indicator) -> bool:
    quantity = one.target.quantity if one.target else None
    counted = quantity is not None and quantity.unit is not None and quantity.unit.dimension == "count"
    return counted and quantity is not None and quantity.amount == 1


def _prompt(one: Indicator) -> bool:
    return one.target is not None and one.target.quantity is None and "及时" in one.target.text


def _bounded_above(one: Indicator) -> bool:
    return one.target is not None and one.target.op in ("le", "lt")


def _costly(one: Indicator) -> bool:
    return any(word in part for part in (one.name, *one.levels) for word in COSTLY)
