"""Files under temporary names, and their way into place."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from extractor.archive import parquet

if TYPE_CHECKING:
    import pyarrow as pa

TEMPORARY = ".tmp"


class Writer:
    """Parts that one transaction brings. Nothing shows before :func:`publish`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.token = uuid.uuid4().hex[:8]
        self.parts: list[tuple[str, int, str, int | None, int]] = []

    def write(self, path: str, rows: pa.Table, segment: int, name: str, year: int | None) -> None:
        """A part; none in its place when no row is left."""
        self.parts.append((path, segment, name, year, len(rows)))
        if len(rows):
            parquet.write(self.folder / self._temporary(path), rows, name)

    def remove(self, path: str) -> None:
        """No part here any more."""
        self.parts.append((path, 0, "", None, 0))

    def _temporary(self, path: str) -> str:
        return f"{path}.{self.token}{TEMPORARY}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """All is on disk when the block ends; when there was no room, what was taken is given back."""
        if error is None:
            self.sync()
        elif isinstance(error, OSError):
            for path, *_ in self.parts:
                (self.folder / self._temporary(path)).unlink(missing_ok=True)

    def sync(self) -> None:
        """All is on disk, names too."""
        for folder in {(self.folder / path).parent for path, *_ in self.parts}:
            if folder.exists():
                parquet.sync_folder(folder)

    def tell(self, log: sqlite3.Connection) -> None:
        """Say in the log what there will be. What goes goes first, what is new comes last: no row shows twice."""
        for path, segment, name, year, rows in self.parts:
            there = log.execute("SELECT 1 FROM parts WHERE path = ?", (path,)).fetchone()
            turn = 0 if not rows else 1 if there else 2
            temporary = self._temporary(path) if rows else ""
            log.execute("INSERT OR REPLACE INTO renames VALUES (?, ?, ?)", (path, temporary, turn))
            if rows:
                log.execute("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)", (path, segment, name, year, rows))
            else:
                log.execute("DELETE FROM parts WHERE path = ?", (path,))


def publish(folder: Path, log: sqlite3.Connection) -> None:
    """Put files in their place, as the log says. Done again, it does no harm."""
    touched = set()
    for path, temporary in log.execute("SELECT path, temporary FROM renames ORDER BY turn").fetchall():
        place = folder / path
        if not temporary:
            place.unlink(missing_ok=True)
        elif (folder / temporary).exists():
            (folder / temporary).replace(place)
        touched.add(place.parent)
    for one in touched:
        if one.exists():
            parquet.sync_folder(one)
    log.execute("DELETE FROM renames")
