"""The money available is the sum of where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.arithmetic import Comparison
from extractor.checks import Check, Verdict
from extractor.checks._elsewhere import elsewhere
from extractor.checks._outcomes import silent
from extractor.checks._relations import Relation, availability, sources_spent, unsure, verdict
from extractor.checks._tellings import disputed
from extractor.checks._verdicts import off
from extractor.checks._wording import called
from extractor.ledger import Ledger

CHECK = Check("ZJ101", "fund-total-mismatch", "资金合计不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    quarrels = disputed(ledger)
    any_sum = False
    for relation in availability(ledger):
        any_sum = True
        yield unsure(CHECK, relation) or elsewhere(CHECK, ledger, relation) or _judge(relation, quarrels)
    for relation in sources_spent(ledger):
        any_sum = True
        yield _used_up(relation)
    if not any_sum:
        yield silent(CHECK, "报告未给出可用资金或调整后预算")


def _judge(relation: Relation, quarrels: frozenset[int]) -> Verdict:
    stated, result = relation.stated, relation.result
    if result is None:
        return silent(CHECK, f"未给出{called(stated)}的全部来源（年初预算、上年结转、追加或调减）", stated.figure)
    derived = result.derived if isinstance(result, Comparison) else ""
    message = (
        f"{called(stated)}写为{stated.figure.text}，按所列来源相加应为{derived}"
        f"{result.unit if isinstance(result, Comparison) else ''}，{off(result)}"
    )
    return verdict(CHECK, result, message, quarrels)


def _used_up(relation: Relation) -> Verdict:
    """No total is printed: the sources are told to add up where spending used them up."""
    if relation.result is None:
        return silent(
            CHECK, "未写明可用资金合计；支出与各项来源之和不同，属于未全部支出，不在本项判断", relation.stated.figure
        )
    return verdict(CHECK, relation.result, "", frozenset(), reason="未写明合计，各项来源之和等于实际支出")
