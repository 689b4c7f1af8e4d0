"""A rate, or points for one, where there was no budget."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._bases import Base, bases
from extractor.checks._options import Scope, rates
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._wording import called
from extractor.facts import Fact, Figure, Score
from extractor.ledger import Ledger

CHECK = Check("ZX104", "rate-of-nothing", "零预算有执行率", "warning")


def check(ledger: Ledger) -> Iterator[Verdict]:
    found = [rate for rate in rates(ledger) if rate.kind == "execution"]
    if not found:
        yield silent(CHECK, "报告未给出预算执行率")
    for rate in found:
        yield _judge(ledger, rate, Scope.of(rate), rate.figure, called(rate))
    points = [s for s in ledger.of(Score) if s.kind == "part" and s.name and "执行率" in s.name]
    if not found:
        for score in points:
            yield _judge(ledger, score, Scope(None, "total", ledger.fiscal_year), score.figure, f"{score.name}得分")


def _judge(ledger: Ledger, fact: Fact, scope: Scope, figure: Figure, name: str) -> Verdict:
    found = bases(ledger, fact, scope)
    if not found:
        return silent(CHECK, "未见同一口径的预算或到位资金", figure)
    largest = max(found, key=_amount)
    if _amount(largest) > 0:
        return agrees(CHECK, f"{largest.name} > 0", figure, *(fund.figure for fund in largest.funds))
    if not figure.quantity.value:
        return silent(CHECK, "预算为零，比率也写为零", figure)
    zeros = [fund.figure for fund in largest.funds]
    return conflict(CHECK, f"{largest.name}为零，{name}却写为{figure.text}", figure, *zeros)


def _amount(base: Base) -> Decimal:
    return sum((term.amount for term in base.terms), Decimal(0))
