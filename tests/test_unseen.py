"""What nobody can see on a page is no part of the report, and is said; what can be seen stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from test_readers_pdf import FONT, known_pdfs, made, write

from extractor import pipeline
from extractor.errors import NoTextLayer
from extractor.readers import _ocr
from extractor.readers import docx as docx_reader
from extractor.readers import pdf as reader

SECRET = "另支出99.99万元"


def report(canvas: Canvas) -> None:
    write(canvas, "道路养护项目自评报告", "2023年预算12.50万元，实际支出11.25万元。")


def put(canvas: Canvas, x: float = 72, y: float = 600) -> None:
    canvas.drawString(x, y, SECRET)


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 20), (200, 10, 10))), 60, 580, 300, 50)


def unpainted(canvas: Canvas) -> None:
    text = canvas.beginText(72, 600)
    text.setTextRenderMode(3)
    text.textLine(SECRET)
    canvas.drawText(text)


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    put(canvas)


def nearly_white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.98, 0.99, 0.98)
    put(canvas)


def white_on_white_bar(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(60, 590, 300, 40, fill=1, stroke=0)
    put(canvas)


def under_a_picture(canvas: Canvas) -> None:
    put(canvas)
    picture(canvas)


def under_a_bar(canvas: Canvas) -> None:
    put(canvas)
    canvas.rect(60, 580, 300, 50, fill=1)


def beside_the_page(canvas: Canvas) -> None:
    put(canvas, x=700)


def tiny(canvas: Canvas) -> None:
    canvas.setFont(FONT, 0.8)
    put(canvas)


def see_through(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    put(canvas)


def in_the_place_of_other_words(canvas: Canvas) -> None:
    write(canvas, "项目组织管理情况良好")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont(FONT, 11)
    put(canvas, y=760)


HIDDEN = [unpainted, white, nearly_white, white_on_white_bar, under_a_picture, under_a_bar, beside_the_page, tiny,
          see_through]  # fmt: skip


@pytest.mark.parametrize("hide", HIDDEN)
def test_hidden_words_are_told_and_not_counted(tmp_path: Path, hide: Callable[[Canvas], None]) -> None:
    def page(canvas: Canvas) -> None:
        report(canvas)
        hide(canvas)

    document = reader.read(made(tmp_path, page))
    (item,) = document.furniture
    assert (document.text[item.span.start : item.span.end], item.kind) == (SECRET, "hidden")
    audited = pipeline.audit(document)
    (finding,) = (one for one in audited.findings if one.code == "GF108")
    assert "第1页有10个看不见的字" in finding.message
    assert finding.evidence[0].quote == SECRET
    assert finding.evidence[0].page == 1
    assert {fund.amount.value for fund in audited.report.funds} == {"12.50", "11.25"}


def test_one_on_top_of_the_other(tmp_path: Path) -> None:
    document = reader.read(made(tmp_path, in_the_place_of_other_words))
    assert document.text.startswith("项目组织管理情况良好")
    assert [item.kind for item in document.furniture] == ["hidden"]


def white_on_dark(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0.1, 0.4)
    canvas.rect(60, 590, 300, 40, fill=1)
    white(canvas)


def on_a_picture(canvas: Canvas) -> None:
    picture(canvas)
    white(canvas)


def under_glass(canvas: Canvas) -> None:
    put(canvas)
    canvas.setFillAlpha(0.3)
    canvas.rect(60, 580, 300, 50, fill=1)


def under_a_stamp(canvas: Canvas) -> None:
    put(canvas)
    stamp = Image.new("RGBA", (40, 20), (200, 10, 10, 0))
    canvas.drawImage(ImageReader(stamp), 60, 580, 300, 50, mask="auto")


def grey(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.85, 0.85, 0.85)
    put(canvas)


@pytest.mark.parametrize("show", [white_on_dark, on_a_picture, under_glass, under_a_stamp, grey, put])
def test_what_can_be_seen_stays(tmp_path: Path, show: Callable[[Canvas], None]) -> None:
    def page(canvas: Canvas) -> None:
        report(canvas)
        show(canvas)

    document = reader.read(made(tmp_path, page))
    assert document.furniture == ()
    assert SECRET in document.text


def test_text_laid_under_a_scan_is_its_text(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        report(canvas)
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), (250, 250, 240))), 0, 0, 595, 842)

    document = reader.read(made(tmp_path, page))
    assert document.pages[0].text_layer == "ocr"
    assert document.furniture == ()


@pytest.mark.parametrize("path", known_pdfs(), ids=lambda path: path.stem)
def test_no_published_report_has_any(path: Path) -> None:
    assert not [item for item in reader.read(path).furniture if item.kind == "hidden"]


def test_hidden_runs_of_word(tmp_path: Path) -> None:
    source = docx.Document()
    paragraph = source.add_paragraph("实际支出11.25万元")
    paragraph.add_run(SECRET).font.hidden = True
    source.save(str(tmp_path / "a.docx"))
    document = docx_reader.read(tmp_path / "a.docx")
    assert document.text == "实际支出11.25万元\n"
    assert document.warnings == (f"含有10个设为隐藏的字，未读取：{SECRET}",)


@pytest.mark.skipif(not _ocr.available(), reason="extra ocr is not installed")
@pytest.mark.parametrize("sign", ["rare", "latin"])
def test_a_garbled_layer_in_a_font_that_is_not_there(tmp_path: Path, sign: str) -> None:
    """Drawn with another font it is as garbled as before: nothing is recognised out of it, and that is said."""
    rare = [chr(0x4E00 + 37 * at % 20000) for at in range(120)]
    spoiled = "".join(rare) if sign == "rare" else "Ô¤ËãÖ´ÐÐ" * 15

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT if sign == "rare" else "Helvetica", 12)
        for at in range(0, 120, 30):
            canvas.drawString(60, 700 - at, spoiled[at : at + 30])

    with pytest.raises(NoTextLayer, match="乱码"):
        pipeline.read(made(tmp_path, draw))
