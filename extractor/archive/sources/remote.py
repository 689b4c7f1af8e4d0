"""Object stores and other places elsewhere (``s3://bucket/folder``), by fsspec: the extra ``remote``.

The store's own mark of the content (ETag, or size and time) tells that nothing has changed, so that what is known is
not fetched again. What is fetched goes to a temporary file of the worker and is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from extractor.archive.flatten import Given
from extractor.archive.log import is_full
from extractor.archive.sources.source import Source
from extractor.errors import Broken, DependencyMissing, GoujiError, NotFound, OverLimit

MAX_BYTES = 512 * 1024 * 1024
_CHUNK = 1 << 20
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def is_address(word: str) -> bool:
    """
    >>> is_address("s3://bucket/2023"), is_address("C:/reports")
    (True, False)
    """
    return bool(_ADDRESS.match(word))


def one(url: str, given: Given | None = None) -> Source:
    """A single file at an address."""
    return Source(url, Remote(url), given or Given(url=url))


def sources(url: str) -> Iterator[Source]:
    """The files at an address: below a folder, or the one that it names. Raises GoujiError when there are none."""
    system, path = _system(url)
    scheme = url.partition("://")[0]
    found = False
    system.invalidate_cache()  # fsspec keeps listings as long as the process lives
    try:
        for _, _, entries in system.walk(path, detail=True):
            for name, entry in sorted(entries.items()):
                if not name.startswith((".", "~$")):
                    found = True
                    yield _listed(f"{scheme}://{str(entry['name']).lstrip('/')}", entry)
        if not found and system.exists(path):
            found = True
            yield _listed(url, system.info(path))
    except OSError as error:
        raise GoujiError(f"{url}: 无法列出：{error}") from error
    if not found:
        raise GoujiError(f"{url}: 没有文件")


def _listed(url: str, entry: Mapping[str, Any]) -> Source:
    return Source(url, Remote(url), Given(url=url), stamp(entry))


def stamp(entry: Mapping[str, Any]) -> str | None:
    """What a store says of the content: its ETag, else size and time; None when it says neither."""
    mark = entry.get("ETag") or entry.get("etag") or entry.get("md5Hash")
    if not mark:
        changed = entry.get("LastModified") or entry.get("mtime") or entry.get("last_modified")
        mark = changed and f"{entry.get('size')}@{changed}"
    return str(mark).strip('"') if mark else None


@dataclass(frozen=True, slots=True)
class Remote:
    """A file at an address."""

    url: str

    def hashed(self) -> str | None:
        return None

    def fetched(self, folder: Path) -> Path:
        system, path = _system(self.url)
        target = folder / f"fetched{PurePosixPath(path).suffix[:8]}"
        try:
            with system.open(path, "rb") as source, target.open("xb") as file:
                size = 0
                while piece := source.read(_CHUNK):
                    size += len(piece)
                    if size > MAX_BYTES:
                        raise OverLimit(self.url, "文件大小超过限制")
                    file.write(piece)
        except FileNotFoundError:
            raise NotFound(self.url, "文件不存在") from None
        except OSError as error:
            if is_full(error):
                raise
            raise Broken(self.url, f"无法取得：{error}") from error
        return target


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise DependencyMissing(url, "读取网上的文件需要：pip install 'gouji[remote]'") from None
    try:
        system, path = url_to_fs(url)
    except ImportError as error:
        raise DependencyMissing(url, f"读取这种网址还缺部件：{error}") from error
    except ValueError as error:
        raise GoujiError(f"{url}: {error}") from error
    return system, path
