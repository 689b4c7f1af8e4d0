"""The command, run the way a user runs it: exit codes, error objects, one line on stderr, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from rich.cells import cell_len
from support import ROOT, SAMPLES, gouji

from extractor import checks, helping
from extractor.cli import app
from extractor.errors import printable
from extractor.writers import names

CLEAN = SAMPLES / "library-clean.txt"
FAULTY = SAMPLES / "roads-fault.txt"
"""a sample with an error-level finding"""


def _empty(folder: Path) -> Path:
    path = folder / "空.txt"
    path.write_bytes(b"")
    return path


def _blank(folder: Path) -> Path:
    path = folder / "空白.txt"
    path.write_text(" \n\n　\n", encoding="utf-8")
    return path


def _binary(folder: Path) -> Path:
    path = folder / "程序.txt"
    path.write_bytes(bytes(range(256)) * 8)
    return path


def _unknown(folder: Path) -> Path:
    path = folder / "图纸.dwg"
    path.write_bytes(b"AC1027" + bytes(64))
    return path


def _torn_pdf(folder: Path) -> Path:
    path = folder / "残.pdf"
    path.write_bytes((SAMPLES / "sister.pdf").read_bytes()[:600])
    return path


def _encrypted_pdf(folder: Path) -> Path:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "加密.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("geheim", ownerPassword="besitzer"))
    canvas.drawString(72, 720, "budget 6.38")
    canvas.save()
    return path


def _picture_pdf(folder: Path) -> Path:
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "扫描.pdf"
    canvas = Canvas(str(path))
    canvas.drawInlineImage(Image.new("L", (400, 500), 128), 72, 72, 400, 500)
    canvas.save()
    return path


def _folder(folder: Path) -> Path:
    return folder


BROKEN: list[tuple[Callable[[Path], Path], str]] = [
    (lambda folder: folder / "没有.txt", "not_found"),
    (_empty, "empty"),
    (_blank, "empty"),
    (_binary, "encoding"),
    (_unknown, "unsupported"),
    (_folder, "unsupported"),
    (_torn_pdf, "broken"),
    (_encrypted_pdf, "encrypted"),
    (_picture_pdf, "no_text_layer"),
]


def _quiet(run: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The lines of stderr; a traceback is never among them."""
    told = run.stderr.decode()
    assert "Traceback" not in told
    return told.splitlines()


def test_clean_report() -> None:
    run = gouji("audit", CLEAN)
    assert (run.returncode, _quiet(run)) == (0, [])
    report = json.loads(run.stdout)
    assert report["schema_version"] == "1.0"
    assert not [finding for finding in report["findings"] if finding["severity"] in ("error", "warning")]


def test_faulty_report() -> None:
    run = gouji("audit", FAULTY)
    assert (run.returncode, _quiet(run)) == (1, [])
    assert any(finding["severity"] == "error" for finding in json.loads(run.stdout)["findings"])
    assert gouji("audit", FAULTY, "--fail-on", "never").returncode == 0


def test_fail_on_lowers_the_bar() -> None:
    findings = json.loads(gouji("audit", CLEAN).stdout)["findings"]
    assert gouji("audit", CLEAN, "--fail-on", "info").returncode == (1 if findings else 0)


@pytest.mark.parametrize(("make", "code"), BROKEN, ids=[f"{code}-{i}" for i, (_, code) in enumerate(BROKEN)])
def test_unreadable(make: Callable[[Path], Path], code: str, tmp_path: Path) -> None:
    path = make(tmp_path)
    run = gouji("audit", path)
    assert run.returncode == 3
    error = json.loads(run.stdout)["error"]
    assert set(error) == {"code", "message", "source"}
    assert (error["code"], error["source"]) == (code, str(path))
    assert len(_quiet(run)) == 1
    for verb in ("text", "trace"):
        run = gouji(verb, path)
        assert (run.returncode, run.stdout, len(_quiet(run))) == (3, b"", 1)


def test_batch_goes_on_past_a_bad_file(tmp_path: Path) -> None:
    run = gouji("audit", tmp_path / "没有.txt", FAULTY, CLEAN)
    assert run.returncode == 3
    first, second, third = json.loads(run.stdout)
    assert first["error"]["code"] == "not_found"
    assert (second["source"]["name"], third["source"]["name"]) == (FAULTY.name, CLEAN.name)
    assert len(_quiet(run)) == 1


def test_jsonl_has_one_object_a_line(tmp_path: Path) -> None:
    run = gouji("audit", FAULTY, tmp_path / "没有.txt", "--format", "jsonl")
    first, second = map(json.loads, run.stdout.decode().splitlines())
    assert first["source"]["name"] == FAULTY.name
    assert second["error"]["code"] == "not_found"


def test_table_shows_the_fault_and_its_place() -> None:
    run = gouji("audit", FAULTY, "--format", "table")
    shown = run.stdout.decode()
    for finding in json.loads(gouji("audit", FAULTY).stdout)["findings"]:
        assert finding["code"] in shown
        if finding["severity"] == "error":
            assert f"【{finding['evidence'][0]['quote']}】" in shown.replace("\n     ", "")


def test_out_writes_the_file(tmp_path: Path) -> None:
    run = gouji("audit", FAULTY, "-o", tmp_path / "结果.json")
    assert (run.returncode, run.stdout) == (1, b"")
    assert json.loads((tmp_path / "结果.json").read_text(encoding="utf-8"))["source"]["name"] == FAULTY.name
    assert gouji("audit", FAULTY, "-o", tmp_path / "没有" / "结果.json").returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("audit",),
        ("audit", "a.txt", "--format", "pdf"),
        ("audit", "a.txt", "--nix"),
        ("explain", "XX999"),
        ("nix",),
    ],
    ids=" ".join,
)
def test_usage_errors(arguments: tuple[str, ...]) -> None:
    run = gouji(*arguments)
    _quiet(run)
    assert run.returncode == 2


def test_output_is_utf8_whatever_the_locale() -> None:
    run = gouji("audit", CLEAN, LC_ALL="C", PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert json.loads(run.stdout.decode("utf-8"))["report"]["title"]


def test_text_is_what_offsets_refer_to() -> None:
    text = gouji("text", FAULTY).stdout.decode()
    for finding in json.loads(gouji("audit", FAULTY).stdout)["findings"]:
        for place in finding["evidence"]:
            assert "".join(text[place["start"] : place["end"]].split()) == "".join(place["quote"].split())


def test_a_reader_that_leaves_is_no_error() -> None:
    command = f"'{sys.executable}' -m extractor text '{FAULTY}' | head -c 1; exit ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")


def test_internal_error_is_one_line_and_exit_4(tmp_path: Path) -> None:
    # a check that breaks, put into the process from outside
    broken = (
        "import sys, extractor.checks as checks, extractor.cli as cli\n"
        "def run(ledger): raise KeyError('x')\n"
        "rule = checks.Rule(checks.Check('ZZ999', 'z', '坏', 'error'), run, 'z')\n"
        "checks.rules = lambda: (rule,)\n"
        f"sys.argv = ['gouji', 'audit', {str(CLEAN)!r}, {str(tmp_path / 'nix.txt')!r}]\n"
        "cli.main()\n"
    )
    run = subprocess.run([sys.executable, "-c", broken], capture_output=True, check=False)
    first, second = json.loads(run.stdout)
    assert run.returncode == 4
    assert first["error"]["code"] == "internal"
    assert "ZZ999" in first["error"]["message"]
    assert second["error"]["code"] == "not_found"
    assert len(_quiet(run)) == 2


def test_bad_pack_is_a_configuration_error(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "patterns", tmp_path / "patterns")
    with (folder / "funds.toml").open("a", encoding="utf-8") as pack:
        pack.write("\n[novelty]\nmtach = '预备费'\n")
    broken = (
        "import pathlib, sys, extractor.packs as packs, extractor.cli as cli\n"
        f"packs.root = lambda: pathlib.Path({str(folder)!r})\n"
        f"sys.argv = ['gouji', 'audit', {str(CLEAN)!r}]\n"
        "cli.main()\n"
    )
    run = subprocess.run([sys.executable, "-c", broken], capture_output=True, check=False)
    (told,) = _quiet(run)
    assert run.returncode == 2
    assert "funds.toml" in told
    assert "novelty" in told


def test_explain_prints_the_page_of_each_check() -> None:
    rule = checks.rules()[0]
    assert gouji("explain", rule.check.code).stdout.decode() == rule.page
    assert gouji("explain", rule.check.rule).stdout.decode() == rule.page


def test_checks_lists_all() -> None:
    listed = [line.split("\t")[0] for line in gouji("checks").stdout.decode().splitlines()]
    assert listed == [rule.check.code for rule in checks.rules()]


def test_schema_is_a_json_schema_of_the_report() -> None:
    schema = json.loads(gouji("schema").stdout)
    assert {"schema_version", "source", "report", "findings", "checks", "coverage"} <= set(schema["properties"])


def test_trace_names_pattern_fact_and_check() -> None:
    shown = gouji("trace", FAULTY).stdout.decode()
    assert "→ fund " in shown
    assert "✓ " in shown


def test_help_is_in_chinese_and_names_all_formats() -> None:
    shown = gouji("audit", "--help", COLUMNS="200").stdout.decode()
    assert all(name in shown for name in names())


@pytest.mark.parametrize("columns", [50, 80, 120])
def test_help_fits_the_terminal_and_leaves_nothing_out(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    group = typer.main.get_command(app)
    assert isinstance(group, helping.Group)
    for name, command in [("gouji", group), *group.commands.items()]:
        parent = None if command is group else group.make_context("gouji", [], resilient_parsing=True)
        context = command.make_context(name, [], parent=parent, resilient_parsing=True)
        shown = helping.page(command, context, columns)
        assert max(map(cell_len, shown.splitlines())) <= columns, name
        told = "".join(shown.split())
        assert "Usage" not in told and "Options" not in told
        for param in command.get_params(context):
            words = helping.COMPLETION.get(param.name or "", getattr(param, "help", None) or "")
            assert param.name == "help" or "".join(words.split()) in told, f"{name} {param.name}"


@pytest.mark.parametrize("way", ["version", "--version"])
def test_version(way: str) -> None:
    assert gouji(way).stdout.decode().startswith("gouji 0.")


def test_names_that_the_system_cannot_decode_are_told_in_chinese(tmp_path: Path) -> None:
    shutil.copy(CLEAN, tmp_path / "报告.txt")
    try:
        shutil.copy(os.fsencode(CLEAN), os.fsencode(tmp_path) + b"/" + "旧档.txt".encode("gbk"))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    for name, environment in (("报告.txt", {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}), ("旧档.txt", {})):
        (path,) = [one for one in tmp_path.iterdir() if printable(one.name) == name]
        run = gouji("audit", path, "--format", "json", "--fail-on", "never", **environment)
        assert json.loads(run.stdout.decode("utf-8"))["source"]["name"] == name
