"""Every command and code block of README, CONTRIBUTING, patterns/README and docs/ runs as printed."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from _blocks import PAGES, Block, blocks, commands, excerpt_of, furnish, run
from support import ROOT, ledger_of

sys.path.insert(0, str(ROOT / "docs"))
import make_pages

from extractor import packs, profiles
from extractor.across import names

BLOCKS = [block for page in PAGES for block in blocks(page)]
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
LASTING = {"serve"}
"""verbs that go on until they are stopped: their words are parsed, not run"""


def _ids(block: Block) -> str:
    return str(block)


def _some(*languages: str) -> list[Block]:
    return [block for block in BLOCKS if block.language in languages and block.mark != "release"]


def test_blocks_are_of_known_kinds() -> None:
    for block in BLOCKS:
        assert block.mark in ("", "release", "excerpt"), f"{block}: {block.mark}"
        assert block.language in ("", "sh", "python", "toml", "json"), f"{block}: {block.language}"
        assert block.mark != "release" or block.language == "sh", f"{block}: only commands are left to the release"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_run_and_print_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    printed = ""
    for block in blocks(page):
        if block.language == "sh" and block.mark != "release":
            for words in commands(block):
                printed = _done(words, block)
        elif block.language == "sh":
            printed = _shown_by_release(block) or printed
        elif block.mark == "excerpt":
            assert excerpt_of(printed, block.text), f"{block}: not what the command prints"


def _done(words: list[str], block: Block) -> str:
    """What a command prints: ours are run, those of the developers' tools are held against what ``.ci/run`` runs."""
    program, *rest = [words[0].removeprefix(".venv/bin/"), *words[1:]]
    if program == "gouji":
        return _parsed(rest) if rest[0] in LASTING else run([program, *rest])
    if program == "python":
        return _module(rest, block)
    assert program == ".ci/run" or program in CI, f"{block}: {program} can only stand in a block marked release"
    return ""


def _module(words: list[str], block: Block) -> str:
    if words[0] != "-m":
        assert (ROOT / words[0]).is_file(), f"{block}: no {words[0]}"
        return ""
    name, *arguments = words[1:]
    if name == "extractor":
        return run([name, *arguments])
    assert importlib.util.find_spec(name), f"{block}: no module {name}"
    if name == "pytest":
        assert all((ROOT / word).exists() for word in arguments if word.startswith("tests/")), str(block)
        return ""
    told = subprocess.run([sys.executable, "-m", name, "--help"], cwd=ROOT, capture_output=True, check=True).stdout
    for option in (word for word in arguments if word.startswith("--")):
        assert option.encode() in told, f"{block}: {name} has no {option}"
    return ""


def _parsed(words: list[str]) -> str:
    make_pages.commands()[words[0]].make_context(words[0], words[1:])
    return ""


def _shown_by_release(block: Block) -> str:
    """What the last command of an installation prints, when it is one of ours: from the checkout, as it says."""
    found = re.findall(r"\.venv/bin/(gouji audit samples/[^\n&|]+)", block.text)
    return run(found[-1].split()) if found else ""


@pytest.mark.parametrize("block", _some("python"), ids=_ids)
def test_python_runs(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "example"}
    exec(compile(block.text, str(block), "exec"), names)


@pytest.mark.parametrize("block", _some("toml"), ids=_ids)
def test_toml_is_what_its_page_says(block: Block, tmp_path: Path) -> None:
    told = tomllib.loads(block.text)
    if "title" in told:
        path = tmp_path / "本局.toml"
        path.write_text(block.text, encoding="utf-8")
        assert profiles.load(str(path)).title == told["title"]
        return
    if {*told} <= {"unit", "project"}:
        path = tmp_path / "更名.toml"
        path.write_text(block.text, encoding="utf-8")
        assert any(names.renamings(path).values())
        return
    name = re.search(r"patterns/(\w+)\.toml", block.text)
    assert name, f"{block}: which file of patterns/?"
    assert packs.raw(name[1])
    driver = [sys.executable, str(ROOT / "tests" / "_try_pack.py"), name[1]]
    tried = subprocess.run(driver, input=block.text.encode(), capture_output=True, check=False)
    assert tried.returncode == 0, f"{block}: {tried.stderr.decode()}"


@pytest.mark.parametrize("block", _some("json"), ids=_ids)
def test_json_is_json(block: Block) -> None:
    json.loads(block.text)


def test_options_that_pages_name_are_there() -> None:
    known = {
        name: {option for one in command.params for option in one.opts}
        for name, command in make_pages.commands().items()
    }
    for page in PAGES:
        for span in re.findall(r"`(gouji [a-z][^`\n]*)`", page.read_text(encoding="utf-8")):
            _, verb, *rest = span.split()
            assert verb in known, f"{page.name}: {span}"
            for option in (word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)):
                assert option in known[verb] | {"--help"}, f"{page.name}: {span}"


def test_the_check_of_the_readme_finds_what_it_says() -> None:
    (block,) = [one for one in blocks(ROOT / "README.md") if "CHECK" in one.text]
    names: dict[str, object] = {"__name__": "example"}
    exec(compile(block.text, str(block), "exec"), names)
    told = ledger_of("一、项目资金情况\n2023年全年预算数100万元，全年执行数120万元。\n")
    assert [verdict.outcome for verdict in names["check"](told)] == ["conflict"]  # type: ignore[operator]
