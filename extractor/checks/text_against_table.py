"""One fact told in the text and in a table, with different figures."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._telling_verdicts import tellings
from extractor.ledger import Ledger

CHECK = Check("GJ102", "text-against-table", "文字与表格不符", "error")


def check(ledger: Ledger) -> Iterator[Verdict]:
    verdicts = list(tellings(ledger, CHECK, crossed=True))
    yield from verdicts or [silent(CHECK, "没有文字和表格都写到的同一事实")]
