"""A heading promises problems or recommendations, and none is stated under it."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.facts import Section, Statement, Topic
from extractor.ledger import Ledger

CHECK = Check("GF103", "heading-without-content", "标题有而内容无", "review")

PROMISES = {"problem": "问题", "recommendation": "建议"}
BECAUSE = ("因", "由于", "鉴于", "所以", "故", "为此", "经自查", "经核查")


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    for topic, section, kinds in _promises(ledger):
        looked = True
        yield _judge(ledger, topic, section, kinds)
    if not looked:
        yield silent(CHECK, "没有以问题或建议为题的章节")


def _promises(ledger: Ledger) -> Iterator[tuple[Topic, Section, tuple[str, ...]]]:
    """Headings with what they themselves promise: a kind that a heading below promises again is left to that one."""
    topics = [topic for topic in ledger.of(Topic) if 0 <= topic.section < len(ledger.sections)]
    for topic in topics:
        section = ledger.sections[topic.section]
        below = {
            name
            for other in topics
            if other is not topic and section.body.covers(other.span) and other.span != section.span
            for name in other.names
        }
        kinds = tuple(kind for kind in PROMISES if kind in topic.names and kind not in below)
        if kinds:
            yield topic, section, kinds


def _judge(ledger: Ledger, topic: Topic, section: Section, kinds: tuple[str, ...]) -> Verdict:
    inside = [one for one in ledger.of(Statement) if section.body.covers(one.span)]
    empty = [kind for kind in kinds if not any(one.kind == kind and not one.none for one in inside)]
    counts = "、".join(f"{PROMISES[k]}{sum(one.kind == k and not one.none for one in inside)}条" for k in kinds)
    if not empty:
        return agrees(CHECK, f"“{section.title}”：{counts}", marks=(topic, *inside))
    lacking = "和".join(PROMISES[kind] for kind in empty)
    denial = next((one for one in inside if one.none and one.kind in empty), None)
    if denial is None:
        return conflict(CHECK, f"标题“{section.title}”之下没有写明任何{lacking}", marks=(topic,))
    if "偏离" in section.title and "偏离" in denial.text:
        return agrees(CHECK, f"“{section.title}”：“{denial.text}”，没有偏离，也就没有原因可写", marks=(topic, denial))
    explained = any(word in denial.text for word in BECAUSE)
    message = f"标题“{section.title}”之下只写“{denial.text}”" + ("" if explained else "，未说明理由")
    return conflict(CHECK, message, marks=(topic, denial), severity="info" if explained else None)
