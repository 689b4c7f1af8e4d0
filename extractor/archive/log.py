"""The dataset's memory (SQLite): which files are in it, with which content, and what has still to be published.

Everything that must not come apart is one transaction here. Tables:

``sources``  a file: content hash, what its list said, the segment that holds its published rows (of ``years``), the
             batch that waits (of the years ``coming``)
``waiting``  rows of batches as Arrow IPC, not yet in Parquet
``parts``    the Parquet files: segment, table, year
``renames``  files that are written and have to be put in their place (``temporary`` empty: to be removed)
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import GoujiError

NAME = "gouji.sqlite"
SYNC = "FULL"
"""a transaction that is done is on disk, even when the power fails"""
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (
    key TEXT PRIMARY KEY, sha256 TEXT, stamp TEXT, given TEXT NOT NULL, reports INTEGER NOT NULL,
    years TEXT NOT NULL, coming TEXT NOT NULL, segment INTEGER, batch INTEGER, error TEXT, added TEXT NOT NULL)
    WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sources_segment ON sources (segment);
CREATE INDEX IF NOT EXISTS sources_batch ON sources (batch) WHERE batch IS NOT NULL;
CREATE TABLE IF NOT EXISTS waiting (batch INTEGER, name TEXT, rows BLOB NOT NULL, PRIMARY KEY (batch, name));
CREATE TABLE IF NOT EXISTS parts (path TEXT PRIMARY KEY, segment INTEGER NOT NULL, name TEXT NOT NULL, year INTEGER,
    rows INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS parts_segment ON parts (segment);
CREATE TABLE IF NOT EXISTS renames (path TEXT PRIMARY KEY, temporary TEXT NOT NULL,
    turn INTEGER NOT NULL) WITHOUT ROWID;
"""


NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
"""errors of the system that no file is to blame for"""


def is_full(error: BaseException) -> bool:
    """True when there is no room to write: the run must stop, and nothing may be said of the file at hand."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


class Busy(GoujiError):
    """Another run writes this dataset."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file: ``stamp`` is what its store says of its content without reading it (an ETag)."""

    sha256: str | None
    stamp: str | None
    given: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that has been worked on. ``years``: of the rows it has, comma-separated."""

    key: str
    sha256: str | None
    stamp: str | None
    given: str
    reports: int
    years: str
    error: str | None


def opened(path: Path) -> sqlite3.Connection:
    """A connection that nobody else can have at the same time. Raises Busy when somebody has."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute(f"PRAGMA synchronous = {SYNC}")
        connection.execute("BEGIN EXCLUSIVE")
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        connection.close()
        if "locked" in str(error):
            raise Busy(f"{path.parent}: 另一个 gouji archive 正在写这个数据集") from None
        raise
    return connection


@contextmanager
def together(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            raise OSError(errno.ENOSPC, f"写不进去（{error}）", NAME) from error
        raise
