"""Doubled words, broken bookmarks, hints of a template."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import conflict, silent
from extractor.facts import Oddity
from extractor.ledger import Ledger

CHECK = Check("GF105", "slip-of-the-pen", "文字错漏", "info")

WORDS = {"doubled": "词语重复", "bookmark": "引用失效", "residue": "模板文字未删"}


def check(ledger: Ledger) -> Iterator[Verdict]:
    oddities = [oddity for oddity in ledger.of(Oddity) if oddity.kind in WORDS]
    if not oddities:
        yield silent(CHECK, "未见重复词语、失效引用或模板提示")
    for oddity in oddities:
        yield conflict(CHECK, f"{WORDS[oddity.kind]}：“{oddity.text}”", marks=(oddity,))
