"""Problems and recommendations, one by one, and the sweeping claims and admissions of a report.

Which chapters hold them is known from their headings (outline.toml). Under a heading that promises several things at
once, a sentence is a problem only when it speaks of one.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import regex
from pydantic import Field

from extractor.document import Span
from extractor.facts import Claim, Fact, Section, Statement, Topic
from extractor.finders import Found
from extractor.finders._chapters import Passage, passages, stretches, trim
from extractor.finders._scan import placed
from extractor.packs import Entry, load, possible
from extractor.reading import TIMEOUT, Hit, Reading

AFTER = ("sections", "outline", "metadata")

Promise = Literal["problem", "recommendation"]

PROMISES: tuple[Promise, ...] = ("problem", "recommendation")
_TURN = regex.compile(r"[，,；;](?=(?:下一步|下阶段|今后|后续将|接下来|建议))")


class StatementEntry(Entry):
    """See the head of the pack."""

    kind: Literal[
        "mark", "sentence", "titled", "label", "announces", "lead", "skip", "denial", "problem", "recommendation",
        "category", "form", "claim",
    ]  # fmt: skip
    topics: list[Promise] = Field(default_factory=list)
    claim: Literal["all_met", "admission", "no_deviation", "reason"] | None = None


@dataclass(frozen=True)
class _Scan:
    """One pass over a reading."""

    reading: Reading
    found: Found
    sections: tuple[Section, ...]
    topics: dict[int, frozenset[str]]

    def text(self, at: Span) -> str:
        return self.reading.text(at).strip()


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Statements by chapter, then those of form rows, then claims."""
    topics = {topic.section: frozenset(topic.names) for topic in found.of(Topic)}
    scan = _Scan(reading, found, tuple(found.of(Section)), topics)
    read: list[Section] = []
    for index, section in enumerate(scan.sections):
        if topics.get(index, frozenset()) & set(PROMISES) and not any(s.body.covers(section.span) for s in read):
            read.append(section)
            yield from _chapter(scan, index)
    yield from _titled(scan, read)
    yield from _labelled_blocks(scan, read)
    yield from _form_rows(scan)
    yield from _claims(scan)


@cache
def entries(kind: str) -> tuple[StatementEntry, ...]:
    """The entries of the pack with one use."""
    return tuple(entry for entry in load("statements", StatementEntry) if entry.kind == kind)


def _says(kind: str, words: str) -> bool:
    return any(entry.pattern.search(words, timeout=TIMEOUT) for entry in possible(entries(kind), words))


# ------------------------------------------------------------------ chapters
def _chapter(scan: _Scan, index: int) -> Iterator[Statement]:
    """The statements of a chapter: its sub-headings, or what stands in its text."""
    section, names = scan.sections[index], scan.topics.get(index, frozenset())
    below = _children(scan, section)
    chapters = [i for i in below if _is_chapter(scan, i, names)]
    items = [i for i in below if i not in chapters]
    inside = [scan.sections[i] for i in below]
    promised = names - {name for i in chapters for name in scan.topics[i]}
    if items:
        yield from _items(scan, section, items, names, [scan.sections[i] for i in chapters])
    elif promised & set(PROMISES):
        yield from _text(scan, stretches(scan.reading, section.body, inside), promised)
    for i in chapters:
        yield from _chapter(scan, i)


def _titled(scan: _Scan, read: list[Section]) -> Iterator[Statement]:
    """Headings that are a problem themselves (关于拨付不及时的问题), in a report on what was done about them."""
    entry = entries("titled")[0]
    for section in scan.sections:
        match = entry.pattern.fullmatch(section.title)
        if match and not any(one.body.covers(section.span) for one in read):
            yield Statement(
                span=section.span,
                pattern=entry.id,
                sentence=section.sentence,
                section=scan.found.section(section.span),
                kind="problem",
                text=match["text"],
            )


def _children(scan: _Scan, section: Section) -> list[int]:
    """The sections directly below."""
    inside = [i for i, one in enumerate(scan.sections) if one is not section and section.body.covers(one.span)]
    top = min((scan.sections[i].level for i in inside), default=0)
    return [i for i in inside if scan.sections[i].level == top]


def _is_chapter(scan: _Scan, index: int, above: frozenset[str]) -> bool:
    """A sub-heading that takes over one of several promises (（二）存在的问题 under 问题和建议), not a statement."""
    names = scan.topics.get(index, frozenset())
    return bool(names) and len(above) > 1


def _items(
    scan: _Scan, section: Section, items: list[int], names: frozenset[str], without: list[Section]
) -> Iterator[Statement]:
    """The sub-headings; where the list has further items that are no headings (a sentence and nothing more), all of
    them are read from the text."""
    blocks = stretches(scan.reading, section.body, without)
    label = entries("label")[0].id
    listed = [one for one in _passages(scan, blocks) if one.mark not in ("", label)]
    if len(listed) > len(items):
        yield from _text(scan, blocks, names)
        return
    for i in items:
        yield from _sub_heading(scan, i, names)


def _sub_heading(scan: _Scan, index: int, names: frozenset[str]) -> Iterator[Statement]:
    """A sub-heading is a statement, unless it only names a field and the statements stand under it."""
    section = scan.sections[index]
    if _says("category", section.title):
        below = _children(scan, section)
        if below:
            yield from _items(scan, section, below, names, [])
        else:
            yield from _text(scan, stretches(scan.reading, section.body, ()), names)
        return
    kind = _kind(section.title, names, listed=True)
    if kind is not None:
        entry = next(one for one in entries("sentence") if one.id == "statements.heading")
        yield Statement(
            span=section.span,
            pattern=entry.id,
            sentence=section.sentence,
            section=scan.found.section(section.span),
            kind=kind,
            text=section.title,
        )


def _text(scan: _Scan, blocks: list[Span], names: frozenset[str]) -> Iterator[Statement]:
    """The statements in running text. A line that ends in a colon says what the next ones are (建议：)."""
    label = entries("label")[0]
    said = list(_passages(scan, blocks))
    made: list[Statement] = []
    for passage in said:
        words = scan.text(passage.at)
        if not passage.mark and _says("skip", scan.reading.marked[passage.at.start : passage.at.end]):
            continue
        if passage.mark == label.id or (not passage.mark and _says("lead", words)):
            names = _announced(words) or names
        elif _says("denial", words):
            made += [_statement(scan, passage, kind, none=True) for kind in PROMISES if kind in names]
        elif kind := _kind(words, names, listed=bool(passage.mark)):
            made += _halves(scan, passage, kind, names)
    if not made and names & set(PROMISES) == {"problem"} and len(names) == 1:
        # a chapter on problems alone that speaks of none in known words: its first sentence is what it has to say
        plain = [
            one
            for one in said
            if not _says("lead", scan.text(one.at)) and not _says("recommendation", scan.text(one.at))
        ]
        made = [_statement(scan, one, "problem") for one in plain[:1]]
    yield from made


def _halves(scan: _Scan, passage: Passage, kind: Promise, names: frozenset[str]) -> list[Statement]:
    """征拆难度大，下一步加强协调: where a heading promises both, a clause that turns to what is to be done is one by
    itself."""
    turn = _TURN.search(scan.reading.marked, *passage.at) if set(PROMISES) <= names and kind == "problem" else None
    if turn is None:
        return [_statement(scan, passage, kind)]
    problem, advice = Span(passage.at.start, turn.start()), Span(turn.end(), passage.at.end)
    return [
        _statement(scan, replace(passage, at=problem), "problem"),
        _statement(scan, replace(passage, at=advice), "recommendation"),
    ]


def _passages(scan: _Scan, blocks: list[Span]) -> Iterator[Passage]:
    marks = [(entry.id, entry.pattern) for entry in entries("mark")]
    label = entries("label")[0]
    yield from passages(scan.reading, blocks, marks, (label.id, label.pattern))


def _announced(words: str) -> frozenset[str]:
    announcing = (entry for entry in possible(entries("announces"), words) if entry.pattern.search(words))
    return frozenset(name for entry in announcing for name in entry.topics)


def _kind(words: str, names: frozenset[str], listed: bool) -> Promise | None:
    """What a passage is, by what its heading promises and by its own words."""
    promised = [kind for kind in PROMISES if kind in names]
    advises, faults = _says("recommendation", words), _says("problem", words)
    if len(names - {"analysis", "overview"}) == 1 and len(promised) == 1:
        if promised[0] == "recommendation":
            return "recommendation"
        if not listed and advises and ("建议" in words[:4] or "下一步" in words[:4]):
            return "recommendation"
        return "problem" if listed or faults else None
    if "recommendation" in promised and advises and not (faults and "problem" in promised and "建议" not in words[:6]):
        return "recommendation"
    return "problem" if "problem" in promised and faults else None


def _statement(scan: _Scan, passage: Passage, kind: Promise, none: bool = False) -> Statement:
    at = trim(scan.reading.marked, passage.at) or passage.at
    span = scan.reading.span(at)
    sentence = scan.reading.sentence_at(scan.reading.unmark(at).start)
    return Statement(
        span=span,
        pattern=passage.mark or "statements.sentence",
        sentence=sentence.id if sentence else -1,
        section=scan.found.section(span),
        kind=kind,
        text=scan.text(at),
        none=none,
    )


# ------------------------------------------------------------------ paragraphs and form rows
def _labelled_blocks(scan: _Scan, read: list[Section]) -> Iterator[Statement]:
    """Paragraphs outside such chapters that say at their head what they hold (存在的问题：…), with the list below where
    they say nothing else."""
    label, reading = entries("label")[0], scan.reading
    blocks = [number for number, block in enumerate(reading.flow.blocks) if block.kind != "cell"]
    for number in reading.blocks_holding(label.pattern):
        block, at = reading.flow.blocks[number], reading.marked_blocks[number]
        match = label.pattern.match(reading.marked, *at, timeout=TIMEOUT) if block.kind != "cell" else None
        if match is None or any(section.body.covers(reading.flow.span(block.at)) for section in read):
            continue
        following = (reading.marked_blocks[one] for one in blocks[bisect_right(blocks, number) :])
        below = itertools.takewhile(lambda one: _is_listed(reading, one), following)
        yield from _text(scan, [at, *below] if match.end() == at.end else [at], frozenset())


def _is_listed(reading: Reading, at: Span) -> bool:
    """True for a paragraph that begins as an item of a list."""
    return any(entry.pattern.match(reading.marked, *at, timeout=TIMEOUT) for entry in entries("mark"))


def _form_rows(scan: _Scan) -> Iterator[Statement]:
    """存在问题 | … and 改进措施 | … of a form: the label's cell and the next one of its row."""
    reading = scan.reading
    blocks = reading.flow.blocks
    for number in reading.blocks_holding(*(entry.pattern for entry in entries("form"))):
        block, beside = blocks[number], blocks[min(number + 1, len(blocks) - 1)]
        if (
            block.cell is None
            or beside.cell is None
            or beside is block
            or (block.table, block.cell.row) != (beside.table, beside.cell.row)
        ):
            continue
        label = reading.flow.text[block.at.start : block.at.end].replace(" ", "")
        names = frozenset(name for entry in entries("form") if entry.pattern.match(label) for name in entry.topics)
        if names:
            yield from _text(scan, [reading.marked_blocks[number + 1]], names)


# ------------------------------------------------------------------ claims
_CLAUSE_END = regex.compile(r"[，,；;。！？\n]")
_ASKS = regex.compile(r"[^，。；：]{2,24}(?:原因|分析|说明)(?:[及和与][^，。；：]{0,12}措施)?[：:]?")
"""what a form asks for: 偏差大或目标未完成原因分析"""


def _claims(scan: _Scan) -> Iterator[Claim]:
    """Claims and admissions as whole clauses; words near by may speak against them. What is advised is no admission."""
    for entry in entries("claim"):
        for hit in scan.reading.hits(entry.pattern):
            if entry.claim is None or any(word in _around(hit) for word in entry.words.get("never", ())):
                continue
            at = trim(scan.reading.marked, _clause(hit) if entry.claim != "reason" else Span(*hit.match.span()))
            place = placed(scan.found, entry, hit)
            if at is None or _is_advice(scan, place["span"]) or _is_asked(scan, hit):
                continue
            place["span"] = scan.reading.span(at)
            yield Claim(**place, kind=entry.claim, text=scan.text(at))


def _is_asked(scan: _Scan, hit: Hit) -> bool:
    """True in a cell that says what is to be written beside it."""
    block = scan.reading.block(hit.sentence)
    return block.cell is not None and _ASKS.fullmatch(scan.reading.flow.text[slice(*block.at)]) is not None


def _is_advice(scan: _Scan, span: Span) -> bool:
    """True in chapters that hold recommendations and nothing else."""
    around = [i for i, section in enumerate(scan.sections) if section.body.covers(span)]
    return any(scan.topics.get(i, frozenset()) & set(PROMISES) == {"recommendation"} for i in around)


def _clause(hit: Hit) -> Span:
    """The match with the rest of its clause on both sides."""
    marked, sentence = hit.reading.marked, hit.sentence.marked
    begin = max(
        (m.end() for m in _CLAUSE_END.finditer(marked, sentence.start, hit.match.start())), default=sentence.start
    )
    after = _CLAUSE_END.search(marked, hit.match.end(), sentence.end)
    return Span(begin, after.start() if after else sentence.end)


def _around(hit: Hit) -> str:
    """What stands around a match: its clause and the one before up to it, and two characters after it."""
    marked, sentence = hit.reading.marked, hit.sentence.marked
    starts = [sentence.start, *(m.end() for m in _CLAUSE_END.finditer(marked, sentence.start, hit.match.start()))]
    begin = starts[-2] if len(starts) > 1 else starts[-1]
    return f"{marked[begin : hit.match.start()]}…{marked[hit.match.end() : min(hit.match.end() + 2, sentence.end)]}"
