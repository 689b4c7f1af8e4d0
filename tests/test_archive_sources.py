"""Where reports come from: folders, patterns, zip files, lists, object stores."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from _archives import REPORT, Inline, filled, rows_of

from extractor import pipeline
from extractor.archive import making
from extractor.archive.flatten import Given
from extractor.archive.run import Tally
from extractor.archive.sources import counted, sources
from extractor.errors import BadSetting, GoujiError


def keys(dataset: Path, *words: str | Path) -> list[str]:
    return [source.key for source in sources([str(word) for word in words], dataset)]


def made(dataset: Path, *words: str | Path) -> Tally:
    asked = making.Asked(tuple(map(str, words)), dataset, pipeline.DEFAULT)
    return making.made(asked, lambda tally, total: None, Inline())


def test_a_key_is_the_same_however_the_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = filled(tmp_path, 2)
    dataset = tmp_path / "dataset"
    expected = ["in/report-0.txt", "in/report-1.txt"]
    assert keys(dataset, folder) == keys(dataset, folder / "report-0.txt", folder / "report-1.txt") == expected
    monkeypatch.chdir(folder)
    assert (
        sorted(keys(dataset, "*.txt"))
        == keys(dataset, ".")
        == sorted(keys(dataset, f"{tmp_path}/**/*.txt"))
        == expected
    )
    assert keys(tmp_path / "elsewhere" / "dataset", "report-0.txt") == [(folder / "report-0.txt").as_posix()]


def test_litter_and_the_dataset_itself_are_left_out(tmp_path: Path) -> None:
    folder = filled(tmp_path, 1)
    for name in (".DS_Store", "~$稿.docx", "Thumbs.db", "dataset/reports/part.parquet"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    assert keys(folder / "dataset", folder) == ["report-0.txt"]


@pytest.mark.parametrize("word", ["没有这个文件夹", "没有/*.txt"])
def test_a_word_that_stands_for_nothing_is_said(tmp_path: Path, word: str) -> None:
    with pytest.raises(GoujiError, match=r"没有|不存在"):
        keys(tmp_path / "dataset", tmp_path / word)


def test_members_of_a_zip_are_sources(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("深处/c.txt", REPORT.format(n=3))
    outer = tmp_path / "全年.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("甲局/a.txt", REPORT.format(n=1))
        archive.writestr("../b.txt", REPORT.format(n=2))
        archive.writestr("__MACOSX/a.txt", "x")
        archive.write(inner, "inner.zip")
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 and no more")
    tally = made(tmp_path / "dataset", tmp_path / "全年.zip", tmp_path / "bad.zip")
    assert (tally.reports, tally.failures) == (2, 2)
    data = rows_of(tmp_path / "dataset")
    assert [(row["source_key"], row["file_name"], row["member"]) for row in data["reports"]] == [
        ("全年.zip!/inner.zip!/深处/c.txt", "全年.zip", "inner.zip!/深处/c.txt"),
        ("全年.zip!/甲局/a.txt", "全年.zip", "甲局/a.txt"),
    ]
    assert {(row["source_key"], row["code"]) for row in data["errors"]} == {
        ("全年.zip!/../b.txt", "unsupported"),
        ("bad.zip", "broken"),
    }
    again = made(tmp_path / "dataset", tmp_path / "全年.zip")
    assert (again.files, again.skipped) == (1, 2), "the member that cannot be taken out is tried again"

    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("甲局/a.txt", REPORT.format(n=1))
        archive.write(inner, "new-inner.zip")
    third = made(tmp_path / "dataset", tmp_path / "全年.zip")
    assert (third.files, third.skipped) == (1, 1)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_list_says_what_is_known(tmp_path: Path, encoding: str) -> None:
    filled(tmp_path, 1)
    listed = tmp_path / "清单.csv"
    listed.write_text(
        "路径,年度,单位,项目,网址,经办\nin/report-0.txt,2023年,甲局,养护,,张\nin/没有.txt,2022,,,,\n", encoding
    )
    found = list(sources([str(listed)], tmp_path / "dataset"))
    assert [one.key for one in found] == ["in/report-0.txt", "in/没有.txt"]
    assert found[0].given == Given(2023, "甲局", "养护", None, {"经办": "张"})
    assert counted([str(listed)], tmp_path / "dataset") == 2


def test_what_a_list_says_is_in_the_rows_and_a_change_of_it_comes_through(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    listed = tmp_path / "list.jsonl"
    listed.write_text('{"path": "in/report-0.txt", "unit": "甲局"}\n{"path": "in/none.txt", "year": 2021}\n', "utf-8")
    tally = made(tmp_path / "dataset", listed)
    assert (tally.reports, tally.failures) == (1, 1)
    data = rows_of(tmp_path / "dataset")
    assert data["reports"][0]["given_unit"] == "甲局"
    assert [(row["code"], row["fiscal_year"]) for row in data["errors"]] == [("not_found", 2021)]
    listed.write_text('{"path": "in/report-0.txt", "unit": "乙局"}\n', "utf-8")
    assert made(tmp_path / "dataset", listed).files == 1
    assert rows_of(tmp_path / "dataset")["reports"][0]["given_unit"] == "乙局"


@pytest.mark.parametrize("row", ['{"path": "a.txt", "year": "去年"}', '{"unit": "甲局"}', "[1]", "{"])
def test_a_bad_row_of_a_list_is_named(tmp_path: Path, row: str) -> None:
    listed = tmp_path / "list.jsonl"
    listed.write_text(f'{{"path": "b.txt"}}\n{row}\n', "utf-8")
    with pytest.raises(BadSetting, match="第2行"):
        keys(tmp_path / "dataset", listed)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """A bucket of a server that runs on this machine."""
    server_module = pytest.importorskip("moto.server", reason="moto is not installed")
    pytest.importorskip("s3fs", reason="the extra remote is not installed")
    boto3 = pytest.importorskip("boto3")
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in (
        ("AWS_ENDPOINT_URL", f"http://{host}:{port}"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    made = boto3.resource("s3").create_bucket(Bucket="reports")
    yield made
    server.stop()


def test_an_object_store(tmp_path: Path, bucket: object) -> None:
    put = bucket.put_object  # type: ignore[attr-defined]
    for n in (1, 2):
        put(Key=f"2023/甲局/report-{n}.txt", Body=REPORT.format(n=n).encode())
    put(Key="2023/broken.pdf", Body=b"%PDF-1.7")
    tally = made(tmp_path / "dataset", "s3://reports/2023")
    assert (tally.reports, tally.failures) == (2, 1)
    data = rows_of(tmp_path / "dataset")
    assert [(row["source_key"], row["file_name"], row["url"]) for row in data["reports"]] == [
        (f"s3://reports/2023/甲局/report-{n}.txt", f"report-{n}.txt", f"s3://reports/2023/甲局/report-{n}.txt")
        for n in (1, 2)
    ]
    put(Key="2023/甲局/report-2.txt", Body=REPORT.format(n=4).encode())
    again = made(tmp_path / "dataset", "s3://reports/2023")
    assert (again.files, again.skipped) == (1, 2)
    assert [row["score_text"] for row in rows_of(tmp_path / "dataset")["reports"]] == ["91", "94"]
    with pytest.raises(GoujiError, match="没有文件"):
        made(tmp_path / "dataset", "s3://reports/none")
