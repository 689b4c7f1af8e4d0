"""结论: the first sheet, what an auditor files: which report, what came of it, how far the verdict reaches."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.report import FindingEntry, Report
from extractor.writers import Failure
from extractor.writers.numeral_list import percent
from extractor.writers.paper.blocks import Blocks
from extractor.writers.paper.book import LEVEL_FILLS, LINE, PALE, Book, Cell, Formula, Link, Table
from extractor.writers.paper.entries import Entry
from extractor.writers.paper.findings import number
from extractor.writers.words import KINDS, LEVELS, TEXT_LAYERS

NAME = "结论"
WIDTHS = (13, 12, 12, 12, 17, 12, 12, 12)
SHOWN = 12
"""findings on the first sheet; all stand in 发现"""
TICKS = (("✓", "相符"), ("✗", "不符"), ("△", "请复核"), ("—", "未能核对"))


def write(book: Book, entries: Sequence[Entry], failures: Sequence[Failure], found: Table, checked: Table) -> None:
    """The sheet. Its counts are formulas over 发现 and 勾稽明细."""
    page = Blocks(book, NAME, "绩效报告勾稽核对工作底稿", *_layout(len(entries)))
    if len(entries) == 1:
        _one(page, entries[0].report)
        _counts(page, found, checked)
        _coverage(page, entries[0].report)
        _gravest(page, entries[0].report.findings)
    elif entries:
        _list(page, entries, found, checked)
    if failures:
        page.heading("未能审核的文件")
        for failure in failures:
            page.pair(failure.source, f"{failure.message} [{failure.code}]")
    _signatures(page)
    _legend(page)


def _layout(reports: int) -> tuple[Sequence[float], bool]:
    return (WIDTHS, True) if reports == 1 else ((34, *WIDTHS[1:]), False)


def _one(page: Blocks, report: Report) -> None:
    facts, source = report.report, report.source
    pages = f"{source.pages} 页" if source.pages else ""
    about = [source.name, source.format.upper(), pages, TEXT_LAYERS[source.text_layer]]
    if source.part:
        about.append(f"第 {source.part.index} 份，共 {source.part.of} 份")
    review = report.score_review
    page.pair("报告名称", facts.title or source.name, bold=True, font_size=11)
    page.pair("文件", "，".join(filter(None, about)))
    page.pair("SHA-256", source.sha256)
    page.pair("报告类型", KINDS.get(facts.kind, facts.kind))
    for name, told in (("单位", facts.department), ("项目", facts.project), ("评价机构", facts.evaluator)):
        if told:
            page.pair(name, told)
    page.pair("评价年度", str(facts.fiscal_year) if facts.fiscal_year else "报告没有写明")
    claimed = "报告没有写出总分"
    if review.claimed is not None:
        claimed = f"{review.claimed} 分" + (f"（{review.grade}）" if review.grade else "")
        claimed += f"；按报告自己的数字重算为 {review.rebuilt} 分" if review.rebuilt else "；报告中的数字不足以重算"
    page.pair("自报得分", claimed)
    for warning in source.warnings:
        page.pair("阅读提示", warning, font_color="#B26A00")


def _counts(page: Blocks, found: Table, checked: Table) -> None:
    page.heading("结论")
    levels = list(LEVELS.values())
    page.header("发现", *levels)
    page.cells(["条数", *(_count(found, "level", level) for level in levels)], bold=True, align="center")
    page.header("勾稽", *(f"{tick} {word}" for tick, word in TICKS))
    page.cells(["关系数", *(_count(checked, "tick", tick) for tick, _ in TICKS)], bold=True, align="center")


def _count(table: Table, key: str, words: str, report: str | None = None) -> Formula:
    """How many rows say so, of one report where there are several."""
    where = table.range(key)
    named = f',{table.range("report")},"{_quoted(report)}"' if report else ""
    value = table.count(key, words, report)
    return Formula(f'COUNTIFS({where},"{words}"{named})', value)


def _quoted(name: str) -> str:
    """A name as a criterion: quotes doubled, wildcards taken literally; one that begins with a sign is held equal."""
    escaped = name.replace("~", "~~").replace("*", "~*").replace("?", "~?").replace('"', '""')
    return f"={escaped}"


def _coverage(page: Blocks, report: Report) -> None:
    seen = report.coverage
    data = seen.read + seen.unexplained
    page.pair(
        "核对范围",
        f"全文 {seen.numbers} 个数字：读懂 {seen.read}（{percent(seen.read, data)}），版面与编号 {seen.furniture}，"
        f"未解释 {seen.unexplained}；{seen.checked} 个参与核对（{percent(seen.checked, data)}）。"
        "没有参与核对的逐个列在“未核对数字”。",
    )


def _gravest(page: Blocks, findings: Sequence[FindingEntry]) -> None:
    page.heading("主要发现")
    if not findings:
        page.across("没有发现数字不符。")
        return
    for row, finding in enumerate(findings[:SHOWN], 4):
        level = LEVELS[finding.severity]
        look = {"border": 1, "border_color": LINE, "text_wrap": True}
        page.merged(0, 0, Link(f"{level} {finding.code}", "发现", f"C{row}"), bg_color=LEVEL_FILLS[level], **look)
        shown = f"{finding.message}（不再计入：{finding.suppressed.reason}）" if finding.suppressed else finding.message
        page.merged(1, 7, shown, **look)
        page.row += 1
    if len(findings) > SHOWN:
        page.across(f"另有 {len(findings) - SHOWN} 条，见“发现”。")


def _list(page: Blocks, entries: Sequence[Entry], found: Table, checked: Table) -> None:
    page.heading(f"共 {len(entries)} 份报告")
    page.header("报告", "自报得分", "重算得分", *LEVELS.values(), "勾稽不符")
    for entry in entries:
        review = entry.report.score_review
        counts = [_count(found, "level", level, entry.name) for level in LEVELS.values()]
        cells: list[Cell] = [entry.name, number(review.claimed), number(review.rebuilt) or review.rebuilt, *counts]
        page.cells([*cells, _count(checked, "tick", "✗", entry.name)])


def _signatures(page: Blocks) -> None:
    page.heading("编制与复核")
    look = {"border": 1, "border_color": LINE, "bg_color": PALE}
    for who in ("编制人", "复核人"):
        page.cells([who, None, None, "日期", None, None, "索引号", None], **look)
        page.sheet.set_row(page.row - 1, 26)


def _legend(page: Blocks) -> None:
    page.heading("说明")
    for line in (
        "勾稽符号和重算数都是公式：在“数据”表改动一个数值，全部勾稽随之重算；原文和引文不变。",
        "一个印出的数是一个区间（246.02 表示 246.015 至 246.025）；两边区间有交集即为相符，不以尾差论错。",
        "只有按任何合理口径都说不通的才列为错误；无法判断的列为“不适用”或“无法核对”，并写明缘由。",
    ):
        page.across(f"· {line}", text_wrap=True, font_size=9)
