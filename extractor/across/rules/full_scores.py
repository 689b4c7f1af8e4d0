"""KB105: units whose reports nearly always score the full 100."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from extractor.across.archive import Archive, One
from extractor.across.finding import AcrossFinding
from extractor.across.rules import Outcome

CODE = "KB105"
NAME = "满分比例"
WHY = "自评长期满分，多半是目标定得低或评分没有按办法扣分；财政部门抽查、复核时应优先选取。"
SILENT = "单位有总分的报告少于4份；满分的不到八成；数据集整体的满分比例也达到同样水平。"

_LEAST, _SHARE = 4, Decimal("0.8")


def find(archive: Archive) -> Outcome:
    """Count the reports of each unit that score all points."""
    rows = archive.cited("scores", ("line", "score", "weight"), "t.line = 'total' AND t.score IS NOT NULL")
    full: dict[str, list[One]] = defaultdict(list)
    scored: dict[str, int] = defaultdict(int)
    for report_id, told in rows.items():
        one = archive.reports[report_id]
        if one.unit:
            scored[one.unit] += 1
            if told[0]["score"] == (told[0]["weight"] or 100):
                full[one.unit].append(one)
    outcome = Outcome()
    usual = Decimal(sum(map(len, full.values()))) / max(1, sum(scored.values()))
    for unit, count in sorted(scored.items()):
        if count < _LEAST:
            outcome.unjudged["报告太少"] += 1
            continue
        outcome.judged += 1
        share = Decimal(len(full[unit])) / count
        if share < _SHARE or usual >= _SHARE:
            outcome.agreed += 1
            continue
        outcome.findings.append(
            AcrossFinding(
                code=CODE,
                name=NAME,
                severity="info",
                message=f"{count}份有总分的报告中{len(full[unit])}份满分（{share:.0%}），数据集整体为{usual:.0%}",
                unit_name=unit,
                places=tuple(one.place() for one in full[unit]),
            )
        )
    return outcome
