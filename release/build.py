"""Wheel and sdist, built from a copy of what git knows: no stray file of this folder gets in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from release import ROOT
from release.fresh import run


@dataclass(frozen=True, slots=True)
class Built:
    wheel: Path
    sdist: Path


def build(out: Path) -> Built:
    """Both, in ``out``. The sdist is built first and the wheel from it, as ``python -m build`` does: what the sdist
    lacks, the wheel would lack too."""
    tree = out / "tree"
    copy_tree(tree)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, tree, cwd=out)
    shutil.rmtree(tree)
    (wheel,), (sdist,) = out.glob("gouji-*.whl"), out.glob("gouji-*.tar.gz")
    return Built(wheel, sdist)


def copy_tree(folder: Path) -> None:
    """The files that git knows, and new ones that it does not ignore, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
