"""Sessions and their years: 2023年举办第十二届山歌节, 每年一届, 创办于2012年."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from extractor.facts import Edition, Fact, Rhythm
from extractor.finders import Found
from extractor.finders._scan import placed
from extractor.lexing.numerals import ordinal
from extractor.packs import Entry, load
from extractor.reading import Hit, Reading

AFTER = ("sections",)

_YEARS = {"每年": 1, "一年": 1, "隔年": 2, "两年": 2, "二年": 2, "三年": 3, "四年": 4}


class EditionEntry(Entry):
    """A wording of a session, of the first one, or of how often there is one."""

    kind: Literal["edition", "founding", "rhythm"]


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Editions and rhythms in order of entry and text; a session is read once."""
    seen: set[tuple[int, int]] = set()
    for entry in load("editions", EditionEntry):
        for hit in reading.hits(entry.pattern):
            place = placed(found, entry, hit)
            if entry.kind == "rhythm":
                every = hit.text("every")
                yield Rhythm(**place, years=_YEARS.get(every) or _YEARS[every.removeprefix("每")])
                continue
            number = 1 if entry.kind == "founding" or hit.has("first") else ordinal(hit.text("number"))
            year = _year(hit)
            at = hit.at("first" if hit.has("first") else "number" if hit.has("number") else "year").start
            if number and year and (at, year) not in seen:
                seen.add((at, year))
                yield Edition(**place, number=number, year=year, name=hit.text("name"))


def _year(hit: Hit) -> int | None:
    token = hit.token("year")
    return token.dates[0].year if token and token.dates else None
