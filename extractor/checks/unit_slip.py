"""An amount that fits everything around it once it is read ten thousand, or a thousand, times larger or smaller."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.arithmetic import Comparison
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._rates import judgements
from extractor.checks._relations import availability, balances, split
from extractor.checks._tellings import funds_told
from extractor.facts import Breakdown, Figure
from extractor.ledger import Ledger

CHECK = Check("ZJ108", "unit-slip", "单位数量级可疑", "warning")


def check(ledger: Ledger) -> Iterator[Verdict]:
    found = False
    seen: set[tuple[int, ...]] = set()
    for result in _relations(ledger):
        found = True
        slips = result.slips()
        key = tuple(figure.id for figure in result.figures)
        if slips and key not in seen:
            seen.add(key)
            yield _slip(result, slips)
    if not found:
        yield silent(CHECK, "报告没有可以互相核对数量级的金额")
    elif not seen:
        yield silent(CHECK, "没有只差一千倍或一万倍的金额")


def _relations(ledger: Ledger) -> Iterator[Comparison]:
    """Every sum, rate and second telling of money that was tried."""
    relations = [relation.result for relation in (*availability(ledger), *balances(ledger)) if relation.sure]
    splits = [split(ledger, breakdown).result for breakdown in ledger.of(Breakdown) if breakdown.exhaustive]
    rates = [judgement.result for judgement in judgements(ledger) if judgement.status == "fails"]
    tellings = [pair.result for told in funds_told(ledger) for pair in told.contradicting]
    for result in (*relations, *splits, *rates, *tellings):
        if isinstance(result, Comparison):
            yield result


def _slip(result: Comparison, slips: tuple[tuple[Figure, int], ...]) -> Verdict:
    figure, power = slips[0]
    times = {4: "一万倍", 3: "一千倍"}[abs(power)]
    side = "大" if power < 0 else "小"
    return Verdict(
        CHECK.code,
        "conflict",
        formula=result.formula,
        message=f"{figure.text}疑似单位写错：与相关金额相比{side}了{times}",
        stated=result.stated,
        derived=result.derived,
        difference=result.difference,
        unit=result.unit,
        stated_interval=result.stated_interval,
        derived_interval=result.derived_interval,
        figures=(figure, *(other for other in result.figures if other.id != figure.id)),
        suspects=tuple(figure for figure, _ in slips),
        expects=tuple((one, one.quantity.value * Decimal(10) ** p) for one, p in slips),
        ranges=tuple((one, interval) for one, interval in result.ranges if one in [figure for figure, _ in slips]),
    )
