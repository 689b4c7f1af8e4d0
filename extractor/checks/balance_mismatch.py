"""What is left is what there was, less what was spent."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.arithmetic import Comparison
from extractor.checks import Check, Verdict
from extractor.checks._elsewhere import elsewhere
from extractor.checks._outcomes import silent
from extractor.checks._relations import Relation, balances, unsure, verdict
from extractor.checks._tellings import disputed
from extractor.checks._verdicts import off
from extractor.checks._wording import called
from extractor.ledger import Ledger

CHECK = Check("ZJ105", "balance-mismatch", "结余勾稽不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    quarrels = disputed(ledger)
    found = list(balances(ledger))
    if not found:
        yield silent(CHECK, "报告未给出结余、结转或收回的金额")
    for relation in found:
        yield unsure(CHECK, relation) or elsewhere(CHECK, ledger, relation) or _judge(relation, quarrels)


def _judge(relation: Relation, quarrels: frozenset[int]) -> Verdict:
    stated, result = relation.stated, relation.result
    if result is None:
        return silent(CHECK, f"{called(stated)}所对应的资金总额或支出未给出", stated.figure)
    derived = f"{result.derived}{result.unit}" if isinstance(result, Comparison) else ""
    message = f"{called(stated)}写为{stated.figure.text}，按资金总额减去支出应为{derived}，{off(result)}"
    return verdict(CHECK, result, message, quarrels)
