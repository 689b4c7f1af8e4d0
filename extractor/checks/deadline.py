"""Finished after the deadline, yet called on time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from extractor.checks import Check, Verdict
from extractor.checks._admissions import admission_of
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._targets import UNFINISHED, lost
from extractor.checks._times import later, told
from extractor.facts import Indicator, Measure, Moment
from extractor.ledger import Ledger

CHECK = Check("RQ104", "deadline-contradiction", "时限与完成时间矛盾", "warning")

_DUE_BEFORE = regex.compile(
    r"(?:计划|要求|约定|合同|规定|原定|预定|应|须|需)[^，,。；;：:]{0,8}?(?:完成|完工|竣工|交付|建成)(?:时间|日期|期限)?(?:为|是|：|:)?$"
)
_DATED = regex.compile(r"(?:完成|完工|竣工|交付|建成)(?:时间|日期)(?:为|是|：|:)?$")
_DONE_BEFORE = regex.compile(r"(?:实际|实则|最终|已)(?:上|是|为)?(?:于|在|到)?$")
_DONE_BEHIND = regex.compile(r"[^，,。；;：:]{0,4}?(?:完成|完工|竣工|交付|建成|结束|到位)")
_SAID_DONE = regex.compile(
    r"(?:已|业已|实际)(?:经)?(?:全部|全面|按期|如期|按时|整体)?\p{Han}{0,4}?(?:完毕|完成|完工|竣工|建成|交付|结束)"
)
"""what follows a date on which the same thing was done, where no word stands before it: …，7月12日已全部完成"""
_NEXT = regex.compile(r"(?:以?前|之前)?\p{Han}{0,8}[，,；;]")
_ADMITTED = regex.compile(r"延期|顺延|推迟|逾期|滞后|延后|延迟|超期|超时|批准|同意|未能|原因|由于|因")
"""words with which a sentence owns up to a late finish, or excuses it"""
_STOP = regex.compile(r"[。；;\n]")


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    if ledger.kind not in UNFINISHED:
        for due, done in _told_together(ledger):
            late = later(done, due)
            if late is not None:
                looked = True
                yield _judge_prose(ledger, due, done, late)
        for indicator in ledger.of(Indicator):
            target, actual = _moment(ledger, indicator.target), _moment(ledger, indicator.actual)
            late = later(actual, target) if target and actual else None
            if target and actual and late is not None:
                looked = True
                yield _judge(ledger, indicator, target, actual, late)
    if not looked:
        yield silent(CHECK, "没有同时写明时限和完成时间的指标或文字")


def _told_together(ledger: Ledger) -> Iterator[tuple[Moment, Moment]]:
    """计划于6月30日前完成，实际于7月12日完成: the deadline and right behind it when it was done, in one sentence."""
    told = sorted((one for one in ledger.of(Moment) if one.cell is None), key=lambda one: one.span.start)
    in_indicators = [one.span for one in ledger.of(Indicator)]
    text = ledger.document.text
    for due, done in pairwise(told):
        if due.sentence != done.sentence or any(at.covers(done.span) for at in in_indicators):
            continue
        before = "".join(text[max(0, due.span.start - 24) : due.span.start].split())
        between = "".join(text[due.span.end : done.span.start].split())
        behind = "".join(text[done.span.end : done.span.end + 24].split())
        is_done = _DATED.search(between) or (_DONE_BEFORE.search(between) and _DONE_BEHIND.match(behind))
        is_done = is_done or (_NEXT.fullmatch(between) and _SAID_DONE.match(behind))
        if is_done and (due.event == "deadline" or _DUE_BEFORE.search(before)):
            yield due, done


def _judge_prose(ledger: Ledger, due: Moment, done: Moment, late: bool) -> Verdict:
    formula = f"{told(done)} ≤ {told(due)}"
    if not late:
        return agrees(CHECK, formula, marks=(done, due))
    text = ledger.document.text
    around = text[max(0, due.span.start - 40) : due.span.start] + text[due.span.end : done.span.start]
    behind = _STOP.split(text[done.span.end : done.span.end + 80])[0]
    if _ADMITTED.search("".join((around + behind).split())):
        return silent(CHECK, "逾期，报告已说明", formula=formula)
    return conflict(
        CHECK, f"计划{told(due)}前完成，实际完成于{told(done)}，逾期而未说明", formula=formula, marks=(done, due)
    )


def _judge(ledger: Ledger, indicator: Indicator, due: Moment, done: Moment, late: bool) -> Verdict:
    formula = f"{told(done)} ≤ {told(due)}"
    if not late:
        return agrees(CHECK, formula, marks=(done, due))
    if indicator.reason or lost(indicator) or indicator.claimed_met is False or admission_of(ledger, indicator):
        return silent(CHECK, f"{indicator.name}逾期，报告已承认、说明原因或扣分", formula=formula)
    message = f"{indicator.name}时限为{told(due)}，完成于{told(done)}，逾期而未说明"
    return conflict(CHECK, message, indicator.score, formula=formula, marks=(done, due))


def _moment(ledger: Ledger, measure: Measure | None) -> Moment | None:
    """The only date inside a target or an actual, or None."""
    if measure is None:
        return None
    inside = [one for one in ledger.of(Moment) if measure.span.covers(one.span)]
    return inside[0] if len(inside) == 1 else None
