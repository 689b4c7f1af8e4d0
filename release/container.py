"""The image: built and run where an engine is at hand; else the steps of its Containerfile, done in a folder.

Without an engine the steps are the same ones, read from the Containerfile, with the image's absolute folders moved
below a temporary one. The audit then runs as the user that the image names and without network, where this process may
do so.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from release import ROOT
from release.fresh import Failed, run
from release.trial import SAMPLE, expect

CONTAINERFILE = ROOT / "Containerfile"
ENGINES = ("podman", "docker")


@dataclass
class Image:
    """What the last stage amounts to."""

    env: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    entrypoint: list[str] = field(default_factory=list)
    workdir: str = "/"


def steps(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Containerfile, in order: name, arguments."""
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            name, _, rest = line.strip().partition(" ")
            yield name.upper(), rest.strip()


def final(text: str) -> Image:
    """What the image runs as: the settings of its last stage."""
    image = Image()
    for name, rest in steps(text):
        match name:
            case "FROM":
                image = Image()
            case "ENV":
                key, _, value = rest.partition("=")
                image.env[key] = value
            case "USER":
                image.user = rest
            case "WORKDIR":
                image.workdir = rest
            case "ENTRYPOINT":
                image.entrypoint = json.loads(rest)
    return image


def engine() -> str | None:
    """An engine that answers, or None."""
    for name in ENGINES:
        if shutil.which(name) and not subprocess.run([name, "info"], capture_output=True, check=False).returncode:
            return name
    return None


def prove(folder: Path) -> str:
    """Audits the sample with the image, or with its steps; says which."""
    data = folder / "data"
    data.mkdir()
    shutil.copy(SAMPLE, data / "报告.txt")
    data.chmod(0o755)
    if name := engine():
        run(name, "build", "-q", "-f", CONTAINERFILE, "-t", "gouji-trial", ROOT, cwd=folder)
        bound = ("--rm", "--network", "none", "--read-only", "-v", f"{data}:/data:ro")
        printed = run(name, "run", *bound, "gouji-trial", "audit", "报告.txt", "--fail-on", "never", cwd=folder)
        how = f"built and run by {name}"
    else:
        printed, alone = _in_a_folder(folder / "root", data)
        how = f"no engine answers; its steps done in a folder{', audited without network' if alone else ''}"
    expect(bool(json.loads(printed)["report"]["funds"]), "the image audits")
    return how


def _in_a_folder(root: Path, data: Path) -> tuple[str, bool]:
    """What the audit prints after all steps, and whether it ran cut off from the network as another user."""
    text = CONTAINERFILE.read_text(encoding="utf-8")
    for place in ("opt", "src"):
        (root / place).mkdir(parents=True)
    for name, rest in steps(text):
        if name == "COPY" and not rest.startswith("--from"):
            *sources, target = rest.split()
            for source in sources:
                _copy(ROOT / source, root / "src" / target)
        elif name == "RUN":
            run("sh", "-c", _moved(rest, root), cwd=root / "src", env={"PATH": _path(Path(sys.executable).parent)})
    image = final(text)
    for place in (root, *root.parents):
        if place.is_relative_to(Path(root.anchor, "tmp")) and place.stat().st_uid == os.getuid():
            place.chmod(place.stat().st_mode | 0o055)
    env = {**image.env, "PATH": _moved(image.env["PATH"], root)}
    words = [*image.entrypoint, "audit", "报告.txt", "--fail-on", "never"]
    program = shutil.which(words[0], path=env["PATH"])
    if program is None:
        raise Failed(f"{words[0]} is not in the image's PATH")
    words[0] = program
    cut = _cut_off(image.user)
    return run(*cut, *words, cwd=data, env=env), bool(cut)


def _cut_off(user: str) -> list[str]:
    """What to put before a command to run it without network as that user; nothing where that is not allowed."""
    uid, _, gid = user.partition(":")
    words = ["unshare", "--net", "setpriv", f"--reuid={uid}", f"--regid={gid or uid}", "--clear-groups"]
    if not all(map(shutil.which, ("unshare", "setpriv"))):
        return []
    refused = subprocess.run([*words, "true"], capture_output=True, check=False).returncode
    return [] if refused else words


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _moved(words: str, root: Path) -> str:
    return re.sub(r"(?<![\w./])/(opt|src)\b", lambda match: f"{shlex.quote(str(root))}/{match[1]}", words)


def _path(first: Path) -> str:
    return f"{first}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
