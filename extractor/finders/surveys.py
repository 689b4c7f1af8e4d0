"""Questionnaires of the prose: how many were given out, came back, were valid and content, and the rates said of them.

A questionnaire is read through its paragraph, and another opens at each 发放. Where one has several rates of
satisfaction, they are of groups whose sizes are not told, and none is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import regex

from extractor.document import Span
from extractor.facts import Fact, Figure, Indicator, Survey
from extractor.finders import Found
from extractor.finders._scan import place
from extractor.packs import SIGNS, Entry, load
from extractor.reading import Hit, Paragraph, Reading

AFTER = ("sections", "indicators")

_ABOUT = regex.compile(
    "问卷|调查[表票]|测评[表票]|评议[表票]|满意度(?:问卷)?(?:调查|测评)|答卷|抽样调查|电话(?:回访|访问)|样本"
    rf"|(?:调查|访谈|回访|走访|抽访)\p{{Han}}{{0,10}}{SIGNS['count']}|{SIGNS['count']}\p{{Han}}{{0,10}}(?:访谈|回访)"
)
_FIGURES = ("issued", "returned", "valid", "satisfied", "return_rate", "valid_rate", "satisfaction")


class SurveyEntry(Entry):
    """Words that give a figure its part in a questionnaire."""

    part: Literal[
        "issued", "returned", "all_returned", "all_valid", "valid", "satisfied", "steps", "return_rate", "valid_rate",
        "valid_of_issued", "satisfaction",
    ]  # fmt: skip
    weighted: bool = False


@dataclass
class _Draft:
    """One questionnaire while it is read."""

    figures: dict[str, Figure] = field(default_factory=dict)
    weighted: bool = False
    first: tuple[SurveyEntry, Hit] | None = None
    end: int = 0

    @property
    def worth_telling(self) -> bool:
        return len(self.figures) > 1 or bool(self.figures.keys() & {"satisfaction", "issued"})


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All questionnaires of the prose."""
    targets = {i.target.figure.id for i in found.of(Indicator) if i.target and i.target.figure}
    for paragraph in reading.paragraphs:
        if not reading.can_match(_ABOUT, paragraph) or not _ABOUT.search(reading.marked, *paragraph.marked):
            continue
        for draft in _drafts(reading, paragraph, targets):
            if draft.worth_telling and draft.first:
                entry, hit = draft.first
                span = Span(hit.match.start(), draft.end)
                members = {name: draft.figures.get(name) for name in _FIGURES}
                yield Survey(**place(reading, found, entry, hit.sentence, span), weighted=draft.weighted, **members)


def _drafts(reading: Reading, paragraph: Paragraph, targets: set[int]) -> Iterator[_Draft]:
    draft = _Draft()
    for entry, hit in _hits(reading, paragraph):
        figure = hit.figure("figure")
        if figure and (figure.id in targets or figure.quantity.op != "eq"):
            continue
        if _opens(entry, draft):
            yield draft
            draft = _Draft()
        _take(draft, entry, hit, figure)
    yield draft


def _opens(entry: SurveyEntry, draft: _Draft) -> bool:
    """True when this figure belongs to another questionnaire than those before it."""
    if entry.part == "issued":
        return bool(draft.figures)
    return entry.part in ("returned", "valid") and entry.part in draft.figures


def _hits(reading: Reading, paragraph: Paragraph) -> list[tuple[SurveyEntry, Hit]]:
    """All hits of the paragraph in order; of two that read one figure the longer counts."""
    hits = [
        (entry, hit)
        for entry in load("surveys", SurveyEntry)
        for hit in reading.paragraph_hits(entry.pattern, paragraph)
    ]
    best: dict[int, tuple[SurveyEntry, Hit]] = {}
    for entry, hit in hits:
        at = hit.match.start("figure") if hit.has("figure") else hit.match.start()
        if at not in best or len(hit.match[0]) > len(best[at][1].match[0]):
            best[at] = (entry, hit)
    return [best[at] for at in sorted(best)]


def _take(draft: _Draft, entry: SurveyEntry, hit: Hit, figure: Figure | None) -> None:
    draft.weighted = draft.weighted or entry.weighted
    issued = draft.figures.get("issued")
    if entry.part in ("all_returned", "all_valid"):
        if issued is None:
            return
        returned = draft.figures.setdefault("returned", issued)
        if entry.part == "all_valid":
            draft.figures["valid"] = returned
    elif entry.part == "valid_of_issued":
        if figure is not None and "returned" not in draft.figures:
            _put(draft, "valid_rate", figure)
    elif figure is not None and entry.part != "steps":
        _put(draft, entry.part, figure)
    if draft.weighted:
        draft.figures.pop("satisfied", None)
    if draft.first is None and entry.part != "steps":
        draft.first = (entry, hit)
    draft.end = hit.match.end()


def _put(draft: _Draft, part: str, figure: Figure) -> None:
    """Give the questionnaire a figure. A second, other value means several groups, of which neither rate is k of n."""
    known = draft.figures.get(part)
    if known is None:
        draft.figures[part] = figure
    elif known.quantity.amount != figure.quantity.amount:
        draft.weighted = True
        draft.figures.pop(part, None)
