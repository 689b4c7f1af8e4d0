"""DuckDB over a dataset: views with Chinese comments, and queries that reach nothing but the dataset."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.archive.columns import PARTITION, columns
from extractor.archive.rows import TABLES
from extractor.errors import GoujiError

if TYPE_CHECKING:
    import duckdb

NAME = "gouji.duckdb"


class BadQuery(GoujiError):
    """SQL that cannot be run, or that is more than a question."""


def statements(folder: Path) -> Iterator[str]:
    """SQL that makes the views of all tables. A view names absolute paths: DuckDB would look for relative ones where
    the program runs, not where the dataset lies."""
    for name, model in TABLES.items():
        yield f"CREATE OR REPLACE VIEW {name} AS {_select(name, folder)}"
        told = (model.__doc__ or "").strip()
        yield f"COMMENT ON VIEW {name} IS {_quoted(f'{model.TITLE}：{told}')}"
        for column in columns(name):
            unit = f"（{column.unit}）" if column.unit else ""
            yield f"COMMENT ON COLUMN {name}.{column.name} IS {_quoted(column.meaning + unit)}"


def _select(name: str, folder: Path) -> str:
    """What the view shows; of a table without a single row its columns."""
    listed = ", ".join(column.name for column in columns(name))
    if not any((folder / name).glob(f"{PARTITION}=*/*.parquet")):
        empty = ", ".join(f"NULL::{column.sql} AS {column.name}" for column in columns(name))
        return f"SELECT {empty} WHERE false"
    pattern = f"{folder.as_posix()}/{name}/{PARTITION}=*/*.parquet"
    how = f"hive_partitioning = true, hive_types = {{'{PARTITION}': INTEGER}}"
    return f"SELECT {listed} FROM read_parquet({_quoted(pattern)}, {how})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def write(folder: Path) -> None:
    """Make ``gouji.duckdb`` anew: for whoever opens it with DuckDB, R, a desktop client."""
    import duckdb

    folder = folder.resolve()
    temporary = folder / f"{NAME}.tmp"
    temporary.unlink(missing_ok=True)
    with duckdb.connect(str(temporary)) as connection:
        for statement in statements(folder):
            connection.execute(statement)
    temporary.replace(folder / NAME)


def is_here(folder: Path) -> bool:
    """True when the views name the place where the dataset lies now."""
    import duckdb

    if not (folder / NAME).is_file():
        return False
    with duckdb.connect(str(folder / NAME), read_only=True) as connection:
        views = connection.execute(
            "SELECT sql FROM duckdb_views() WHERE NOT internal AND view_name = 'reports'"
        ).fetchall()
    return any(_quoted(folder.resolve().as_posix() + "/")[1:-1] in sql for (sql,) in views)


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection to a dataset that sees its folder only, reads only, and cannot be told otherwise."""
    import duckdb

    folder = folder.resolve()
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    for statement in statements(folder):
        connection.execute(statement)
    connection.execute(f"SET allowed_directories = [{_quoted(f'{folder.as_posix()}/')}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def asked(folder: Path, sql: str) -> duckdb.DuckDBPyConnection:
    """The answer to one question. Raises BadQuery for bad SQL, and for all that would write."""
    import duckdb

    connection = connect(folder)
    try:
        found: Any = connection.extract_statements(sql)
        if len(found) != 1:
            raise BadQuery("一次只能问一句")
        if found[0].type is not duckdb.StatementType.SELECT:
            raise BadQuery("只能查询（SELECT、DESCRIBE、SUMMARIZE、SHOW 等），不能改动")
        return connection.execute(found[0])
    except duckdb.Error as error:
        raise BadQuery(str(error).split("\n\n")[0]) from error
