"""Repairs that change no digit: what is offered, and what is not because two would do, or none does."""

from __future__ import annotations

import pytest
from support import written

from extractor import pipeline
from extractor.report import FindingEntry

HEAD = "某县科技局2023年度产业专项项目绩效自评报告\n\n一、资金情况\n"


def _finding(text: str) -> FindingEntry:
    found = [one for one in pipeline.audit(written(HEAD + text)).findings if one.severity in ("error", "warning")]
    assert len(found) == 1, [one.message for one in found]
    return found[0]


def test_whole_and_part_exchanged() -> None:
    # figures of a published plan of 2011 (field guide 6, row 21): the whole stands where a part belongs
    found = _finding("项目资金总额27652.40万元，其中：财政资金1953.20万元，自筹资金29605.60万元。\n")
    assert found.repair is not None
    assert (found.repair.kind, found.repair.to) == ("exchange", "29605.60、27652.40")
    assert found.repair.mends == ["27652.40 + 1953.20 = 29605.60"]
    assert [place.quote for place in found.repair.evidence] == ["27652.40万元", "29605.60万元"]
    assert "对调" in found.message


def test_item_left_out() -> None:
    found = _finding(
        "项目资金总额755.36万元，其中：中央资金124.23万元，省级资金370.83万元，合计使用。"
        "实际支出755.36万元。县级配套资金260.30万元另行安排。\n"
    )
    assert found.repair is not None
    assert (found.repair.kind, found.repair.mends) == ("missing", ["124.23 + 370.83 + 260.30 = 755.36"])
    assert [place.quote for place in found.repair.evidence] == ["260.30万元"]


RIGHT = "到位资金755.36万元，其中：中央资金124.23万元，省级资金370.83万元，县级资金260.30万元。\n\n二、支出\n"


@pytest.mark.parametrize(
    ("listed", "kind"),
    [
        ("中央资金755.36万元，省级资金124.23万元，县级资金370.83万元", "slipped"),
        ("中央资金370.83万元，省级资金260.30万元，县级资金755.36万元", "slipped"),
    ],
    ids=["down", "up"],
)
def test_figures_slipped_by_a_row(listed: str, kind: str) -> None:
    report = pipeline.audit(written(HEAD + RIGHT + f"到位资金755.36万元，其中：{listed}。\n"))
    repairs = [one.repair for one in report.findings if one.code == "ZJ102" and one.repair]
    assert [(one.kind, one.to) for one in repairs] == [(kind, "124.23、370.83、260.30")]


def test_two_items_that_would_do_are_none() -> None:
    found = _finding(
        "项目资金总额755.36万元，其中：中央资金124.23万元，省级资金370.83万元，合计使用。"
        "县级配套资金260.30万元另行安排，单位自筹资金260.30万元另行安排。\n"
    )
    assert found.repair is None


def test_slip_of_the_pen_comes_first() -> None:
    found = _finding("项目资金总额755.63万元，其中：中央资金124.23万元，省级资金370.83万元，县级资金260.30万元。\n")
    assert found.repair is not None
    assert (found.repair.kind, found.repair.to) == ("slip", "755.36")


def test_wrong_unit_is_named() -> None:
    found = _finding("项目资金总额755.36万元，其中：中央资金124.23万元，省级资金370.83万元，县级资金260.30元。\n")
    assert found.repair is not None
    assert (found.repair.kind, found.repair.to) == ("unit", "260.30万元")


def test_what_nothing_mends_has_no_repair() -> None:
    assert _finding("项目资金总额755.36万元，其中：中央资金124.23万元，省级资金218.45万元。\n").repair is None
