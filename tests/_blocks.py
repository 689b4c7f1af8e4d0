"""The code blocks of our pages, and what it takes to run them.

A block runs in the tests as a reader would run it, in order, in a folder that holds what its page speaks of. A comment
before it says what else it is: ``<!-- release -->`` installs, builds or tests and is run by ``.ci/run`` and
``benchmarks.release``; ``<!-- excerpt -->`` is what the last command before it prints (parts stand between ``⋮``).
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from support import ROOT, SAMPLES
from typer.testing import CliRunner

from extractor.cli import app

PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "patterns" / "README.md")
    if path.name not in ("CHANGELOG.md", "checks.md")
)

_BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>[^>]*?) -->\n+)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the comment before it, its text, and the line of the page it begins on."""

    page: Path
    line: int
    language: str
    mark: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for one in _BLOCK.finditer(text):
        line = text.count("\n", 0, one.start("language")) + 1
        yield Block(page, line, one["language"], one["mark"] or "", one["text"])


def commands(block: Block) -> Iterator[list[str]]:
    """The words of each command of a shell block; a line that ends in ``\\`` goes on, comments are left out."""
    for line in block.text.replace("\\\n", " ").splitlines():
        if words := shlex.split(line, comments=True):
            yield words


def furnish(folder: Path) -> None:
    """The files that the pages speak of, by the names they give them."""
    for name in ("报告", "report", "旧稿", "新稿", "送审稿", "修改稿", "draft", "final"):
        shutil.copy(SAMPLES / "overall-fault.pdf", folder / f"{name}.pdf")
        shutil.copy(SAMPLES / "sister.txt", folder / f"{name}.txt")
    archive = folder / "档案"
    archive.mkdir()
    for name in ("sister.pdf", "overall-fault.pdf"):
        shutil.copy(SAMPLES / name, archive)
    (folder / "samples").symlink_to(SAMPLES)
    (folder / "patterns").symlink_to(ROOT / "patterns")


def run(words: list[str]) -> str:
    """What a ``gouji`` command prints, run in the current folder with patterns of files expanded and ``>`` obeyed.
    Any exit code but 0 and 1 (something was found) fails, and so does a traceback."""
    target = words[-1] if ">" in words else ""
    words = words[: words.index(">")] if target else words
    arguments = [name for word in words[1:] for name in _expanded(word)]
    done = CliRunner().invoke(app, arguments, env={"COLUMNS": "80"})
    assert done.exit_code in (0, 1), f"{shlex.join(words)}: {done.output}"
    assert done.exception is None or isinstance(done.exception, SystemExit), f"{shlex.join(words)}: {done.exception!r}"
    if target:
        Path(target).write_text(done.stdout, encoding="utf-8")
        _as_a_person_would(Path(target))
    return done.stdout


def _expanded(word: str) -> list[str]:
    """The files that a pattern stands for; a quoted sentence of SQL is none."""
    return sorted(map(str, Path().glob(word))) if "*" in word and " " not in word else [word]


def _as_a_person_would(path: Path) -> None:
    """A list of suppressions is filled in by hand before it is used."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('reason = ""', 'reason = "已核对凭证"'), encoding="utf-8")


def excerpt_of(printed: str, excerpt: str) -> bool:
    """True when all parts of an excerpt were printed, in this order."""
    at = 0
    for part in excerpt.split("⋮"):
        at = printed.find(part.strip("\n"), at)
        if at < 0 or not part.strip():
            return False
        at += len(part.strip("\n"))
    return True
