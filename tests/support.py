"""What several test modules share: the samples, a document made of words, the tool run as a user runs it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from extractor import pipeline, readers
from extractor.document import Cell, Document, Line, Span, Table
from extractor.finders import gather
from extractor.ledger import Ledger
from extractor.report import Report

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
SHARED = Path(os.environ.get("GOUJI_SHARED", ROOT.parent / "shared"))
"""gold documents that are not part of the repository: used where they are present"""

READABLE = readers.suffixes()


def sample_files() -> list[Path]:
    """All sample reports, those held out too."""
    folders = (SAMPLES, SAMPLES / "opened", SAMPLES / "held_out")
    return sorted(path for folder in folders for path in folder.iterdir() if _is_report(path))


def shared_files() -> list[Path]:
    """The shared gold documents and seeds in formats that we read; scans, which have no text layer, aside."""
    found = [*SHARED.glob("gold/*"), *SHARED.glob("seeds/*")]
    return sorted(path for path in found if _is_report(path) and "scan" not in path.stem)


def _is_report(path: Path) -> bool:
    return path.suffix in READABLE and path.stem.lower() != "readme"


@cache
def audited(path: Path) -> tuple[Document, Report]:
    """A document and its report, made once."""
    document = pipeline.read(path)
    return document, pipeline.audit(document)


@cache
def audited_all(path: Path) -> tuple[Document, tuple[Report, ...]]:
    """A document and the reports that it holds, made once."""
    document = pipeline.read(path)
    return document, pipeline.audit_all(document)


_DRAWN = re.compile(r"(?:^\|.*\|[^\S\n]*\n?)+", re.MULTILINE)
"""rows of a table as drawn in Markdown, one below the other"""


def written(text: str) -> Document:
    """A document that was never a file. Lines of ``| cell | cell |`` are the rows of a table; ``<`` joins a cell to its
    left, ``^`` to the one above, ``⏎`` is a line break in a cell."""
    whole = text.replace("⏎", "\n")
    lines = tuple(Line(Span(*match.span())) for match in re.finditer(r"[^\n]*\S[^\n]*", whole))
    digest = hashlib.sha256(whole.encode()).hexdigest()
    return Document("words.txt", "txt", whole, digest, lines=lines, tables=tuple(_drawn(text)))


def _drawn(text: str) -> Iterator[Table]:
    for table in _DRAWN.finditer(text):
        cells: dict[tuple[int, int], Cell] = {}
        for row, line in enumerate(re.finditer(r"^\|(.*)\|", table[0], re.MULTILINE)):
            start = table.start() + line.start(1)
            for col, cell in enumerate(re.finditer(r"[^|]+", line[1])):
                inner = cell[0].strip()
                over = {"<": (row, col - 1), "^": (row - 1, col)}.get(inner)
                if over is not None:
                    cells[row, col] = cells[over]
                    continue
                at = start + cell.start() + (cell[0].index(inner) if inner else 0)
                cells[row, col] = Cell(Span(at, at + len(inner)), row, col)
        yield Table(Span(*table.span()), tuple(_merged(cells)))


def _merged(places: dict[tuple[int, int], Cell]) -> Iterator[Cell]:
    """Each cell over all the places that it covers."""
    for cell in dict.fromkeys(places.values()):
        covered = [place for place, one in places.items() if one is cell]
        rows, cols = {row for row, _col in covered}, {col for _row, col in covered}
        yield replace(cell, rowspan=len(rows), colspan=len(cols))


def ledger_of(text: str) -> Ledger:
    """Everything that a text states."""
    return gather(pipeline.understand(written(text)))


def gouji(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The installed command, run as from a shell."""
    command = Path(sys.executable).with_name("gouji")
    return subprocess.run(
        [command, *map(str, arguments)], capture_output=True, cwd=cwd, env={**os.environ, **environment}, check=False
    )


def walk(value: Any) -> Any:
    """All evidence objects in a JSON value."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)
