"""资金: the amounts of the report by their role, and the rates of execution with the base that makes them true."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.quantity import trimmed
from extractor.report import FundEntry, RateEntry
from extractor.terms import ROLES, SOURCES
from extractor.writers.paper.book import Book, Cell, Column, Computed, Number, Table
from extractor.writers.paper.entries import Entry
from extractor.writers.paper.figures import Figures
from extractor.writers.paper.findings import number
from extractor.writers.words import role

NAME = "资金"
COLUMNS = (
    Column("number", "序号", 5, "center"),
    Column("report", "报告", 15),
    Column("role", "口径", 11),
    Column("source", "资金来源", 12),
    Column("item", "项目或用途", 22),
    Column("year", "年度", 7, "center"),
    Column("text", "原文", 15, "right"),
    Column("value", "数值", 14, "right"),
    Column("unit", "单位", 9, "center"),
    Column("yuan", "折合元", 16, "right"),
    Column("note", "说明", 24),
    Column("where", "位置", 14),
)
NOTE = "数值取自“数据”表的单元格。执行率列在资金之后，说明中是使其成立的分母；没有写出的口径不填。"
QUALIFIERS = {"exact": "", "approx": "约数", "over": "不少于此数", "under": "不超过此数"}


def write(book: Book, entries: Sequence[Entry], columns: Sequence[Column], figures: Figures) -> Table:
    """The sheet: of each report its amounts, then its rates."""
    table = Table(book, NAME, "资金情况表", columns, NOTE)
    for entry in entries:
        for fund in entry.report.report.funds:
            table.add(_fund(table, entry, fund, figures))
        for rate in entry.report.report.execution_rates:
            table.add(_rate(table, entry, rate, figures))
    table.close("没有读到资金")
    return table


def _fund(table: Table, entry: Entry, fund: FundEntry, figures: Figures) -> dict[str, Cell]:
    amount, figure = fund.amount, entry.figure(fund.evidence)
    value: Cell = number(amount.value)
    yuan: Cell = number(amount.yuan)
    if figure and figures.row(entry.number, figure):
        live, factor = figures.of(entry).value(figure), figures.of(entry).factor(figure)
        value = Computed(live, figure.quantity.places)
        total = live if figure.quantity.factor == 1 else live.times(factor)
        yuan = Computed(total, max(2, len(trimmed(total.value).partition(".")[2])))
    notes = [QUALIFIERS[amount.qualifier], f"报告中出现{len(fund.evidence)}次" if len(fund.evidence) > 1 else ""]
    return {
        "number": table.next - table.first + 1,
        "report": entry.name,
        "role": ROLES[fund.role],
        "source": SOURCES[fund.source],
        "item": fund.item,
        "year": fund.year,
        "text": amount.text,
        "value": value,
        "unit": amount.unit,
        "yuan": yuan,
        "note": "；".join(filter(None, notes)),
        "where": figures.link(entry, figure, entry.where(fund.evidence)),
    }


def _rate(table: Table, entry: Entry, rate: RateEntry, figures: Figures) -> dict[str, Cell]:
    figure = entry.figure(rate.evidence)
    value: Cell = Number(Decimal(rate.value), len(rate.value.partition(".")[2]), rate.unit == "%")
    if figure and figures.row(entry.number, figure):
        value = Computed(figures.of(entry).value(figure), figure.quantity.places, rate.unit == "%")
    bases = [
        f"报告写明以{ROLES[rate.stated_base]}为分母" if rate.stated_base else "",
        f"以{role(rate.base)}为分母成立" if rate.base else "",
    ]
    return {
        "number": table.next - table.first + 1,
        "report": entry.name,
        "role": "执行率",
        "source": SOURCES[rate.source],
        "item": rate.item,
        "year": rate.year,
        "text": rate.evidence[0].quote if rate.evidence else None,
        "value": value,
        "unit": rate.unit,
        "note": "；".join(filter(None, bases)) or "没有可用的分母，未能重算",
        "where": figures.link(entry, figure, entry.where(rate.evidence)),
    }
