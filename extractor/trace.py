"""Which pattern read which figure, what fact it became, and which checks used it: for people who write patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from extractor import pipeline
from extractor.assemble.evidence import quote
from extractor.checks import Verdict
from extractor.document import Cell, Document, Span
from extractor.facts import Fact, Figure, Measure, figures_in
from extractor.finders import gather
from extractor.quantity import Interval, Quantity, plain

_PLACE = frozenset({"span", "pattern", "sentence", "section", "cell"})
"""fields that say where a fact stands and not what it says"""

_MARK = {"agrees": "✓", "conflict": "✗", "blocked": "?", "not_applicable": "–"}


def summary(fact: Fact) -> dict[str, str]:
    """What a fact says, as flat text: what the examples of a pack are compared with.

    Every field by its name as text (figures and measures as printed, facts inside by their own figure or words,
    lists joined by ``|``, flags as ``True`` and ``False``); an absent value is left out. Besides, ``fact`` is the kind
    (``fund``), and ``value`` the first figure as printed.
    """
    said = {"fact": type(fact).__name__.lower()}
    for field in fields(fact):
        if field.name not in _PLACE and (told := told_as(getattr(fact, field.name))):
            said[field.name] = told
    first = next(figures_in(fact), None)
    if first and "value" not in said:
        said["value"] = first.text
    return said


def told_as(value: Any) -> str:
    """One field as text, "" when it says nothing."""
    match value:
        case None | Span() | Cell():
            return ""
        case bool():
            return str(value)
        case Figure() | Measure() | Quantity():
            return value.text
        case Decimal():
            return plain(value)
        case Interval():
            ends = ["" if end is None else plain(end) for end in (value.low, value.high)]
            return ",".join(ends)
        case Fact():
            figure = next(figures_in(value), None)
            return figure.text if figure else str(getattr(value, "text", ""))
        case tuple() | list():
            return "|".join(filter(None, map(told_as, value)))
    return str(value)


def render(document: Document) -> str:
    """The trace of a document: one paragraph for each figure, in order of text."""
    reading = pipeline.understand(document)
    ledger = gather(reading)
    verdicts = pipeline.judge(ledger)
    facts = _facts_by_figure(ledger.facts)
    uses = _verdicts_by_figure(verdicts)
    lines: list[str] = []
    for figure in reading.figures:
        lines.append(_place(document, figure))
        told = facts.get(figure.id, [])
        lines.extend(f"    {_fact_line(fact)}" for fact in told)
        if not told:
            lines.append("    （未解释）")
        lines.extend(f"      {line}" for line in dict.fromkeys(map(_verdict_line, uses.get(figure.id, []))))
    wordless = [fact for fact in ledger.facts if next(figures_in(fact), None) is None]
    if wordless:
        lines.append("—— 不含数字的事实 ——")
        lines.extend(_wordless(document, wordless))
    return "\n".join(lines) + "\n"


def _facts_by_figure(facts: Sequence[Fact]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        for figure in dict.fromkeys(figures_in(fact)):
            found[figure.id].append(fact)
    return found


def _verdicts_by_figure(verdicts: Sequence[Verdict]) -> dict[int, list[Verdict]]:
    found: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        for figure in dict.fromkeys(verdict.figures):
            found[figure.id].append(verdict)
    return found


def _place(document: Document, figure: Figure) -> str:
    page = document.page_at(figure.span.start)
    where = [f"第{page}页"] if page else []
    if figure.cell and figure.cell.address:
        where.append(figure.cell.address)
    quantity = figure.quantity
    unit = quantity.unit.name if quantity.unit else quantity.unit_text or "无单位"
    what = f"{quote(figure.text)} = {quantity.digits} {unit} ({quantity.op})"
    return f"{figure.span.start}:{figure.span.end} {' '.join([*where, what])}"


def _fact_line(fact: Fact) -> str:
    said = summary(fact)
    kind = said.pop("fact")
    said.pop("value", None)
    return f"{fact.pattern or '-'} → {kind} " + " ".join(
        f"{name}={_short(value)}" for name, value in said.items() if value != "False"
    )


def _verdict_line(verdict: Verdict) -> str:
    said = verdict.formula or verdict.reason or verdict.message or ""
    return f"{_MARK[verdict.outcome]} {verdict.code} {said}".rstrip()


def _wordless(document: Document, facts: Sequence[Fact]) -> Iterator[str]:
    place = None
    for fact in facts:
        if fact.span != place:
            place = fact.span
            yield f"{place.start}:{place.end} {_short(document.text[place.start : place.end])}"
        yield f"    {_fact_line(fact)}"


def _short(text: str, limit: int = 40) -> str:
    text = quote(text)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
