"""One file of a source."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from extractor.archive.flatten import Given
from extractor.errors import Broken, NotFound


class Content(Protocol):
    """Where the content of a file is. It is pickled to the workers."""

    def hashed(self) -> str | None:
        """The SHA-256 of the content; None when that means to fetch it from afar. Raises SourceError."""

    def fetched(self, folder: Path) -> Path:
        """A local file with the content, made in ``folder`` where there is none. Raises SourceError."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, under its key. ``stamp``: what its store says of the content without giving it out (an ETag)."""

    key: str
    content: Content
    given: Given = field(default_factory=Given)
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class Local:
    """A file on this machine."""

    path: Path

    def hashed(self) -> str | None:
        return digest(self.path, str(self.path))

    def fetched(self, folder: Path) -> Path:
        return self.path


def digest(path: Path, shown: str) -> str:
    """The SHA-256 of a file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise NotFound(shown, "文件不存在") from None
    except OSError as error:
        raise Broken(shown, f"无法打开：{error.strerror}") from error


def key_of(path: Path, home: Path) -> str:
    """The key of a local file, ``home`` being the dataset. Links in its folders are resolved."""
    place = path.parent.resolve() / path.name
    return (place.relative_to(home.parent) if place.is_relative_to(home.parent) else place).as_posix()
