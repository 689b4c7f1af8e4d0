"""Cells of a form that must be filled and are empty: results, scores, reasons of what was missed."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.checks import Check, Severity, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._targets import UNFINISHED, lost, reach
from extractor.document import Span
from extractor.facts import Blank, Indicator
from extractor.ledger import Ledger

CHECK = Check("GF102", "empty-cells", "必填项空白", "warning")

_ASKS_WHY = regex.compile(r"原因|偏差|未完成|扣分(?!标准)|差异|差距|改进|整改")
"""heads of columns that must be filled where something fell short; 评分说明, 备注 and the like may stay empty"""
_FORM = regex.compile(r"偏差|改进|整改|未完成|差异|差距")
"""heads of the prescribed form's column. One of a house's own (扣分说明) is due where the report itself fills it in"""

_WORDS = {"actual": "完成值", "score": "得分", "reason": "偏差原因", "spent": "执行数"}


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.kind in UNFINISHED:
        yield silent(CHECK, "目标申报或年中监控，不要求填写完成值和得分")
        return
    in_forms = [one for one in ledger.of(Indicator) if one.cell is not None]
    if not in_forms:
        yield silent(CHECK, "没有以表格填报的指标")
        return
    by_place = {one.span: one for one in in_forms}
    blanks = [blank for blank in ledger.of(Blank) if _must_be_filled(blank, by_place.get(blank.span))]
    if not _uses_column(in_forms, blanks):
        blanks = [blank for blank in blanks if blank.column != "reason" or _is_prescribed(blank)]
    if not blanks:
        yield agrees(CHECK, "完成值、得分和偏差原因均已填写", marks=in_forms)
    for column in _WORDS:
        left = [blank for blank in blanks if blank.column == column]
        if left:
            yield _conflict(left, by_place)


def _must_be_filled(blank: Blank, indicator: Indicator | None) -> bool:
    """A reason is due only where points were lost, or a target was missed and no points were given. A missed target at
    full marks and a loss although the target was met are PF107's."""
    if blank.column == "spent":
        return True
    if indicator is None:
        return False
    if blank.column == "reason" and blank.head and not _ASKS_WHY.search(blank.head):
        return False
    if blank.column == "actual" and indicator.target is None:
        return False  # 立项依据充分性 is judged by a standard and has no value
    if blank.column != "reason":
        return indicator.weight is None or bool(indicator.weight.quantity.value)
    met = reach(indicator)
    if indicator.score and indicator.weight:
        return lost(indicator) and not (met.met and met.sure)
    return met.met is False and met.sure


def _uses_column(in_forms: list[Indicator], blanks: list[Blank]) -> bool:
    """True when most of the losses are explained: an empty cell beside them was forgotten."""
    told = sum(lost(one) and bool(one.reason) for one in in_forms)
    return told >= sum(blank.column == "reason" for blank in blanks)


def _is_prescribed(blank: Blank) -> bool:
    """True for the column that the prescribed form has for what fell short."""
    return not blank.head or _FORM.search(blank.head) is not None


def _conflict(blanks: list[Blank], by_place: dict[Span, Indicator]) -> Verdict:
    names = "、".join(blank.name for blank in blanks)
    head = blanks[0].head or _WORDS[blanks[0].column]
    why = "未达目标或扣了分，而" if blanks[0].column == "reason" else ""
    known = [by_place[blank.span] for blank in blanks if blank.span in by_place]
    scores = [one.score for one in known] if blanks[0].column == "reason" else []
    severity: Severity | None = "review" if blanks[0].column == "reason" and not _is_prescribed(blanks[0]) else None
    message = f"{names}：{why}“{head}”一栏空白"
    return conflict(CHECK, message, *scores, marks=blanks, suspects=(), severity=severity)
