"""A rate above 100 % that by its nature cannot pass it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, digits, silent
from extractor.facts import Percentage
from extractor.ledger import Ledger
from extractor.quantity import Interval, plain
from extractor.schemes import HUNDRED

CHECK = Check("BF101", "percentage-out-of-range", "百分比越界", "error")

RANGE = Interval(Decimal(0), HUNDRED)


def check(ledger: Ledger) -> Iterator[Verdict]:
    bounded = [one for one in ledger.of(Percentage) if one.bounded]
    if not bounded:
        yield silent(CHECK, "没有以100%为限的比率")
    for one in bounded:
        yield _judge(one)


def _judge(one: Percentage) -> Verdict:
    quantity = one.figure.quantity
    stated = quantity.interval()
    if stated.meets(RANGE):
        return agrees(CHECK, f"0% ≤ {digits(one.figure)}% ≤ 100%", one.figure)
    beyond = quantity.amount > HUNDRED
    return Verdict(
        CHECK.code,
        "conflict",
        formula=f"0% ≤ {digits(one.figure)}% ≤ 100%",
        message=f"{one.name}为{''.join(one.figure.text.split())}，{'超过100%' if beyond else '小于0'}",
        stated=plain(quantity.amount),
        derived="100" if beyond else "0",
        difference=plain(quantity.amount - (HUNDRED if beyond else Decimal(0))),
        unit="%",
        stated_interval=stated,
        derived_interval=RANGE,
        figures=(one.figure,),
        ranges=((one.figure, RANGE.times(1 / quantity.factor)),),
    )
