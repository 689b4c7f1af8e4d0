"""Shares: their wholes, their groups, and what the wording promises of a group."""

from __future__ import annotations

import pytest
from support import ledger_of

from extractor.facts import Share


@pytest.mark.parametrize(
    ("text", "rate", "part", "whole"),
    [
        ("全部25个村中，抽查村12个，占村总数的48%。", "48%", "12个", "25个"),
        ("受益群众1.2万人，其中脱贫人口3500人，占受益群众的29.2%。", "29.2%", "3500人", "1.2万人"),
        ("职工320人，其中技术人员268人，占83.75%。", "83.75%", "268人", "320人"),
        ("30个监测点中有27个达标，达标率90%。", "90%", "27个", "30个"),
        ("发现隐患40处，整改38处，整改率95%。", "95%", "38处", "40处"),
    ],
)
def test_whole(text: str, rate: str, part: str, whole: str) -> None:
    share = next(share for share in ledger_of(text).of(Share) if share.rate.text == rate)
    assert (share.part and share.part.text, share.whole and share.whole.text) == (part, whole)


@pytest.mark.parametrize(
    "text",
    [
        "培训300人，其中女性80人，合格率96%。",
        "其中甲类项目6个、乙类项目3个，年底完工8个，完工率88.89%。",
        "老人3.2万人，占总人口的15.3%。",
    ],
)
def test_no_whole(text: str) -> None:
    assert all(share.whole is None for share in ledger_of(text).of(Share))


@pytest.mark.parametrize(
    ("text", "grouped", "complete"),
    [
        ("按学历分，本科占45%，硕士占30%，其他占25%。", True, True),
        ("从支出结构看，人员经费占60%，公用经费占25%，其余为项目支出。", True, False),
        ("其中甲类占60%，乙类占25%。", True, False),
        ("问卷（可多选）显示，选择电视的占61%，选择报纸的占57%。", False, False),
        ("甲类占60%，执行率为98%，乙类占25%。", False, False),
    ],
)
def test_group(text: str, grouped: bool, complete: bool) -> None:
    shares = ledger_of(text).of(Share)
    assert len(shares) > 1
    assert all((share.group is not None, share.complete) == (grouped, complete) for share in shares)
