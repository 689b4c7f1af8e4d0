"""The site is built from the pages as they stand, strictly: a dead link or a page left out of it fails."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

sys.path.insert(0, str(ROOT / "docs"))
import site_pages

needs_mkdocs = pytest.mark.skipif(
    importlib.util.find_spec("mkdocs") is None or importlib.util.find_spec("material") is None,
    reason="extra docs is not installed",
)


@needs_mkdocs
def test_site_is_built_strictly(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-d", str(tmp_path / "site")]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    page = (tmp_path / "site" / "checks" / "execution_rate.html").read_text(encoding="utf-8")
    assert "ZX101" in page and "应当报出" in page
    front = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert 'href="cli.html"' in front
    assert not re.findall(r'(?:src|href)="https?://(?!squidfunk|www\.mkdocs)[^"]*\.(?:css|js|woff2?)"', front)


@pytest.mark.parametrize(
    ("source", "page", "text", "shown"),
    [
        ("README.md", "index.md", "[甲](docs/cli.md)", "[甲](cli.md)"),
        (
            "docs/checks.md",
            "checks.md",
            "[甲](../extractor/checks/balance_mismatch.md)",
            "[甲](checks/balance_mismatch.md)",
        ),
        ("docs/tutorial-patterns.md", "tutorial-patterns.md", "[甲](../patterns/README.md)", "[甲](patterns.md)"),
        ("README.md", "index.md", "[许可](LICENSE)", "许可"),
        ("README.md", "index.md", "![图](docs/verdict.svg)", "![图](verdict.svg)"),
        (
            "extractor/checks/balance_mismatch.md",
            "checks/balance_mismatch.md",
            "[甲](../../README.md)",
            "[甲](../index.md)",
        ),
    ],
)
def test_links_between_sources_become_links_between_pages(source: str, page: str, text: str, shown: str) -> None:
    assert site_pages._LINK.sub(lambda link: site_pages._linked(link, source, page), text) == shown
