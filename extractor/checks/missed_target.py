"""A target is missed, yet the report says that it was met."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._admissions import admission_of
from extractor.checks._outcomes import agrees, silent
from extractor.checks._targets import UNFINISHED, lost, reach, relation
from extractor.facts import Claim, Indicator
from extractor.ledger import Ledger
from extractor.quantity import Quantity, plain

CHECK = Check("ZB101", "missed-target-called-met", "目标未达成却称完成", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.kind in UNFINISHED:
        yield silent(CHECK, "目标申报或年中监控，尚无全年完成值")
        return
    indicators = [one for one in ledger.of(Indicator) if one.target and one.actual]
    if not indicators:
        yield silent(CHECK, "没有同时给出目标值和完成值的指标")
    for indicator in indicators:
        yield _judge(ledger, indicator)


def _judge(ledger: Ledger, indicator: Indicator) -> Verdict:
    assert indicator.target is not None and indicator.actual is not None
    figures = (indicator.actual.figure, indicator.target.figure)
    reached = reach(indicator)
    if reached.met is None:
        return silent(CHECK, f"{indicator.name}：{reached.reason}", *figures)
    if reached.met:
        return agrees(CHECK, relation(indicator), *figures)
    if excuse := _excuse(ledger, indicator):
        return silent(CHECK, f"{indicator.name}未达目标，{excuse}", *figures, formula=relation(indicator))
    own = {one.sentence for one in ledger.of(Indicator)}
    claims = [claim for claim in ledger.of(Claim) if claim.kind == "all_met" and _of_all(claim, own)]
    if not indicator.claimed_met and not claims:
        return silent(CHECK, f"{indicator.name}未达目标，报告未称完成", *figures, formula=relation(indicator))
    said = "该指标标注为完成" if indicator.claimed_met else f"报告称“{claims[0].text}”"
    actual, target = indicator.actual.quantity, indicator.target.quantity
    assert actual is not None and target is not None
    return Verdict(
        CHECK.code,
        "conflict",
        formula=relation(indicator),
        message=f"{indicator.name}目标{indicator.target.text}，完成{indicator.actual.text}，未达目标，但{said}",
        stated=plain(actual.value),
        derived=plain(target.value),
        difference=plain(actual.value - target.value) if _same_unit(actual, target) else None,
        unit=actual.unit_text or target.unit_text or None,
        severity=None if reached.sure else "review",
        figures=tuple(figure for figure in figures if figure),
        marks=() if indicator.claimed_met else (claims[0],),
    )


def _of_all(claim: Claim, own: set[int]) -> bool:
    """False for 预期培训120人次，实际131人次，超额完成任务: said of the indicator beside it, and of no other."""
    return claim.sentence not in own or any(word in claim.text for word in ("各项", "全部", "所有", "均", "都"))


def _excuse(ledger: Ledger, indicator: Indicator) -> str | None:
    """Why a miss is no hidden one."""
    if indicator.reason:
        return "已说明原因"
    if lost(indicator):
        return "已扣分"
    if indicator.score and indicator.weight:
        return "得分与完成情况的关系见PF107"
    if indicator.claimed_met is False or admission_of(ledger, indicator):
        return "报告已承认"
    return None


def _same_unit(one: Quantity, other: Quantity) -> bool:
    return one.factor == other.factor
