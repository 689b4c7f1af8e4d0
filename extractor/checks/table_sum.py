"""The cells of a row or column add up to its 合计, 小计 or 总额."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.arithmetic import Comparison, plus, total
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._verdicts import judged, off
from extractor.facts import TableSum
from extractor.ledger import Ledger

CHECK = Check("ZJ104", "table-total-mismatch", "表格合计行不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    sums = ledger.of(TableSum)
    if not sums:
        yield silent(CHECK, "没有带合计的表格")
    for one in sums:
        figures = (one.whole, *one.parts)
        if not one.sure:
            yield silent(CHECK, f"“{one.label}”与各行的关系在多数列都不成立，可能不是简单相加", *figures)
            continue
        result = total(one.whole, plus(*one.parts))
        derived = f"{result.derived}{result.unit}" if isinstance(result, Comparison) else ""
        where = f"“{one.head}”" if one.head else ""
        across = "该行" if one.axis == "across" else "该列"
        message = f"表中{where}的“{one.label}”为{one.whole.text}，{across}各项相加为{derived}，{off(result)}"
        yield judged(CHECK, result, message)
