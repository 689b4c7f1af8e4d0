"""``gouji archive`` and ``gouji query`` without the command line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.archive import card, log, views
from extractor.archive.pools import Cluster, Pool, Processes
from extractor.archive.run import Run, Tally
from extractor.archive.sources import counted, sources
from extractor.archive.store import Store
from extractor.errors import GoujiError

if TYPE_CHECKING:
    import duckdb

    from extractor.schemes import Profile

Show = Callable[[Tally, int | None], None]
"""hears how far it is, and of how many files"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asks for. ``workers``: None for all cores."""

    sources: tuple[str, ...]
    dataset: Path
    profile: Profile
    workers: int | None = None
    batch: int = 20
    cluster: str | None = None


def made(asked: Asked, show: Show, pool: Pool | None = None) -> Tally:
    """Bring a dataset up to date. Raises GoujiError for what cannot be done at all, OSError when there is no room;
    whatever it raises, what was done is kept."""
    total = counted(asked.sources, asked.dataset)
    with Store(asked.dataset) as store:
        pool = pool or (Cluster(asked.cluster) if asked.cluster else Processes(asked.workers))
        run = Run(store, pool, asked.profile, asked.batch)
        try:
            for tally in run.go(sources(asked.sources, asked.dataset)):
                show(tally, total)
        except KeyboardInterrupt:
            pool.close()
            store.fold()
            raise
        finally:
            pool.close()
        store.fold()
        store.merge()
        views.write(asked.dataset)
        card.write(asked.dataset)
    return run.tally


def asked(dataset: Path, sql: str) -> duckdb.DuckDBPyConnection:
    """The answer of a dataset. What a killed run has left is put in order first, where that is possible."""
    _found(dataset)
    return views.asked(dataset, sql)


def connected(dataset: Path) -> duckdb.DuckDBPyConnection:
    """A connection that reads the views of a dataset, and nothing else. Raises GoujiError when it is none."""
    _found(dataset)
    return views.connect(dataset)


def _found(dataset: Path) -> None:
    if not (dataset / log.NAME).is_file():
        raise GoujiError(f"{dataset}: 不是 gouji archive 写的数据集")
    settle(dataset)


def settle(dataset: Path) -> None:
    """Finish what a killed run has left, and let the views name the place where the dataset lies now. Nothing, when
    another run is at it or the dataset may only be read."""
    try:
        with Store(dataset) as store:
            if store.fold() or not views.is_here(dataset):
                views.write(dataset)
    except (log.Busy, PermissionError, sqlite3.OperationalError):
        return
