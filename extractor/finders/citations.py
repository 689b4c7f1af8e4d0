"""Official documents with their numbers: 《项目支出绩效评价管理办法》（财预〔2020〕10号）."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.facts import Citation, Fact
from extractor.finders import Found
from extractor.packs import Entry, load
from extractor.reading import Reading

AFTER = ("sections",)

_PAIRS = {"〔": "〕", "[": "]", "［": "］", "【": "】", "﹝": "﹞"}


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All numbered documents, in order of text."""
    for entry in load("citations", Entry):
        for _block, match in reading.block_matches(entry.pattern):
            span = reading.flow.span(match.span())
            sentence = reading.sentence_at(match.start())
            yield Citation(
                span=span,
                pattern=entry.id,
                sentence=sentence.id if sentence else -1,
                section=found.section(span),
                cell=reading.block(sentence).cell if sentence else None,
                title=match["title"] or "",
                agency=match["agency"],
                year=match["year"],
                serial=match["serial"].lstrip("0"),
                text=match[0],
                flaw=_flaw(match),
            )


def _flaw(match: regex.Match[str]) -> str:
    """What is wrong with the form of the number (GB/T 9704—2012, 7.2.5: agency, year in four digits in 〔〕, serial and
    号). Square brackets of another kind are common in print and let pass."""
    if _PAIRS[match["open"]] != match["close"]:
        return "括号不成对" if match["close"] else "缺右括号"
    if len(match["year"]) != 4 or match["year"][:2] not in ("19", "20"):
        return "年份不是四位"
    return "" if match["end"] else "缺“号”字"
