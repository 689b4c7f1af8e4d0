"""The queue of the desk: bounded, served by a few threads with a worker process each.

Outputs go first, since somebody waits for them; then files, as they came; then the members of archives.
"""

from __future__ import annotations

import itertools
import queue
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from pathlib import Path

from extractor.desk.hand import Failed, Hand
from extractor.desk.records import Upload
from extractor.desk.settings import MEBIBYTE, Settings
from extractor.desk.store import Store
from extractor.desk.work import Order, read_members, read_result
from extractor.readers import is_archive
from extractor.unpacking import MAX_MEMBERS, Member

Task = Callable[[Hand], None]
CLEAN_EVERY = 3600.0
"""seconds between looks for what has grown too old"""


class Urgency(IntEnum):
    """What goes first."""

    END = 0
    OUTPUT = 1
    FILE = 2
    MEMBER = 3


class Full(Exception):
    """So many orders wait that no more are taken."""


class Jobs:
    """Orders of one urgency are carried out in the order in which they come."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self._tasks: queue.PriorityQueue[tuple[Urgency, int, Task | None]] = queue.PriorityQueue()
        self._number = itertools.count()
        self._threads: list[threading.Thread] = []
        self._hands = [Hand(settings.seconds, settings.memory) for _ in range(settings.workers)]
        self._stopped = threading.Event()

    def start(self) -> None:
        """What was left over from an earlier run is begun anew."""
        for upload in self.store.unfinished():
            self.submit(upload)
        self._threads = [threading.Thread(target=self._serve, args=(hand,), daemon=True) for hand in self._hands]
        self._threads.append(threading.Thread(target=self._clean, daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends at once; what is not done stays in the store, for the next run."""
        self._stopped.set()
        for hand in self._hands:
            hand.kill()
            self._put(Urgency.END, None)
        for thread in self._threads:
            thread.join()

    def drain(self) -> None:
        """Returns when nothing is left to do."""
        self._tasks.join()

    @property
    def waiting(self) -> int:
        """Orders in the queue, members of archives aside."""
        return sum(urgency is not Urgency.MEMBER for urgency, *_ in tuple(self._tasks.queue))

    def check(self) -> None:
        """Raises Full when nothing more is taken: of what was asked for, or because the members of archives that still
        wait are as many as the largest archive may have."""
        waiting = self.waiting
        if waiting >= self.settings.max_waiting or self._tasks.qsize() - waiting >= MAX_MEMBERS:
            raise Full

    def _put(self, urgency: Urgency, task: Task | None) -> None:
        self._tasks.put((urgency, next(self._number), task))

    def submit(self, upload: Upload) -> None:
        """An upload whose file lies in its folder."""
        if upload.archive is not None:
            self._put(Urgency.MEMBER, self._audit(upload))
        elif is_archive(self._order(upload).file):
            self._put(Urgency.FILE, self._unpack(upload))
        else:
            self._put(Urgency.FILE, self._audit(upload))

    def export(self, upload: Upload, format: str) -> Future[Path]:
        """The file of an output, once it is written; the future may raise Failed. Raises Full."""
        if self.waiting >= self.settings.max_waiting:
            raise Full
        future: Future[Path] = Future()
        documents = {one.report.source.sha256 for one in self.store.reports(upload.id)}
        order = self._order(upload).model_copy(
            update={"format": format, "entries": tuple(self.store.entries(documents))}
        )

        def task(hand: Hand) -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                hand.run(order, lambda stage: None)
            except Failed as failed:
                future.set_exception(failed)
            else:
                future.set_result(order.folder / f"export.{format}")

        self._put(Urgency.OUTPUT, task)
        return future

    def _order(self, upload: Upload) -> Order:
        folder = self.store.folder(upload.id)
        file = folder / f"source{upload.suffix}"
        return Order(folder=folder, file=file, name=upload.name, profile=upload.profile, member=upload.member)

    def _audit(self, upload: Upload) -> Task:
        def finish(order: Order) -> None:
            self.store.finish(upload.id, read_result(order.folder))

        return self._task(upload, self._order(upload), finish)

    def _unpack(self, upload: Upload) -> Task:
        def finish(order: Order) -> None:
            for left_over in self.store.members(upload.id):
                self.store.remove(left_over.id)
            members = read_members(order.folder)
            for member in members:
                self._take(member, upload)
            self.store.unpacked(upload.id, len(members))
            shutil.rmtree(order.folder / "members", ignore_errors=True)

        return self._task(upload, self._order(upload).model_copy(update={"unpack": True}), finish)

    def _take(self, member: Member, archive: Upload) -> None:
        """A member becomes an upload, and waits for its audit if it could be taken out."""
        name = member.name or "其余文件"
        suffix = member.path.suffix if member.path else ""
        size = member.path.stat().st_size if member.path else 0
        upload = self.store.add(archive.name, suffix, size, archive.profile, name, archive.id)
        if member.path is None:
            self.store.fail(upload.id, *(member.error or ("broken", "")))
        elif size > self.settings.max_bytes:
            self.store.fail(upload.id, "limit", f"文件超过 {self.settings.max_bytes // MEBIBYTE} MB 的限制")
        else:
            shutil.move(member.path, self._order(upload).file)
            self.submit(upload)

    def _task(self, upload: Upload, order: Order, finish: Callable[[Order], None]) -> Task:
        def task(hand: Hand) -> None:
            if self.store.upload(upload.id) is None:
                return  # removed while it waited
            self.store.begin(upload.id)
            try:
                hand.run(order, lambda stage: self.store.tell(upload.id, stage))
                if self.store.upload(upload.id) is not None:
                    finish(order)
            except Failed as failed:
                if not self._stopped.is_set():
                    self.store.fail(upload.id, failed.code, failed.message)
            except (OSError, ValueError):
                self.store.fail(upload.id, "internal", "审核结果读不了")

        return task

    def _serve(self, hand: Hand) -> None:
        try:
            while not self._stopped.is_set():
                *_, task = self._tasks.get()
                try:
                    if task is not None:
                        task(hand)
                finally:
                    self._tasks.task_done()
        finally:
            hand.close()

    def _clean(self) -> None:
        while True:
            self.store.expire(self.settings.keep_days)
            if self._stopped.wait(CLEAN_EVERY):
                return
