"""Which whole a list of amounts splits: by the words that head it, and by what its amounts add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import takewhile

import regex

from extractor.facts import Fund, Role
from extractor.finders._fund_rows import is_name, set_aside
from extractor.finders._fund_slots import Slot
from extractor.finders._fund_words import cue, is_source, nearest_label
from extractor.quantity import Quantity
from extractor.slips import one_digit

_NEAR = Decimal("0.05")
"""how far, in parts of the whole, amounts may be off the whole of another paragraph and still be meant to split it"""
WHOLES: tuple[Role, ...] = ("initial_budget", "adjusted_budget", "received", "available", "allocated", "spent")
_LEAST = 3
"""amounts that show a list by their sum alone"""
_ALL_SPENT = regex.compile(r"支出(?:资金)?(?:的)?(?:构成|明细|结构|去向|方向|用途)")
"""what heads a list of all that was spent: 从支出构成看, 支出明细为"""


def whole_before(earlier: Sequence[Fund], role: Role, row: Sequence[Slot]) -> Fund | None:
    """The whole of an earlier paragraph that these amounts split: the one to which they nearly add up, or would but
    for one digit. Faults are small slips; amounts far from a whole split something else."""
    parts = [slot.figure.quantity for slot in row if not slot.alias and not set_aside(slot)]
    listed = sum(part.amount for part in parts)
    told = [f for f in earlier if f.role == role and not f.item and f.source == "total" and f.yuan]
    nearest = min(told, key=lambda fund: abs(fund.yuan - listed), default=None)
    if nearest and abs(nearest.yuan - listed) <= nearest.yuan * _NEAR:
        return nearest
    slipped = [f for f in told if len(parts) > 2 and any(_one_digit_off(part, f.yuan - listed) for part in parts)]
    return slipped[0] if len({fund.yuan for fund in slipped}) == 1 else None


def split_before(earlier: Sequence[Fund], slot: Slot, row: Sequence[Slot], *, near: bool) -> Fund | None:
    """The amount told before that named amounts without a role of their own split: the one that they add up to, or,
    where words open a list (``near``), would but for a slip. Three names at least, none of them a source."""
    parts = list(takewhile(lambda one: one.label is None and not one.alias, row[row.index(slot) :]))
    named = [one for one in parts if is_name(one.words.item) and not is_source(one.words.item)]
    if len(named) < _LEAST or len(named) != len(parts) or len({one.words.item for one in named}) != len(named):
        return None
    told = [fund for fund in earlier if fund.role in WHOLES and fund.source == "total"]
    listed = sum(one.figure.quantity.amount for one in parts)
    if fitting := next((fund for fund in reversed(told) if fund.yuan == listed), None):
        return fitting
    roles = {fund.role for fund in told}
    close = [fund for role in roles if (fund := whole_before(told, role, parts))] if near else []
    return close[0] if len({fund.yuan for fund in close}) == 1 else None


def outgrown(earlier: Sequence[Fund], last: Fund, slot: Slot, row: Sequence[Slot]) -> Fund | None:
    """The whole of a list that is too much for the amount before it: 支付132万元，没有用完的2万元收回。具体是：甲…、
    乙…、丙…, which split the 132万元. None where it is not."""
    parts = takewhile(lambda one: one.label is None and not one.alias, row[row.index(slot) :])
    if sum(part.figure.quantity.amount for part in parts) <= last.yuan:
        return None
    return split_before([one for one in earlier if one is not last], slot, row, near=True)


def topic_role(told_before: Iterable[Fund], head: str, slot: Slot, row: Sequence[Slot]) -> Role | None:
    """The role that a heading clause gives: its own label, the amounts' label, or that of the whole that the listed
    amounts add up to, else of the last whole told."""
    named = nearest_label(head.strip("，,：: 由"))
    if named:
        return named.entry.role
    if slot.label:
        return slot.label.entry.role
    told = [f for f in told_before if not f.item and f.source == "total" and f.role in WHOLES]
    parts = [s for s in row if s.label is None and not s.alias and not cue("closes").search(s.words.clause)]
    listed = sum(s.figure.quantity.amount for s in parts)
    if fitting := next((fund for fund in reversed(told) if fund.yuan == listed), None):
        return fitting.role
    if all(is_source(s.words.item) for s in parts):  # money by source is money that comes in
        given = [fund.role for fund in reversed(told) if fund.role in ("adjusted_budget", "initial_budget", "received")]
        return given[0] if given else "received"
    near = min(told, key=lambda fund: abs(fund.yuan - listed), default=None)
    if near and near.yuan and abs(near.yuan - listed) <= near.yuan * _NEAR / 2:
        return near.role  # parts that were rounded one by one, or one of them wrong
    return told[-1].role if told else None


def whole_called(head: str) -> str:
    """What the words before a list call the whole that is told behind it, or nothing."""
    if _ALL_SPENT.search(head):
        return "支出"
    made = nearest_label(head.rstrip("由")) if head.endswith("由") else None
    return head[made.start : made.end] if made else ""


def _one_digit_off(part: Quantity, lacking: Decimal) -> bool:
    """True when one digit of a printed amount of four or more is all that keeps its list from adding up."""
    if not lacking or not part.value or part.amount + lacking <= 0:
        return False
    printed = part.digits.replace(",", "")
    wanted = f"{part.value * (part.amount + lacking) / part.amount:.{part.places}f}"
    long = len(printed.replace(".", "").strip("0")) > 2 and len(printed) > 3
    return long and one_digit(printed, wanted)
