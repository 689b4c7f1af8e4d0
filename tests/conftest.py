"""What the test run says at its end: how well the samples are read, those held out apart. And a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("GOUJI_NO_CACHE", "1")  # what was recognised before must not hide what is recognised now

from _scoring import COUNTS, SCORES, Tally

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pytest_terminal_summary(terminalreporter: object) -> None:
    write = terminalreporter.write_line  # type: ignore[attr-defined]
    for name, documents in SCORES.items():
        total, groups = Tally(), {}
        for score in documents.values():
            total.add(score.total)
            for group, tally in score.groups.items():
                groups.setdefault(group, Tally()).add(tally)
        states = [state for score in documents.values() for state in score.planted.values()]
        agreeing, relations = (sum(score.relations[i] for score in documents.values()) for i in (0, 1))
        write(
            f"{name:<9} F1 {total.f1:.3f} over {len(documents)} documents; "
            f"planted {states.count('found')}/{len(states)}; "
            f"false alarms {sum(len(s.false_alarms) for s in documents.values())}; "
            f"relations shown to agree {agreeing}/{relations}"
        )
        write("          " + "  ".join(f"{group} {tally.f1:.3f}" for group, tally in sorted(groups.items())))
    if COUNTS:
        write("mutations " + ", ".join(f"{count} {what}" for what, count in COUNTS.items()))


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that runs in the process of the tests must not fork it and go on in the child, limits and all: the
    parent would end the rest of the run after the time of one file."""
    from extractor import guard

    monkeypatch.setattr(guard, "_entered", True)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real Chromium: $GOUJI_CHROMIUM, that of the system, or playwright's own. Skips where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra dev)")
    named = os.environ.get("GOUJI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with playwright.sync_playwright() as driver:
        path = named or driver.chromium.executable_path
        if not Path(path).exists():
            pytest.skip("no Chromium on this machine (set GOUJI_CHROMIUM, or install the package chromium)")
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
