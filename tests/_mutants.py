"""Changing one printed figure of a document, and saying beforehand whether its relations still hold.

What holds is derived from the checks of the unchanged document alone: each agreeing check prints its formula and its
intervals and points at its figures. The formula is calculated anew with the changed figure. Where a formula is no
arithmetic (a grade, a list) the change cannot be foretold, and is not used.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext
from typing import Any, Literal

from _relations import calculated

from extractor.document import Document, Span
from extractor.facts import Figure
from extractor.report import CheckEntry, FindingEntry, Report

Outlook = Literal["breaks", "holds", "unknown"]

FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
SCALE = {"亿元": 10**8, "百万元": 10**6, "万元": 10**4, "千元": 10**3, "元": 1}
CONDITIONAL = ("ZB101", "PF107", "ZX105")
"""checks that speak only when the report claims success or no scheme of points explains it: breaking their relation
need not be a fault"""

_TERM = re.compile(r"(\d+(?:\.\d+)?)(亿元|百万元|万元|千元|元|%|％|‰|[\u4e00-\u9fff]{0,3})")
_SIGNS = re.compile(r"\s*([=≈≤≥<>])\s*")


@dataclass(frozen=True)
class Mutant:
    """One changed figure. ``after`` are its new digits, ``place`` what was put at ``span``."""

    figure: Figure
    after: str
    span: Span
    place: str
    outlook: Outlook
    partners: frozenset[tuple[int, int]]
    """places of the figure and of all figures that stand in a relation with it"""

    def __str__(self) -> str:
        return f"{self.figure.text}@{self.figure.span.start} → {self.after}"


# ---------------------------------------------------------------- changing the print


def edited(document: Document, span: Span, text: str) -> Document:
    """The document with other characters at ``span``; everything behind moves along."""
    grown = len(text) - (span.end - span.start)

    def moved(value: Any) -> Any:
        if isinstance(value, Span):
            return Span(*(at + grown if at >= span.end else at for at in value))
        if isinstance(value, tuple):
            return tuple(moved(inner) for inner in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            spans = ("span", "cells")
            return dataclasses.replace(value, **{k: moved(getattr(value, k)) for k in spans if hasattr(value, k)})
        return value

    return dataclasses.replace(
        document,
        text=document.text[: span.start] + text + document.text[span.end :],
        **{name: moved(getattr(document, name)) for name in ("pages", "lines", "tables", "furniture")},
    )


def digit_places(document: Document, figure: Figure) -> list[int]:
    """Where the digits of a figure are printed; empty when they are not plain digits one by one."""
    places = [
        at
        for at in range(*figure.span)
        if document.text[at].translate(FULL_WIDTH).isascii() and document.text[at].translate(FULL_WIDTH).isdigit()
    ]
    printed = "".join(document.text[at] for at in places).translate(FULL_WIDTH)
    return places if printed == figure.quantity.digits.replace(".", "") and figure.quantity.high is None else []


def replaced(figure: Figure, index: int, digit: str) -> str:
    """The figure's digits with another one at ``index`` (the point aside)."""
    point = figure.quantity.digits.find(".")
    at = index if point < 0 or index < point else index + 1
    return figure.quantity.digits[:at] + digit + figure.quantity.digits[at + 1 :]


# ---------------------------------------------------------------- foretelling


def relations(report: Report, figure: Figure) -> list[CheckEntry]:
    """The agreeing checks that a figure takes part in, signals (YC) aside."""
    return [
        check
        for check in report.checks
        if check.outcome == "agrees"
        and not check.code.startswith("YC")
        and any(place.start < figure.span.end and figure.span.start < place.end for place in check.evidence)
    ]


def outlook(checks: list[CheckEntry], before: str, after: str) -> Outlook:
    """What becomes of all relations together: one that breaks is enough, all must hold to hold."""
    told = {_outlook(check, before, after) for check in checks}
    if "breaks" in told:
        return "breaks"
    return "unknown" if "unknown" in told else "holds"


def _outlook(check: CheckEntry, before: str, after: str) -> Outlook:
    if not check.formula or check.code in CONDITIONAL:
        return "unknown"
    changed = [m.span(1) for m in _TERM.finditer(check.formula) if m[1] == before]
    if not changed:
        return "unknown"
    # the same digits may stand twice in a formula: either could be the changed one
    told = {_judged(check, check.formula[:start] + after + check.formula[end:]) for start, end in changed}
    return told.pop() if len(told) == 1 else "unknown"


def _judged(check: CheckEntry, formula: str) -> Outlook:
    pieces = _SIGNS.split(formula)
    try:
        with localcontext() as context:
            context.prec = 40
            values = [_calculated(side) for side in pieces[::2]]
    except (SyntaxError, ValueError, KeyError, DivisionByZero, InvalidOperation):
        return "unknown"
    told = {
        _compared(left, sign, right, check) for left, sign, right in zip(values, pieces[1::2], values[1:], strict=False)
    }
    if not told or "unknown" in told:
        return "unknown"
    return "breaks" if "breaks" in told else "holds"


def _calculated(side: str) -> Decimal:
    """One side of a formula. Money in several units is brought to yuan, % to a plain ratio."""
    text = side.replace("×", "*").replace("÷", "/").replace("−", "-").replace(",", "")
    text = _TERM.sub(lambda m: f"({m[1]}*{SCALE.get(m[2], 1)}{'/100' if m[2] in ('%', '％') else ''})", text)
    return calculated(text)


def _compared(left: Decimal, sign: str, right: Decimal, check: CheckEntry) -> Outlook:
    """Sides may lie apart by half of the widths of both intervals, by all of them when figures were cut off; between a
    quarter and a little more than that, nothing is foretold."""
    room = _room(check)
    apart = abs(left - right) / (max(abs(left), abs(right)) or 1)
    if sign in "≤≥<>":
        if {"≤": left <= right, "≥": left >= right, "<": left < right, ">": left > right}[sign]:
            return "holds"
    elif apart <= room / 4:
        return "holds"
    return "breaks" if apart > room * Decimal("1.1") else "unknown"


def _room(check: CheckEntry) -> Decimal:
    """The widths of both intervals together, as a share of the value: intervals are printed in the unit of the check,
    the sides of a formula are brought to yuan or to a plain ratio. 0 when no interval is printed."""
    if check.intervals is None:
        return Decimal(0)
    ends = [Decimal(end) for side in (check.intervals.stated, check.intervals.derived) if side for end in side if end]
    top = max(map(abs, ends), default=Decimal(0))
    return ((ends[1] - ends[0]) + (ends[3] - ends[2])) / top if len(ends) == 4 and top else Decimal(0)


# ---------------------------------------------------------------- all mutants of a document


def mutants(document: Document, report: Report, figures: tuple[Figure, ...]) -> Iterator[Mutant]:
    """For each figure: the smallest and the largest change of a digit that breaks a relation, one that breaks none,
    and a decimal more that stays inside. For a figure without relations: one change."""
    for figure in figures:
        places = digit_places(document, figure)
        if not places:
            continue
        checks = relations(report, figure)
        around = frozenset(
            {(place.start, place.end) for check in checks for place in check.evidence} | {tuple(figure.span)}
        )
        tried = [
            Mutant(figure, after, Span(at, at + 1), _as_printed(document.text[at], digit), look, around)
            for index, at in reversed(list(enumerate(places)))
            for digit in _digits(figure.quantity.digits.replace(".", "")[index], leading=index == 0)
            for after in [replaced(figure, index, digit)]
            for look in [outlook(checks, figure.quantity.digits, after)]
        ]
        breaking = [mutant for mutant in tried if mutant.outlook == "breaks"]
        holding = [mutant for mutant in tried if mutant.outlook == "holds"]
        yield from {id(mutant): mutant for mutant in (*breaking[:1], *breaking[-1:], *holding[:1])}.values()
        yield from _finer(document, figure, places, checks, around)


def _digits(digit: str, *, leading: bool) -> tuple[str, str]:
    """Two other digits: the next one and one far away; a number does not begin with 0."""
    near, far = (int(digit) + 1) % 10, (int(digit) + 5) % 10
    return tuple(str(choice or 1 if leading else choice) for choice in (near, far))  # type: ignore[return-value]


def _as_printed(old: str, digit: str) -> str:
    return digit if old.isascii() else chr(ord("０") + int(digit))


def _finer(
    document: Document, figure: Figure, places: list[int], checks: list[CheckEntry], around: frozenset[Any]
) -> Iterator[Mutant]:
    """One decimal more, inside the interval that the figure stood for. A total is left alone: parts printed coarser
    than their total are worth a look of their own (checks.md section 1.1)."""
    digits = figure.quantity.digits
    if "." not in digits or not checks or any((check.formula or "").rstrip("%").endswith(digits) for check in checks):
        return
    for digit in "1234":
        look = outlook(checks, digits, digits + digit)
        if look == "holds":
            at = places[-1] + 1
            place = _as_printed(document.text[places[-1]], digit)
            yield Mutant(figure, digits + digit, Span(at, at), place, look, around)
            return


# ---------------------------------------------------------------- judging

LOUD = ("error", "warning", "review")


def news(before: Report, after: Report, grown: int, at: int) -> list[FindingEntry]:
    """The findings that were not there before, signals (YC) and hints aside."""

    def key(finding: FindingEntry, back: int) -> tuple[object, ...]:
        first = min((place.start for place in finding.evidence), default=0)
        return (finding.code, first - back if first > at else first)

    known = Counter(key(finding, 0) for finding in _loud(before))
    fresh = []
    for finding in _loud(after):
        told = key(finding, grown)
        if known[told]:
            known[told] -= 1
        else:
            fresh.append(finding)
    return fresh


def _loud(report: Report) -> list[FindingEntry]:
    return [f for f in report.findings if f.severity in LOUD and not f.code.startswith("YC")]
