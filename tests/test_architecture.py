"""The shape of the code, held by tests: who imports whom, what is public, what every check brings along."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

import extractor
from extractor import checks, finders, packs, readers, writers

HEADINGS = ["查什么", "为什么", "例", "算法与容差", "不判的情形"]
RULES = checks.rules()


def test_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_public_names() -> None:
    assert extractor.__all__ == ["audit", "extract", "read"]
    assert all(callable(getattr(extractor, name)) for name in extractor.__all__)
    with pytest.raises(AttributeError):
        _ = extractor.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize("module", ["extractor", "extractor.cli"])
def test_import_is_cheap(module: str) -> None:
    heavy = {"pydantic", "jieba", "pdfplumber", "pypdfium2", "regex", "rich.console"}
    code = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(run.stdout.split())


def test_check_codes_and_names_are_unique() -> None:
    for names in ([rule.check.code for rule in RULES], [rule.check.rule for rule in RULES]):
        assert len(names) == len(set(names))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.check.code)
def test_check_says_what_it_is(rule: checks.Rule) -> None:
    assert re.fullmatch(r"(?:ZJ|ZX|PF|ZB|GJ|JS|RQ|GF|BF|YC)\d{3}", rule.check.code)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", rule.check.rule)
    assert rule.check.level in checks.SEVERITIES
    if rule.check.code.startswith("YC"):
        assert rule.check.level in ("review", "info"), "a signal is no accusation"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.check.code)
def test_check_has_its_page(rule: checks.Rule) -> None:
    first, *_ = rule.page.splitlines()
    assert first.startswith("# ")
    assert rule.check.code in first
    assert rule.check.name in first
    assert re.findall(r"^## (.+)$", rule.page, re.MULTILINE) == HEADINGS


def test_finders_readers_and_writers_keep_their_contracts() -> None:
    assert finders.finders()
    assert {".txt", ".md", ".pdf"} <= set(readers.suffixes())
    assert {"json", "jsonl", "table"} <= set(writers.names())
    assert all(callable(writers.writer(name)) for name in writers.names())


def test_packs_are_found() -> None:
    assert "shared" in packs.topics()
