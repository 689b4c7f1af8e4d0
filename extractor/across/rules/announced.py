"""KB102: the target of a year, as the report of the year before announced it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import regex

from extractor.across.archive import Archive, One, Series
from extractor.across.finding import AcrossFinding
from extractor.across.rules import Outcome

CODE = "KB102"
NAME = "目标与上年所定"
WHY = (
    "上年报告为本年定下的目标，与本年报告所列的目标值应当一致；目标调整要有批复。"
    "依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）关于绩效目标的规定。"
)
SILENT = (
    "上年报告没有写本年的目标，或没有用同一指标名、同一单位；本年目标不低于上年所定（调高不算问题）；目标不是数字。"
)

_SENTENCE = regex.compile(r"[^。；;\n]+")
_PLAN = regex.compile(r"目标|计划|拟|预计|确保|力争|达到|完成")
_SPACE = regex.compile(r"\s")
_LEAST = 4


def find(archive: Archive) -> Outcome:
    """Look for the name of each indicator where the year before speaks of the next."""
    columns = ("name", "target", "target_unit", "target_op", "target_text")
    targets = archive.cited("indicators", columns, "t.target IS NOT NULL")
    outcome = Outcome()
    for series in archive.series:
        for earlier, later in series.neighbours():
            plans = _plans(archive, earlier, later.year or 0)
            for row in targets.get(later.report_id, []) if plans else []:
                _compare(series, earlier, later, row, plans, outcome)
    return outcome


def _plans(archive: Archive, earlier: One, year: int) -> list[tuple[int, str]]:
    """What a report says of the year after it, from the words that name that year to the end of the sentence, with the
    offsets."""
    rows = archive.ask("SELECT text FROM texts WHERE source_key = ?", earlier.source_key)
    ahead = regex.compile(rf"{year}年|下一?年度?|明年|次年|来年")
    found = []
    for row in rows:
        for sentence in _SENTENCE.finditer(row["text"]):
            named = ahead.search(sentence[0])
            if named and _PLAN.search(sentence[0], named.start()):
                found.append((sentence.start() + named.end(), sentence[0][named.end() :]))
    return found


def _compare(
    series: Series, earlier: One, later: One, row: dict[str, Any], plans: list[tuple[int, str]], outcome: Outcome
) -> None:
    name, unit = _SPACE.sub("", row["name"]), row["target_unit"] or ""
    if len(name) < _LEAST or not unit:
        return
    between = r"(?:(?!实际|完成值)[^\d。，,；;]){0,12}?"
    said = regex.compile(rf"{regex.escape(name)}{between}(?P<number>\d+(?:\.\d+)?){regex.escape(unit)}")
    for start, sentence in plans:
        match = said.search(sentence)
        if match is None:
            continue
        outcome.judged += 1
        announced, target = Decimal(match["number"]), row["target"]
        lower = target > announced if row["target_op"] in ("le", "lt") else target < announced
        if not lower:
            outcome.agreed += 1
            return
        span = {"span_start": start + match.start(), "span_end": start + match.end(), "quote": match[0]}
        outcome.findings.append(
            AcrossFinding(
                code=CODE,
                name=NAME,
                severity="review",
                message=f"{row['name']}：{earlier.year}年报告为{later.year}年定的是{match['number']}{unit}，"
                f"{later.year}年报告的目标值是{row['target_text']}，放宽了；请提供目标调整的批复",
                unit_name=series.unit,
                project=series.project,
                formula=f"{row['target_text']} ≠ {match['number']}{unit}",
                difference=format((target - announced).normalize(), "f"),
                unit=unit,
                places=(earlier.place(span), later.place(row)),
            )
        )
        return
