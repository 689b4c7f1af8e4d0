"""Subtotals of the levels against the indicators below them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from extractor.checks import Check, Verdict
from extractor.checks._leaves import plain as bare
from extractor.checks._leaves import speaker_parts
from extractor.checks._outcomes import blocked, digits, present, silent
from extractor.checks._scores import total_of
from extractor.facts import Figure, Indicator, Score
from extractor.ledger import Ledger
from extractor.quantity import plain

CHECK = Check("PF103", "subtotal-mismatch", "小计不符", "error")

_REMARK = regex.compile(r"^(?:不扣分|未扣分|满分|得满分|无)[。.]?$|扣[\d.]+分")
"""remarks on points; where one is taken for the name of a level, the columns of a table in plain text are amiss"""
UNNAMED = frozenset({"", "合计", "小计", "总计", "总分"})


def check(ledger: Ledger) -> Iterator[Verdict]:
    looked = False
    if any(_REMARK.search(level) for one in ledger.of(Indicator) for level in one.levels):
        yield blocked(CHECK, "评分表的列未能对齐，扣分说明读进了指标层级")
        return
    for subtotal in speaker_parts(ledger):
        below = _below(ledger, subtotal)
        if not below:
            if subtotal.kind == "subtotal":
                looked = True
                yield blocked(CHECK, "小计所属的指标层级未能识别", subtotal.figure)
            continue
        looked = True
        yield from _judge(subtotal, below)
    if not looked:
        yield silent(CHECK, "没有可与指标核对的小计")


def _below(ledger: Ledger, subtotal: Score) -> list[Indicator]:
    """The indicators that a subtotal or part is named after: those under a level of its name. The last row of a table
    that prints no name (合计) is the sum of all its indicators, when its weight is."""
    name = bare(subtotal.name) if subtotal.name else ""
    if name not in UNNAMED:
        below = [one for one in ledger.of(Indicator) if any(bare(level) == name for level in one.levels)]
        same_table = [one for one in below if one.cell is not None]
        return same_table or below
    listed = [one for one in ledger.of(Indicator) if one.cell is not None and one.weight]
    weight = total_of(one.weight for one in listed)
    return listed if subtotal.weight and subtotal.weight.quantity.value == weight else []


def _judge(subtotal: Score, below: list[Indicator]) -> Iterator[Verdict]:
    scores = [one.score for one in below if one.score]
    weights = [one.weight for one in below if one.weight]
    if _is_told_in_part(subtotal, below, scores, weights):
        yield silent(CHECK, f"没有读到{subtotal.name or '小计'}之下的全部指标，不能相加", subtotal.figure)
        return
    if len(scores) == len(below):
        yield _compare(subtotal, subtotal.figure, scores, "得分")
    else:
        yield silent(CHECK, f"{subtotal.name or '小计'}之下有指标未写得分", subtotal.figure)
    if subtotal.weight and len(weights) == len(below):
        yield _compare(subtotal, subtotal.weight, weights, "分值")


def _is_told_in_part(subtotal: Score, below: list[Indicator], scores: list[Figure], weights: list[Figure]) -> bool:
    """True for indicators of which neither the full marks nor the points make up those above them: prose need not name
    them all, and of a table of which both fall short a row was not read."""
    if any(one.cell is not None for one in below):
        short = total_of(scores) < subtotal.figure.quantity.value
        return short and subtotal.weight is not None and total_of(weights) < subtotal.weight.quantity.value
    whole = len(scores) == len(below) and total_of(scores) == subtotal.figure.quantity.value
    if subtotal.weight is None or len(weights) != len(below):
        return not whole
    return not whole and total_of(weights) != subtotal.weight.quantity.value


def _compare(subtotal: Score, stated: Figure, parts: list[Figure], what: str) -> Verdict:
    derived = total_of(parts)
    terms = " + ".join(digits(part) for part in parts)
    residual = stated.quantity.value - derived
    if not residual:
        return Verdict(CHECK.code, "agrees", f"{terms} = {digits(stated)}", figures=present(stated, *parts))
    return Verdict(
        CHECK.code,
        "conflict",
        formula=f"{terms} = {plain(derived)}",
        message=f"{subtotal.name or ''}{what}小计{digits(stated)}与其下各项之和{plain(derived)}不符",
        stated=digits(stated),
        derived=plain(derived),
        difference=plain(residual),
        unit="分",
        figures=present(stated, *parts),
        expects=_expects(stated, parts, derived, residual),
    )


def _expects(
    stated: Figure, parts: list[Figure], derived: Decimal, residual: Decimal
) -> tuple[tuple[Figure, Decimal], ...]:
    return ((stated, derived), *((part, part.quantity.value + residual) for part in parts))
