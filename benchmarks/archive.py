"""``python -m benchmarks.archive FOLDER --count 2000 --kills 20``: the archive under load, killed, grown, measured.

Everything is done by real ``gouji archive`` processes on generated reports (text, DOCX, XLSX, HTML, PDF; broken
files and copies among them). Prints one JSON object for each measurement that was
asked for; ``cpu_seconds`` says more than ``seconds`` where others use the machine, too.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.generate.archive import write_archive
from extractor.archive.rows import TABLES
from extractor.archive.views import statements

SEED = 6


def main() -> None:
    options = _parsed()
    folder = options.folder.resolve()
    reports = reports_in(folder, options.count)
    say("generated", files=options.count, bytes=_size(reports))
    if options.kills:
        say("killed", **killed(folder, reports, options.kills, Random(SEED)))
    if options.add:
        say("added", **added(folder, reports, options.add))
    if options.memory:
        for count in (options.count // 10, options.count):
            say("memory", **undisturbed(folder, reports_in(folder, count))[1])
    for workers in (1, 2) if options.ratio else ():
        runs = [whole(folder, reports, "ratio", workers)["seconds"] for _ in range(options.ratio)]
        say("ratio", workers=workers, seconds=runs, median=statistics.median(runs))
    if options.dask:
        say("dask", **on_dask(folder, reports))


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description="The archive under load.")
    parser.add_argument("folder", type=Path, help="where reports and datasets are made; reports there are used again")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--kills", type=int, default=0, help="kill the run so often; compare with an undisturbed one")
    parser.add_argument("--add", type=int, default=0, help="add so many files to the dataset, and time it")
    parser.add_argument("--memory", action="store_true", help="peak memory at a tenth of the files and at all")
    parser.add_argument("--ratio", type=int, default=0, help="runs with one and with two workers, each so often")
    parser.add_argument("--dask", action="store_true", help="the same by a scheduler with two workers here")
    return parser.parse_args()


def say(what: str, **figures: Any) -> None:
    print(json.dumps({"measured": what, **figures}, ensure_ascii=False), flush=True)


def reports_in(folder: Path, count: int) -> Path:
    """Generated reports, made when they are not there."""
    place = folder / f"reports-{count}"
    if not (place / "manifest.csv").is_file():
        write_archive(place, count, SEED, "seen")
    return place


def command(reports: Path, dataset: Path, *more: str) -> list[str]:
    sources = sorted(str(path) for path in reports.iterdir() if path.is_dir())
    return [sys.executable, "-m", "extractor", "archive", *sources, "-o", str(dataset), "--json-progress", *more]


def whole(folder: Path, reports: Path, name: str, workers: int = 2, *more: str) -> dict[str, Any]:
    """An undisturbed run: seconds, peak memory of all its processes together, bytes on disk."""
    dataset = folder / name
    shutil.rmtree(dataset, ignore_errors=True)
    start, before = time.perf_counter(), _cpu()
    with (
        subprocess.Popen(
            command(reports, dataset, "-j", str(workers), *more), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as run,
        _watched(run.pid) as peak,
    ):
        assert run.stdout is not None
        last = json.loads(run.stdout.read().splitlines()[-1])
    assert run.returncode == 0, last
    return {
        "files": last["files"],
        "reports": last["reports"],
        "seconds": round(time.perf_counter() - start, 1),
        "cpu_seconds": round(_cpu() - before, 1),
        "peak_mb": round(peak[0] / 2**20),
        "peak_main_mb": round(peak[1] / 2**20),
        "dataset_bytes": _size(dataset),
        "parquet_files": sum(1 for _ in dataset.rglob("*.parquet")),
    }


@cache
def undisturbed(folder: Path, reports: Path) -> tuple[Path, dict[str, Any]]:
    """The dataset of an undisturbed run with two workers, and what it took; run once and used by all that need one."""
    name = f"undisturbed-{reports.name}"
    return folder / name, whole(folder, reports, name)


def killed(folder: Path, reports: Path, kills: int, rng: Random) -> dict[str, Any]:
    """A run that is killed again and again against one that is not: how many rows differ (none may)."""
    whole_one, told = undisturbed(folder, reports)
    dataset = folder / "killed"
    shutil.rmtree(dataset, ignore_errors=True)
    marks = sorted(rng.randrange(told["files"]) for _ in range(kills))
    in_time = sum(until_killed(command(reports, dataset, "-j", "2"), mark, rng) for mark in marks)
    last = subprocess.run(command(reports, dataset, "-j", "2"), capture_output=True, check=True, text=True)
    seen = json.loads(last.stdout.splitlines()[-1])
    return {
        **told,
        "kills": kills,
        "kills_before_the_end": in_time,
        "skipped_in_the_last_run": seen["skipped"],
        "rows": rows(dataset),
        "rows_that_differ": differing(whole_one, dataset),
    }


def until_killed(words: list[str], mark: int, rng: Random) -> bool:
    """Start a run and end it with SIGKILL once so many files are behind it, those of earlier runs among them: all its
    processes, it alone, or a worker first. Whether work was left at that moment."""
    ended = True
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True) as run:
        assert run.stdout is not None
        for line in run.stdout:
            told = json.loads(line)
            ended = told["event"] == "done"
            if told["files"] + told["skipped"] >= mark:
                break
        how = rng.choice(("all", "run", "worker"))
        if how == "worker" and (workers := list(_children(run.pid))):
            _kill(rng.choice(workers))
            run.stdout.readline()
        if how == "run":
            run.kill()
        else:
            os.killpg(run.pid, signal.SIGKILL)
    return not ended


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def added(folder: Path, reports: Path, count: int) -> dict[str, Any]:
    """New files to a dataset that is there already."""
    dataset = folder / "grown"
    shutil.rmtree(dataset, ignore_errors=True)
    shutil.copytree(undisturbed(folder, reports)[0], dataset)
    more = folder / "reports-more"
    shutil.rmtree(more, ignore_errors=True)
    write_archive(more, count, SEED + 1, "seen")
    sources = [*command(reports, dataset), str(more)]
    start = time.perf_counter()
    done = subprocess.run(sources, capture_output=True, check=True, text=True)
    last = json.loads(done.stdout.splitlines()[-1])
    seconds = time.perf_counter() - start
    return {"files": last["files"], "skipped": last["skipped"], "seconds": round(seconds, 1)}


def on_dask(folder: Path, reports: Path) -> dict[str, Any]:
    """The same files by processes and by a Dask scheduler with two workers."""
    from distributed import LocalCluster

    alone = whole(folder, reports, "pool")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        shared = whole(folder, reports, "dask", 2, "--cluster", cluster.scheduler_address)
    return {
        "pool_seconds": alone["seconds"],
        "dask_seconds": shared["seconds"],
        "rows_that_differ": differing(folder / "pool", folder / "dask"),
    }


def rows(dataset: Path) -> int:
    """All rows of a dataset."""
    with _both(dataset, dataset) as connection:
        return sum(connection.execute(f"SELECT count(*) FROM one.{name}").fetchone()[0] for name in TABLES)


def differing(one: Path, other: Path) -> int:
    """Rows that only one of two datasets has, or has more often."""
    total = 0
    with _both(one, other) as connection:
        for name in TABLES:
            for left, right in (("one", "other"), ("other", "one")):
                sql = f"SELECT count(*) FROM (SELECT * FROM {left}.{name} EXCEPT ALL SELECT * FROM {right}.{name})"
                total += connection.execute(sql).fetchone()[0]
    return total


@contextmanager
def _both(one: Path, other: Path) -> Iterator[Any]:
    import duckdb

    with duckdb.connect() as connection:
        for name, folder in (("one", one), ("other", other)):
            connection.execute(f"CREATE SCHEMA {name}")
            connection.execute(f"SET schema = '{name}'")
            for statement in statements(folder.resolve()):
                connection.execute(statement)
        yield connection


@contextmanager
def _watched(pid: int) -> Iterator[list[int]]:
    """The most memory that a process and all below it had together, and it alone, in bytes (PSS)."""
    peak, ended = [0, 0], threading.Event()

    def look() -> None:
        while not ended.wait(0.5):
            own = _memory(pid)
            peak[0] = max(peak[0], own + sum(_memory(one) for one in _below(pid)))
            peak[1] = max(peak[1], own)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def _below(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _below(child)


def _children(pid: int) -> Iterator[int]:
    read: Callable[[], str] = Path(f"/proc/{pid}/task/{pid}/children").read_text
    try:
        yield from map(int, read().split())
    except OSError:
        return


def _memory(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("Pss:")), 0)


def _cpu() -> float:
    """Seconds of CPU that processes which have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
