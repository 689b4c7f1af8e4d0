"""What the summary or the conclusion tells again, against the body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor import arithmetic
from extractor.arithmetic import Comparison
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._verdicts import judged
from extractor.facts import Count, Figure, Indicator, Percentage, Survey, Topic
from extractor.ledger import Ledger
from extractor.slips import is_slip, is_subsequence

CHECK = Check("GJ103", "summary-mismatch", "摘要与正文不符", "error")

RETELLING = ("summary", "conclusion")
SHORTEST = 3
"""characters that a name must have to stand for one thing in the whole report"""

_AIM = regex.compile(r"目标|计划|预期|要求|标准|预算|力争|未达")
_FILLING = regex.compile(r"实际|全年|年度|本年|当年|现场|数量$|人数$|人次$|个数$|[“”\"（(][^）)]*[）)]|\s")


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    measured = _measured(ledger)
    for name, figure, fact in _retold(ledger):
        body = [other for known, other in measured if known == name and other.id != figure.id]
        results = [result for other in body if isinstance(result := arithmetic.same(figure, other), Comparison)]
        if not results and (slip := _slip(name, figure, measured)):
            looked = True
            yield slip
        if not results:
            continue
        looked = True
        fitting = next((result for result in results if result.fits), results[0])
        where = "结论或摘要" if fact.section >= 0 else "开头"
        message = f"{where}写{name}为{''.join(figure.text.split())}，正文为{''.join(fitting.figures[1].text.split())}"
        yield judged(CHECK, fitting, message)
    if not looked:
        yield silent(CHECK, "摘要、结论没有重述正文的指标")


def _slip(name: str, figure: Figure, measured: list[tuple[str, Figure]]) -> Verdict | None:
    """The verdict on a figure that is one slip of the pen away from what the body says of a thing that is called much
    the same (食品安全监督抽检2680批次, 食品抽检2860批次), for review; None where it is not."""
    near = [
        other
        for known, other in measured
        if known != name
        and other.id != figure.id
        and min(len(known), len(name)) >= SHORTEST
        and (is_subsequence(known, name) or is_subsequence(name, known))
        and known[-2:] == name[-2:]
        and len(other.quantity.digits) == len(figure.quantity.digits) >= SHORTEST
        and other.quantity.unit_text == figure.quantity.unit_text
        and is_slip(figure.quantity.digits, other.quantity.digits)
    ]
    if len(near) != 1:
        return None
    result = arithmetic.same(figure, near[0])
    if not isinstance(result, Comparison) or result.fits:
        return None
    message = f"结论或摘要写{name}为{''.join(figure.text.split())}，正文为{''.join(near[0].text.split())}，疑为笔误"
    return replace(judged(CHECK, result, message), severity="review")


def _measured(ledger: Ledger) -> list[tuple[str, Figure]]:
    """What the body measures: actuals of indicators and results of surveys, by name."""
    found = [
        (_plain(one.name), one.actual.figure)
        for one in ledger.of(Indicator)
        if one.actual and one.actual.figure and one.actual.op == "eq"
    ]
    names = [name for name, _ in found]
    found = [(name, figure) for name, figure in found if names.count(name) == 1]
    rates = [one.satisfaction for one in ledger.of(Survey) if one.satisfaction]
    satisfaction = [name for name, _ in found if name.endswith("满意度")]
    if len(rates) == 1 and len(satisfaction) <= 1:
        found.append((satisfaction[0] if satisfaction else "满意度", rates[0]))
    return found


def _retold(ledger: Ledger) -> Iterator[tuple[str, Figure, Percentage | Count]]:
    """Rates and counts in a summary or conclusion, and before the first heading, by name."""
    telling = {topic.section for topic in ledger.of(Topic) if set(RETELLING) & set(topic.names)}
    facts: tuple[Percentage | Count, ...] = (*ledger.of(Percentage), *ledger.of(Count))
    for fact in facts:
        in_front = fact.section < 0 and bool(ledger.sections)
        if not (in_front or fact.section in telling) or fact.cell is not None or fact.figure.quantity.op != "eq":
            continue
        name = _plain(fact.name if isinstance(fact, Percentage) else fact.noun)
        bound = isinstance(fact, Count) and (fact.scope or fact.subset_of)
        if len(name) >= SHORTEST and not bound and not _aimed(ledger, fact):
            yield name, fact.figure, fact


def _aimed(ledger: Ledger, fact: Percentage | Count) -> bool:
    """True when the words around a figure make it an aim, not a result."""
    text = ledger.document.text
    start, end = fact.figure.span
    return _AIM.search("".join(text[max(0, start - 12) : end + 6].split())) is not None


def _plain(name: str) -> str:
    return str(_FILLING.sub("", name))
