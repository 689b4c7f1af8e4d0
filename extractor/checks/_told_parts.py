"""Tellings of a whole and of its parts: whether an amount is told of the whole project or of one of its sources."""

from __future__ import annotations

from decimal import Decimal

from extractor.arithmetic import agree
from extractor.checks._context import particular
from extractor.checks._options import amounts
from extractor.facts import Breakdown, Fund, Role, Source
from extractor.ledger import Ledger, once_each


def of_two_wholes(ledger: Ledger, a: Fund, b: Fund) -> bool:
    """True for parts of two different amounts: each of two projects has its 管理费."""
    wholes = ledger.once(_wholes)
    here, there = wholes.get(a.figure.id), wholes.get(b.figure.id)
    return here is not None and there is not None and not agree(here.figure, there.figure)


def slipped(ledger: Ledger, fund: Fund) -> bool:
    """True for a part of a list in which the whole stands as one of several parts: its figures are a row off, which is
    said of the list (ZJ102)."""
    return fund.figure.id in ledger.once(_slipped)


def _slipped(ledger: Ledger) -> frozenset[int]:
    return frozenset(
        part.figure.id
        for split in ledger.of(Breakdown)
        if any(part.yuan == split.whole.yuan for part in split.parts) and sum(part.yuan > 0 for part in split.parts) > 1
        for part in split.parts
    )


def whole_for_part(ledger: Ledger, a: Fund, b: Fund) -> bool:
    """True when one amount is told of a source alone and is as much as the whole of which the other is that source's
    part (到位资金61.80万元，其中中央资金30.90万元 … 到位中央资金61.80万元): the whole goes by the name of its part."""
    for part, bare in ((a, b), (b, a)):
        whole = ledger.once(_wholes).get(part.figure.id)
        if (
            whole is not None
            and whole.source == "total"
            and part.source == bare.source != "total"
            and part.item is None
            and bare.figure.id not in ledger.once(_wholes)
            and agree(whole.figure, bare.figure)
            and not particular(ledger, bare)
        ):
            return True
    return False


def _wholes(ledger: Ledger) -> dict[int, Fund]:
    """Figure of a part → the amount that it is a part of."""
    return {part.figure.id: split.whole for split in ledger.of(Breakdown) for part in split.parts}


@once_each
def told_of_part(ledger: Ledger, fund: Fund) -> bool:
    """True when the report tells the same amount of a named source or item too: then that is what is spoken of. What is
    itself told of a source is not doubted because another source gave as much."""
    others = ledger.once(_named).get((fund.role, fund.yuan), frozenset()) - {(fund.item, fund.source)}
    return any(fund.source == "total" or item is not None or source == "total" for item, source in others)


def _named(ledger: Ledger) -> dict[tuple[Role, Decimal], frozenset[tuple[str | None, Source]]]:
    """The items and sources of which each amount is told, by role."""
    index: dict[tuple[Role, Decimal], frozenset[tuple[str | None, Source]]] = {}
    for fund in amounts(ledger):
        key = (fund.role, fund.yuan)
        index[key] = index.get(key, frozenset()) | {(fund.item, fund.source)}
    return index
