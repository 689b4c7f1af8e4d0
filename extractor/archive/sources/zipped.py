"""The members of a .zip: each a source of its own, taken out when its turn comes."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from extractor import unpacking
from extractor.archive.flatten import Given
from extractor.archive.parquet import INSIDE
from extractor.archive.sources.source import Local, Source, digest
from extractor.errors import NotFound, SourceError


@dataclass(frozen=True, slots=True)
class Member:
    """A member by its place in the archive."""

    path: Path
    place: int
    name: str

    def hashed(self) -> str | None:
        with TemporaryDirectory(prefix="gouji-") as folder:
            return digest(self.fetched(Path(folder)), self.name)

    def fetched(self, folder: Path) -> Path:
        found = _open(self.path)
        name, info = found[1][self.place] if self.place < len(found[1]) else ("", None)
        if info is None or name != self.name:
            raise NotFound(f"{self.path}{INSIDE}{self.name}", "压缩包已改变")
        return unpacking.taken(found[0], info, folder)


def sources(path: Path, key: str, given: Given) -> Iterator[Source]:
    """The members of an archive; the archive itself where it cannot be opened (it becomes an error row)."""
    try:
        _, members = _open(path)
    except SourceError:
        yield Source(key, Local(path), given)
        return
    seen: Counter[str] = Counter()
    for place, (name, _) in enumerate(members):
        seen[name] += 1
        again = f"#{seen[name]}" if seen[name] > 1 else ""
        yield Source(f"{key}{INSIDE}{name}{again}", Member(path, place, name), given)
    if not members:
        yield Source(key, Local(path), given)


def _open(path: Path) -> tuple[zipfile.ZipFile, list[tuple[str, zipfile.ZipInfo]]]:
    """The archive with its list, kept open: to read the list anew for each member would take the square of the time."""
    try:
        now = path.stat()
    except OSError as error:
        raise NotFound(str(path), f"无法打开：{error.strerror}") from error
    return _kept(path, now.st_mtime_ns, now.st_size)


@lru_cache(maxsize=2)
def _kept(path: Path, changed: int, size: int) -> tuple[zipfile.ZipFile, list[tuple[str, zipfile.ZipInfo]]]:
    archive = unpacking.opened(path)
    return archive, unpacking.listed(archive)
