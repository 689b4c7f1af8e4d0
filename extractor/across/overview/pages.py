"""The reports' own pages: each source audited again and written by the HTML writer, where it is still the same file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from extractor.across.overview.view import Worth
from extractor.archive.sources.source import digest
from extractor.batch import Batch
from extractor.errors import SourceError
from extractor.profiles import load
from extractor.suppressions import Suppressions

Complain = Callable[[str], None]


def write(
    worth: Iterable[Worth], hashes: dict[str, str], dataset: Path, folder: Path, complain: Complain
) -> dict[str, str]:
    """Write a page for each source of ``worth`` that lies on this machine with the content (``hashes``: source key →
    SHA-256) that the dataset has of it. Gives report id → name of its page. What has none is told in one line."""
    from extractor import writers

    made: dict[str, str] = {}
    left_out = 0
    written: dict[str, str] = {}
    batch = Batch(load("national"), Suppressions(), lambda _: None, dossiers=writers.wants_dossier("html"))
    try:
        for one in worth:
            if one.source_key not in written:
                path = _still_there(dataset, one.source_key, hashes.get(one.source_key, ""))
                written[one.source_key] = _written(batch, path, folder, one.report_id) if path else ""
                left_out += not written[one.source_key]
            if written[one.source_key]:
                made[one.report_id] = written[one.source_key]
    finally:
        batch.close()
    if left_out:
        complain(f"{left_out} 个文件不在原处、已经改过或在压缩包里，没有单独的页")
    return made


def _still_there(dataset: Path, key: str, sha256: str) -> Path | None:
    """The local file of a key (see :func:`extractor.archive.sources.source.key_of`), unchanged."""
    path = Path(os.path.normpath(dataset.resolve().parent / key))
    try:
        return path if path.is_file() and digest(path, key) == sha256 else None
    except (SourceError, OSError):
        return None


def _written(batch: Batch, path: Path, folder: Path, name: str) -> str:
    from extractor import writers

    results = [result for results in batch.audit([path]) for result in results]
    if not any(isinstance(result, writers.Audited) for result in results):
        return ""
    folder.mkdir(parents=True, exist_ok=True)
    made = writers.writer("html")(results, writers.Options())
    assert isinstance(made, str)
    (folder / f"{name}.html").write_text(made, encoding="utf-8")
    return f"{name}.html"
