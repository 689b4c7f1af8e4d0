"""Writers: from audited reports to what is printed. One module per output format, discovered.

A writer is a module ``as_<name>`` with::

    BINARY = False                                        # True: write() gives bytes (optional)

    def write(results: Sequence[Result], options: Options) -> str: ...

``results`` are reports and, in the place of a source that could not be read, its error. It imports its libraries
inside ``write``. A module whose name does not begin with ``as_`` is a helper.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    """A report with the text that its offsets refer to."""

    report: Report
    text: str


Result = Audited | Failure


@dataclass(frozen=True, slots=True)
class Options:
    """How to print: ``width`` in columns, ``color`` for a terminal, ``all_checks`` lists what agrees in full."""

    width: int = 100
    color: bool = False
    verbose: bool = False


Write = Callable[[Sequence[Result], Options], str]


@cache
def names() -> tuple[str, ...]:
    """The formats that can be written."""
    return tuple(sorted(info.name[3:] for info in pkgutil.iter_modules(__path__) if info.name.startswith("as_")))


def writer(name: str) -> Write:
    """The writer of a format; KeyError when there is none."""
    if name not in names():
        raise KeyError(name)
    write: Write = importlib.import_module(f"{__name__}.as_{name}").write
    return write
