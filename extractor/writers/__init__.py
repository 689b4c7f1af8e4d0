"""Writers: from audited reports to what is printed. One module per output format, discovered.

A writer is a module ``as_<name>`` with::

    STREAMS = True            # optional: each result can be written by itself, as soon as it is there
    ENCODING = "utf-8-sig"    # optional: of the file that --out writes, where that is not plain UTF-8
    BINARY = True             # optional: it makes bytes, which are not shown on a terminal
    PER_SOURCE = True         # optional: one source is one file; with suffix(made) -> str, how it is to be named
    DOSSIER = True            # optional: its results carry their dossier (document, ledger, verdicts, numerals)

    def write(results: Sequence[Result], options: Options) -> str | bytes: ...

``results`` are reports and, in the place of a source that could not be read, its error. The bytes of a source are
read from ``Audited.path()``. It imports its libraries inside ``write``. A module whose name does not begin with
``as_`` is a helper.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.dossier import Dossier
    from extractor.report import Report


@dataclass(frozen=True, slots=True)
class Failure:
    """A source without a report: the contract's error object."""

    code: str
    message: str
    source: str

    def as_dict(self) -> dict[str, dict[str, str]]:
        return {"error": {"code": self.code, "message": self.message, "source": self.source}}


@dataclass(frozen=True, slots=True)
class Audited:
    """A report with the text that its offsets refer to. ``paths``: the file or files as the user named them.
    ``dossier``: all that the report was made of, for a writer that asks for it (``DOSSIER``)."""

    report: Report
    text: str
    paths: tuple[str, ...] = ()
    dossier: Dossier | None = field(default=None, compare=False, repr=False)
    places: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """where the files are, if not at their paths: those of an archive are unpacked only while they are worked on"""

    def path(self, file: str | None = None) -> str:
        """The path of the file of this name (of a report read from several), else of the first."""
        named = (path for path in self.paths if PurePath(path).name == file)
        return next(named, self.paths[0] if self.paths else self.report.source.name)


Result = Audited | Failure


@dataclass(frozen=True, slots=True)
class Options:
    """How to print: ``width`` in columns, ``color`` for a terminal, ``verbose`` lists what agrees in full."""

    width: int = 100
    color: bool = False
    verbose: bool = False


Write = Callable[[Sequence[Result], Options], str | bytes]


@cache
def names() -> tuple[str, ...]:
    """The formats that can be written."""
    return tuple(sorted(info.name[3:] for info in pkgutil.iter_modules(__path__) if info.name.startswith("as_")))


def writer(name: str) -> Write:
    """The writer of a format; KeyError when there is none."""
    write: Write = _module(name).write
    return write


def streams(name: str) -> bool:
    """True when a format writes each result by itself."""
    return bool(getattr(_module(name), "STREAMS", False))


def encoding(name: str) -> str:
    """The encoding of a file of this format."""
    return str(getattr(_module(name), "ENCODING", "utf-8"))


def binary(name: str) -> bool:
    """True when a format is bytes and no text."""
    return bool(getattr(_module(name), "BINARY", False))


def wants_dossier(name: str) -> bool:
    """True when a format shows more than the report holds."""
    return bool(getattr(_module(name), "DOSSIER", False))


def per_source(name: str) -> bool:
    """True when each source makes a file of its own."""
    return bool(getattr(_module(name), "PER_SOURCE", False))


def suffix(name: str, made: str | bytes) -> str:
    """How a file is to be named that holds what a format of one file a source has made."""
    found: str = _module(name).suffix(made)
    return found


def _module(name: str) -> ModuleType:
    if name not in names():
        raise KeyError(name)
    return importlib.import_module(f"{__name__}.as_{name}")
