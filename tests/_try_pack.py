"""Reads TOML from standard input as if it stood at the end of one pack, and runs its examples: a process of its own,
since packs are kept once they are read.

    python tests/_try_pack.py funds < block.toml
"""

from __future__ import annotations

import sys
import tomllib
from typing import Any

from _examples import holds

from extractor import packs


def main() -> None:
    topic, added = sys.argv[1], tomllib.loads(sys.stdin.buffer.read().decode())
    shipped = packs.raw
    merged = {**shipped(topic), **{name: _joined(shipped(topic).get(name, {}), new) for name, new in added.items()}}
    packs.raw = lambda name: merged if name == topic else shipped(name)  # type: ignore[assignment]
    if not any(table.get("example") for table in added.values()):
        raise SystemExit("no example")
    for name, table in added.items():
        entry = packs.Entry(id=f"{topic}.{name}")
        for example in table.get("example", ()):
            holds(entry, packs.Example.model_validate(example))


def _joined(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """An entry with what is added: further examples, words and keys."""
    both: dict[str, Any] = {**old, **new, "example": [*old.get("example", ()), *new.get("example", ())]}
    if words := {**old.get("words", {}), **new.get("words", {})}:
        both["words"] = words
    return both


if __name__ == "__main__":
    main()
