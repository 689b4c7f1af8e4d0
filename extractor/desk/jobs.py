"""The queue of the desk: bounded, served by a few threads with a worker process each."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from extractor.desk.hand import Failed, Hand
from extractor.desk.settings import Settings
from extractor.desk.store import Store, Upload
from extractor.desk.work import Order, read_result

Task = Callable[[Hand], None]
CLEAN_EVERY = 3600.0
"""seconds between looks for what has grown too old"""


class Full(Exception):
    """So many orders wait that no more are taken."""


class Jobs:
    """Orders are carried out in the order in which they come."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self._tasks: queue.Queue[Task | None] = queue.Queue()
        self._threads: list[threading.Thread] = []
        self._hands = [Hand(settings.seconds, settings.memory) for _ in range(settings.workers)]
        self._stopped = threading.Event()

    def start(self) -> None:
        """What was left over from an earlier run is begun anew."""
        for upload in self.store.unfinished():
            self._tasks.put(self._audit(upload))
        self._threads = [threading.Thread(target=self._serve, args=(hand,), daemon=True) for hand in self._hands]
        self._threads.append(threading.Thread(target=self._clean, daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends at once; what is not done stays in the store, for the next run."""
        self._stopped.set()
        for hand in self._hands:
            hand.kill()
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def drain(self) -> None:
        """Returns when nothing is left to do."""
        self._tasks.join()

    @property
    def waiting(self) -> int:
        return self._tasks.qsize()

    def check(self) -> None:
        """Raises Full when nothing more is taken."""
        if self.waiting >= self.settings.max_waiting:
            raise Full

    def submit(self, upload: Upload) -> None:
        """An upload whose file lies in its folder."""
        self._tasks.put(self._audit(upload))

    def export(self, upload: Upload, format: str) -> Future[Path]:
        """The file of an output, once it is written; the future may raise Failed. Raises Full."""
        self.check()
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

        self._tasks.put(task)
        return future

    def _order(self, upload: Upload) -> Order:
        folder = self.store.folder(upload.id)
        file = folder / f"source{upload.suffix}"
        return Order(folder=folder, file=file, name=upload.name, profile=upload.profile)

    def _audit(self, upload: Upload) -> Task:
        def task(hand: Hand) -> None:
            if self.store.upload(upload.id) is None:
                return  # removed while it waited
            self.store.begin(upload.id)
            try:
                order = self._order(upload)
                hand.run(order, lambda stage: self.store.tell(upload.id, stage))
                if self.store.upload(upload.id) is not None:
                    self.store.finish(upload.id, read_result(order.folder))
            except Failed as failed:
                if not self._stopped.is_set():
                    self.store.fail(upload.id, failed.code, failed.message)
            except (OSError, ValueError):
                self.store.fail(upload.id, "internal", "审核结果读不了")

        return task

    def _serve(self, hand: Hand) -> None:
        try:
            while not self._stopped.is_set():
                task = self._tasks.get()
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
