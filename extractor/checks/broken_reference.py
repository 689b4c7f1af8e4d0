"""Pointers that lead nowhere, and numbers of official documents that cannot be right."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, blocked, conflict, silent
from extractor.facts import Attached, Citation, Reference
from extractor.ledger import Ledger

CHECK = Check("GF104", "broken-reference", "引用缺失", "info")

_LASTING = regex.compile(r"(?:办法|意见|规定|条例|规程|规范|细则|制度|指南|导则|规划)(?:[（(][^（）()]{1,8}[）)])?$")
"""titles of which there is one; a notice of the same title goes out with every batch of money"""

_WORDS = {"annex": "附件", "table": "表"}


def check(ledger: Ledger) -> Iterator[Verdict]:
    verdicts = [*_pointers(ledger), *_forms(ledger), *_numbers(ledger)]
    yield from verdicts or [silent(CHECK, "没有指向有序号的附件、表格的引用，也没有带文号的文件")]


def _pointers(ledger: Ledger) -> Iterator[Verdict]:
    """A pointer is judged where others of its kind are there to be counted: annexes are often delivered apart, and
    many reports give their tables no numbers."""
    told: set[tuple[str, int]] = set()
    for one in ledger.of(Reference):
        if one.ordinal is None or (one.kind, one.ordinal) in told:
            continue
        told.add((one.kind, one.ordinal))
        there = [other for other in ledger.of(Attached) if other.kind == one.kind and other.number is not None]
        place = next((other for other in there if other.number == one.ordinal), None)
        if place is not None:
            yield agrees(CHECK, f"“{one.text}” → “{place.text}”", marks=(one, place))
        elif not there:
            yield silent(CHECK, f"“{one.text}”：{_WORDS[one.kind]}没有随文提供，或没有编号")
        elif one.kind == "table" and len(there) < len(ledger.document.tables):
            yield silent(CHECK, f"“{one.text}”：另有没有编号的表")
        else:
            known = "、".join(
                f"{_WORDS[one.kind]}{number}" for number in sorted({other.number or 0 for other in there})
            )
            yield conflict(CHECK, f"“{one.text}”所指不在报告中，报告只有{known}", marks=(one, *there))


def _forms(ledger: Ledger) -> Iterator[Verdict]:
    scanned = ledger.document.text_layer in ("ocr", "mixed")
    for one in ledger.of(Citation):
        if one.flaw and scanned:
            yield blocked(CHECK, f"扫描件的字由识别得来，不判断文号“{one.text}”的写法")
        elif one.flaw:
            yield conflict(CHECK, f"文号写法有误（{one.flaw}）：“{one.text}”", marks=(one,))


def _numbers(ledger: Ledger) -> Iterator[Verdict]:
    """One lasting document with two numbers."""
    by_title: dict[str, list[Citation]] = {}
    for one in ledger.of(Citation):
        if _LASTING.search(one.title) and not one.flaw:
            by_title.setdefault(one.title, []).append(one)
    for title, cited in by_title.items():
        numbers = dict.fromkeys(f"{one.agency}〔{one.year}〕{one.serial}号" for one in cited)
        if len({(one.year, one.serial) for one in cited}) > 1:
            yield conflict(CHECK, f"《{title}》有两个文号：{'、'.join(numbers)}", marks=cited)
        elif len(cited) > 1:
            yield agrees(CHECK, f"《{title}》的文号{len(cited)}处一致", marks=cited)
