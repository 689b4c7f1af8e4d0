"""A count against the list that spells it out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, silent
from extractor.facts import Enumeration
from extractor.ledger import Ledger
from extractor.quantity import plain

CHECK = Check("JS101", "enumeration-mismatch", "数目与列举不符", "warning")

_KINDS = ("类", "种", "批")
"""of two kinds of equipment, three pieces may be named: 2类设备，包括电脑、打印机、投影仪等"""


def check(ledger: Ledger) -> Iterator[Verdict]:
    lists = ledger.of(Enumeration)
    if not lists:
        yield silent(CHECK, "没有与数目对应的列举")
    for enumeration in lists:
        yield _judge(enumeration)


def _judge(enumeration: Enumeration) -> Verdict:
    count, listed = enumeration.count, len(enumeration.items)
    figure = count.figure
    stated = figure.quantity.interval()
    told = f"{''.join(figure.text.split())}{count.noun}"
    formula = f"{told} = 列举{listed}项"
    if Decimal(listed) in stated:
        return agrees(CHECK, formula, figure, marks=enumeration.items)
    if enumeration.open and (stated.high is None or listed < stated.high):
        return silent(CHECK, f"{told}只列举了一部分（{listed}项）", figure)
    if enumeration.open and figure.quantity.unit_text in _KINDS:
        return silent(CHECK, f"{told}下所列未必一{figure.quantity.unit_text}一项", figure)
    value = figure.quantity.value
    return Verdict(
        CHECK.code,
        "conflict",
        formula=formula,
        message=f"写明{told}，列举了{listed}项" + (f"：{'、'.join(enumeration.names)}" if enumeration.names else ""),
        stated=figure.quantity.digits,
        derived=str(listed),
        difference=plain(value - listed),
        unit=figure.quantity.unit_text or None,
        stated_interval=stated,
        figures=(figure,),
        expects=((figure, Decimal(listed)),),
        marks=enumeration.items,
    )
