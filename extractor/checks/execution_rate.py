"""A rate of money is what its amounts make it."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.arithmetic import Comparison
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._rates import Judgement, judgements
from extractor.checks._relations import verdict
from extractor.checks._tellings import disputed
from extractor.checks._wording import called
from extractor.ledger import Ledger

CHECK = Check("ZX101", "execution-rate-mismatch", "执行率计算不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    quarrels = disputed(ledger)
    found = judgements(ledger)
    if not found:
        yield silent(CHECK, "报告未给出预算执行率")
    for judgement in found:
        yield _verdict(judgement, quarrels)


def _verdict(judgement: Judgement, quarrels: frozenset[int]) -> Verdict:
    rate, result, base = judgement.rate, judgement.result, judgement.base
    if judgement.status == "untested" or result is None or base is None:
        formula = result.formula if isinstance(result, Comparison) else None
        return silent(CHECK, judgement.reason, rate.figure, formula=formula)
    if judgement.status == "other":
        return silent(CHECK, f"按{base.name}计算相符，口径另行提示（ZX102）", rate.figure)
    derived = f"{result.derived}{result.unit}" if isinstance(result, Comparison) else ""
    message = f"{called(rate)}写为{rate.figure.text}，以{base.name}为基数计算应为{derived}"
    return verdict(CHECK, result, message, quarrels, reason=f"基数：{_basis(judgement)}")


def _basis(judgement: Judgement) -> str:
    """年初预算＋上年结转（6.38 + 239.64）"""
    base = judgement.base
    assert base is not None
    if len(base.funds) == 1:
        return base.name
    signs = [f"{'-' if fund.negative else '+'} {fund.figure.quantity.digits}" for fund in base.funds]
    return f"{base.name}（{' '.join(signs).removeprefix('+ ')}）"
