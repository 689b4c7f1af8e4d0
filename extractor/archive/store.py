"""The dataset on disk, in such an order that a run may be killed anywhere: nothing is lost and nothing comes twice.

1. A batch comes back from a worker: its rows (Arrow) and its files go into the log in one transaction.
2. When enough wait, they are folded: Parquet files are written under temporary names and synced; one transaction says
   that they are to be put in their place and that nothing waits any more; then they are renamed.

A run that is killed before a transaction has done nothing (what lies about under temporary names is removed at the
next opening); one that is killed after it is finished at the next opening. Whoever reads ``*.parquet`` never sees a
row twice. A file that has changed loses its old rows in the same transaction that brings the new ones.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from extractor.archive import log, parquet
from extractor.archive.log import Entry, Known
from extractor.archive.rows import SCHEMA_VERSION, TABLES
from extractor.errors import GoujiError

if TYPE_CHECKING:
    import pyarrow as pa

FOLD_FILES = 500
FOLD_BYTES = 48 << 20
"""what waits before it becomes Parquet: files, bytes of compressed Arrow"""
TEMPORARY = ".tmp"


@dataclass
class Store:
    """A dataset that is open for writing; one process at a time. Raises :class:`~extractor.archive.log.Busy`."""

    folder: Path
    fold_files: int = FOLD_FILES
    fold_bytes: int = FOLD_BYTES
    _files: int = field(default=0, init=False)
    _bytes: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = log.opened(self.folder / log.NAME)
        try:
            self._check_version()
            self._recover()
        except BaseException:
            self.log.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.log.close()

    def known(self, key: str) -> Known | None:
        """What the dataset has of a file."""
        row = self.log.execute("SELECT sha256, stamp, given FROM sources WHERE key = ?", (key,)).fetchone()
        return Known(*row) if row else None

    def add(self, entries: Iterable[Entry], rows: Mapping[str, bytes]) -> None:
        """The files of a batch with their rows: table → Arrow IPC."""
        entries, now = list(entries), datetime.now(UTC).isoformat(timespec="seconds")
        with log.together(self.log):
            (batch,) = self.log.execute("SELECT COALESCE(MAX(batch), 0) + 1 FROM waiting").fetchone()
            for name, raw in rows.items():
                self.log.execute("INSERT INTO waiting VALUES (?, ?, ?)", (batch, name, raw))
            for one in entries:
                values = (one.key, one.sha256, one.stamp, one.given, one.reports, one.years, batch, one.error, now)
                self.log.execute(_UPSERT, values)
        self._files += len(entries)
        self._bytes += sum(map(len, rows.values()))
        if self._files >= self.fold_files or self._bytes >= self.fold_bytes:
            self.fold()

    def restamp(self, key: str, stamp: str | None) -> None:
        """The content is the same, but its store calls it by another name."""
        self.log.execute("UPDATE sources SET stamp = ? WHERE key = ?", (stamp, key))

    def fold(self) -> None:
        """Everything that waits becomes Parquet."""
        waiting = dict(self.log.execute("SELECT key, batch FROM sources WHERE batch IS NOT NULL"))
        if waiting:
            (segment,) = self.log.execute("SELECT COALESCE(MAX(segment), 0) + 1 FROM parts").fetchone()
            writer = _Writer(self.folder)
            for name in TABLES:
                self._write(name, segment, waiting, writer)
            self._write_without(waiting, writer)
            writer.sync()
            with log.together(self.log):
                writer.tell(self.log)
                self.log.execute(_PUBLISHED, (segment,))
                self.log.execute("DELETE FROM waiting")
            self._publish()
        self._files = self._bytes = 0

    def _write(self, name: str, segment: int, waiting: Mapping[str, int], writer: _Writer) -> None:
        """The rows of a table that wait, a file a year. What a later batch has replaced is left out."""
        blobs = self.log.execute("SELECT batch, rows FROM waiting WHERE name = ? ORDER BY batch", (name,))
        table = parquet.joined(name, ((batch, raw) for batch, raw in blobs), waiting)
        for year, rows in parquet.by_year(table):
            path = f"{name}/{parquet.folder(year)}/part-{segment:06}.parquet"
            writer.write(path, rows, segment, name, year)

    def _write_without(self, waiting: Mapping[str, int], writer: _Writer) -> None:
        """The published parts that hold rows of files that have come anew, without these."""
        old = self.log.execute(
            "SELECT key, segment, years FROM sources WHERE batch IS NOT NULL AND segment IS NOT NULL"
        )
        gone: dict[tuple[int, str], set[str]] = defaultdict(set)
        for key, segment, years in old:
            for year in years.split(","):
                gone[segment, year].add(key)
        for (segment, year), keys in gone.items():
            self._drop(segment, int(year) if year else None, keys, writer)

    def _drop(self, segment: int, year: int | None, keys: set[str], writer: _Writer) -> None:
        parts = "SELECT path, name FROM parts WHERE segment = ? AND year IS ?"
        for path, name in self.log.execute(parts, (segment, year)).fetchall():
            rows = parquet.without(self.folder / path, name, keys)
            if rows is not None:
                writer.write(path, rows, segment, name, year)

    def _check_version(self) -> None:
        row = self.log.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchone()
        if row is None:
            self.log.execute("INSERT INTO meta VALUES ('schema_version', ?)", (str(SCHEMA_VERSION),))
        elif int(row[0]) > SCHEMA_VERSION:
            raise GoujiError(f"{self.folder}: 数据集由更新的版本写成（第{row[0]}版，本程序只懂到第{SCHEMA_VERSION}版）")

    def _recover(self) -> None:
        """Finish what a killed run had decided, and remove what it had only begun."""
        self._publish()
        for name in TABLES:
            for path in (self.folder / name).rglob(f"*{TEMPORARY}"):
                path.unlink()
        self._files = self.log.execute("SELECT COUNT(*) FROM sources WHERE batch IS NOT NULL").fetchone()[0]
        self._bytes = self.log.execute("SELECT COALESCE(SUM(LENGTH(rows)), 0) FROM waiting").fetchone()[0]

    def _publish(self) -> None:
        """Put files in their place. Done again, it does no harm."""
        folders = set()
        for path, temporary in self.log.execute("SELECT path, temporary FROM renames").fetchall():
            place = self.folder / path
            if not temporary:
                place.unlink(missing_ok=True)
            elif (self.folder / temporary).exists():
                (self.folder / temporary).replace(place)
            folders.add(place.parent)
        for folder in folders:
            parquet.sync_folder(folder)
        self.log.execute("DELETE FROM renames")


_UPSERT = """
INSERT INTO sources (key, sha256, stamp, given, reports, coming, batch, error, added, years)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')
ON CONFLICT (key) DO UPDATE SET sha256 = excluded.sha256, stamp = excluded.stamp, given = excluded.given,
    reports = excluded.reports, coming = excluded.coming, batch = excluded.batch, error = excluded.error,
    added = excluded.added
"""
_PUBLISHED = "UPDATE sources SET segment = ?, batch = NULL, years = coming WHERE batch IS NOT NULL"


class _Writer:
    """Files under temporary names, and what the log must know of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.token = uuid.uuid4().hex[:8]
        self.parts: list[tuple[str, int, str, int | None, int]] = []

    def write(self, path: str, rows: pa.Table, segment: int, name: str, year: int | None) -> None:
        """A part, or none in its place when no row is left."""
        self.parts.append((path, segment, name, year, len(rows)))
        if len(rows):
            parquet.write(self.folder / self._temporary(path), rows, name)

    def _temporary(self, path: str) -> str:
        return f"{path}.{self.token}{TEMPORARY}"

    def sync(self) -> None:
        """All is on disk, names too."""
        for folder in {(self.folder / path).parent for path, *_ in self.parts}:
            if folder.exists():
                parquet.sync_folder(folder)

    def tell(self, connection: sqlite3.Connection) -> None:
        for path, segment, name, year, rows in self.parts:
            temporary = self._temporary(path) if rows else ""
            connection.execute("INSERT OR REPLACE INTO renames VALUES (?, ?)", (path, temporary))
            if rows:
                connection.execute(
                    "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)", (path, segment, name, year, rows)
                )
            else:
                connection.execute("DELETE FROM parts WHERE path = ?", (path,))
