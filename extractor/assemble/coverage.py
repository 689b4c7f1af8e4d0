"""How many of the document's numerals were understood, and how many were compared with others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

import regex

from extractor.checks import Verdict
from extractor.document import Span
from extractor.facts import Fact, Figure, Meta, Moment, Period, YearMention
from extractor.ledger import Ledger
from extractor.reading import Reading
from extractor.report import Coverage

_DIGITS = regex.compile(r"\p{Nd}+(?:[.．,，]\p{Nd}+)*")
_TIMES = (Moment, Period, YearMention, Meta)


def coverage(reading: Reading, ledger: Ledger, verdicts: Sequence[Verdict]) -> Coverage:
    """Counts over all tokens of the flow and all digits of the page furniture. The parts add up to ``numbers``."""
    explained = explained_ids(ledger)
    times = [fact.span for fact in ledger.facts if isinstance(fact, _TIMES)]
    read = furniture = unexplained = 0
    for token in reading.tokens:
        if token.figure:
            if token.figure.id in explained:
                read += 1
            else:
                unexplained += 1
        elif token.dates and _covered(reading.flow.span(token.at), times):
            read += 1
        else:
            furniture += 1
    furniture += sum(1 for _ in _page_digits(reading))
    return Coverage(
        numbers=read + furniture + unexplained,
        read=read,
        furniture=furniture,
        unexplained=unexplained,
        checked=len(compared_ids(verdicts)),
    )


def explained_ids(ledger: Ledger) -> set[int]:
    """The ids of all figures to which a fact gives a meaning."""
    return {figure.id for fact in ledger.facts for figure in figures_in(fact)}


def compared_ids(verdicts: Sequence[Verdict]) -> set[int]:
    """The ids of all figures that took part in a comparison that came to an end."""
    return {figure.id for v in verdicts if v.outcome in ("agrees", "conflict") for figure in v.figures}


def figures_in(value: object) -> Iterator[Figure]:
    """All figures inside a fact, those of the facts and measures that it holds included."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple) and not isinstance(value, Span):
        for item in value:
            yield from figures_in(item)
    elif isinstance(value, Fact) or (is_dataclass(value) and hasattr(value, "figure")):
        for field in fields(value):
            yield from figures_in(getattr(value, field.name))


def _covered(span: Span, by: list[Span]) -> bool:
    return any(span.overlaps(other) for other in by)


def _page_digits(reading: Reading) -> Iterator[str]:
    document = reading.flow.document
    for piece in document.furniture:
        for match in _DIGITS.finditer(document.text, piece.span.start, piece.span.end):
            yield match[0]
