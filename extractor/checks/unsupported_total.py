"""A total score without a single score of an indicator or a part behind it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, blocked, conflict, silent
from extractor.checks._scores import full_mark, scored, totals
from extractor.facts import GradeScale, Reference, Score
from extractor.ledger import Ledger

CHECK = Check("PF108", "unsupported-total", "总分无明细支撑", "review")

FEW = 2
"""other points in the text than total, full mark and grade limits, from which on there may be details"""

MOST = 2
"""different totals of one project; more are the totals of several, as in the annual accounts"""

_POINTS = regex.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,2})?)分(?![之钟别项局类为设成配布包标段级])")


def check(ledger: Ledger) -> Iterator[Verdict]:
    claimed = totals(ledger)
    if not claimed:
        yield silent(CHECK, "报告未给出总分")
        return
    figures = [score.figure for score in claimed]
    title = ledger.meta("title")
    if title and "整改" in title.value:
        yield silent(CHECK, "整改报告只引用原评价的总分，明细应在原报告中", *figures)
        return
    if len({figure.quantity.value for figure in figures}) > MOST:
        yield silent(CHECK, "给出了几个项目的总分，明细应在各自的报告中", *figures)
        return
    details = [one.score for one in scored(ledger)]
    details += [score.figure for score in ledger.of(Score) if score.kind in ("part", "subtotal")]
    if details:
        yield agrees(CHECK, f"{figures[0].quantity.digits}分有{len(details)}项得分支撑", figures[0], *details)
        return
    if others := _unread(ledger, {figure.quantity.value for figure in figures}):
        yield blocked(CHECK, f"报告另有未能归属的分数（{'、'.join(others)}），不判断有无明细", *figures)
        return
    message = f"总分{figures[0].text}没有任何分项或指标得分支撑"
    annex = next((one for one in ledger.of(Reference) if one.kind == "annex"), None)
    if annex:
        message += f"；报告提到“{annex.text}”，未随报告提供"
        yield conflict(CHECK, message, *figures, marks=(annex,), severity="info", suspects=())
        return
    yield conflict(CHECK, message, *figures, suspects=())


def _unread(ledger: Ledger, known: set[Decimal]) -> list[str]:
    """Points in the text that no fact explains: where there are some, details may be there in a wording that we do not
    read, and their absence cannot be claimed."""
    scales = [scale.bands for scale in ledger.of(GradeScale)] or [ledger.profile.grades]
    limits = {end for bands in scales for _, band in bands for end in (band.low, band.high)}
    text = "".join(ledger.document.text.split())
    found = dict.fromkeys(match[1] for match in _POINTS.finditer(text))
    others = [one for one in found if Decimal(one) not in known | limits | {full_mark(ledger)}]
    return others if len(others) >= FEW else []
