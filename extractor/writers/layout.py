"""Fitting Chinese text to columns: wrapping by cells, a quote in its context, where a place is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from rich.cells import cell_len
from rich.text import Text

from extractor.report import Evidence

_UNIT = regex.compile(r"[（【「『“《]*(?:[A-Za-z0-9.,%+\-−×÷=/_]+|.)[，。；：、！？）】」』”》％]*", regex.DOTALL)
"""what may not be parted at a line end: a number or word, with the marks that open before it and close after it"""

_TORN = "0123456789.,，%"
"""of these may be half a number, where a quotation is cut"""

_HEADING = regex.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)])[^，。；：]{1,30}")

_STOP = regex.compile(r"[。；！？\t]")


def folded(text: Text, width: int) -> Text:
    """The text with line breaks put in, at most ``width`` cells a line: Chinese breaks anywhere but before a closing
    mark and inside a number."""
    cuts, used = [], 0
    for match in _UNIT.finditer(text.plain):
        size = cell_len(match[0])
        if used and used + size > width:
            cuts.append(match.start())
            used = 0
        used = 0 if match[0].endswith("\n") else used + size
    if not cuts:
        return text
    lines = text.divide(cuts)
    for line in lines:
        line.rstrip()
    return Text("\n").join(lines)


def clusters(text: str, places: Sequence[Evidence], gap: int = 40) -> list[list[Evidence]]:
    """Places that can be shown in one quotation: near each other, in one sentence. In order of text."""
    groups: list[list[Evidence]] = []
    for place in sorted(places, key=lambda place: (place.start, place.end)):
        last = groups[-1][-1] if groups else None
        if last and place.start < last.end:
            continue  # inside what is marked already
        if last and place.start - last.end <= gap and not _STOP.search(_joined(text, last.end, place.start)):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def in_context(text: str, places: Sequence[Evidence], brackets: bool, around: int = 18) -> Text:
    """The quotes with the words of their sentence around them; ``places`` is one cluster. They are marked by
    brackets where there is no colour to mark them by."""
    shown = Text.assemble(("「", "dim"))
    for words, place in excerpt(text, places, around):
        if place is None:
            shown.append(words, style="dim")
        else:
            shown.append(f"【{words}】" if brackets else words, style="bold reverse")
    return shown.append("」", style="dim")


def excerpt(
    text: str, places: Sequence[Evidence], around: int = 18
) -> Iterator[tuple[str, None] | tuple[str, Evidence]]:
    """The words of a quotation in order, those of a place with their place; ``places`` is one cluster."""
    before, after = _before(text, places[0].start, 4 * around), _after(text, places[-1].end, 4 * around)
    if len(before) > around:
        before = "…" + before[-around:].lstrip(_TORN)
    if len(after) > around:
        after = after[:around].rstrip().rstrip(_TORN) + "…"
    yield before.lstrip(), None
    end = places[0].start
    for place in places:
        yield _joined(text, end, place.start), None
        yield place.quote, place
        end = place.end
    yield after.rstrip(), None


def _before(text: str, end: int, reach: int) -> str:
    """The words of the sentence before a place; a heading above is not part of it."""
    lines = text[max(0, end - reach) : end].split("\n")
    for index in range(len(lines) - 2, -1, -1):
        if _HEADING.fullmatch(lines[index]):
            lines = lines[index + 1 :]
            break
    return str(_STOP.split("".join(lines))[-1])


def _after(text: str, start: int, reach: int) -> str:
    """The words of the sentence after a place; what follows a heading is not part of it."""
    begin = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    if end >= 0 and _HEADING.fullmatch(text, begin, end):
        return text[start:end]
    return str(_STOP.split(_joined(text, start, start + reach))[0])


def _joined(text: str, start: int, end: int) -> str:
    """A stretch of text without its line breaks."""
    return text[start:end].replace("\n", "")


def where(text: str, place: Evidence) -> str:
    """Page and cell, or the line in formats without pages."""
    if place.page is not None:
        return f"第{place.page}页" + (f" {place.cell}" if place.cell else "")
    return place.cell or f"第{text.count(chr(10), 0, place.start) + 1}行"
