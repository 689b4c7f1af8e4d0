"""One fact told twice, with different figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from extractor.checks import Check, Verdict
from extractor.checks._context import partial, particular
from extractor.checks._options import rates
from extractor.checks._outcomes import silent
from extractor.checks._rates import judge
from extractor.checks._results_told import ResultTold, results_told
from extractor.checks._tellings import Told, apart, compare, funds_told, plain_label
from extractor.checks._verdicts import judged
from extractor.checks._wording import called
from extractor.facts import Count, Fund, Rate
from extractor.ledger import Ledger

CHECK = Check("GJ101", "contradiction", "同一事实数值矛盾", "error")

T = TypeVar("T", Fund, Rate, Count)


def check(ledger: Ledger) -> Iterator[Verdict]:
    verdicts = [
        *(verdict for told in funds_told(ledger) for verdict in _verdicts(told)),
        *(verdict for told in _rates_told(ledger) for verdict in _verdicts(told)),
        *(verdict for told in _counts_told(ledger) for verdict in _verdicts(told)),
        *(_result_verdict(told) for told in results_told(ledger)),
    ]
    yield from verdicts or [silent(CHECK, "没有同一事实的两处数字")]


def _verdicts(told: Told[T]) -> Iterator[Verdict]:
    for pair in told.agreeing:
        yield judged(CHECK, pair.result, "")
    for pair in told.contradicting:
        if pair.result.slips():
            yield silent(CHECK, "两处相差整一千倍或一万倍，见单位数量级检查（ZJ108）", *pair.result.figures)
            continue
        name = pair.told.noun if isinstance(pair.told, Count) else called(pair.told)
        message = f"{name}前后不一致：一处为{pair.told.figure.text}，另一处为{pair.other.figure.text}"
        yield judged(CHECK, pair.result, message)
    if told.unclear:
        yield silent(CHECK, "同名金额有三个以上不同数值，多半不是同一事实", *(fact.figure for fact in told.unclear))


def _result_verdict(told: ResultTold) -> Verdict:
    """A result and its telling are tied by words alone: a difference is a warning."""
    message = (
        f"指标“{told.indicator.name}”的完成值与正文不一致：正文为{told.count.figure.text}，"
        f"完成值为{told.result.figures[1].text}"
    )
    return judged(CHECK, told.result, message, severity="warning")


def _rates_told(ledger: Ledger) -> Iterator[Told[Rate]]:
    groups: dict[object, list[Rate]] = {}
    for rate in rates(ledger):
        key = (rate.kind, plain_label(rate.name), rate.item, rate.source, rate.year, rate.stated_base)
        groups.setdefault(key, []).append(rate)
    for group in groups.values():
        yield compare(group, lambda a, b: _one_rate(ledger, a, b))


def _one_rate(ledger: Ledger, a: Rate, b: Rate) -> bool:
    """True when two rates can only be tellings of one; two that are both right have different bases."""
    if not apart(a, b) or partial(ledger, a) or partial(ledger, b):
        return False
    if particular(ledger, a) != particular(ledger, b):
        return False
    return not (judge(ledger, a).status in _RIGHT and judge(ledger, b).status in _RIGHT)


_RIGHT = ("fits", "other")


def _counts_told(ledger: Ledger) -> Iterator[Told[Count]]:
    groups: dict[str, list[Count]] = {}
    for count in ledger.of(Count):
        if count.key:
            groups.setdefault(count.key, []).append(count)
    for group in groups.values():
        yield compare(group, apart)
