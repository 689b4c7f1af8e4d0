"""Plain text as offices send it: encodings, line ends, pages, and what is no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.document import Document
from extractor.errors import BadEncoding, Empty, OverLimit
from extractor.readers import text as reader

WORDS = "安漳县2023年度公厕改造项目自评报告\n预算12.50万元，实际支出11.875万元。\n"


def document(folder: Path, raw: bytes, name: str = "report.txt") -> Document:
    path = folder / name
    path.write_bytes(raw)
    return reader.read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_encodings_of_chinese_offices(tmp_path: Path, encoding: str) -> None:
    assert document(tmp_path, WORDS.encode(encoding)).text == WORDS


def test_big_endian_utf16_has_a_mark(tmp_path: Path) -> None:
    assert document(tmp_path, b"\xfe\xff" + WORDS.encode("utf-16-be")).text == WORDS


def test_traditional_characters_in_gbk(tmp_path: Path) -> None:
    words = "項目績效評價報告：預算執行率為九成五，實際支出與年初預算相符，資金全部到位。"
    assert document(tmp_path, words.encode("gbk")).text == words


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("績效評價報告書預算執行率".encode("big5"), id="big5"),
        pytest.param("Résumé für Ähnliches, déjà vu".encode("latin-1"), id="latin-1"),
        pytest.param("日本語のテキストです。漢字とかな".encode("shift_jis"), id="shift-jis"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="picture"),
        pytest.param("预算\x00执行".encode(), id="nul"),
        pytest.param("预算\x1e执行".encode(), id="control"),
        pytest.param(b"\xff\xfe" + b"\x00\xd8" * 3, id="broken-utf16"),
        pytest.param("\ufffd\ufffd预算执行".encode(), id="lost-before"),
    ],
)
def test_what_is_no_text_we_know(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(BadEncoding) as raised:
        document(tmp_path, raw)
    assert raised.value.code == "encoding"
    assert "\n" not in raised.value.message


@pytest.mark.parametrize("raw", [b"\n \r\n\t\n", "\ufeff".encode(), "　\n".encode()])
def test_blank_files_are_empty(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(Empty):
        document(tmp_path, raw)


def test_endless_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_BYTES", 10)
    with pytest.raises(OverLimit):
        document(tmp_path, WORDS.encode())


def test_a_character_cut_off_at_the_end_is_told(tmp_path: Path) -> None:
    read = document(tmp_path, WORDS.strip().encode()[:-1])
    assert read.text == WORDS.strip()[:-1]
    assert read.warnings == ("文件末尾的字符不完整，已略去2个字节",)


def test_line_ends_and_form_feeds(tmp_path: Path) -> None:
    read = document(tmp_path, "第一页\r\n第二行\r第三行\f第二页\r\n".encode())
    assert read.text == "第一页\n第二行\n第三行\f第二页\n"
    assert [page.number for page in read.pages] == [1, 2]
    assert [(line.page, read.text[line.span.start : line.span.end]) for line in read.lines] == [
        (1, "第一页"),
        (1, "第二行"),
        (1, "第三行"),
        (2, "第二页"),
    ]
    assert read.page_at(read.text.index("第二页")) == 2


def test_without_form_feeds_there_are_no_pages(tmp_path: Path) -> None:
    read = document(tmp_path, WORDS.encode(), "notes.md")
    assert (read.pages, read.format, read.text_layer) == ((), "md", "none-needed")


def test_page_numbers_and_contents_are_furniture(tmp_path: Path) -> None:
    words = (
        "目　录\n一、项目概况.........1\n二、评价结论.........4\n一、项目概况\n正文第一\n— 3 —\n段。\n第 4 页 共 9 页\n"
    )
    read = document(tmp_path, words.encode())
    found = {(item.kind, read.text[item.span.start : item.span.end]) for item in read.furniture}
    assert found == {
        ("contents", "目　录"),
        ("contents", "一、项目概况.........1"),
        ("contents", "二、评价结论.........4"),
        ("page_number", "— 3 —"),
        ("page_number", "第 4 页 共 9 页"),
    }


def test_a_number_on_a_line_of_its_own_stays(tmp_path: Path) -> None:
    assert not document(tmp_path, "全年执行数\n12\n分值\n10\n".encode()).furniture
