"""Tables as grids: rows that go on overleaf, headings set upright, what the blank form prints."""

from __future__ import annotations

from dataclasses import replace

from extractor import pipeline
from extractor.document import Cell, Document, Page, Span, Table
from extractor.facts import Indicator
from extractor.flow import flow
from extractor.grids import Box, Grid, grids
from extractor.lexer import lex
from extractor.reading import read

HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析"]


def _document(*pages: list[list[str]]) -> Document:
    """One table a page."""
    text = ""
    tables, spans = [], []
    for number, rows in enumerate(pages, 1):
        start = len(text)
        cells = []
        for row, texts in enumerate(rows):
            for col, cell in enumerate(texts):
                cells.append(Cell(Span(len(text), len(text) + len(cell)), row, col))
                text += cell + "\t"
            text += "\n"
        tables.append(Table(Span(start, len(text)), tuple(cells), (number,)))
        spans.append(Page(number, Span(start, len(text))))
    return Document("t.pdf", "pdf", text, "", pages=tuple(spans), tables=tuple(tables))


def _grids(document: Document) -> tuple[Grid, ...]:
    running = flow(document)
    return grids(read(running, lex(running)))


def _indicators(document: Document) -> list[Indicator]:
    return [fact for fact in pipeline.extract(document).facts if isinstance(fact, Indicator)]


FIRST = ["产出指标", "数量指标", "改造泵站数量", "≥6座", "5座", "10", "8.33", "一座泵站用地未批，"]
NEXT = ["", "质量指标", "验收合格率", "≥95%", "96%", "10", "10", ""]


def test_a_row_goes_on_overleaf() -> None:
    rest = ["", "", "及配套渠道长度", "", "", "", "", "2024年3月已开工"]
    first, second = _indicators(_document([HEADER, FIRST], [HEADER, rest, NEXT]))
    assert first.name == "改造泵站数量及配套渠道长度"
    assert first.reason == "一座泵站用地未批，2024年3月已开工"
    assert second.name == "验收合格率"


def test_a_new_row_overleaf_stays_one() -> None:
    names = [indicator.name for indicator in _indicators(_document([HEADER, FIRST], [NEXT]))]
    assert names == ["改造泵站数量", "验收合格率"]


def test_a_total_overleaf_stays_a_row() -> None:
    (grid,) = _grids(_document([HEADER, FIRST], [["总分", "", "", "", "", "", "", ""]]))
    assert len(grid.rows) == 3


def _bordered(document: Document, *borders: tuple[float, ...]) -> Document:
    pairs = zip(document.tables, borders, strict=True)
    return replace(document, tables=tuple(replace(table, borders=xs) for table, xs in pairs))


def test_a_total_overleaf_may_have_some_of_the_columns() -> None:
    pages = _document([HEADER, FIRST], [["总分", "100", "97.71", ""]])
    eight = (50.0, 80.0, 120.0, 200.0, 260.0, 320.0, 360.0, 400.0, 500.0)
    (grid,) = _grids(_bordered(pages, eight, (50.5, 320.0, 360.0, 400.0, 500.0)))
    assert [box.text if box else "" for box in grid.rows[-1]] == ["总分"] * 5 + ["100", "97.71", ""]
    assert len(_grids(_bordered(pages, eight, (50.0, 330.0, 360.0, 400.0, 500.0)))) == 2, "a border of its own"
    assert len(_grids(_bordered(pages, eight, (50.0, 320.0, 360.0, 400.0, 450.0)))) == 2, "it ends before the other"


def test_words_under_figures_are_a_row_of_their_own() -> None:
    """评分标准 without figures: nothing of it stands under words."""
    (grid,) = _grids(_document([HEADER, FIRST], [["", "", "", "", "", "按比例", "", ""]]))
    assert len(grid.rows) == 3


def test_a_heading_set_upright_names_no_row() -> None:
    rows = [
        ["绩", "一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["效", "产出指标", "改造泵站数量", "≥6座", "6座", "50", "50"],
        ["指", "效益指标", "灌溉面积", "≥2万亩", "2.1万亩", "50", "50"],
        ["标", "总分", "", "", "", "100", "100"],
    ]
    (grid,) = _grids(_document(rows))
    assert [row[0] for row in grid.rows] == [None] * 4
    assert [indicator.name for indicator in _indicators(_document(rows))] == ["改造泵站数量", "灌溉面积"]


def test_units_of_one_character_stay() -> None:
    rows = [["个", "12"], ["人", "30"], ["户", "8"]]
    (grid,) = _grids(_document(rows))
    assert [row[0].text if row[0] else None for row in grid.rows] == ["个", "人", "户"]


def test_guidance_of_the_form_is_blank() -> None:
    texts = ["", "—", "/", "……", "100字以内", "（请按实际填写，100字以内）"]
    assert all(Box(Cell(Span(0, 0), 0, 0), Span(0, 0), text, text, (), 0).blank for text in texts)
    assert not Box(Cell(Span(0, 0), 0, 0), Span(0, 0), "培训100人", "培训100人", (), 0).blank


def test_rows_of_guidance_are_no_indicators() -> None:
    rows = [HEADER, FIRST, ["", "", "指标2：", "", "", "", "", ""], ["", "", "……", "", "", "", "", "100字以内"]]
    assert [indicator.name for indicator in _indicators(_document(rows))] == ["改造泵站数量"]


def test_a_row_without_cells_of_its_own_is_no_row_of_keys() -> None:
    """Two cells, each over two rows: nothing begins in the second."""
    text = "预算数\t10万元\t"
    cells = (Cell(Span(0, 3), 0, 0, rowspan=2), Cell(Span(4, 8), 0, 1, rowspan=2))
    table = Table(Span(0, len(text)), cells, (1,))
    page = Page(1, Span(0, len(text)))
    assert pipeline.extract(Document("t.pdf", "pdf", text, "", pages=(page,), tables=(table,))).document.text == text
