"""From the models of the tables to columns: names, types, comments."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from extractor.archive.rows import TABLES, Precision, Row

if TYPE_CHECKING:
    import pyarrow as pa

PARTITION = "fiscal_year"
"""the column that is a folder and stands in no file"""


@dataclass(frozen=True, slots=True)
class Column:
    """``sql``: its type in DuckDB; ``key``: ``primary``, ``table.column``, or empty."""

    name: str
    sql: str
    nullable: bool
    meaning: str
    unit: str
    key: str


_SQL = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN", float: "DOUBLE"}


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    return tuple(_columns(TABLES[table]))


def _columns(model: type[Row]) -> Iterator[Column]:
    for name, field in model.model_fields.items():
        kind, nullable = _bare(field.annotation)
        precision = next((one for one in field.metadata if isinstance(one, Precision)), None)
        if name == PARTITION:
            sql = "INTEGER"
        elif get_origin(kind) is list:
            sql = "VARCHAR[]"
        elif kind is Decimal:
            assert precision is not None, name
            sql = f"DECIMAL({precision.digits},{precision.places})"
        else:
            sql = _SQL[kind]
        extra: Any = field.json_schema_extra or {}
        yield Column(name, sql, nullable, field.description or "", extra.get("unit", ""), extra.get("key", ""))


def _bare(annotation: Any) -> tuple[Any, bool]:
    """The type without ``| None``, and whether that was there."""
    if get_origin(annotation) in (Union, types.UnionType):
        (kind,) = (one for one in get_args(annotation) if one is not type(None))
        return kind, True
    return annotation, False


@cache
def schema(table: str, partitioned: bool = False) -> pa.Schema:
    """The Arrow schema of a table; ``partitioned``: as it stands in a file, without the year."""
    import pyarrow as pa

    kinds = {
        "VARCHAR": pa.string(),
        "VARCHAR[]": pa.list_(pa.string()),
        "BIGINT": pa.int64(),
        "INTEGER": pa.int32(),
        "BOOLEAN": pa.bool_(),
        "DOUBLE": pa.float64(),
    }
    fields = []
    for column in columns(table):
        if partitioned and column.name == PARTITION:
            continue
        kind = kinds.get(column.sql) or pa.decimal128(*_digits(column.sql))
        told = {"comment": f"{column.meaning}{f'（{column.unit}）' if column.unit else ''}"}
        fields.append(pa.field(column.name, kind, nullable=column.nullable, metadata=told))
    return pa.schema(fields)


def _digits(sql: str) -> tuple[int, int]:
    digits, places = sql.removeprefix("DECIMAL(").removesuffix(")").split(",")
    return int(digits), int(places)


def fitted(text: str | None, kind: Precision) -> Decimal | None:
    """A printed decimal that the column holds exactly; None for anything else.

    >>> fitted("239.60", Precision(28, 8)), fitted("92.3–98.3", Precision(28, 8)), fitted("0.123", Precision(28, 2))
    (Decimal('239.60'), None, None)
    """
    if text is None:
        return None
    try:
        number = Decimal(text.rstrip("0") or "0") if "." in text and len(text) > kind.places else Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    fits = int(number.as_tuple().exponent) >= -kind.places and number.adjusted() < kind.digits - kind.places
    return number if fits else None
