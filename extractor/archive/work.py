"""What a worker does with a batch: fetch, audit, take apart. It raises nothing but what must stop the run."""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.archive import flatten, parquet
from extractor.archive.log import Entry
from extractor.archive.sources import Source
from extractor.errors import GoujiError, SourceError

if TYPE_CHECKING:
    from extractor.archive.rows import Row
    from extractor.schemes import Profile


@dataclass(frozen=True, slots=True)
class Job:
    """A file that is new or has changed. ``sha256`` is None when nobody has read it yet; ``known``: the hash that the
    dataset has of it."""

    source: Source
    sha256: str | None
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What comes of a batch. ``rows``: table → Arrow IPC; ``findings``, ``failures``: their number."""

    entries: tuple[Entry, ...]
    rows: dict[str, bytes]
    findings: int
    failures: int


def prepare(leash: Connection) -> None:
    """The life of a pool's process: Ctrl-C is its parent's business, and it does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(leash,), daemon=True).start()
    import extractor.pipeline  # noqa: F401


def _leave_with(leash: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        leash.recv_bytes()
    os._exit(1)


def done(jobs: Sequence[Job], profile: Profile) -> Made:
    """Work on a batch."""
    rows: list[tuple[str, Row]] = []
    entries = []
    for job in jobs:
        made = _rows(job, profile)
        entries.append(_entry(job, made))
        rows += made
    findings, failures = (sum(name == table for name, _ in rows) for table in ("findings", "errors"))
    return Made(tuple(entries), parquet.encoded(rows), findings, failures)


def gave_up(job: Job, code: str, message: str) -> Made:
    """What takes the place of a file that nobody survives."""
    source = job.source
    rows = list(flatten.failure(source.key, job.sha256, code, message, source.given))
    return Made((_entry(job, rows),), parquet.encoded(rows), 0, 1)


def _rows(job: Job, profile: Profile) -> list[tuple[str, Row]]:
    from extractor import pipeline
    from extractor.auditing import internal

    source = job.source
    try:
        with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
            document = pipeline.read(source.content.fetched(Path(folder)))
            reports = pipeline.audit_all(document, profile)
    except SourceError as error:
        code, message = error.code, error.message
    except GoujiError:
        raise
    except Exception as error:  # noqa: BLE001  # the next file must still be audited; the error row tells
        code, message = "internal", internal(error)
    else:
        return list(flatten.reports(source.key, document.text, reports, source.given))
    return list(flatten.failure(source.key, job.sha256, code, message, source.given))


def _entry(job: Job, rows: Sequence[tuple[str, Row]]) -> Entry:
    """What the log remembers of a file. The hash is that of the content that was read, should it have changed since."""
    source = job.source
    heads = [row for name, row in rows if name in ("reports", "errors")]
    years = ",".join(sorted({str(row.fiscal_year or "") for _, row in rows}))
    read = next((getattr(row, "sha256", None) for row in heads), None)
    error = next((str(row.code) for name, row in rows if name == "errors" and hasattr(row, "code")), None)
    reports = sum(name == "reports" for name, _ in rows)
    return Entry(source.key, read or job.sha256, source.stamp, source.given.as_text(), reports, years, error)
