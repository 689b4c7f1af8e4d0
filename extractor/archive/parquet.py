"""Rows as Arrow between processes, and as Parquet on disk."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.archive.columns import PARTITION, schema
from extractor.archive.rows import SCHEMA_VERSION, TABLES, Row

if TYPE_CHECKING:
    import pyarrow as pa

NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""how Hive, and all that read its folders, call null"""
INSIDE = "!/"
"""what stands between an archive and the path in it"""
_LEVEL = 3


def encoded(rows: Iterable[tuple[str, Row]]) -> dict[str, bytes]:
    """Table → its rows, as compressed Arrow IPC."""
    import pyarrow as pa

    lists: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, row in rows:
        lists[name].append(row.model_dump())
    made = {}
    for name, values in lists.items():
        made[name] = packed(pa.Table.from_pylist(values, schema(name)))
    return made


def packed(table: pa.Table) -> bytes:
    """A table as compressed Arrow IPC."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    raw: bytes = sink.getvalue().to_pybytes()
    return raw


def decoded(raw: bytes) -> pa.Table:
    """The table of what :func:`packed` made."""
    import pyarrow as pa

    return pa.ipc.open_stream(raw).read_all()


def joined(name: str, batches: Iterable[tuple[int, bytes]], wanted: Mapping[str, int]) -> pa.Table:
    """The rows of several batches. A row counts when ``wanted`` says that its file is of its batch."""
    import pyarrow as pa

    tables = [schema(name).empty_table()]
    for batch, raw in batches:
        tables.append(_kept(decoded(raw), lambda key, batch=batch: _owned(key, wanted) == batch))
    return pa.concat_tables(tables).combine_chunks()


def _owned(key: str, wanted: Mapping[str, int]) -> int | None:
    """What is said of a file, or of the archive that it lies in."""
    while key not in wanted and INSIDE in key:
        key = key.rpartition(INSIDE)[0]
    return wanted.get(key)


def _kept(table: pa.Table, keep: Any) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    keys = table["source_key"].unique().to_pylist()
    kept = [key for key in keys if keep(key)]
    if len(kept) == len(keys):
        return table
    return table.filter(pc.is_in(table["source_key"], pa.array(kept, pa.string())))


def by_year(table: pa.Table) -> Iterator[tuple[int | None, pa.Table]]:
    """The rows of each year, without the year, in the order of their files."""
    import pyarrow.compute as pc

    for year in table[PARTITION].unique().to_pylist():
        column = table[PARTITION]
        mask = pc.is_null(column) if year is None else pc.equal(column, year)
        rows = table.filter(mask).drop_columns([PARTITION])
        yield year, rows.take(pc.sort_indices(rows, [("source_key", "ascending")]))


def folder(year: int | None) -> str:
    """The folder of a year."""
    return f"{PARTITION}={NO_YEAR if year is None else year}"


def write(path: Path, rows: pa.Table, name: str) -> None:
    """A file that is on disk when this returns. Raises OSError when there is no room."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    told = {"gouji.table": name, "gouji.schema_version": str(SCHEMA_VERSION), "gouji.title": TABLES[name].TITLE}
    with path.open("wb") as file:
        pq.write_table(
            rows.replace_schema_metadata(told),
            file,
            compression="zstd",
            compression_level=_LEVEL,
            write_statistics=True,
        )
        file.flush()
        os.fsync(file.fileno())


def as_it_is(path: Path) -> pa.Table:
    """The rows of a file, whatever its columns."""
    import pyarrow.parquet as pq

    return pq.read_table(path, partitioning=None)


def one_after_the_other(paths: Iterable[Path], name: str) -> pa.Table:
    """The rows of several files of a table and a year, in the order of their sources."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = pa.concat_tables([as_it_is(path) for path in paths]).cast(schema(name, partitioned=True))
    return rows.take(pc.sort_indices(rows, [("source_key", "ascending")]))


def without(path: Path, name: str, keys: set[str]) -> pa.Table | None:
    """The rows of a file less those of some sources; None when it has none of theirs."""
    import pyarrow.parquet as pq

    table = pq.read_table(path, schema=schema(name, partitioned=True), partitioning=None)
    gone = dict.fromkeys(keys, 1)
    left = _kept(table, lambda key: _owned(key, gone) is None)
    return None if len(left) == len(table) else left


def give_back() -> None:
    """Memory that Arrow and the rows' bytes have freed goes back to the system; the allocators keep it otherwise, and
    more with every fold."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # no glibc: then its allocator is another
            ctypes.CDLL(None).malloc_trim(0)


def sync_folder(path: Path) -> None:
    """The names in a folder are on disk. Windows has no such thing."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
