"""The scores of the indicators, or of the parts, add up to the total."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._leaves import Leaves, readings
from extractor.checks._outcomes import digits, present, silent
from extractor.checks._scores import full_mark, totals
from extractor.facts import Figure
from extractor.ledger import Ledger
from extractor.quantity import plain

CHECK = Check("PF101", "score-sum-mismatch", "指标得分合计不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    claimed = [score.figure for score in totals(ledger) if score.figure.quantity.op == "eq"]
    ways = [leaves for leaves in readings(ledger) if len(leaves.lines) > 1]
    if not claimed or not ways:
        yield silent(CHECK, "报告未给出总分" if not claimed else "没有可以相加的指标得分")
        return
    agreeing = False
    for leaves in ways:
        total = next((figure for figure in claimed if figure.quantity.value == leaves.score), None)
        if total:
            agreeing = True
            yield _agrees(leaves, total)
    if agreeing:
        return
    # only lines whose weights fill the full mark are surely all there are
    whole = next((one for one in ways if one.weighed and one.weight == full_mark(ledger)), None)
    if whole is None:
        yield silent(CHECK, "所列得分不完整（权重之和不等于满分），不能相加", claimed[0])
    elif whole.bonus:
        yield silent(CHECK, "含加分或扣分项，总分不必等于各项之和", claimed[0], *whole.scores)
    else:
        yield _conflict(whole, claimed)


def _agrees(leaves: Leaves, total: Figure) -> Verdict:
    return Verdict(CHECK.code, "agrees", f"{_terms(leaves)} = {digits(total)}", figures=present(total, *leaves.scores))


def _conflict(leaves: Leaves, claimed: list[Figure]) -> Verdict:
    total, derived = claimed[0], leaves.score
    residual = total.quantity.value - derived
    return Verdict(
        CHECK.code,
        "conflict",
        formula=f"{_terms(leaves)} = {plain(derived)}",
        message=f"总分{''.join(total.text.split())}与{leaves.of}得分之和{plain(derived)}分不符",
        stated=digits(total),
        derived=plain(derived),
        difference=plain(residual),
        unit="分",
        figures=present(*claimed, *leaves.scores),
        suspects=present(*claimed, *leaves.scores),
        expects=(
            *((figure, derived) for figure in claimed),
            *((figure, figure.quantity.value + residual) for figure in leaves.scores),
        ),
    )


def _terms(leaves: Leaves) -> str:
    return " + ".join(digits(figure) for figure in leaves.scores)
