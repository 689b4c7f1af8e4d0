"""The amounts by source add up to the whole."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._splits import check_splits
from extractor.ledger import Ledger

CHECK = Check("ZJ102", "fund-source-mismatch", "资金来源分项不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    yield from check_splits(CHECK, ledger, by="source", none="报告未按资金来源分项列示")
