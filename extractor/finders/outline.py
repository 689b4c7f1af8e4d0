"""What each heading promises: overview, method, conclusion, problems, recommendations …"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts import Fact, Section, Topic
from extractor.finders import Found
from extractor.packs import Entry, load, possible
from extractor.reading import TIMEOUT, Reading

AFTER = ("sections",)


class OutlineEntry(Entry):
    """Words in a heading and the topics that they stand for."""

    topics: list[str]


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """One topic fact for each heading of which something is known."""
    entries = load("outline", OutlineEntry)
    for index, section in enumerate(found.of(Section)):
        title = "".join(section.title.split())
        fitting = [entry for entry in possible(entries, title) if entry.pattern.search(title, timeout=TIMEOUT)]
        if fitting:
            yield Topic(
                span=section.span,
                pattern=fitting[0].id,
                sentence=section.sentence,
                section=index,
                names=tuple(dict.fromkeys(topic for entry in fitting for topic in entry.topics)),
            )
