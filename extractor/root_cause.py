"""From conflicting verdicts to findings: one cause, one finding.

Stand-in until the grouping lands: each conflict is a finding of its own. The types are what the report is made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor import checks
from extractor.checks import Severity, Verdict
from extractor.document import Span
from extractor.facts import Fact, Figure
from extractor.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Repair:
    """The one change that mends a relation: printed ``before``, to print ``after``; ``mends`` are the formulas that
    then hold; ``figures`` the places to change."""

    before: str
    after: str
    mends: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause. ``formulas`` are all relations that it breaks, ``formula`` the one that shows it best; ``figures`` are
    all numbers that take part, the doubtful one first; ``marks`` are places that are not numbers."""

    code: str
    severity: Severity
    message: str
    formula: str | None = None
    formulas: tuple[str, ...] = ()
    stated: str | None = None
    derived: str | None = None
    difference: str | None = None
    unit: str | None = None
    repair: Repair | None = None
    figures: tuple[Figure, ...] = ()
    marks: tuple[Fact | Span, ...] = ()


def group(verdicts: Sequence[Verdict], ledger: Ledger) -> tuple[Finding, ...]:
    """The findings behind the conflicts."""
    return tuple(_single(verdict) for verdict in verdicts if verdict.outcome == "conflict")


def _single(verdict: Verdict) -> Finding:
    rule = checks.rule(verdict.code)
    if rule is None:
        raise LookupError(f"no check has the code {verdict.code}")
    return Finding(
        code=verdict.code,
        severity=verdict.severity or rule.check.level,
        message=verdict.message or rule.check.name,
        formula=verdict.formula,
        formulas=(verdict.formula,) if verdict.formula else (),
        stated=verdict.stated,
        derived=verdict.derived,
        difference=verdict.difference,
        unit=verdict.unit,
        figures=verdict.figures,
        marks=verdict.marks,
    )
