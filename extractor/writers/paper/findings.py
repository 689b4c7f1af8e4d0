"""发现: each finding with what is stated, what comes out, where, how to mend it, and room for the auditor's opinion."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from extractor.report import FindingEntry
from extractor.writers.paper.book import LEVEL_FILLS, PALE, Book, Cell, Column, Computed, Number, Table
from extractor.writers.paper.entries import Entry
from extractor.writers.paper.figures import Figures
from extractor.writers.paper.live import Live
from extractor.writers.words import LEVELS

NAME = "发现"
COLUMNS = (
    Column("number", "序号", 5, "center"),
    Column("report", "报告", 15),
    Column("code", "编号", 7, "center"),
    Column("level", "级别", 6, "center"),
    Column("message", "问题", 34),
    Column("formula", "勾稽关系", 24),
    Column("stated", "报告数", 12, "right"),
    Column("derived", "重算数", 12, "right"),
    Column("difference", "差异", 9.5, "right"),
    Column("unit", "单位", 9, "center"),
    Column("where", "页码位置", 10),
    Column("quote", "引文", 22),
    Column("repair", "建议修改", 19),
    Column("opinion", "复核意见", 16, fill=PALE),
    Column("index", "底稿索引", 9, fill=PALE),
    Column("reviewer", "复核人", 8, fill=PALE),
)
NOTE = "级别：错误＝按任何合理口径都不符；警告＝多半有误；复核＝请人看一眼；提示＝供参考。末三栏由复核人填写。"


def write(book: Book, entries: Sequence[Entry], columns: Sequence[Column], figures: Figures) -> Table:
    """The sheet, gravest first within each report."""
    table = Table(book, NAME, "审核发现", columns, NOTE)
    for entry in entries:
        for finding in entry.report.findings:
            table.add(_row(table, entry, finding, figures))
    table.colour("level", LEVEL_FILLS, fill=True)
    table.close("没有发现数字不符")
    return table


def _row(table: Table, entry: Entry, finding: FindingEntry, figures: Figures) -> dict[str, Cell]:
    stated, derived = number(finding.stated), number(finding.derived)
    difference: Cell = number(finding.difference) or finding.difference
    if isinstance(stated, Number) and isinstance(derived, Number):
        gap = Live(f"{table.cell('stated')}-{table.cell('derived')}", stated.value - derived.value)
        difference = Computed(gap, max(stated.places, derived.places))
    return {
        "number": table.next - table.first + 1,
        "report": entry.name,
        "code": finding.code,
        "level": LEVELS[finding.severity],
        "message": finding.message,
        "formula": "\n".join(dict.fromkeys(filter(None, [finding.formula, *finding.formulas[:6]]))),
        "stated": stated or finding.stated,
        "derived": derived or finding.derived,
        "difference": difference,
        "unit": finding.unit,
        "where": figures.link(entry, entry.figure(finding.evidence), entry.where(finding.evidence)),
        "quote": entry.quotes(finding.evidence),
        "repair": _repair(finding),
        "opinion": f"不再计入：{finding.suppressed.reason}" if finding.suppressed else None,
    }


def _repair(finding: FindingEntry) -> str:
    repair = finding.repair
    if repair is None:
        return ""
    mended = f"\n改后相符：{'；'.join(repair.mends[:3])}" if repair.mends else ""
    return f"{repair.from_} → {repair.to}{mended}"


def number(text: str | None) -> Number | None:
    """A decimal string with the decimals that it prints; None for words.

    >>> number("318.40").places, number("优")
    (2, None)
    """
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return Number(value, len(text.partition(".")[2])) if value.is_finite() else None
