"""What is shipped works for a stranger: the wheel, in an empty environment without dev tools, from another folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from support import ROOT, SAMPLES

SAMPLE = SAMPLES / "sister.txt"


def _run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    run = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of what git knows, so that no stray file of this folder gets in."""
    folder = tmp_path_factory.mktemp("build")
    for name in ("extractor", "patterns"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    _run(
        *(sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "-q", "-w", folder / "dist"),
        cwd=folder,
    )
    (built,) = (folder / "dist").glob("gouji-*.whl")
    return built


def test_wheel_carries_patterns_pages_and_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "patterns").rglob("*.*"):
        assert f"extractor/_patterns/{path.relative_to(ROOT / 'patterns').as_posix()}" in names
    for path in (ROOT / "extractor" / "checks").glob("*.md"):
        assert f"extractor/checks/{path.name}" in names
    for path in (ROOT / "extractor" / "writers" / "eyes" / "templates").iterdir():
        assert f"extractor/writers/eyes/templates/{path.name}" in names
    assert any(name.endswith("/LICENSE") for name in names)


def test_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    tools = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    _run(tools / "python", "-m", "pip", "install", "-q", wheel, cwd=tmp_path)
    shutil.copy(SAMPLE, tmp_path / "报告.txt")
    report = json.loads(_run(tools / "gouji", "audit", "报告.txt", "--fail-on", "never", cwd=tmp_path))
    assert report["report"]["funds"]
    assert report["checks"]
    explained = _run(tools / "gouji", "explain", report["checks"][0]["code"], cwd=tmp_path)
    assert explained.startswith("# ")
    installed = _run(tools / "python", "-m", "pip", "list", cwd=tmp_path)
    assert "pytest" not in installed
