"""Percentages of the prose by their name, and whether they can pass 100."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.facts import Fact, Percentage
from extractor.finders import Found
from extractor.finders._scan import placed
from extractor.packs import Entry, load
from extractor.reading import Reading

AFTER = ("sections",)

_POINTS = "百分点"
_GROWS = regex.compile(r"拨备|流动性|毛入学|预算|目标|任务|计划|基数|上年|同期|指标|到位|下达|拨款|收入")
"""a name with one of these may pass 100: 占年初预算的103%, 拨备覆盖率"""


class PercentageEntry(Entry):
    """A kind of name."""

    bounded: bool = False


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All percentages that have a name, each once: a name that is bounded comes first in the pack."""
    seen: set[int] = set()
    for entry in load("percentages", PercentageEntry):
        for hit in reading.hits(entry.pattern):
            figure = hit.figure("figure")
            if figure is None or figure.id in seen or _POINTS in figure.quantity.unit_text:
                continue
            if entry.bounded and _GROWS.search(hit.text("name")):
                continue
            seen.add(figure.id)
            yield Percentage(**placed(found, entry, hit), figure=figure, name=hit.text("name"), bounded=entry.bounded)
