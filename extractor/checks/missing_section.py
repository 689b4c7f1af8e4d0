"""A long report without one of the chapters that its outline asks for."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.facts import Topic
from extractor.ledger import Ledger

CHECK = Check("GF101", "missing-section", "必备章节缺失", "review")

TITLES = {
    "overview": "基本情况",
    "method": "评价工作开展情况",
    "conclusion": "评价结论",
    "analysis": "指标分析",
    "problem": "存在的问题",
    "recommendation": "建议",
}
"""topic → what its chapter is called; 经验做法 and 其他说明 may be left out"""

ENOUGH = 3
"""chapters of the outline that must be there before the others can be missed"""


def check(ledger: Ledger) -> Iterator[Verdict]:
    outline = ledger.profile.outline(ledger.kind)
    if not outline:
        yield silent(CHECK, "此类报告没有规定的章节")
        return
    topics = ledger.of(Topic)
    there = {name for topic in topics for name in topic.names}
    found = [TITLES[name] for name in outline if name in there]
    missing = [TITLES[name] for name in outline if name not in there]
    if len(found) < min(ENOUGH, len(outline)):
        yield silent(CHECK, "章节标题未能识别，不判断缺失")
        return
    if not missing:
        yield agrees(CHECK, "、".join(found), marks=topics)
        return
    yield conflict(CHECK, f"评价报告缺少章节：{'、'.join(missing)}", marks=topics)
