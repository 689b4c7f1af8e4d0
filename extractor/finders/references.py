"""Pointers to annexes and tables: 详见附件2, 评分表附后, 见表1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from extractor.facts import Fact, Reference
from extractor.finders import Found
from extractor.lexing.numerals import ordinal
from extractor.packs import Entry, load
from extractor.reading import Reading

AFTER = ("sections",)


class ReferenceEntry(Entry):
    """A wording that points to an annex or a table."""

    kind: Literal["annex", "table"]


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All pointers in prose, in order of text."""
    for entry in load("references", ReferenceEntry):
        for hit in reading.hits(entry.pattern):
            span = hit.span("text")
            number = "".join(hit.text("number").split())
            yield Reference(
                span=span,
                pattern=entry.id,
                sentence=hit.sentence.id,
                section=found.section(span),
                kind=entry.kind,
                text="".join(hit.text("text").split()),
                number=number or None,
                ordinal=ordinal(digits) if (digits := number.lstrip("附件表录")) else None,
            )
