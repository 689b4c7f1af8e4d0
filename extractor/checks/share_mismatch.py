"""A share against its part and its whole."""

from __future__ import annotations

from collections.abc import Iterator

from extractor import arithmetic
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._verdicts import judged
from extractor.facts import Figure, Share, Survey
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
            yield _judge("满意度", survey.satisfaction, survey.satisfied, tuple(wholes))
    if not looked:
        yield silent(CHECK, "没有写明分子和分母的占比")


def _judge(label: str, rate: Figure, part: Figure, wholes: tuple[Figure, ...]) -> Verdict:
    """The first base that makes the share true, else the conflict with the first base."""
    results = [arithmetic.ratio(rate, arithmetic.plus(part), arithmetic.plus(whole)) for whole in wholes]
    fitting = [one for one in results if not isinstance(one, arithmetic.Hindrance) and one.fits]
    message = f"{label}写为{''.join(rate.text.split())}，与分子、分母不符"
    return judged(CHECK, (fitting or results)[0], message)
