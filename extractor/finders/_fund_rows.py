"""One sentence of amounts as a row: which of them stand in brackets, name items, or sum up the others."""

from __future__ import annotations

from dataclasses import replace

from extractor.facts import Role, Source
from extractor.finders._fund_slots import Slot
from extractor.finders._fund_words import cue, is_generic, is_source, names_item, source_of


def siblings(row: list[Slot], unit_wide: bool) -> dict[int, str]:
    """Items of labelled amounts: words before the label name an item only where several amounts of one role differ
    in them (望澜区支出…，东汀区支出…), or where they always do (基本支出)."""
    items: dict[int, str] = {}
    groups: dict[Role, list[int]] = {}
    for index, slot in enumerate(row):
        if slot.label and slot.words.item and not is_generic(slot.words.item):
            if names_item(slot.words.item, unit_wide):
                items[index] = slot.words.item
            groups.setdefault(slot.label.entry.role, []).append(index)
    for group in groups.values():
        names = {row[index].words.item for index in group}
        if len(group) > 1 and len(names) == len(group):
            items.update({index: row[index].words.item for index in group})
    return items


def parted(row: list[Slot]) -> tuple[list[Slot], dict[int, list[Slot]]]:
    """The amounts outside of brackets, and those within by the figure that the brackets follow."""
    outer: list[Slot] = []
    inner: dict[int, list[Slot]] = {}
    for slot in row:
        if slot.aside and outer:
            inner.setdefault(outer[-1].figure.id, []).append(replace(slot, aside=False))
        else:
            outer.append(slot)
    return outer, inner


def closing_slot(slot: Slot, row: list[Slot]) -> Slot | None:
    """场地租赁12万元、设备采购8万元，合计20万元: the amount that sums up this and the unlabelled ones after it."""
    if not is_name(slot.words.item):
        return None
    for count, later in enumerate(row[row.index(slot) :]):
        if cue("closes").search(later.words.clause):
            return later if count > 1 else None
        if later.label or not is_name(later.words.item):
            return None
    return None


def is_name(text: str) -> bool:
    """True when the words name a source or a particular item."""
    return bool(text) and (is_source(text) is not None or not is_generic(text))


def is_money(text: str) -> bool:
    """True for a kind of money, which is name enough in a list: 其中：财政衔接资金…，预拨资金…"""
    return cue("money").fullmatch(text) is not None


def set_aside(slot: Slot) -> bool:
    """Other people's money, samples that were looked at, and plans for the rest of the year."""
    clause = slot.words.clause
    if is_source(slot.words.item):
        return False
    return any(cue(kind).search(clause) for kind in ("foreign", "checked", "planned"))


def subject_source(row: list[Slot]) -> Source | None:
    """The source that a sentence is about (市级财政资金预算…，实际到位…): named once, at the start."""
    sources = [slot.words.source for slot in row if slot.words.source]
    first = row[0].words
    if len(row) > 1 and len(sources) == 1 and first.source and first.label and not first.head:
        return first.source if source_of(first.clause[: first.label.end]) else None
    return None
