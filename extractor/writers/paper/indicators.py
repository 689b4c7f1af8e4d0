"""指标: target and result of each indicator, how far it was reached, and its score beside the rebuilt one."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.comparison import hindrance_of
from extractor.facts import Figure, Indicator, Measure
from extractor.report import IndicatorEntry, ReviewLine
from extractor.writers.paper.book import Book, Cell, Column, Computed, Table
from extractor.writers.paper.entries import Entry
from extractor.writers.paper.figures import Figures
from extractor.writers.paper.findings import number
from extractor.writers.paper.live import Live, constant
from extractor.writers.paper.sides import HUNDRED
from extractor.writers.words import GROUNDS

NAME = "指标"
COLUMNS = (
    Column("number", "序号", 5, "center"),
    Column("report", "报告", 15),
    Column("levels", "上级指标", 15),
    Column("name", "指标", 24),
    Column("target", "目标值", 13, "right"),
    Column("actual", "完成值", 13, "right"),
    Column("completion", "完成率", 9, "right"),
    Column("met", "达标", 6, "center"),
    Column("weight", "分值", 7, "right"),
    Column("score", "得分", 7, "right"),
    Column("share", "得分率", 8, "right"),
    Column("rebuilt", "重算得分", 9, "right"),
    Column("scheme", "重算口径", 15),
    Column("ground", "得分依据", 10),
    Column("reason", "偏差原因", 20),
    Column("where", "位置", 11),
)
NOTE = "完成率＝完成值÷目标值，得分率＝得分÷分值，均为公式；目标越小越好的，完成率超过100%不表示达标。"


def write(book: Book, entries: Sequence[Entry], columns: Sequence[Column], figures: Figures) -> Table:
    """The sheet, in the order of the report."""
    table = Table(book, NAME, "绩效指标核对表", columns, NOTE)
    for entry in entries:
        lines = list(entry.report.score_review.lines)
        known = {(one.span.start, one.span.end): one for one in reversed(entry.dossier.ledger.of(Indicator))}
        for indicator in entry.report.report.indicators:
            place = indicator.evidence[0]
            line = _line(lines, indicator)
            table.add(_row(table, entry, indicator, known.get((place.start, place.end)), line, figures))
    table.colour("met", {"是": "#1B7F3B", "否": "#C00000"}, fill=False)
    table.close("没有读到指标")
    return table


def _line(lines: list[ReviewLine], indicator: IndicatorEntry) -> ReviewLine | None:
    """The line of the score review that is this indicator; each is taken once."""
    for line in lines:
        if line.name == indicator.name and indicator.score is not None and line.score == indicator.score:
            lines.remove(line)
            return line
    return None


def _row(
    table: Table,
    entry: Entry,
    told: IndicatorEntry,
    indicator: Indicator | None,
    line: ReviewLine | None,
    figures: Figures,
) -> dict[str, Cell]:
    weight = _points(entry, indicator.weight if indicator else None, told.weight, figures)
    score = _points(entry, indicator.score if indicator else None, told.score, figures)
    actual = indicator.actual.figure if indicator and indicator.actual else None
    return {
        "number": table.next - table.first + 1,
        "report": entry.name,
        "levels": " / ".join(told.levels),
        "name": told.name,
        "target": told.target.text if told.target else None,
        "actual": told.actual.text if told.actual else None,
        "completion": _completion(entry, indicator, figures),
        "met": {True: "是", False: "否", None: None}[told.met],
        "weight": weight,
        "score": score,
        "share": _share(table, weight, score),
        "rebuilt": (number(line.rebuilt) or line.rebuilt) if line else None,
        "scheme": line.scheme if line else None,
        "ground": GROUNDS[line.ground] if line else None,
        "reason": told.reason,
        "where": figures.link(entry, actual, entry.where(told.evidence)),
    }


def _points(entry: Entry, figure: Figure | None, told: str | None, figures: Figures) -> Cell:
    if figure and figures.row(entry.number, figure):
        return Computed(figures.of(entry).value(figure), figure.quantity.places)
    return number(told) or told


def _share(table: Table, weight: Cell, score: Cell) -> Cell:
    if not isinstance(weight, Computed) or not isinstance(score, Computed) or not weight.live.value:
        return None
    value = constant(score.live.value * HUNDRED).over(constant(weight.live.value))
    assert value is not None
    return Computed(Live(f"{table.cell('score')}/{table.cell('weight')}*100", value.value), 1, percent=True)


def _completion(entry: Entry, indicator: Indicator | None, figures: Figures) -> Cell:
    """Result ÷ target, where both are numbers of one measure."""
    target, actual = (_figure(one) for one in (indicator.target, indicator.actual)) if indicator else (None, None)
    if target is None or actual is None or hindrance_of([target, actual], hedged=True):
        return None
    if None in (figures.row(entry.number, target), figures.row(entry.number, actual)):
        return None
    cells = figures.of(entry)
    above, below = cells.value(actual), cells.value(target)
    if actual.quantity.factor != target.quantity.factor:
        above, below = above.times(cells.factor(actual)), below.times(cells.factor(target))
    rate = above.over(below)
    return Computed(rate.scaled(HUNDRED), 2, percent=True) if rate else None


def _figure(measure: Measure | None) -> Figure | None:
    return measure.figure if measure and measure.quantity and measure.op not in ("text", "range") else None
