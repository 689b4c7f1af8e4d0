"""What a person would write in an afternoon without this tool: pdfplumber, some regexes, a few sums.

It is written honestly: usual wordings, the usual form, tolerance of one unit in the last place; what it finds is given
in the shape of our own output, so that one scorer counts both.

    python -m benchmarks.baseline FILE
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Entry = dict[str, Any]
Rows = list[list[str]]

UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
AMOUNT = r"[为是：:共计约达合]*\s*([\d,]+(?:\.\d+)?)\s*(亿元|万元|元)"
ROLES = {
    "initial_budget": r"(?:年初预算数?|年度预算|预算安排|预算资金|预算数)",
    "adjusted_budget": r"(?:全年预算数?|调整后预算数?|预算总额)",
    "carryover_in": r"(?:上年结转|以前年度结转|年初结转)(?:资金)?",
    "received": r"(?:到位资金|实际到位|资金到位|下达资金|拨付资金)",
    "spent": r"(?:实际支出|全年执行数|累计支出|共支出|支出|已使用|执行数)",
    "balance": r"(?:结余|年末结转|剩余)(?:资金)?",
}
HEADS = {
    "三级指标|指标名称": "name",
    "指标值|目标值": "target",
    "实际完成|完成值": "actual",
    "分值|权重": "weight",
    "得分$": "score",
}
BANDS = {"优": 90, "良": 80, "中": 60, "差": 0}
COLUMNS = {"年初预算": "initial_budget", "全年预算": "adjusted_budget", "执行数": "spent"}
RATE = r"(?:预算)?执行率[为达是：:]*\s*(\d+(?:\.\d+)?)\s*%"
TOTAL = r"(?:自评总分|综合得分|评价得分|总得分|自评得分|总分|得分)[为是：:]*\s*(\d+(?:\.\d+)?)\s*分?"
GRADE = r"(?:评价等级|评定等级|等级|等次|评价结果)[为是：:]*\s*[“\"「]?(优秀|优|良好|良|中|差)"
KINDS = {"整体支出": "overall_self_evaluation", "部门评价": "department_evaluation", "自评": "project_self_evaluation"}


def opened(path: Path) -> tuple[str, list[Rows]]:
    """The text and the tables of a file."""
    if path.suffix == ".pdf":
        import pdfplumber

        with pdfplumber.open(path) as pdf:
            text = "\n".join(page.extract_text() or "" for page in pdf.pages)
            return text, [_cells(table) for page in pdf.pages for table in page.extract_tables()]
    if path.suffix == ".docx":
        import docx

        document = docx.Document(str(path))
        tables = [_cells([[cell.text for cell in row.cells] for row in table.rows]) for table in document.tables]
        return "\n".join(paragraph.text for paragraph in document.paragraphs), tables
    if path.suffix == ".xlsx":
        import openpyxl

        book = openpyxl.load_workbook(path, data_only=True)
        return "", [_cells(list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".html":
        from lxml import html

        page = html.fromstring(text)
        tables = [_cells([[cell.text_content() for cell in row.xpath("./td|./th")] for row in table.iter("tr")])
                  for table in page.iter("table")]  # fmt: skip
        return page.text_content(), tables
    return text, []


def _cells(table: Any) -> Rows:
    return [[re.sub(r"\s+", "", str(cell)) if cell is not None else "" for cell in row] for row in table]


def audit(path: Path) -> Entry:
    """Facts and findings."""
    report = facts(*opened(path))
    return {"report": report, "findings": list(_findings(report)), "checks": []}


def facts(text: str, tables: list[Rows]) -> Entry:
    """The report in the shape of our output."""
    flat = re.sub(r"\s+", "", text)
    funds = [*_funds_told(flat), *(fund for rows in tables for fund in _funds_listed(rows))]
    rates = [_figure(m[1], "%") for m in re.finditer(RATE, flat)]
    scores = {"total": _first(TOTAL, flat), "full": "100", "grade": _first(GRADE, flat), "parts": []}
    indicators = [one for rows in tables for one in _indicators(rows)]
    title = next((line.strip() for line in text.splitlines() if re.search(r"(报告|自评表)$", line.strip())), None)
    year = _first(r"(20\d\d)年", flat)
    kind = next((kind for word, kind in KINDS.items() if word in flat), "other")
    project = _first(r"项目名称[：:]?([^，。：:]{4,30}?)(?:主管|项目单位)", flat)
    return {"title": title, "kind": kind, "fiscal_year": int(year) if year else None, "department": None,
            "project": project, "evaluator": None, "funds": funds, "execution_rates": rates, "other_rates": [],
            "indicators": indicators, "scores": scores, "problems": []}  # fmt: skip


def _funds_told(flat: str) -> Iterator[Entry]:
    for role, words in ROLES.items():
        for found in re.finditer(words + AMOUNT, flat):
            yield _fund(role, found[1], found[2])


def _funds_listed(rows: Rows) -> Iterator[Entry]:
    """The usual form: a row of headings, below it the row of the sum of the year."""
    for head, below in pairwise(rows):
        for at, cell in enumerate(head):
            role = next((role for word, role in COLUMNS.items() if word in cell), None)
            if role and at < len(below) and re.fullmatch(r"[\d,]+(\.\d+)?", below[at]):
                yield _fund(role, below[at], "万元")


def _indicators(rows: Rows) -> Iterator[Entry]:
    """Rows below a heading with target and result."""
    columns: dict[str, int] = {}
    for row in rows:
        for at, cell in enumerate(row):
            columns.update({key: at for words, key in HEADS.items() if re.search(words, cell)})
        if {"name", "target", "actual"} <= columns.keys() and len(row) > max(columns.values()):
            values = {key: row[at] for key, at in columns.items()}
            if re.search(r"\d", values["target"]) and values["name"]:
                yield {"levels": [], "met": None, "reason": None, "evidence": [], **values,
                       "target": _bound(values["target"]), "actual": _bound(values["actual"]),
                       "weight": values.get("weight"), "score": values.get("score")}  # fmt: skip


def _bound(cell: str) -> Entry:
    op = "ge" if re.search("≥|不低于|以上", cell) else "le" if re.search("≤|不超过", cell) else "eq"
    return {"text": cell, "op": op, "value": _first(r"(\d+(?:\.\d+)?)", cell), "value_high": None, "unit": None}


def _findings(report: Entry) -> Iterator[Entry]:
    """Spending by budget against the rate, one amount told twice, the parts of the score, the grade, over 100 %."""
    by_role: dict[str, list[Entry]] = {}
    for fund in report["funds"]:
        by_role.setdefault(fund["role"], []).append(fund)
    budget = [*by_role.get("adjusted_budget", ()), *by_role.get("initial_budget", ())][:1]
    spent, carried = by_role.get("spent", [])[:1], by_role.get("carryover_in", [])[:1]
    if budget and spent and report["execution_rates"]:
        whole = sum(float(fund["amount"]["yuan"]) for fund in (*budget, *carried))
        rate, derived = report["execution_rates"][0], float(spent[0]["amount"]["yuan"]) / whole * 100 if whole else 0
        if abs(float(rate["value"]) - derived) > 0.01:
            yield _finding("ZX101", "error", *budget, *carried, *spent, rate)
    for role, funds in by_role.items():
        if role != "spent" and len({fund["amount"]["yuan"] for fund in funds}) > 1:
            yield _finding("GJ101", "warning", *funds)
    yield from (_finding("ZX103", "error", rate) for rate in report["execution_rates"] if float(rate["value"]) > 100)
    total, parts = report["scores"]["total"], [one["score"] for one in report["indicators"] if one["score"]]
    given = sum(float(part) for part in parts if re.fullmatch(r"\d+(\.\d+)?", part))
    if total and given and abs(given - float(total)) > 10:  # the rate of the budget has ten points of its own
        yield _finding("PF102", "error", _figure(total, "分"))
    grade = report["scores"]["grade"]
    if total and grade and grade[0] != next(band for band, least in BANDS.items() if float(total) >= least):
        yield _finding("PF105", "error", _figure(total, "分"))


def _fund(role: str, value: str, unit: str) -> Entry:
    plain = value.replace(",", "")
    amount = {"text": value + unit, "value": plain, "unit": unit, "yuan": f"{float(plain) * UNITS[unit]:.2f}"}
    return {"role": role, "item": None, "source": "total", "amount": amount, "evidence": [{"quote": value}]}


def _figure(value: str, unit: str) -> Entry:
    return {"value": value, "unit": unit, "item": None, "evidence": [{"quote": value}]}


def _finding(code: str, severity: str, *figures: Entry) -> Entry:
    quotes = [place for figure in figures for place in figure["evidence"]]
    return {"code": code, "severity": severity, "message": code, "evidence": quotes}


def _first(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return found[1] if found else None


if __name__ == "__main__":
    print(json.dumps(audit(Path(sys.argv[1])), ensure_ascii=False, indent=1))
