"""Programs run as a stranger would run them, and environments that hold nothing yet."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

LIMIT = 900
"""seconds that one step may take: an index that hangs must not hang the release"""


class Failed(Exception):
    """A step that did not end well; the text is all that it printed."""


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """What a command prints. Nothing of our own Python's settings reaches it. Raises :class:`Failed`."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env={**own, **(env or {})}, capture_output=True, timeout=LIMIT, check=False)
    if done.returncode:
        told = (done.stdout + done.stderr).decode("utf-8", "replace")
        raise Failed(f"{' '.join(words)} → {done.returncode}\n{told}")
    return done.stdout.decode("utf-8")


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment with its programs."""

    home: Path

    @classmethod
    def new(cls, folder: Path) -> Self:
        """An empty one below ``folder``."""
        venv.create(folder / "venv", with_pip=True)
        return cls(folder / "venv")

    @property
    def tools(self) -> Path:
        return self.home / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.tools / "python"

    def install(self, *what: str | Path) -> None:
        run(self.python, "-m", "pip", "install", "-q", *what, cwd=self.home)

    def gouji(self, *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
        return run(self.tools / "gouji", *arguments, cwd=cwd, env=env)


@cache
def index_reachable() -> bool:
    """True when pip can fetch what an installation needs; offline it cannot, and nothing is proved by failing."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            patience = ("--retries", "0", "--timeout", "20")
            wanted = ("download", "-q", "--no-deps", *patience, "-d", folder, "hatchling")
            run(sys.executable, "-m", "pip", *wanted, cwd=Path(folder))
        except Failed:
            return False
    return True
