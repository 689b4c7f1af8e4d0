"""Breakdowns of an amount: shared by the checks by source, by item and by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.arithmetic import Comparison, plus, total
from extractor.checks import Check, Verdict
from extractor.checks._misread import misreading
from extractor.checks._outcomes import silent
from extractor.checks._relations import outgrown, split, verdict, whole_of
from extractor.checks._tellings import disputed
from extractor.checks._verdicts import judged, off
from extractor.checks._wording import called
from extractor.facts import Breakdown, Fund
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


def _short_of(check: Check, whole: Fund, result: Comparison) -> Verdict:
    """累计支付150万元，其中2022年58万元、2023年29万元: years may have been left out, so it is for review."""
    message = f"{called(whole)}写为{whole.figure.text}，所列各年度相加为{result.derived}{result.unit}，{off(result)}"
    return replace(judged(check, result, message), severity="review")


def _years_short(breakdown: Breakdown) -> Comparison | None:
    """The sum of years in a row up to that of the whole, where it is not what the whole says; None where other years
    may be in it."""
    whole, parts = breakdown.whole, breakdown.parts
    years = [part.year for part in parts if part.year is not None]
    if len(years) != len(parts) or len(years) < 2 or years != list(range(years[0], years[0] + len(years))):
        return None
    if "累计" not in whole.label or whole.year not in (None, years[-1]):
        return None
    result = total(whole.figure, plus(*(part.figure for part in parts)))
    return result if isinstance(result, Comparison) and not result.fits else None


def _judge(check: Check, ledger: Ledger, breakdown: Breakdown, quarrels: frozenset[int]) -> Verdict:
    whole, parts = breakdown.whole, breakdown.parts
    figures = (whole.figure, *(part.figure for part in parts))
    if not breakdown.exhaustive:
        over = outgrown(whole_of(ledger, breakdown), parts)
        if over and not misreading(ledger, breakdown, whole_of(ledger, breakdown)):
            message = (
                f"{called(whole)}写为{whole.figure.text}，所列{_BY[breakdown.by]}相加已达{over.derived}{over.unit}"
            )
            return verdict(check, over, message, quarrels)
        if breakdown.by == "year" and (short := _years_short(breakdown)):
            return _short_of(check, whole, short)
        return silent(check, f"“{breakdown.cue}”所列未必是全部，只检查分项不超过总额（ZJ107）", *figures)
    if len(parts) < 2:
        return silent(check, "只列出一个分项", *figures)
    relation = split(ledger, breakdown)
    whole, result = relation.stated, relation.result
    if result is None:
        return silent(check, "没有可以核对的合计", *figures)
    if isinstance(result, Comparison) and not result.fits and (why := misreading(ledger, breakdown, whole)):
        return silent(check, why, *figures)
    derived = f"{result.derived}{result.unit}" if isinstance(result, Comparison) else ""
    message = f"{called(whole)}写为{whole.figure.text}，{_BY[breakdown.by]}相加为{derived}，{off(result)}"
    return verdict(check, result, message, quarrels)
