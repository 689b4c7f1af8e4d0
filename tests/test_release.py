"""What is shipped works for a stranger: wheel and sdist, the container's steps, the offline bundle's scripts.

The long way (each extra alone, the bill of materials, real wheelhouses) is ``python -m release``; ``.ci/run`` runs it.
"""

from __future__ import annotations

import re
import shutil
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from support import ROOT, gouji

sys.path.insert(0, str(ROOT))
from release import bundle, container, sbom, trial
from release.build import Built, build
from release.fresh import Failed, index_reachable, run

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("dist"))


def test_wheel_carries_patterns_pages_and_licence(built: Built) -> None:
    names = set(zipfile.ZipFile(built.wheel).namelist())
    for path in (ROOT / "patterns").rglob("*.*"):
        assert f"extractor/_patterns/{path.relative_to(ROOT / 'patterns').as_posix()}" in names
    for path in (ROOT / "extractor").rglob("*.*"):  # pages of checks, templates of writers
        if path.is_file() and path.suffix != ".pyc":
            assert path.relative_to(ROOT).as_posix() in names
    assert any(name.endswith("/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "samples/", "benchmarks/", "release/")) for name in names)


def test_sdist_carries_what_proves_it(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    for name in (
        "tests/support.py",
        "samples/sister.txt",
        "patterns/funds.toml",
        "README.md",
        "LICENSE",
        "Containerfile",
    ):
        assert name in inside


def test_version_is_told_in_one_place(built: Built) -> None:
    version = PROJECT["version"]
    assert gouji("version").stdout.decode() == f"gouji {version}\n"
    assert built.wheel.name.startswith(f"gouji-{version}-")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[([^\]]+)\]", changes, re.MULTILINE)
    assert newest and newest[1] == version


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_installs_into_an_empty_environment(kind: str, built: Built, tmp_path: Path) -> None:
    if not index_reachable():
        pytest.skip("no package index can be reached: what the tool needs cannot be installed")
    trial.try_archive(getattr(built, kind), tmp_path)


def test_extras_are_found_and_all_has_them(built: Built) -> None:
    found = trial.extras(built.wheel)
    assert {"ocr", "all"} <= set(found)
    assert not {*found} & trial.NO_ABILITY
    every = PROJECT["optional-dependencies"]["all"]
    assert sorted(re.findall(r"gouji\[([\w,-]+)\]", " ".join(every))) == sorted({*found} - {"all"}) or all(
        extra in ",".join(every) for extra in found if extra != "all"
    )


def test_image_runs_unprivileged_and_copies_what_is_there() -> None:
    text = container.CONTAINERFILE.read_text(encoding="utf-8")
    steps = list(container.steps(text))
    assert {name for name, _ in steps} <= {"ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}
    for name, rest in steps:
        if name == "COPY" and not rest.startswith("--from"):
            assert all((ROOT / source).exists() for source in rest.split()[:-1]), rest
    image = container.final(text)
    assert image.user.partition(":")[0].isdecimal() and int(image.user.partition(":")[0]) > 0
    assert set(image.entrypoint) <= set(PROJECT["scripts"])
    assert image.workdir == "/data"
    kept = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    copied = {source for name, rest in steps if name == "COPY" and "--from" not in rest for source in rest.split()[:-1]}
    assert {f"!{source}" for source in copied} <= set(kept)


@pytest.mark.parametrize("platform", bundle.PLATFORMS.values(), ids=lambda one: one.name)
def test_bundle_tells_how_and_can_be_checked(platform: bundle.Platform, tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "gouji-0-py3-none-any.whl").write_bytes(b"wheel")
    bundle.furnish(tmp_path, platform, "all")
    script = (tmp_path / platform.script).read_bytes()
    assert b"@" not in script.replace(b"@echo", b"")
    assert b"gouji[all]" in script
    assert b"--no-index" in script
    sums = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8")
    assert {line.split("  ")[1] for line in sums.splitlines()} == {
        "使用说明.txt",
        platform.script,
        "wheels/gouji-0-py3-none-any.whl",
    }
    if shutil.which("sha256sum"):
        run("sha256sum", "-c", "SHA256SUMS", cwd=tmp_path)


def test_windows_script_is_read_alike_in_every_code_page(tmp_path: Path) -> None:
    bundle.furnish(tmp_path, bundle.WINDOWS, "all")
    script = (tmp_path / "install.cmd").read_bytes()
    assert script.isascii()
    assert script.count(b"\n") == script.count(b"\r\n")
    assert (tmp_path / "使用说明.txt").read_bytes().startswith(b"\xef\xbb\xbf")


def test_linux_script_installs_into_a_folder_with_a_chinese_name(tmp_path: Path) -> None:
    """With a Python that only writes down what it was asked for: no wheel is needed for that."""
    office = tmp_path / "离线 包"
    (office / "wheels").mkdir(parents=True)
    bundle.furnish(office, bundle.LINUX, "all")
    tools = tmp_path / "tools"
    tools.mkdir()
    program = f"""#!/bin/sh
printf "%s\\n" "$*" >> "{tmp_path}/asked"
[ "$1" = -m ] && [ "$2" = venv ] && mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$0" "$3/bin/gouji"
exit 0
"""
    for name in ("python3.13", "python3.12", "python3.11", "python3", "python"):
        (tools / name).write_text(program, encoding="utf-8")
        (tools / name).chmod(0o755)
    run("sh", office / "install.sh", tmp_path / "目标 目录", cwd=tmp_path, env={"PATH": f"{tools}:/usr/bin:/bin"})
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert f"-m venv {tmp_path}/目标 目录" in asked
    assert f"--no-index --disable-pip-version-check --find-links {office}/wheels gouji[all]" in asked
    assert "doctor" in asked


def test_licences_that_may_not_come_along_are_known() -> None:
    assert sbom.licence({"license": {"id": "AGPL-3.0-only"}}).startswith(sbom.UNWANTED)
    assert not sbom.licence({"license": {"id": "LGPL-3.0-only"}}).startswith(sbom.UNWANTED)
    assert sbom.licence({"expression": "MIT OR Apache-2.0"}) == "MIT OR Apache-2.0"


def test_a_step_that_fails_shows_what_it_printed(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="no such step"):
        run(sys.executable, "-c", "import sys; sys.exit('no such step')", cwd=tmp_path)
