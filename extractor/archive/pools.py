"""Where the work is done: processes of this machine, or a cluster: executors both."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, Protocol, TypeVar

from extractor.archive import work
from extractor.errors import DependencyMissing, GoujiError

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


class Cluster:
    """A Dask cluster: its workers must see the same files, and have gouji installed. It mends itself."""

    def __init__(self, address: str, patience: str = "10s") -> None:
        try:
            from distributed import Client
        except ImportError:
            raise DependencyMissing(address, "几台机器一起做需要：pip install 'gouji[cluster]'") from None
        try:
            self.client: Any = Client(address, timeout=patience, set_as_default=False)
        except OSError as error:
            raise GoujiError(f"{address}: 连不上调度程序：{error}") from error
        self.executor: Executor = self.client.get_executor(pure=False)
        self.workers = max(1, sum(self.client.nthreads().values()))

    def submit(self, job: Callable[..., T], *args: Any) -> Future[T]:
        return self.executor.submit(job, *args)

    def renew(self) -> None:
        """A scheduler gives the work of a dead worker to another by itself; an errand that failed is sent anew."""

    def close(self) -> None:
        self.executor.shutdown(wait=False)
        self.client.close()


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
