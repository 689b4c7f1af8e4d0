"""Running text out of printed lines: what is joined, what is folded, and that every character keeps its place."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SHARED, written

from extractor import pipeline
from extractor.document import Cell, Document, Furniture, Line, Page, Span, Table
from extractor.flow import Flow, flow
from extractor.folding import folded


def blocks(text: str) -> list[str]:
    return spoken(flow(written(text)))


def spoken(flowed: Flow) -> list[str]:
    return [flowed.text[block.at.start : block.at.end] for block in flowed.blocks]


def keeps_its_books(flowed: Flow) -> None:
    """The contract of :class:`Flow`, whatever the text."""
    assert len(flowed.origin) == len(flowed.text)
    assert list(flowed.origin) == sorted(flowed.origin)
    plain = folded(flowed.document.text)
    for block in flowed.blocks:
        assert block.at.start < block.at.end
        for at in range(*block.at):
            char, source = flowed.text[at], plain[flowed.origin[at]]
            widened = char in "，；：？！（）" and source == ",;:?!()"["，；：？！（）".index(char)]
            parted = (char == "," and source == "，") or (char == " " and source.isspace())
            assert char == source or widened or parted, at
        assert "\n" not in flowed.text[block.at.start : block.at.end]
    assert "\n".join(spoken(flowed)) == flowed.text


def test_half_width_punctuation_of_chinese_prose_is_full_width() -> None:
    assert blocks("资金1,200万元,其中:中央800万元(含税);8:30 about (a, b)") == [
        "资金1,200万元，其中：中央800万元（含税）；8:30 about (a, b)"
    ]


# --- wraps ---------------------------------------------------------------------------------------------------------


FULL = "本项目由县水利局组织实施，主要内容为修复水毁渠道并配套建设量水"  # 31 characters: as wide as the page


def test_wrapped_lines_are_joined() -> None:
    assert blocks(f"{FULL}\n设施三十二处。\n{FULL}\n设施两处。") == [FULL + "设施三十二处。", FULL + "设施两处。"]


def test_blank_lines_between_wrapped_lines_do_not_part_them() -> None:
    text = f"{FULL}\n\n{FULL}\n\n设施三十二处。\n\n一、资金情况\n\n{FULL}\n\n设施两处。"
    assert blocks(text) == [FULL + FULL + "设施三十二处。", "一、资金情况", FULL + "设施两处。"]


def test_a_page_break_inside_a_sentence() -> None:
    assert blocks(f"{FULL}\n {FULL}\n\f设施两处。")[0] == FULL + FULL + "设施两处。"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("县财政局批复的年度预算资金为二期工程四百余万元，其中中央资金110.", "52万元，其余自筹。", "110.52万元"),
        ("县财政局批复的年度预算资金为二期工程四百余万元，其中中央资金１，２", "００．５０元。", "1,200.50元"),
        ("县财政局批复的年度预算资金为二期工程四百余万元，其中中央的为9", "8.6%，其余自筹。", "98.6%"),
        ("县财政局批复的年度预算资金为二期工程四百余万元，完成率为95", "%，其余自筹。", "95%"),
    ],
)
def test_a_number_cut_by_a_line_end(first: str, second: str, joined: str) -> None:
    assert joined in blocks(f"{first}\n{second}")[0]


def test_a_line_that_cannot_begin_a_cell_belongs_to_the_one_before() -> None:
    assert blocks("分值\n10\n得分\n3个小区滞后，已于2\n024年1月完工\n成本") == [
        "分值", "10", "得分", "3个小区滞后，已于2024年1月完工", "成本",
    ]  # fmt: skip


def test_one_cell_a_line_is_not_joined() -> None:
    text = "项目名称\n乡村道路养护补助\n主管部门\n沅溪县交通运输局\n1,600.00\n1,846.00\n10\n9.23\n—\n—"
    assert blocks(text) == text.split("\n")


def test_a_per_cent_sign_may_be_a_cell() -> None:
    assert blocks("≥\n95\n%\n10") == ["≥", "95", "%", "10"]


def test_rows_of_a_form_keep_to_themselves() -> None:
    text = "项目名称  乡村道路养护\n主管部门  交通运输局  实施单位  养护中心\n年度资金总额\t231.00\t268.40"
    assert blocks(text) == [
        "项目名称 乡村道路养护",
        "主管部门 交通运输局 实施单位 养护中心",
        "年度资金总额 231.00 268.40",
    ]
    bars = "一级指标|指标值|完成值|\n产出指标|≥100座|102座|"
    assert blocks(bars) == bars.split("\n")
    figures = "年度资金总额：100.00 98.00 10 98% 9.8\n其中：财政拨款 100.00 98.00 — —"
    assert len(blocks(figures)) == 2


def test_whole_paragraphs_on_one_line_are_not_joined() -> None:
    long = "为改善农村人居环境，县住房和城乡建设局组织实施了农村户厕改造项目，全年完成改造任务，群众反映良好。"
    assert blocks(f"{long}\n{long * 2}\n{long}本级") == [long, long * 2, long + "本级"]


@pytest.mark.parametrize("label", ["一、", "（一）", "1.", "1、", "（1）", "①", "第二章", "附件2："])
def test_headings_begin_a_block(label: str) -> None:
    assert blocks(f"{FULL}\n{FULL}\n{label}资金安排\n{FULL}\n设施。")[1] == f"{label}资金安排"


def test_a_numeral_that_only_looks_like_a_label() -> None:
    assert blocks("县财政局批复的年度预算资金为二期工程四百余万元，其中中央的有第\n二、第三标段。") == [
        "县财政局批复的年度预算资金为二期工程四百余万元，其中中央的有第二、第三标段。"
    ]


def test_a_number_and_its_unit_on_two_lines() -> None:
    text = "现有援助律师414人：社会律师145人，公职律师94人，基层法律服务工作者175\n人。\n村居顾问点193个。"
    assert blocks(text)[0].endswith("工作者175人。")
    assert blocks("合计\n175\n人\n") == ["合计", "175", "人"]


def test_an_open_bracket_goes_on() -> None:
    text = f"1.根据《关于下达补助资金预算的通知》（甲财社\n〔2023〕45号），下达我县资金 1,\n234.56 万元。\n{FULL}"
    assert blocks(text)[0] == "1.根据《关于下达补助资金预算的通知》（甲财社〔2023〕45号），下达我县资金1,234.56万元。"


def test_a_title_over_two_lines() -> None:
    text = "2023年度沅溪县农业农村局\n高标准农田建设项目绩效自评报告\n一、项目概况\n略。"
    flowed = flow(written(text))
    assert spoken(flowed)[0] == "2023年度沅溪县农业农村局高标准农田建设项目绩效自评报告"
    assert [block.kind for block in flowed.blocks] == ["heading", "heading", "paragraph"]


def test_the_signature_stands_alone() -> None:
    assert blocks(f"{FULL}\n{FULL}\n设施两处。\n沅溪县水利局\n2024年3月8日")[-2:] == ["沅溪县水利局", "2024年3月8日"]


def test_an_indented_line_begins_a_paragraph() -> None:
    assert blocks(f"　　{FULL[:-2]}\n{FULL[:-1]}。\n　　{FULL[:-2]}\n设施。") == [
        FULL[:-2] + FULL[:-1] + "。",
        FULL[:-2] + "设施。",
    ]


# --- spaces and widths ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("广东 21 世纪论坛得分 100 分", "广东21世纪论坛得分100分"),
        ("预算执行率 95 % 。", "预算执行率95%。"),
        ("2 0 2 3 年度，预算 2 3 9 . 6 4 万元", "2023年度，预算239.64万元"),
        ("共 1 ,234.50 元", "共1,234.50元"),
        ("共 1, 234 元", "共1,234元"),
        ("支出 239 .64 万元、6. 38万元", "支出239.64万元、6.38万元"),
        ("１，９６４．３３万元（≧９５％）", "1,964.33万元（≥95%）"),
        ("共13，804元，分别为120，350，460元", "共13,804元，分别为120，350，460元"),
        ("一，二；2023，2024年", "一，二；2023，2024年"),
        ("預算執行率為９８％，績效等級為優", "预算执行率为98%，绩效等级为优"),
        ("采用 PPP 模式，参照 Cost Benefit Analysis 开展", "采用PPP模式，参照Cost Benefit Analysis开展"),
        ("年度资金总额  268.40  254.15", "年度资金总额 268.40 254.15"),
        ("268.40 254.15 10 10 9.72", "268.40 254.15 10 10 9.72"),
        ("绩　效　自　评　报　告", "绩效自评报告"),
        ("备　　注", "备注"),
        ("目标值 ≥ 80 %", "目标值≥80%"),
        ("\u00a0项目\u200b名称\u00ad", "项目名称"),
        ("⽬标⾦额", "目标金额"),
        ("\ue000\ue123万元", "□□万元"),
        ("得分：9。 5分", "得分：9。5分"),
        (
            "索引号：2023-00012 发布机构：财政局 发布日期：2023-05-06",
            "索引号：2023-00012 发布机构：财政局 发布日期：2023-05-06",
        ),
    ],
)
def test_spaces_and_widths(printed: str, read: str) -> None:
    assert blocks(printed) == [read]


def test_numbers_of_a_list_keep_their_space() -> None:
    assert blocks("如下：1. 2023年建成；2. 2024年验收") == ["如下：1. 2023年建成；2. 2024年验收"]


# --- tables and furniture ------------------------------------------------------------------------------------------


def with_table(rows: list[list[str]], before: str = "表1\n", after: str = "\n注。") -> Document:
    text, cells = before, []
    for row, columns in enumerate(rows):
        for col, words in enumerate(columns):
            text += "" if not col and not row else "\t" if col else "\n"
            cells.append(Cell(Span(len(text), len(text) + len(words)), row, col))
            text += words
    table = Table(Span(cells[0].span.start, cells[-1].span.end), tuple(cells))
    return Document("x.pdf", "pdf", text + after, "", tables=(table,))


def test_each_cell_is_a_block() -> None:
    flowed = flow(with_table([["项目\n名称", "全年\n执行数"], ["", "1,234.\n50"]]))
    assert spoken(flowed) == ["表1", "项目名称", "全年执行数", "1,234.50", "注。"]
    assert [(block.kind, block.table) for block in flowed.blocks][1] == ("cell", 0)
    assert flowed.blocks[3].cell is not None
    assert (flowed.blocks[3].cell.row, flowed.blocks[3].cell.col) == (1, 1)
    keeps_its_books(flowed)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("产\n出\n指\n标", "产出指标"),
        ("服务对象满\n意度指标", "服务对象满意度指标"),
        ("完成5\n2.整改3处", "完成5 2.整改3处"),
        ("268.40\n254.15", "268.40 254.15"),
        ("30\n40", "30 40"),
        ("12,345,6\n78.90", "12,345,678.90"),
        ("95.04\n%", "95.04%"),
        ("不低于700\n0人", "不低于7000人"),
        ("≤160\n0元/人", "≤1600元/人"),
        ("小于等于1\n750元/批", "小于等于1750元/批"),
        ("至少1\n200户", "至少1200户"),
        ("≥20人\n≥30人", "≥20人≥30人"),
    ],
)
def test_lines_inside_a_cell(words: str, read: str) -> None:
    assert spoken(flow(with_table([["名称", words]])))[2] == read


def test_furniture_is_left_out_and_does_not_part_a_sentence() -> None:
    text = f"{FULL}\n- 3 -\n设施两处。"
    at = text.index("- 3 -")
    document = Document("x.txt", "txt", text, "", furniture=(Furniture(Span(at, at + 5), "page_number"),))
    flowed = flow(document)
    assert spoken(flowed) == [FULL + "设施两处。"]
    keeps_its_books(flowed)


def test_a_header_and_a_page_number_inside_a_sentence() -> None:
    text = f"{FULL}\n\n3\n\f公厕改造报告\n设施两处。\n{FULL}\n{FULL}\n三处。"
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in ("3", "公厕改造报告")]
    document = Document("x.txt", "txt", text, "", furniture=tuple(Furniture(span, "header") for span in spans))
    assert spoken(flow(document)) == [FULL + "设施两处。", FULL + FULL + "三处。"]


def test_geometry_tells_wraps_from_paragraphs() -> None:
    """A short last line, an indent, a full line: in points, of lines in any type."""
    printed = [
        ("　", 104.0, 526.0),
        ("　", 74.0, 526.0),
        ("　", 74.0, 300.0),
        ("　", 104.0, 526.0),
        ("　", 74.0, 200.0),
    ]
    words = ["甲" * 28, "乙" * 30, "丙" * 15 + "。", "丁" * 28, "戊" * 8 + "。"]
    text, lines = "", []
    for (_, x0, x1), line in zip(printed, words, strict=True):
        lines.append(Line(Span(len(text), len(text) + len(line)), 1, x0, x1, 0.0, 0.0, 15.0))
        text += line + "\n"
    document = Document("x.pdf", "pdf", text, "", pages=(Page(1, Span(0, len(text)), 595, 842),), lines=tuple(lines))
    assert spoken(flow(document)) == ["".join(words[:3]), "".join(words[3:])]


def test_a_block_after_a_table_is_as_wide_as_the_others() -> None:
    """One wrapped line among short ones does not show the width; the paragraphs before the table do."""
    words = [
        "甲" * 30,
        "乙" * 30,
        "丙" * 15 + "。",
        "表",
        "养护工" + "丁" * 25 + "63",
        "名、管理人员109名。",
        "戊" * 20 + "。",
    ]
    words += ["己" * 17 + "。"] * 5
    text, lines = "", []
    for line in words:
        x0 = 104.0 if line.endswith("63") or line[0] in "戊己" else 74.0
        lines.append(Line(Span(len(text), len(text) + len(line)), 1, x0, x0 + 15.0 * len(line), 0.0, 0.0, 15.0))
        text += line + "\n"
    at = Span(text.index("表"), text.index("表") + 1)
    table = Table(at, (Cell(at, 0, 0), Cell(Span(at.end, at.end), 0, 1)))
    page = Page(1, Span(0, len(text)), 595, 842)
    document = Document("x.pdf", "pdf", text, "", pages=(page,), lines=tuple(lines), tables=(table,))
    assert "63名、管理人员109名。" in flow(document).text


def test_seed_as_text_and_as_pdf_reads_the_same() -> None:
    pdf, txt = SHARED / "gold" / "seed-pdf.pdf", SHARED / "gold" / "seed-txt.txt"
    if not pdf.exists():
        pytest.skip("shared documents are absent")
    one, other = flow(pipeline.read(pdf)), flow(pipeline.read(txt))
    assert one.text.replace("\n", "") == other.text.replace("\n", "")


# --- for any text --------------------------------------------------------------------------------------------------

ALPHABET = st.sampled_from(
    [*"预算执行率万元为的一二（）《》“”，。、；：0123456789.%,１２，．％", *" \n\t　\f\u200b\ue000", "萬", "A", "b"]
)
TEXTS = st.text(ALPHABET, max_size=200)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_keeps_its_books(text: str) -> None:
    keeps_its_books(flow(written(text)))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_no_character_but_white_space_is_lost(text: str) -> None:
    flowed = flow(written(text))
    printed = [at for at, char in enumerate(folded(text)) if not char.isspace() and char != "\u200b"]
    kept = [flowed.origin[at] for at, char in enumerate(flowed.text) if not char.isspace()]
    assert kept == printed


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    once = folded(text)
    assert len(once) == len(text)
    assert folded(once) == once


@given(st.lists(st.text(ALPHABET, max_size=12), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_table_keeps_its_books(words: list[str]) -> None:
    keeps_its_books(flow(with_table([words, words])))


def test_spans_are_quotes() -> None:
    flowed = flow(written("预算 １，２３４\n万元"))
    at = regex.search(r"1,234", flowed.text)
    assert at is not None
    start, end = flowed.span(at.span())
    assert flowed.document.text[start:end] == "１，２３４"
