"""What stands beside the text of a Word document: footnotes are notes, what is embedded is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from benchmarks.fuzz.nasty import with_member
from benchmarks.fuzz.small import docx
from extractor import pipeline
from extractor.errors import Empty
from extractor.readers import _soffice, office

PART = "word/document.xml"


def part(raw: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return package.read(name).decode()


def noted(path: Path) -> Path:
    raw = docx()
    notes = part(raw, "word/footnotes.xml").replace("注", "其中上年结转3.75万元")
    path.write_bytes(with_member(raw, "word/footnotes.xml", notes.encode()))
    return path


def test_a_footnote_is_a_note_and_no_fact(tmp_path: Path) -> None:
    path = noted(tmp_path / "a.docx")
    document = pipeline.read(path)
    assert [(document.text[one.span.start : one.span.end], one.kind) for one in document.furniture] == [
        ("其中上年结转3.75万元", "note")
    ]
    assert all(fund.amount.yuan != "37500" for fund in pipeline.audit(path).report.funds)


@pytest.mark.skipif(not _soffice.available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_footnotes_survive_the_conversion(kind: str, tmp_path: Path) -> None:
    with _soffice.converted(noted(tmp_path / "a.docx"), ".docx", kind) as made:
        document = office.read(made)
    assert "其中上年结转3.75万元" in [
        document.text[one.span.start : one.span.end] for one in document.furniture if one.kind == "note"
    ]
    assert not any(one.kind == "unread" for one in document.furniture)


@pytest.mark.parametrize(("kind", "told"), [("Excel.Sheet.12", True), ("Equation.DSMT4", False)])
def test_embedded_objects_are_told(kind: str, told: bool, tmp_path: Path) -> None:
    raw = docx()
    thing = f'<w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="{kind}"/></w:object>'
    path = tmp_path / "a.docx"
    path.write_bytes(with_member(raw, PART, part(raw, PART).replace("<w:tab/>", thing, 1).encode()))
    assert any("嵌入的对象" in warning for warning in pipeline.read(path).warnings) is told


def test_nothing_but_embedded_objects_is_said(tmp_path: Path) -> None:
    raw = docx()
    thing = '<w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Package"/></w:object>'
    head, _, rest = part(raw, PART).partition("<w:body>")
    body = f"{head}<w:body><w:p><w:r>{thing}</w:r></w:p>{rest[rest.index('<w:sectPr') :]}"
    path = tmp_path / "a.docx"
    path.write_bytes(with_member(with_member(raw, PART, body.encode()), "word/footnotes.xml", b"<x/>"))
    with pytest.raises(Empty, match="嵌入"):
        pipeline.read(path)
