"""Old and foreign office files: by LibreOffice, held against the figures of the file itself; .xls by its records."""

from __future__ import annotations

import contextlib
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from support import ROOT

from extractor import readers
from extractor.document import Document, Line, Span
from extractor.errors import Broken, DependencyMissing, SourceError
from extractor.readers import _biff, _cfb, _kind, _raw_figures, _soffice, office

FORM = ROOT / "samples" / "forms" / "counties-fault.docx"
SHEET = FORM.with_suffix(".xlsx")
needs_office = pytest.mark.skipif(not _soffice.available(), reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form in old formats, written by LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    for source, target in ((FORM, "doc"), (FORM, "rtf"), (FORM, "odt"), (SHEET, "ods"), (SHEET, "xls")):
        with _soffice.converted(source, source.suffix, target) as made:
            shutil.copy(made, folder / f"form.{target}")
    return folder


@needs_office
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt", "ods", "xls"])
def test_the_same_report_in_every_format(files: Path, kind: str) -> None:
    document = readers.read(files / f"form.{kind}")
    same = readers.read(SHEET if kind in ("ods", "xls") else FORM)
    assert document.text == same.text
    assert len(document.tables) == len(same.tables)
    assert (document.name, document.format, document.warnings) == (f"form.{kind}", kind, ())


@needs_office
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt", "ods"])
def test_figures_of_the_file_itself(files: Path, kind: str) -> None:
    words = _raw_figures.words_of(files / f"form.{kind}", kind)
    assert words is not None
    read = _raw_figures.figures(readers.read(files / f"form.{kind}").text)
    assert _raw_figures.figures(words[0]).keys() == read.keys()
    assert not _raw_figures.figures(words[0]) - read


@needs_office
def test_bytes_go_before_the_name(files: Path, tmp_path: Path) -> None:
    path = shutil.copy(files / "form.doc", tmp_path / "report.docx")
    assert "1,537.80" in readers.read(path).text
    assert "1,537.80" in readers.read(shutil.copy(FORM, tmp_path / "report.wps")).text


@needs_office
@pytest.mark.parametrize("cut", [600, 3000, 9000])
def test_truncated_word_files(files: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.doc"
    path.write_bytes((files / "form.doc").read_bytes()[:cut])
    with pytest.raises(SourceError) as raised:
        readers.read(path)
    assert raised.value.source == str(path)


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_soffice, "_program", lambda: None)
    path = tmp_path / "report.rtf"
    path.write_bytes(b"{\\rtf1 2023}")
    with pytest.raises(DependencyMissing) as raised:
        readers.read(path)
    assert raised.value.code == "dependency_missing"
    assert "LibreOffice" in raised.value.message


def test_a_converter_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever ends the wait, the whole group of the program is ended and its folder removed."""
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def popen(command: list[str], **rest: object) -> subprocess.Popen[bytes]:
        process = real(["sh", "-c", "cat & cat"], **{**rest, "stdin": subprocess.PIPE, "preexec_fn": None})  # type: ignore[call-overload]
        started.append(process)
        return process  # type: ignore[no-any-return]

    monkeypatch.setattr(_soffice, "_isolation", lambda: ())
    monkeypatch.setattr(_soffice, "_program", lambda: "/bin/false")
    monkeypatch.setattr(_soffice.subprocess, "Popen", popen)
    monkeypatch.setattr(_soffice, "SECONDS", 0.05)
    path = tmp_path / "report.rtf"
    path.write_bytes(b"{\\rtf1 2023}")
    with pytest.raises(SourceError) as raised:
        readers.read(path)
    assert raised.value.code == "limit"
    assert started[0].returncode is not None


def document(text: str) -> Document:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Line(Span(start, start + len(line))))
        start += len(line) + 1
    return Document("a.doc", "doc", text, "0", lines=tuple(lines))


def test_cells_that_ran_together_are_not_read() -> None:
    """Once seen: LibreOffice wrote the table of a .doc as one line, so that 0.25 and 1 became 0.251."""
    held = office._compared(document("合计3.50\n预算0.251万元"), ("合计3.50\r预算\x070.25\x071\x07", "合计3.50 0.25 1"))
    assert [held.text[item.span.start : item.span.end] for item in held.furniture] == ["预算0.251万元"]
    assert any("少了2个数字" in warning for warning in held.warnings)
    assert any("表格" in warning for warning in held.warnings)


def test_numbers_of_generated_lists_are_no_loss() -> None:
    held = office._compared(document("1. 预算3.50"), ("预算3.50", "预算3.50"))
    assert (held.warnings, held.furniture) == ((), ())


def test_what_cannot_be_compared_is_said() -> None:
    assert "未能核对" in office._compared(document("预算3.50"), None).warnings[0]


def test_rich_text() -> None:
    raw = (
        rb"{\rtf1\ansi{\fonttbl{\f0 Times 12;}}{\*\generator Riched20 10.0.19041}\f0\fs24 "
        rb"\'d4\'a4\'cb\'e3 12.50\par \u23454?\u38469? 11.875{\pict 99.99}\par}"
    )
    assert _raw_figures._rich_text(raw).split() == ["预算", "12.50", "实际", "11.875"]


@pytest.mark.parametrize("size", [0, 8, 511, 512, 600])
def test_container_of_nothing(size: int) -> None:
    raw = (_cfb.MAGIC + bytes(22) + struct.pack("<HH", 9, 6) + bytes(600))[:size]
    with contextlib.suppress(_cfb.Unreadable):
        assert _cfb.Container(raw).names() == frozenset()
    assert _biff.formats(raw) == []


def test_container_in_a_circle() -> None:
    header = bytearray(_cfb.MAGIC + bytes(504))
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<8I", header, 44, 1, 1, 0, 0, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *([0xFFFFFFFF] * 108))
    sector = struct.pack("<128I", 0xFFFFFFFD, 2, 1, *([0xFFFFFFFF] * 125))
    with pytest.raises(_cfb.Unreadable):
        _cfb.Container(bytes(header) + sector * 3)


def test_a_word_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "report.doc"
    path.write_bytes("预算".encode())
    with pytest.raises(Broken):
        readers.read(path)
    assert _kind.suffix(path, path.read_bytes()) is None
