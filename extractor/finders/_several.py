"""Wordings that tell several indicators at once: names with their results in order, plans and results as two lists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from extractor.document import Span
from extractor.facts import Figure, Measure
from extractor.finders._chains import IndicatorEntry
from extractor.packs import FIGURE_SIGNS
from extractor.reading import Hit

Told = tuple[Span, Measure | None, Measure | None]
"""the stretch of a name, its target and its result"""

_LISTED = regex.compile(r"、|和|与|及(?!时)")
_ITEM = regex.compile(rf"[、，,和及与]*(?P<noun>[^、，,{FIGURE_SIGNS}]{{2,20}})(?P<figure>[{FIGURE_SIGNS}])")
_VERB = regex.compile("(?:实际|共|累计|已)*(?:完成|实现)?")


def several(entry: IndicatorEntry, hit: Hit) -> Iterator[Told]:
    """What such a wording tells; nothing where names and figures do not go together."""
    yield from _paired(hit) if entry.needs == "items" else _in_order(hit)


def _in_order(hit: Hit) -> Iterator[Told]:
    """验收合格率、发放及时率均达到100%. One figure is that of all names, several are theirs in order."""
    start, end = hit.match.span("head")
    parts = [start, *(m.end() for m in _LISTED.finditer(hit.reading.marked, start, end)), end + 1]
    names = [Span(here, there - 1) for here, there in pairwise(parts)]
    targets, actuals = (_measures(hit, group, len(names)) for group in ("target", "actual"))
    if targets is not None and actuals is not None:
        yield from zip(names, targets, actuals, strict=True)


def _measures(hit: Hit, group: str, names: int) -> list[Measure | None] | None:
    """The figures of a group for so many names, or None where they do not go with them."""
    if not hit.has(group):
        return [None] * names
    figures = [token.figure for token in hit.reading.tokens_in(Span(*hit.match.span(group))) if token.figure]
    if len(figures) not in (1, names):
        return None
    measures = [_measure(one) for one in figures]
    return [*measures] if len(measures) == names else [measures[0]] * names


def _paired(hit: Hit) -> Iterator[Told]:
    """计划购置救护车2辆、呼吸机6台，实际购置救护车2辆、呼吸机5台: the two lists name the same things, each once."""
    plans, results = (_items(hit, group) for group in ("target", "actual"))
    pairs = [(plan, [one for one in results if _same(plan, one)]) for plan in plans]
    if len(plans) == len(results) and all(len(found) == 1 for _plan, found in pairs):
        for (_noun, name, target), found in pairs:
            yield name, _measure(target), _measure(found[0][2])


def _items(hit: Hit, group: str) -> list[tuple[str, Span, Figure]]:
    """The items of a list: noun, its stretch, figure."""
    marked, items = hit.reading.marked, []
    for match in _ITEM.finditer(marked, *hit.match.span(group)):
        start, end = match.span("noun")
        verb = _VERB.match(marked, start, end)
        start = verb.end() if verb and end - verb.end() > 1 else start
        figure = next((t.figure for t in hit.reading.tokens_in(Span(*match.span("figure")))), None)
        if figure is not None:
            items.append((marked[start:end], Span(start, end), figure))
    return items


def _same(plan: tuple[str, Span, Figure], result: tuple[str, Span, Figure]) -> bool:
    """One thing in two lists: the same noun, with or without the verb, in the same unit and no money."""
    one, other = plan[2].quantity.unit, result[2].quantity.unit
    alike = one is not None and other is not None and (one.dimension, one.base) == (other.dimension, other.base)
    return alike and one is not None and one.dimension != "money" and _ends(plan[0], result[0])


def _ends(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one) or one.startswith(other)


def _measure(figure: Figure) -> Measure:
    return Measure(text=figure.text, span=figure.span, op=figure.quantity.op, figure=figure)
