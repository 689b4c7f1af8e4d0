"""Percentages by their name, in the prose and as results of indicators, and whether they can pass 100."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.facts import Fact, Indicator, Percentage
from extractor.finders import Found
from extractor.finders._bands import bands
from extractor.finders._rows import first_label
from extractor.finders._scan import placed
from extractor.finders._table_cells import percent
from extractor.packs import SIGNS, Entry, load
from extractor.reading import Reading
from extractor.table_words import row_kind

AFTER = ("sections", "indicators", "table_indicators")

_POINTS = "百分点"
_COMPLETION = regex.compile(r"(?:完成|达成|实现)(?:率|比例|比率|程?度|百分比)")
"""names of columns that hold the result as a share of the target, not the points as a share of the weight"""
_SUMS = ("total", "subtotal")
_BRACKETS = regex.compile(r"[（(][^（）()]*[）)]")
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
    yield from _completions(reading, found, seen)
    yield from _results(found, seen)


def _completions(reading: Reading, found: Found, seen: set[int]) -> Iterator[Percentage]:
    """The rates of completion that tables of indicators print beside target and result."""
    for band in bands(reading):
        cols = band.columns.get("completion", ()) if band.kind == "indicators" else ()
        for col in (col for col in cols if _COMPLETION.search(band.heads[col])):
            for row in range(band.first, band.last):
                box = band.grid.box(row, col)
                figure = percent(box)
                if box is None or figure is None or figure.id in seen or row_kind(first_label(band, row)) in _SUMS:
                    continue
                seen.add(figure.id)
                yield Percentage(
                    span=figure.span,
                    pattern="columns.completion",
                    sentence=box.sentence,
                    section=found.section(figure.span),
                    cell=figure.cell,
                    figure=figure,
                    name="完成率",
                    bounded=False,
                )


def _results(found: Found, seen: set[int]) -> Iterator[Percentage]:
    """The results of indicators whose name is one of a bounded percentage."""
    entry = load("percentages", PercentageEntry)[0]
    for indicator in found.of(Indicator):
        figure = indicator.actual.figure if indicator.actual else None
        unit = figure.quantity.unit if figure else None
        if figure is None or figure.id in seen or unit is None or unit.dimension != "percent":
            continue
        name = _BRACKETS.sub("", indicator.name)
        if entry.pattern.search(name + SIGNS["percent"]) and not _GROWS.search(name):
            seen.add(figure.id)
            yield Percentage(
                span=figure.span,
                pattern=entry.id,
                sentence=indicator.sentence,
                section=indicator.section,
                cell=figure.cell,
                figure=figure,
                name=indicator.name,
                bounded=True,
            )
