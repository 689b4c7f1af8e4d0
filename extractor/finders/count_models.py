"""Spelled models such as “1+5+2”, with the counts by which the same sentence explains them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.facts import Count, CountModel, Fact
from extractor.finders import Found
from extractor.finders._scan import placed
from extractor.packs import Entry, load
from extractor.reading import Hit, Reading
from extractor.rx import rx

AFTER = ("counts",)


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All models of the prose. Counts are given only when there are as many of them as numbers."""
    counts = list(found.of(Count))
    for entry in load("count_models", Entry):
        for hit in reading.hits(entry.pattern):
            numbers = tuple(Decimal(number) for number in rx("[0-9]+").findall(hit.text("numbers")))
            explained = _explained(hit, counts)
            yield CountModel(
                **placed(found, entry, hit),
                numbers=numbers,
                counts=explained if len(explained) == len(numbers) else (),
            )


def _explained(hit: Hit, counts: list[Count]) -> tuple[Count, ...]:
    if not hit.has("rest"):
        return ()
    start, end = hit.at("rest")
    return tuple(count for count in counts if start <= count.figure.at.start < end)
