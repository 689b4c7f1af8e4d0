"""Names as they are written: the project's, the unit's, the titles of cited documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import regex

from extractor.document import Span
from extractor.facts import Fact, Meta, Spelling
from extractor.finders import Found
from extractor.finders._near_names import is_alike, is_misspelt, slips
from extractor.packs import Entry, load
from extractor.reading import Reading

AFTER = ("sections", "metadata")

_SHORT, _LONG = 6, 60
"""characters of names that are looked at: a shorter one differs from too many by one character"""
_MOST = 200
"""titles that are compared with each other"""
_AROUND = 12
"""characters to each side in which a second writing may be explained"""

_BETWEEN = regex.compile(r"[，,。；;：:！？、\n]")

_PARTS = regex.compile(
    r"(?:\p{Han}{2,7}?(?:自治县|自治旗|省|市|县|区|旗|镇|乡))?(?P<core>\p{Han}+?)(?:专项资金|补助资金|项目|资金|经费|工程)?"
)
_IN_BRACKETS = regex.compile(r"[（(](?P<core>\p{Han}{6,30})[）)]")

What = Literal["project", "unit", "title"]


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """The usual writings that occur more than once, and every other writing of them."""
    entries = {entry.id.partition(".")[2]: entry for entry in load("spellings", Entry)}
    for what, name in _names(reading, found):
        place = reading.flow.text.find(name)
        if place >= 0:
            yield from _prose(reading, found, what, name, place, entries)
    yield from _titles(reading, found, entries)


def _names(reading: Reading, found: Found) -> Iterator[tuple[What, str]]:
    for meta in found.of(Meta):
        name = "".join(meta.value.split())
        if meta.field in ("project", "department") and _SHORT <= len(name) <= _LONG:
            yield ("project" if meta.field == "project" else "unit"), name
        if meta.field in ("project", "title") and (core := _core(name, reading.flow.text)):
            yield "project", core


def _core(name: str, text: str) -> str:
    """What a project is called where its place and its kind are left out (某县农田建设项目 → 农田建设), when the text
    calls it so again and again; else nothing."""
    within = _IN_BRACKETS.search(name)
    match = _PARTS.fullmatch(within["core"] if within else name)
    core = match["core"] if match else ""
    return core if core != name and len(core) >= _SHORT and text.count(core) > 1 else ""


def _prose(
    reading: Reading, found: Found, what: What, name: str, place: int, entries: dict[str, Entry]
) -> Iterator[Spelling]:
    text = reading.flow.text
    usual = Span(place, place + len(name))
    others = {}
    for slip in slips(name, text):
        at = Span(slip.start, slip.end)
        if (
            "\n" not in text[slice(*at)]
            and _is_other_writing(name, text[slice(*at)], slip.at, entries)
            and not _explained(text, at, entries)
        ):
            others[at] = text[slice(*at)]
    if not others and (times := text.count(name)) > 1:
        yield _spelling(reading, found, usual, entries, what=what, name=name, times=times)
    for at, other in sorted(others.items()):
        yield _spelling(reading, found, at, entries, what=what, name=name, text=other, usual=usual)


def _titles(reading: Reading, found: Found, entries: dict[str, Entry]) -> Iterator[Spelling]:
    places: dict[str, list[Span]] = {}
    for _block, match in reading.block_matches(entries["title"].pattern):
        places.setdefault(match["name"], []).append(Span(*match.span("name")))
    titles = sorted(places, key=lambda title: (-len(places[title]), places[title][0]))[:_MOST]
    wrong = {}
    for index, name in enumerate(titles):
        for other in (*titles[:index], *titles[index + 1 :]):
            slip = next((one for one in slips(name, other) if (one.start, one.end) == (0, len(other))), None)
            if slip and other not in wrong and name not in wrong and _is_other_writing(name, other, slip.at, entries):
                wrong[other] = name
    for name in titles:
        if name in wrong:
            for at in places[name]:
                if not _explained(reading.flow.text, at, entries):
                    usual = places[wrong[name]][0]
                    yield _spelling(reading, found, at, entries, what="title", name=wrong[name], text=name, usual=usual)
        elif len(places[name]) > 1 and name not in wrong.values():
            yield _spelling(reading, found, places[name][0], entries, what="title", name=name, times=len(places[name]))


def _is_other_writing(name: str, other: str, at: int, entries: dict[str, Entry]) -> bool:
    if _BETWEEN.search(other) and not _BETWEEN.search(name):
        return False  # …补助资金，项目资金分两批: one clause ends, the next begins
    return is_alike(name, other, entries["alike"].words["pairs"]) or is_misspelt(name, other, at)


def _explained(text: str, at: Span, entries: dict[str, Entry]) -> bool:
    around = text[max(0, at.start - _AROUND) : at.start] + "\n" + text[at.end : at.end + _AROUND]
    return entries["renamed"].pattern.search(around) is not None


def _spelling(
    reading: Reading,
    found: Found,
    at: Span,
    entries: dict[str, Entry],
    *,
    what: What,
    name: str,
    text: str | None = None,
    usual: Span | None = None,
    times: int = 1,
) -> Spelling:
    span = reading.flow.span(at)
    sentence = reading.sentence_at(at.start)
    alike = is_alike(name, text or name, entries["alike"].words["pairs"])
    return Spelling(
        span=span,
        pattern=entries["alike"].id if alike else f"spellings.{what}",
        sentence=sentence.id if sentence else -1,
        section=found.section(span),
        cell=reading.block(sentence).cell if sentence else None,
        name=name,
        text=text or name,
        what=what,
        usual=reading.flow.span(usual) if usual else None,
        times=times,
    )
