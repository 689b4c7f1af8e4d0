"""Native PDF: the fast feed against the reference, and shapes that published files have."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from support import SAMPLES, SHARED

from extractor import readers
from extractor.document import Document, Span
from extractor.errors import Broken, Empty, Encrypted, NoTextLayer, OverLimit, SourceError
from extractor.flow import flow
from extractor.readers import pdf as reader

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Draw = Callable[[Canvas], None]


def made(
    folder: Path, *pages: Draw, size: tuple[float, float] = (595, 842), encrypt: StandardEncryption | None = None
) -> Path:
    path = folder / "made.pdf"
    canvas = Canvas(str(path), pagesize=size, encrypt=encrypt, invariant=True)
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def both(path: Path) -> Document:
    """The document, after holding the two feeds against each other."""
    fed, plain = reader.read(path), reader.read(path, by="pdfplumber")
    assert shape(fed) == shape(plain)
    return fed


def shape(document: Document) -> list[object]:
    """What the feeds must agree on. White space aside: where a font is not in the file, pdfium measures the glyphs of
    a stand-in, and single spaces come and go."""
    text = document.text

    def words(span: Span) -> str:
        return "".join(text[span.start : span.end].split())

    return [
        [(words(page.span), page.text_layer, round(page.width), round(page.height)) for page in document.pages],
        [words(line.span) for line in document.lines],
        [
            [(words(cell.span), cell.row, cell.col, cell.rowspan, cell.colspan) for cell in table.cells]
            for table in document.tables
        ],
        [(words(item.span), item.kind) for item in document.furniture],
    ]


def write(canvas: Canvas, *lines: str, x: float = 72, y: float = 760, step: float = 20) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(x, y - number * step, line)


CELLS = [["项目名称", "预算数", "执行数"], ["道路养护", "120.50", "118.32"], ["合计", "120.50", "118.32"]]


def ruled(
    canvas: Canvas, rows: list[list[str]] = CELLS, x: float = 80, y: float = 700, wide: float = 110, high: float = 24
) -> None:
    for row in range(len(rows) + 1):
        canvas.line(x, y - row * high, x + wide * len(rows[0]), y - row * high)
    for col in range(len(rows[0]) + 1):
        canvas.line(x + wide * col, y, x + wide * col, y - high * len(rows))
    filled(canvas, rows, x, y, wide, high)


def filled(canvas: Canvas, rows: list[list[str]], x: float, y: float, wide: float, high: float) -> None:
    for row, columns in enumerate(rows):
        for col, words in enumerate(columns):
            canvas.drawString(x + wide * col + 6, y - high * row - 16, words)


def table(document: Document, number: int = 0) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in document.tables[number].cells:
        rows.setdefault(cell.row, []).append(document.text[cell.span.start : cell.span.end])
    return list(rows.values())


def known_pdfs() -> list[Path]:
    folders = (SAMPLES, SAMPLES / "opened", SAMPLES / "held_out", SHARED / "gold", SHARED / "real" / "budget")
    found = (path for folder in folders if folder.is_dir() for path in folder.glob("*.pdf"))
    return sorted(path for path in found if "scan" not in path.stem)


@pytest.mark.parametrize("path", known_pdfs(), ids=lambda path: path.stem)
def test_fed_is_plain(path: Path) -> None:
    both(path)


@pytest.mark.parametrize("path", known_pdfs(), ids=lambda path: path.stem)
def test_places(path: Path) -> None:
    """Pages, lines and cells lie inside one another, and what is printed has a box on its page."""
    document = reader.read(path)
    assert document.pages[0].span.start == 0
    assert document.pages[-1].span.end == len(document.text)
    for one, other in pairwise(document.pages):
        assert one.span.end == other.span.start
    regions = [*(line.span for line in document.lines), *(table.span for table in document.tables)]
    ordered = sorted(regions)
    assert all(not one.overlaps(other) for one, other in pairwise(ordered))
    cells = [cell for table in document.tables for cell in table.cells if cell.span.start < cell.span.end]
    for span in [*(line.span for line in document.lines), *(cell.span for cell in cells)][::7]:
        page = document.pages[(document.page_at(span.start) or 0) - 1]
        box = document.locate(span)
        assert box is not None
        assert -2 <= box[0] < box[2] <= page.width + 15
        assert -2 <= box[1] < box[3] <= page.height + 15


@pytest.mark.parametrize("path", sorted(SHARED.glob("real/nasty/*/*")), ids=lambda path: path.name)
def test_nasty_files_end_well(path: Path) -> None:
    try:
        document = readers.read(path)
    except SourceError as error:
        assert error.message
        assert "\n" not in error.message
    else:
        assert document.text.strip()


# --- text ----------------------------------------------------------------------------------------------------------


def test_lines_and_boxes(tmp_path: Path) -> None:
    document = both(made(tmp_path, lambda c: write(c, "该项目年度预算6.38万元，", "实际支出6.02万元。")))
    assert document.text == "该项目年度预算6.38万元，\n实际支出6.02万元。"
    assert document.text_layer == "native"
    start = document.text.index("6.02")
    box = document.locate(Span(start, start + 4))
    assert box is not None
    assert box[0] == pytest.approx(72 + 4 * 12, abs=1)
    assert box[1] == pytest.approx(842 - 740 - 10, abs=4)
    assert document.lines[0].x0 == pytest.approx(72, abs=1)
    assert document.lines[0].size == pytest.approx(12, abs=0.5)


def test_a_span_over_two_lines_has_the_box_of_its_first(tmp_path: Path) -> None:
    document = both(made(tmp_path, lambda c: write(c, "支出合计为一百二十", "三万元", x=200)))
    box = document.locate(Span(5, len(document.text)))
    assert box is not None
    assert box[3] - box[1] < 20


def test_reading_order_is_that_of_the_page(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "第三行", y=700)
        write(canvas, "第一行", y=760)
        write(canvas, "后半", x=200, y=730)
        write(canvas, "前半", x=72, y=730)

    assert both(made(tmp_path, draw)).text == "第一行\n前半  后半\n第三行"


def test_justified_text_has_no_spaces(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 760)
        text.setFont(FONT, 12)
        text.setCharSpace(2.5)
        text.textLine("经综合评价得分为优")
        canvas.drawText(text)

    assert both(made(tmp_path, draw)).text == "经综合评价得分为优"


def test_fake_bold_is_read_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            write(canvas, "结转239.64万元", x=72 + shift)

    assert both(made(tmp_path, draw)).text == "结转239.64万元"


def test_false_italics_stand_upright(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "增长")
        canvas.saveState()
        canvas.transform(1, 0, 0.33, 1, 96, 760)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(0, 0, "8.85")
        canvas.restoreState()
        canvas.setFont(FONT, 12)
        write(canvas, "%。", x=128)

    document = both(made(tmp_path, draw))
    assert document.text.replace(" ", "") == "增长8.85%。"
    assert not document.furniture


def test_a_superscript_stays_on_its_line(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "面积120m")
        canvas.setFont("Helvetica", 7)
        canvas.drawString(72 + 24 + 18 + 11, 765, "2")
        canvas.setFont(FONT, 12)
        write(canvas, "完工", x=135)

    assert both(made(tmp_path, draw)).text.replace(" ", "") == "面积120m2完工"


def test_a_watermark_is_a_note(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "预算12万元，", "支出11万元。")
        canvas.saveState()
        canvas.translate(100, 600)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()

    document = both(made(tmp_path, draw))
    assert [(item.kind, document.text[item.span.start : item.span.end]) for item in document.furniture] == [
        ("note", "内部资料")
    ]
    assert flow(document).text == "预算12万元，支出11万元。"


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_pages(tmp_path: Path, rotation: int) -> None:
    """A page that the viewer turns, drawn so that it then reads upright."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)
        canvas.saveState()
        canvas.translate(*{90: (842, 0), 180: (595, 842), 270: (0, 595)}[rotation])  # a quarter makes the page wide
        canvas.rotate(rotation)
        write(canvas, "全年预算数120万元", "全年执行数118万元")
        ruled(canvas)
        canvas.restoreState()

    document = both(made(tmp_path, draw))
    assert document.text.startswith("全年预算数120万元\n全年执行数118万元")
    assert table(document) == CELLS
    box = document.locate(Span(0, 5))
    assert box is not None
    assert box[0] == pytest.approx(72, abs=2)
    assert box[2] - box[0] > box[3] - box[1]


def test_a_table_set_sideways_on_an_upright_page(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(595, 0)
        canvas.rotate(90)
        ruled(canvas, y=500)
        canvas.restoreState()

    document = both(made(tmp_path, draw))
    assert table(document) == CELLS
    start = document.text.index("118.32")
    box = document.locate(Span(start, start + 6))
    assert box is not None
    assert box[3] - box[1] > box[2] - box[0]
    assert document.pages[0].width == 595


def test_a_cropped_page(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 100, 545, 800))
        write(canvas, "预算12万元")

    document = both(made(tmp_path, draw))
    box = document.locate(Span(0, 2))
    assert (document.pages[0].width, document.pages[0].height) == (495, 700)
    assert box is not None
    assert box[0] == pytest.approx(22, abs=1)
    assert box[3] == pytest.approx(40, abs=5)


# --- tables --------------------------------------------------------------------------------------------------------


def test_a_ruled_table_in_its_place(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "表前的话。")
        ruled(canvas)
        write(canvas, "表后的话。", y=500)

    document = both(made(tmp_path, draw))
    assert table(document) == CELLS
    rows = "\n".join("\t".join(row) for row in CELLS)
    assert document.text == f"表前的话。\n{rows}\n表后的话。"
    assert [document.text[line.span.start : line.span.end] for line in document.lines] == ["表前的话。", "表后的话。"]
    cell = document.tables[0].cells[4]
    assert cell.address == "R2C2"
    box = document.locate(cell.span)
    assert box is not None
    assert 190 < box[0] < box[2] < 300
    assert document.tables[0].borders == pytest.approx((80, 190, 300, 410), abs=1)
    assert document.tables[0].box == pytest.approx((80, 142, 410, 214), abs=1)


def test_merged_cells_stand_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(80, 700, 410, 700)
        canvas.line(80, 628, 410, 628)
        canvas.line(190, 676, 410, 676)
        canvas.line(190, 652, 410, 652)
        canvas.line(80, 700, 80, 628)
        canvas.line(190, 700, 190, 628)
        canvas.line(300, 676, 300, 628)
        canvas.line(410, 700, 410, 628)
        write(canvas, "项目", "资金", x=90, y=672, step=14)
        write(canvas, "全年执行数", x=260, y=684)
        filled(canvas, [["100", "98"], ["20", "19"]], 190, 676, 110, 24)

    document = both(made(tmp_path, draw))
    cells = {
        document.text[cell.span.start : cell.span.end]: (cell.row, cell.col, cell.rowspan, cell.colspan)
        for cell in document.tables[0].cells
    }
    assert cells == {
        "项目\n资金": (0, 0, 3, 1),
        "全年执行数": (0, 1, 1, 2),
        "100": (1, 1, 1, 1),
        "98": (1, 2, 1, 1),
        "20": (2, 1, 1, 1),
        "19": (2, 2, 1, 1),
    }


def test_a_table_without_outer_sides(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(4):
            canvas.line(80, 700 - 24 * row, 410, 700 - 24 * row)
        canvas.line(190, 700, 190, 628)
        canvas.line(300, 700, 300, 628)
        filled(canvas, CELLS, 80, 700, 110, 24)

    assert table(both(made(tmp_path, draw))) == CELLS


@pytest.mark.parametrize("style", ["boxes", "bars", "dashes", "one-path", "form"])
def test_ways_to_rule_a_table(tmp_path: Path, style: str) -> None:
    def draw(canvas: Canvas) -> None:
        if style == "form":
            canvas.beginForm("grid")
            ruled(canvas, [["", "", ""]] * 3)
            canvas.endForm()
            canvas.doForm("grid")
        elif style == "boxes":
            for row in range(3):
                for col in range(3):
                    canvas.rect(80 + 110 * col, 676 - 24 * row, 110, 24)
        elif style == "bars":
            for row in range(4):
                canvas.rect(80, 700 - 24 * row, 330, 0.6, stroke=0, fill=1)
            for col in range(4):
                canvas.rect(80 + 110 * col, 628, 0.6, 72, stroke=0, fill=1)
        else:
            if style == "dashes":
                canvas.setDash(2, 2)
            path = canvas.beginPath()
            for row in range(4):
                path.moveTo(80, 700 - 24 * row)
                path.lineTo(410, 700 - 24 * row)
            for col in range(4):
                path.moveTo(80 + 110 * col, 700)
                path.lineTo(80 + 110 * col, 628)
            canvas.drawPath(path)
        canvas.setFont(FONT, 12)
        filled(canvas, CELLS, 80, 700, 110, 24)

    assert table(both(made(tmp_path, draw))) == CELLS


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(40, 40, 515, 762)
        write(canvas, "框内的正文，", "不是表格。")
        canvas.line(72, 600, 300, 600)

    document = both(made(tmp_path, draw))
    assert not document.tables
    assert document.text == "框内的正文，\n不是表格。"


def test_a_header_turned_inside_its_cell(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, [["", "数量指标", "100"], ["效益", "社会效益", "98"]], high=60)
        canvas.saveState()
        canvas.translate(100, 645)
        canvas.rotate(90)
        canvas.drawString(0, 0, "产出")
        canvas.restoreState()

    assert table(both(made(tmp_path, draw))) == [["产出", "数量指标", "100"], ["效益", "社会效益", "98"]]


def test_cells_that_run_together_are_parted_by_their_border(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, [["", ""], ["", ""]], wide=60)
        canvas.setFont("Courier", 10)  # six points a digit
        canvas.drawString(110, 684, "400004000")

    assert table(both(made(tmp_path, draw)))[0] == ["40000", "4000"]


# --- furniture -----------------------------------------------------------------------------------------------------


def page_of(words: str, foot: str, head: str = "安漳县财政局") -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(72, 800, head)
        canvas.drawString(290, 40, foot)
        canvas.setFont(FONT, 12)
        write(canvas, words, y=720)

    return draw


@pytest.mark.parametrize("foot", ["{}", "- {} -", "— {} —", "第 {} 页", "第{}页 共3页", "{}/3", "Page {} of 3"])
def test_headers_and_page_numbers(tmp_path: Path, foot: str) -> None:
    pages = [page_of(f"本年度第{number}段正文写在这里。", foot.format(number)) for number in (1, 2, 3)]
    document = both(made(tmp_path, *pages))
    kinds = [item.kind for item in document.furniture]
    assert kinds.count("header") == 3
    assert kinds.count("page_number") == 3
    assert flow(document).text == "\n".join(f"本年度第{number}段正文写在这里。" for number in (1, 2, 3))


def test_the_title_of_each_form_is_no_header(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 18)
        canvas.drawString(200, 790, "项目支出绩效自评表")
        canvas.setFont(FONT, 10)
        ruled(canvas)
        write(canvas, "注：本表由项目单位填写。", y=600)

    document = both(made(tmp_path, draw, draw, draw))
    assert not document.furniture
    assert len(document.tables) == 3


def test_a_lone_number_at_the_foot_stays(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "合计")
        write(canvas, "246", y=50)

    document = both(made(tmp_path, draw, lambda c: write(c, "另页。")))
    assert not document.furniture


def test_a_contents_page(tmp_path: Path) -> None:
    def contents(canvas: Canvas) -> None:
        write(canvas, "目  录", "一、项目概况" + "." * 40 + "2", "二、评价结论" + "…" * 20 + "5")

    def body(canvas: Canvas) -> None:
        write(canvas, "一、项目概况", "略。")

    document = both(made(tmp_path, contents, body))
    assert {item.kind for item in document.furniture} == {"contents"}
    assert flow(document).text == "一、项目概况\n略。"


# --- files that cannot be read -------------------------------------------------------------------------------------


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)


def test_a_scan_has_no_text_layer(tmp_path: Path) -> None:
    with pytest.raises(NoTextLayer):
        reader.read(made(tmp_path, picture, picture))


def test_a_scanned_page_among_others_is_told(tmp_path: Path) -> None:
    document = reader.read(made(tmp_path, lambda c: write(c, "预算12万元。"), picture))
    assert document.text_layer == "mixed"
    assert [page.text_layer for page in document.pages] == ["native", "none"]
    assert document.warnings == ("第2页没有可读的文字层（可能是扫描件），其内容未读取",)


def test_a_blank_page_is_no_scan(tmp_path: Path) -> None:
    document = reader.read(made(tmp_path, lambda c: write(c, "预算12万元。"), lambda c: None))
    assert (document.text_layer, document.warnings) == ("native", ())


def test_blank_files_are_empty(tmp_path: Path) -> None:
    with pytest.raises(Empty):
        reader.read(made(tmp_path, lambda c: None))


def test_encryption(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "预算12万元。")

    open_to_all = made(tmp_path, draw, encrypt=StandardEncryption("", ownerPassword="owner"))
    assert reader.read(open_to_all).text == "预算12万元。"
    with pytest.raises(Encrypted):
        reader.read(made(tmp_path, draw, encrypt=StandardEncryption("secret")))


@pytest.mark.parametrize("raw", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\x00\xff" * 500])
def test_broken_files(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(raw)
    with pytest.raises(Broken):
        reader.read(path)


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path, lambda c: write(c, "预算12万元。"), lambda c: write(c, "第二页"))
    for name, limit in (("MAX_PAGES", 1), ("MAX_CHARACTERS", 4), ("MAX_BYTES", 100)):
        with monkeypatch.context() as patched, pytest.raises(OverLimit):
            patched.setattr(reader, name, limit)
            reader.read(path)


def test_a_pdf_by_another_name(tmp_path: Path) -> None:
    path = made(tmp_path, lambda c: write(c, "预算12万元。"))
    other = path.rename(tmp_path / "report.txt")
    assert readers.read(other).format == "pdf"


def test_words_in_form_fields_are_missed_aloud(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "单位：")
        canvas.acroForm.textfield(name="unit", value="12", x=200, y=700)

    assert reader.read(made(tmp_path, draw)).warnings == ("PDF含有可填写的表单域，域内填写的内容未读取",)


def test_signs_without_meaning_are_no_text(tmp_path: Path) -> None:
    raw = io.BytesIO()
    canvas = Canvas(raw, invariant=True)
    canvas.setFont("Symbol", 12)
    canvas.drawString(72, 700, "".join(chr(code) for code in range(0xF0, 0xF8)) * 3)
    canvas.save()
    path = tmp_path / "signs.pdf"
    path.write_bytes(raw.getvalue())
    try:
        document = reader.read(path)
    except NoTextLayer:
        return
    assert "\ufffd" not in document.text
