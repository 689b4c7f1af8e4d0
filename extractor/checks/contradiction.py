"""One fact told twice, with different figures."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._telling_verdicts import tellings, unclear
from extractor.ledger import Ledger

CHECK = Check("GJ101", "contradiction", "同一事实数值矛盾", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    verdicts = [*tellings(ledger, CHECK, crossed=False), *unclear(ledger, CHECK)]
    yield from verdicts or [silent(CHECK, "没有同一事实的两处数字")]
