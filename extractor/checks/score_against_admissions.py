"""A (nearly) full score beside admitted delays, misses or a low rate."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._admissions import admissions
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._scores import full_mark, parts, totals
from extractor.checks._targets import UNFINISHED, lost, reach
from extractor.facts import Fact, Figure, Indicator, Rate
from extractor.ledger import Ledger
from extractor.schemes import HUNDRED

CHECK = Check("YC105", "score-against-admissions", "高分与问题矛盾", "review")


def check(ledger: Ledger) -> Iterator[Verdict]:
    total = next((score for score in totals(ledger) if score.figure.quantity.op == "eq"), None)
    full = full_mark(ledger)
    if ledger.kind in UNFINISHED or total is None or not full:
        yield silent(CHECK, "报告未给出全年总分")
        return
    reached = total.figure.quantity.value * HUNDRED / full
    if reached < ledger.profile.high_score:
        yield silent(CHECK, "总分不高", total.figure)
        return
    against, figures = _against(ledger)
    if not against and not figures:
        yield agrees(CHECK, f"{total.figure.quantity.digits}分，未见自认的延误或未达标", total.figure)
        return
    if total.figure.quantity.value < full and (reason := _paid(ledger)):
        yield silent(CHECK, reason, total.figure, *figures)
        return
    told = "；".join(dict.fromkeys(ledger.quote(fact.span) for fact in against)) or "、".join(f.text for f in figures)
    message = f"总分{total.figure.text}，而报告自认有未尽之处：{' '.join(told.split())}"
    yield conflict(CHECK, message, total.figure, *figures, marks=against)


def _against(ledger: Ledger) -> tuple[list[Fact], list[Figure]]:
    """What speaks against a full score: admissions in words, missed targets, a low execution rate."""
    facts: list[Fact] = list(admissions(ledger))
    figures: list[Figure] = []
    for indicator in ledger.of(Indicator):
        result = reach(indicator)
        if result.met is False and result.sure and indicator.actual and indicator.actual.figure:
            figures.append(indicator.actual.figure)
    for rate in ledger.of(Rate):
        whole = rate.kind == "execution" and rate.item is None and rate.source == "total"
        high = rate.figure.quantity.interval().high
        if whole and high is not None and high < ledger.profile.low_execution_rate:
            figures.append(rate.figure)
    return facts, figures


def _paid(ledger: Ledger) -> str | None:
    """Why points below the full mark may be the price of what is admitted; None when a single score shows that
    nothing was paid."""
    scores = [one for one in ledger.of(Indicator) if one.score and one.weight]
    if any(lost(one) for one in scores):
        return "未达标的指标已扣分"
    dear = [one for one in parts(ledger) if one.weight and one.figure.quantity.value < one.weight.quantity.value]
    if dear or not scores:
        return "总分已有扣减，可能与自认的问题有关"
    return None
