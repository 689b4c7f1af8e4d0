"""The peers, in an environment of their own: some carry licences that may not come near ours, and none is a dependency.

The environment is made once (``build/peers``) by pip; a peer that cannot be installed is told so on the page, with the
reason, and the rest goes on.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import venv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

WANTED: Mapping[str, tuple[str, ...]] = {
    "pymupdf": ("pymupdf",),
    "pdfminer.six": ("pdfminer.six",),
    "pdfplumber": ("pdfplumber", "pypdfium2"),
    "cn2an": ("cn2an",),
    "recognizers-text": ("recognizers-text-number", "emoji<1"),  # it asks for any emoji, and needs an old one
}
"""peer → what pip is asked for"""


@dataclass(frozen=True)
class Peers:
    """The environment, and why some peers are not in it."""

    python: Path
    absent: Mapping[str, str]

    def versions(self, names: Iterable[str]) -> dict[str, str]:
        """Installed versions; a distribution that is not there is left out."""
        code = (
            "import json, sys\nfrom importlib import metadata\nfound = {}\n"
            "for name in sys.argv[1:]:\n"
            "    try:\n        found[name] = metadata.version(name)\n"
            "    except metadata.PackageNotFoundError:\n        pass\n"
            "print(json.dumps(found))"
        )
        told: dict[str, str] = json.loads(_out([self.python, "-c", code, *names]))
        return told


def environment(folder: Path) -> Peers:
    """The environment in ``folder``, made when it is not there."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    told = folder / "absent.json"
    if not told.exists():
        venv.create(folder, with_pip=True)
        absent = {}
        for name, wanted in WANTED.items():
            asked = [str(python), "-m", "pip", "install", "-q", *wanted]
            done = subprocess.run(asked, capture_output=True, text=True, check=False)
            if done.returncode:
                absent[name] = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "pip 失败"
        told.write_text(json.dumps(absent, ensure_ascii=False), encoding="utf-8")
    return Peers(python, json.loads(told.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Cost:
    """Medians over the rounds: CPU milliseconds a page, times the floor, peak memory in MB; or why there is none."""

    tool: str
    per_page: float = 0
    floors: float = 0
    peak: float = 0
    failed: str = ""


def costs(tools: Iterable[str], path: Path, pages: int, rounds: int, peers: Peers) -> list[Cost]:
    """Every tool in turn, so many times, each time in a new process with the floor beside it."""
    runs: dict[str, list[dict[str, float]]] = {tool: [] for tool in tools}
    failed: dict[str, str] = {}
    for _ in range(rounds):
        for tool in runs.keys() - failed.keys():
            try:
                runs[tool].append(json.loads(_out([_python(tool, peers), "-P", HERE / "reading.py", tool, path])))
            except subprocess.CalledProcessError as error:
                failed[tool] = (error.stderr.strip().splitlines() or ["?"])[-1]
    return [_cost(tool, taken, pages, failed.get(tool, "")) for tool, taken in runs.items()]


def _cost(tool: str, runs: list[dict[str, float]], pages: int, failed: str) -> Cost:
    if failed or not runs:
        return Cost(tool, failed=failed)

    def middle(values: Iterable[float]) -> float:
        return statistics.median(values)

    return Cost(
        tool,
        middle(run["cpu"] for run in runs) / pages * 1000,
        middle(run["cpu"] / run["floor"] for run in runs),
        max(run["peak"] for run in runs),
    )


def _python(tool: str, peers: Peers) -> Path:
    return Path(sys.executable) if tool in ("gouji", "pdfium") else peers.python


def numbers(recogniser: str, texts: list[str], peers: Peers) -> list[list[str]] | str:
    """What a recogniser reads in each text (decimal strings), or why it reads nothing at all."""
    asked = [str(peers.python), "-P", "-W", "ignore", str(HERE / "recognising.py"), recogniser]
    done = subprocess.run(asked, input=json.dumps(texts), capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["?"])[-1]
    told: list[list[str]] = json.loads(done.stdout)
    return told


def _out(command: list[Any]) -> str:
    words = [str(word) for word in command]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(words, capture_output=True, text=True, env=env, check=True).stdout
