"""Promises of SECURITY.md that no other test keeps: sizes, and what LibreOffice is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import readers
from extractor.errors import OverLimit
from extractor.readers import _soffice, pdf, text, xls


@pytest.mark.parametrize(
    ("name", "head", "most"),
    [
        ("a.pdf", b"%PDF-1.7\n", pdf.MAX_BYTES),
        ("a.txt", "预算".encode(), text.MAX_BYTES),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", xls.MAX_BYTES),
    ],
)
def test_a_file_beyond_its_size_is_not_read(name: str, head: bytes, most: int, tmp_path: Path) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(head)
        file.truncate(most + 1)  # a hole: nothing is written
    with pytest.raises(OverLimit):
        readers.read(path)


def test_libreoffice_runs_nothing_and_follows_nothing(tmp_path: Path) -> None:
    _soffice._write_profile(tmp_path)
    profile = (tmp_path / "user" / "registrymodifications.xcu").read_text(encoding="utf-8")
    for name, value in (
        ("MacroSecurityLevel", "3"),
        ("DisableMacrosExecution", "true"),
        ("DisableActiveContent", "true"),
        ("BlockUntrustedRefererLinks", "true"),
    ):
        assert f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value>' in profile


def test_libreoffice_knows_nothing_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    given = _soffice._environment(tmp_path)
    assert "SECRET" not in given
    assert given["HOME"] == given["TMPDIR"] == str(tmp_path)
    assert {given[f"{kind}_proxy"] for kind in ("http", "https", "ftp")} == {"http://127.0.0.1:9"}
