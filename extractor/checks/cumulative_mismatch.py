"""The amounts of the years add up to what was spent in all."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.arithmetic import Comparison, plus
from extractor.checks import Check, Verdict
from extractor.checks._options import amounts
from extractor.checks._outcomes import silent
from extractor.checks._relations import Relation, Way, solve, verdict
from extractor.checks._splits import check_splits
from extractor.checks._tellings import disputed
from extractor.checks._wording import called
from extractor.facts import Breakdown, Fund
from extractor.ledger import Ledger

CHECK = Check("GJ105", "cumulative-mismatch", "跨年累计不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    told = [breakdown for breakdown in ledger.of(Breakdown) if breakdown.by == "year"]
    loose = list(_loose(ledger, {breakdown.whole.figure.id for breakdown in told}))
    if told or not loose:
        yield from check_splits(CHECK, ledger, by="year", none="报告没有跨年度的累计金额")
    quarrels = disputed(ledger)
    for relation in loose:
        result = relation.result
        if isinstance(result, Comparison) and result.fits:
            yield verdict(CHECK, result, "", quarrels)
        else:
            yield silent(CHECK, f"{called(relation.stated)}包含哪些年度没有写明", relation.stated.figure)


def _loose(ledger: Ledger, told: set[int]) -> Iterator[Relation]:
    """Cumulative amounts that no wording ties to their years: they may agree, but a year may be missing by design."""
    for whole in amounts(ledger):
        if whole.role != "cumulative_spent" or whole.figure.id in told or whole.source != "total":
            continue
        years: dict[int, Fund] = {}
        for fund in amounts(ledger):
            if fund.role == "spent" and fund.item == whole.item and fund.source == "total" and fund.year is not None:
                years.setdefault(fund.year, fund)
        if len(years) > 1:
            ordered = [years[year].figure for year in sorted(years)]
            yield solve(whole, [Way(plus(*ordered), counts=True)])
