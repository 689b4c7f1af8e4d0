"""Shares that make up one whole add up to 100 %."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.facts import Share
from extractor.ledger import Ledger
from extractor.quantity import Interval, Mode, plain
from extractor.schemes import HUNDRED

CHECK = Check("BF102", "shares-off-total", "构成比合计不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    groups: dict[int, list[Share]] = {}
    for share in ledger.of(Share):
        if share.group is not None:
            groups.setdefault(share.group, []).append(share)
    several = [group for group in groups.values() if len(group) > 1]
    if not several:
        yield silent(CHECK, "没有成组的构成比")
    for group in several:
        yield _judge(group)


def _judge(group: list[Share]) -> Verdict:
    figures = tuple(share.rate for share in group)
    if any(share.multiple for share in group):
        return silent(CHECK, "多项选择，占比可以超过100%", *figures)
    if any(figure.quantity.op != "eq" for figure in figures):
        return silent(CHECK, "含约数，不参与合计", *figures)
    total = sum((figure.quantity.amount for figure in figures), Decimal(0))
    complete = any(share.complete for share in group)
    mode, summed = _fit(group)
    holds = mode is not None or (not complete and summed.low is not None and summed.low <= HUNDRED)
    sign = "≤" if not complete else "=" if total == HUNDRED else "≈"
    formula = f"{' + '.join(figure.quantity.digits for figure in figures)} {sign if holds else '='} "
    if holds:
        return Verdict(
            CHECK.code,
            "agrees",
            formula=f"{formula}100%",
            mode=mode.value if mode else None,
            modes=tuple(one for one in Mode if HUNDRED in _sum(group, one)) if complete else (),
            residual=plain(total - HUNDRED) if complete and total != HUNDRED else None,
            unit="%",
            reason="占比之和因四舍五入略有尾差" if complete and total != HUNDRED else None,
            figures=figures,
        )
    return Verdict(
        CHECK.code,
        "conflict",
        formula=f"{formula}{plain(total)}%",
        message=f"各项占比之和为{plain(total)}%，{'不等于' if complete else '超过'}100%",
        stated=plain(total),
        derived="100",
        difference=plain(total - HUNDRED),
        unit="%",
        stated_interval=summed,
        derived_interval=Interval.point(HUNDRED),
        figures=figures,
        expects=tuple((f, f.quantity.value - (total - HUNDRED) / f.quantity.factor) for f in figures),
    )


def _fit(group: list[Share]) -> tuple[Mode | None, Interval]:
    """The mode of rounding under which the shares can add up to 100, and their sum as an interval."""
    for mode in Mode:
        summed = _sum(group, mode)
        if HUNDRED in summed:
            return mode, summed
    return None, _sum(group, Mode.HALF_UP)


def _sum(group: list[Share], mode: Mode) -> Interval:
    whole = Interval.point(Decimal(0))
    for share in group:
        whole = whole + share.rate.quantity.interval(mode)
    return whole
