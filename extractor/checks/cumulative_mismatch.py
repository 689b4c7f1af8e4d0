"""The amounts of the years add up to what was spent in all."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.arithmetic import Comparison, Hindrance, plus, total
from extractor.checks import Check, Verdict
from extractor.checks._options import amounts
from extractor.checks._outcomes import silent
from extractor.checks._relations import verdict
from extractor.checks._splits import check_splits
from extractor.checks._tellings import disputed
from extractor.checks._verdicts import off
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
    for whole, years in loose:
        result = total(whole.figure, plus(*(fund.figure for fund in years)))
        listed = all(fund.sentence == whole.sentence >= 0 for fund in years)
        if listed or (isinstance(result, Comparison) and result.fits):
            yield verdict(CHECK, result, _message(whole, result), quarrels)
        else:
            yield silent(CHECK, f"{called(whole)}包含哪些年度没有写明", whole.figure)


def _loose(ledger: Ledger, told: set[int]) -> Iterator[tuple[Fund, list[Fund]]]:
    """Cumulative amounts that no breakdown ties to their years, with the spending of each year told before them: of
    the same sentence where that gives several years, else of the whole report."""
    spent = [fund for fund in amounts(ledger) if fund.role == "spent" and fund.source == "total"]
    for whole in amounts(ledger):
        if whole.figure.id in told or whole.source != "total" or not _is_cumulative(whole):
            continue
        own = [fund for fund in spent if fund.item == whole.item and not _is_cumulative(fund)]
        here = [fund for fund in own if fund.sentence == whole.sentence and fund.span.start < whole.span.start]
        for funds in (here, own):
            years = {fund.year: fund for fund in reversed(funds) if fund.year is not None}
            if len(years) > 1:
                yield whole, [years[year] for year in sorted(years)]
                break


def _is_cumulative(fund: Fund) -> bool:
    return fund.role == "cumulative_spent" or (fund.role == "spent" and "累计" in fund.label)


def _message(whole: Fund, result: Comparison | Hindrance) -> str:
    derived = f"{result.derived}{result.unit}" if isinstance(result, Comparison) else ""
    return f"{called(whole)}写为{whole.figure.text}，各年度相加为{derived}，{off(result)}"
