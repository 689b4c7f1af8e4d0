"""KB101: what a year leaves, the next carries over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal

from extractor.across.archive import Archive, One, Series
from extractor.across.finding import AcrossFinding
from extractor.across.rules import Outcome
from extractor.across.rules._amounts import Amount, amount, in_wan

CODE = "KB101"
NAME = "结转与上年结余"
WHY = (
    "同一项目本年“上年结转”应等于上年末的结余（扣除已收回的）。依据：《预算法》第四十二条："
    "上一年的结转资金在下一年用于结转项目的支出，连续两年未用完的作为结余资金管理。"
)
SILENT = "有一年没有报告、没有写结余或结转、金额带“约”字；同一报告写了几种结余而其中一种相符；名称没有归到一起的项目。"

Row = dict[str, Any]
Rows = list[Row]
_BUDGETS = ("adjusted_budget", "available", "initial_budget")


def find(archive: Archive) -> Outcome:
    """Compare each report with those of the year before."""
    funds = archive.cited(
        "funds",
        ("role", "source", "year", "yuan", "value_text", "amount_text", "qualifier"),
        "t.item IS NULL AND t.source IN ('total', 'carryover')",
    )
    outcome = Outcome()
    for series in archive.series:
        best: dict[str, list[AcrossFinding]] = defaultdict(list)
        good: set[str] = set()
        for earlier, later in series.neighbours():
            finding = _compared(series, earlier, later, funds, outcome)
            if finding == "agrees":
                good.add(later.report_id)
            elif finding != "silent":
                best[later.report_id].append(finding)
        for report_id, findings in best.items():
            if report_id not in good:  # a year may have two reports; one that agrees explains the carry-over
                outcome.findings.append(findings[0])
    return outcome


def _compared(
    series: Series, earlier: One, later: One, funds: dict[str, Rows], outcome: Outcome
) -> AcrossFinding | Literal["agrees", "silent"]:
    """What is wrong between two reports; silent when there is nothing to compare."""
    here, there = funds.get(later.report_id, []), funds.get(earlier.report_id, [])
    brought = _brought(here, later.year)
    stated = [Left(row, one, str(one)) for row, one in _told(there, "balance", earlier.year)]
    left = stated or _derived(there, earlier.year)
    if not brought or not left:
        outcome.unjudged["没有写上年结转" if not brought else "上年没有写结余，也推算不出"] += 1
        return "silent"
    returned = [one for _, one in _told(there, "returned", earlier.year)]
    ways = [one.amount for one in left]
    ways += [Amount(one.yuan - back.yuan, one.half + back.half, "") for one in ways for back in returned]
    (row, mine), theirs = brought[0], left[0]
    more = mine.yuan - theirs.amount.yuan
    outcome.judged += 1
    if any(one.meets(way) for _, one in brought for way in ways) or (not stated and more < 0):
        outcome.agreed += 1
        return "agrees"
    message = (
        f"{later.year}年结转{mine}，{earlier.year}年末结余{theirs.words}，"
        f"{'多' if more > 0 else '少'}{in_wan(abs(more))}万元"
    )
    return AcrossFinding(
        code=CODE,
        name=NAME,
        severity="warning" if more > 0 and stated else "review",
        message=f"{message}：{'结转不能多于上年所余' if more > 0 else '如已收回，请提供收回凭证'}",
        unit_name=series.unit,
        project=series.project,
        formula=f"{in_wan(mine.yuan)} ≠ {in_wan(theirs.amount.yuan)}",
        difference=in_wan(more),
        unit="万元",
        places=(earlier.place(theirs.row), later.place(row)),
    )


@dataclass(frozen=True, slots=True)
class Left:
    """What was left at the end of a year, by the row that says it. ``words``: as it is shown."""

    row: Row
    amount: Amount
    words: str


def _derived(rows: Rows, year: int | None) -> list[Left]:
    """Where no balance is stated: each budget less what was spent."""
    spent = _told([row for row in rows if row["source"] == "total"], "spent", year)
    if not spent:
        return []
    row, out = spent[0]
    budgets = [one for role in _BUDGETS for told, one in _told(rows, role, year) if told["source"] == "total"]
    return [Left(row, Amount(one.yuan - out.yuan, one.half + out.half, ""), f"应为{one} − {out}") for one in budgets]


def _brought(rows: Rows, year: int | None) -> list[tuple[Row, Amount]]:
    """The carry-over: named as such, or the row 上年结转资金 of a form."""
    of_forms = [row for row in rows if row["source"] == "carryover"]
    return _told(rows, "carryover_in", year) + [told for role in _BUDGETS for told in _told(of_forms, role, year)]


def _told(rows: Rows, role: str, year: int | None) -> list[tuple[Row, Amount]]:
    """The exact amounts of a role of the report's own year, most rows being without one."""
    fitting = [row for row in rows if row["role"] == role and row["year"] in (None, year)]
    return [(row, one) for row in fitting if (one := amount(row)) is not None]
