"""OFD pages: type of different sizes side by side, turned type, and what nobody can see."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fuzz.nasty import with_member
from benchmarks.fuzz.seeds import ofd
from extractor import pipeline
from extractor.document import Document


def text(words: str, x: float, y: float, size: float = 4.0, more: str = "", inside: str = "") -> str:
    return (
        f'<TextObject ID="1" Boundary="{x} {y} 150 {size * 1.3}" Size="{size}" {more}>{inside}'
        f'<TextCode X="0" Y="{size}">{words}</TextCode></TextObject>'
    )


def page(tmp_path: Path, *drawn: str) -> Document:
    content = f"<Page><Content><Layer ID='2'>{''.join(drawn)}</Layer></Content></Page>"
    path = tmp_path / "a.ofd"
    path.write_bytes(with_member(ofd(), "Doc_0/Pages/Page_0/Content.xml", content.encode()))
    return pipeline.read(path)


def kinds(document: Document) -> dict[str, str]:
    return {document.text[one.span.start : one.span.end]: one.kind for one in document.furniture}


def test_two_small_lines_beside_a_large_one_stay_two(tmp_path: Path) -> None:
    drawn = text("自评报告", 20, 18, 8), text("预算120万元", 110, 16, 3), text("支出118万元", 110, 21.5, 3)
    lines = page(tmp_path, *drawn).text.split("\n")
    assert [line.split()[-1] for line in lines if line] == ["预算120万元", "支出118万元"]


def test_a_watermark_is_a_note(tmp_path: Path) -> None:
    mark = text("内部资料", 30, 60, 11, 'CTM="0.7071 -0.7071 0.7071 0.7071 0 0"')
    document = page(tmp_path, text("预算120万元", 30, 50), mark, text("支出118万元", 30, 56))
    assert document.text.startswith("预算120万元\n支出118万元\n")
    assert kinds(document) == {"内部资料": "note"}


def test_a_turned_page_reads_upright(tmp_path: Path) -> None:
    down = 'CTM="0 1 -1 0 0 0"'
    document = page(tmp_path, text("预算120万元", 60, 20, more=down), text("支出118万元", 50, 20, more=down))
    assert document.text.startswith("预算120万元\n支出118万元")


@pytest.mark.parametrize(
    "hidden",
    [
        text("支出999万元", 20, 320),
        text("支出999万元", -190, 60),
        text("支出999万元", 20, 60, 0.3),
        text("支出999万元", 20, 60, more='Alpha="0"'),
        text("支出999万元", 20, 60, more='Fill="false"'),
        text("支出999万元", 20, 60, inside='<FillColor Alpha="0" Value="0 0 0"/>'),
        text("支出999万元", 20, 60, inside='<FillColor Value="255 255 255"/>'),
    ],
)
def test_what_nobody_can_see_is_told_and_not_counted(tmp_path: Path, hidden: str) -> None:
    document = page(tmp_path, text("预算120万元", 20, 40), hidden)
    assert kinds(document) == {"支出999万元": "hidden"}
    codes = [finding.code for finding in pipeline.audit(tmp_path / "a.ofd").findings]
    assert codes == ["GF108"]


@pytest.mark.parametrize(
    "shown",
    [
        text("支出999万元", 20, 60, inside='<FillColor Value="30 30 30"/>'),
        text("支出999万元", 20, 60, more='Fill="false" Stroke="true"'),
        '<PathObject ID="3" Boundary="15 55 90 20" Fill="true"><AbbreviatedData>M 0 0</AbbreviatedData></PathObject>'
        + text("支出999万元", 20, 60, inside='<FillColor Value="255 255 255"/>'),
    ],
)
def test_what_can_be_seen_stays(tmp_path: Path, shown: str) -> None:
    assert not kinds(page(tmp_path, text("预算120万元", 20, 40), shown))
