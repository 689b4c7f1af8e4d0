"""What a goal under a heading speaks of: 年度目标：锅炉定期检验率98%。完成情况：全县在用锅炉236台，…，定期检验率100%。

The goal names the thing, the heading only the field that it lies in; and of the many figures of the result it is the
one behind the same words, in the same unit.
"""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.document import Span
from extractor.facts import Figure, Measure
from extractor.finders._chains import Head, head_of
from extractor.reading import Hit

_NAME = regex.compile(r"\p{Han}{2,18}(?:率|度|比例|比重)")
"""words that are a name whatever figure stands behind them"""
_SHARED = 3
"""characters at the end of a name that say the same thing again"""
_VERBS = ("", "达到", "达", "为", "是", "：")
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
