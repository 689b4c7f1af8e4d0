"""Where the work is done: processes of this machine, or a cluster: executors both."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, Protocol, TypeVar

from extractor.archive import work

T = TypeVar("T")


class Pool(Protocol):
    """An executor that can be had anew when it is broken."""

    workers: int

    def submit(self, job: Callable[..., T], *args: Any) -> Future[T]:
        """Raises BrokenExecutor when a worker has died."""

    def renew(self) -> None:
        """Work can be given again, after a worker has died."""

    def close(self) -> None:
        """No more work; what is being done is let go."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes:
    """A pool of processes of this machine. They are spawned, so nothing of the parent's threads comes along, and they
    hold the end of a pipe: when its other end is gone (the parent was killed, or has had enough) they go, too."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or cores()
        self.executor: Executor | None = None
        self.leash: Connection | None = None

    def submit(self, job: Callable[..., T], *args: Any) -> Future[T]:
        if self.executor is None:
            context = multiprocessing.get_context("spawn")
            held, self.leash = context.Pipe(duplex=False)
            self.executor = ProcessPoolExecutor(self.workers, context, work.prepare, (held,))
        return self.executor.submit(job, *args)

    def renew(self) -> None:
        self.close()

    def close(self) -> None:
        if self.leash is not None:
            self.leash.close()
            self.leash = None
        if self.executor is not None:
            self.executor.shutdown(wait=False, cancel_futures=True)
            self.executor = None
