"""The dataset on disk, in such an order that a run may be killed anywhere: nothing is lost and nothing comes twice.

1. A batch comes back from a worker: its rows (Arrow) and its files go into the log in one transaction.
2. When enough wait, they are folded: Parquet files are written under temporary names and synced; one transaction says
   that they are to be put in their place and that nothing waits any more; then they are renamed.

A run that is killed before a transaction has done nothing (what lies about under temporary names is removed at the
next opening); one that is killed after it is finished at the next opening. Whoever reads ``*.parquet`` never sees a
row twice. A file that has changed loses its old rows in the same transaction that brings the new ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from extractor.archive import log, migrations, parquet
from extractor.archive.log import Entry, Known
from extractor.archive.rows import SCHEMA_VERSION, TABLES
from extractor.archive.writer import TEMPORARY, Writer, publish
from extractor.errors import GoujiError

FOLD_FILES = 500
FOLD_BYTES = 48 << 20
"""what waits before it becomes Parquet: files, bytes of compressed Arrow"""
MERGES = 8
"""small segments that are put together, when there are so many"""


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
            self._recover()
            self._check_version()
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

    def fold(self) -> bool:
        """Everything that waits becomes Parquet; False when nothing waits."""
        waiting = dict(self.log.execute("SELECT key, batch FROM sources WHERE batch IS NOT NULL"))
        if waiting:
            segment = self._next_segment()
            with Writer(self.folder) as writer:
                for name in TABLES:
                    self._write(name, segment, waiting, writer)
                self._write_without(waiting, writer)
            with log.together(self.log):
                writer.tell(self.log)
                self.log.execute(_PUBLISHED, (segment,))
                self.log.execute("DELETE FROM waiting")
            publish(self.folder, self.log)
            parquet.give_back()
        self._files = self._bytes = 0
        return bool(waiting)

    def _write(self, name: str, segment: int, waiting: Mapping[str, int], writer: Writer) -> None:
        """The rows of a table that wait, a file a year. What a later batch has replaced is left out."""
        blobs = self.log.execute("SELECT batch, rows FROM waiting WHERE name = ? ORDER BY batch", (name,))
        table = parquet.joined(name, ((batch, raw) for batch, raw in blobs), waiting)
        for year, rows in parquet.by_year(table):
            path = f"{name}/{parquet.folder(year)}/part-{segment:06}.parquet"
            writer.write(path, rows, segment, name, year)

    def _write_without(self, waiting: Mapping[str, int], writer: Writer) -> None:
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

    def _drop(self, segment: int, year: int | None, keys: set[str], writer: Writer) -> None:
        parts = "SELECT path, name FROM parts WHERE segment = ? AND year IS ?"
        for path, name in self.log.execute(parts, (segment, year)).fetchall():
            rows = parquet.without(self.folder / path, name, keys)
            if rows is not None:
                writer.write(path, rows, segment, name, year)

    def merge(self) -> None:
        """Put small segments together, as far as they are too many: each run leaves one, and all are to be few."""
        sizes = self.log.execute(_SMALL, (self.fold_files,)).fetchall()
        if len(sizes) < MERGES:
            return
        chosen, total = [], 0
        for segment, size in sizes:
            total += size
            if total > 2 * self.fold_files:
                break
            chosen.append(segment)
        if len(chosen) < 2:
            return
        into = self._next_segment()
        with Writer(self.folder) as writer:
            marks = ", ".join("?" * len(chosen))
            parts = f"SELECT name, year, path FROM parts WHERE segment IN ({marks}) ORDER BY path"
            groups: dict[tuple[str, int | None], list[str]] = defaultdict(list)
            for name, year, path in self.log.execute(parts, chosen):
                groups[name, year].append(path)
                writer.remove(path)
            for (name, year), paths in groups.items():
                rows = parquet.one_after_the_other([self.folder / path for path in paths], name)
                writer.write(f"{name}/{parquet.folder(year)}/part-{into:06}.parquet", rows, into, name, year)
        with log.together(self.log):
            writer.tell(self.log)
            self.log.execute(f"UPDATE sources SET segment = ? WHERE segment IN ({marks})", (into, *chosen))
        publish(self.folder, self.log)

    def _next_segment(self) -> int:
        (segment,) = self.log.execute("SELECT COALESCE(MAX(segment), 0) + 1 FROM parts").fetchone()
        return int(segment)

    def _check_version(self) -> None:
        row = self.log.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchone()
        if row is None:
            self.log.execute("INSERT INTO meta VALUES ('schema_version', ?)", (str(SCHEMA_VERSION),))
        elif int(row[0]) > SCHEMA_VERSION:
            raise GoujiError(f"{self.folder}: 数据集由更新的版本写成（第{row[0]}版，本程序只懂到第{SCHEMA_VERSION}版）")
        elif int(row[0]) < SCHEMA_VERSION:
            self._migrate(int(row[0]))

    def _migrate(self, version: int) -> None:
        """Bring all rows from an older version of the tables to this one, in one transaction."""
        with Writer(self.folder) as writer:
            for path, segment, name, year in self.log.execute("SELECT path, segment, name, year FROM parts").fetchall():
                rows = parquet.as_it_is(self.folder / path)
                rows = migrations.brought_up(name, rows, version, SCHEMA_VERSION)
                writer.write(path, rows, segment, name, year)
        with log.together(self.log):
            writer.tell(self.log)
            for batch, name, raw in self.log.execute("SELECT batch, name, rows FROM waiting").fetchall():
                rows = migrations.brought_up(name, parquet.decoded(raw), version, SCHEMA_VERSION)
                new = (parquet.packed(rows), batch, name)
                self.log.execute("UPDATE waiting SET rows = ? WHERE batch = ? AND name = ?", new)
            self.log.execute("UPDATE meta SET value = ? WHERE name = 'schema_version'", (str(SCHEMA_VERSION),))
        publish(self.folder, self.log)

    def _recover(self) -> None:
        """Finish what a killed run had decided, and remove what it had only begun."""
        publish(self.folder, self.log)
        for name in TABLES:
            for path in (self.folder / name).rglob(f"*{TEMPORARY}"):
                path.unlink()
        self._files = self.log.execute("SELECT COUNT(*) FROM sources WHERE batch IS NOT NULL").fetchone()[0]
        self._bytes = self.log.execute("SELECT COALESCE(SUM(LENGTH(rows)), 0) FROM waiting").fetchone()[0]


_UPSERT = """
INSERT INTO sources (key, sha256, stamp, given, reports, coming, batch, error, added, years)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')
ON CONFLICT (key) DO UPDATE SET sha256 = excluded.sha256, stamp = excluded.stamp, given = excluded.given,
    reports = excluded.reports, coming = excluded.coming, batch = excluded.batch, error = excluded.error,
    added = excluded.added
"""
_PUBLISHED = "UPDATE sources SET segment = ?, batch = NULL, years = coming WHERE batch IS NOT NULL"

_SMALL = """
SELECT segment, COUNT(*) AS size FROM sources WHERE segment IS NOT NULL GROUP BY segment HAVING size < ? ORDER BY size
"""
