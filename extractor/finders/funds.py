"""Amounts in prose with their roles, and the lists by which the text says that some make up another.

How the roles are read (field guide 3.1–3.6 and 8): the nearest label to the left in the clause gives the role; 其中
opens a list whose parts take the role of their whole; 以上合计 closes one; an amount in brackets right after another
tells it again in another unit. An amount without any of these has no role, and stays out of the funds.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts import Change, Fact, Indicator, Meta
from extractor.finders import Found
from extractor.finders._fund_headings import by_heading
from extractor.finders._fund_paragraph import Paragraph
from extractor.finders._fund_rows import told_in_turn
from extractor.finders._fund_slots import Slot, slots, years_named
from extractor.reading import Reading

AFTER = ("metadata", "indicators", "scores", "sections", "changes")

_OPS = ("eq", "approx", "over")


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Funds and breakdowns of the prose, in order of text."""
    yield from by_heading(_told(reading, found), reading, found)


def _told(reading: Reading, found: Found) -> Iterator[Fact]:
    year = next((int(meta.value) for meta in found.of(Meta) if meta.field == "fiscal_year"), None)
    overall = any(meta.field == "kind" and meta.value == "overall_self_evaluation" for meta in found.of(Meta))
    overall = overall or "基本支出" in reading.marked
    spoken_for = _spoken_for(found)
    rows = [
        (sentence, [slot for slot in slots(reading, sentence, overall) if _is_free(slot, spoken_for)])
        for sentence in reading.prose()
    ]
    turns = told_in_turn(rows)
    period = _period(reading, found)
    paragraph, block = Paragraph(found, year, overall, period=period), -1
    for sentence, row in rows:
        if sentence.block != block:
            yield from paragraph.end()
            paragraph = Paragraph(found, year, overall, earlier=[*paragraph.earlier, *paragraph.said], period=period)
            block = sentence.block
        if row:
            yield from paragraph.read(row, sentence, turns.get(sentence.id))
    yield from paragraph.end()


def _period(reading: Reading, found: Found) -> tuple[int, ...]:
    """The years that the title names: 公交补贴（2021—2023年）绩效评价报告."""
    title = next((meta.span for meta in found.of(Meta) if meta.field == "title"), None)
    if title is None:
        return ()
    tokens = [token for token in reading.tokens if token.kind == "period" and title.covers(reading.flow.span(token.at))]
    return years_named(tokens[0]) if len(tokens) == 1 else ()


def _is_free(slot: Slot, spoken_for: set[int]) -> bool:
    """True for an amount that is not already something else."""
    return slot.figure.id not in spoken_for and slot.figure.quantity.op in _OPS


def _spoken_for(found: Found) -> set[int]:
    """Figures that are something else: targets, actuals, differences between two years."""
    ids: set[int] = set()
    for fact in found.facts:
        if isinstance(fact, Indicator):
            ids.update(m.figure.id for m in (fact.target, fact.actual) if m and m.figure)
        elif isinstance(fact, Change) and fact.delta:
            ids.add(fact.delta.id)
    return ids
