"""Hostile files end in their report or in one clear error, never in a trace, a hang or a report about nothing.

The small size; the full one is run by hand: ``python -m benchmarks.fuzz --small --count 100000``.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from support import SAMPLES, SHARED, gouji

from benchmarks.fuzz.nasty import nasty, with_member
from benchmarks.fuzz.run import WRONG, Job, ended, mutants, tallied
from benchmarks.fuzz.seeds import REPORT, ofd, seeds, zipped
from benchmarks.fuzz.small import small
from extractor import pipeline, readers
from extractor.errors import Broken, OverLimit, SourceError
from extractor.readers import _soffice

CODES = {"encoding", "encrypted", "broken", "empty", "no_text_layer", "limit", "unsupported", "dependency_missing"}
OFFICE = (".doc", ".wps", ".rtf", ".odt", ".et")
SLOW = ("one-line.txt",)
"""seconds of checks: run with the full size"""

NASTY = [(name, raw) for name, raw in nasty() if name not in SLOW and Path(name).suffix not in OFFICE]
OLD = [(name, raw) for name, raw in nasty() if Path(name).suffix in OFFICE]
MADE = seeds() if not _soffice.available() else {}
"""without LibreOffice these are all seeds; with it, its formats cost seconds and are left to the full size"""
QUICK = ("txt", "ofd", "pdf", "docx", "xlsx", "html", "zip", "xls")


def told(name: str, raw: bytes, folder: Path) -> str:
    path = folder / name
    path.write_bytes(raw)
    out = folder / "out" if path.suffix == ".zip" else None
    if out:
        out.mkdir()
    end = ended(Job(path, audit=True, folder=out))
    assert end.what not in WRONG, end.words
    return end.what


@pytest.mark.parametrize(("name", "raw"), NASTY, ids=[name for name, _ in NASTY])
def test_made_to_do_harm(name: str, raw: bytes, tmp_path: Path) -> None:
    assert told(name, raw, tmp_path) in CODES | {"read"}


@pytest.mark.skipif(not _soffice.available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("name", "raw"), OLD, ids=[name for name, _ in OLD])
def test_made_to_do_harm_to_libreoffice(name: str, raw: bytes, tmp_path: Path) -> None:
    """Nothing that LibreOffice takes for plain text becomes a report."""
    assert told(name, raw, tmp_path) in CODES


@pytest.fixture(scope="module")
def sound() -> dict[str, list[bytes]]:
    found = MADE or _quick_seeds()
    return {suffix: found[suffix] for suffix in QUICK}


def _quick_seeds() -> dict[str, list[bytes]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_soffice, "_program", lambda: None)
        return seeds()


@pytest.mark.parametrize("suffix", QUICK)
def test_mutated(suffix: str, sound: dict[str, list[bytes]]) -> None:
    tally = tallied(mutants(suffix, sound[suffix], 60, seed=7))
    assert tally.faults == []
    assert set(tally.ends) <= CODES | {"read"}
    assert tally.ends.total() == 60


@pytest.mark.parametrize("suffix", ["txt", "pdf", "docx", "xlsx", "html", "ofd"])
@pytest.mark.parametrize("share", [1, 3, 6, 9])
def test_cut_off(suffix: str, share: int, sound: dict[str, list[bytes]], tmp_path: Path) -> None:
    """What is cut off is an error, or says that something is missing; text and web pages just end."""
    path = tmp_path / f"cut.{suffix}"
    raw = sound[suffix][0]
    path.write_bytes(raw[: len(raw) * share // 10])
    try:
        document = readers.read(path)
    except SourceError as error:
        assert error.code in CODES
        return
    assert suffix in ("txt", "html") or document.warnings


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "ofd"])
def test_entities_are_not_followed(suffix: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    part = {"docx": "word/document.xml", "xlsx": "xl/sharedStrings.xml", "ofd": "Doc_0/Pages/Page_0/Content.xml"}[
        suffix
    ]
    sound = ofd() if suffix == "ofd" else (SAMPLES / "forms" / f"counties-fault.{suffix}").read_bytes()
    doctype = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(with_member(sound, part, f"{doctype}<x>&s;</x>".encode()))
    try:
        assert "机密" not in readers.read(path).text
    except SourceError as error:
        assert "机密" not in error.message


def test_merged_ranges_are_measured_first(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(dict(nasty())["far.xlsx"])
    with pytest.raises(OverLimit):
        readers.read(path)


def test_sizes_of_an_old_workbook_are_weighed_first(tmp_path: Path) -> None:
    """What calamine would believe never reaches it: in these tests there is no child that could die instead."""
    for name, raw in nasty():
        if name.endswith(".xls") and not name.startswith("zeros"):
            path = tmp_path / name
            path.write_bytes(raw)
            with pytest.raises((OverLimit, Broken)):
                readers.read(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(zipped({"word/document.xml": bytes(100_000_000)}))
    with pytest.raises(OverLimit):
        readers.read(path)


def test_a_message_is_one_line_and_not_endless() -> None:
    error = Broken("a.pdf", "one\ntwo " + "x" * 10_000)
    assert error.message.startswith("one two x")
    assert len(error.message) <= 400


def test_no_terminal_codes_from_a_report(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><p>&#27;[31m&#155;{REPORT}</p></html>", encoding="utf-8")
    assert not re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]", readers.read(path).text)


def test_no_terminal_codes_from_a_name(tmp_path: Path) -> None:
    run = gouji("audit", tmp_path / "a\x1b[31m.txt")
    assert b"\x1b" not in run.stderr
    assert run.returncode == 3


def test_no_formula_reaches_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "=cmd.txt"
    path.write_text(
        "=HYPERLINK(1)2023年度自评报告\n预算10.00万元，其中：道路6.00万元、桥梁5.00万元，合计10.00万元。\n",
        encoding="utf-8",
    )
    table = gouji("audit", "=cmd.txt", "--format", "csv", cwd=tmp_path).stdout.decode("utf-8-sig")
    assert not re.search(r'(?:^|,)"?[=+@]', table, re.MULTILINE)


def test_markup_of_a_report_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<p>&lt;script&gt;alert(1)&lt;/script&gt;{REPORT}</p>", encoding="utf-8")
    report = json.loads(gouji("audit", path).stdout)
    assert report["source"]["format"] == "html"


@pytest.mark.skipif(not (SHARED / "real" / "nasty").is_dir(), reason="no shared folder")
def test_published_nasty_files() -> None:
    """Without recognising: that costs seconds a page."""
    paths = sorted(path for path in (SHARED / "real" / "nasty").rglob("*.pdf"))
    for path in paths:
        try:
            document = pipeline.read(path) if path.stat().st_size < 200_000 else None
        except SourceError as error:
            assert error.code in CODES
        else:
            assert document is None or document.text.strip()


@pytest.mark.parametrize("suffix", ["txt", "html", "docx", "xlsx", "pdf", "ofd", "xls"])
def test_small_seeds_are_sound(suffix: str, tmp_path: Path) -> None:
    """What the large runs begin with has the figures that it is made to have: else they would test nothing."""
    for number, raw in enumerate(small(suffix)):
        path = tmp_path / f"{number}.{suffix}"
        path.write_bytes(raw)
        assert re.search(r"12\.50|97\.30%|95\.00%|1 2 \. 5 0", readers.read(path).text)


@pytest.mark.parametrize(
    ("suffix", "part", "before", "after"),
    [
        ("docx", "word/document.xml", '<w:ilvl w:val="0"/>', '<w:ilvl w:val="1e9"/>'),
        ("docx", "word/numbering.xml", '<w:start w:val="1"/>', f'<w:start w:val="{"9" * 5000}"/>'),
        ("docx", "word/document.xml", '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="²"/>'),
        ("xlsx", "xl/worksheets/sheet1.xml", 's="1"', 's="99"'),
        ("xlsx", "xl/worksheets/sheet1.xml", 's="2"', 's="2147483648"'),
        ("xlsx", "xl/worksheets/sheet1.xml", 's="1"', 's="999999999999999999999"'),
    ],
)
def test_numbers_that_no_file_should_have(suffix: str, part: str, before: str, after: str, tmp_path: Path) -> None:
    """Found by the mutations of the large run."""
    sound = small(suffix)[0]
    with zipfile.ZipFile(io.BytesIO(sound)) as package:
        held = package.read(part).decode()
    assert before in held
    assert told(f"a.{suffix}", with_member(sound, part, held.replace(before, after).encode()), tmp_path) in {
        "read",
        "broken",
    }


def test_spans_that_no_page_should_have(tmp_path: Path) -> None:
    page = f'<table><tr><td rowspan="{"9" * 5000}">1</td><td colspan="²">2</td></tr></table>{REPORT}'
    assert told("a.html", page.encode(), tmp_path) in {"read", "limit"}


def test_lines_of_nothing_but_bars_are_no_table(tmp_path: Path) -> None:
    bars = "\n".join(["|" * 40] * 4)
    assert told("a.txt", f"{REPORT}\n{bars}\n".encode(), tmp_path) == "read"


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"/MediaBox [ 0 0 ", b"/MediaBox [ 595 0 "), (b" Tf", b" Tf 1e38 1e38 -1e38 1e38 0 0 Tm 3e38 Tz")],
)
def test_pages_and_type_that_nobody_can_draw(before: bytes, after: bytes, tmp_path: Path) -> None:
    """A page thinner than a pixel; type with a matrix that is no number."""
    for sound in small("pdf"):
        assert told("a.pdf", sound.replace(before, after), tmp_path) in {"read", "broken", "empty", "limit"}
