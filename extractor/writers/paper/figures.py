"""数据: every printed figure that means something, one a row; the other sheets compute with these cells.

An auditor who finds a figure misread mends it here, and every relation that rests on it is computed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.assemble.coverage import Numeral
from extractor.facts import Figure
from extractor.formulas import unit_name
from extractor.quantity import Interval, Quantity, trimmed
from extractor.writers.paper.book import Book, Cell, Column, Computed, Link, Number, Table
from extractor.writers.paper.entries import Entry
from extractor.writers.paper.live import Live
from extractor.writers.paper.sides import Ends
from extractor.writers.words import MEANINGS

NAME = "数据"
COLUMNS = (
    Column("number", "序号", 6, "center"),
    Column("report", "报告", 15),
    Column("where", "位置", 11),
    Column("quote", "原文", 18),
    Column("meaning", "含义", 16),
    Column("value", "数值", 14, "right"),
    Column("unit", "单位", 9, "center"),
    Column("step", "末位", 8, "right"),
    Column("low", "下限", 14, "right"),
    Column("high", "上限", 14, "right"),
    Column("factor", "换算系数", 9, "right"),
    Column("checks", "参与核对", 22),
)
NOTE = (
    "印出的数是一个区间：下限、上限＝数值∓末位÷2（四舍五入）；末位为0的是准数；“≥”“约”“余”按其意思取区间。"
    "改动“数值”，其他各表的勾稽随之重算。"
)


class Figures:
    """The sheet, and where each figure stands in it."""

    def __init__(self, book: Book, entries: Sequence[Entry], columns: Sequence[Column]) -> None:
        self.table = Table(book, NAME, "数据表（事实单元格）", columns, NOTE)
        self._rows: dict[tuple[int, int, Quantity], int] = {}
        for entry in entries:
            for one in entry.dossier.numerals:
                for figure in entry.readings.get(one.figure.id, ()) if one.figure else ():
                    self._add(entry, one, figure)
        self.table.close("没有读到数字")

    def of(self, entry: Entry) -> FigureCells:
        """The cells of one report's figures."""
        return FigureCells(self, entry.number)

    def row(self, report: int, figure: Figure) -> int | None:
        return self._rows.get((report, figure.id, figure.quantity))

    def link(self, entry: Entry, figure: Figure | None, text: str) -> Cell:
        """Words that lead to a figure, or plain ones."""
        row = self.row(entry.number, figure) if figure else None
        return text if row is None else Link(text, NAME, self.table.cell("where", row))

    def _add(self, entry: Entry, numeral: Numeral, figure: Figure) -> None:
        place, quantity = entry.cite(figure), figure.quantity
        row = self.table.next
        self._rows[entry.number, figure.id, quantity] = row
        self.table.add(
            {
                "number": row - self.table.first + 1,
                "report": entry.name,
                "where": entry.where([place]),
                "quote": place.quote,
                "meaning": "、".join(MEANINGS.get(name, name) for name in numeral.meanings),
                "value": Number(quantity.value, quantity.places),
                "unit": unit_name(figure),
                "step": _constant(quantity.step / quantity.factor),
                **self._ends(quantity, row),
                "factor": _constant(quantity.factor),
                "checks": " ".join(numeral.codes),
            }
        )

    def _ends(self, quantity: Quantity, row: int) -> dict[str, Cell]:
        interval, factor = quantity.interval(), quantity.factor
        if quantity.op != "eq":
            return {
                name: None if end is None else _constant(end / factor)
                for name, end in (("low", interval.low), ("high", interval.high))
            }
        value, step = self.table.cell("value", row), self.table.cell("step", row)
        half = quantity.step / factor / 2
        places = quantity.places + (1 if half else 0)
        return {
            "low": Computed(Live(f"{value}-{step}/2", quantity.value - half), places),
            "high": Computed(Live(f"{value}+{step}/2", quantity.value + half), places),
        }


class FigureCells:
    """The cells of the figures of one report, as expressions in their printed units."""

    def __init__(self, figures: Figures, report: int) -> None:
        self._figures, self._report = figures, report

    def value(self, figure: Figure) -> Live:
        return self._cell(figure, "value", figure.quantity.value)

    def ends(self, figure: Figure) -> Ends:
        interval: Interval = figure.quantity.interval()
        factor = figure.quantity.factor
        low, high = interval.low, interval.high
        return (
            None if low is None else self._cell(figure, "low", low / factor),
            None if high is None else self._cell(figure, "high", high / factor),
        )

    def step(self, figure: Figure) -> Live:
        return self._cell(figure, "step", figure.quantity.step / figure.quantity.factor)

    def factor(self, figure: Figure) -> Live:
        return self._cell(figure, "factor", figure.quantity.factor)

    def _cell(self, figure: Figure, key: str, value: Decimal) -> Live:
        row = self._figures.row(self._report, figure)
        if row is None:
            raise LookupError(f"figure {figure.id} ({figure.text}) has no row")
        return Live(f"{NAME}!{self._figures.table.cell(key, row)}", value)


def _constant(value: Decimal) -> Number:
    return Number(value, len(trimmed(value).partition(".")[2]))
