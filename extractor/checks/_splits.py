"""Breakdowns of an amount: shared by the checks by source, by item and by year."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.arithmetic import Comparison
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._relations import outgrown, split, verdict, whole_of
from extractor.checks._tellings import disputed
from extractor.checks._verdicts import off
from extractor.checks._wording import called
from extractor.facts import Breakdown
from extractor.ledger import Ledger

_BY = {"source": "各来源", "item": "各项", "year": "各年度"}


def check_splits(check: Check, ledger: Ledger, by: str, none: str) -> Iterator[Verdict]:
    """One verdict for each breakdown of a kind; ``none`` is the reason when there is none at all."""
    quarrels = disputed(ledger)
    found = [breakdown for breakdown in ledger.of(Breakdown) if breakdown.by == by]
    if not found:
        yield silent(check, none)
    for breakdown in found:
        yield _judge(check, ledger, breakdown, quarrels)


def _judge(check: Check, ledger: Ledger, breakdown: Breakdown, quarrels: frozenset[int]) -> Verdict:
    whole, parts = breakdown.whole, breakdown.parts
    figures = (whole.figure, *(part.figure for part in parts))
    if not breakdown.exhaustive:
        over = outgrown(whole_of(ledger, breakdown), parts)
        if over:
            message = (
                f"{called(whole)}写为{whole.figure.text}，所列{_BY[breakdown.by]}相加已达{over.derived}{over.unit}"
            )
            return verdict(check, over, message, quarrels)
        return silent(check, f"“{breakdown.cue}”所列未必是全部，只检查分项不超过总额（ZJ107）", *figures)
    if len(parts) < 2:
        return silent(check, "只列出一个分项", *figures)
    relation = split(ledger, breakdown)
    whole, result = relation.stated, relation.result
    if result is None:
        return silent(check, "没有可以核对的合计", *figures)
    derived = f"{result.derived}{result.unit}" if isinstance(result, Comparison) else ""
    message = f"{called(whole)}写为{whole.figure.text}，{_BY[breakdown.by]}相加为{derived}，{off(result)}"
    return verdict(check, result, message, quarrels)
