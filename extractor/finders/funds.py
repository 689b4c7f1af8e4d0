"""Amounts in prose with their roles, and the lists by which the text says that some make up another.

How the roles are read (field guide 3.1–3.6 and 8): the nearest label to the left in the clause gives the role; 其中
opens a list whose parts take the role of their whole; 以上合计 closes one; an amount in brackets right after another
tells it again in another unit. An amount without any of these has no role, and stays out of the funds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractor.facts import Breakdown, Change, Fact, Fund, Indicator, Meta, Role, Source
from extractor.finders import Found
from extractor.finders._fund_slots import Slot, slots
from extractor.finders._fund_words import cue, is_generic, is_partition, is_source, names_item, nearest_label, source_of
from extractor.reading import Reading, Sentence

AFTER = ("metadata", "indicators", "scores", "sections", "changes")

_YEARLESS: tuple[Role, ...] = ("total_investment", "cumulative_spent", "contract")
_OF_THE_WHOLE: tuple[Role, ...] = ("available", "total_investment", "cumulative_spent", "contract", "carryover_in")
_OPS = ("eq", "approx", "over")


@dataclass
class _List:
    """A list of parts that is being read. ``whole`` stands before it (其中) or comes after it (合计)."""

    role: Role
    year: int | None
    whole: Fund | None
    cue: str
    parts: list[Fund] = field(default_factory=list)
    open: bool = False


@dataclass
class _State:
    """What is remembered within a paragraph."""

    found: Found
    reading: Reading
    year: int | None
    last: Fund | None = None
    wholes: dict[Role, Fund] = field(default_factory=dict)
    open_list: _List | None = None
    said: list[Fund] = field(default_factory=list)
    """all funds of the sentence so far"""


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Funds and breakdowns of the prose, in order of text."""
    year = next((int(meta.value) for meta in found.of(Meta) if meta.field == "fiscal_year"), None)
    spoken_for = _spoken_for(found)
    block, state = -1, _State(found, reading, year)
    for sentence in reading.prose():
        if sentence.block != block:
            yield from _close(state, exhaustive=False)
            block, state = sentence.block, _State(found, reading, year)
        row = [s for s in slots(reading, sentence) if s.figure.id not in spoken_for and s.figure.quantity.op in _OPS]
        if row:
            yield from _read_sentence(row, sentence, state)
    yield from _close(state, exhaustive=False)


def _spoken_for(found: Found) -> set[int]:
    """Figures that are something else: targets, actuals, differences between two years."""
    ids: set[int] = set()
    for fact in found.facts:
        if isinstance(fact, Indicator):
            ids.update(m.figure.id for m in (fact.target, fact.actual) if m and m.figure)
        elif isinstance(fact, Change) and fact.delta:
            ids.add(fact.delta.id)
    return ids


def _read_sentence(row: list[Slot], sentence: Sentence, state: _State) -> Iterator[Fact]:
    items = _siblings(row)
    subject = _subject_source(row)
    scope: dict[int, str] = {}
    for index, slot in enumerate(row):
        if slot.alias and state.last:
            alias = _fund(slot, sentence, state, role=state.last.role, source=state.last.source, item=state.last.item,
                          year=state.last.year, pattern="fund_lists.alias")  # fmt: skip
            yield alias
            continue
        if cue("foreign").search(slot.words.clause) or cue("checked").search(slot.words.clause):
            continue
        item = items.get(index) or scope.get(slot.row)
        if items.get(index):
            scope[slot.row] = items[index]
        for fact in _read_slot(slot, item, sentence, state):
            if subject and isinstance(fact, Fund) and fact.source == "total" and fact.role not in _OF_THE_WHOLE:
                fact = replace(fact, source=subject)
                state.last = fact
            yield fact


def _subject_source(row: list[Slot]) -> Source | None:
    """The source that a sentence is about (市级财政资金预算…，实际到位…): named once, at the start."""
    sources = [slot.words.source for slot in row if slot.words.source]
    first = row[0].words
    if len(row) > 1 and len(sources) == 1 and first.source and first.label and not first.head:
        return first.source if source_of(first.clause[: first.label.end]) else None
    return None


def _siblings(row: list[Slot]) -> dict[int, str]:
    """Items of labelled amounts: words before the label name an item only where several amounts of one role differ in
    them (望澜区支出…，东汀区支出…), or where they always do (基本支出)."""
    items: dict[int, str] = {}
    groups: dict[Role, list[int]] = {}
    for index, slot in enumerate(row):
        if slot.label and slot.words.item and not is_generic(slot.words.item):
            if names_item(slot.words.item):
                items[index] = slot.words.item
            groups.setdefault(slot.label.entry.role, []).append(index)
    for group in groups.values():
        names = {row[index].words.item for index in group}
        if len(group) > 1 and len(names) == len(group):
            items.update({index: row[index].words.item for index in group})
    return items


def _read_slot(slot: Slot, item: str | None, sentence: Sentence, state: _State) -> Iterator[Fact]:
    words, label = slot.words, slot.label
    yield from _start_list(slot, state)
    if cue("closes").search(words.clause) and state.open_list and len(state.open_list.parts) > 1:
        role = label.entry.role if label and label.entry.role != "available" else state.open_list.role
        whole = _fund(slot, sentence, state, role=role, year=state.open_list.year)
        state.open_list.whole, state.open_list.cue = whole, words.clause
        yield whole
        yield from _close(state, exhaustive=True)
        state.last = whole
        return
    if label is None:
        if state.open_list and words.item and not is_generic(words.item):
            yield _part(slot, sentence, state, state.open_list)
        elif state.open_list and state.open_list.parts:
            yield from _close(state, exhaustive=False)
        return
    if state.open_list and words.use and label.entry.role == state.open_list.role:
        yield _part(slot, sentence, state, state.open_list)
        return
    if state.open_list and item and label.entry.role == state.open_list.role:
        yield _part(slot, sentence, state, state.open_list, item=item)
        return
    if state.open_list and words.source and state.open_list.whole and label.entry.role == state.open_list.whole.role:
        yield _part(slot, sentence, state, state.open_list)
        return
    yield from _close(state, exhaustive=False)
    fund = _labelled(slot, item, sentence, state)
    yield fund
    state.last = fund
    if not item and fund.source == "total":
        state.wholes[fund.role] = fund
    if fund.role == "cumulative_spent":
        yield from _by_year(fund, state)


def _start_list(slot: Slot, state: _State) -> Iterator[Fact]:
    """Open a list where the words before the amount say so."""
    words = slot.words
    opened = cue("opens").search(words.head)
    if opened and state.last and not state.open_list:
        state.open_list = _List(state.last.role, state.last.year, state.last, opened[0].strip("：:，,"))
    elif words.use and slot.label and not state.open_list:
        whole = state.wholes.get(slot.label.entry.role)
        state.open_list = _List(slot.label.entry.role, whole.year if whole else slot.year or state.year, whole, "用于")
        state.open_list.open = True
    elif not state.open_list and cue("topic").search(words.head):
        topic = nearest_label(cue("topic").search(words.head)[0].rstrip("，,：:看来分统计"))
        role = topic.entry.role if topic else slot.label.entry.role if slot.label else state.last and state.last.role
        if role:
            whole = state.wholes.get(role)
            state.open_list = _List(
                role, whole.year if whole else slot.year or state.year, whole, words.head.rstrip("，,：:")
            )
    yield from ()


def _part(slot: Slot, sentence: Sentence, state: _State, into: _List, item: str | None = None) -> Fund:
    """An amount read as a part of the list."""
    name = item or slot.words.item
    source = is_source(name)
    part = _fund(
        slot,
        sentence,
        state,
        role=into.role,
        source=source or slot.words.source or "total",
        item=None if source else name,
        year=into.year,
        listed=True,
        pattern=f"fund_lists.{'topic' if into.whole is None else 'part'}",
    )
    into.parts.append(part)
    into.open = into.open or bool(cue("open_end").match(slot.after))
    return part


def _labelled(slot: Slot, item: str | None, sentence: Sentence, state: _State) -> Fund:
    label = slot.label
    assert label is not None
    entry = label.entry
    year = slot.year or state.year
    if entry.role in _YEARLESS and not _year_in_clause(slot):
        year = None
    elif slot.previous_year and entry.role not in ("carryover_in",) and state.year and slot.year in (None, state.year):
        year = state.year - 1
    elif entry.role == "carryover_in":
        year = state.year or year
    return _fund(
        slot,
        sentence,
        state,
        role=entry.role,
        source=slot.words.source or "total",
        item=item,
        year=year,
        negative=entry.negative,
        pattern=entry.id,
    )


def _year_in_clause(slot: Slot) -> bool:
    return "\ue007" in slot.words.clause


def _fund(
    slot: Slot,
    sentence: Sentence,
    state: _State,
    *,
    role: Role,
    source: Source = "total",
    item: str | None = None,
    year: int | None = None,
    negative: bool = False,
    listed: bool = False,
    pattern: str = "fund_lists.closes",
) -> Fund:
    label = slot.label
    fund = Fund(
        span=slot.figure.span,
        figure=slot.figure,
        role=role,
        source=source,
        item=item,
        year=year,
        negative=negative,
        listed=listed,
        label=slot.words.clause[label.start : label.end] if label else "",
        pattern=pattern,
        sentence=sentence.id,
        section=state.found.section(slot.figure.span),
    )
    state.said.append(fund)
    return fund


def _close(state: _State, *, exhaustive: bool) -> Iterator[Fact]:
    """End the list that is being read and say what it splits."""
    current, state.open_list = state.open_list, None
    if current is None or current.whole is None or not current.parts:
        return
    parts = tuple(current.parts)
    by = "source" if all(part.source != "total" for part in parts) else "item"
    closed = exhaustive or (not current.open and _promises_all(current, by))
    whole = current.whole
    yield Breakdown(
        span=whole.span,
        whole=whole,
        parts=parts,
        exhaustive=closed,
        cue=current.cue,
        by="source" if by == "source" else "item",
        pattern="fund_lists.closes" if exhaustive else "fund_lists.part",
        sentence=whole.sentence,
        section=whole.section,
    )


def _promises_all(current: _List, by: str) -> bool:
    """True when the wording says that the parts are all there is: a split by source, 分为, 由…构成, 按…看, or parts
    that are so by nature (基本支出, 项目支出)."""
    if len(current.parts) < 2:
        return False
    partial = current.cue in ("其中", "包括", "主要包括", "包含", "用于", "涉及")
    return by == "source" or not partial or is_partition([part.item or "" for part in current.parts])


def _by_year(total: Fund, state: _State) -> Iterator[Fact]:
    """159万元 of 2022 and 246.02万元 of 2023 before 合计总支出: a sum over years."""
    spent = [
        fact
        for fact in state.said
        if fact.role == "spent" and fact.sentence == total.sentence and not fact.listed and fact is not total
    ]
    if len(spent) > 1 and len({fact.year for fact in spent}) == len(spent):
        yield Breakdown(
            span=total.span,
            whole=total,
            parts=tuple(spent),
            exhaustive=True,
            cue=total.label,
            by="year",
            pattern="fund_lists.closes",
            sentence=total.sentence,
            section=total.section,
        )
