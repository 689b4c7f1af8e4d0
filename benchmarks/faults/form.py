"""Faults of form: a pointer that leads nowhere, a number of a document that cannot be, a table left empty, a name
written wrong."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from benchmarks.faults.edits import Fault
from benchmarks.generate.marks import plain
from benchmarks.generate.paper import Block, Cell, Line, Table
from benchmarks.generate.reports import Report

SHORTEST = 6
"""characters of a name that is written wrong: a shorter one in two writings may be two names"""


def dead_pointer(report: Report, rng: Random) -> Fault | None:
    """GF104: a table that is not there, a number without its sign, or one document with two numbers."""
    if report.form:
        return None
    return rng.choice((_missing_table, _bad_number, _two_numbers))(report, rng)


def _missing_table(report: Report, rng: Random) -> Fault | None:
    """Where every table has its number, one more is pointed to."""
    blocks = report.paper.blocks
    tables = sum(isinstance(block, Table) for block in blocks)
    captions = sum(isinstance(block, Line) and block.role == "caption" for block in blocks)
    if not tables or tables != captions:
        return None
    pointer = f"表{tables + rng.randint(2, 4)}"
    return _told(report, f"各类支出的明细详见{pointer}。", (pointer,), "GF104", f"{pointer} is not there")


def _bad_number(report: Report, rng: Random) -> Fault | None:
    year, serial = report.truth.year, rng.randint(3, 180)
    number = rng.choice((f"财办〔{year}]{serial}号", f"财办〔{str(year)[2:]}〕{serial}号", f"财办〔{year}〕{serial}"))
    text = f"资金管理执行《项目资金使用管理规定》（{number}）。"
    return _told(report, text, (number,), "GF104", f"number {number}")


def _two_numbers(report: Report, rng: Random) -> Fault | None:
    year, one = report.truth.year - 1, rng.randint(3, 90)
    numbers = [f"财规〔{year}〕{serial}号" for serial in (one, one + rng.randint(1, 60))]
    texts = [f"依据《专项资金绩效管理办法》（{number}）开展工作。" for number in numbers]
    first = _inserted(report, texts[0], early=True)
    return _told(first, texts[1], tuple(numbers), "GF104", f"{numbers[0]} and {numbers[1]}")


def empty_table(report: Report, rng: Random) -> Fault | None:
    """GF106: a table of which no cell is filled, and not a word why."""
    if report.form or report.kind in ("monitoring", "target_declaration"):
        return None
    head = rng.choice(("采购品目名称", "资产类别名称", "课题名称"))
    names = ("甲类", "乙类", "丙类")[: rng.randint(2, 3)]
    rows = [(Cell(head), Cell("预算数"), Cell("支出数")), *((Cell(name), Cell(""), Cell("")) for name in names)]
    blocks = _at_end(report, [Line("另附明细表", "caption"), Table(tuple(rows), 1, (2.0, 1.0, 1.0))])
    changed = replace(report, paper=replace(report.paper, blocks=blocks))
    return Fault(("GF106",), (head,), f"empty table of {head}", changed)


def misspelt(report: Report, rng: Random) -> Fault | None:
    """GJ106: two characters of the project's or the unit's name are swapped at one place."""
    if report.form:
        return None
    names = [report.truth.names[key] for key in ("project", "dept") if len(report.truth.names[key]) >= SHORTEST]
    rng.shuffle(names)
    for name in names:
        found = [n for n, block in enumerate(report.paper.blocks) if _is_text(block) and name in plain(_text(block))]
        whole = [n for n in found if name in _text(report.paper.blocks[n])]
        if len(found) < 2 or not whole:
            continue
        at = rng.randrange(1, len(name) - 2)
        wrong = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        if wrong == name:
            continue
        blocks = list(report.paper.blocks)
        block = blocks[whole[-1]]
        assert isinstance(block, Line)
        blocks[whole[-1]] = replace(block, text=block.text.replace(name, wrong, 1))
        changed = replace(report, paper=replace(report.paper, blocks=tuple(blocks)))
        return Fault(("GJ106", "GF107", "GF105"), (wrong,), f"{wrong} for {name}", changed)
    return None


def _is_text(block: Block) -> bool:
    return isinstance(block, Line) and block.role == "text"


def _text(block: Block) -> str:
    assert isinstance(block, Line)
    return block.text


def _at_end(report: Report, more: list[Block]) -> tuple[Block, ...]:
    """The blocks with more of them before the signature."""
    blocks = list(report.paper.blocks)
    at = next((n for n, b in enumerate(blocks) if isinstance(b, Line) and b.role == "right"), len(blocks))
    return tuple(blocks[:at] + more + blocks[at:])


def _inserted(report: Report, text: str, *, early: bool = False) -> Report:
    """The report with one paragraph more: behind its first paragraph, or before its signature."""
    if not early:
        blocks = _at_end(report, [Line(text)])
    else:
        known = report.paper.blocks
        at = next(n for n, block in enumerate(known) if _is_text(block)) + 1
        blocks = (*known[:at], Line(text), *known[at:])
    return replace(report, paper=replace(report.paper, blocks=blocks))


def _told(report: Report, text: str, numbers: tuple[str, ...], code: str, note: str) -> Fault:
    return Fault((code,), numbers, note, _inserted(report, text))
