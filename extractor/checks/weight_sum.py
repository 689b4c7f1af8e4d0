"""The weights add up to the full mark."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._leaves import Leaves, readings
from extractor.checks._outcomes import digits, present, silent
from extractor.checks._scores import full_mark, totals
from extractor.facts import Figure, Indicator, Score
from extractor.ledger import Ledger
from extractor.quantity import plain, trimmed

CHECK = Check("PF102", "weight-sum-mismatch", "权重合计不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    ways = [leaves for leaves in readings(ledger) if leaves.weighed and len(leaves.lines) > 1]
    if not ways:
        yield silent(CHECK, "没有写明分值的指标，或分值不全")
        return
    full = full_mark(ledger)
    printed = [score.figure for score in ledger.of(Score) if score.kind == "full"]
    fitting = [leaves for leaves in ways if leaves.weight == full]
    for leaves in fitting:
        formula = f"{_terms(leaves)} = {trimmed(full)}"
        yield Verdict(CHECK.code, "agrees", formula, figures=present(*printed[:1], *leaves.weights))
    if not fitting:
        yield _misfit(ledger, ways[0], full, printed)


def _misfit(ledger: Ledger, leaves: Leaves, full: Decimal, printed: list[Figure]) -> Verdict:
    lacking = full - leaves.weight
    unscored = [one.weight for one in ledger.of(Indicator) if one.weight is not None and one.score is None]
    if unscored:
        return silent(CHECK, f"有{len(unscored)}项指标未填得分，权重是否齐全不能确定", *leaves.weights)
    if leaves.bonus:
        return silent(CHECK, "含加分或扣分项，权重不必等于满分", *leaves.weights)
    if lacking in ledger.profile.execution_weights and leaves.of != "指标与执行率":
        return silent(
            CHECK, f"所列权重合计{plain(leaves.weight)}，其余{plain(lacking)}分可能是预算执行率", *leaves.weights
        )
    # the list is complete when its scores make up the total, or when its own last row prints the full mark
    whole = any(score.figure.quantity.value == leaves.score for score in totals(ledger))
    if not whole and not any(figure.cell for figure in printed):
        return silent(CHECK, f"所列指标不完整，权重合计{plain(leaves.weight)}", *leaves.weights)
    stated = printed[0] if printed else None
    return Verdict(
        CHECK.code,
        "conflict",
        formula=f"{_terms(leaves)} = {plain(leaves.weight)}",
        message=f"{leaves.of}的分值之和为{plain(leaves.weight)}，不等于满分{digits(stated) if stated else plain(full)}",
        stated=digits(stated) if stated else plain(full),
        derived=plain(leaves.weight),
        difference=plain(lacking),
        unit="分",
        severity=None if stated else "review",
        figures=present(stated, *leaves.weights),
        expects=(
            *(((stated, leaves.weight),) if stated else ()),
            *((figure, figure.quantity.value + lacking) for figure in leaves.weights),
        ),
    )


def _terms(leaves: Leaves) -> str:
    return " + ".join(digits(figure) for figure in leaves.weights)
