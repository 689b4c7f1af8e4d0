"""A low execution rate without a word on why."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._context import around
from extractor.checks._execution import whole_rates
from extractor.checks._outcomes import agrees, conflict, number, silent
from extractor.checks._targets import UNFINISHED
from extractor.facts import Claim, Indicator, Rate
from extractor.ledger import Ledger
from extractor.scopes import cue

CHECK = Check("ZX105", "low-rate-unexplained", "低执行率无说明", "review")


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.kind in UNFINISHED:
        yield silent(CHECK, "目标申报或年中监控，执行率低属正常")
        return
    found = [rate for rate in whole_rates(ledger) if rate.figure.quantity.interval().high is not None]
    if not found:
        yield silent(CHECK, "报告未给出项目总的预算执行率")
        return
    limit = ledger.profile.low_execution_rate
    low = [rate for rate in found if (rate.figure.quantity.interval().high or limit) < limit]
    if not low:
        yield agrees(CHECK, f"执行率 ≥ {number(limit)}%", *(rate.figure for rate in found))
        return
    figures = [rate.figure for rate in low]
    if any(not rate.figure.quantity.value for rate in low):
        yield silent(CHECK, "执行率为零，多半是未执行的项目", *figures)
    elif len(low) < len(found):
        yield silent(CHECK, "另有一个不低的执行率，口径不同", *figures)
    elif reason := _reason(ledger, low):
        yield silent(CHECK, reason, *figures)
    else:
        message = f"预算执行率{''.join(figures[0].text.split())}，低于{number(limit)}%，未说明原因"
        formula = f"{figures[0].quantity.digits}% < {number(limit)}%"
        yield conflict(CHECK, message, *figures, formula=formula, suspects=())


def _reason(ledger: Ledger, low: list[Rate]) -> str | None:
    """Where the report explains a low rate, or None."""
    if any(cue("unspent").search(_beside(ledger, rate)) for rate in low):
        return "邻近的文字说明了原因"
    sections = {rate.section for rate in low}
    if any(claim.kind == "reason" and claim.section in sections for claim in ledger.of(Claim)):
        return "同一章节说明了原因"
    if any(one.reason and cue("unspent").search(one.reason) for one in ledger.of(Indicator)):
        return "偏差原因栏说明了原因"
    if cue("unspent_told").search("".join(ledger.document.text.split())):
        return "报告另处说明了资金未执行完的原因"
    return None


def _beside(ledger: Ledger, rate: Rate) -> str:
    """The words around a rate, and all of its section (not of a report without chapters: that would be everything)."""
    words = around(ledger, rate)
    if 0 <= rate.section < len(ledger.sections):
        words += "".join(ledger.quote(ledger.sections[rate.section].body).split())
    return words
