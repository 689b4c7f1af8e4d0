"""What a worker does with a batch: fetch, audit, take apart. It raises nothing but what must stop the run.

The audit is done in a forked child with limits of time and memory (:mod:`extractor.guard`); a file that ends it becomes
an error row, and the next file gets a fresh child.
"""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import util
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import readers
from extractor.archive import flatten, parquet
from extractor.archive.log import Entry
from extractor.archive.sources.source import Source
from extractor.auditing import Done, Failed, Order, Outcome, Unpacked, carried_out
from extractor.errors import GoujiError, SourceError
from extractor.guard import Ended, Worker

if TYPE_CHECKING:
    from extractor.archive.rows import Row
    from extractor.schemes import Profile

Rows = list[tuple[str, "Row"]]
SERVES = 500
"""files that a child reads before another takes its place, whatever libraries have kept by then"""


@dataclass(frozen=True, slots=True)
class Job:
    """A file that is new or has changed. ``sha256`` is None when nobody has read it yet; ``known``: the hash that the
    dataset has of it."""

    source: Source
    sha256: str | None
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What comes of a batch. ``rows``: table → Arrow IPC; ``findings``, ``failures``: their number; ``same``: keys and
    stamps of files that turned out to be what they were."""

    entries: tuple[Entry, ...]
    rows: dict[str, bytes]
    findings: int
    failures: int
    same: tuple[tuple[str, str | None], ...] = ()


def prepare(leash: Connection) -> None:
    """The life of a pool's process: Ctrl-C is its parent's business, and it does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(leash,), daemon=True).start()
    util.Finalize(None, _dismiss, exitpriority=10)
    warm()


def _leave_with(leash: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        leash.recv_bytes()
    _dismiss()
    os._exit(1)


@cache
def warm() -> None:
    """Load words and patterns before a child is forked: it has them then, and need not take seconds to load them."""
    from extractor import pipeline
    from extractor.document import Document

    pipeline.audit(Document("warm.txt", "txt", _WARM, ""))


_WARM = """某市某局2023年度道路养护项目绩效自评报告

一、项目概况
项目年初预算120.5万元，其中市级资金100万元，实际支出120万元，预算执行率99.59%。
二、绩效目标完成情况
产出指标：数量指标：养护里程（公里），目标值≥30，实际完成值32，分值10分，得分10分。满意度指标：群众满意度95%。
三、存在问题
资金拨付较慢。
自评得分98分，等级为优。
"""


class _Child:
    """The forked child of this process: it serves many files, then gives way to a fresh one."""

    def __init__(self) -> None:
        self.worker: Worker[Order, Outcome] | None = None
        self.profile: Profile | None = None
        self.served = 0

    def run(self, order: Order, profile: Profile) -> Outcome:
        """What comes of an order. Raises GoujiError for what must stop the run."""
        if self.served >= SERVES or profile != self.profile:
            self.close()
        if self.worker is None:
            warm()
            self.worker, self.profile = Worker(partial(carried_out, profile=profile)), profile
        self.served += 1
        try:
            outcome = self.worker.run(order)
        except Ended as end:
            return Failed(end.code, end.message, order.shown)
        if isinstance(outcome, Failed) and outcome.code == "setting":
            raise GoujiError(outcome.message)
        return outcome

    def close(self) -> None:
        worker, self.worker, self.served = self.worker, None, 0
        if worker is not None:
            worker.close()


_child = _Child()


def _dismiss() -> None:
    with contextlib.suppress(OSError):
        _child.close()


def done(jobs: Sequence[Job], profile: Profile) -> Made:
    """Work on a batch."""
    rows: Rows = []
    entries, same = [], []
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        for number, job in enumerate(jobs):
            place = Path(folder) / str(number)
            place.mkdir()
            made, sha256 = _rows(job, profile, place)
            if made is None:
                same.append((job.source.key, job.source.stamp))
            else:
                entries.append(_entry(job, made, sha256))
                rows += made
    findings, failures = (sum(name == table for name, _ in rows) for table in ("findings", "errors"))
    return Made(tuple(entries), parquet.encoded(rows), findings, failures, tuple(same))


def gave_up(job: Job, code: str, message: str) -> Made:
    """What takes the place of a file that nobody survives."""
    source = job.source
    rows: Rows = list(flatten.failure(source.key, job.sha256, code, message, source.given))
    return Made((_entry(job, rows, job.sha256),), parquet.encoded(rows), 0, 1)


def _rows(job: Job, profile: Profile, folder: Path) -> tuple[Rows | None, str | None]:
    """The rows of a file, None when it is what it was; and the hash of what was read."""
    source, sha256 = job.source, job.sha256
    try:
        path = source.content.fetched(folder)
        if sha256 is None:
            sha256 = source.content.hashed() or _digest(path)
            if sha256 == job.known:
                return None, sha256
    except SourceError as error:
        return list(flatten.failure(source.key, sha256, error.code, error.message, source.given)), sha256
    if readers.is_archive(path):
        return list(_members(path, job, profile, folder)), sha256
    return list(_told(source.key, Order((path,), source.key), job, profile, sha256)), sha256


def _digest(path: Path) -> str:
    from extractor.archive.sources.source import digest

    return digest(path, path.name)


def _members(path: Path, job: Job, profile: Profile, folder: Path) -> flatten.Rows:
    """The rows of an archive that is one source: one from elsewhere, or one inside another."""
    key, given = job.source.key, job.source.given
    place = folder / "members"
    place.mkdir()
    unpacked = _child.run(Order((path,), key, folder=place), profile)
    if isinstance(unpacked, Failed):
        yield from flatten.failure(key, job.sha256, unpacked.code, unpacked.message, given)
    elif isinstance(unpacked, Unpacked):
        for member in unpacked.members:
            name = f"{key}{parquet.INSIDE}{member.name}"
            if member.path is None:
                code, message = member.error or ("broken", "")
                yield from flatten.failure(name, None, code, message, given)
            else:
                yield from _told(name, Order((member.path,), name), job, profile, None)


def _told(key: str, order: Order, job: Job, profile: Profile, sha256: str | None) -> flatten.Rows:
    outcome = _child.run(order, profile)
    if isinstance(outcome, Done):
        yield from flatten.reports(key, outcome.text, outcome.reports, job.source.given)
    elif isinstance(outcome, Failed):
        yield from flatten.failure(key, sha256, outcome.code, outcome.message, job.source.given)


def _entry(job: Job, rows: Rows, sha256: str | None) -> Entry:
    """What the log remembers of a file."""
    source = job.source
    years = ",".join(sorted({str(row.fiscal_year or "") for _, row in rows}))
    error = next((str(row.code) for name, row in rows if name == "errors" and hasattr(row, "code")), None)
    reports = sum(name == "reports" for name, _ in rows)
    return Entry(source.key, sha256, source.stamp, source.given.as_text(), reports, years, error)
