"""A number was to be reached, and the result is told in a word: 完成."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.checks._targets import UNFINISHED
from extractor.facts import Indicator, Measure
from extractor.ledger import Ledger
from extractor.scopes import cue

CHECK = Check("ZB104", "qualitative-actual", "定量指标填定性值", "warning")

_NUMERAL = regex.compile(r"[\d〇零一二三四五六七八九十百千万两]|半数|全部|全体|全覆盖|均|无")
"""words that are numbers after all: 全部 is 100 %, 无 is 0"""


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.kind in UNFINISHED:
        yield silent(CHECK, "目标申报或年中监控，尚无全年完成值")
        return
    counted = [one for one in ledger.of(Indicator) if _is_quantitative(one.target) and one.actual]
    if not counted:
        yield silent(CHECK, "没有目标为数值而填有完成值的指标")
    for indicator in counted:
        yield _judge(indicator)


def _is_quantitative(target: Measure | None) -> bool:
    """A number that can be measured; a date or a stretch of time is kept or not, and that is told in words."""
    if target is None or target.quantity is None:
        return False
    return target.quantity.unit is None or target.quantity.unit.dimension != "time"


def _judge(indicator: Indicator) -> Verdict:
    target, actual = indicator.target, indicator.actual
    assert target is not None and actual is not None
    words = "".join(actual.text.split())
    if actual.quantity is not None:
        return agrees(CHECK, f"{indicator.name}：{words}", actual.figure, target.figure)
    if _NUMERAL.search(words) or not cue("done_word").search(words):
        return silent(CHECK, f"{indicator.name}：完成值“{words}”不能断定为定性的话", target.figure)
    message = f"{indicator.name}的目标是数值（{''.join(target.text.split())}），完成值却填“{words}”，看不出完成了多少"
    return conflict(CHECK, message, target.figure, marks=(actual.span,), suspects=())
