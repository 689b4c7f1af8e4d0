"""The working paper: its formulas come to our figures, in LibreOffice too; text stays text; it prints as a paper."""

from __future__ import annotations

import io
import posixpath
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from support import SAMPLES, gouji

from extractor import pipeline, writers
from extractor.checks import Verdict
from extractor.errors import GoujiError
from extractor.facts import Figure
from extractor.quantity import rounded
from extractor.writers import Audited, Failure, Options
from extractor.writers.paper import equation
from extractor.writers.paper.binder import SHEETS
from extractor.writers.paper.book import Book, Column, Link, Table
from extractor.writers.paper.live import Live, constant
from extractor.writers.paper.relation import relation
from extractor.writers.paper.relations import JUDGED
from extractor.writers.paper.sides import Ends

FORMS = SAMPLES / "forms"
FILES = sorted([*SAMPLES.glob("*.txt"), *SAMPLES.glob("*.pdf"), *FORMS.glob("*.docx"), *FORMS.glob("*.xlsx")])
FEW = [
    SAMPLES / "roads-fault.txt", SAMPLES / "parks-fault.pdf", SAMPLES / "overall-fault.pdf",
    FORMS / "counties-fault.docx", FORMS / "museum-fault.xlsx", FORMS / "science-fault.html",
]  # fmt: skip
NASTY = ["=1+1", "=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1+1", "＝1+1", "\r@A1"]


@cache
def _results(path: Path) -> tuple[Audited, ...]:
    document = pipeline.read(path)
    return tuple(
        Audited(report, document.text, (str(path),), dossier) for report, dossier in pipeline.audit_dossiers(document)
    )


def _book(*results: Audited | Failure) -> bytes:
    made = writers.writer("xlsx")(results, Options())
    assert isinstance(made, bytes)
    return made


def _opened(content: bytes, values: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def _rows(sheet: Any) -> list[dict[str, Any]]:
    """The rows below the header, by the header's words."""
    header = [cell.value for cell in sheet[3]]
    return [dict(zip(header, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=4)]


# ------------------------------------------------------------------ formulas


class _Values:
    """Cells that need no workbook."""

    def value(self, figure: Figure) -> Live:
        return Live("A1", figure.quantity.value)

    def ends(self, figure: Figure) -> Ends:
        interval, factor = figure.quantity.interval(), figure.quantity.factor
        low, high = (end if end is None else Live("A1", end / factor) for end in (interval.low, interval.high))
        return low, high

    def step(self, figure: Figure) -> Live:
        return Live("A1", figure.quantity.step / figure.quantity.factor)

    def factor(self, figure: Figure) -> Live:
        return Live("A1", figure.quantity.factor)


def test_expressions_have_their_brackets() -> None:
    one, two = Live("A1", Decimal(1)), Live("A2", Decimal(4))
    assert one.plus(two, minus=True).times(two) == Live("(A1-A2)*A2", Decimal(-12), 1)
    assert one.plus(one.plus(two, minus=True), minus=True).text == "A1-(A1-A2)"
    quotient = two.over(one.times(two))
    assert quotient is not None and (quotient.text, quotient.value) == ("A2/(A1*A2)", 1)
    assert one.over(constant(Decimal(0))) is None


@pytest.mark.parametrize(
    ("formula", "digits"),
    [
        ("12.75 + 187.46 = 200.21", ["12.75", "187.46", "200.21"]),
        ("(13.02 − 11.84) ÷ 11.84 = 9.97%", ["13.02", "11.84", "11.84", "9.97"]),
        ("0% ≤ 102% ≤ 100%", ["0", "102", "100"]),
        ("−5.00 + 60.00 = 55.00", ["5.00", "60.00", "55.00"]),
    ],
)
def test_our_formulas_are_read_back(formula: str, digits: list[str]) -> None:
    found = equation.read(formula)
    assert found is not None
    assert [number.digits for side in found.sides for number in equation.numbers(side)] == digits


@pytest.mark.parametrize(
    "formula",
    ["5条线路 = 列举4项", "87.98 → 良", "46 = 46，12 / 12", "1 + 4 + 2 = 1场/4场/2场", "2024年3月11日 ≤ 3月29日",
     "一、二", "执行率 ≥ 90%", "", "1 +", "= 2", "(1 + 2"],
)  # fmt: skip
def test_words_are_no_equations(formula: str) -> None:
    assert equation.read(formula) is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_relations_come_to_our_figures(path: Path) -> None:
    """Whatever a check worked out, the cells work it out again: both sides, both intervals, and what comes of them."""
    for result in _results(path):
        assert result.dossier is not None
        for verdict in result.dossier.verdicts:
            if verdict.outcome in ("agrees", "conflict") and verdict.stated and verdict.derived and verdict.figures:
                _is_recomputed(verdict)


def _is_recomputed(verdict: Verdict) -> None:
    found = relation(verdict, _Values())
    if found is None:
        assert equation.read(verdict.formula or "") is None, verdict.formula
        return
    if len(found.sides) == 2:
        stated, derived = found.sides
        assert (stated.value, derived.value) == (Decimal(verdict.stated or ""), Decimal(verdict.derived or ""))
    if len(found.sides) == 2 and verdict.stated_interval and verdict.derived_interval:
        assert found.bounds is not None
        ours = [verdict.stated_interval.low, verdict.stated_interval.high]
        ours += [verdict.derived_interval.low, verdict.derived_interval.high]
        for end, own in zip((end for ends in found.bounds for end in ends), ours, strict=True):
            assert end is not None and own is not None and abs(end.value - own) < Decimal("1e-12")
            assert "A1" in end.text, f"{verdict.formula}: {end.text} is no formula"
    if verdict.code != "ZX102":  # there a true rate may be at fault: it is of another base than the report names
        assert found.holds == (verdict.outcome == "agrees"), verdict.formula


# ------------------------------------------------------------------ LibreOffice


needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def _forgotten(content: bytes) -> bytes:
    """The workbook without the values of its formulas, so that whoever opens it has to compute them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            new.writestr(name, text)
    return out.getvalue()


def _recomputed(content: bytes, folder: Path) -> Any:
    """What LibreOffice makes of the formulas."""
    (folder / "paper.xlsx").write_bytes(_forgotten(content))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = folder / "made"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", made, folder / "paper.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return openpyxl.load_workbook(made / "paper.xlsx", data_only=True)


@needs_office
def test_libreoffice_comes_to_our_figures(tmp_path: Path) -> None:
    results = [result for path in FEW for result in _results(path)]
    content = _book(*results, Failure("broken", "文件已损坏", "残.pdf"))
    formulas, ours, theirs = _opened(content), _opened(content, values=True), _recomputed(content, tmp_path)
    compared = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    own, made = ours[sheet.title][cell.coordinate].value, theirs[sheet.title][cell.coordinate].value
                    where = f"{sheet.title}!{cell.coordinate} {cell.value}"
                    if isinstance(own, str):
                        assert made == own, where
                    else:
                        assert made == pytest.approx(own, rel=1e-12, abs=1e-9), where
                    compared += 1
    assert compared > 1000
    _agree_with_the_checks(theirs, results)


@needs_office
def test_a_figure_that_is_mended_mends_its_relations(tmp_path: Path) -> None:
    """The report prints a total of 318.54 where its parts make 318.45; what else is broken hangs on it."""
    (result,) = _results(SAMPLES / "roads-fault.txt")
    book = _opened(_book(result))
    (wrong,) = (cell for row in book["数据"].iter_rows() for cell in row if cell.value == 318.54)
    before = [(row["检查"], row["勾稽"]) for row in _rows(_opened(_book(result), values=True)["勾稽明细"])]
    wrong.value = 318.45
    mended = io.BytesIO()
    book.save(mended)
    after = [(row["检查"], row["勾稽"]) for row in _rows(_recomputed(mended.getvalue(), tmp_path)["勾稽明细"])]
    changed = [(code, old, new) for (code, old), (_, new) in zip(before, after, strict=True) if old != new]
    assert changed == [("ZJ102", "✗", "✓"), ("ZJ105", "✗", "✓"), ("ZX101", "✗", "✓")]


def _agree_with_the_checks(book: Any, results: list[Audited]) -> None:
    """The recomputed rows against the verdicts themselves."""
    rows = _rows(book["勾稽明细"])
    for result in results:
        assert result.dossier is not None
        own = [row for row in rows if row["报告"] == result.report.source.name and row["结论"] in ("相符", "不符")]
        left = {(row["检查"], row["勾稽关系"]): row for row in own}
        assert all(row["勾稽"] == "✓" for row in own if row["结论"] == "相符")
        assert all(row["勾稽"] in ("✗", "△") for row in own if row["结论"] == "不符")
        for verdict in result.dossier.verdicts:
            row = left.get((verdict.code, verdict.formula), {})
            if verdict.derived and isinstance(row.get("重算数"), float | int):
                places = len(verdict.derived.partition(".")[2])
                assert rounded(Decimal(str(row["重算数"])), places) == Decimal(verdict.derived)


# ------------------------------------------------------------------ what stands in it


def test_sheets_and_print_setup() -> None:
    (result,) = _results(SAMPLES / "roads-fault.txt")
    book = _opened(_book(result))
    assert tuple(book.sheetnames) == SHEETS
    for name in SHEETS[1:5] + SHEETS[6:]:
        sheet = book[name]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$1:$3")
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.auto_filter.ref and sheet.auto_filter.ref.startswith("A3:")
        assert "&P" in sheet.oddFooter.center.text
        assert sheet.page_setup.fitToHeight == 0
    assert book["结论"].page_setup.fitToHeight != 0


_ELEMENTS = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "mergeCells",
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter",
]  # fmt: skip
"""of a sheet that we write, in the order that ECMA-376 (CT_Worksheet) asks for"""


def test_the_package_keeps_to_the_standard() -> None:
    """What a stricter program than LibreOffice would stumble over: parts without a type, relations that lead nowhere,
    elements out of order, functions that old versions do not know."""
    raw = _book(*_results(SAMPLES / "roads-fault.txt"), *_results(SAMPLES / "parks-fault.pdf"))
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    types = etree.fromstring(parts.pop("[Content_Types].xml"))
    known = {one.get("PartName", "").lstrip("/") or one.get("Extension") for one in types}
    assert not [name for name in parts if name not in known and name.rpartition(".")[2] not in known]
    for name, content in parts.items():
        root = etree.fromstring(content)
        if name.endswith(".rels"):
            home = posixpath.dirname(posixpath.dirname(name))
            for relation in root:
                assert posixpath.normpath(posixpath.join(home, relation.get("Target", ""))).lstrip("/") in parts
        elif name.startswith("xl/worksheets/"):
            order = [_ELEMENTS.index(etree.QName(element).localname) for element in root]
            assert order == sorted(order), name
            used = {word for one in root.iter("{*}f") for word in re.findall(r"([A-Za-z_.]+)\(", one.text or "")}
            assert used <= {"AND", "COUNTIFS", "IF", "OR", "ROUND", "SUM", "ABS", "MAX", "MIN"}, name


def test_findings_have_room_for_the_auditor() -> None:
    (result,) = _results(SAMPLES / "roads-fault.txt")
    sheet = _opened(_book(result))["发现"]
    rows = _rows(sheet)
    assert [row["编号"] for row in rows] == [finding.code for finding in result.report.findings]
    assert {name: rows[0][name] for name in ("复核意见", "底稿索引", "复核人")} == dict.fromkeys(
        ("复核意见", "底稿索引", "复核人")
    )
    first = result.report.findings[0]
    assert (str(rows[0]["报告数"]), str(rows[0]["重算数"])) == (first.stated, first.derived)
    assert sheet.cell(4, [cell.value for cell in sheet[3]].index("报告数") + 1).number_format == "#,##0.00"


def test_every_relation_and_every_unchecked_numeral_is_listed() -> None:
    (result,) = _results(SAMPLES / "clinic-clean.pdf")
    assert result.dossier is not None
    book = _opened(_book(result))
    assert len(_rows(book["勾稽明细"])) == len(result.report.checks)
    unchecked = [one for one in result.dossier.numerals if one.state == "unexplained" or (one.figure and not one.codes)]
    assert len(_rows(book["未核对数字"])) == len([one for one in unchecked if one.state != "furniture"])
    assert len(_rows(book["资金"])) == len(result.report.report.funds) + len(result.report.report.execution_rates)
    assert len(_rows(book["指标"])) == len(result.report.report.indicators)


def test_a_tick_that_is_no_formula_says_so() -> None:
    """9.7 points for 97.20%: right to one decimal, though 10 × 97.20% = 9.72."""
    (result,) = _results(SAMPLES / "mirror-clean.txt")
    (row,) = (row for row in _rows(_opened(_book(result))["勾稽明细"]) if row["勾稽关系"] == "10 × 97.20% = 9.72")
    assert (row["勾稽"], JUDGED in row["说明"]) == ("✓", True)


def test_a_paper_without_reports_opens() -> None:
    book = _opened(_book(Failure("broken", "文件已损坏", "=残.pdf")))
    assert [cell.value for row in book["结论"].iter_rows() for cell in row if cell.value == "=残.pdf"] == ["=残.pdf"]


# ------------------------------------------------------------------ hostile words


def _hostile(folder: Path) -> Audited:
    """A report whose names begin as formulas do; each in many fields of the workbook."""
    text = (SAMPLES / "roads-fault.txt").read_text(encoding="utf-8")
    path = folder / "=HYPERLINK(A1).txt"
    path.write_text(text.replace("护栏安装里程", "=1+1").replace("标志标牌", "@SUM(A1)"), encoding="utf-8")
    (result,) = _results(path)
    report = result.report
    facts = report.report.model_copy(update={"title": "=1+1", "department": "+1", "project": "-1"})
    findings = [
        one.model_copy(update={"message": nasty, "formula": nasty, "stated": nasty, "unit": nasty})
        for one, nasty in zip(report.findings * 2, NASTY, strict=False)
    ]
    checks = [one.model_copy(update={"reason": "=1+1", "formula": "@SUM(A1)"}) for one in report.checks]
    changed = report.model_copy(update={"report": facts, "findings": findings, "checks": checks})
    return Audited(changed, result.text, result.paths, result.dossier)


def test_words_of_a_report_are_never_formulas(tmp_path: Path) -> None:
    result = _hostile(tmp_path)
    for results in ([result], [result, *_results(SAMPLES / "roads-fault.txt")]):
        content = _book(*results)
        texts = set()
        for sheet in _opened(content):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if cell.data_type == "f":
                    assert re.match(r"=(?:[A-Z]+\d|数据!|-|\(|IF\(|ROUND\(|SUM\(|COUNTIFS\()", cell.value), cell.value
                    bare = re.sub(r'"[^"]*"', "", cell.value)  # a name may be what is counted
                    assert not any(nasty in bare for nasty in ("cmd", "HYPERLINK", "SUM(A1)")), cell.value
                elif isinstance(cell.value, str):
                    texts.add(cell.value)
                    if cell.value.lstrip(" ").startswith(("=", "+", "-", "@")):
                        assert cell.quotePrefix, cell.value
        assert {"=1+1", "@SUM(A1)", "=cmd|'/c calc'!A0"} <= texts


@needs_office
def test_libreoffice_runs_none_of_them(tmp_path: Path) -> None:
    content = _book(_hostile(tmp_path))
    ours, theirs = _opened(content), _recomputed(content, tmp_path)
    for sheet in ours:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "s" and cell.value.startswith(("=", "+", "-", "@")):
                assert theirs[sheet.title][cell.coordinate].value == cell.value


def test_long_words_are_cut_and_too_many_rows_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("长", "长", ["表"])
    table = Table(book, "表", "长", [Column("words", "字", 10)])
    table.add({"words": "长" * 40_000})
    monkeypatch.setattr("extractor.writers.paper.book.MOST_ROWS", 4)
    with pytest.raises(GoujiError, match="放不下"):
        table.add({"words": "再来"})
    assert len(_opened(book.bytes())["表"]["A4"].value) == 32_001


def test_links_that_a_sheet_has_no_room_for_are_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.writers.paper.book.MOST_LINKS", 1)
    book = Book("链", "链", ["表"])
    table = Table(book, "表", "链", [Column("words", "字", 10)])
    for words in ("一", "=二"):
        table.add({"words": Link(words, "表", "A1")})
    sheet = _opened(book.bytes())["表"]
    first, second = sheet["A4"], sheet["A5"]
    assert (first.value, second.value) == ("一", "=二")
    assert (first.hyperlink is not None, second.hyperlink) == (True, None)


def test_the_command_writes_it(tmp_path: Path) -> None:
    run = gouji("audit", SAMPLES / "roads-fault.txt", tmp_path / "没有.txt", "-f", "xlsx", "-o", tmp_path / "底稿.xlsx")
    assert run.returncode == 3
    book = openpyxl.load_workbook(tmp_path / "底稿.xlsx")
    assert any("没有.txt" in str(cell.value) for row in book["结论"].iter_rows() for cell in row)
