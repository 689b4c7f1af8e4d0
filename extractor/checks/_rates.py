"""A rate of money against its denominators, in the order of checks.md section 1.5."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, takewhile
from typing import Literal

import regex

from extractor.arithmetic import Comparison, Hindrance, Term, fits_ratio, ratio
from extractor.checks._bases import Base, bases
from extractor.checks._context import clause, partial
from extractor.checks._options import Options, Scope, distance, options, rates
from extractor.facts import Figure, Fund, Rate, Role
from extractor.ledger import Ledger, once_each
from extractor.scopes import cue
from extractor.terms import ROLES

NEARBY = 160
"""characters before a rate in which its base stands"""
_FIRST: frozenset[Role] = frozenset({"initial_budget", "allocated", "available", "received"})
"""what an item was given before the budget of the whole was changed"""
_OF_BUDGET = regex.compile(r"^占\p{Han}{0,6}预算")
_YEAR = regex.compile(r"(?:19|20)\d{2}(?=年)")
_SPAN = regex.compile(r"累计|(?:[两二三四五]|几|历)年(?!度)")
Status = Literal["fits", "other", "fails", "untested"]
_OF_ROLE: tuple[tuple[str, Role], ...] = (("到位率", "received"), ("结余率", "balance"), ("结转率", "balance"))
"""what a rate of money other than the execution rate is a rate of, by the end of its name"""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a rate. ``status``: fits its primary base; fits only an ``other`` one; fails; was untested
    (``reason`` says why). ``base`` is the denominator of ``result``; when it is another one, ``expected`` is the
    primary base and ``failed`` what became of it."""

    rate: Rate
    status: Status
    result: Comparison | Hindrance | None = None
    base: Base | None = None
    expected: Base | None = None
    failed: Comparison | None = None
    reason: str = ""


def judgements(ledger: Ledger) -> tuple[Judgement, ...]:
    """All execution rates, and the rates of money received or left, each against the amounts of its own scope."""
    return ledger.once(_judgements)


def _judgements(ledger: Ledger) -> tuple[Judgement, ...]:
    return tuple(judge(ledger, rate) for rate in rates(ledger) if numerator(rate))


def numerator(rate: Rate) -> Role | None:
    """The role of the amounts that a rate is a rate of, or None when that is not a role."""
    if rate.kind == "execution":
        return "spent"
    name = "".join(rate.name.split())
    return next((role for ending, role in _OF_ROLE if name.endswith(ending)), None)


@once_each
def judge(ledger: Ledger, rate: Rate) -> Judgement:
    """Try the denominators of one rate: the named one, the expected ones, then the rest."""
    scope = Scope.of(rate)
    role = numerator(rate)
    if role is None:
        return Judgement(rate, "untested", reason="不是预算执行、到位或结余的比率")
    several = ("cumulative_spent",) if rate.kind == "execution" and rate.year is None else ()
    above = options(ledger, rate, scope, role, *several)
    if not above and rate.kind == "execution":
        above = options(ledger, rate, scope, "cumulative_spent")
    if not above:
        return Judgement(rate, "untested", reason=f"未见同一口径的{ROLES[role]}")
    if rate.kind != "execution" and rate.cell is None and distance(above.first, rate) > 0:
        return Judgement(rate, "untested", reason=f"同一句中没有{ROLES[role]}，不能确定该比率所指的资金")
    found = [base for base in bases(ledger, rate, scope) if role not in base.roles]
    if _OF_BUDGET.search(rate.name):  # 占到位资金的95%，占预算的92%: of money received that is not
        found = [base for base in found if base.roles != {"received"}]
    if role == "received":
        found += _granted(ledger, rate, scope, above.first)
    if not found:
        return Judgement(rate, "untested", reason="未见同一口径的预算或到位资金，基数不明")
    named = [base for base in found if _is_named(base, rate.stated_base)]
    primary = named if rate.stated_base else _usual(ledger, rate, found)
    if rate.stated_base and not named:
        return _nameless(rate, above, found)
    return _verdict(ledger, rate, above, primary or found[:1], found)


def _usual(ledger: Ledger, rate: Rate, found: Sequence[Base]) -> list[Base]:
    """The bases that one expects where the report names none: those of the profile, else of checks.md section 1.5."""
    asked = ledger.profile.rate_base if rate.kind == "execution" else ()
    for role in asked:
        if fitting := [base for base in found if _is_named(base, role)]:
            return fitting
    return [base for base in found if base.primary]


def _granted(ledger: Ledger, rate: Rate, scope: Scope, received: Fund) -> list[Base]:
    """Money granted (下达资金) as the base of a rate of money that arrived; both are read as received."""
    granted = options(ledger, received, scope, "received")
    return [
        Base((fund,), primary=True, sure=granted.sure, word=fund.label)
        for fund in granted.funds
        if cue("granted").search(fund.label) and fund.figure.id != received.figure.id
    ]


def _nameless(rate: Rate, above: Options, found: Sequence[Base]) -> Judgement:
    """The report names a base that it does not print: a fit with another is luck or another word for it."""
    fit = _fit(rate, above, found)
    if fit:
        return Judgement(rate, "fits", *fit)
    assert rate.stated_base is not None
    return Judgement(rate, "untested", reason=f"报告以{ROLES[rate.stated_base]}为基数，但未给出该数")


def _verdict(ledger: Ledger, rate: Rate, above: Options, primary: Sequence[Base], found: Sequence[Base]) -> Judgement:
    beside = _beside(rate, found)
    if not any(base.sure for base in primary) or not any(base in beside for base in primary):
        primary = [*beside, *primary]
    fit = _fit(rate, above, primary)
    if fit:
        return Judgement(rate, "fits", *fit)
    shown = next((base for base in primary if base.sure), primary[0])
    result = ratio(rate.figure, [Term(above.first.figure)], shown.terms)
    if isinstance(result, Hindrance):
        return Judgement(rate, "untested", result, shown, reason=result.reason)
    if partial(ledger, rate):
        return Judgement(rate, "untested", result, shown, reason="该比率所指的范围不明")
    if _crowded(ledger, rate):
        return Judgement(rate, "untested", result, shown, reason="同一句中有几个比率，不能确定各自的范围")
    if _of_another_time(ledger, rate, above.first):
        return Judgement(rate, "untested", result, shown, reason="该比率是另一年度或几年累计的")
    fit = _fit(rate, above, [base for base in found if base not in primary])
    sure = above.sure and shown.sure
    if fit and (not sure or _named_elsewhere(ledger, fit[1])):
        return Judgement(rate, "fits", *fit)
    if fit:
        return Judgement(rate, "other", *fit, expected=shown, failed=result)
    if not sure:
        return Judgement(rate, "untested", result, shown, reason="同类金额不止一个，不能确定是哪一个参与计算")
    if above.first.year is None and any(fund.year for fund in shown.funds):
        return Judgement(rate, "untested", result, shown, reason="支出跨年度，而基数只是一年的")
    if _changed_since(ledger, rate, shown):
        return Judgement(rate, "untested", result, shown, reason="预算有调整，而该项的调整后预算未给出")
    unnamed = _unnamed_base(ledger, rate, above.first)
    if unnamed:
        reason = f"以邻近的{unnamed.text}为基数相符，报告未写明该数是什么"
        return Judgement(rate, "untested", result, shown, reason=reason)
    return Judgement(rate, "fails", result, shown)


def _of_another_time(ledger: Ledger, rate: Rate, spent: Fund) -> bool:
    """True when the clause of a rate names another year than that of what was spent (原因是2023年度执行率93%), or
    several years together where it was spent in one of them."""
    words = clause(ledger, rate) + rate.name
    years = {int(year) for year in _YEAR.findall(words)}
    if spent.year is not None and years and spent.year not in years:
        return True
    if spent.role == "cumulative_spent" or not _SPAN.search(words):
        return False
    return any(fund.role == "cumulative_spent" for fund in ledger.of(Fund))


def _fit(rate: Rate, above: Options, below: Sequence[Base]) -> tuple[Comparison, Base] | None:
    """The best fit: one that rounds to the printed rate, else one whose intervals meet."""
    fitting = [
        (result, base)
        for base in below
        for fund in above.funds
        if fund not in base.funds
        and fits_ratio(rate.figure, [Term(fund.figure)], base.terms)
        and isinstance(result := ratio(rate.figure, [Term(fund.figure)], base.terms), Comparison)
        and result.fits
    ]
    return min(fitting, key=lambda pair: not pair[0].exact, default=None)


def _beside(rate: Rate, found: Sequence[Base]) -> list[Base]:
    """The budgets that stand in the sentence of the rate: what it speaks of, whatever else the report has."""
    budgets = [base for base in found if not base.roles & {"received", "allocated"}]
    return [base for base in budgets if all(distance(fund, rate) == 0 for fund in base.funds)]


def _changed_since(ledger: Ledger, rate: Rate, shown: Base) -> bool:
    """True when only the first budget of an item is known, and the budget of the whole was changed: 核减公用经费 may
    have changed that of 基本支出 too. So may any change told between the two."""
    if rate.item is None or not shown.roles <= _FIRST:
        return False
    between = ledger.document.text[max(fund.span.end for fund in shown.funds) : rate.span.start]
    return bool(cue("grown").search(between)) or any(
        fund.role in ("adjustment", "adjusted_budget") and fund.item is None and rate.year in (None, fund.year)
        for fund in ledger.of(Fund)
    )


def _unnamed_base(ledger: Ledger, rate: Rate, spent: Fund) -> Figure | None:
    """An amount printed shortly before a rate that makes it true to the last digit, though no fact says what it is:
    then it is our reading that fails, and not the report."""
    for figure in _just_before(ledger, rate):
        if not fits_ratio(rate.figure, [Term(spent.figure)], [Term(figure)]):
            continue
        result = ratio(rate.figure, [Term(spent.figure)], [Term(figure)])
        if isinstance(result, Comparison) and result.fits and result.exact and figure.id != spent.figure.id:
            return figure
    return None


def _just_before(ledger: Ledger, rate: Rate) -> Iterator[Figure]:
    """The figures of running text that end shortly before a rate, in reading order."""
    printed = ledger.once(_printed)
    first = bisect_left(printed, rate.span.start - NEARBY, key=lambda figure: figure.span.end)
    return takewhile(lambda figure: figure.span.end < rate.span.start, islice(printed, first, None))


def _printed(ledger: Ledger) -> list[Figure]:
    return sorted((one for one in ledger.figures if one.cell is None), key=lambda figure: figure.span.end)


def _named_elsewhere(ledger: Ledger, base: Base) -> bool:
    """True when the report names this base for another of its rates."""
    return any(_is_named(base, role) for role in ledger.once(_stated_bases))


def _stated_bases(ledger: Ledger) -> frozenset[Role]:
    return frozenset(rate.stated_base for rate in ledger.of(Rate) if rate.stated_base)


def _is_named(base: Base, role: Role | None) -> bool:
    """True when a base is what the report names: by its role, or by the sum that this role is."""
    if role == "available":
        return base.roles == {"available"} or "carryover_in" in base.roles
    if role == "adjusted_budget":
        return base.roles == {"adjusted_budget"} or base.roles == {"initial_budget", "adjustment"}
    return base.roles == {role}


def _crowded(ledger: Ledger, rate: Rate) -> bool:
    """True when the sentence gives several rates of one scope without naming their bases."""
    if rate.stated_base or rate.cell is not None:
        return False
    return len(ledger.once(_bare_rates)[rate.sentence, rate.kind, Scope.of(rate)]) > 1


def _bare_rates(ledger: Ledger) -> dict[tuple[int, str, Scope], set[Decimal]]:
    """The values of the rates that name no base, by sentence, kind and scope."""
    values: dict[tuple[int, str, Scope], set[Decimal]] = {}
    for rate in ledger.of(Rate):
        if not rate.stated_base:
            values.setdefault((rate.sentence, rate.kind, Scope.of(rate)), set()).add(rate.figure.quantity.value)
    return values
