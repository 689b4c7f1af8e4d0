"""Where a report admits that something fell short, and whether that is about a given indicator."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.facts import Claim, Fact, Indicator, Moment, Statement, YearMention
from extractor.ledger import Ledger

SHARED = 4
"""characters in a row that an admission must share with the name of an indicator to be about it"""

_DENIED = regex.compile(r"无(?![法力从])|没有(?!完成|达到|实现|按)|未(?:发生|出现|发现|见)|不存在|不涉及")
"""words with which a seeming admission begins that says there is nothing to admit: 无延期情况"""


def admissions(ledger: Ledger) -> Iterator[Claim]:
    """What the report admits of the evaluated year: not what it tells of another year (2022年受疫情影响延期)."""
    year = ledger.fiscal_year
    for claim in ledger.of(Claim):
        if claim.kind != "admission" or _DENIED.match("".join(claim.text.split())):
            continue
        if year is None or all(named >= year for named in _years(ledger, claim)):
            yield claim


def admission_of(ledger: Ledger, indicator: Indicator) -> Fact | None:
    """The admission or stated problem that is about this indicator, or None."""
    spoken: list[tuple[Fact, str]] = [(claim, claim.text) for claim in admissions(ledger)]
    spoken += [(one, one.text) for one in ledger.of(Statement) if one.kind == "problem" and not one.none]
    for fact, text in spoken:
        here = fact.sentence == indicator.sentence >= 0 and fact.cell is None
        if here or shares(indicator.name, text) or shares(indicator.name, _sentence(ledger, fact)):
            return fact
    return None


def shares(name: str, text: str) -> bool:
    """True when a text names an indicator: the whole of a short name, else a run of its characters.

    >>> shares("居民满意度", "居民满意度未达预期")
    True
    >>> shares("开展职业技能培训人数", "培训不足")
    False
    """
    size = min(SHARED, len(name))
    return size > 1 and any(name[at : at + size] in text for at in range(len(name) - size + 1))


def _years(ledger: Ledger, claim: Claim) -> Iterator[int]:
    if claim.sentence < 0:
        return
    for fact in ledger.facts:
        if fact.sentence == claim.sentence and isinstance(fact, YearMention | Moment) and fact.year is not None:
            yield fact.year


def _sentence(ledger: Ledger, fact: Fact) -> str:
    """The words around an admission, from the last full stop to the next (claims may hold the cue only)."""
    text = ledger.document.text
    start = max(text.rfind(stop, 0, fact.span.start) for stop in "。；\t") + 1
    ends = [at for at in (text.find(stop, fact.span.end) for stop in "。；\t") if at >= 0]
    return "".join(text[start : min(ends, default=len(text))].split())
