"""The amounts by item add up to the whole."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._splits import check_splits
from extractor.ledger import Ledger

CHECK = Check("ZJ103", "spending-item-mismatch", "支出明细合计不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    yield from check_splits(CHECK, ledger, by="item", none="报告未列支出明细")
