"""From a comparison to a verdict."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.arithmetic import Comparison, Hindrance
from extractor.checks import Check, Severity, Verdict
from extractor.checks._outcomes import blocked, present, silent
from extractor.document import Span
from extractor.facts import Fact, Figure


def judged(
    check: Check,
    result: Comparison | Hindrance,
    message: str,
    *,
    reason: str | None = None,
    severity: Severity | None = None,
    marks: Iterable[Fact | Span] = (),
    also: Iterable[Figure] = (),
) -> Verdict:
    """The verdict on a relation that was tried. ``message`` is used when it fails; ``reason`` says under which reading
    it was tried; ``also`` are figures that could be to blame though they stand in no formula."""
    if isinstance(result, Hindrance):
        return (blocked if result.blocked else silent)(check, result.reason)
    notes = [note for note in (reason, result.note) if note]
    figures = present(*result.figures)
    return Verdict(
        check.code,
        "agrees" if result.fits else "conflict",
        formula=result.formula,
        message=None if result.fits else message,
        stated=result.stated,
        derived=result.derived,
        difference=result.difference,
        unit=result.unit,
        mode=result.mode.value if result.mode else None,
        modes=result.modes,
        residual=result.residual,
        stated_interval=result.stated_interval,
        derived_interval=result.derived_interval,
        reason="；".join(notes) or None,
        severity="review" if result.doubtful and not result.fits else severity,
        figures=figures,
        marks=tuple(marks),
        suspects=present(*figures, *also) if tuple(also) else None,
        expects=result.expects,
        ranges=result.ranges,
    )


def off(result: Comparison | Hindrance) -> str:
    """相差0.27万元: how far the stated figure is from the derived one."""
    return f"相差{result.difference.lstrip('-')}{result.unit}" if isinstance(result, Comparison) else ""
