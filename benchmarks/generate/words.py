"""The word and layout lists of a split, by voice.

A voice is one way of writing reports (``words/<split>/<voice>/*.toml``): what must fit together, such as the names of
the levels, the grades or the separators of a list, is taken from one voice; sentences, headings, places, fields,
outlines and forms are taken from all voices of the split. ``seen`` may be looked at while patterns are written;
``measured`` is only ever measured on. All voices have the same keys (a test compares them), and the two splits share no
sentence.
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
OF_ALL = frozenset({"genres.genre", "forms.form", "domains.domain"})
"""lists that are joined over the voices, as the places and people of ``names`` are"""


@cache
def load(split: Split) -> tuple[dict[str, Any], ...]:
    """All lists of a split: for each voice one table a file."""
    return tuple(
        {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(voice.glob("*.toml"))}
        for voice in sorted(HERE.joinpath(split).iterdir())
        if voice.is_dir()
    )


@cache
def slots(template: str) -> frozenset[str]:
    """The names that a template asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


class Words:
    """One split, spoken with one random stream."""

    def __init__(self, split: Split, rng: Random) -> None:
        self.split, self.rng, self.voices = split, rng, load(split)
        self.lists = rng.choice(self.voices) if len(self.voices) > 1 else self.voices[0]

    def find(self, path: str) -> Any:
        """What stands at ``file.key.key`` in the voice of the report, or in all voices where it is a mere list."""
        if path in OF_ALL or path.startswith("names."):
            return self._of_all(path)
        return _at(self.lists, path)

    def some(self, path: str) -> Any:
        """One entry of a list; of sentences, one of any voice."""
        return self.rng.choice(self._of_all(path) if path.startswith("prose.") else self.find(path))

    def say(self, path: str, values: Values) -> str:
        """A sentence from a list whose slots can all be filled; empty when there is none."""
        fitting = [text for text in self._of_all(path) if slots(text) <= values.keys()]
        return self.rng.choice(fitting).format_map(values) if fitting else ""

    def _of_all(self, path: str) -> list[Any]:
        return [entry for voice in self.voices for entry in _at(voice, path)]


def _at(lists: dict[str, Any], path: str) -> Any:
    place: Any = lists
    for name in path.split("."):
        place = place[name]
    return place
