"""For offices without internet: every wheel that an installation needs, with a script that installs them.

One archive per platform holds ``wheels/`` for each supported Python, ``install.sh`` or ``install.cmd``, a page in
Chinese and ``SHA256SUMS``. A part that is published as source only is built here, once: it must be pure Python.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from release.build import Built
from release.fresh import Failed, run

OFFLINE = Path(__file__).parent / "offline"
PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True, slots=True)
class Platform:
    """A machine to install on: the tags that pip knows it by, its script, and how its archive is packed."""

    name: str
    machine: str
    tags: tuple[str, ...]
    script: str
    packed: str


WINDOWS = Platform("windows", "64 位", ("win_amd64",), "install.cmd", "zip")
LINUX = Platform(
    "linux",
    "x86_64，glibc 2.28 以上",
    ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "install.sh",
    "gztar",
)
PLATFORMS = {one.name: one for one in (WINDOWS, LINUX)}


def make(built: Built, platform: Platform, out: Path, extras: str, pythons: tuple[str, ...] = PYTHONS) -> Path:
    """The archive for one platform, in ``out``."""
    version = built.wheel.name.split("-")[1]
    name = f"gouji-{version}-offline-{platform.name}"
    folder = out / name
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    shutil.copy(built.wheel, wheels)
    _build_sources(wheels)
    for python in pythons:
        _fetch(built, platform, wheels, extras, python)
    furnish(folder, platform, extras)
    packed = shutil.make_archive(str(folder), platform.packed, out, name)
    shutil.rmtree(folder)
    return Path(packed)


def furnish(folder: Path, platform: Platform, extras: str) -> None:
    """Puts script, page and checksums beside the wheels."""
    words = {"@EXTRAS@": extras, "@PLATFORM@": platform.name, "@MACHINE@": platform.machine}
    for name in (platform.script, "使用说明.txt"):
        text = (OFFLINE / name).read_text(encoding="utf-8")
        for mark, word in words.items():
            text = text.replace(mark, word)
        ends = "\r\n" if platform is WINDOWS else "\n"
        # Notepad of old Windows takes text without a mark for GBK; cmd.exe would stumble over one
        coding = "utf-8-sig" if platform is WINDOWS and name.endswith(".txt") else "utf-8"
        (folder / name).write_text(text, encoding=coding, newline=ends)
    sums = [f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in sorted(folder.rglob("*.*"))]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")


SOURCE_ONLY = ("jieba",)
"""distributions that their makers publish without a wheel"""


def _build_sources(wheels: Path) -> None:
    for name in SOURCE_ONLY:
        run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", wheels, name, cwd=wheels)
        (made,) = wheels.glob(f"{name}-*.whl")
        if not made.name.endswith("-none-any.whl"):
            raise Failed(f"{made.name} fits this machine only")


def _fetch(built: Built, platform: Platform, wheels: Path, extras: str, python: str) -> None:
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    for_ = ("--only-binary=:all:", "--implementation", "cp", "--python-version", python, *tags)
    here = ("--find-links", wheels, "-d", wheels)
    wanted = f"gouji[{extras}] @ {built.wheel.as_uri()}"
    run(sys.executable, "-m", "pip", "download", "-q", *for_, *here, wanted, cwd=wheels)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
