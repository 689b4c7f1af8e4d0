"""Running text in clauses, and what a clause says of an indicator: the patterns of indicator_clauses.toml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

import regex

from extractor.document import Span
from extractor.needs import Index, numbers
from extractor.packs import FIGURE_SIGNS, Entry, load
from extractor.reading import TIMEOUT, Reading, Sentence

STOPS = "。；;！？!?\n"
"""signs after which another thing may be spoken of"""

LONGEST = 90
"""characters of a clause that is read"""

_LABELS = (
    r"(?:项目|年初|年度|全年|预期|绩效|计划|设定|自评|评价|实际|指标|本项|该项)*"
    r"(?:目标值?|指标值|计划[值数]?|任务[数量]?|预期值|标杆值|设定值|实际值|完成[值数]|实际完成|实际|完成情况|完成"
    r"|业绩值|得分|分值|权重|满分|标准分)"
)
_MARK = regex.compile(
    rf"(?<=(?:^|[，,；;。！？：（(\n\s]){_LABELS})[：:]|(?P<unit>[（(][^（()）{FIGURE_SIGNS}]{{1,6}}[）)])|(?P<sign>[，,；;。！？!?：:（()）\n])"
)
_UNIT_BEHIND = regex.compile(r"[（(][^（()）]{1,6}[）)]$")
_OPENING, _CLOSING = "（(", "）)"


class ClauseEntry(Entry):
    """See the head of the pack."""

    strong: bool = False
    bracketed: bool = False
    bound: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """``before`` and ``after`` are the signs around it, "" at the ends of a block; ``may_say``: the entries whose
    pattern it may fit, the others need characters that it does not hold."""

    at: Span
    sentence: Sentence
    before: str
    after: str
    may_say: list[ClauseEntry] = field(default_factory=list)

    @property
    def fresh(self) -> bool:
        """True where another thing may begin."""
        return not self.before or self.before in STOPS

    @property
    def bracketed(self) -> bool:
        return self.before in _OPENING and self.after in _CLOSING if self.before and self.after else False


@dataclass(frozen=True, slots=True)
class Said:
    """A clause with the entry that it fits."""

    clause: Clause
    entry: ClauseEntry
    match: regex.Match[str]

    def has(self, group: str) -> bool:
        return group in self.match.re.groupindex and self.match[group] is not None

    def span(self, group: str) -> Span | None:
        """Where a group stands, or None where it is empty."""
        return Span(*self.match.span(group)) if self.has(group) and self.match[group].strip() else None


@cache
def _entries() -> tuple[ClauseEntry, ...]:
    return load("indicator_clauses", ClauseEntry)


def blocks(reading: Reading) -> Iterator[list[Clause]]:
    """The clauses of each block of prose."""
    groups = groupby(reading.prose(), key=lambda sentence: sentence.block)
    found = [list(_clauses(reading, list(group))) for _block, group in groups]
    clauses = [clause for block in found for clause in block if clause.at.end - clause.at.start <= LONGEST]
    index = Index([set(reading.marked[slice(*clause.at)]) for clause in clauses])
    for entry in _entries():
        for number in numbers(index.fitting(entry.pattern)):
            clauses[number].may_say.append(entry)
    yield from found


def _clauses(reading: Reading, sentences: list[Sentence]) -> Iterator[Clause]:
    start, end = sentences[0].marked.start, sentences[-1].marked.end
    before, index = "", 0
    for mark in [*_MARK.finditer(reading.marked, start, end), None]:
        if mark is not None and mark["sign"] is None:
            continue  # the colon of a label, a unit in brackets: inside the clause
        stop = mark.start() if mark else end
        while index + 1 < len(sentences) and start >= sentences[index].marked.end:
            index += 1
        at = _trimmed(reading.marked, start, stop)
        sign = mark["sign"] if mark else ""
        if at is not None:
            yield Clause(at, sentences[index], before, sign)
            before = sign
        elif sign and (before not in STOPS or not before):
            before = sign if before else before
        start = mark.end() if mark else end


def _trimmed(marked: str, start: int, end: int) -> Span | None:
    while start < end and marked[start].isspace():
        start += 1
    while end > start and marked[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def has_figure(reading: Reading, clause: Clause) -> bool:
    return any(sign in FIGURE_SIGNS for sign in reading.marked[clause.at.start : clause.at.end])


def said(reading: Reading, clause: Clause, behind: bool) -> Said | None:
    """What a clause says; ``behind``: a result without its target stands before it."""
    start, end = clause.at
    if (unit := _UNIT_BEHIND.search(reading.marked, start, end)) and unit.start() > start:
        end = unit.start()
    for entry in clause.may_say:
        if (entry.behind and not behind) or (entry.bracketed and not clause.bracketed):
            continue
        match = entry.pattern.fullmatch(reading.marked, start, end, timeout=TIMEOUT)
        if match and not (entry.bound and not _bounded(reading, match)):
            return Said(clause, entry, match)
    return None


def _bounded(reading: Reading, match: regex.Match[str]) -> bool:
    """True where the target is a bound, or is said to equal something (=100%)."""
    token = next(iter(reading.tokens_in(Span(*match.span("target")))), None)
    if token is None or token.figure is None:
        return False
    return token.figure.quantity.op in ("ge", "le", "gt", "lt") or token.figure.text.startswith(("=", "＝"))
