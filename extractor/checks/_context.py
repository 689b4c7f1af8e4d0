"""The printed words around a figure: what it speaks of, where it stands."""

from __future__ import annotations

import regex

from extractor.facts import Fact, Fund, Rate
from extractor.ledger import Ledger, once_each
from extractor.scopes import cue

_CLAUSE = regex.compile(r"[，；。：、！？;\t]|(?<!\d),|,(?!\d)")
_SENTENCE = regex.compile(r"[。；！？;\t]")
_CUTOFF = regex.compile(r"截[至止]到?(?:[\d〇零一二三四五六七八九]{4}年)?([\d]{1,2})月")
REACH = 120
"""characters of raw text that are looked back at most"""


@once_each
def clause(ledger: Ledger, fact: Fact) -> str:
    """The words of its clause before a figure, without spaces."""
    return _before(ledger, fact, _CLAUSE)


@once_each
def lead(ledger: Ledger, fact: Fact) -> str:
    """The words of its sentence before a figure, without spaces."""
    return _before(ledger, fact, _SENTENCE)


def _before(ledger: Ledger, fact: Fact, stop: regex.Pattern[str]) -> str:
    cell = fact.cell.span.start if fact.cell else 0
    start = max(0, fact.span.start - REACH, _heading_end(ledger, fact), cell)
    text = "".join(ledger.document.text[start : fact.span.start].split())
    ends = [match.end() for match in stop.finditer(text)]
    return text[ends[-1] :] if ends else text


def _heading_end(ledger: Ledger, fact: Fact) -> int:
    """Where the heading above a fact ends: it has no full stop, and is no part of the sentence."""
    if not 0 <= fact.section < len(ledger.sections):
        return 0
    end = ledger.sections[fact.section].span.end
    return end if end <= fact.span.start else 0


def around(ledger: Ledger, *facts: Fact) -> str:
    """The sentences in which some facts stand, and the next one: where a report gives its reasons."""
    text = ledger.document.text
    pieces = []
    for fact in facts:
        end = fact.span.end
        for _ in range(2):
            stop = _SENTENCE.search(text, end)
            end = stop.end() if stop else len(text)
        pieces.append("".join(text[max(0, fact.span.start - REACH) : min(end, fact.span.end + 2 * REACH)].split()))
    return "".join(pieces)


@once_each
def particular(ledger: Ledger, fact: Fund | Rate) -> str:
    """What is left of the clause when words that name no part are taken out: the words for a part, or ""."""
    words = clause(ledger, fact)
    label = fact.label if isinstance(fact, Fund) else fact.name
    for known in (label, fact.item or ""):
        words = words.replace("".join(known.split()), "") if known else words
    left = str(cue("generic").sub("", words))
    return "" if left in ledger.once(_own_names) else left


def _own_names(ledger: Ledger) -> str:
    """What the report is about, as its title, project and department say: these words bound nothing."""
    fields = (ledger.meta(name) for name in ("title", "project", "department"))
    return "".join(str(cue("generic").sub("", meta.value)) for meta in fields if meta)


@once_each
def cutoff(ledger: Ledger, fact: Fact) -> int | None:
    """The month up to which an amount was counted (截至6月底 → 6), when its sentence says so."""
    found = _CUTOFF.findall(lead(ledger, fact))
    return int(found[-1]) if found else None


def restated(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """True when one figure tells the other again, in brackets right behind it: 4,736.00万元（0.47亿元）."""
    first, second = (one, other) if one.span.start <= other.span.start else (other, one)
    if second.span.start - first.span.end > REACH:
        return False
    between = "".join(ledger.document.text[first.span.end : second.span.start].split())
    return len(between) < 12 and bool(cue("restated").search(between))


@once_each
def foreseen(ledger: Ledger, fact: Fact) -> bool:
    """True for a forecast (预计全年支出…): it is no fact to check."""
    return bool(cue("foreseen").search(lead(ledger, fact)))


@once_each
def aside(ledger: Ledger, fact: Fact) -> bool:
    """True for what is said of one part that is singled out (最低的为…), or of money that is not evaluated here."""
    if fact.cell is not None:
        return False
    words = lead(ledger, fact)
    text = ledger.document.text
    stop = _SENTENCE.search(text, fact.span.end)
    rest = "".join(text[fact.span.end : stop.start() if stop else fact.span.end + REACH].split())
    return bool(cue("singled_out").search(words) or cue("not_evaluated").search(words + rest))


@once_each
def intended(ledger: Ledger, fact: Fact) -> bool:
    """True for what was only planned: its sentence or the heading above says so (绩效目标, 计划…)."""
    here = ledger.sections[fact.section].title if 0 <= fact.section < len(ledger.sections) else ""
    return bool(cue("intended").search(lead(ledger, fact) + here))


@once_each
def table_of(ledger: Ledger, fact: Fact) -> int | None:
    """The number of the table in which a fact stands; None in the text."""
    if fact.cell is None:
        return None
    return next((number for number, table in enumerate(ledger.document.tables) if table.span.covers(fact.span)), None)


def in_one_table(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """True when both stand in one table: its rows speak of different things, the goal beside the result."""
    table = table_of(ledger, one)
    return table is not None and table == table_of(ledger, other)


@once_each
def partial(ledger: Ledger, fact: Fact) -> bool:
    """True when the clause speaks of a part, or of several things at once."""
    return bool(cue("partial").search(clause(ledger, fact)))


@once_each
def retells(ledger: Ledger, fact: Fact) -> bool:
    """True in a summary or conclusion, and before the first heading: there a report repeats what it says elsewhere."""
    if fact.section < 0 or not ledger.sections:
        return fact.section < 0 and bool(ledger.sections)
    return bool(cue("retelling").search("".join(ledger.sections[fact.section].title.split())))
