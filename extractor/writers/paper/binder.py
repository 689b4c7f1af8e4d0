"""The working paper put together: which sheets there are, in which order, and how they lean on one another."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.writers import Result
from extractor.writers.paper import figures as cells
from extractor.writers.paper import findings, front, funds, indicators, relations, scores, unchecked
from extractor.writers.paper.book import Book, Column
from extractor.writers.paper.entries import Entry, entries

SHEETS = (
    front.NAME,
    findings.NAME,
    relations.NAME,
    funds.NAME,
    indicators.NAME,
    scores.NAME,
    unchecked.NAME,
    cells.NAME,
)


def bound(results: Sequence[Result]) -> bytes:
    """The workbook of some results."""
    audited, failures = entries(results)

    def columns(every: Sequence[Column]) -> list[Column]:
        return [column for column in every if len(audited) > 1 or column.key != "report"]

    book = Book("勾稽核对工作底稿", _about(audited), SHEETS)
    figures = cells.Figures(book, audited, columns(cells.COLUMNS))
    checked = relations.write(book, audited, columns(relations.COLUMNS), figures)
    found = findings.write(book, audited, columns(findings.COLUMNS), figures)
    funds.write(book, audited, columns(funds.COLUMNS), figures)
    indicators.write(book, audited, columns(indicators.COLUMNS), figures)
    scores.write(book, audited, figures)
    unchecked.write(book, audited, columns(unchecked.COLUMNS))
    front.write(book, audited, failures, found, checked)
    return book.bytes()


def _about(audited: Sequence[Entry]) -> str:
    """The line below each title: which report this is."""
    if len(audited) != 1:
        return f"{len(audited)} 份报告"
    facts = audited[0].report.report
    year = f"{facts.fiscal_year}年度" if facts.fiscal_year else ""
    return " · ".join(filter(None, [facts.title or audited[0].name, facts.department, year]))
