"""Enumerations, sums of counts and spelled models."""

from __future__ import annotations

import pytest
from support import ledger_of

from extractor.facts import CountModel, CountSum, Enumeration


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("设3个科室，分别为综合科、财务科和业务科。", ["综合科", "财务科", "业务科"]),
        ("支出有2项，分别为演出劳务、安全保卫和医疗保障。", ["演出劳务", "安全保卫和医疗保障"]),
        ("举办2场论坛，分别为“山、水、城”论坛、青年论坛。", ["“山、水、城”论坛", "青年论坛"]),
        ("完成2项标准，即《养护规范》《检测规范》。", ["《养护规范》", "《检测规范》"]),
    ],
)
def test_items(text: str, names: list[str]) -> None:
    ledger = ledger_of(text)
    (listed,) = ledger.of(Enumeration)
    assert list(listed.names) == names
    assert [ledger.quote(item) for item in listed.items] == names


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("设3个科室，分别为综合科、财务科、业务科。", False),
        ("设3个科室，主要包括综合科、财务科。", True),
        ("设3个科室，包括综合科、财务科等。", True),
        ("购置设备6台，包括电脑、打印机。", True),
        ("对3个乡镇（甲镇、乙镇、丙镇）进行抽查。", True),
    ],
)
def test_open(text: str, is_open: bool) -> None:
    (listed,) = ledger_of(text).of(Enumeration)
    assert listed.open is is_open


@pytest.mark.parametrize(
    "text",
    [
        "实施8个项目。重点项目包括灌渠衬砌、泵站更新。",
        "实施3个项目取得了成效：道路通畅、环境改善。",
        "覆盖12个村（社区、居委会）。",
        "抽取6个项目、涉及4个乡镇。",
        "8个项目，其中年初安排6个项目、年中追加2个项目。",
    ],
)
def test_no_list(text: str) -> None:
    assert not ledger_of(text).of(Enumeration)


@pytest.mark.parametrize(
    ("text", "exhaustive", "disjoint"),
    [
        ("小组由9人组成，其中财务人员5人、技术人员4人。", True, True),
        ("受理案件20件，其中民事案件15件、刑事案件5件。", True, True),
        ("培训60人，其中村干部20人、种植大户30人。", False, True),
        ("培训60人，其中党员40人、女性30人。", False, False),
        ("新建桥梁2座、涵洞5座，合计7座。", True, True),
    ],
)
def test_sums(text: str, exhaustive: bool, disjoint: bool) -> None:
    (total,) = ledger_of(text).of(CountSum)
    assert (total.exhaustive, total.disjoint) == (exhaustive, disjoint)


def test_levels_are_no_sum() -> None:
    assert not ledger_of("设指标25个，其中一级指标3个、二级指标8个、三级指标25个。").of(CountSum)


def test_model_needs_as_many_counts_as_numbers() -> None:
    (model,) = ledger_of("采用“1+3”模式，即1场开幕式、3场论坛和2场展演。").of(CountModel)
    assert model.counts == ()
