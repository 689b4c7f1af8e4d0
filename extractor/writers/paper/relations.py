"""勾稽明细: every relation that a check looked at, recomputed over the cells of 数据, with its tick.

The tick is a formula: mend a figure and it changes. Where a check judges by more than the arithmetic (the report admits
it, the rate is true but of another base), the tick is the check's own and the reason stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.checks import Verdict, rule
from extractor.formulas import unit_name
from extractor.quantity import trimmed
from extractor.report import CheckEntry
from extractor.writers.paper.book import TICK_INKS, Book, Cell, Column, Computed, Formula, Table
from extractor.writers.paper.entries import Entry
from extractor.writers.paper.figures import Figures
from extractor.writers.paper.live import Live
from extractor.writers.paper.relation import Relation, relation
from extractor.writers.paper.sides import Ends
from extractor.writers.words import FAMILIES

NAME = "勾稽明细"
COLUMNS = (
    Column("number", "序号", 5, "center"),
    Column("report", "报告", 15),
    Column("code", "检查", 7, "center"),
    Column("name", "核对内容", 14),
    Column("formula", "勾稽关系", 27),
    Column("stated", "报告数", 12, "right"),
    Column("derived", "重算数", 12, "right"),
    Column("difference", "差异", 9.5, "right"),
    Column("unit", "单位", 9, "center"),
    Column("tick", "勾稽", 5.5, "center"),
    Column("outcome", "结论", 7, "center"),
    Column("where", "位置", 10),
    Column("quote", "引文", 20),
    Column("note", "说明", 24),
    Column("stated_low", "报告数下限", 11.5, "right"),
    Column("stated_high", "报告数上限", 11.5, "right"),
    Column("derived_low", "重算数下限", 11.5, "right"),
    Column("derived_high", "重算数上限", 11.5, "right"),
)
NOTE = (
    "重算数、差异、上下限和勾稽符号都是公式，取数于“数据”表。✓ 相符（两个区间有交集即在四舍五入范围内）；✗ 不符；"
    "△ 请复核；— 不适用或无法核对，原因见说明。改动数据后勾稽符号随之改变，“结论”仍是审核时的判断。"
)
OUTCOMES = {"agrees": "相符", "conflict": "不符", "not_applicable": "不适用", "blocked": "无法核对"}
MODES = {"half_up": "", "half_even": "按四舍六入五成双", "truncate": "按截尾取数"}
JUDGED = "不只看算式：勾稽符号按检查的口径给出，不是公式"
"""of a relation whose arithmetic alone would tick it otherwise"""
_GAPS = {"=": "=0", "≈": "=0", "≠": "<>0", "≤": "<=0", "≥": ">=0", "<": "<0", ">": ">0"}


def write(book: Book, entries: Sequence[Entry], columns: Sequence[Column], figures: Figures) -> Table:
    """The sheet: of each report what was compared, then what could not be."""
    table = Table(book, NAME, "勾稽关系明细表", columns, NOTE)
    for entry in entries:
        pairs = list(zip(entry.report.checks, entry.dossier.verdicts, strict=True))
        for check, verdict in sorted(pairs, key=lambda pair: _order(pair[0])):
            table.add(_row(table, entry, check, verdict, figures))
    table.colour("tick", TICK_INKS, fill=False)
    table.tint("tick", "✗", "#FDF1F1")
    table.close("没有可核对的关系")
    return table


def _order(check: CheckEntry) -> tuple[bool, int, str]:
    """What was compared before what was not; money first, as an auditor reads."""
    return check.outcome == "not_applicable", FAMILIES.index(check.code[:2]), check.code


def _row(table: Table, entry: Entry, check: CheckEntry, verdict: Verdict, figures: Figures) -> dict[str, Cell]:
    applies = check.outcome in ("agrees", "conflict")
    found = relation(verdict, figures.of(entry)) if applies else None
    first = verdict.figures[0] if verdict.figures else None
    judged = found is not None and found.holds != (verdict.outcome == "agrees")
    notes = [MODES.get(check.mode or "", ""), check.reason or "", verdict.message or "", JUDGED if judged else ""]
    row: dict[str, Cell] = {
        "number": table.next - table.first + 1,
        "report": entry.name,
        "code": check.code,
        "name": check.name,
        "formula": check.formula,
        "unit": verdict.unit,
        "outcome": OUTCOMES[check.outcome],
        "where": figures.link(entry, first, entry.where(check.evidence)),
        "quote": entry.quotes(check.evidence),
        "note": "；".join(filter(None, notes)),
        "tick": _mark(verdict),
    }
    if found:
        row |= {"unit": verdict.unit or unit_name(verdict.figures[0])} | _live(table, found, verdict)
    return row


def _mark(verdict: Verdict) -> str:
    """The tick of a relation that is no arithmetic, or is judged by more than that."""
    if verdict.outcome == "conflict":
        known = rule(verdict.code)
        level = verdict.severity or (known.check.level if known else "error")
        return "✗" if level in ("error", "warning") else "△"
    return "✓" if verdict.outcome == "agrees" else "—"


def _live(table: Table, found: Relation, verdict: Verdict) -> dict[str, Cell]:
    places = found.places
    row: dict[str, Cell] = {}
    if len(found.sides) == 1:
        row["derived"] = Computed(found.sides[0], _places(found.sides[0], places))
    elif len(found.sides) == 2:
        stated, derived = found.sides
        gap = Live(f"{table.cell('stated')}-{table.cell('derived')}", stated.value - derived.value)
        for name, live in (("stated", stated), ("derived", derived), ("difference", gap)):
            row[name] = Computed(live, _places(live, places))
    if found.bounds:
        for side, ends in zip(("stated", "derived"), found.bounds, strict=True):
            row |= {f"{side}_{name}": _end(end, places) for name, end in zip(("low", "high"), ends, strict=True)}
    tick, failed = _tick(table, found), "✗"
    if tick and found.holds == (verdict.outcome == "agrees"):
        row["tick"] = Formula(f'IF({tick},"✓","{failed}")', "✓" if found.holds else failed)
    return row


def _places(live: Live, usual: int) -> int:
    """The decimals that a value has by its figures; those of the relation where a division leaves many."""
    exponent = live.value.as_tuple().exponent
    own = -exponent if isinstance(exponent, int) else 0
    return max(own, 0) if own <= usual + 2 else usual


def _end(end: Live | None, places: int) -> Cell:
    if end is None:
        return "∞"
    return Computed(end, min(places + 3, len(trimmed(end.value).partition(".")[2])))


def _tick(table: Table, found: Relation) -> str | None:
    """When the relation holds, over the cells of its row; None where nothing is compared."""
    digits = found.digits
    if found.bounds:
        return _met(table, found, digits)
    if len(found.sides) == 2:
        return f"ROUND({table.cell('stated')}-{table.cell('derived')},{digits}){_GAPS[found.signs[0]]}"
    pairs = zip(found.sides, found.signs, found.sides[1:], strict=False)
    tests = [f"ROUND(({left.text})-({right.text}),{digits}){_GAPS[sign]}" for left, sign, right in pairs]
    return f"AND({','.join(tests)})" if tests else None


def _met(table: Table, found: Relation, digits: int) -> str:
    """Do the two intervals meet? Of a bound only one end counts."""
    assert found.bounds is not None
    (low, high), (least, most) = found.bounds
    sign = "<0" if found.open else "<=0"
    ends: list[tuple[Ends, str, str]] = []
    if found.signs[0] != "≥":
        ends.append(((low, most), "stated_low", "derived_high"))
    if found.signs[0] != "≤":
        ends.append(((least, high), "derived_low", "stated_high"))
    tests = [
        f"ROUND({table.cell(one)}-{table.cell(other)},{digits}){sign}" for pair, one, other in ends if None not in pair
    ]
    return f"AND({','.join(tests)})" if tests else "TRUE"
