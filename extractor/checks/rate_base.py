"""A rate that holds only on another base than the expected one, and the report does not say so."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.arithmetic import Comparison
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._rates import Judgement, judgements
from extractor.checks._verdicts import judged
from extractor.checks._wording import called
from extractor.facts import Figure
from extractor.ledger import Ledger
from extractor.terms import ROLES

CHECK = Check("ZX102", "unnamed-rate-base", "执行率口径不明", "review")


def check(ledger: Ledger) -> Iterator[Verdict]:
    found = judgements(ledger)
    if not found:
        yield silent(CHECK, "报告未给出预算执行率")
    for judgement in found:
        yield _verdict(judgement)


def _verdict(judgement: Judgement) -> Verdict:
    rate, result, base = judgement.rate, judgement.result, judgement.base
    if judgement.status == "fits" and isinstance(result, Comparison) and base:
        named = f"报告写明以{ROLES[rate.stated_base]}为基数" if rate.stated_base else f"基数为{base.name}"
        return judged(CHECK, result, "", reason=named)
    if judgement.status != "other" or not isinstance(result, Comparison) or base is None:
        return silent(CHECK, judgement.reason or "没有一种口径与该比率相符（见ZX101）", rate.figure)
    expected = judgement.expected
    usual = f"，而不是{expected.name}" if expected else ""
    return Verdict(
        CHECK.code,
        "conflict",
        formula=result.formula,
        message=f"{called(rate)}{rate.figure.text}只在以{base.name}为基数时成立{usual}，报告未说明口径",
        stated=result.stated,
        derived=result.derived,
        difference=result.difference,
        unit=result.unit,
        mode=result.mode.value if result.mode else None,
        stated_interval=result.stated_interval,
        derived_interval=result.derived_interval,
        figures=result.figures,
        suspects=(rate.figure, *_others(judgement)),
        ranges=judgement.failed.ranges if judgement.failed else (),
    )


def _others(judgement: Judgement) -> tuple[Figure, ...]:
    """The amounts of the expected base that do not belong to the one that fits."""
    expected, base = judgement.expected, judgement.base
    if expected is None or base is None:
        return ()
    used = {fund.figure.id for fund in base.funds}
    return tuple(fund.figure for fund in expected.funds if fund.figure.id not in used)
