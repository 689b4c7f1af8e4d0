"""What the documents say is so: the README's excerpt, its commands, the glossary, the names."""

from __future__ import annotations

import re
import sys
from typing import get_args

import pytest
from support import ROOT

sys.path.insert(0, str(ROOT / "docs"))
import make_pages

from extractor.cli import app
from extractor.facts import Role, Source
from extractor.quantity import Op
from extractor.terms import ROLES, SOURCES
from extractor.writers.words import KINDS

README = (ROOT / "README.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "patterns" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_two_commands_are_the_same_everywhere(name: str) -> None:
    commands = re.findall(r"^python3 -m venv .+$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 2
    assert commands == re.findall(r"^python3 -m venv .+$", README, re.MULTILINE)


def test_every_verb_is_in_the_readme() -> None:
    verbs = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {verb for verb in verbs if f"gouji {verb}" not in README} <= {"checks", "version"}


def test_pages_made_from_the_code_are_current() -> None:
    for name, text in make_pages.pages().items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == text, f"{name}: run python docs/make_pages.py"


def test_every_option_says_what_it_does_in_chinese() -> None:
    for name, command in make_pages.commands().items():
        assert re.search(r"[一-鿿]", command.help or ""), name
        for option in make_pages.options(command):
            if option.name != "help":
                assert re.search(r"[一-鿿]", option.help or ""), f"{name} {option.name}"


def test_links_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_glossary_has_every_word() -> None:
    for code in (*get_args(Role), *get_args(Source), *get_args(Op)):
        assert f"`{code}`" in GLOSSARY, code


def test_people_are_told_every_code_in_words() -> None:
    assert set(ROLES) == set(get_args(Role))
    assert set(SOURCES) == set(get_args(Source))
    assert "other" in KINDS
