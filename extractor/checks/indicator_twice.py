"""One indicator told twice with different values."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._twins import Twin, twins
from extractor.checks._verdicts import judged
from extractor.ledger import Ledger

CHECK = Check("ZB107", "indicator-twice", "指标重复或一标多值", "warning")


def check(ledger: Ledger) -> Iterator[Verdict]:
    found = [twin for twin in twins(ledger) if not twin.crossed]
    if not found:
        yield silent(CHECK, "没有写了两次而能断定为同一项的指标")
    for twin in found:
        yield judged(CHECK, twin.result, _message(twin))


def _message(twin: Twin) -> str:
    one, other = ("".join(figure.text.split()) for figure in twin.result.figures)
    return f"指标“{twin.one.name}”写了两次，一处为{one}，另一处为{other}"
