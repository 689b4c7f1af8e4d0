"""What each claimed point rests on: figures that agree, words alone, nothing, or figures that speak against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractor.assemble.score_review.lines import Line
from extractor.assemble.score_review.rebuild import by_any_scheme, explanations
from extractor.checks import Verdict
from extractor.checks._targets import score_places
from extractor.findings import Finding
from extractor.ledger import Ledger
from extractor.schemes import ZERO

Ground = Literal["verified", "stated_only", "unsupported", "contradicted"]
GROUNDS: tuple[Ground, ...] = ("verified", "stated_only", "unsupported", "contradicted")
WEAKEST: tuple[Ground, ...] = ("unsupported", "stated_only", "verified", "contradicted")
"""from which points go first that the total does not hold"""

OF_SCORE = frozenset({"PF104", "PF107", "ZX106"})
"""checks whose conflict is about points, those of their first figure"""
OF_RESULT = frozenset({"GJ101", "GJ102", "ZB101", "ZB102"})
"""checks whose finding is against every figure in it; of any other only the doubtful one is meant"""
SIGNALS = ("YC", "GF", "JS", "ZX105")
"""families and checks that say nothing against a figure: a low rate of execution is a fact like another"""

REST = "未列明细的部分"


@dataclass(frozen=True, slots=True)
class Grounded:
    """A line with what its points rest on. ``counted`` are its points that are in the total; ``scheme`` is how the
    figures give them, "" when they do not. ``line`` is None for what the total has beyond all lines."""

    line: Line | None
    ground: Ground
    counted: Decimal
    scheme: str = ""


def ground(
    ledger: Ledger,
    lines: Sequence[Line],
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
    total: Decimal | None,
) -> tuple[Grounded, ...]:
    """Each line with its ground; the counted points add up to the total exactly."""
    doubtful = frozenset(_doubtful(verdicts, findings))
    places = score_places(ledger)
    grounded = [_ground(ledger, line, doubtful, places) for line in lines]
    if total is None:
        return tuple(replace(one, counted=ZERO) for one in grounded)
    exponent = total.as_tuple().exponent
    claimed_places = -exponent if isinstance(exponent, int) else 0
    grounded = _rest_by_rate(ledger, grounded, total, max(places, claimed_places))
    rest = total - sum((one.counted for one in grounded), ZERO)
    if rest > 0:
        return (*grounded, Grounded(None, "unsupported", rest))
    if rest < 0:
        return tuple(_without(grounded, -rest, total))
    return tuple(grounded)


def _doubtful(verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> Iterator[int]:
    """The figures that something speaks against."""
    for verdict in verdicts:
        if verdict.outcome == "conflict" and verdict.code in OF_SCORE:
            yield from (figure.id for figure in verdict.figures[:1])
    for finding in findings:
        if finding.severity != "info" and not finding.code.startswith(SIGNALS):
            blamed = finding.figures if finding.code in OF_RESULT else finding.figures[:1]
            yield from (figure.id for figure in blamed)


def _ground(ledger: Ledger, line: Line, doubtful: frozenset[int], places: int) -> Grounded:
    way = next(explanations(ledger, line, places), None)
    scheme = way.scheme if way else ""
    if any(figure.id in doubtful for figure in (line.score, *line.figures) if figure):
        return Grounded(line, "contradicted", line.points)
    if scheme:
        return Grounded(line, "verified", line.points, scheme)
    return Grounded(line, "stated_only" if _in_words(line) else "unsupported", line.points)


def _in_words(line: Line) -> bool:
    """True when the report gives a result, a remark or, for a whole block, its score."""
    indicator = line.indicator
    if line.kind == "block" or line.rates or indicator is None:
        return True
    return indicator.actual is not None or indicator.reason is not None or indicator.claimed_met is not None


def _rest_by_rate(ledger: Ledger, grounded: list[Grounded], total: Decimal, places: int) -> list[Grounded]:
    """What the total has beyond its list is the execution block that stands outside of it (90 + 10): verified when a
    printed rate gives just so many points."""
    rest = total - sum((one.counted for one in grounded), ZERO)
    for index, one in enumerate(grounded):
        line = one.line
        if line is None or line.score is not None or line.kind != "execution" or line.weight is None:
            continue
        if 0 < rest <= line.weight:
            ways = (earned for earned in by_any_scheme(ledger, line, places) if rest in earned.points)
            way = next(ways, None)
            ground: Ground = "verified" if way else "stated_only"
            grounded[index] = replace(one, ground=ground, counted=rest, scheme=way.scheme if way else "")
    return grounded


def _without(grounded: Sequence[Grounded], surplus: Decimal, total: Decimal) -> Iterator[Grounded]:
    """The lines without the points that the total has no room for, taken from the weakest ground, last line first. A
    total below nothing is a ground of its own: no line can be part of it."""
    left = {index: one.counted for index, one in enumerate(grounded)}
    for weakest in WEAKEST:
        for index in reversed(left):
            if grounded[index].ground == weakest:
                cut = min(surplus, left[index])
                left[index] -= cut
                surplus -= cut
    for index, one in enumerate(grounded):
        yield replace(one, counted=left[index])
    if total < 0:
        yield Grounded(None, "unsupported", total)


def sums(grounded: Sequence[Grounded]) -> dict[Ground, Decimal]:
    """The points by ground."""
    return {name: sum((one.counted for one in grounded if one.ground == name), ZERO) for name in GROUNDS}
