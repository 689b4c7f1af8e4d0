"""What the tests of the archive share: small folders of reports, a pool without processes, a dataset as plain rows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import pyarrow.parquet as pq
from support import ROOT

from extractor.archive.rows import TABLES, Row

T = TypeVar("T")
REPORT = """2023年度村道养护项目绩效自评报告

项目年初预算{n}0万元，实际支出{n}0万元，预算执行率100%。自评得分9{n}分，等级为优。
"""


class Inline:
    """Does the work at once, in this process."""

    workers = 1

    def submit(self, job: Callable[..., T], *args: Any) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(job(*args))
        except Exception as error:  # noqa: BLE001  # a future keeps whatever it was
            future.set_exception(error)
        return future

    def renew(self) -> None:
        pass

    def close(self) -> None:
        pass


def filled(place: Path, count: int) -> Path:
    """``in/report-0.txt`` and on: the first is a full report, the others short ones."""
    folder = place / "in"
    folder.mkdir(parents=True)
    (folder / "report-0.txt").write_bytes((ROOT / "samples" / "sister.txt").read_bytes())
    for n in range(1, count):
        (folder / f"report-{n}.txt").write_text(REPORT.format(n=n), encoding="utf-8")
    return folder


def rows_of(dataset: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, in the order of their keys: what any reader of Parquet finds in the folders."""
    return {name: _rows(dataset / name, model) for name, model in TABLES.items()}


def _rows(folder: Path, model: type[Row]) -> list[dict[str, Any]]:
    rows = []
    for path in folder.rglob("*.parquet"):
        year = path.parent.name.partition("=")[2]
        given = {"fiscal_year": int(year) if year.isdigit() else None}
        rows += [given | row for row in pq.read_table(path, partitioning=None).to_pylist()]
    return sorted(rows, key=lambda row: [row[key] for key in dict.fromkeys(("source_key", *model.KEYS))])
