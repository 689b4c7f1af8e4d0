"""The report's score: its total, full mark, grade and parts, as printed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from extractor.assemble.evidence import Quoter
from extractor.facts import Figure, Grade, Score
from extractor.ledger import Ledger
from extractor.report import ScorePart, Scores

Speaker = str | None


def scores(ledger: Ledger, cite: Quoter) -> Scores:
    """The scores of the report's own speaker; where tellings differ the first one stands (PF106 tells)."""
    total = claimed_total(ledger)
    full = next((score for score in ledger.of(Score) if score.kind == "full"), None)
    grade = _grade(ledger, total)
    retold = [
        score
        for score in ledger.of(Score)
        if total and score.kind == "total" and score.speaker == total.speaker and _points(score) == _points(total)
    ]
    regraded = [one for one in ledger.of(Grade) if grade and (one.word, one.speaker) == (grade.word, grade.speaker)]
    return Scores(
        total=total.figure.quantity.digits if total else None,
        full=full.figure.quantity.digits if full else None,
        grade=grade.word if grade else None,
        grade_band=grade.band if grade else None,
        parts=_parts(ledger, cite),
        evidence=cite(*(score.figure for score in retold), full.figure if full else None, *regraded),
    )


def claimed_total(ledger: Ledger) -> Score | None:
    """The total that the report itself gives: in a self-evaluation its own, elsewhere not the unit's self-score."""
    totals = [score for score in ledger.of(Score) if score.kind == "total"]
    ranks = _ranks(ledger)
    return min(totals, key=lambda score: ranks[score.speaker], default=None)


def _ranks(ledger: Ledger) -> dict[Speaker, int]:
    if ledger.kind.endswith("self_evaluation"):
        return {None: 0, "self": 0, "review": 1, "expert": 2}
    return {None: 0, "review": 0, "expert": 1, "self": 2}


def _grade(ledger: Ledger, total: Score | None) -> Grade | None:
    grades = ledger.of(Grade)
    ranks = _ranks(ledger)
    best = min((ranks[grade.speaker] for grade in grades), default=0)
    rest = [grade for grade in grades if ranks[grade.speaker] == best]
    return ledger.nearest(rest, total) if total else next(iter(rest), None)


def _points(score: Score) -> Decimal:
    return score.figure.quantity.value


def _parts(ledger: Ledger, cite: Quoter) -> list[ScorePart]:
    groups: dict[tuple[str, Decimal], list[Score]] = {}
    for score in ledger.of(Score):
        if score.kind == "part" and score.name:
            groups.setdefault((score.name, _points(score)), []).append(score)
    for score in _blocks(ledger, {name for name, _points in groups}):
        groups.setdefault((score.name or "", _points(score)), []).append(score)
    return [*_scored_parts(ledger, cite, groups), *_weights_alone(ledger, cite, {name for name, _ in groups})]


def _scored_parts(ledger: Ledger, cite: Quoter, groups: dict[tuple[str, Decimal], list[Score]]) -> Iterator[ScorePart]:
    for (name, _), told in groups.items():
        weight = next((score.weight for score in told if score.weight), None) or _weight_of_block(ledger, name)
        yield ScorePart(
            name=name,
            weight=weight.quantity.digits if weight else None,
            score=told[0].figure.quantity.digits,
            evidence=cite.of(dict.fromkeys([*(f for score in told for f in (score.figure, score.weight)), weight])),
        )


def _weights_alone(ledger: Ledger, cite: Quoter, scored: set[str]) -> Iterator[ScorePart]:
    """The parts of which only the full mark is told, each name once."""
    for score in ledger.of(Score):
        if score.kind == "weight" and score.name and score.name not in scored:
            scored.add(score.name)
            yield ScorePart(
                name=score.name, weight=score.figure.quantity.digits, score=None, evidence=cite(score.figure)
            )


def _blocks(ledger: Ledger, told: Collection[str]) -> list[Score]:
    """The subtotals of the table of scores (部门产出 … 小计 | 30 | 28.15) that are the parts which no words tell."""
    blocks = [score for score in ledger.of(Score) if score.kind == "subtotal" and score.level == 1 and score.name]
    return [score for score in blocks if score.name not in told]


def _weight_of_block(ledger: Ledger, name: str) -> Figure | None:
    """The full mark that the table of scores gives to a part (小计), where the words that tell its score give none;
    None where tables differ."""
    blocks = [score.weight for score in ledger.of(Score) if score.kind == "subtotal" and score.name == name]
    weights = [weight for weight in blocks if weight is not None]
    return weights[0] if weights and len({weight.quantity.value for weight in weights}) == 1 else None
