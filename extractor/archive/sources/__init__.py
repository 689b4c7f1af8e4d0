"""What a user names, taken apart into files, one at a time: a seam with a module for each kind.

``local``   folders, patterns, single files            ``zipped``  the members of .zip files
``listed``  lists (CSV, JSONL) with what is known       ``remote``  object stores and the web, by fsspec

A file's key is what the dataset knows it by. It must be the same however the user names the file, today and after the
whole folder has moved: the path relative to the folder that the dataset lies in, or the absolute one outside of it;
``archive.zip!/path inside``; the address of what is elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor import unpacking
from extractor.archive.parquet import INSIDE
from extractor.archive.sources import listed, local, remote
from extractor.archive.sources.source import Content, Source
from extractor.errors import NotFound

__all__ = ["Content", "Source", "counted", "fetched", "sources"]


def sources(named: Sequence[str], dataset: Path) -> Iterator[Source]:
    """All files that the user's words stand for. Raises GoujiError for a word that stands for none."""
    home = dataset.resolve()
    for word in named:
        if remote.is_address(word):
            yield from remote.sources(word)
        elif listed.is_list(Path(word)):
            yield from listed.sources(Path(word), home)
        else:
            yield from local.sources(word, home)


def counted(named: Sequence[str], dataset: Path) -> int | None:
    """How many they are; None when that means to ask a store elsewhere."""
    if any(remote.is_address(word) for word in named):
        return None
    return sum(1 for _ in sources(named, dataset))


def fetched(key: str, dataset: Path, folder: Path) -> Path:
    """The file that a dataset knows by a key, as it is today; made in ``folder`` where it is no file of this machine.
    Raises SourceError."""
    home = dataset.resolve()
    outer = key.partition(INSIDE)[0]
    near = [remote.one(outer)] if remote.is_address(outer) else local.at(home.parent / outer, home)
    for source in near:
        if source.key == key:
            return source.content.fetched(folder)
        if key.startswith(f"{source.key}{INSIDE}"):  # an archive elsewhere, or one in another
            return _member(source.content.fetched(folder), key.removeprefix(f"{source.key}{INSIDE}"), folder)
    raise NotFound(key, "文件不存在")


def _member(archive: Path, name: str, folder: Path) -> Path:
    place = folder / "members"
    place.mkdir()
    for member in unpacking.unpacked(archive, place):
        if member.name == name and member.path is not None:
            return member.path
    raise NotFound(f"{archive.name}{INSIDE}{name}", "压缩包里没有这个文件")
