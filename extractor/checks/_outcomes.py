"""Short ways to say the four outcomes, so that a check reads as its rule."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from extractor.checks import Check, Severity, Verdict
from extractor.document import Span
from extractor.facts import Fact, Figure
from extractor.formulas import printed
from extractor.quantity import Interval, trimmed

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
    suspects: tuple[Figure, ...] | None = None,
    ranges: Iterable[tuple[Figure, Interval]] = (),
) -> Verdict:
    """The relation fails. ``suspects=()`` keeps a signal apart from the faults of the same figures; ``ranges`` are the
    values with which a figure would mend it, in its printed unit."""
    return Verdict(
        check.code,
        "conflict",
        formula,
        message,
        severity=severity,
        figures=present(*figures),
        marks=tuple(marks),
        suspects=suspects,
        ranges=tuple(ranges),
    )


def silent(check: Check, reason: str, *figures: Figure | None, formula: str | None = None) -> Verdict:
    """The rule does not apply here; ``reason`` says why, in Chinese."""
    return Verdict(check.code, "not_applicable", formula, reason=reason, figures=present(*figures))


def blocked(check: Check, reason: str, *figures: Figure | None) -> Verdict:
    """The rule applies, but what it needs is missing or contradicts itself."""
    return Verdict(check.code, "blocked", reason=reason, figures=present(*figures))


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
