"""A share against its part and its whole."""

from __future__ import annotations

from collections.abc import Iterator

from extractor import arithmetic
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._verdicts import judged
from extractor.facts import Figure, Share, Survey
from extractor.formulas import Term
from extractor.ledger import Ledger

CHECK = Check("BF103", "share-mismatch", "占比计算不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    for share in ledger.of(Share):
        looked = True
        if share.part is None or share.whole is None:
            yield silent(CHECK, f"{share.label or '占比'}的分子或分母未写明", share.rate)
        else:
            yield _judge("占比", share.rate, share.part, (share.whole,))
    for survey in ledger.of(Survey):
        wholes = [figure for figure in (survey.valid, survey.returned, survey.issued) if figure]
        if survey.satisfaction and survey.satisfied and wholes and not survey.weighted:
            looked = True
            if survey.valid is None and _some_valid(survey.satisfaction, survey.satisfied, wholes):
                yield silent(CHECK, "有效问卷数未写明，满意度的分母不能确定", survey.satisfaction, survey.satisfied)
                continue
            yield _judge("满意度", survey.satisfaction, survey.satisfied, tuple(wholes))
    if not looked:
        yield silent(CHECK, "没有写明分子和分母的占比")


def _some_valid(rate: Figure, part: Figure, wholes: list[Figure]) -> bool:
    """True when no printed number of papers gives the rate, while a smaller one, that of the valid ones, would."""
    results = [arithmetic.ratio(rate, arithmetic.plus(part), arithmetic.plus(whole)) for whole in wholes]
    if any(isinstance(one, arithmetic.Hindrance) or one.fits for one in results) or not rate.quantity.value:
        return False
    implied = part.quantity.amount * 100 / rate.quantity.value
    return implied <= max(whole.quantity.amount for whole in wholes)


def _of_the_rest(rate: Figure, part: Figure, wholes: tuple[Figure, ...]) -> list[arithmetic.Comparison]:
    """264具中12具未通水，通水率95.45%: the share of those that the part leaves."""
    results = [arithmetic.ratio(rate, (*arithmetic.plus(one), Term(part, -1)), arithmetic.plus(one)) for one in wholes]
    return [one for one in results if isinstance(one, arithmetic.Comparison) and one.fits]


def _judge(label: str, rate: Figure, part: Figure, wholes: tuple[Figure, ...]) -> Verdict:
    """The first base that makes the share true, else the conflict with the first base."""
    results = [arithmetic.ratio(rate, arithmetic.plus(part), arithmetic.plus(whole)) for whole in wholes]
    fitting = [one for one in results if not isinstance(one, arithmetic.Hindrance) and one.fits]
    if not fitting:
        fitting = _of_the_rest(rate, part, wholes)
    message = f"{label}写为{''.join(rate.text.split())}，与分子、分母不符"
    return judged(CHECK, (fitting or results)[0], message)
