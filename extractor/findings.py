"""What is reported: one cause, with all that it breaks, and the change that would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.checks import Severity
from extractor.document import Span
from extractor.facts import Fact, Figure

RepairKind = Literal["slip", "unit", "figure", "exchange", "missing", "slipped"]


@dataclass(frozen=True, slots=True)
class Repair:
    """The one change that mends a relation: printed ``before``, to print ``after``; ``mends`` are the formulas that
    then hold; ``figures`` the places to change. ``kind`` says what went wrong: a slip of the pen, a wrong unit, another
    figure; two figures exchanged, an item left out, figures slipped by a row."""

    before: str
    after: str
    mends: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    kind: RepairKind = "figure"

    @property
    def words(self) -> str:
        """What to do, in a few words."""
        match self.kind:
            case "exchange":
                return f"{self.before}两数对调即可相符"
            case "missing":
                return f"补上{self.figures[0].quantity.digits}即可相符"
            case "slipped":
                return f"似整体错了一行，改为{self.after}即可相符"
        return f"改为{self.after}即可相符"


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
