"""``gouji query``: answers, and what it cannot be made to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")

from _archives import Inline, filled  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from extractor import pipeline  # noqa: E402
from extractor.archive import making, views  # noqa: E402
from extractor.archive.columns import columns  # noqa: E402
from extractor.archive.rows import TABLES  # noqa: E402
from extractor.archive.sources import sources  # noqa: E402
from extractor.archive.store import Store  # noqa: E402
from extractor.archive.work import Job, done  # noqa: E402
from extractor.cli import app  # noqa: E402


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("query")
    filled(place, 2)
    asked = making.Asked((str(place / "in"),), place / "数据集's", pipeline.DEFAULT)
    making.made(asked, lambda tally, total: None, Inline())
    return place / "数据集's"


def query(dataset: Path, sql: str, *more: str) -> str:
    done = CliRunner().invoke(app, ["query", sql, "-d", str(dataset), *more], env={"COLUMNS": "100"})
    assert done.exit_code == 0, done.output
    return done.stdout


def test_shapes_of_answers(dataset: Path) -> None:
    sql = "SELECT source_key, score, signals FROM reports WHERE source_key LIKE '%1.txt'"
    assert query(dataset, sql) == "source_key,score,signals\nin/report-1.txt,91,[]\n"
    row = {"source_key": "in/report-1.txt", "score": "91", "signals": []}
    assert json.loads(query(dataset, sql, "-f", "json")) == [row]
    assert json.loads(query(dataset, sql, "-f", "jsonl")) == row
    assert "in/report-1.txt" in query(dataset, sql, "-f", "table")
    assert json.loads(query(dataset, "SELECT 1 WHERE false", "-f", "json")) == []


def test_every_table_is_there_even_without_rows(dataset: Path) -> None:
    for name in TABLES:
        described = query(dataset, f"SELECT column_name FROM (DESCRIBE {name})").split()[1:]
        assert described == [column.name for column in columns(name)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_text('{}/../in/report-0.txt')",
        "COPY (SELECT 1) TO '{}/x.csv'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{}/x.csv'",
        "ATTACH '{}/x.duckdb'",
        "INSTALL httpfs",
        "LOAD '/tmp/x.so'",
        "SET enable_external_access = true",
        "DROP VIEW reports",
        "SELECT 1; SELECT 2",
        "SELEC 1",
        "",
    ],
)
def test_a_question_reads_the_dataset_and_nothing_else(dataset: Path, sql: str) -> None:
    before = sorted(dataset.rglob("*"))
    words = ["query", sql.format(str(dataset).replace("'", "''")), "-d", str(dataset)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2, done.output
    assert len(done.stderr.splitlines()) == 1
    assert sorted(dataset.rglob("*")) == before


def test_a_folder_that_is_no_dataset_is_said(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["query", "SELECT 1", "-d", str(tmp_path)])
    assert done.exit_code == 2
    assert "不是" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_database_file_carries_the_meanings(dataset: Path) -> None:
    with duckdb.connect(str(dataset / views.NAME), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (2,)
        told = dict(
            connection.execute(
                "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'funds'"
            ).fetchall()
        )
        assert told["yuan"] == "折合元（元）"
        assert all(told.values())
        ((comment,),) = connection.execute("SELECT comment FROM duckdb_views() WHERE view_name = 'funds'").fetchall()
        assert comment.startswith("资金")


def test_a_dataset_may_be_moved(dataset: Path, tmp_path: Path) -> None:
    """Views name absolute paths: the first question after a move makes them anew."""
    moved = tmp_path / "别处"
    shutil.copytree(dataset, moved)
    assert query(moved, "SELECT count(*) AS n FROM reports") == "n\n2\n"
    with duckdb.connect(str(moved / views.NAME), read_only=True) as connection:
        ((sql,),) = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'reports'").fetchall()
        assert str(moved) in sql


def test_rows_that_a_killed_run_left_waiting_are_found(dataset: Path, tmp_path: Path) -> None:
    moved = tmp_path / "dataset"
    shutil.copytree(dataset, moved)
    (source,) = sources([str(filled(tmp_path, 1) / "report-0.txt")], tmp_path / "dataset")
    made = done((Job(source, None),), pipeline.DEFAULT)
    with Store(moved) as store:
        store.add(made.entries, made.rows)
        assert query(moved, "SELECT count(*) AS n FROM reports") == "n\n2\n", "while a run is at it, what is published"
    again = query(moved, "SELECT count(*) AS n FROM reports WHERE source_key LIKE '%report-0%'")
    assert again == "n\n1\n"
