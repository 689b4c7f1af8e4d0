"""The word and layout lists of a split.

``seen`` may be looked at while patterns are written; ``measured`` is only ever measured on. Both have the same keys
(a test compares them) and share no sentence.
"""

from __future__ import annotations

import string
import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

from benchmarks.generate.figures import Values

Split = Literal["seen", "measured"]
SPLITS: tuple[Split, ...] = ("seen", "measured")
HERE = Path(__file__).parent / "words"


@cache
def load(split: Split) -> dict[str, Any]:
    """All lists of a split: one table for each file."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((HERE / split).glob("*.toml"))
    }


@cache
def slots(template: str) -> frozenset[str]:
    """The names that a template asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


class Words:
    """One split, spoken with one random stream."""

    def __init__(self, split: Split, rng: Random) -> None:
        self.split, self.rng, self.lists = split, rng, load(split)

    def find(self, path: str) -> Any:
        """What stands at ``file.key.key``."""
        place: Any = self.lists
        for name in path.split("."):
            place = place[name]
        return place

    def some(self, path: str) -> Any:
        """One entry of a list."""
        return self.rng.choice(self.find(path))

    def say(self, path: str, values: Values) -> str:
        """A sentence from a list whose slots can all be filled; empty when there is none."""
        fitting = [text for text in self.find(path) if slots(text) <= values.keys()]
        return self.rng.choice(fitting).format_map(values) if fitting else ""
