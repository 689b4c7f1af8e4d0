"""Answers of DuckDB, printed. Decimals stay decimals: in JSON they are strings, as in the reports."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

_ROWS = 1000
_SCREEN = 1000
"""rows that a table on the screen shows at most"""


def printed(answer: duckdb.DuckDBPyConnection, shape: str) -> Iterator[str]:
    """The answer in pieces, as ``table``, ``csv``, ``json`` or ``jsonl``."""
    names = [column[0] for column in answer.description or ()]
    made = {"table": _table, "csv": _csv, "json": _json, "jsonl": _jsonl}[shape]
    yield from made(names, _rows(answer))


def _rows(answer: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := answer.fetchmany(_ROWS):
        yield from rows


def _csv(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    for row in itertools.chain([names], rows):
        writer.writerow([_cell(value) for value in row])
        yield sink.getvalue()
        sink.seek(0)
        sink.truncate()


def _jsonl(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False) + "\n"


def _json(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    before = "[\n"
    for line in _jsonl(names, rows):
        yield before + line.rstrip("\n")
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _table(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name in names:
        table.add_column(name, overflow="fold")
    for shown, row in enumerate(rows):
        if shown == _SCREEN:
            table.caption = f"只印前{_SCREEN}行；全部请用 --format csv"
            break
        table.add_row(*(_shown(value) for value in row))
    console = Console(markup=False, highlight=False)
    with console.capture() as capture:
        console.print(table)
    yield capture.get()


def _shown(value: Any) -> str:
    text = "·" if value is None else _cell(value)
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)


def _cell(value: Any) -> str:
    """A value in one cell; lists as JSON."""
    plain = _plain(value)
    if plain is None:
        return ""
    return json.dumps(plain, ensure_ascii=False) if isinstance(plain, (list, dict)) else str(plain)


def _plain(value: Any) -> Any:
    """What JSON knows."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Decimal():
            return format(value.normalize() if value else Decimal(0), "f")
        case date() | datetime():
            return value.isoformat()
        case list() | tuple():
            return [_plain(one) for one in value]
        case dict():
            return {str(name): _plain(one) for name, one in value.items()}
    return str(value)
