"""KB106: first and last digits of a unit's amounts, where there are enough of them.

First digits are held against Benford's law by the mean absolute deviation, with the bounds of Nigrini (Benford's Law,
2012, ch. 7: above 0.015 for first digits is nonconformity). Last digits of amounts to the cent are held against even
shares by chi-square, 9 degrees of freedom, at one in a thousand.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from decimal import Decimal

from extractor.across.archive import Archive, One
from extractor.across.finding import AcrossFinding
from extractor.across.rules import Outcome

CODE = "KB106"
NAME = "首末位数字分布"
WHY = (
    "自然形成的金额，首位数字合于本福特定律，精确到分的末位数字大致均匀；"
    "明显偏离时值得抽查原始凭证。只是线索，不是结论。"
)
SILENT = "首位：金额少于500笔，或最大最小相差不到一千倍；末位：精确到0.01万元以下的金额少于300笔。"

_FIRST_LEAST, _LAST_LEAST, _SPREAD = 500, 300, 1000
_NONCONFORMITY = 0.015
_CHI_SQUARE = 27.88
_SHOWN = 20


def find(archive: Archive) -> Outcome:
    """Count the digits of the amounts of each unit."""
    amounts: dict[str, set[tuple[str, Decimal, str]]] = defaultdict(set)
    for row in archive.each("SELECT report_id, yuan, value_text FROM funds WHERE yuan > 0 AND qualifier = 'exact'"):
        one = archive.reports.get(row["report_id"])
        if one and one.unit:
            amounts[one.unit].add((one.report_id, row["yuan"], row["value_text"]))
    outcome = Outcome()
    for unit, told in sorted(amounts.items()):
        words = [words for words in (_first(told, outcome), _last(told, outcome)) if words]
        if words:
            reports = sorted({report_id for report_id, _, _ in told})[:_SHOWN]
            outcome.findings.append(_finding(unit, "；".join(words), [archive.reports[one] for one in reports]))
    return outcome


def _first(told: set[tuple[str, Decimal, str]], outcome: Outcome) -> str | None:
    values = [yuan for _, yuan, _ in told]
    if len(values) < _FIRST_LEAST or max(values) < _SPREAD * min(values):
        outcome.unjudged["首位：金额太少或太集中"] += 1
        return None
    outcome.judged += 1
    counts = Counter(int(str(value).lstrip("0.")[0]) for value in values)
    off = sum(abs(counts[digit] / len(values) - math.log10(1 + 1 / digit)) for digit in range(1, 10)) / 9
    if off <= _NONCONFORMITY:
        outcome.agreed += 1
        return None
    return f"{len(values)}笔金额的首位数字偏离本福特定律（平均偏差{off:.3f}，大于{_NONCONFORMITY}）"


def _last(told: set[tuple[str, Decimal, str]], outcome: Outcome) -> str | None:
    printed = [text for _, _, text in told if "." in text and len(text.partition(".")[2]) >= 2]
    if len(printed) < _LAST_LEAST:
        outcome.unjudged["末位：精确的金额太少"] += 1
        return None
    outcome.judged += 1
    counts, expected = Counter(text[-1] for text in printed), len(printed) / 10
    square = sum((counts[str(digit)] - expected) ** 2 / expected for digit in range(10))
    if square <= _CHI_SQUARE:
        outcome.agreed += 1
        return None
    most, times = counts.most_common(1)[0]
    share = f"“{most}”占{times / len(printed):.0%}（χ²={square:.0f}，大于{_CHI_SQUARE}）"
    return f"{len(printed)}笔精确金额的末位数字不均匀，{share}"


def _finding(unit: str, words: str, reports: list[One]) -> AcrossFinding:
    return AcrossFinding(
        code=CODE,
        name=NAME,
        severity="info",
        message=f"{words}；仅供选取抽查对象",
        unit_name=unit,
        places=tuple(one.place() for one in reports),
    )
