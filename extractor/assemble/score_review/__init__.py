"""Can the claimed score be believed: what it rests on, what it comes to when rebuilt, and what to ask for.

Nothing here is a finding. Points are parted by their ground, the total is rebuilt from the report's own figures, signs
are counted, and papers are named that would settle what is open. The words never accuse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.assemble.evidence import Quoter
from extractor.assemble.score_review.grounds import REST, Grounded, ground, sums
from extractor.assemble.score_review.lines import Line, lines_of
from extractor.assemble.score_review.papers import requests
from extractor.assemble.score_review.rebuild import Earned, Rebuilt, rebuild, told
from extractor.assemble.score_review.signs import Sign, notable, signs
from extractor.assemble.scores import claimed_total
from extractor.checks import Verdict
from extractor.checks._scores import full_mark
from extractor.checks._targets import reach
from extractor.findings import Finding
from extractor.ledger import Ledger
from extractor.quantity import trimmed
from extractor.report import MissedTarget, Points, Rebuild, ReviewLine, ScoreReview, Scores, SignEntry

__all__ = ["review"]


def review(
    ledger: Ledger, scores: Scores, verdicts: Sequence[Verdict], findings: Sequence[Finding], cite: Quoter
) -> ScoreReview:
    """A review of the claimed total; its points add up to the total. No score claimed: nothing to part."""
    claimed = claimed_total(ledger)
    total = claimed.figure.quantity.value if claimed else None
    lines = lines_of(ledger, total)
    rebuilt = rebuild(ledger, lines, total)
    grounded = ground(ledger, lines, verdicts, findings, total)
    found = signs(ledger, total, full_mark(ledger))
    best = rebuilt[0] if rebuilt else None
    return ScoreReview(
        claimed=scores.total,
        grade=scores.grade,
        rebuilt=told(best.total) if best else None,
        scheme=_scheme(best, ledger, lines) if best else None,
        points=_points(grounded, total),
        signals=sorted({finding.code for finding in findings if finding.code.startswith("YC")}),
        requests=requests(ledger, grounded, findings),
        rebuilds=[_rebuild(one, ledger, lines, total) for one in rebuilt],
        lines=list(_lines(grounded, best.earned if best else (), cite)),
        missed_full_marks=list(_missed(lines, cite)),
        signs=[_sign(one, cite) for one in found],
        too_perfect=notable(found),
    )


def _points(grounded: Sequence[Grounded], total: Decimal | None) -> Points:
    if total is None:
        return Points()
    return Points(**{name: trimmed(points) for name, points in sums(grounded).items()})


def _scheme(rebuilt: Rebuilt, ledger: Ledger, lines: Sequence[Line]) -> str:
    """“10+90；定量指标、满意度：按完成比例计分；预算执行率：按执行率计分”."""
    by_name: dict[str, list[str]] = {}
    for what, name in rebuilt.schemes:
        by_name.setdefault(name, []).append(what)
    return "；".join([_structure(ledger, lines), *(f"{'、'.join(what)}：{name}" for name, what in by_name.items())])


def _structure(ledger: Ledger, lines: Sequence[Line]) -> str:
    """How the full mark is shared out: 10+90, 4×22.5+10, 100 where the rate is but one line among others."""
    execution = [line.weight for line in lines if line.kind == "execution" and line.weight is not None]
    others = [line.weight for line in lines if line.kind != "execution" and line.weight is not None]
    rest = sum(others, Decimal(0))
    block = sum(execution, Decimal(0))
    if block not in ledger.profile.execution_weights:
        return trimmed(rest + block)
    rate = trimmed(block)
    if len(others) > 1 and len(set(others)) == 1:
        return f"{len(others)}×{trimmed(others[0])}+{rate}"
    return f"{rate}+{trimmed(rest)}"


def _rebuild(rebuilt: Rebuilt, ledger: Ledger, lines: Sequence[Line], total: Decimal | None) -> Rebuild:
    return Rebuild(
        total=told(rebuilt.total),
        scheme=_scheme(rebuilt, ledger, lines),
        matched=rebuilt.matched,
        of=rebuilt.firm,
        holds_claimed=None if total is None else total in rebuilt.total,
    )


def _lines(grounded: Sequence[Grounded], earned: Sequence[Earned], cite: Quoter) -> Iterator[ReviewLine]:
    for index, one in enumerate(grounded):
        line = one.line
        rebuilt = told(earned[index].value) if index < len(earned) and line else None
        yield ReviewLine(
            name=line.name if line else REST,
            weight=trimmed(line.weight) if line and line.weight is not None else None,
            score=line.score.quantity.digits if line and line.score else None,
            counted=trimmed(one.counted),
            ground=one.ground,
            scheme=one.scheme or None,
            rebuilt=rebuilt,
            evidence=cite(line.score, line.printed_weight, *line.figures) if line else [],
        )


def _missed(lines: Sequence[Line], cite: Quoter) -> Iterator[MissedTarget]:
    """Targets that were missed and yet have full marks, those that a threshold allows too."""
    for line in lines:
        indicator, score, weight = line.indicator, line.score, line.weight
        if indicator is None or score is None or weight is None or score.quantity.value < weight:
            continue
        reached = reach(indicator)
        if reached.met is False and reached.sure and indicator.target and indicator.actual:
            yield MissedTarget(
                name=indicator.name,
                target=indicator.target.text,
                actual=indicator.actual.text,
                weight=trimmed(weight),
                score=score.quantity.digits,
                reason=indicator.reason,
                evidence=cite(score, indicator.actual, indicator.target),
            )


def _sign(sign: Sign, cite: Quoter) -> SignEntry:
    return SignEntry(sign=sign.sign, text=sign.text, count=sign.count, of=sign.of, evidence=cite.of(sign.marks))
