"""The grade against the score, on the report's own scale or the usual one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, blocked, conflict, number, silent
from extractor.checks._scores import full_mark, speaker, totals, values
from extractor.facts import Grade, GradeScale, Score
from extractor.ledger import Ledger
from extractor.quantity import Interval

CHECK = Check("PF105", "grade-mismatch", "等级与分数不符", "error")

Bands = tuple[tuple[str, Interval], ...]


def check(ledger: Ledger) -> Iterator[Verdict]:
    grades = ledger.of(Grade)
    if not grades or not totals(ledger):
        yield silent(CHECK, "报告未同时给出总分和等级")
        return
    scales = {scale.bands: scale for scale in ledger.of(GradeScale)}
    if len(scales) > 1:
        yield blocked(CHECK, "报告给出了两种不同的等级划分")
        return
    scale = next(iter(scales.values()), None)
    told: set[tuple[Decimal, str]] = set()
    for grade in grades:
        verdict = _judge(ledger, grade, scale)
        key = (verdict.figures[0].quantity.value, grade.word) if verdict.figures else None
        if verdict.outcome == "conflict" and key in told:
            continue  # the same wrong grade said twice is one fault
        if key:
            told.add(key)
        yield verdict


def _judge(ledger: Ledger, grade: Grade, scale: GradeScale | None) -> Verdict:
    scores = _scores_of(ledger, grade)
    if not scores:
        return silent(CHECK, f"等级“{grade.word}”没有同一主体的总分")
    exact = values(scores)
    if not exact:
        return silent(CHECK, "总分不是确数", *(score.figure for score in scores))
    if len(exact) > 1:
        return blocked(CHECK, "总分前后不一致，无法与等级核对", *(score.figure for score in scores))
    figure = next(score.figure for score in scores if score.figure.quantity.op == "eq")
    profile = ledger.profile
    bands = scale.bands if scale else profile.grades
    word = grade.word if scale else dict(profile.grade_names).get(grade.word, grade.word)
    wanted = next((name for name, _ in bands if name in (word, grade.band)), None)
    if wanted is None:
        return silent(CHECK, f"等级“{grade.word}”不在所用的等级划分之内", figure)
    points = figure.quantity.value * profile.full_mark / full_mark(ledger) if scale is None else figure.quantity.value
    if points > (profile.full_mark if scale is None else full_mark(ledger)):
        return blocked(CHECK, "总分超过满分（PF104），无法与等级核对", figure)
    fitting = next((name for name, interval in bands if points in interval), None)
    basis = "报告自定的等级划分" if scale else f"{profile.scale}的等级划分"
    if fitting == wanted:
        return agrees(CHECK, f"{figure.quantity.digits} → {grade.word}", figure, marks=(grade,), reason=f"按{basis}")
    marks = (grade, *_same(ledger, grade), *((scale,) if scale else ()))
    figures = [score.figure for score in scores]
    if fitting is None:
        message = f"{number(points)}分不在{basis}的任何一档之内，报告定为“{grade.word}”"
        return conflict(CHECK, message, *figures, marks=marks, severity="review")
    ranges = [(one, interval) for name, interval in bands if name == wanted for one in figures]
    message = f"{figure.quantity.digits}分按{basis}应为“{fitting}”，报告写为“{grade.word}”"
    return conflict(
        CHECK, message, *figures, formula=f"{figure.quantity.digits} → {fitting}", marks=marks, ranges=ranges
    )


def _scores_of(ledger: Ledger, grade: Grade) -> tuple[Score, ...]:
    """The totals by the speaker of a grade; an unnamed speaker takes those of its sentence, else the only ones."""
    everything = totals(ledger)
    who = speaker(ledger, grade)
    near = tuple(score for score in everything if score.sentence == grade.sentence >= 0)
    same = tuple(score for score in everything if speaker(ledger, score) == who)
    if grade.speaker is None and not near and (last := _last_told(ledger, grade, everything)):
        return last
    if len(values(same)) == 1:
        return same
    if near and who is None:
        return near
    if not same and len(values(everything)) == 1 and who is None:
        return everything
    return tuple(score for score in near if score in same) or same


def _last_told(ledger: Ledger, grade: Grade, everything: tuple[Score, ...]) -> tuple[Score, ...]:
    """The total before a grade that nobody is named for, in its section, where others there are by other speakers:
    自评得分96分，评价组评价得分84分。评价等级为“良”。"""
    here = [one for one in everything if one.section == grade.section and one.cell is None]
    before = [one for one in here if one.span.start < grade.span.start]
    if grade.cell is not None or not before or len({speaker(ledger, one) for one in here}) < 2:
        return ()
    return (max(before, key=lambda one: one.span.start),)


def _same(ledger: Ledger, grade: Grade) -> tuple[Grade, ...]:
    return tuple(other for other in ledger.of(Grade) if other.word == grade.word and other is not grade)
