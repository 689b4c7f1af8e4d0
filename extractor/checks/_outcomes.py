"""Short ways to say the four outcomes, so that a check reads as its rule."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from extractor.arithmetic import Comparison, Hindrance
from extractor.checks import Check, Severity, Verdict
from extractor.document import Span
from extractor.facts import Fact, Figure
from extractor.formulas import printed
from extractor.quantity import trimmed

Marks = Iterable[Fact | Span]


def agrees(
    check: Check, formula: str, *figures: Figure | None, marks: Marks = (), reason: str | None = None
) -> Verdict:
    """The relation holds. ``reason`` may say under which reading."""
    return Verdict(check.code, "agrees", formula, reason=reason, figures=present(*figures), marks=tuple(marks))


def conflict(
    check: Check,
    message: str,
    *figures: Figure | None,
    formula: str | None = None,
    marks: Marks = (),
    severity: Severity | None = None,
    reason: str | None = None,
) -> Verdict:
    """The relation fails and no number can be named that would mend it."""
    return Verdict(
        check.code,
        "conflict",
        formula,
        message,
        severity=severity,
        figures=present(*figures),
        marks=tuple(marks),
        reason=reason,
    )


def silent(check: Check, reason: str, *figures: Figure | None, formula: str | None = None) -> Verdict:
    """The rule does not apply here; ``reason`` says why, in Chinese."""
    return Verdict(check.code, "not_applicable", formula, reason=reason, figures=present(*figures))


def blocked(check: Check, reason: str, *figures: Figure | None) -> Verdict:
    """The rule applies, but what it needs is missing or contradicts itself."""
    return Verdict(check.code, "blocked", reason=reason, figures=present(*figures))


def compared(
    check: Check,
    result: Comparison | Hindrance,
    message: str,
    *figures: Figure,
    marks: Marks = (),
    severity: Severity | None = None,
    suspects: tuple[Figure, ...] | None = None,
) -> Verdict:
    """The verdict on a comparison. ``message`` tells a conflict; ``figures`` are those of a comparison that could not
    be made. A doubtful comparison is a matter for review."""
    if isinstance(result, Hindrance):
        return (blocked if result.blocked else silent)(check, result.reason, *figures)
    return Verdict(
        check.code,
        "agrees" if result.fits else "conflict",
        formula=result.formula,
        message=None if result.fits else message,
        stated=result.stated,
        derived=result.derived,
        difference=result.difference,
        unit=result.unit or None,
        mode=result.mode.value if result.mode else None,
        stated_interval=result.stated_interval,
        derived_interval=result.derived_interval,
        reason=result.note,
        severity="review" if result.doubtful else severity,
        figures=result.figures,
        marks=tuple(marks),
        suspects=suspects,
        expects=result.expects,
    )


def present(*figures: Figure | None) -> tuple[Figure, ...]:
    """The figures that are there, each once, in the order given."""
    return tuple({figure.id: figure for figure in figures if figure}.values())


def number(value: Decimal) -> str:
    """A derived number as a person would write it: no exponent, no trailing zeros.

    >>> number(Decimal("98.90"))
    '98.9'
    """
    return trimmed(value)


def digits(figure: Figure) -> str:
    """The printed digits of a figure, in ASCII, sign kept."""
    return printed(figure.quantity)
