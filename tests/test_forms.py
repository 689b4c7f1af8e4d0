"""The sample forms: one report in four formats is read and judged the same, and against what a person found in it.

``samples/forms`` are the patterns' own, and so are ``samples/opened/forms``, which were held out before and were opened
for the patterns on 2026-11-30 and 2026-12-01. ``samples/held_out/forms`` are in layouts and header words that no
pattern was written on: they are measured as a whole and never tuned on.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _relations import holds
from _scoring import SCORES, Entry, Score, Tally, golds, score
from support import SAMPLES, audited_all, gouji, walk

sys.path.insert(0, str(SAMPLES))
import make_forms
from formpress import archive, blocks, truth

FOLDERS = {where: SAMPLES / where for where in ("forms", "opened/forms", "held_out/forms")}
FORMATS = ("pdf", "docx", "xlsx", "html")

FLOOR = 0.98
"""field F1 of each report and format"""
HELD_OUT_FLOOR = 0.93
"""field F1 over all forms held out, as last measured: raise it when the reading gets better, never tune on them"""
HELD_OUT_FOUND = 28
"""planted faults that are found there, of the 48 of the set of 2026-12-01, as last measured"""
HELD_OUT_ALARMS = 0
"""false alarms there, as last measured"""

_ONE_CAUSE = (
    "the missed target (PF107) is folded into the wrong total (PF101): a score's range is widened in root_cause"
)
_NO_CHECK = "ZX105 does not speak of a form's rate yet"
GAPS: dict[str, str] = {
    **{f"forms/museum-fault-{suffix}:p1": _ONE_CAUSE for suffix in FORMATS},
    **{f"forms/rangers-fault-{suffix}:ZX105": _NO_CHECK for suffix in FORMATS},
}
"""what fails today → why; strict: a fix must take its line away"""

Case = tuple[str, Path, Entry]
CASES: list[Case] = [(where, path, gold) for where, folder in FOLDERS.items() for path, gold in golds(folder)]
KNOWN = [case for case in CASES if case[0] != "held_out/forms"]


def _name(case: Case) -> str:
    return f"{case[0]}/{case[1].stem}"


def _parts(gold: Entry) -> list[Entry]:
    """The gold of each report of a file."""
    return list(gold.get("parts", [gold]))


@cache
def _scored(name: str) -> Score:
    """All reports of a file as one score; reports that were not told apart are all missed."""
    where, path, gold = next(case for case in CASES if _name(case) == name)
    outputs = [json.loads(report.model_dump_json()) for report in _reports(path.with_name(gold["file"]))]
    result = Score()
    for index, part in enumerate(_parts(gold)):
        one = score(part, outputs[min(index, len(outputs) - 1)])
        for group, tally in one.groups.items():
            result.groups[group].add(tally)
        result.notes += one.notes
        result.planted |= one.planted
        result.expected |= one.expected
        result.false_alarms += one.false_alarms
        result.stray_warnings += one.stray_warnings
        result.relations = tuple(map(sum, zip(result.relations, one.relations, strict=True)))  # type: ignore[assignment]
    SCORES.setdefault(where, {})[path.stem] = result
    return result


def _reports(path: Path) -> tuple[Any, ...]:
    return audited_all(path)[1]


def _parameters(names: list[str]) -> list[object]:
    return [
        pytest.param(name, marks=pytest.mark.xfail(reason=GAPS[name], strict=True)) if name in GAPS else name
        for name in names
    ]


# ---------------------------------------------------------------- against the truth


@pytest.mark.parametrize("name", [_name(case) for case in KNOWN])
def test_fields(name: str) -> None:
    result = _scored(name)
    assert result.total.f1 >= FLOOR, "\n".join(result.notes)


@pytest.mark.parametrize(
    "name", _parameters([f"{_name(c)}:{p['id']}" for c in KNOWN for part in _parts(c[2]) for p in part["planted"]])
)
def test_planted_faults(name: str) -> None:
    document, _, fault = name.partition(":")
    assert _scored(document).planted[fault] == "found"


@pytest.mark.parametrize(
    "name",
    _parameters(
        [f"{_name(c)}:{'/'.join(e['codes'])}" for c in KNOWN for part in _parts(c[2]) for e in part["expected"]]
    ),
)
def test_expected_findings(name: str) -> None:
    document, _, codes = name.partition(":")
    assert _scored(document).expected[codes]


@pytest.mark.parametrize("name", [_name(case) for case in KNOWN])
def test_no_false_alarm(name: str) -> None:
    result = _scored(name)
    assert not result.false_alarms
    assert not result.stray_warnings


@pytest.mark.parametrize("case", KNOWN, ids=_name)
def test_as_many_reports_as_there_are(case: Case) -> None:
    reports = _reports(case[1].with_name(case[2]["file"]))
    assert len(reports) == len(_parts(case[2]))
    if len(reports) > 1:
        assert [(r.source.part.index, r.source.part.of) for r in reports] == [
            (number, len(reports)) for number in range(1, len(reports) + 1)
        ]


def test_held_out_as_a_whole() -> None:
    scores = [_scored(_name(case)) for case in CASES if case[0] == "held_out/forms"]
    total = Tally()
    for one in scores:
        total.add(one.total)
    assert total.f1 >= HELD_OUT_FLOOR
    assert sum(state == "found" for one in scores for state in one.planted.values()) >= HELD_OUT_FOUND
    assert sum(len(one.false_alarms) for one in scores) <= HELD_OUT_ALARMS


# ---------------------------------------------------------------- one report, four formats


def _told(report: Any) -> Counter[str]:
    """What is said of a report, places aside."""
    facts, said = report.report, []
    said += [f"fund {f.role} {f.source} {f.item} {f.year} {f.amount.yuan}" for f in facts.funds]
    said += [f"rate {r.value} {r.item} {r.source} {r.year}" for r in facts.execution_rates]
    for i in facts.indicators:
        said.append(f"indicator {i.levels} {i.name} {_side(i.target)} {_side(i.actual)} {i.weight} {i.score}")
    said += [f"part {p.name} {p.weight} {p.score}" for p in facts.scores.parts]
    said.append(f"score {facts.scores.total} {facts.scores.full} {facts.scores.grade_band}")
    said += [f"finding {f.code} {f.severity} {f.stated} {f.derived}" for f in report.findings]
    return Counter(said)


def _side(side: Any) -> str:
    return f"{side.op} {side.value} {side.value_high} {side.unit}" if side else "-"


SOURCES = sorted(
    source for where, folder in FOLDERS.items() if where != "held_out/forms" for source in folder.glob("*/*.form")
)


@pytest.mark.parametrize("suffix", FORMATS[1:])
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_same_report_in_every_format(source: Path, suffix: str) -> None:
    one, other = (
        [_told(report) for report in _reports(source.parents[1] / f"{source.stem}.{format_}")]
        for format_ in ("pdf", suffix)
    )
    assert len(one) == len(other)
    for first, second in zip(one, other, strict=True):
        assert first - second == Counter(), "only in the PDF"
        assert second - first == Counter(), f"only in the {suffix}"


@pytest.mark.parametrize("case", KNOWN, ids=_name)
def test_figures_of_tables_have_their_place(case: Case) -> None:
    """Each indicator of a table has an address; in a PDF it has a box as well."""
    for report in _reports(case[1].with_name(case[2]["file"])):
        for indicator in report.report.indicators:
            places = list(walk(indicator.model_dump(mode="json")))
            assert places
            assert all(place["cell"] for place in places)
            if case[2]["file"].endswith(".pdf"):
                assert all(place["bbox"] for place in places)


# ---------------------------------------------------------------- a narrative and its annexed form

NARRATIVE = (
    "云塘市文化和旅游局2023年度博物馆免费开放运行补助项目绩效自评报告",
    "一、项目基本情况",
    "2023年项目全年预算384.52万元，实际支出367.83万元。",
    "二、自评结论",
    "全年接待观众48.2万人次。各项指标完成情况见附表。",
)
"""the form says 3,768,296.00 元"""


def test_text_against_the_form_in_another_file(tmp_path: Path) -> None:
    word = pytest.importorskip("docx").Document()
    for line in NARRATIVE:
        word.add_paragraph(line)
    word.save(str(tmp_path / "report.docx"))
    run = gouji(
        "audit", "--together", tmp_path / "report.docx", FOLDERS["forms"] / "museum-fault.xlsx", "--format", "json"
    )
    assert run.returncode == 1, run.stderr.decode()
    findings = json.loads(run.stdout)["findings"]
    conflict = next(f for f in findings if f["code"] in ("GJ102", "GJ101") and _quotes(f) >= {"367.83万元"})
    assert any(quote.startswith("3,768,296") for quote in _quotes(conflict))
    assert {place["file"] for place in conflict["evidence"]} == {"report.docx", "museum-fault.xlsx"}


def _quotes(finding: Entry) -> set[str]:
    return {place["quote"] for place in finding["evidence"]}


# ---------------------------------------------------------------- the samples themselves


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_gold_relations_hold(case: Case) -> None:
    for part in _parts(case[2]):
        for relation in part["relations"]:
            assert holds(relation), relation
        for planted in part["planted"]:
            assert "formula" not in planted or not holds(planted["formula"]), planted


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_file_says_whether_it_is_clean(case: Case) -> None:
    assert ("fault" in case[1].stem) == any(part["planted"] for part in _parts(case[2]))


@pytest.mark.parametrize("name", _parameters([f"{_name(case)}:cells" for case in CASES]))
def test_every_cell_of_the_source_is_read(name: str) -> None:
    """What was written into the file comes out of it again."""
    case = next(case for case in CASES if _name(case) == name.removesuffix(":cells"))
    path = case[1].with_name(case[2]["file"])
    text = "".join(audited_all(path)[0].text.split())
    form = blocks.read(path.parent / "sources" / f"{path.stem}.form")
    for block in form.blocks:
        if isinstance(block, blocks.Grid):
            for cell in block.cells:
                assert "".join(cell.text.split()) in text or "︵" in cell.text, cell.text


def test_forms_are_what_the_script_writes() -> None:
    pytest.importorskip("reportlab", reason="only the dev group has it")
    for path, content in make_forms.build():
        assert archive.same(path.read_bytes(), content), f"run samples/make_forms.py: {path.name}"


def test_every_source_has_its_truth() -> None:
    for folder in FOLDERS.values():
        for source in (folder / "sources").glob("*.form"):
            assert truth.read(source.with_suffix(".truth"))
