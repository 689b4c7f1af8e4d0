"""One indicator told twice with different values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import conflict, silent
from extractor.checks._twins import SHORTEST, Twin, twins
from extractor.checks._verdicts import judged
from extractor.facts import Indicator, Measure
from extractor.ledger import Ledger

CHECK = Check("ZB107", "indicator-twice", "指标重复或一标多值", "warning")


def check(ledger: Ledger) -> Iterator[Verdict]:
    found = [twin for twin in twins(ledger) if not twin.crossed]
    named_alike = [pair for pair in _rows_named_alike(ledger) if not any(twin.one in pair for twin in found)]
    if not found and not named_alike:
        yield silent(CHECK, "没有写了两次而能断定为同一项的指标")
    for one, other in named_alike:
        yield _doubled(one, other)
    for twin in found:
        yield judged(CHECK, twin.result, _message(twin))


def _message(twin: Twin) -> str:
    one, other = ("".join(figure.text.split()) for figure in twin.result.figures)
    return f"指标“{twin.one.name}”写了两次，一处为{one}，另一处为{other}"


def _rows_named_alike(ledger: Ledger) -> Iterator[tuple[Indicator, Indicator]]:
    """Two neighbouring rows of one level with one name, and no other name that comes again: one was typed over the
    other. Names that come again more often, or further off, belong to sub-projects."""
    told = ledger.of(Indicator)
    counted = Counter("".join(one.name.split()) for one in told)
    if sum(count > 1 for count in counted.values()) != 1:
        return
    for one, other in pairwise(told):
        name = "".join(one.name.split())
        alike = counted[name] == 2 and "".join(other.name.split()) == name and len(name) >= SHORTEST
        if alike and one.levels == other.levels and _differ(one.target, other.target):
            yield one, other


def _differ(one: Measure | None, other: Measure | None) -> bool:
    """True for two numbers that are not one and the same."""
    return bool(one and other and one.figure and other.figure) and _plain(one) != _plain(other)


def _plain(measure: Measure | None) -> str:
    return "".join(measure.text.split()) if measure else ""


def _doubled(one: Indicator, other: Indicator) -> Verdict:
    """Both differ in everything but the name: to be looked at, as it may be two places that nobody named."""
    told = tuple(m.figure for row in (one, other) for m in (row.target, row.actual) if m and m.figure)
    message = (
        f"相邻两行的指标同名“{one.name}”，目标值分别为{_plain(one.target)}和{_plain(other.target)}，可能写错了名称"
    )
    formula = f"{_plain(one.target)} ↔ {_plain(other.target)}"
    return conflict(CHECK, message, *told, formula=formula, marks=(one, other), severity="review", suspects=())
