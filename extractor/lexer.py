"""Every numeral of the flow, read once, as what it is.

:func:`lex` runs one pattern (:mod:`extractor.lexing.master`) over the flow and reads each match as a calendar point, a
figure, or a numeral that is no data. What units, bounds and no-data numerals look like is in ``patterns/units.toml``,
``patterns/qualifiers.toml`` and ``patterns/lexemes.toml``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from extractor.document import Span
from extractor.facts import Figure
from extractor.flow import Flow
from extractor.lexing import calendar, context, figures, master, ranges
from extractor.lexing.tokens import DATA_KINDS, NOT_DATA_KINDS, TIME_KINDS, Date, Raw, Token, TokenKind

__all__ = ["DATA_KINDS", "NOT_DATA_KINDS", "TIME_KINDS", "Date", "Token", "TokenKind", "lex"]

_DAY_JOINTS = frozenset({"至", "到", "-", "－", "—", "–", "~", "～", "、", "和", "及", "——"})


def lex(flow: Flow) -> tuple[Token, ...]:
    """All numerals of the flow, in order, not overlapping. Each ASCII digit of the flow lies in exactly one token."""
    return tuple(_numbered(flow, _days(flow.text, _names(flow.text, ranges.joined(flow.text, _scan(flow.text))))))


def _scan(text: str) -> Iterator[Raw]:
    """Each numeral, by its shape and the words near it."""
    lexemes = master.lexemes()
    readers = {**calendar.READERS, **figures.READERS}
    for found in master.pattern().finditer(text):
        name = found.lastgroup or ""
        entry = lexemes.get(name)
        if entry is not None:
            yield Raw(entry.kind, Span(*found.span()))
        else:
            yield from readers[name](found, text)


def _names(text: str, raws: Iterable[Raw]) -> Iterator[Raw]:
    """Figures in a title 《…》, or beside other words in a short quotation, are parts of names."""
    inside = [(span, False) for span in context.titles(text)] + [(span, True) for span in context.short_quotes(text)]
    inside.sort()
    starts = [span.start for span, _ in inside]
    for raw in raws:
        if raw.quantity is not None and starts:
            index = bisect_right(starts, raw.at.start) - 1
            if index >= 0:
                span, quoted = inside[index]
                if span.covers(raw.at) and not (quoted and text[span.start : span.end].strip() == raw.quantity.text):
                    raw = Raw("name", raw.at)
        yield raw


def _days(text: str, raws: Iterable[Raw]) -> Iterator[Raw]:
    """4日 after 6月1日至 is a day of the calendar, not a length of time."""
    before: Raw | None = None
    for raw in raws:
        quantity = raw.quantity
        if (
            quantity is not None
            and before is not None
            and before.kind == "date"
            and quantity.unit_text == "日"
            and quantity.digits.isdigit()
            and text[before.at.end : raw.at.start].strip() in _DAY_JOINTS
        ):
            raw = Raw("date", raw.at, None, (Date(None, None, int(quantity.digits)),))
        yield raw
        before = raw


def _numbered(flow: Flow, raws: Iterable[Raw]) -> Iterator[Token]:
    """Tokens, with figures numbered in reading order and tied to their table cell."""
    starts = [block.at.start for block in flow.blocks]
    count = 0
    recognised = flow.document.text_layer in ("ocr", "mixed")
    for raw in raws:
        figure = None
        if raw.quantity is not None:
            cell = flow.blocks[bisect_right(starts, raw.at.start) - 1].cell if starts else None
            span = flow.span(raw.at)
            sure = flow.document.sure(span) if recognised else 1.0
            sure = 0.0 if cell is not None and cell.chosen else sure
            figure = Figure(count, raw.quantity, raw.at, span, cell, sure)
            count += 1
        yield Token(raw.kind, raw.at, figure, raw.dates)
