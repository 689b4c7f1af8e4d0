"""One fact told twice: which amounts tell the same, and which tellings contradict each other.

Precision first: two amounts are one fact only when role, item, source and year agree, when they stand in different
sentences, when no word around either speaks of a part, and when they carry the same label, or one of them stands in a
table or in a summary (where a report tells again what it tells elsewhere).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

import regex

from extractor.arithmetic import Comparison, agree, same
from extractor.checks._context import cutoff, in_one_table, partial, particular, restated, retells
from extractor.checks._options import amounts
from extractor.checks._told_parts import of_two_wholes, slipped, told_of_part, whole_for_part
from extractor.document import Span
from extractor.facts import Breakdown, Count, Fund, Rate, Role
from extractor.ledger import Ledger, once_each
from extractor.slips import one_digit

T = TypeVar("T", Fund, Rate, Count)
Same = Callable[[T, T], bool]

TOLD: frozenset[Role] = frozenset(
    {
        "initial_budget",
        "adjusted_budget",
        "available",
        "carryover_in",
        "received",
        "spent",
        "balance",
        "total_investment",
        "cumulative_spent",
    }
)
"""roles of which a whole has one amount; there may be many adjustments, contracts, payments to others"""

_LONG = 5
"""digits of an amount that is hardly met twice by chance with one of them changed"""

_FILLING = regex.compile(
    r"实际|全年|批复|批准|安排|年度|本年|当年|年末|年底|合计|共计|总计|总额|资金|金额|经费|项目|形成|预算(?=支出)|决算|[数总共的已]"
)


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """Two tellings. Of a contradiction ``told`` is the one that stands alone, ``other`` the nearest against it."""

    told: T
    other: T
    result: Comparison


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """What came of comparing the tellings of one fact."""

    agreeing: tuple[Pair[T], ...] = ()
    contradicting: tuple[Pair[T], ...] = ()
    unclear: tuple[T, ...] = ()
    """tellings that differ in three ways or more: they hardly speak of one thing"""


MOST = 30
"""different values under one name, and tellings of one value, that are compared with each other: a list of more is no
list of tellings"""


def funds_told(ledger: Ledger) -> tuple[Told[Fund], ...]:
    """The amounts of each role, item, source and year that are told more than once."""
    return ledger.once(_funds_told)


def _funds_told(ledger: Ledger) -> tuple[Told[Fund], ...]:
    groups: dict[tuple[str, str | None, str], list[Fund]] = {}
    shares = _of_the_last_year(ledger)
    for fund in amounts(ledger):
        if fund.role in TOLD and fund.figure.id not in shares:
            groups.setdefault((fund.role, fund.item, fund.source), []).append(fund)
    return tuple(
        compare(told, lambda a, b: one_fund(ledger, a, b), lambda a, b: restated(ledger, a, b))
        for group in groups.values()
        for told in by_year(group)
    )


def _of_the_last_year(ledger: Ledger) -> frozenset[int]:
    """Figures of the year to which a sum over years goes: 至2023年底累计支出300万元：2022年120万元，2023年180万元.
    Where the text tells that year's amount again (全年支出180万元), it is the sum that is another thing."""
    told: dict[tuple[Role, Decimal], set[int]] = {}
    for fund in ledger.of(Fund):
        told.setdefault((fund.role, fund.yuan), set()).add(fund.figure.id)
    return frozenset(
        one.whole.figure.id if told.get((part.role, part.yuan), set()) - {part.figure.id} else part.figure.id
        for one in ledger.of(Breakdown)
        if one.by == "year"
        for part in one.parts
        if part.year == one.whole.year
    )


def by_year(group: Sequence[T]) -> Iterator[list[T]]:
    """Tellings of one year each; those without a year go with the only year that there is."""
    years = {fact.year for fact in group if fact.year is not None}
    only = next(iter(years)) if len(years) == 1 else None
    for year in dict.fromkeys(fact.year if fact.year is not None else only for fact in group):
        yield [fact for fact in group if (fact.year if fact.year is not None else only) == year]


def disputed(ledger: Ledger) -> frozenset[int]:
    """Figures of amounts that contradict another telling of themselves; what hangs on them cannot be tested."""
    return ledger.once(_disputed)


def _disputed(ledger: Ledger) -> frozenset[int]:
    return frozenset(
        fund.figure.id
        for told in funds_told(ledger)
        for pair in told.contradicting
        if not pair.result.slips()
        for fund in (pair.told, pair.other)
    )


def compare(group: Sequence[T], one_fact: Same[T], again: Same[T] = lambda _a, _b: False) -> Told[T]:
    """Sort tellings of one kind into those that agree and those that do not. ``one_fact`` tells whether two of them can
    only speak of one thing, ``again`` whether one says outright that it tells the other again."""
    clusters: list[list[T]] = []
    agreeing: list[Pair[T]] = []
    for fact in group:
        home = next((cluster for cluster in clusters if _agree(fact, cluster[0])), None)
        if home is None:
            clusters.append([fact])
            if len(clusters) > MOST:
                break
            continue
        if len(home) > MOST:
            continue
        twin = next((other for other in home if again(fact, other) or one_fact(fact, other)), None)
        result = same(fact.figure, twin.figure) if twin else None
        if twin and isinstance(result, Comparison):
            agreeing.append(Pair(fact, twin, result))
        home.append(fact)
    return _contradictions(clusters, agreeing, one_fact, again)


def _agree(one: T, other: T) -> bool:
    return agree(one.figure, other.figure)


def _contradictions(clusters: list[list[T]], agreeing: list[Pair[T]], one_fact: Same[T], again: Same[T]) -> Told[T]:
    involved = [
        cluster
        for cluster in clusters
        if any(_rivals(cluster, other, one_fact, again) for other in clusters if other is not cluster)
    ]
    if len(involved) < 2:
        return Told(tuple(agreeing))
    if len(involved) > 2 or len(clusters) > MOST:
        return Told(tuple(agreeing), unclear=tuple(cluster[0] for cluster in involved))
    if not _rivals(involved[0], involved[1], one_fact, again):
        return Told(tuple(agreeing))
    few, many = sorted(involved, key=len) if len(involved[0]) != len(involved[1]) else (involved[1], involved[0])
    pairs = []
    for fact in few:
        rivals = [other for other in many if again(fact, other) or one_fact(fact, other)]
        if rivals:
            nearest = min(rivals, key=lambda other: abs(other.span.start - fact.span.start))
            result = same(fact.figure, nearest.figure)
            if isinstance(result, Comparison):
                pairs.append(Pair(fact, nearest, result))
    return Told(tuple(agreeing), tuple(pairs))


def _rivals(one: list[T], other: list[T], one_fact: Same[T], again: Same[T]) -> bool:
    """True when two values are told of one fact. What one sentence tells side by side, it tells apart itself, unless it
    says that it tells one thing again (in brackets)."""
    if any(again(a, b) for a in one for b in other):
        return True
    if any(a.cell is None and b.cell is None and a.sentence == b.sentence for a in one for b in other):
        return False
    return any(one_fact(a, b) for a in one for b in other)


def one_fund(ledger: Ledger, a: Fund, b: Fund) -> bool:
    """True when two amounts can only be tellings of one fact."""
    if a.figure.id == b.figure.id or not apart(a, b) or a.negative != b.negative:
        return False
    if a.role == "initial_budget" and (a.cell is None) != (b.cell is None) and ("初" in a.label) != ("初" in b.label):
        return False  # 年初预算 in the text, 预算数 in the table: that may be the changed one
    if _spends_all(ledger, a) != _spends_all(ledger, b) or _one_side(ledger, a) != _one_side(ledger, b):
        return False
    if a.source == "other" or in_one_table(ledger, a, b):  # 其他资金 may be anything; rows of a table differ
        return False
    if a.cell is not None and b.cell is not None and not _tables_agree(ledger, a, b):
        return False
    if partial(ledger, a) or partial(ledger, b) or (cutoff(ledger, a) or 12) != (cutoff(ledger, b) or 12):
        return False
    if _sums_up(ledger, a, b) or slipped(ledger, a) or slipped(ledger, b):
        return False
    if a.item is None and _one_digit_apart(a, b):
        return True
    if whole_for_part(ledger, a, b):
        return True
    if particular(ledger, a) != particular(ledger, b):
        return False
    if a.item is not None:
        return not of_two_wholes(ledger, a, b)
    if any(told_of_part(ledger, fund) for fund in (a, b)) or _of_two_things(ledger, a, b):
        return False
    retold = retells(ledger, a) != retells(ledger, b) or (a.cell is None) != (b.cell is None)
    return retold or plain_label(a.label) == plain_label(b.label)


def _sums_up(ledger: Ledger, a: Fund, b: Fund) -> bool:
    """True when one amount is the sum of those told of its role before it, items or not, and the other is among them:
    债券资金已支付278万元…，中央补助已支付86万元…，合计支付364万元."""
    first, last = sorted((a, b), key=lambda fund: fund.span.start)
    if last.cell is not None or last.source != "total":
        return False
    told = ledger.once(_by_role)[a.role]
    summed, count = Decimal(0), 0
    for at in range(bisect_left(told, last.span.start, key=_start) - 1, -1, -1):
        part = told[at]
        if part.cell is not None or summed > last.yuan:
            return False
        summed, count = summed + part.yuan, count + 1
        if summed == last.yuan and count > 1 and part.span.start <= first.span.start:
            return True
    return False


def _by_role(ledger: Ledger) -> dict[Role, list[Fund]]:
    """The amounts of each role in order of text."""
    index: dict[Role, list[Fund]] = {}
    for fund in sorted(ledger.of(Fund), key=_start):
        index.setdefault(fund.role, []).append(fund)
    return index


def _start(fund: Fund) -> int:
    return fund.span.start


def _one_digit_apart(a: Fund, b: Fund) -> bool:
    """True for the sum of a list (合计680.28万元) and another telling of its role that has one digit of five or more
    otherwise: hardly two amounts."""
    one, other = a.figure.quantity.digits, b.figure.quantity.digits
    summed = "fund_lists.closes" in (a.pattern, b.pattern)
    long = sum(char.isdigit() for char in one.lstrip("0.")) >= _LONG
    return summed and long and one_digit(one, other)


@once_each
def _spends_all(ledger: Ledger, fund: Fund) -> bool:
    """True for a 预算 (not 年初预算) that is as much as all the money that was there, where that is told apart from the
    budget: 预算资金567万元 beside 年度预算458万元，上年结转109万元，可用资金567万元. The word then means all of it."""
    if fund.role != "initial_budget" or "初" in fund.label:
        return False
    return any(
        other.item == fund.item and other.figure.id != fund.figure.id and _agree(fund, other)
        for other in amounts(ledger)
        if other.role in ("available", "adjusted_budget") and other.source == "total"
    )


def _one_side(ledger: Ledger, fund: Fund) -> bool:
    """True for a 支出总计 of which money is left: as the side of an account it holds what was not spent, too."""
    return (
        fund.role == "spent"
        and "总计" in fund.label
        and any(one.role == "balance" and one.item is None and one.yuan for one in amounts(ledger))
    )


def apart(a: Fund | Rate | Count, b: Fund | Rate | Count) -> bool:
    """True when two facts stand in different sentences or one of them in a table."""
    return a.sentence != b.sentence or (a.cell is None) != (b.cell is None)


def plain_label(label: str) -> str:
    """A label without the words that change nothing: 全年实际支出 and 支出数 are 支出."""
    return str(_FILLING.sub("", "".join(label.split())))


def _of_two_things(ledger: Ledger, a: Fund, b: Fund) -> bool:
    """True when the sentences of both amounts tell another role too, with different amounts: they speak of two things
    (甲项目预算100万元，支出98万元。乙项目预算50万元，支出40万元。)."""
    if a.cell is not None or b.cell is not None:
        return False
    here, there = (ledger.once(_beside).get((one.sentence, one.item), {}) for one in (a, b))
    return any(
        role != a.role and not _agree(fund, there[role]) and fund.source == there[role].source
        for role, fund in here.items()
        if role in there
    )


def _tables_agree(ledger: Ledger, a: Fund, b: Fund) -> bool:
    """True when the tables of both have most of their other amounts in common: one retells the other. Forms of two
    projects have the same rows and columns too, and hardly an amount in common."""
    tables = ledger.once(_by_table)
    here, there = (next((kept for span, kept in tables if span.covers(fund.span)), {}) for fund in (a, b))
    shared = [_agree(fund, there[key]) for key, fund in here.items() if key in there]
    return 2 * sum(shared) >= len(shared)


def _by_table(ledger: Ledger) -> list[tuple[Span, dict[tuple[str, str | None, str], Fund]]]:
    """The amounts of each table by role, item and source."""
    cells = [fund for fund in amounts(ledger) if fund.cell is not None]
    return [
        (
            table.span,
            {(fund.role, fund.item, fund.source): fund for fund in cells if table.span.covers(fund.span)},
        )
        for table in ledger.document.tables
    ]


def _beside(ledger: Ledger) -> dict[tuple[int, str | None], dict[Role, Fund]]:
    """What each sentence tells of an item, by role."""
    index: dict[tuple[int, str | None], dict[Role, Fund]] = {}
    for fund in amounts(ledger):
        index.setdefault((fund.sentence, fund.item), {})[fund.role] = fund
    return index
