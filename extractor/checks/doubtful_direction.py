"""The sign of a target points the other way than its indicator: cost ≥, satisfaction ≤."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.facts import Indicator
from extractor.ledger import Ledger
from extractor.scopes import cue

CHECK = Check("ZB103", "doubtful-direction", "指标方向可疑", "review")

_DEFINED = regex.compile(r"反向|正向|逆向|越[高低大小多少]越|以上为|以下为|不得[高低]于")
"""words by which the report says itself which way the indicator goes"""
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def check(ledger: Ledger) -> Iterator[Verdict]:
    signed = [one for one in ledger.of(Indicator) if one.target and one.target.op in _SIGNS and _nature(one)]
    if not signed:
        yield silent(CHECK, "没有可以由名称判断方向、又带比较符号的指标")
    for indicator in signed:
        yield _judge(indicator)


def _judge(indicator: Indicator) -> Verdict:
    target = indicator.target
    assert target is not None
    wanted = _nature(indicator)
    printed = 1 if target.op in ("ge", "gt") else -1
    sign = f"{indicator.name} {_SIGNS[target.op]}"
    if printed == wanted:
        return agrees(CHECK, sign, target.figure)
    if _DEFINED.search(f"{indicator.name}{indicator.criterion or ''}{indicator.reason or ''}{target.text}"):
        return silent(CHECK, f"{indicator.name}：报告说明了方向", target.figure)
    better = "越高越好" if wanted > 0 else "越低越好"
    message = f"{indicator.name}一般{better}，目标却写为{''.join(target.text.split())}，请核对比较符号"
    return conflict(CHECK, message, target.figure, formula=sign, suspects=())


def _nature(indicator: Indicator) -> int:
    """+1 more is better, -1 less is better, 0 when the name does not say."""
    if cue("more_wanted").search(indicator.name):
        return 1
    return -1 if cue("less_wanted").search(indicator.name) else 0
