"""A score above its weight, or below zero."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, digits, silent
from extractor.checks._scores import full_mark, is_bonus, totals
from extractor.facts import Figure, Indicator, Score
from extractor.ledger import Ledger
from extractor.quantity import Interval, plain, trimmed

CHECK = Check("PF104", "score-over-weight", "得分超过权重", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    for name, score, weight in _lines(ledger):
        looked = True
        yield _judge(name, score, weight)
    full = full_mark(ledger)
    for total in totals(ledger):
        looked = True
        if total.figure.quantity.value <= full:
            yield agrees(CHECK, f"{digits(total.figure)} ≤ {trimmed(full)}", total.figure)
        else:
            yield _over("总分", total.figure, None, trimmed(full))
    if not looked:
        yield silent(CHECK, "没有同时写明分值和得分的指标")


def _lines(ledger: Ledger) -> Iterator[tuple[str, Figure, Figure]]:
    for one in ledger.of(Indicator):
        if one.score and one.weight:
            yield one.name, one.score, one.weight
    for score in ledger.of(Score):
        if score.kind in ("part", "subtotal") and score.weight:
            yield score.name or "小计", score.figure, score.weight


def _judge(name: str, score: Figure, weight: Figure) -> Verdict:
    if is_bonus(name):
        return silent(CHECK, f"{name}为加分或扣分项", score, weight)
    if 0 <= score.quantity.value <= weight.quantity.value:
        return agrees(CHECK, f"{digits(score)} ≤ {digits(weight)}", score, weight)
    return _over(name, score, weight, digits(weight))


def _over(name: str, score: Figure, weight: Figure | None, limit: str) -> Verdict:
    value = score.quantity.value
    bound = "0" if value < 0 else limit
    return Verdict(
        CHECK.code,
        "conflict",
        formula=f"{digits(score)} {'<' if value < 0 else '>'} {bound}",
        message=f"{name}得分{digits(score)}{'小于0' if value < 0 else f'超过其满分{limit}'}",
        stated=digits(score),
        derived=bound,
        difference=plain(value - Decimal(bound)),
        unit="分",
        figures=(score, weight) if weight else (score,),
        ranges=(
            (score, Interval(Decimal(0), Decimal(limit))),
            *(((weight, Interval(value, None)),) if weight and value > 0 else ()),
        ),
    )
