"""``gouji archive``: what goes in comes out, once; what is known is not read again; whatever is killed goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from decimal import Decimal
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")
pc = pytest.importorskip("pyarrow.compute")

from _archives import Inline, filled, rows_of  # noqa: E402
from support import ROOT  # noqa: E402

from extractor import pipeline  # noqa: E402
from extractor.archive import log, making, migrations  # noqa: E402
from extractor.archive.columns import columns  # noqa: E402
from extractor.archive.log import Entry  # noqa: E402
from extractor.archive.parquet import encoded  # noqa: E402
from extractor.archive.rows import TABLES, ProblemRow, Row, TextRow  # noqa: E402
from extractor.archive.store import Store  # noqa: E402
from extractor.archive.work import Made  # noqa: E402
from extractor.errors import GoujiError  # noqa: E402


def test_every_file_comes_in_once(tmp_path: Path) -> None:
    folder = filled(tmp_path, 3)
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 no more")
    tally = making.made(asked(tmp_path), quiet, Inline())
    assert (tally.files, tally.reports, tally.failures, tally.skipped) == (4, 3, 1, 0)
    data = rows_of(tmp_path / "dataset")
    assert [row["source_key"] for row in data["reports"]] == [f"in/report-{n}.txt" for n in range(3)]
    assert [(row["source_key"], row["code"]) for row in data["errors"]] == [("in/bad.pdf", "broken")]


def test_rows_say_what_the_report_says(tmp_path: Path) -> None:
    folder = filled(tmp_path, 1)
    making.made(asked(tmp_path), quiet, Inline())
    report = pipeline.audit(folder / "report-0.txt")
    data = rows_of(tmp_path / "dataset")
    (head,) = data["reports"]
    assert (head["sha256"], head["title"], head["score_text"]) == (
        report.source.sha256,
        report.report.title,
        report.report.scores.total,
    )
    assert [row["yuan"] for row in data["funds"]] == [Decimal(one.amount.yuan) for one in report.report.funds]
    assert [row["target_text"] for row in data["indicators"]] == [
        one.target and one.target.text for one in report.report.indicators
    ]
    assert [row["outcome"] for row in data["checks"]] == [one.outcome for one in report.checks]
    (text,) = data["texts"]
    for row in data["evidence"]:
        there = text["text"][row["span_start"] : row["span_end"]]
        assert "".join(there.split()) == "".join(row["quote"].split())


def test_known_files_are_not_read_again_and_changed_ones_replace_theirs(tmp_path: Path) -> None:
    folder = filled(tmp_path, 3)
    making.made(asked(tmp_path), quiet, Inline())
    before = rows_of(tmp_path / "dataset")
    again = making.made(asked(tmp_path), quiet, Inline())
    assert (again.files, again.skipped) == (0, 3)
    assert rows_of(tmp_path / "dataset") == before

    changed = folder / "report-1.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("2023", "2022"), encoding="utf-8")
    (folder / "report-2.txt").write_bytes(b"")
    (folder / "report-9.txt").write_bytes((folder / "report-0.txt").read_bytes())
    third = making.made(asked(tmp_path), quiet, Inline())
    assert (third.files, third.skipped) == (3, 1)
    fresh = tmp_path / "fresh" / "dataset"
    making.made(making.Asked((str(folder),), fresh, pipeline.DEFAULT), quiet, Inline())
    assert without_keys(rows_of(tmp_path / "dataset")) == without_keys(rows_of(fresh))


def test_a_run_that_is_killed_anywhere_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step that touches the disk is the last one of some run: nothing is lost, nothing comes twice."""
    monkeypatch.setattr(log, "SYNC", "OFF")  # the power does not fail here
    first = [made_of("a", "一", 2023), made_of("b", "二", 2022)]
    second = [made_of("b", "改", 2023), made_of("c", "三", 2022)]
    whole = written(tmp_path / "whole", first, second)
    assert [row["text"] for row in whole["texts"]] == ["一", "改", "三"]
    ended, steps = True, 0
    while ended:
        dataset = tmp_path / f"killed-{steps}"
        with monkeypatch.context() as patch:
            ended = killed_after(patch, steps, lambda: written(dataset, first, second))  # noqa: B023
        assert written(dataset, first, second) == whole, f"killed at step {steps}"
        assert not list(dataset.rglob("*.tmp"))
        steps += 1
    assert steps > 20


def test_small_segments_are_put_together(tmp_path: Path) -> None:
    """Ten runs with one file each leave few files, and every row once; a change still finds its rows."""
    dataset = tmp_path / "dataset"
    turns = [[made_of(f"file-{n}", f"第{n}次", 2020 + n % 2)] for n in range(10)]
    expected = written(dataset, *turns)
    assert len(list(dataset.rglob("texts/**/*.parquet"))) == 10
    with Store(dataset) as store:
        store.merge()
    assert rows_of(dataset) == expected
    assert len(list(dataset.rglob("texts/**/*.parquet"))) == 2
    changed = written(dataset, [made_of("file-3", "改过", 2030)])
    assert [row["text"] for row in changed["texts"] if row["source_key"] == "file-3"] == ["改过"]
    assert len(changed["texts"]) == len(changed["problems"]) == 10


def test_an_older_dataset_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Published rows and those that wait; a newer one is refused."""
    dataset = tmp_path / "dataset"
    written(dataset, [made_of("a", "甲", 2023)])
    with Store(dataset) as store:
        waiting = made_of("b", "乙", 2024)
        store.add(waiting.entries, waiting.rows)

    def louder(name: str, rows: Any) -> Any:
        at = rows.schema.get_field_index("text")
        return rows.set_column(at, rows.schema.field(at), pc.binary_join_element_wise(rows["text"], "！", ""))

    monkeypatch.setattr("extractor.archive.store.SCHEMA_VERSION", 2)
    monkeypatch.setitem(migrations.STEPS, 1, louder)
    with Store(dataset) as store:
        store.fold()
    assert [row["text"] for row in rows_of(dataset)["texts"]] == ["甲！", "乙！"]
    monkeypatch.undo()
    with pytest.raises(GoujiError, match="更新的版本"):
        Store(dataset)


def test_the_card_says_what_is_there(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    making.made(asked(tmp_path), quiet, Inline())
    card = (tmp_path / "dataset" / "README.md").read_text(encoding="utf-8")
    assert "| reports | 报告 | 2 |" in card
    assert "F1" in card
    assert "## findings（发现的问题）" in (tmp_path / "dataset" / "dictionary.md").read_text(encoding="utf-8")


def test_the_accuracy_on_the_card_is_of_this_version() -> None:
    """After a change of version: python -m benchmarks.accuracy."""
    measured = json.loads((ROOT / "extractor" / "archive" / "accuracy.json").read_text(encoding="utf-8"))
    assert measured["version"] == metadata.version("gouji")


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with Store(tmp_path / "dataset"), pytest.raises(log.Busy, match="正在写"):
        Store(tmp_path / "dataset")


def test_columns_need_no_quotes() -> None:
    connection = duckdb.connect()
    for name in TABLES:
        assert all(column.meaning for column in columns(name))
        listed = ", ".join(f"1 AS {column.name}" for column in columns(name))
        connection.execute(f"CREATE VIEW {name} AS SELECT {listed}")
        connection.execute(f"SELECT {', '.join(column.name for column in columns(name))} FROM {name}")


class Killed(BaseException):
    """The end of a run, as far as the code can tell."""


def killed_after(patch: pytest.MonkeyPatch, steps: int, run: Callable[[], object]) -> bool:
    """Let a run end as it syncs or renames a file or opens a transaction, the n-th time; False when it went through."""
    left = steps

    def stepping(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return real(*args, **more)

        return step

    patch.setattr(os, "fsync", stepping(lambda handle: None))
    patch.setattr(Path, "replace", stepping(Path.replace))
    patch.setattr(log, "together", stepping(log.together))
    try:
        run()
    except Killed:
        return True
    return False


def made_of(key: str, text: str, year: int) -> Made:
    """What a worker might have made of a file."""
    rows: list[tuple[str, Row]] = [
        ("texts", TextRow(source_key=key, fiscal_year=year, text=text)),
        ("problems", ProblemRow(source_key=key, fiscal_year=year, report_id=key, n=0, text=text)),
    ]
    return Made((Entry(key, text, None, "", 1, str(year), None),), encoded(rows), 0, 0)


def written(dataset: Path, *turns: list[Made]) -> dict[str, list[dict[str, Any]]]:
    """A dataset after several runs, each of which leaves out what is known, as a run does."""
    for turn in turns:
        with Store(dataset) as store:
            for made in turn:
                known = store.known(made.entries[0].key)
                if known is None or known.sha256 != made.entries[0].sha256:
                    store.add(made.entries, made.rows)
            store.fold()
    return rows_of(dataset)


def asked(place: Path) -> making.Asked:
    return making.Asked((str(place / "in"),), place / "dataset", pipeline.DEFAULT)


def quiet(tally: object, total: int | None) -> None:
    """Nobody looks."""


def without_keys(data: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Rows apart from what hangs on the place of the dataset."""
    drop = {"source_key", "report_id"}
    return sorted(
        f"{name} {[value for key, value in row.items() if key not in drop]}"
        for name, rows in data.items()
        for row in rows
    )
