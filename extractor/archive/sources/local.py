"""Folders, patterns and files of this machine."""

from __future__ import annotations

import glob
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from extractor import readers
from extractor.archive.flatten import Given
from extractor.archive.sources import zipped
from extractor.archive.sources.source import Local, Source, key_of
from extractor.errors import GoujiError

_LITTER = {"thumbs.db", "desktop.ini", "__macosx"}


def sources(word: str, home: Path) -> Iterator[Source]:
    """The files that a path or a pattern stands for; ``home`` is the dataset. Raises GoujiError when there are none."""
    path = Path(word)
    if path.is_dir():
        for one in files(path, home):
            yield from at(one, home)
    elif glob.has_magic(word) and not path.exists():
        found = False
        for one in _matching(path):
            found = True
            if one.is_file() and not _is_litter(one.name):
                yield from at(one, home)
        if not found:
            raise GoujiError(f"{word}: 没有这样的文件")
    elif path.exists():
        yield from at(path, home)
    else:
        raise GoujiError(f"{word}: 文件或文件夹不存在")


def at(path: Path, home: Path, given: Given | None = None) -> Iterator[Source]:
    """The source at a path; the members of an archive."""
    key, given = key_of(path, home), given or Given()
    if readers.is_archive(path):
        yield from zipped.sources(path.absolute(), key, given)
    else:
        yield Source(key, Local(path.absolute()), given)


def files(folder: Path, home: Path) -> Iterator[Path]:
    """The files below a folder, in order; not what systems put there, nor the dataset. Links are not followed."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if _is_litter(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            if Path(entry.path).resolve() != home:
                yield from files(Path(entry.path), home)
        else:
            yield Path(entry.path)


def _matching(pattern: Path) -> Iterator[Path]:
    """What a pattern stands for. Path.glob wants a folder and a relative pattern."""
    fixed = list(itertools.takewhile(lambda part: not glob.has_magic(part), pattern.parts))
    yield from Path(*fixed).glob(str(Path(*pattern.parts[len(fixed) :])))


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LITTER
