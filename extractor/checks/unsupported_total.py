"""A total score without a single score of an indicator or a part behind it."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._scores import scored, totals
from extractor.facts import Reference, Score
from extractor.ledger import Ledger

CHECK = Check("PF108", "unsupported-total", "总分无明细支撑", "review")


def check(ledger: Ledger) -> Iterator[Verdict]:
    claimed = totals(ledger)
    if not claimed:
        yield silent(CHECK, "报告未给出总分")
        return
    figures = [score.figure for score in claimed]
    details = [one.score for one in scored(ledger)]
    details += [score.figure for score in ledger.of(Score) if score.kind in ("part", "subtotal")]
    if details:
        yield agrees(CHECK, f"{figures[0].quantity.digits}分有{len(details)}项得分支撑", figures[0], *details)
        return
    message = f"总分{figures[0].text}没有任何分项或指标得分支撑"
    annex = next((one for one in ledger.of(Reference) if one.kind == "annex"), None)
    if annex:
        message += f"；报告提到“{annex.text}”，未随报告提供"
        yield conflict(CHECK, message, *figures, marks=(annex,), severity="info", suspects=())
        return
    yield conflict(CHECK, message, *figures, suspects=())
