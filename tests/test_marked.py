"""The marked-up source: each mark covers the words that it quotes, says why, and nothing of the source runs."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, String
from support import SAMPLES, gouji, written

from extractor import pipeline, writers
from extractor.errors import BadOutput
from extractor.guard import Worker
from extractor.readers import _fonts
from extractor.report import Suppressed
from extractor.writers import Audited, Failure, Options
from extractor.writers.as_marked import NOT_DRAWN
from extractor.writers.marked import page, pdf
from extractor.writers.marked.notes import marked, note
from extractor.writers.sink import Sink

PDFS = sorted([*SAMPLES.glob("*.pdf"), *(SAMPLES / "forms").glob("*.pdf")])
OTHERS = [
    SAMPLES / "roads-fault.txt", SAMPLES / "forms" / "counties-fault.docx", SAMPLES / "forms" / "museum-fault.xlsx",
    SAMPLES / "forms" / "science-fault.html",
]  # fmt: skip
FAULTY = SAMPLES / "parks-fault.pdf"


@cache
def _results(path: Path) -> tuple[Audited, ...]:
    document = pipeline.read(path)
    return tuple(
        Audited(report, document.text, (str(path),), dossier) for report, dossier in pipeline.audit_dossiers(document)
    )


@cache
def _made(path: Path) -> str | bytes:
    return writers.writer("marked")(_results(path), Options())


def _copy(path: Path) -> bytes:
    made = _made(path)
    assert isinstance(made, bytes)
    return made


@dataclass(frozen=True)
class _Note:
    """An annotation, and the index of its page."""

    page: int
    name: str
    words: str
    subject: str
    rect: tuple[float, ...]
    quads: tuple[float, ...]
    colour: tuple[float, ...]


def _annotations(content: bytes, subtype: str) -> list[_Note]:
    with pikepdf.open(io.BytesIO(content)) as document:
        return [
            _note(index, one)
            for index, sheet in enumerate(document.pages)
            for one in sheet.obj.get("/Annots", [])
            if one.Subtype == subtype
        ]


def _note(page: int, one: Any) -> _Note:
    words = (str(one.get(key, "")) for key in ("/NM", "/Contents", "/Subj"))
    numbers = (tuple(map(float, one.get(key, []))) for key in ("/Rect", "/QuadPoints", "/C"))
    return _Note(page, *words, *numbers)


def _words(text: str) -> str:
    return "".join(text.replace("\ufffe", "-").split())


@cache
def _glyphs(content: bytes, page: int) -> list[tuple[str, float, float]]:
    """The characters of a page as a viewer's pdfium has them, with the fonts of the machine: each with the middle of
    its box, in points of the file."""
    worker: Worker[int, list[tuple[str, float, float]]] = Worker(lambda number: _seen(content, number))
    try:
        return worker.run(page)
    finally:
        worker.close()


def _seen(content: bytes, page: int) -> list[tuple[str, float, float]]:
    _fonts.for_drawing()
    textpage = pdfium.PdfDocument(content)[page].get_textpage()
    found = []
    for at in range(textpage.count_chars()):
        left, low, right, high = textpage.get_charbox(at, loose=True)
        found.append((textpage.get_text_range(at, 1), (left + right) / 2, (low + high) / 2))
    return found


def _under(content: bytes, found: list[_Note]) -> str:
    """The words that stand under the boxes of some annotations, in order of text."""
    told = []
    for one in found:
        quads = [one.quads[at : at + 8] for at in range(0, len(one.quads), 8)]
        boxes = [(min(quad[0::2]), min(quad[1::2]), max(quad[0::2]), max(quad[1::2])) for quad in quads]
        told += [
            char
            for char, x, y in _glyphs(content, one.page)
            if any(left < x < right and low < y < high for left, low, right, high in boxes)
        ]
    return _words("".join(told))


def _are_covered(results: tuple[Audited, ...], content: bytes, turned: bool = False) -> int:
    """Every mark covers its quote and no more; how many there are."""
    found = _annotations(content, "/Highlight")
    by_name: dict[str, list[_Note]] = {}
    for one in found:
        by_name.setdefault(one.name, []).append(one)
    for result in results:
        assert result.dossier is not None
        for mark in marked(result.report, result.dossier.document):
            under, quote = _under(content, by_name[mark.id]), _words(mark.place.quote)
            if turned:  # pdfium has the lines of such a page in another order
                under, quote = "".join(sorted(under)), "".join(sorted(quote))
            assert under == quote, mark.id
    return len(found)


# ------------------------------------------------------------------ PDF


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_the_words_under_each_mark_are_its_quote(path: Path) -> None:
    assert _are_covered(_results(path), _copy(path)) > 5


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_marks_of_turned_and_cropped_pages(degrees: int, tmp_path: Path) -> None:
    with pikepdf.open(FAULTY) as source:
        for sheet in source.pages:
            sheet.obj.Rotate = degrees
            x0, y0, x1, y1 = (float(side) for side in sheet.mediabox)
            sheet.obj.CropBox = Array([x0 + 20, y0 + 30, x1 - 10, y1 - 15])
        source.save(tmp_path / "turned.pdf")
    results = _results(tmp_path / "turned.pdf")
    assert _are_covered(results, _copy(tmp_path / "turned.pdf"), turned=True) > 5


def test_notes_have_the_formula_and_tones_their_colour() -> None:
    (result,) = _results(FAULTY)
    assert result.dossier is not None
    notes = {one.name: one for one in _annotations(_copy(FAULTY), "/Highlight")}
    for mark in marked(result.report, result.dossier.document):
        one = notes[mark.id]
        assert one.colour == pytest.approx(pdf.FILLS[mark.tone])
        said = one.words
        assert said == note(mark, result.report) and mark.place.quote in said
        for at in mark.findings:
            finding = result.report.findings[at]
            assert finding.code in said and (finding.formula or "") in said
        if mark.tone == "agrees":
            assert "✓" in said and "✗" not in said


def test_each_finding_has_its_number_in_the_margin_and_in_the_outline() -> None:
    (result,) = _results(FAULTY)
    content, findings = _copy(FAULTY), result.report.findings
    flags = _annotations(content, "/Text")
    assert [one.subject.split()[-1] for one in flags] == [one.code for one in findings]
    boxes = [(one.page, one.rect) for one in flags]
    for at, (index, box) in enumerate(boxes):
        others = [other for page, other in boxes[:at] if page == index]
        assert not any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in others)
    head, *items = pdfium.PdfDocument(content).get_toc()
    assert head.get_title() == f"勾稽核对：{len(findings)} 项不符"
    for item, finding, flag in zip(items, findings, flags, strict=True):
        assert finding.code in item.get_title()
        assert item.get_dest().get_index() == flag.page


def test_what_is_on_the_pages_stays_as_it_is() -> None:
    before, after = pdfium.PdfDocument(FAULTY), pdfium.PdfDocument(_copy(FAULTY))
    texts = [[sheet.get_textpage().get_text_range() for sheet in one] for one in (before, after)]
    assert texts[0] == texts[1]


def _booby_trapped(path: Path) -> None:
    """A PDF that runs scripts when it is opened, with a note of its own and an outline."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    with pikepdf.open(FAULTY) as source:
        source.Root.OpenAction = script
        source.Root.AA = Dictionary(WC=script)
        source.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        own = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String("原有批注"))
        source.pages[0].obj.Annots = Array([source.make_indirect(own)])
        with source.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("原有目录", 0))
        source.save(path)


def test_nothing_of_the_source_runs_and_nothing_is_lost(tmp_path: Path) -> None:
    _booby_trapped(tmp_path / "trap.pdf")
    content = _copy(tmp_path / "trap.pdf")
    document = pikepdf.open(io.BytesIO(content))
    assert not {"/OpenAction", "/AA"} & set(document.Root.keys())
    assert "/JavaScript" not in document.Root.Names
    assert "原有批注" in [one.words for one in _annotations(content, "/Text")]
    assert pdfium.PdfDocument(content).get_toc().__next__().get_title().startswith("勾稽核对")
    assert "原有目录" in [item.get_title() for item in pdfium.PdfDocument(content).get_toc()]


def test_a_file_that_changed_meanwhile_is_not_drawn_upon(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(FAULTY.read_bytes())
    results = _results(path)
    path.write_bytes((SAMPLES / "clinic-clean.pdf").read_bytes())
    made = writers.writer("marked")(results, Options())
    assert isinstance(made, str) and "<mark" in made and NOT_DRAWN in made


def test_a_file_that_cannot_be_marked_becomes_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(raw: bytes, parts: object) -> bytes:
        raise pikepdf.PdfError("damaged")

    monkeypatch.setattr(pdf, "write", torn)
    assert NOT_DRAWN in str(writers.writer("marked")(_results(FAULTY), Options()))


# ------------------------------------------------------------------ pages


class _Marks(HTMLParser):
    """The tags of a page, and the text inside its marks."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: set[str] = set()
        self.goals: set[str] = set()
        self.titles: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append(tag)
        self.ids |= {known["id"] or ""} if "id" in known else set()
        if tag == "a":
            self.goals.add((known.get("href") or "").removeprefix("#"))
        if tag == "mark" and "title" in known:
            self.titles.append(known["title"] or "")


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_other_formats_become_a_page_with_the_same_marks(path: Path) -> None:
    made, (result,) = _made(path), _results(path)
    assert isinstance(made, str) and result.dossier is not None
    seen = _Marks(made)
    found = marked(result.report, result.dossier.document)
    assert {mark.id for mark in found} <= seen.ids
    assert seen.goals <= seen.ids
    assert {note(mark, result.report) for mark in found} >= set(seen.titles)
    assert not {"script", "img", "link", "iframe"} & set(seen.tags)
    assert "default-src 'none'" in made and "http://" not in made and "https://" not in made


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_a_page_in_a_real_browser(path: Path, width: int, chromium: Any, tmp_path: Path) -> None:
    """Quiet, open to everybody, no wider than the window, and a number leads to its problem by keyboard."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra dev)")
    (tmp_path / "page.html").write_text(str(_made(path)), encoding="utf-8")
    complaints: list[str] = []
    shown = chromium.new_page(viewport={"width": width, "height": 860})
    shown.on("console", lambda message: complaints.append(message.text))
    shown.on("request", lambda request: complaints.extend([] if request.url.startswith("file:") else [request.url]))
    shown.goto((tmp_path / "page.html").as_uri())
    shown.locator("a.to").first.focus()
    shown.keyboard.press("Enter")
    assert shown.locator("aside li:target").is_visible()
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    shown.context.set_default_timeout(60_000)
    found = axe.Axe().run(shown).response["violations"]
    told = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
    shown.context.close()
    assert (told, complaints) == ([], [])


def test_words_of_a_report_are_never_markup() -> None:
    text = "关于<script>alert(1)</script>的绩效自评报告\n项目预算<b onclick=x>10万元</b>，其中：甲4万元，乙5万元。\n"
    (pair,) = pipeline.audit_dossiers(written(text))
    report, dossier = pair
    nasty = '"><script>alert(1)</script>{{ 7 * 7 }}'
    findings = [one.model_copy(update={"message": nasty, "formula": nasty}) for one in report.findings]
    facts = report.report.model_copy(update={"title": nasty})
    changed = report.model_copy(update={"report": facts, "findings": findings})
    made = page.write([(changed, dossier.document)], [Failure("broken", nasty, nasty)])
    assert not {"script", "b"} & set(_Marks(made).tags)
    assert "&lt;script&gt;" in made and "{{ 7 * 7 }}" in made


def test_what_was_let_stand_is_told_and_alarms_nobody() -> None:
    (result,) = _results(FAULTY)
    assert result.dossier is not None
    calm = [one.model_copy(update={"suppressed": Suppressed(reason="已核，见附件")}) for one in result.report.findings]
    report = result.report.model_copy(update={"findings": calm})
    content = pdf.write(FAULTY.read_bytes(), [(report, result.dossier.document)])
    assert all("已核" in one.words for one in _annotations(content, "/Text"))
    assert next(iter(pdfium.PdfDocument(content).get_toc())).get_title() == "勾稽核对：没有发现不符"


# ------------------------------------------------------------------ files


def test_a_folder_gets_a_file_for_each_source(tmp_path: Path) -> None:
    run = gouji("audit", FAULTY, OTHERS[0], tmp_path / "没有.pdf", "-f", "marked", "-o", tmp_path)
    assert run.returncode == 3, run.stderr.decode()
    names = sorted(one.name for one in tmp_path.iterdir())
    assert names == ["parks-fault.pdf.勾稽.pdf", "roads-fault.txt.勾稽.html"]


def test_members_of_an_archive_are_marked_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "两份.zip", "w") as archive:
        archive.write(FAULTY, "甲/报告.pdf")
        archive.write(FAULTY, "乙/报告.pdf")
    (tmp_path / "out").mkdir()
    run = gouji("audit", tmp_path / "两份.zip", "-f", "marked", "-o", tmp_path / "out")
    assert run.returncode == 1, run.stderr.decode()
    made = sorted((tmp_path / "out").iterdir())
    assert len(made) == 2 and all(path.read_bytes().startswith(b"%PDF") for path in made)


def test_names_in_a_folder_are_our_own(tmp_path: Path) -> None:
    (result,) = _results(OTHERS[0])
    source = result.report.source.model_copy(update={"name": "../../坏/..\\a.txt"})
    result = Audited(result.report.model_copy(update={"source": source}), result.text, result.paths, result.dossier)
    sink = Sink("marked", Options(), tmp_path, print)
    sink.add([result])
    sink.add([result])
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.txt.勾稽.html", "a.txt.勾稽2.html"]


def test_a_second_source_or_a_misleading_name_is_refused(tmp_path: Path) -> None:
    two = gouji("audit", FAULTY, OTHERS[0], "-f", "marked", "-o", tmp_path / "out.pdf")
    assert (two.returncode, "文件夹" in two.stderr.decode()) == (2, True)
    sink = Sink("marked", Options(), tmp_path / "out.pdf", print)
    with pytest.raises(BadOutput, match=re.escape(".html")):
        sink.add(list(_results(OTHERS[0])))
    assert not list(tmp_path.iterdir())
