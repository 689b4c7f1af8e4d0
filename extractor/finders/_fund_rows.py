"""One sentence of amounts as a row: which of them stand in brackets, name items, or sum up the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import regex

from extractor.facts import Role, Source
from extractor.finders._fund_slots import Slot
from extractor.finders._fund_words import cue, is_generic, is_source, names_item, source_of, tidy
from extractor.reading import Sentence

_HEADED = regex.compile(r"(?:其中[：:，,]|[（(][^（）()]{1,3}[）)]|[^\p{Han}]{1,2}[、.．])?([^，,。；;：:]+)[：:]")
IN_TURN = 3
"""sentences of one form, each of another item, that are seen to tell a row of items"""
LONGEST = 24
"""characters of an item's name"""


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


def told_in_turn(rows: Sequence[tuple[Sentence, list[Slot]]]) -> dict[int, str]:
    """Which item each sentence of a row tells: 路灯改造预算88万元，支出86万元。管网疏浚预算39万元，支出32万元。… By
    sentence id; only for sentences one behind the other that tell the same roles, each of another thing."""
    turns: dict[int, str] = {}
    for _roles, group in groupby(rows, key=lambda entry: _roles_told(entry[1])):
        run = list(group)
        names = [_first_name(row) for _sentence, row in run if row]
        if _roles and len(run) >= IN_TURN and len(set(names)) == len(names):
            turns.update({sentence.id: name for (sentence, _row), name in zip(run, names, strict=True)})
    return turns


def _roles_told(row: list[Slot]) -> tuple[Role, ...]:
    """The roles of the amounts of a sentence that begins with the name of an item and names no other; else nothing."""
    if not row or any(slot.label is None or slot.aside or slot.words.source for slot in row):
        return ()
    first = _first_name(row)
    if is_generic(first) or len(first) > LONGEST or not all(is_generic(slot.words.item) for slot in row[1:]):
        return ()
    return tuple(slot.label.entry.role for slot in row if slot.label)


def _first_name(row: list[Slot]) -> str:
    """What a sentence is about: 路灯改造预算88万元, or 路灯改造：预算88万元; nothing where other words lead to it."""
    words = row[0].words
    if not words.head:
        return words.item
    headed = _HEADED.fullmatch(words.head)
    return tidy(headed[1]) if headed and is_generic(words.item) else ""


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


def spent_at_end(slot: Slot, row: list[Slot]) -> bool:
    """全年资金155万元。用于水稻82.4万元、油菜35.1万元，合计使用117.5万元: what the sum says is spent, and not what
    there was."""
    for later in row[row.index(slot) + 1 :]:
        if later.label is not None:
            closes = cue("together").match(later.words.clause) is not None
            return closes and later.label.entry.role == "spent" and is_generic(later.words.item)
        if not is_name(later.words.item):
            return False
    return False


def heads_run(slot: Slot, row: list[Slot]) -> bool:
    """分配甲区93万元，乙县52万元，丙县25万元: one verb, and what each amount is for behind it. Two more amounts make a
    list, or one more and a sum."""
    words = slot.words
    if words.label is None or not words.label.entry.verb or words.use or not words.item:
        return False
    if is_generic(words.item) or words.source or words.item not in words.clause[words.label.end :]:
        return False
    count = 0
    for later in row[row.index(slot) + 1 :]:
        if cue("closes").search(later.words.clause):
            return count > 0
        if later.label or later.aside or later.words.head.strip("，,；; ") or not is_name(later.words.item):
            break
        count += 1
    return count > 1


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
