"""Verdicts on one fact told twice, for GJ101 (both tellings of one kind) and GJ102 (the text against a table).

All pairs are found once; each of the two checks speaks of its own, so that no pair is reported twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from extractor.checks import Check, Verdict
from extractor.checks._context import in_one_table, intended, partial, particular
from extractor.checks._options import rates
from extractor.checks._outcomes import silent
from extractor.checks._rates import judge
from extractor.checks._results_told import ResultTold, results_told
from extractor.checks._tellings import Pair, Told, apart, by_year, compare, funds_told, plain_label
from extractor.checks._twins import Twin, twins
from extractor.checks._verdicts import judged
from extractor.checks._wording import called
from extractor.facts import Count, Fund, Rate
from extractor.ledger import Ledger

T = TypeVar("T", Fund, Rate, Count)
_RIGHT = ("fits", "other")


def tellings(ledger: Ledger, check: Check, *, crossed: bool) -> Iterator[Verdict]:
    """The verdicts on all pairs of tellings: ``crossed`` ones stand one in a table and one in the text."""
    for funds in funds_told(ledger):
        yield from _verdicts(check, funds, crossed)
    for rated in ledger.once(_rates_told):
        yield from _verdicts(check, rated, crossed)
    for counted in ledger.once(_counts_told):
        yield from _verdicts(check, counted, crossed)
    for told in results_told(ledger):
        if (told.indicator.cell is not None) == crossed:
            yield _result_verdict(check, told)
    if crossed:
        yield from (_twin_verdict(check, twin) for twin in twins(ledger) if twin.crossed)


def unclear(ledger: Ledger, check: Check) -> Iterator[Verdict]:
    """Names under which three amounts or more are told: hardly one fact."""
    groups: list[tuple[Fund | Rate | Count, ...]] = [
        *(told.unclear for told in funds_told(ledger)),
        *(told.unclear for told in ledger.once(_rates_told)),
        *(told.unclear for told in ledger.once(_counts_told)),
    ]
    for facts in filter(None, groups):
        yield silent(check, "同名金额有三个以上不同数值，多半不是同一事实", *(fact.figure for fact in facts))


def _verdicts(check: Check, told: Told[T], crossed: bool) -> Iterator[Verdict]:
    for pair in told.agreeing:
        if _is_crossed(pair) == crossed:
            yield judged(check, pair.result, "")
    for pair in told.contradicting:
        if _is_crossed(pair) != crossed:
            continue
        if pair.result.slips():
            yield silent(check, "两处相差整一千倍或一万倍，见单位数量级检查（ZJ108）", *pair.result.figures)
        else:
            yield judged(check, pair.result, _message(pair))


def _is_crossed(pair: Pair[T]) -> bool:
    return (pair.told.cell is None) != (pair.other.cell is None)


def _message(pair: Pair[T]) -> str:
    name = pair.told.noun if isinstance(pair.told, Count) else called(pair.told)
    ours, theirs = ("".join(fact.figure.text.split()) for fact in (pair.told, pair.other))
    if not _is_crossed(pair):
        return f"{name}前后不一致：一处为{ours}，另一处为{theirs}"
    text, table = (ours, theirs) if pair.told.cell is None else (theirs, ours)
    return f"{name}文字与表格不符：文字为{text}，表格为{table}"


def _result_verdict(check: Check, told: ResultTold) -> Verdict:
    """A result and its telling are tied by words alone: a difference is a warning."""
    message = (
        f"指标“{told.indicator.name}”的完成值与正文不一致：正文为{told.count.figure.text}，"
        f"完成值为{told.result.figures[1].text}"
    )
    return judged(check, told.result, message, severity="warning")


def _twin_verdict(check: Check, twin: Twin) -> Verdict:
    """An indicator in the text and in the table; two in one place are ZB107's."""
    ours, theirs = ("".join(figure.text.split()) for figure in twin.result.figures)
    return judged(check, twin.result, f"指标“{twin.one.name}”文字与表格不符：一处为{ours}，另一处为{theirs}")


def _rates_told(ledger: Ledger) -> tuple[Told[Rate], ...]:
    groups: dict[object, list[Rate]] = {}
    for rate in rates(ledger):
        key = (rate.kind, plain_label(rate.name).removeprefix("预算"), rate.item, rate.source, rate.stated_base)
        groups.setdefault(key, []).append(rate)
    return tuple(
        compare(told, lambda a, b: _one_rate(ledger, a, b)) for group in groups.values() for told in by_year(group)
    )


def _one_rate(ledger: Ledger, a: Rate, b: Rate) -> bool:
    """True when two rates can only be tellings of one; two that are both right have different bases."""
    if not apart(a, b) or in_one_table(ledger, a, b) or partial(ledger, a) or partial(ledger, b):
        return False
    if particular(ledger, a) != particular(ledger, b):
        return False
    return not (judge(ledger, a).status in _RIGHT and judge(ledger, b).status in _RIGHT)


def _counts_told(ledger: Ledger) -> tuple[Told[Count], ...]:
    groups: dict[str, list[Count]] = {}
    for count in ledger.of(Count):
        if count.key:
            groups.setdefault(count.key, []).append(count)
    return tuple(compare(group, lambda a, b: _one_count(ledger, a, b)) for group in groups.values())


def _one_count(ledger: Ledger, a: Count, b: Count) -> bool:
    """True when two counts can only be tellings of one: what was planned and what was done may differ."""
    return apart(a, b) and not in_one_table(ledger, a, b) and intended(ledger, a) == intended(ledger, b)
