"""Real workers: processes that are killed, files that kill them, a Dask cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from _archives import Inline, filled, rows_of

from extractor import pipeline
from extractor.archive import making, pools, work
from extractor.archive.run import Tally
from extractor.archive.work import Job


def made(place: Path, pool: Any, dataset: str = "dataset", show: Any = None, batch: int = 4) -> Tally:
    asked = making.Asked((str(place / "in"),), place / dataset, pipeline.DEFAULT, batch=batch)
    return making.made(asked, show or (lambda tally, total: None), pool)


class Deadly(Inline):
    """A pool that breaks whenever one of some files is in a batch."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.renewed = 0

    def submit(self, job: Callable[..., Any], *args: Any) -> Future[Any]:
        jobs: tuple[Job, ...] = args[0]
        if any(one.source.key.endswith(self.names) for one in jobs):
            future: Future[Any] = Future()
            future.set_exception(BrokenProcessPool("gone"))
            return future
        return super().submit(job, *args)

    def renew(self) -> None:
        self.renewed += 1


def test_a_file_that_kills_its_process_is_an_error_row_and_all_others_are_read(tmp_path: Path) -> None:
    filled(tmp_path, 9)
    pool = Deadly("report-3.txt", "report-7.txt")
    tally = made(tmp_path, pool)
    assert (tally.files, tally.reports, tally.failures) == (9, 7, 2)
    data = rows_of(tmp_path / "dataset")
    assert [(row["source_key"], row["code"]) for row in data["errors"]] == [
        ("in/report-3.txt", "broken"),
        ("in/report-7.txt", "broken"),
    ]
    assert pool.renewed > 2
    assert made(tmp_path, Inline()).skipped == 9, "what kills is not tried again until it changes"


class Killing(pools.Processes):
    """A pool of which a worker is killed, from outside, as soon as one has come back."""

    killed = 0

    def strike(self, tally: Tally, total: int | None) -> None:
        if tally.files and not self.killed:
            self.killed = self.submit(os.getpid).result()
            os.kill(self.killed, signal.SIGKILL)


def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    filled(tmp_path, 12)
    pool = Killing(2)
    tally = made(tmp_path, pool, show=pool.strike, batch=2)
    assert pool.killed
    assert (tally.files, tally.reports, tally.failures) == (12, 12, 0)
    made(tmp_path, Inline(), "whole")
    assert rows_of(tmp_path / "dataset") == rows_of(tmp_path / "whole")


def test_memory_on_its_way_is_bounded(tmp_path: Path) -> None:
    """No more batches fly than twice the workers, however many files there are."""
    filled(tmp_path, 2)
    for n in range(2, 60):
        (tmp_path / "in" / f"report-{n}.txt").write_bytes(b"")
    most = 0

    class Counting(Inline):
        workers = 2
        made: list[weakref.ref[Future[Any]]] = []  # noqa: RUF012

        def submit(self, job: Callable[..., Any], *args: Any) -> Future[Any]:
            nonlocal most
            future = super().submit(job, *args)
            self.made.append(weakref.ref(future))
            most = max(most, sum(1 for one in self.made if one() is not None))
            return future

    made(tmp_path, Counting(), batch=1)
    assert 0 < most <= 5


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two worker processes on this machine: the address, and the workers."""
    distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with distributed.LocalCluster(
        n_workers=0, processes=True, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as scheduler:
        address = scheduler.scheduler_address
        command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
        workers = [
            subprocess.Popen([*command, "--no-nanny"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for _ in range(2)
        ]
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        try:
            yield address, workers
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()


def test_a_cluster_does_the_same_and_loses_nothing_with_a_worker(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, (first, _) = cluster
    filled(tmp_path, 12)

    def strike(tally: Tally, total: int | None) -> None:
        if tally.files:
            first.kill()

    tally = made(tmp_path, pools.Cluster(address), show=strike, batch=2)
    assert (tally.files, tally.reports, tally.failures) == (12, 12, 0)
    assert first.wait() == -signal.SIGKILL
    made(tmp_path, Inline(), "whole")
    assert rows_of(tmp_path / "dataset") == rows_of(tmp_path / "whole")


def test_no_cluster_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    from extractor.errors import GoujiError

    with pytest.raises(GoujiError, match="调度程序"):
        pools.Cluster("tcp://127.0.0.1:1", patience="100ms")


def test_what_a_worker_makes_can_travel() -> None:
    import pickle

    assert pickle.loads(pickle.dumps(work.done)) is work.done
    assert pickle.loads(pickle.dumps(pipeline.DEFAULT)) == pipeline.DEFAULT
