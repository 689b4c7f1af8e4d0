"""What a user names, taken apart into files: folders, patterns, single files.

A file's key is what the dataset knows it by. It must be the same however the user names it, today and after the whole
folder has moved: the path relative to the folder that the dataset lies in, or the absolute one outside of it.
"""

from __future__ import annotations

import glob
import hashlib
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from extractor.archive.flatten import Given
from extractor.errors import Broken, GoujiError, NotFound

_LITTER = {"thumbs.db", "desktop.ini", "__macosx"}


class Content(Protocol):
    """Where the content of a file is. It is pickled to the workers."""

    def hashed(self) -> str | None:
        """The SHA-256 of the content; None when that means to fetch it from afar. Raises SourceError."""

    def fetched(self, folder: Path) -> Path:
        """A local file with the content, made in ``folder`` where there is none. Raises SourceError."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file. ``stamp``: what its store says of the content without reading it."""

    key: str
    content: Content
    given: Given = field(default_factory=Given)
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class Local:
    """A file on this machine."""

    path: Path

    def hashed(self) -> str | None:
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            raise NotFound(str(self.path), "文件不存在") from None
        except OSError as error:
            raise Broken(str(self.path), f"无法打开：{error.strerror}") from error

    def fetched(self, folder: Path) -> Path:
        return self.path


def sources(named: Sequence[str], dataset: Path) -> Iterator[Source]:
    """All files that the user's words stand for, one at a time. Raises GoujiError for a word that stands for none."""
    for word in named:
        yield from _sources(word, dataset.resolve())


def _sources(word: str, dataset: Path) -> Iterator[Source]:
    path = Path(word)
    if path.is_dir():
        yield from (_local(one, dataset) for one in files(path, dataset))
    elif glob.has_magic(word) and not path.exists():
        found = False
        for one in _matching(path):
            found = True
            if one.is_file() and not _is_litter(one.name):
                yield _local(one, dataset)
        if not found:
            raise GoujiError(f"{word}: 没有这样的文件")
    elif path.exists():
        yield _local(path, dataset)
    else:
        raise GoujiError(f"{word}: 文件或文件夹不存在")


def _matching(pattern: Path) -> Iterator[Path]:
    """What a pattern stands for. Path.glob wants a folder and a relative pattern."""
    fixed = list(itertools.takewhile(lambda part: not glob.has_magic(part), pattern.parts))
    yield from Path(*fixed).glob(str(Path(*pattern.parts[len(fixed) :])))


def files(folder: Path, dataset: Path) -> Iterator[Path]:
    """The files below a folder, in order; not what systems put there, nor the dataset. Links are not followed."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if _is_litter(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            if Path(entry.path).resolve() != dataset:
                yield from files(Path(entry.path), dataset)
        else:
            yield Path(entry.path)


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LITTER


def _local(path: Path, dataset: Path) -> Source:
    return Source(key_of(path, dataset), Local(path.absolute()))


def key_of(path: Path, dataset: Path) -> str:
    """The key of a local file. Links in its folders are resolved, the file itself is not."""
    place = path.parent.resolve() / path.name
    home = dataset.parent
    return (place.relative_to(home) if place.is_relative_to(home) else place).as_posix()
