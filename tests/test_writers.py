"""Outputs for machines: CSV, SARIF, annotations, JSON Lines; each holds what the report holds, and can be read back."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
import typer
from pydantic import ValidationError
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as WholeSchema
from support import ROOT, SAMPLES, audited, gouji

from extractor import cli, writers
from extractor.batch import Batch, Exit
from extractor.report import Evidence, Report, Suppressed
from extractor.schemes import DEFAULT
from extractor.suppressions import Suppressions
from extractor.writers import Audited, Failure, Options, Result
from extractor.writers.as_csv import COLUMNS, harmless
from extractor.writers.sink import Sink

FAULTY = SAMPLES / "roads-fault.txt"
FILES = [FAULTY, SAMPLES / "parks-fault.pdf", SAMPLES / "library-clean.txt"]
BROKEN = Failure("broken", "文件已损坏：100%\n读不完", "某县/残, 缺:1.pdf")
SCHEMA = json.loads((ROOT / "tests" / "data" / "sarif-2.1.0-subset.json").read_text(encoding="utf-8"))


def _result(path: Path) -> Audited:
    document, report = audited(path)
    return Audited(report, document.text, (str(path),))


def _written(name: str, *results: Result) -> str:
    return writers.writer(name)(results, Options())


def _with_first(report: Report, **changes: Any) -> Report:
    first, *others = report.findings
    return report.model_copy(update={"findings": [first.model_copy(update=changes), *others]})


# ------------------------------------------------------------------ CSV


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_csv_has_a_line_for_each_finding(path: Path) -> None:
    result = _result(path)
    rows = _rows(_written("csv", result))
    assert [row["fingerprint"] for row in rows] == [one.fingerprint for one in result.report.findings]
    for row, finding in zip(rows, result.report.findings, strict=True):
        assert (row["code"], row["severity"], row["file"]) == (finding.code, finding.severity, str(path))
        assert row["message"].lstrip("'") == finding.message
        assert row["start"] == str(finding.evidence[0].start)


def test_csv_tells_a_file_that_cannot_be_read() -> None:
    (row,) = _rows(_written("csv", BROKEN))
    assert (row["file"], row["error"], row["message"]) == (BROKEN.source, "broken", BROKEN.message)


def test_csv_without_findings_has_its_header() -> None:
    assert tuple(_written("csv").strip().split(",")) == COLUMNS


@pytest.mark.parametrize("cell", ["=cmd|'/c calc'!A0", "+1", "-0.01", "@SUM(A1)", "\t=1", " =1", "＝1", "\r-1"])
def test_csv_cells_are_harmless(cell: str) -> None:
    result = _result(FAULTY)
    nasty = _with_first(
        result.report, message=cell, difference=cell, suppressed=Suppressed(reason=cell),
        evidence=[Evidence(start=0, end=1, quote=cell, cell=cell)],
    )  # fmt: skip
    row = _rows(_written("csv", Audited(nasty, result.text, (cell,))))[0]
    for name in ("file", "message", "difference", "suppressed", "quote", "cell"):
        assert row[name] == f"'{cell}", name


def test_csv_leaves_other_cells_alone() -> None:
    for cell in ("246.03", "年初预算", "1-3", "", "′=1"):
        assert harmless(cell) == cell


def test_csv_file_can_be_opened_by_a_spreadsheet(tmp_path: Path) -> None:
    gouji("audit", FAULTY, "--format", "csv", "-o", tmp_path / "问题.csv")
    raw = (tmp_path / "问题.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert _rows(raw.decode("utf-8-sig"))
    assert not gouji("audit", FAULTY, "--format", "csv").stdout.startswith(b"\xef\xbb\xbf")


# ------------------------------------------------------------------ SARIF


def _log(*results: Result) -> Any:
    """The one run of the log, once it has passed the whole schema of SARIF 2.1.0 (as classes made from it, closed as it
    is) and the stricter part of it that gouji writes."""
    log = json.loads(_written("sarif", *results))
    WholeSchema.model_validate(log)
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    return log["runs"][0]


def test_the_whole_schema_refuses_what_is_no_sarif() -> None:
    with pytest.raises(ValidationError):
        WholeSchema.model_validate({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "result": []}]})


def test_schema_is_a_schema() -> None:
    jsonschema.Draft4Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sarif_keeps_every_finding_and_every_check(path: Path) -> None:
    result = _result(path)
    run = _log(result)
    report = result.report
    found = [one for one in run["results"] if "partialFingerprints" in one]
    assert [one["partialFingerprints"]["gouji/v1"] for one in found] == [one.fingerprint for one in report.findings]
    kinds = {"agrees": "pass", "not_applicable": "notApplicable", "blocked": "open"}
    checked = [(one["ruleId"], one["kind"]) for one in run["results"][len(found) :]]
    assert checked == [(one.code, kinds[one.outcome]) for one in report.checks if one.outcome != "conflict"]


def test_sarif_kinds_and_levels() -> None:
    kinds = {"error": ("fail", "error"), "warning": ("fail", "warning"), "review": ("review", "none")}
    for path in FILES:
        report = _result(path).report
        run = _log(_result(path))
        for finding, told in zip(report.findings, run["results"], strict=False):
            kind, level = kinds.get(finding.severity, ("informational", "none"))
            assert (told["kind"], told["level"]) == (kind, level)
        assert all(one["level"] == "none" for one in run["results"] if one["kind"] != "fail")


def test_sarif_rules_are_found_by_their_index() -> None:
    run = _log(*map(_result, FILES))
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert all(rule["help"]["text"].startswith("# ") for rule in rules)


def test_sarif_lines_point_at_the_words() -> None:
    result = _result(FAULTY)
    lines = result.text.split("\n")
    for told in _log(result)["results"]:
        for place in (*told["locations"], *told["relatedLocations"]):
            region = place["physicalLocation"]["region"]
            offset = region["charOffset"]
            words = result.text[offset : offset + region["charLength"]]
            assert "".join(words.split()) == "".join(region["snippet"]["text"].split())
            assert lines[region["startLine"] - 1][region["startColumn"] - 1 :].startswith(words.split("\n")[0])
            assert lines[region["endLine"] - 1][: region["endColumn"] - 1].endswith(words.split("\n")[-1])


def test_sarif_gives_the_page_where_there_are_no_lines() -> None:
    result = _result(SAMPLES / "parks-fault.pdf")
    told = _log(result)["results"][0]
    (place,) = told["locations"]
    assert "startLine" not in place["physicalLocation"]["region"]
    assert place["properties"]["page"] == result.report.findings[0].evidence[0].page
    assert len(place["properties"]["bbox"]) == 4


def test_sarif_names_files_by_uri() -> None:
    result = _result(FAULTY)
    run = _log(Audited(result.report, result.text, ("某县/自评 报告#1.txt",)), BROKEN)
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert PurePath(unquote(uri)) == PurePath("某县/自评 报告#1.txt")
    assert [one["location"]["uri"] for one in run["artifacts"]] == [uri]


def test_sarif_tells_a_file_that_cannot_be_read() -> None:
    (invocation,) = _log(_result(FAULTY), BROKEN)["invocations"]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    assert (note["level"], note["descriptor"]["id"]) == ("error", "broken")
    (fine,) = _log(_result(FAULTY))["invocations"]
    assert fine == {"executionSuccessful": True, "toolExecutionNotifications": []}


def test_sarif_keeps_the_reason_of_what_is_suppressed() -> None:
    result = _result(FAULTY)
    known = _with_first(result.report, suppressed=Suppressed(reason="已核实"))
    first, second = _log(Audited(known, result.text, result.paths))["results"][:2]
    assert first["suppressions"] == [{"kind": "external", "justification": "已核实"}]
    assert second["suppressions"] == []


# ------------------------------------------------------------------ annotations

_ANNOTATION = re.compile(r"::(error|warning|notice) ([^\r\n]*?)::([^\r\n]*)\n")


def test_github_has_one_line_each() -> None:
    for path in FILES:
        result = _result(path)
        shown = _written("github", result)
        told = _ANNOTATION.findall(shown)
        assert "".join(f"::{a} {b}::{c}\n" for a, b, c in told) == shown
        commands = {"error": "error", "warning": "warning"}
        assert [one[0] for one in told] == [commands.get(one.severity, "notice") for one in result.report.findings]


def test_github_line_is_that_of_the_words() -> None:
    result = _result(FAULTY)
    finding = result.report.findings[0]
    properties = _ANNOTATION.findall(_written("github", result))[0][1]
    line = int(re.findall(r"line=(\d+)", properties)[0])
    assert (
        result.text.split("\n")[line - 1]
        .strip()
        .startswith(result.text[result.text.rfind("\n", 0, finding.evidence[0].start) + 1 :].split("\n")[0].strip())
    )
    assert f"title={finding.code} " in properties
    assert "line=" not in _written("github", _result(SAMPLES / "parks-fault.pdf"))


def test_github_escapes_what_would_end_the_line() -> None:
    shown = _written("github", BROKEN)
    assert shown == "::error file=某县/残%2C 缺%3A1.pdf,title=broken::文件已损坏：100%25%0A读不完\n"


def test_github_is_silent_about_what_is_suppressed() -> None:
    result = _result(FAULTY)
    known = _with_first(result.report, suppressed=Suppressed(reason="已核实"))
    shown = _written("github", Audited(known, result.text, result.paths))
    assert len(shown.splitlines()) == len(result.report.findings) - 1


# ------------------------------------------------------------------ JSON


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_json_is_what_its_schema_says(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(Report.model_json_schema(mode="serialization"))
    validator.validate(json.loads(_written("json", _result(path))))
    for line in _written("jsonl", *map(_result, FILES)).splitlines():
        validator.validate(json.loads(line))


# ------------------------------------------------------------------ as they come


def test_jsonl_is_printed_file_by_file() -> None:
    """The first line is there while the second file, a pipe that nobody has written to, is still waited for."""
    code = (
        "import sys, extractor.pipeline as pipeline, extractor.cli as cli\n"
        "real = pipeline.read\n"
        "def read(path):\n"
        "    if path.name == 'later.txt':\n"
        "        sys.stdin.readline()\n"
        f"        path = type(path)({str(FAULTY)!r})\n"
        "    return real(path)\n"
        "pipeline.read = read\n"
        f"sys.argv = ['gouji', 'audit', {str(FAULTY)!r}, 'later.txt', '--format', 'jsonl']\n"
        "cli.main()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        first = json.loads(run.stdout.readline())
        out, _ = run.communicate(b"\n")
    assert json.loads(out)["source"] == first["source"]


@pytest.mark.parametrize("name", writers.names())
def test_streamed_formats_are_the_same_in_pieces(name: str) -> None:
    results: list[Result] = [*map(_result, FILES), BROKEN]
    if writers.streams(name):
        assert _written(name, *results) == "".join(_written(name, one) for one in results)


def test_streamed_file_has_everything(tmp_path: Path) -> None:
    out = tmp_path / "结果.jsonl"
    out.write_text("旧的\n", encoding="utf-8")
    gouji("audit", FAULTY, tmp_path / "没有.txt", "--format", "jsonl", "-o", out)
    first, second = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert (first["source"]["name"], second["error"]["code"]) == (FAULTY.name, "not_found")


# ------------------------------------------------------------------ bytes, and what was read


def _format(monkeypatch: pytest.MonkeyPatch, **contents: Any) -> None:
    """A format of our own in the place of JSON Lines."""
    module = ModuleType("as_jsonl")
    vars(module).update(contents)
    monkeypatch.setitem(sys.modules, "extractor.writers.as_jsonl", module)


def test_a_writer_of_bytes_gets_its_dossier(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[Result] = []

    def write(results: Sequence[Result], options: Options) -> bytes:
        seen.extend(results)
        return b"\x00\xff\r\n"

    _format(monkeypatch, write=write, BINARY=True, DOSSIER=True)
    batch = Batch(DEFAULT, Suppressions(), print, dossiers=writers.wants_dossier("jsonl"))
    sink = Sink("jsonl", Options(), tmp_path / "out.bin", print)
    for results in batch.audit([FILES[1]]):
        sink.add(results)
    batch.close()
    sink.close()
    assert (tmp_path / "out.bin").read_bytes() == b"\x00\xff\r\n"
    (result,) = seen
    assert isinstance(result, Audited) and result.dossier is not None
    assert len(result.dossier.document.pages) == result.report.source.pages
    assert len(result.dossier.verdicts) == len(result.report.checks)
    assert len(result.dossier.numerals) == result.report.coverage.numbers
    assert Path(result.path()).read_bytes().startswith(b"%PDF")


def test_bytes_are_not_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    _format(monkeypatch, write=lambda results, options: b"", BINARY=True)
    monkeypatch.setattr("extractor.cli.sys.stdout.isatty", lambda: True, raising=False)
    said: list[str] = []
    monkeypatch.setattr("extractor.console.complain", said.append)
    with pytest.raises(typer.Exit) as ended:
        cli.audit([FAULTY], format="jsonl")
    assert (ended.value.exit_code, said) == (Exit.USAGE, ["jsonl 不是文本，不能写到屏幕；请用 -o 文件名"])
