"""Not more is spent than there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.arithmetic import Comparison, Term, at_most
from extractor.checks import Check, Verdict
from extractor.checks._bases import Base, bases
from extractor.checks._context import around, clause, lead
from extractor.checks._options import Scope, amounts, distance
from extractor.checks._outcomes import silent
from extractor.checks._relations import verdict
from extractor.checks._tellings import disputed
from extractor.checks._wording import called
from extractor.facts import Fund
from extractor.ledger import Ledger
from extractor.scopes import cue

CHECK = Check("ZJ106", "overspending", "支出超过可用资金", "warning")


def check(ledger: Ledger) -> Iterator[Verdict]:
    quarrels = disputed(ledger)
    told: set[object] = set()
    spent = [fund for fund in amounts(ledger) if fund.role == "spent" and fund.source == "total"]
    if not spent:
        yield silent(CHECK, "报告未给出实际支出")
    for fund in spent:
        key = (Scope.of(fund), fund.yuan)
        if key in told:
            continue
        told.add(key)
        found = bases(ledger, fund, Scope.of(fund))
        if any(_limits(base) and _near(fund, base) for base in found):
            yield _judge(ledger, fund, found, quarrels)
        elif fund.item is None:
            yield silent(CHECK, "未给出可用资金，不能判断是否超支（年初预算之后可能有调整）", fund.figure)


def _judge(ledger: Ledger, spent: Fund, found: Sequence[Base], quarrels: frozenset[int]) -> Verdict:
    tried = [(base, at_most([Term(spent.figure)], base.terms)) for base in found]
    compared = [(base, result) for base, result in tried if isinstance(result, Comparison)]
    if not compared:
        return verdict(CHECK, tried[0][1], "", quarrels)
    fitting = sorted((pair for pair in compared if pair[1].fits), key=lambda pair: not _limits(pair[0]))
    base, result = fitting[0] if fitting else _widest(compared)
    if not result.fits and not base.sure:
        return silent(CHECK, "同类金额不止一个，不能确定可用资金是哪一个", *result.figures)
    if not result.fits and "累计" in spent.label:
        return silent(CHECK, "累计支付可能含以前年度，不与本年可用资金比较", *result.figures)
    if not result.fits and _is_wider(ledger, spent, base):
        return silent(CHECK, "支出说的是整个地区，可用资金说的是其中一级，不作比较", *result.figures)
    if not result.fits and cue("overspent").search(around(ledger, spent)):
        return silent(CHECK, "报告说明了超出部分的来源（垫付、跨年或自筹等）", *result.figures)
    if not result.fits and not _limits(base) and _grown(ledger, spent, base):
        return silent(CHECK, "年初预算之后有追加或调整，不能判断是否超支", *result.figures)
    message = f"{called(spent)}{spent.figure.text}超过{base.name}{result.derived}{result.unit}"
    return verdict(CHECK, result, message, quarrels)


_LIMITS = frozenset({"available", "adjusted_budget", "received"})
"""amounts that bound spending; a budget of the start of the year may have been changed since"""


def _limits(base: Base) -> bool:
    if len(base.funds) == 1 and "收入" in base.funds[0].label and "总" not in base.funds[0].label:
        return False  # 收入792万元，支出799万元: what a unit takes in is not all it has, for money of last year is left
    return bool(base.roles & _LIMITS) or len(base.funds) > 1


def _grown(ledger: Ledger, spent: Fund, base: Base) -> bool:
    """True when the text tells of a change between the budget of the start of the year and what was spent."""
    text = ledger.document.text[max(fund.span.end for fund in base.funds) : spent.span.start]
    return bool(cue("grown").search(text))


def _is_wider(ledger: Ledger, spent: Fund, base: Base) -> bool:
    """True where 全省共支出 is held against what 省级 gave."""
    given = [lead(ledger, fund) for fund in base.funds]
    return (
        bool(cue("wider").search(clause(ledger, spent)))
        and any(cue("level").search(words) for words in given)
        and not any(cue("wider").search(words) for words in given)
    )


def _near(spent: Fund, base: Base) -> bool:
    """True when both stand in one section; else they may belong to different parts of the project."""
    return any(distance(fund, spent) < 2 for fund in base.funds)


def _widest(compared: Sequence[tuple[Base, Comparison]]) -> tuple[Base, Comparison]:
    """The base that comes nearest to covering the spending, of those beyond doubt if there are any."""
    return max(compared, key=lambda pair: (pair[0].sure, sum(term.amount for term in pair[0].terms)))
