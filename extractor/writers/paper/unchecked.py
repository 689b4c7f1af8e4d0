"""未核对数字: the numerals that no relation speaks of, with the words around them: what is left to see to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.assemble.coverage import Numeral
from extractor.writers.layout import in_context
from extractor.writers.numeral_list import STATES
from extractor.writers.paper.book import PALE, Book, Column, Table
from extractor.writers.paper.entries import Entry
from extractor.writers.words import MEANINGS

NAME = "未核对数字"
COLUMNS = (
    Column("number", "序号", 5, "center"),
    Column("report", "报告", 15),
    Column("where", "位置", 12),
    Column("quote", "数字", 16),
    Column("state", "状态", 9, "center"),
    Column("meaning", "读作", 16),
    Column("context", "上下文", 64),
    Column("opinion", "复核意见", 20, fill=PALE),
)
NOTE = "这些数字没有参与任何勾稽：未解释的排在前，其次是读懂了但报告中没有可与之核对的数。页眉页脚、编号、日期不列。"


def write(book: Book, entries: Sequence[Entry], columns: Sequence[Column]) -> Table:
    """The sheet: of each report what nothing explains, then what was read and met no relation."""
    table = Table(book, NAME, "未核对数字清单", columns, NOTE)
    for entry in entries:
        for one in sorted(_unchecked(entry.dossier.numerals), key=lambda one: one.state != "unexplained"):
            place = entry.cite(one.figure or one.span)
            table.add(
                {
                    "number": table.next - table.first + 1,
                    "report": entry.name,
                    "where": entry.where([place]),
                    "quote": place.quote,
                    "state": STATES[one.state],
                    "meaning": "、".join(MEANINGS.get(name, name) for name in one.meanings),
                    "context": in_context(entry.result.text, [place], brackets=True, around=40).plain,
                }
            )
    table.close("全部数字都参与了核对")
    return table


def _unchecked(numerals: Sequence[Numeral]) -> Iterator[Numeral]:
    return (
        one
        for one in numerals
        if one.state == "unexplained" or (one.state == "read" and one.figure is not None and not one.codes)
    )
