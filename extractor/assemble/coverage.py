"""Every numeral of the document: understood, page furniture, or unexplained; and which checks compared it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from extractor.checks import Verdict
from extractor.document import Span
from extractor.facts import (
    Fact,
    Figure,
    Fund,
    Indicator,
    Measure,
    Meta,
    Moment,
    Percentage,
    Period,
    Rate,
    Score,
    YearMention,
    holding,
)
from extractor.ledger import Ledger
from extractor.reading import Reading
from extractor.report import Coverage

State = Literal["read", "furniture", "unexplained"]

_DIGITS = regex.compile(r"\p{Nd}+(?:[.．,，]\p{Nd}+)*")
_TIMES = (Moment, Period, YearMention, Meta)


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral. ``meanings``: what facts read in it (``spent``, ``target``, ``total_score``, ``date``); ``kind``: of
    furniture, what it is (``docnum``, ``listnum``, ``footer``); ``codes``: the checks that compared it."""

    span: Span
    state: State
    figure: Figure | None = None
    meanings: tuple[str, ...] = ()
    kind: str | None = None
    codes: tuple[str, ...] = ()


def numerals(reading: Reading, ledger: Ledger, verdicts: Sequence[Verdict]) -> Iterator[Numeral]:
    """All numerals in order of text: the tokens of the flow, and the digits of headers, footers and contents."""
    found = [*_tokens(reading, ledger, verdicts), *_page_digits(reading)]
    yield from sorted(found, key=lambda one: one.span)


def coverage(reading: Reading, ledger: Ledger, verdicts: Sequence[Verdict]) -> Coverage:
    """The counts of all numerals. The parts add up to ``numbers``."""
    counts: dict[State, int] = defaultdict(int)
    for one in numerals(reading, ledger, verdicts):
        counts[one.state] += 1
    return Coverage(
        numbers=sum(counts.values()),
        read=counts["read"],
        furniture=counts["furniture"],
        unexplained=counts["unexplained"],
        checked=len(_codes_by_figure(verdicts)),
        given_up=[(span.start, span.end) for span in sorted(set(reading.given_up))],
        stopped=list(dict.fromkeys(reading.stopped)),
    )


def _tokens(reading: Reading, ledger: Ledger, verdicts: Sequence[Verdict]) -> Iterator[Numeral]:
    meanings = _meanings_by_figure(ledger)
    codes = _codes_by_figure(verdicts)
    spans = [reading.flow.span(token.at) for token in reading.tokens]
    times = _times(spans, ledger)
    for number, (token, span) in enumerate(zip(reading.tokens, spans, strict=True)):
        if token.figure:
            told = tuple(meanings.get(token.figure.id, ()))
            state: State = "read" if told else "unexplained"
            yield Numeral(span, state, token.figure, told, codes=tuple(codes.get(token.figure.id, ())))
        elif token.dates and number in times:
            yield Numeral(span, "read", meanings=tuple(times[number]))
        else:  # what is no date states nothing
            yield Numeral(span, "furniture", kind=token.kind)


def _times(spans: Sequence[Span], ledger: Ledger) -> dict[int, dict[str, None]]:
    """The facts that tell of dates, by the number of each token of theirs."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    ends = [span.end for span in spans]
    for fact in ledger.facts:
        if isinstance(fact, _TIMES):
            number = bisect_right(ends, fact.span.start)
            while number < len(spans) and spans[number].start < fact.span.end:
                found[number][type(fact).__name__.lower()] = None
                number += 1
    return found


def _page_digits(reading: Reading) -> Iterator[Numeral]:
    document = reading.flow.document
    for piece in document.furniture:
        for match in _DIGITS.finditer(document.text, piece.span.start, piece.span.end):
            state: State = "unexplained" if piece.kind == "unread" else "furniture"
            yield Numeral(Span(*match.span()), state, kind=piece.kind)


def _meanings_by_figure(ledger: Ledger) -> dict[int, dict[str, None]]:
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for fact in ledger.facts:
        for figure, meaning in meanings_in(fact):
            found[figure.id][meaning] = None
    return found


def _codes_by_figure(verdicts: Sequence[Verdict]) -> dict[int, dict[str, None]]:
    """The figures that took part in a comparison that came to an end, with the checks that made it."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for verdict in verdicts:
        if verdict.outcome in ("agrees", "conflict"):
            for figure in verdict.figures:
                found[figure.id][verdict.code] = None
    return found


def meanings_in(fact: Fact) -> Iterator[tuple[Figure, str]]:
    """Each figure of a fact with what it is there: the role of an amount, the field of an indicator."""
    for name in holding(type(fact)):
        yield from _meanings(fact, name, getattr(fact, name))


def _meanings(fact: Fact, name: str, value: object) -> Iterator[tuple[Figure, str]]:
    if isinstance(value, Figure):
        yield value, _meaning(fact, name)
    elif isinstance(value, Measure):
        if value.figure:
            yield value.figure, _meaning(fact, name)
    elif isinstance(value, Fact):
        yield from meanings_in(value)
    elif isinstance(value, tuple) and not isinstance(value, Span):
        for item in value:
            yield from _meanings(fact, name, item)


def _meaning(fact: Fact, name: str) -> str:
    match fact:
        case Fund():
            return fact.role
        case Rate():
            return f"{fact.kind}_rate"
        case Indicator():
            return name
        case Score():
            return "weight" if name == "weight" or fact.kind == "weight" else f"{fact.kind}_score"
        case Percentage():
            return "percentage"
    kind = type(fact).__name__.lower()
    return kind if name == "figure" else f"{kind}_{name}"
