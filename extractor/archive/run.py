"""Keeping workers busy: what is new goes out in batches, what comes back goes into the store.

Written against :class:`concurrent.futures.Executor`. No more than a few batches are on their way, so memory does not
grow with the number of files. A batch whose worker dies is tried again by itself, and then in halves, until the file
that kills is alone: it becomes an error row, all others are read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from extractor.archive import log, work
from extractor.archive.pools import Pool
from extractor.archive.sources import Source
from extractor.archive.store import Store
from extractor.archive.work import Job, Made
from extractor.errors import GoujiError, SourceError

if TYPE_CHECKING:
    from extractor.schemes import Profile

BATCH = 8
"""files in one errand: enough to make the way worth it, few enough to be lost with a worker, and to keep the others
waiting at the end of a run"""
AHEAD = 2
"""batches on their way for each worker: one that it works on, one that waits for it"""
TRIES = 2
"""how often a file may end its process before it is given up: the first time it may have been another's doing"""

Batch = tuple[Job, ...]


@dataclass
class Tally:
    """How far it is. ``seen`` = ``skipped`` + ``files`` + those on their way."""

    seen: int = 0
    skipped: int = 0
    files: int = 0
    reports: int = 0
    findings: int = 0
    failures: int = 0
    restarts: int = 0

    def add(self, made: Made) -> None:
        self.files += len(made.entries)
        self.reports += sum(entry.reports for entry in made.entries)
        self.findings += made.findings
        self.failures += made.failures


@dataclass
class Run:
    """One run. ``tally`` may be looked at from elsewhere while ``go`` works."""

    store: Store
    pool: Pool
    profile: Profile
    batch: int = BATCH
    tally: Tally = field(default_factory=Tally)

    def go(self, sources: Iterable[Source]) -> Iterator[Tally]:
        """Work on what is new; yields whenever something has been done. To stop iterating is to stop: what has come
        back is kept."""
        batches = self._batches(sources)
        flying: dict[Future[Made], Batch] = {}
        more = True
        while more or flying:
            suspects: list[Batch] = []
            while more and not suspects and len(flying) < AHEAD * self.pool.workers:
                batch = next(batches, None)
                more = batch is not None
                if batch:
                    try:
                        flying[self.pool.submit(work.done, batch, self.profile)] = batch
                    except BrokenExecutor:
                        suspects.append(batch)
                yield self.tally
            if flying:
                suspects += self._collect(flying)
            if suspects:  # a broken pool is broken for all that fly
                suspects += flying.values()
                flying.clear()
                yield from self._one_by_one(suspects)
            yield self.tally

    def _collect(self, flying: dict[Future[Made], Batch]) -> list[Batch]:
        """Take what has come back; the batches that have not come back but failed."""
        failed = []
        finished, _ = wait(flying, return_when=FIRST_COMPLETED)
        for future in finished:
            batch = flying.pop(future)
            try:
                made = future.result()
            except GoujiError:
                raise
            except Exception as error:  # the worker is gone: which of the files it was is found out alone
                if log.is_full(error):
                    raise
                failed.append(batch)
            else:
                self._take(made)
        return failed

    def _one_by_one(self, batches: Sequence[Batch]) -> Iterator[Tally]:
        """Batches of which one has ended its process, each alone; that one is halved."""
        suspects = deque((batch, 1) for batch in batches)
        self._renew()
        while suspects:
            batch, tries = suspects.popleft()
            try:
                made = self.pool.submit(work.done, batch, self.profile).result()
            except GoujiError:
                raise
            except Exception as error:  # its process is gone, whatever the executor calls that
                if log.is_full(error):
                    raise
                self._renew()
                if len(batch) > 1:
                    half = len(batch) // 2
                    suspects.extendleft([(batch[half:], 1), (batch[:half], 1)])
                elif tries < TRIES:
                    suspects.appendleft((batch, tries + 1))
                else:
                    self._take(work.gave_up(batch[0], "broken", f"处理它的进程两次异常终止（{type(error).__name__}）"))
            else:
                self._take(made)
            yield self.tally

    def _renew(self) -> None:
        self.tally.restarts += 1
        self.pool.renew()

    def _take(self, made: Made) -> None:
        if made.entries:
            self.store.add(made.entries, made.rows)
        for key, stamp in made.same:
            self.store.restamp(key, stamp)
        self.tally.skipped += len(made.same)
        self.tally.add(made)

    def _batches(self, sources: Iterable[Source]) -> Iterator[Batch]:
        jobs = self._jobs(sources)
        while batch := tuple(islice(jobs, self.batch)):
            yield batch

    def _jobs(self, sources: Iterable[Source]) -> Iterator[Job]:
        """What is new or has changed."""
        for source in sources:
            self.tally.seen += 1
            job = self._job(source)
            if job is None:
                self.tally.skipped += 1
            else:
                yield job

    def _job(self, source: Source) -> Job | None:
        known = self.store.known(source.key)
        same = known is not None and known.given == source.given.as_text()
        if known and same and source.stamp is not None and source.stamp == known.stamp:
            return None
        try:
            sha256 = source.content.hashed()
        except SourceError:
            sha256 = None  # the worker says why
        if known and same and sha256 is not None and sha256 == known.sha256:
            if source.stamp != known.stamp:
                self.store.restamp(source.key, source.stamp)
            return None
        return Job(source, sha256, known.sha256 if known and same else None)
