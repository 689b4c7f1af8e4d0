"""The reports' own pages: each source audited again and written by the HTML writer, where it is still the same file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from extractor.across.overview.view import Worth
from extractor.archive.parquet import INSIDE
from extractor.archive.sources import fetched
from extractor.archive.sources.remote import is_address
from extractor.archive.sources.source import digest
from extractor.batch import Batch
from extractor.errors import SourceError
from extractor.guard import scratch
from extractor.profiles import load
from extractor.suppressions import Suppressions
from extractor.writers import Result

Complain = Callable[[str], None]


def write(
    worth: Iterable[Worth], hashes: dict[str, str], dataset: Path, folder: Path, complain: Complain
) -> dict[str, str]:
    """Write a page for each source of ``worth`` that lies on this machine, by itself or in an archive, with the content
    (``hashes``: source key → SHA-256) that the dataset has of it. Gives report id → name of its page. How many have
    none is told in one line."""
    from extractor import writers

    made: dict[str, str] = {}
    left_out = 0
    written: dict[str, str] = {}
    batch = Batch(load("national"), Suppressions(), lambda _: None, dossiers=writers.wants_dossier("html"))
    try:
        for one in worth:
            key = one.source_key
            if key not in written:
                results = _audited(batch, key, hashes.get(key, ""), dataset)
                written[key] = _written(results, folder, one.report_id)
                left_out += not written[key]
            if written[key]:
                made[one.report_id] = written[key]
    finally:
        batch.close()
    if left_out:
        complain(f"{left_out} 个文件不在本机原处或已经改过，没有单独的页")
    return made


def _audited(batch: Batch, key: str, sha256: str, dataset: Path) -> list[Result]:
    """The reports of a key (see :mod:`extractor.archive.sources`), read again; none when it is elsewhere, gone or has
    changed."""
    if is_address(key):
        return []
    with scratch() as place:
        try:
            file = fetched(key, dataset, place)
            if digest(file, key) != sha256:
                return []
        except (SourceError, OSError):
            return []
        outer, _, member = key.partition(INSIDE)
        if member:
            return batch.audit_member(file, Path(outer), member)
        return [result for results in batch.audit([file]) for result in results]


def _written(results: list[Result], folder: Path, name: str) -> str:
    """The name of the page of these reports; empty when there is none among them."""
    from extractor import writers

    if not any(isinstance(result, writers.Audited) for result in results):
        return ""
    folder.mkdir(parents=True, exist_ok=True)
    made = writers.writer("html")(results, writers.Options())
    assert isinstance(made, str)
    (folder / f"{name}.html").write_text(made, encoding="utf-8")
    return f"{name}.html"
