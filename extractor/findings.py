"""What is reported: one cause, with all that it breaks, and the change that would mend it."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.checks import Severity
from extractor.document import Span
from extractor.facts import Fact, Figure


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
