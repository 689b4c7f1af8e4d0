"""The sums that the roles of amounts imply, tried under every admissible formula (checks.md sections 1.4 and 1.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from extractor.arithmetic import Comparison, Hindrance, Term, at_most, total
from extractor.checks import Check, Verdict
from extractor.checks._bases import Base, bases
from extractor.checks._options import CARRIED, INITIAL, Scope, amounts, options
from extractor.checks._outcomes import silent
from extractor.checks._verdicts import judged
from extractor.facts import Breakdown, Fund, Role
from extractor.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Way:
    """One formula for a stated amount. ``counts``: when no formula fits, this one shows the fault; ``sure``: it is
    beyond doubt which amounts it is made of."""

    terms: tuple[Term, ...]
    counts: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated amount with the formula that fits it, or the one that should. ``result`` is None when no formula can be
    held against it."""

    stated: Fund
    result: Comparison | Hindrance | None
    sure: bool = True


def solve(stated: Fund, ways: Sequence[Way]) -> Relation:
    """Try all formulas: an exact fit first, then one within rounding, else the first that counts."""
    tried = [(way, total(stated.figure, way.terms)) for way in ways]
    fitting = [(way, result) for way, result in tried if isinstance(result, Comparison) and result.fits]
    if fitting:
        way, fit = min(fitting, key=lambda pair: (len(pair[0].terms) < 2, not pair[1].exact))
        return Relation(stated, fit if len(way.terms) > 1 else None)  # one amount in two roles is no sum
    doubtful = [result for _, result in tried if isinstance(result, Comparison) and result.doubtful]
    if doubtful:
        return Relation(stated, doubtful[0])
    counting = [(way, result) for way, result in tried if way.counts]
    if not counting:
        return Relation(stated, None)
    way, result = next(((w, r) for w, r in counting if w.sure and isinstance(r, Comparison)), counting[0])
    return Relation(stated, result, way.sure)


def split(ledger: Ledger, breakdown: Breakdown) -> Relation:
    """The parts of a breakdown against its whole."""
    whole, parts = whole_of(ledger, breakdown), list(breakdown.parts)
    result = total(whole.figure, [_term(part) for part in parts])
    if len(parts) > 2 and parts[-1].yuan == whole.yuan:  # a list may end with its own total
        shorter = total(whole.figure, [_term(part) for part in parts[:-1]])
        if isinstance(shorter, Comparison) and shorter.fits:
            result = shorter
    return Relation(whole, result)


def outgrown(whole: Fund, parts: Sequence[Fund]) -> Comparison | None:
    """Parts that need not be all there is, and yet add up to more than the whole, though none is larger by itself;
    None when they do not. Any value of the whole that leaves room for them would do; their sum is the likeliest."""
    summed = total(whole.figure, [_term(part) for part in parts])
    bound = at_most([_term(part) for part in parts], [_term(whole)])
    if isinstance(summed, Hindrance) or isinstance(bound, Hindrance) or bound.fits:
        return None
    if any(part.yuan > whole.yuan for part in parts):
        return None
    return replace(summed, formula=bound.formula, ranges=bound.ranges)


def whole_of(ledger: Ledger, breakdown: Breakdown) -> Fund:
    """What a list splits. When its parts outgrow the amount before it, or are sources told in a sentence after what was
    spent, and add up to another amount of the report, it is that one that they split."""
    whole, parts = breakdown.whole, breakdown.parts
    if wider := _wider(ledger, breakdown):
        return wider
    sourced = breakdown.by == "source" and whole.role == "spent" and parts[0].sentence != whole.sentence
    if all(part.yuan <= whole.yuan for part in parts) and not sourced:
        return whole
    terms = [_term(part) for part in parts]
    for fund in amounts(ledger):
        if fund.item is None and fund.year == whole.year and fund not in parts and fund.yuan > whole.yuan:
            result = total(fund.figure, terms)
            if isinstance(result, Comparison) and result.fits:
                return fund
    return whole


def _wider(ledger: Ledger, breakdown: Breakdown) -> Fund | None:
    """An open list that begins in a later sentence and outgrows the amount nearest to it may spell out a larger one of
    the same role before it: 支付510万元，其中当年预算支付470万元。…主要用于…. None where there is none."""
    whole, parts = breakdown.whole, breakdown.parts
    summed = sum(part.yuan for part in parts)
    if breakdown.exhaustive or parts[0].sentence == whole.sentence or summed <= whole.yuan:
        return None
    return next(
        (
            fund
            for fund in amounts(ledger)
            if fund.role == whole.role and fund.item == whole.item and fund.year == whole.year
            and fund.span.end <= parts[0].span.start and fund.yuan >= summed and fund not in parts
        ),
        None,
    )  # fmt: skip


def _term(fund: Fund, weight: int = 1) -> Term:
    return Term(fund.figure, -weight if fund.negative else weight)


# ------------------------------------------------------------------ money there is


def availability(ledger: Ledger) -> tuple[Relation, ...]:
    """Every available or adjusted amount as the sum of where it comes from."""
    return ledger.once(_availability)


def _availability(ledger: Ledger) -> tuple[Relation, ...]:
    found = tuple(
        solve(target, _summed_ways(ledger, target)) for target in _targets(ledger, "available", "adjusted_budget")
    )
    return _of_one_thing(found)


def _of_one_thing(found: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """Where one amount fits, another under the same words is another thing: 共投入47万元 for one measure, 余下的25万元
    of one village."""
    sound = [one.stated for one in found if _fits(one)]
    return tuple(one for one in found if _fits(one) or not any(_alike(one.stated, other) for other in sound))


def _summed_ways(ledger: Ledger, target: Fund) -> list[Way]:
    ways = (_available_ways if target.role == "available" else _adjusted_ways)(ledger, target)
    together = _told_together(ledger, target)
    return [_way(together, counts=True), *(replace(way, counts=False) for way in ways)] if together else ways


def _told_together(ledger: Ledger, target: Fund) -> list[Fund]:
    """年初预算60万元，上级补助38万元，共计98万元: what a sentence sums up where money received is in it."""
    before = [
        fund
        for fund in amounts(ledger)
        if fund.sentence == target.sentence and fund.cell is None and fund.span.end <= target.span.start
    ]
    roles = {fund.role for fund in before}
    sums = target.pattern == "fund_lists.closes" and roles >= {"initial_budget", "received"}
    return before if sums and roles <= {"initial_budget", "received", "carryover_in", "adjustment"} else []


def _alike(one: Fund, other: Fund) -> bool:
    return one.role == other.role and Scope.of(one).holds(other)


def _fits(relation: Relation) -> bool:
    return isinstance(relation.result, Comparison) and relation.result.fits


def _targets(ledger: Ledger, *roles: Role) -> Iterator[Fund]:
    """The exact amounts of the roles, each value of a scope once."""
    seen: set[object] = set()
    for fund in amounts(ledger):
        key = (fund.role, Scope.of(fund), fund.yuan)
        if fund.role in roles and fund.figure.quantity.op == "eq" and key not in seen:
            seen.add(key)
            yield fund


def _available_ways(ledger: Ledger, target: Fund) -> list[Way]:
    scope = Scope.of(target)
    initial = options(ledger, target, scope, "initial_budget", sources=INITIAL)
    carried = options(ledger, target, scope, "carryover_in", sources=CARRIED)
    changes = options(ledger, target, scope, "adjustment").funds
    adjusted = options(ledger, target, scope, "adjusted_budget")
    received = options(ledger, target, scope, "received")
    ways = [
        _way([i, c, *changes], counts=True, sure=initial.sure and carried.sure)
        for i, c in product(initial.funds, carried.funds)
    ]
    if changes:
        ways += [_way([i, *changes], counts=not carried, sure=initial.sure) for i in initial.funds]
        ways += [_way([i, c]) for i, c in product(initial.funds, carried.funds)]
    for other, counts in ((adjusted, not initial), (received, not initial and not adjusted)):
        ways += [
            _way([o, c], counts=counts, sure=other.sure and carried.sure)
            for o, c in product(other.funds, carried.funds)
        ]
        ways += [_way([o]) for o in other.funds]
    return ways


def _adjusted_ways(ledger: Ledger, target: Fund) -> list[Way]:
    scope = Scope.of(target)
    initial = options(ledger, target, scope, "initial_budget", sources=INITIAL)
    carried = options(ledger, target, scope, "carryover_in", sources=CARRIED)
    changes = options(ledger, target, scope, "adjustment").funds
    ways: list[Way] = []
    if changes:
        ways += [_way([i, *changes], counts=True, sure=initial.sure) for i in initial.funds]
        ways += [_way([i, c, *changes]) for i, c in product(initial.funds, carried.funds)]
        ways += [_way([i, change]) for i, change in product(initial.funds, changes) if len(changes) > 1]
    ways += [_way([i, c]) for i, c in product(initial.funds, carried.funds)]
    if changes:  # the change may be another one than that from the start of the year to this amount
        ways += [_way([i]) for i in initial.funds]
    return ways


def _way(funds: Sequence[Fund], *, counts: bool = False, sure: bool = True) -> Way:
    return Way(tuple(_term(fund) for fund in funds), counts, sure)


def sources_spent(ledger: Ledger) -> Iterator[Relation]:
    """Where no total is printed: budget and carry-over against spending that used them up."""
    stated = {Scope.of(fund) for fund in amounts(ledger) if fund.role in ("available", "adjusted_budget")}
    seen: set[Scope] = set()
    for carried in amounts(ledger):
        scope = Scope(carried.item, "total", carried.year)
        if carried.role != "carryover_in" or carried.source not in CARRIED or scope in stated or scope in seen:
            continue
        seen.add(scope)
        initial = options(ledger, carried, scope, "initial_budget", sources=INITIAL)
        spent = options(ledger, carried, scope, "spent")
        changes = options(ledger, carried, scope, "adjustment").funds
        if not (initial and spent):
            continue
        ways = [_way([i, carried, *changes]) for i in initial.funds]
        yield next(
            (relation for relation in (solve(s, ways) for s in spent.funds) if relation.result is not None),
            Relation(spent.first, None),
        )


# ------------------------------------------------------------------ money left


def balances(ledger: Ledger) -> tuple[Relation, ...]:
    """Every balance as what there was, less what was spent."""
    return ledger.once(_balances)


def _balances(ledger: Ledger) -> tuple[Relation, ...]:
    targets = _targets(ledger, "balance", "returned")
    return _of_one_thing(tuple(solve(target, _balance_ways(ledger, target)) for target in targets))


def _balance_ways(ledger: Ledger, target: Fund) -> list[Way]:
    scope = Scope.of(target)
    stated = target.role == "balance"
    spent = options(ledger, target, scope, "spent", "cumulative_spent")
    returned = options(ledger, target, scope, "returned" if stated else "balance")
    others = options(ledger, target, scope, "balance")
    found = bases(ledger, target, scope)
    ways = [
        Way((*base.terms, _term(s, -1)), counts=stated and base.primary, sure=base.sure and spent.sure and index == 0)
        for base in found
        for index, s in enumerate(spent.funds)
    ]
    ways += [
        Way((*base.terms, _term(s, -1), _term(other, -1)))
        for base in found
        for s in spent.funds
        for other in {fund.figure.id: fund for fund in (*returned.funds, *others.funds)}.values()
    ]
    ways += _gap_ways(found)
    whole = options(ledger, target, Scope(target.item, "total", None), "contract", "total_investment")
    return ways + [Way((_term(w), _term(s, -1))) for w, s in product(whole.funds, spent.funds)]


def _gap_ways(found: Sequence[Base]) -> list[Way]:
    """What was not put in place: budget less money received."""
    budgets = [base for base in found if base.roles <= {"initial_budget", "adjusted_budget", "adjustment"}]
    received = [base for base in found if base.roles == {"received"}]
    return [
        Way((*budget.terms, *(Term(term.figure, -term.weight) for term in base.terms)))
        for budget, base in product(budgets, received)
    ]


# ------------------------------------------------------------------ verdicts


def verdict(
    check: Check,
    result: Comparison | Hindrance,
    message: str,
    disputed: frozenset[int],
    *,
    reason: str | None = None,
) -> Verdict:
    """The verdict on a sum or rate; a failed one is blocked when its figures contradict themselves (GJ101, GJ102)
    or when a slip of the unit explains it (ZJ108)."""
    if isinstance(result, Comparison) and not result.fits:
        why = obstacle(result, disputed)
        if why:
            return Verdict(check.code, "blocked", result.formula, reason=why, figures=result.figures)
    return judged(check, result, message, reason=reason)


def obstacle(result: Comparison, disputed: frozenset[int]) -> str | None:
    """Why a failed relation says nothing about itself, or None."""
    if any(figure.id in disputed for figure in result.figures):
        return "所用数字在报告中前后不一致（GJ101、GJ102），先行核对"
    if result.slips():
        return "疑似单位写错，见单位数量级检查（ZJ108）"
    return None


def unsure(check: Check, relation: Relation) -> Verdict | None:
    """A failed relation whose amounts may be others: silence, with the reason."""
    result = relation.result
    if relation.sure or not isinstance(result, Comparison) or result.fits:
        return None
    return silent(check, "同类金额不止一个，不能确定是哪一个参与计算", *result.figures, formula=result.formula)
