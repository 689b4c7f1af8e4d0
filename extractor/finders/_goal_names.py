"""What a goal under a heading speaks of: 年度目标：锅炉定期检验率98%。完成情况：全县在用锅炉236台，…，定期检验率100%。

The goal names the thing, the heading only the field that it lies in; and of the many figures of the result it is the
one behind the same words, in the same unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor.document import Span
from extractor.facts import Figure, Measure
from extractor.finders._chains import Head, head_of
from extractor.reading import Hit, Reading

_NAME = regex.compile(r"\p{Han}{2,18}(?:率|度|比例|比重)")
"""words that are a name whatever figure stands behind them"""
_SHARED = 3
"""characters at the end of a name that say the same thing again"""
_VERBS = ("", "达到", "达", "为", "是", "：")
_STOPS = regex.compile(r"[，,；;。：:、]")
_LEAD = regex.compile(r"\s*(?:其中|全年度?|年度|当年|实际|已|共|累计|完成|实现|达到|全[县市区省州])*")
_TAIL = regex.compile(r"(?:达到|达|为|是|[：:]|\s)+$")
_ENDS = regex.compile(r"[。\n]")


def goal_of(hit: Hit, target: Measure | None) -> tuple[Head, Measure, Measure | None] | None:
    """The name, the target and the result of a goal that names what it is a goal of; None where it holds a value
    alone. The result is None where nothing is said of the same thing in the same unit."""
    figure = target.figure if target else None
    if target is None or figure is None or not (hit.has("target") and hit.has("actual")):
        return None
    stretch = Span(hit.match.start("target"), hit.reading.mark(figure.at.start))
    if not _NAME.fullmatch(hit.reading.marked, *stretch):
        return None
    head = head_of(hit.reading, stretch)
    if head is None:
        return None
    told = _result(hit, hit.reading.marked[stretch.start : stretch.end], figure)
    return head, replace(target, text=figure.text, span=figure.span), told


def goals_of(hit: Hit) -> Iterator[tuple[Head, Measure, Measure | None]]:
    """What a goal that names several things, or another thing than stands before it, holds: 年度目标：抽检2800批次，
    合格率97%以上。完成情况：抽检2860批次，合格率97.8%. Nothing unless each of its pieces is a name with a figure, and
    the result tells of one of them at least."""
    reading = hit.reading
    pieces = list(_named_figures(reading, Span(*hit.match.span("target"))))
    labelled = reading.marked[hit.match.start("actual") - 1] in "：:"
    if not labelled or not pieces or any(piece is None for piece in pieces):
        return
    start = hit.match.start("actual")
    ends = reading.marked.find("\n", start)
    results = [one for one in _named_figures(reading, Span(start, ends if ends >= 0 else len(reading.marked))) if one]
    head = hit.match["head"]
    told = []
    for name, figure in (piece for piece in pieces if piece):
        words = reading.marked[name.start : name.end]
        same = [one for at, one in results if _is_same(words, reading.marked[at.start : at.end], figure, one)]
        found = same[0] if same else None
        called = head_of(reading, name)
        if called is None:
            return
        told.append((called, _measured(figure), _measured(found) if found else None))
    apart = len(told) > 1 or not any(words[i : i + 2] in head for i in range(len(words) - 1))
    if apart and any(actual for *_, actual in told):
        yield from told


def _named_figures(reading: Reading, stretch: Span) -> Iterator[tuple[Span, Figure] | None]:
    """The clauses of a stretch that have figures: the words before the first, without what only says that it was
    done, and that figure; None for a clause whose figure has no name."""
    at = stretch.start
    for stop in [*_STOPS.finditer(reading.marked, *stretch), None]:
        end = stop.start() if stop else stretch.end
        token = next((one for one in reading.tokens_in(Span(at, end)) if one.figure), None)
        if token is not None and token.figure is not None:
            start = _LEAD.match(reading.marked, at, end).end()
            words = _TAIL.sub("", reading.marked[start : reading.mark(token.figure.at.start)])
            name = Span(start, start + len(words))
            yield (name, token.figure) if name.end - name.start > 1 else None
        at = stop.end() if stop else end


def _is_same(goal: str, told: str, wanted: Figure, found: Figure) -> bool:
    """True for a result of the same thing in the same unit: 食品抽检 and 抽检."""
    one, other = wanted.quantity.unit, found.quantity.unit
    if one is None or other is None or (one.dimension, one.base) != (other.dimension, other.base):
        return False
    return goal.endswith(told) or told.endswith(goal)


def _measured(figure: Figure) -> Measure:
    return Measure(text=figure.text, span=figure.span, op=figure.quantity.op, figure=figure)


def _result(hit: Hit, name: str, goal: Figure) -> Measure | None:
    reading, start = hit.reading, hit.match.start("actual")
    ends = _ENDS.search(reading.marked, start)
    stretch = Span(start, ends.start() if ends else len(reading.marked))
    said = tuple(name[-_SHARED:] + verb for verb in _VERBS)
    for token in reading.tokens_in(stretch):
        figure = token.figure
        if figure is None or figure.quantity.unit != goal.quantity.unit:
            continue
        if reading.marked[start : reading.mark(figure.at.start)].endswith(said):
            return Measure(text=figure.text, span=figure.span, op=figure.quantity.op, figure=figure)
    return None
