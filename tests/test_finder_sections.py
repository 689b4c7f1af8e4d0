"""How headings nest and what is no heading. Wordings are in patterns/sections.toml."""

from __future__ import annotations

from support import ledger_of

from extractor.facts import Section

REPORT = """河湾县水务局2023年度灌渠整修项目绩效自评报告
一、项目概况
（一）立项背景
项目由县水务局实施。
（二）资金情况
全年支出80.50万元。
1.资金来源
均为县级财政资金。
二、存在的问题
（一）台账不完整。部分合同没有编号，归档不及时。
"""


def _sections(text: str) -> list[Section]:
    return list(ledger_of(text).sections)


def test_bodies_nest_by_rank() -> None:
    ledger = ledger_of(REPORT)
    by_title = {section.title: section for section in ledger.sections}
    overview = by_title["项目概况"]
    assert [by_title[t].level for t in ("项目概况", "立项背景", "资金来源")] == [1, 2, 3]
    assert overview.body.covers(by_title["资金来源"].body)
    assert by_title["资金情况"].body.covers(by_title["资金来源"].span)
    assert not by_title["立项背景"].body.covers(by_title["资金情况"].span)
    assert "80.50" in ledger.quote(overview.body)
    assert "台账" not in ledger.quote(overview.body)


def test_span_is_the_printed_title() -> None:
    ledger = ledger_of(REPORT)
    for section in ledger.sections:
        assert "".join(ledger.quote(section.span).split()) == section.title


def test_a_part_shifts_the_levels_below_it() -> None:
    sections = _sections("第一部分 自评报告\n一、项目概况\n项目由县水务局实施。\n第二部分 附表\n（略）")
    assert [(section.title, section.level) for section in sections] == [("自评报告", 1), ("项目概况", 2), ("附表", 1)]
    assert sections[0].body.covers(sections[1].span)


def test_run_in_heading_keeps_its_paragraph_as_body() -> None:
    ledger = ledger_of(REPORT)
    last = ledger.sections[-1]
    assert last.title == "台账不完整"
    assert ledger.quote(last.body).strip("。\n").startswith("部分合同")


def test_heading_without_body_has_an_empty_one() -> None:
    sections = _sections("一、项目概况\n二、绩效分析\n完成情况良好。")
    assert sections[0].body.start == sections[0].body.end
