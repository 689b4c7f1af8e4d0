"""A table without a figure, and no word why."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._targets import UNFINISHED
from extractor.facts import EmptyTable
from extractor.ledger import Ledger

CHECK = Check("GF106", "empty-table", "空表无说明", "review")


def check(ledger: Ledger) -> Iterator[Verdict]:
    tables = ledger.of(EmptyTable)
    if not tables:
        yield silent(CHECK, "没有一个数字都未填的表")
        return
    if ledger.kind in UNFINISHED or not ledger.figures:
        yield silent(CHECK, "目标申报、年中监控或空白样表，允许留空")
        return
    for one in tables:
        if one.reason:
            yield agrees(CHECK, f"“{one.title}”为空表，说明是“{one.reason}”", marks=(one,))
        else:
            yield conflict(CHECK, f"“{one.title}”一个数字都没有填，也没有说明原因", marks=(one,))
