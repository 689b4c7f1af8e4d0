"""Units named in headings and conclusions, and the report's own: whose report is this?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from extractor.document import Span
from extractor.facts import Body, Fact, Meta, Topic
from extractor.finders import Found
from extractor.finders._scan import Place, place
from extractor.packs import Entry, load
from extractor.reading import TIMEOUT, Reading, Sentence

AFTER = ("sections", "metadata", "outline")

_CONCLUSIONS = frozenset({"conclusion", "summary"})


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """The report's own unit, and all units that headings and conclusions begin a clause with."""
    own = next((meta for meta in found.of(Meta) if meta.field == "department"), None)
    telling = {topic.section for topic in found.of(Topic) if _CONCLUSIONS & set(topic.names)}
    for entry in load("bodies", Entry):
        if (
            own is not None
            and entry.id.endswith(".unit")
            and (match := entry.pattern.match(own.value, timeout=TIMEOUT))
        ):
            where = Place(span=own.span, pattern=entry.id, sentence=own.sentence, section=own.section, cell=own.cell)
            yield Body(**where, place=match["place"], unit=match["unit"], where="own")
        for sentence in reading.prose():
            here = "body" if entry.id.endswith(".acting") else _where(reading, found, sentence, telling)
            if here is None:
                continue
            for match in entry.pattern.finditer(reading.marked, *sentence.marked, timeout=TIMEOUT):
                where = place(reading, found, entry, sentence, Span(match.start("place"), match.end("unit")))
                if own is None or not own.span.overlaps(where["span"]):
                    reports = bool(match["reports"])
                    yield Body(**where, place=match["place"], unit=match["unit"], where=here, reports=reports)


def _where(
    reading: Reading, found: Found, sentence: Sentence, telling: set[int]
) -> Literal["heading", "conclusion"] | None:
    if reading.block(sentence).kind == "heading":
        return "heading"
    return "conclusion" if found.section(reading.flow.span(sentence.at)) in telling else None
