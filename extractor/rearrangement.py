"""Repairs that change no digit: two figures exchanged, an item left out, a row of figures slipped by one.

Each is offered only when it is the one of its kind, and when it makes every broken relation of its finding hold to the
last digit. All of them work on sums as the checks give them: the whole first, then the parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from extractor.checks import Verdict
from extractor.facts import Figure, Fund
from extractor.findings import Repair
from extractor.ledger import Ledger
from extractor.quantity import Interval

SUMS = ("ZJ101", "ZJ102", "ZJ103")
"""checks whose parts are amounts that a report names"""


def rearranged(ledger: Ledger, conflicts: Sequence[Verdict], holding: Iterable[Verdict]) -> Repair | None:
    """The only rearrangement that mends some conflicts with one cause, or None."""
    sums = [verdict for verdict in conflicts if _is_sum(verdict)]
    if not sums:
        return None
    return _only(_slipped(sums[0], holding)) or _only(_exchanged(sums[0], conflicts)) or _only(_left_out(ledger, sums))


def _only(offered: Iterable[Repair]) -> Repair | None:
    found = list(offered)
    return found[0] if len(found) == 1 else None


def _is_sum(verdict: Verdict) -> bool:
    formula = verdict.formula or ""
    return (
        "+" in formula
        and "÷" not in formula
        and len(verdict.expects) > 2
        and verdict.expects[0][0] == verdict.figures[0]
    )


def _parts(verdict: Verdict) -> tuple[Figure, ...]:
    return verdict.figures[1:]


# ------------------------------------------------------------------ the whole and a part exchanged


def _exchanged(broken: Verdict, conflicts: Sequence[Verdict]) -> Iterator[Repair]:
    """The whole printed where a part belongs, and the part in its place."""
    whole = broken.figures[0]
    should = {figure.id: value for figure, value in broken.expects}
    for part in _parts(broken):
        if part.id not in should or _unit(part) != _unit(whole) or part.quantity.value == whole.quantity.value:
            continue
        added = should[whole.id] - part.quantity.value + whole.quantity.value
        # only of a part that is added: taking it for the whole moves both sides by as much
        plain = should[part.id] - part.quantity.value == whole.quantity.value - should[whole.id]
        if plain and added == part.quantity.value and _hold(conflicts, broken, {whole.id: part, part.id: whole}):
            pair = (whole.quantity.digits, part.quantity.digits)
            others = [one.quantity.digits for one in _parts(broken) if one != part]
            formula = f"{' + '.join([whole.quantity.digits, *others])} = {part.quantity.digits}"
            yield Repair("、".join(pair), "、".join(reversed(pair)), (formula,), (whole, part), "exchange")


def _hold(conflicts: Sequence[Verdict], mended: Verdict, become: dict[int, Figure]) -> bool:
    """True when the other conflicts hold with some figures taken for others: a bound between the two turns round with
    them, else the one figure must be what the relation allows."""
    for verdict in conflicts:
        inside = [figure for figure in verdict.figures if figure.id in become]
        if verdict is mended or (len(inside) == 2 == len(verdict.figures)):
            continue
        ranges = {figure.id: interval for figure, interval in verdict.ranges}
        if len(inside) != 1 or not _allowed(ranges.get(inside[0].id), become[inside[0].id]):
            return False
    return True


def _allowed(interval: Interval | None, figure: Figure) -> bool:
    return interval is not None and figure.quantity.value in interval


# ------------------------------------------------------------------ an item left out


def _left_out(ledger: Ledger, sums: Sequence[Verdict]) -> Iterator[Repair]:
    """An amount that the report names elsewhere and that is just what the parts lack."""
    broken = sums[0]
    if len(sums) > 1 or not broken.code.startswith(SUMS):
        return
    whole, total = broken.figures[0], broken.expects[0][1]
    lacking = whole.quantity.value - total
    amounts: dict[tuple[str, str], Fund] = {}
    for fund in ledger.of(Fund):
        named = fund.item is not None or fund.source != "total"
        if named and _unit(fund.figure) == _unit(whole) and fund.figure.quantity.value == lacking:
            amounts.setdefault((fund.item or "", fund.source), fund)
    inside = {figure.id for figure in broken.figures}
    values = {figure.quantity.value for figure in broken.figures}
    for fund in amounts.values():
        if lacking > 0 and fund.figure.id not in inside and lacking not in values:
            terms = " + ".join(figure.quantity.digits for figure in _parts(broken))
            longer = f"{terms} + {fund.figure.quantity.digits}"
            yield Repair(terms, longer, (f"{longer} = {whole.quantity.digits}",), (fund.figure,), "missing")


# ------------------------------------------------------------------ figures slipped by a row


def _slipped(broken: Verdict, holding: Iterable[Verdict]) -> Iterator[Repair]:
    """The parts are those of a sum that holds, moved on by one: the first of them is the whole, or the last is lost."""
    whole, parts = broken.figures[0], _parts(broken)
    told: set[tuple[Decimal, ...]] = set()
    for other in holding:
        right = tuple(figure.quantity.value for figure in other.figures[1:])
        if other.code != broken.code or len(right) != len(parts) or len(parts) < 2 or right in told:
            continue
        told.add(right)
        printed = [figure.quantity.value for figure in parts]
        same_whole = other.figures[0].quantity.amount == whole.quantity.amount
        if same_whole and _unit(other.figures[0]) == _unit(whole) and _moved(printed, right):
            wrong = "、".join(figure.quantity.digits for figure in parts)
            mended = [figure.quantity.digits for figure in other.figures[1:]]
            formula = f"{' + '.join(mended)} = {whole.quantity.digits}"
            yield Repair(wrong, "、".join(mended), (formula,), parts, "slipped")


def _moved(printed: Sequence[Decimal], right: Sequence[Decimal]) -> bool:
    """True when a list is another one moved up or down by one, and not the same."""
    return list(printed) != list(right) and (
        list(printed[1:]) == list(right[:-1]) or list(printed[:-1]) == list(right[1:])
    )


def _unit(figure: Figure) -> tuple[str, Decimal]:
    unit = figure.quantity.unit
    return (unit.dimension, unit.factor) if unit else ("none", Decimal(1))
