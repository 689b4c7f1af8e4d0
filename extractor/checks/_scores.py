"""The scores of a report by who speaks, shared by the checks of scores and grades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractor.facts import Figure, Grade, Indicator, Score
from extractor.ledger import Ledger

SELF_KINDS = frozenset({"project_self_evaluation", "overall_self_evaluation", "transfer_self_evaluation"})
"""kinds in which an unnamed speaker is the unit itself"""

Speaker = str | None


def full_mark(ledger: Ledger) -> Decimal:
    """The full mark that the report states, else the usual 100."""
    stated = {score.figure.quantity.value for score in ledger.of(Score) if score.kind == "full"}
    return stated.pop() if len(stated) == 1 else ledger.profile.full_mark


def totals(ledger: Ledger) -> tuple[Score, ...]:
    """The tellings of the total score: not those of a block with its own, smaller full mark (合计 90 of 100)."""
    full = full_mark(ledger)
    return tuple(
        score
        for score in ledger.of(Score)
        if score.kind == "total" and (score.weight is None or score.weight.quantity.value == full)
    )


def by_speaker(ledger: Ledger) -> Iterator[tuple[Speaker, tuple[Score, ...]]]:
    """Total scores grouped by speaker and project; an unnamed speaker joins the one that the kind of report implies."""
    groups: dict[tuple[Speaker, str | None], list[Score]] = {}
    for score in totals(ledger):
        groups.setdefault((speaker(ledger, score), score.name), []).append(score)
    for (who, _name), scores in groups.items():
        yield who, tuple(scores)


def speaker(ledger: Ledger, fact: Score | Grade) -> Speaker:
    """Who gives a score or grade; in a self-evaluation the unnamed speaker is the unit, unless the score is the one
    that somebody else is said to have given (综合得分91.6分 … 自评得分96分，评价组复核得分91.6分)."""
    if fact.speaker is None and isinstance(fact, Score):
        value = fact.figure.quantity.value
        named = [one for one in totals(ledger) if one.speaker and one.figure.quantity.value == value]
        if named and all(one.speaker != "self" for one in named):
            return named[0].speaker
    if fact.speaker is None and ledger.kind in SELF_KINDS:
        return "self"
    return fact.speaker


def values(scores: Iterable[Score]) -> set[Decimal]:
    """The distinct values of exact scores."""
    return {score.figure.quantity.value for score in scores if score.figure.quantity.op == "eq"}


def parts(ledger: Ledger) -> tuple[Score, ...]:
    """The part scores, each name once (first telling)."""
    named: dict[str, Score] = {}
    for score in ledger.of(Score):
        if score.kind == "part" and score.name:
            named.setdefault(score.name, score)
    return tuple(named.values())


def scored(ledger: Ledger) -> tuple[Indicator, ...]:
    """The indicators with a score."""
    return tuple(one for one in ledger.of(Indicator) if one.score is not None)


def total_of(figures: Iterable[Figure | None]) -> Decimal:
    """The sum of points, exactly."""
    return sum((figure.quantity.value for figure in figures if figure), Decimal(0))


def is_bonus(name: str | None) -> bool:
    """True for lines that add to or take from the total outside the weights: 加分项, 扣分项."""
    return any(word in (name or "") for word in ("加分", "扣分", "奖励分", "附加分"))
