"""KB104: one and the same satisfaction figure, survey after survey."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from extractor.across.archive import Archive, One
from extractor.across.finding import AcrossFinding
from extractor.across.rules import Outcome

CODE = "KB104"
NAME = "满意度雷同"
WHY = "不同项目、不同年度各自调查，满意度不会总是同一个数；带小数的数更不会。应当索取问卷和统计底稿。"
SILENT = "同一单位有满意度的报告少于4份；相同的不到八成；只有目标值没有实际值；100%（另由满分比例反映）。"

_LEAST, _SHARE = 4, Decimal("0.8")


def find(archive: Archive) -> Outcome:
    """Count the actual satisfaction of each unit's reports."""
    rows = archive.cited(
        "indicators", ("name", "actual", "actual_unit", "actual_text"),
        "t.name LIKE '%满意%' AND t.actual IS NOT NULL AND t.actual_op IN ('eq', 'approx')",
    )  # fmt: skip
    by_unit: dict[str, list[tuple[One, dict[str, Any]]]] = defaultdict(list)
    for report_id, told in rows.items():
        one = archive.reports[report_id]
        if one.unit:
            by_unit[one.unit].append((one, told[0]))
    outcome = Outcome()
    for unit, pairs in sorted(by_unit.items()):
        if len(pairs) < _LEAST:
            outcome.unjudged["报告太少"] += 1
            continue
        outcome.judged += 1
        groups: dict[tuple[Decimal, str | None], list[tuple[One, dict[str, Any]]]] = defaultdict(list)
        for one, row in pairs:
            groups[row["actual"], row["actual_unit"]].append((one, row))
        (value, sign), most = max(groups.items(), key=lambda item: len(item[1]))
        if value == 100 or len(most) < _LEAST or len(most) < _SHARE * len(pairs):
            outcome.agreed += 1
            continue
        outcome.findings.append(_finding(unit, most, len(pairs), f"{format(value.normalize(), 'f')}{sign or ''}"))
    return outcome


def _finding(unit: str, most: list[tuple[One, dict[str, Any]]], of: int, value: str) -> AcrossFinding:
    return AcrossFinding(
        code=CODE,
        name=NAME,
        severity="review" if "." in value else "info",
        message=f"{of}份报告中有{len(most)}份的满意度都是{value}；请提供问卷和统计底稿",
        unit_name=unit,
        places=tuple(one.place(row) for one, row in most),
    )
