"""From conflicting verdicts to findings: one cause, one finding.

A wrong figure breaks every relation that it takes part in. So of the figures that could explain a conflict, the one
that explains most conflicts at once is to blame, unless relations that hold speak for it; and a figure that would have
to be two different numbers to mend two conflicts explains only one of them. Signals and formal faults (a missing
chapter, a doubled word) are findings of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor import checks
from extractor.blame import ALONE, Cause, Evidence, suspected, suspects
from extractor.checks import SEVERITIES, Severity, Verdict
from extractor.facts import Figure
from extractor.findings import Finding, Repair
from extractor.ledger import Ledger
from extractor.rearrangement import rearranged
from extractor.repair import propose

__all__ = ["Finding", "Repair", "group"]

TOLD_TWICE = ("GJ101", "GJ102")
"""a figure against another telling of itself: that is the fault, and sums and rates that break are its consequences"""


def group(verdicts: Sequence[Verdict], ledger: Ledger) -> tuple[Finding, ...]:
    """The findings behind the conflicts, in order of text."""
    evidence = Evidence(verdicts)
    conflicts = list(_distinct(verdict for verdict in verdicts if verdict.outcome == "conflict"))
    alone = [verdict for verdict in conflicts if verdict.code.startswith(ALONE) or not suspects(verdict)]
    causes = [Cause(verdict.figures[0] if verdict.figures else None, (verdict,)) for verdict in alone]
    merged = {id(verdict) for verdict in alone}
    causes += evidence.explain([verdict for verdict in conflicts if id(verdict) not in merged])
    return tuple(sorted((_finding(cause, evidence, ledger) for cause in causes), key=_place))


def _distinct(conflicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Each conflict once: the same check on the same figures and marks says nothing new."""
    seen: set[object] = set()
    for verdict in conflicts:
        key = (verdict.code, frozenset(figure.id for figure in verdict.figures), verdict.marks)
        if (not verdict.figures and not verdict.marks) or key not in seen:
            seen.add(key)
            yield verdict


# ------------------------------------------------------------------ findings


def _finding(cause: Cause, evidence: Evidence, ledger: Ledger) -> Finding:
    ordered = sorted(cause.conflicts, key=lambda verdict: _weight(verdict, cause.figure))
    main = ordered[0]
    repair = _repair(cause, ordered, evidence) or rearranged(ledger, ordered, evidence.holding)
    figures = [figure for verdict in ordered for figure in verdict.figures]
    doubtful = [cause.figure] if cause.figure is not None else []
    return Finding(
        code=main.code,
        severity=_severity(main),
        message=_message(main, ordered, repair),
        formula=main.formula,
        formulas=tuple(dict.fromkeys(verdict.formula for verdict in ordered if verdict.formula)),
        stated=main.stated,
        derived=main.derived,
        difference=main.difference,
        unit=main.unit,
        repair=repair,
        figures=tuple({figure.id: figure for figure in (*doubtful, *figures)}.values()),
        marks=tuple(dict.fromkeys(mark for verdict in ordered for mark in verdict.marks)),
    )


def _weight(verdict: Verdict, figure: Figure | None) -> tuple[int, int, bool, str]:
    """What shows a cause best: the graver; one fact told twice (what hangs on it only follows); sums before rates
    before other equalities; the one that states the figure."""
    stated = bool(verdict.figures) and verdict.figures[0] == figure
    return (SEVERITIES.index(_severity(verdict)), _kind(verdict), not stated, verdict.code)


def _kind(verdict: Verdict) -> int:
    formula = verdict.formula or ""
    if verdict.code in TOLD_TWICE:
        return -1
    if "≠" in formula:
        return 2
    if "÷" in formula:
        return 1
    return 0 if any(sign in formula for sign in "+−") else 3


def _severity(verdict: Verdict) -> Severity:
    rule = checks.rule(verdict.code)
    if rule is None:
        raise LookupError(f"no check has the code {verdict.code}")
    severity = verdict.severity or rule.check.level
    if rule.check.preview and SEVERITIES.index(severity) < SEVERITIES.index("review"):
        return "review"
    return severity


def _message(main: Verdict, ordered: Sequence[Verdict], repair: Repair | None) -> str:
    rule = checks.rule(main.code)
    text = main.message or (rule.check.name if rule else main.code)
    more = len({verdict.formula for verdict in ordered} - {main.formula})
    if more:
        text += f"；同一处还使另外{more}项关系不成立"
    if repair:
        text += f"；{repair.words}"
    return text


def _repair(cause: Cause, ordered: Sequence[Verdict], evidence: Evidence) -> Repair | None:
    """The simplest change, when only one figure can be changed simply and nothing that holds speaks for it."""
    figure = cause.figure
    if figure is None:
        return None
    about = {name: list(mine.values()) for name, mine in evidence.about(ordered).items()}
    if evidence.blame(figure, about.get(evidence.fact(figure.id), [])).witnesses:
        return None
    offered = propose(figure, ordered)
    if offered is None:
        return None
    rivals = [
        rival.figure
        for one in suspected(ordered)
        if evidence.fact(one.id) != evidence.fact(figure.id)
        and not (rival := evidence.blame(one, about[evidence.fact(one.id)])).witnesses
        and len(rival.conflicts) == len(ordered)
    ]
    if not offered.simple and (rivals or len(ordered) < 2):
        return None
    if any(other.simple for rival in rivals if (other := propose(rival, ordered)) is not None):
        return None
    return offered.repair


def _place(finding: Finding) -> int:
    spans = [figure.span.start for figure in finding.figures[:1]]
    spans += [mark.start if isinstance(mark, tuple) else mark.span.start for mark in finding.marks]
    return spans[0] if spans else 0
