"""Questionnaires: issued ≥ returned ≥ valid ≥ satisfied, and the rates of return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor import arithmetic
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._verdicts import judged
from extractor.facts import Figure, Survey
from extractor.ledger import Ledger

CHECK = Check("BF105", "survey-counts-mismatch", "问卷数不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    for survey in ledger.of(Survey):
        for verdict in (*_order(survey), *_rates(survey)):
            looked = True
            yield verdict
    if not looked:
        yield silent(CHECK, "没有问卷发放和回收的数目")


def _order(survey: Survey) -> Iterator[Verdict]:
    named = [("发放", survey.issued), ("回收", survey.returned), ("有效", survey.valid), ("满意", survey.satisfied)]
    steps = [(name, figure) for name, figure in named if figure]
    for (outer, whole), (inner, part) in pairwise(steps):
        result = arithmetic.at_most(arithmetic.plus(part), arithmetic.plus(whole))
        message = f"{inner}{''.join(part.text.split())}多于{outer}{''.join(whole.text.split())}"
        yield judged(CHECK, result, message)


def _rates(survey: Survey) -> Iterator[Verdict]:
    returned = survey.returned or survey.valid
    if survey.return_rate and returned:
        yield _rate("回收率", survey.return_rate, [returned], [survey.issued])
    if survey.valid_rate:
        yield _rate("有效率", survey.valid_rate, [survey.valid], [survey.returned, survey.issued])


def _rate(name: str, rate: Figure, above: Sequence[Figure | None], below: Sequence[Figure | None]) -> Verdict:
    """The first pair of numbers that makes the rate true, else the conflict with the first pair."""
    pairs = [(part, whole) for part in above if part for whole in below if whole]
    if not pairs:
        return silent(CHECK, f"{name}的分子或分母未写明", rate)
    results = [arithmetic.ratio(rate, arithmetic.plus(part), arithmetic.plus(whole)) for part, whole in pairs]
    fitting = [one for one in results if not isinstance(one, arithmetic.Hindrance) and one.fits]
    message = f"{name}写为{''.join(rate.text.split())}，与问卷数不符"
    return judged(CHECK, (fitting or results)[0], message)
