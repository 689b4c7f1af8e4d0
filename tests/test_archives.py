"""Archives: every member is one report or one error, and nothing in them can escape, swell or nest without end."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
from support import SAMPLES, gouji

from extractor import unpacking
from extractor.errors import SourceError
from extractor.unpacking import Member, unpacked

REPORT = (SAMPLES / "sister.txt").read_bytes()


def zipped(*members: tuple[str, bytes], packed: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, raw in members:
            archive.writestr(name, raw)
    return buffer.getvalue()


def members(folder: Path, raw: bytes) -> list[Member]:
    path = folder / "a.zip"
    path.write_bytes(raw)
    target = folder / "out"
    target.mkdir()
    return unpacked(path, target)


def codes(found: list[Member]) -> dict[str, str | None]:
    return {member.name: member.error[0] if member.error else None for member in found}


def test_members_in_order_nested_ones_too(tmp_path: Path) -> None:
    inner = zipped(("内层/b.txt", b"b"), ("deep.zip", zipped(("c.txt", b"c"))))
    found = members(tmp_path, zipped(("x/a.txt", b"a"), ("inner.zip", inner), ("__MACOSX/._a", b"")))
    assert codes(found) == {"x/a.txt": None, "inner.zip/内层/b.txt": None, "inner.zip/deep.zip": "limit"}


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:/a.txt", "..\\a.txt"])
def test_no_name_leads_outside(tmp_path: Path, name: str) -> None:
    found = members(tmp_path, zipped((name, b"a"), ("b.txt", b"b")))
    assert list(codes(found).values()) == ["unsupported", None]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["00001.txt"]


def test_links_in_archives_are_not_followed(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert codes(members(tmp_path, buffer.getvalue())) == {"link.txt": "unsupported"}


@pytest.mark.parametrize("name", ["自评表.txt", "停机坪啊.txt", "一乗.txt"])
def test_names_of_chinese_windows(tmp_path: Path, name: str) -> None:
    gbk = name.encode("gb18030")
    raw = zipped(("A" * len(gbk), b"a")).replace(b"A" * len(gbk), gbk)
    assert [member.name for member in members(tmp_path, raw)] == [name]


def test_names_hold_no_terminal_codes(tmp_path: Path) -> None:
    (member,) = members(tmp_path, zipped(("a\x1b[31mb\n.txt", b"a")))
    assert member.name == "a\ufffd[31mb\ufffd.txt"


def test_bombs_are_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "SMALL", 1000)
    monkeypatch.setattr(unpacking, "_CHUNK", 1000)
    found = members(tmp_path, zipped(("bomb.txt", bytes(2_000_000)), ("a.txt", b"a"), packed=True))
    assert codes(found) == {"bomb.txt": "limit", "a.txt": None}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["00002.txt"]


def test_what_comes_out_counts_not_what_is_claimed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_BYTES", 1500)
    monkeypatch.setattr(unpacking, "_Budget", lambda: _budget(1500))
    found = members(tmp_path, zipped(("a.txt", bytes(1000)), ("b.txt", bytes(1000))))
    assert codes(found) == {"a.txt": None, "b.txt": "limit"}


_real_budget = unpacking._Budget


def _budget(size: int) -> unpacking._Budget:
    return _real_budget(size=size)


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_Budget", lambda: _real_budget(members=2))
    found = members(tmp_path, zipped(("a.txt", b""), ("b.txt", b""), ("c.txt", b"")))
    assert [member.error[0] if member.error else None for member in found] == [None, None, "limit"]


@pytest.mark.parametrize("cut", [4, 30, 60, 120])
def test_cut_off(tmp_path: Path, cut: int) -> None:
    raw = zipped(("a.txt", b"a" * 40))
    with pytest.raises(SourceError) as raised:
        members(tmp_path, raw[:cut])
    assert raised.value.code == "broken"


def test_a_damaged_member_is_its_own_error(tmp_path: Path) -> None:
    raw = zipped(("a.txt", b"aaaaaaaa"), ("b.txt", b"b")).replace(b"aaaaaaaa", b"aaaabaaa")
    assert codes(members(tmp_path, raw)) == {"a.txt": "broken", "b.txt": None}


def test_audit_walks_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "材料.zip"
    path.write_bytes(zipped(("县/自评.txt", REPORT), ("图.xyz", b"x"), ("空.txt", b"")))
    run = gouji("audit", path, "--format", "jsonl", TMPDIR=str(tmp_path))
    first, second, third = map(json.loads, run.stdout.splitlines())
    assert (first["source"]["name"], first["source"]["member"]) == ("材料.zip", "县/自评.txt")
    assert second["error"]["source"] == f"{path}!/图.xyz"
    assert third["error"]["code"] == "empty"
    assert run.returncode == 3
    assert [entry.name for entry in tmp_path.iterdir()] == ["材料.zip"]


def test_an_archive_of_nothing_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped())
    assert json.loads(gouji("audit", path).stdout)["error"]["code"] == "empty"


def test_an_office_file_called_zip_is_read(tmp_path: Path) -> None:
    path = tmp_path / "form.zip"
    path.write_bytes((SAMPLES / "forms" / "counties-fault.docx").read_bytes())
    assert json.loads(gouji("audit", path).stdout)["source"]["format"] == "docx"


def test_text_of_an_archive_names_the_verb_that_walks_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(("a.txt", REPORT)))
    run = gouji("text", path)
    assert run.returncode == 3
    assert "gouji audit" in run.stderr.decode()
