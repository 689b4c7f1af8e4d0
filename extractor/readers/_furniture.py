"""What belongs to the page and not to the report: running headers and footers, page numbers, contents lines.

It stays in the text (offsets and quotes hold) and is left out of the flow.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

import regex

from extractor.document import Furniture, Line, Page, Span
from extractor.rx import rx

_DASH = r"[-–—―－─~·•｜|\s]*"
_MARKED_NUMBER = regex.compile(
    rf"""(?:[-–—―－─~·•｜|]\s*)+(?:\d{{1,4}}|[ivxlIVXL]{{1,6}})\s*(?:[-–—―－─~·•｜|]\s*)+
    | {_DASH}第\s*[\d一二三四五六七八九十]{{1,4}}\s*页{_DASH}(?:[,，/]?\s*[（(]?\s*共\s*\d{{1,4}}\s*页[）)]?)?{_DASH}
    | {_DASH}共\s*\d{{1,4}}\s*页\s*[,，/]?\s*第\s*\d{{1,4}}\s*页{_DASH}
    | (?:[Pp]age|PAGE)\s*\d{{1,4}}(?:\s*(?:of|/)\s*\d{{1,4}})?""",
    regex.VERBOSE,
)
_FRACTION = regex.compile(r"\d{1,4}\s*/\s*\d{1,4}")
_BARE_NUMBER = regex.compile(r"\d{1,4}|[ivxl]{1,6}|[IVXL]{1,6}")
_LEADER = regex.compile(
    r".*\S\s*(?:[.．。·•⋯_]\s?){5,}\s*[-—]?\s*[\dIVXivx]{1,4}\s*[-—]?|.*\S\s*…{2,}[….\s]*\s*[\dIVXivx]{1,4}"
)
_CONTENTS = regex.compile(r"目\s*[录錄次]|[Cc]ontents|CONTENTS")
_SENTENCE = regex.compile(r"。.|，.*。")
_LONGEST = 240
"""characters of a line that are looked at"""
_MOST_ENTRIES = 150
_HEADER_ZONE = 0.11
_FOOTER_ZONE = 0.88
_MARGIN = 0.065
"""of the height of a page: no text begins so high, save a header"""
_SAME_HEIGHT = 6.0
"""points"""


def by_text(text: str, lines: Sequence[Line]) -> Iterator[Furniture]:
    """Furniture that shows by its words alone, in formats without geometry."""
    yield from _contents(text, lines)
    for line in lines:
        if _MARKED_NUMBER.fullmatch(text[line.span.start : line.span.end].strip()):
            yield Furniture(line.span, "page_number")


def by_place(text: str, lines: Sequence[Line], pages: Sequence[Page]) -> Iterator[Furniture]:
    """Furniture of pages with geometry."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.page is not None:
            by_page[line.page].append(line)
    yield from _contents(text, lines)
    yield from _page_numbers(text, by_page, pages)
    yield from _repeated(text, by_page, pages)


def distinct(found: Iterator[Furniture]) -> tuple[Furniture, ...]:
    """In order, each stretch once: the first kind that was found holds."""
    kept: dict[Span, Furniture] = {}
    for item in found:
        kept.setdefault(item.span, item)
    return tuple(sorted(kept.values(), key=lambda item: item.span))


def _contents(text: str, lines: Sequence[Line]) -> Iterator[Furniture]:
    """The lines of contents pages."""
    words = [text[line.span.start : line.span.end].strip()[:_LONGEST] for line in lines]
    for first, last in (*_led(words), *_listed(words)):
        yield from (Furniture(line.span, "contents") for line in lines[first:last])


def _led(words: list[str]) -> Iterator[tuple[int, int]]:
    """Lines with dot leaders, the heading before them, and what stands between (the first half of a long entry)."""
    marks = [_LEADER.fullmatch(line) is not None for line in words]
    runs: list[list[int]] = []
    for at, marked in enumerate(marks):
        if marked:
            if runs and at - runs[-1][-1] <= 3:
                runs[-1].append(at)
            else:
                runs.append([at])
    for run in runs:
        if len(run) < 2:
            continue
        first = run[0]
        for back in range(first - 1, max(first - 5, -1), -1):
            if _CONTENTS.fullmatch(words[back]):
                first = back
                break
        yield first, run[-1] + 1


def _listed(words: list[str]) -> Iterator[tuple[int, int]]:
    """Lines under the heading 目录 up to where its first entry comes again, as the first heading of the report."""
    plain = ["".join(line.split()) for line in words]
    for at, line in enumerate(words[:-3]):
        if not _CONTENTS.fullmatch(line):
            continue
        for end in range(at + 3, min(at + _MOST_ENTRIES, len(words))):
            if _SENTENCE.search(words[end]) or len(plain[end]) > 60:
                break
            if plain[end] == plain[at + 1]:
                yield at, end
                break


def _edges_of(page: Sequence[Line], height: float) -> Iterator[tuple[Line, bool]]:
    """The outer lines of a page that stand in its margins, and whether each is at the foot."""
    order = sorted(page, key=lambda line: line.top or 0.0)
    for line in order[:3]:
        if line.bottom is not None and line.bottom < _HEADER_ZONE * height:
            yield line, False
    for line in order[-3:]:
        if line.top is not None and line.top > _FOOTER_ZONE * height:
            yield line, True


def _page_numbers(text: str, by_page: dict[int, list[Line]], pages: Sequence[Page]) -> Iterator[Furniture]:
    bare: dict[int, list[Line]] = defaultdict(list)
    for page in pages:
        for line, _ in _edges_of(by_page[page.number], page.height):
            words = text[line.span.start : line.span.end].strip()
            if _MARKED_NUMBER.fullmatch(words):
                yield Furniture(line.span, "page_number")
            elif _FRACTION.fullmatch(words) or _BARE_NUMBER.fullmatch(words):
                first = rx(r"\d+").match(words)
                bare[int(first[0]) - page.number if first else -9999].append(line)
    for lines in bare.values():  # numbers that go with the pages; a lone one may be a figure
        if len(lines) > 1 or len(pages) == 1:
            yield from (Furniture(line.span, "page_number") for line in lines)


def _repeated(text: str, by_page: dict[int, list[Line]], pages: Sequence[Page]) -> Iterator[Furniture]:
    """Words that come again at one height of several pages, in type no larger than that of the text."""
    sizes = [line.size for lines in by_page.values() for line in lines if line.size]
    body = median(sizes) if sizes else 0.0
    places: dict[tuple[str, int, bool], list[Line]] = defaultdict(list)
    for page in pages:
        for line, at_foot in _edges_of(by_page[page.number], page.height):
            words = rx(r"\d+").sub("0", "".join(text[line.span.start : line.span.end].split()))
            places[words, round((line.top or 0.0) / _SAME_HEIGHT), at_foot].append(line)
    needed = max(2, min(3, round(0.4 * len(pages))))
    heads: list[Line] = []
    written = Counter({key: len({line.page for line in lines}) for key, lines in places.items()})
    for key, lines in places.items():
        if written[key] >= needed:
            if key[2]:
                yield from (Furniture(line.span, "footer") for line in lines)
            else:
                heads += (line for line in lines if (line.size or 0.0) <= 1.05 * body)
    yield from _on_top(heads, by_page)
    yield from _in_margin(by_page, pages)


def _in_margin(by_page: dict[int, list[Line]], pages: Sequence[Page]) -> Iterator[Furniture]:
    """The first line of a page when it stands in the margin, apart from what follows and in much smaller type: the
    header of a form that has one page only."""
    for page in pages:
        first, *others = sorted(by_page[page.number], key=lambda line: line.top or 0.0)[:2] or (None,)
        if first is None or not others or not first.size or not others[0].size:
            continue
        apart = (others[0].top or 0.0) - (first.bottom or 0.0) > 1.5 * first.size
        if (first.bottom or 0.0) < _MARGIN * page.height and apart and first.size < 0.7 * others[0].size:
            yield Furniture(first.span, "header")


def _on_top(heads: list[Line], by_page: dict[int, list[Line]]) -> Iterator[Furniture]:
    """Headers stand above all that a page says: words under a title (（2023年度）) belong to it, on every form anew."""
    told = {line.span for line in heads}
    for head in heads:
        above = (line for line in by_page[head.page or 0] if (line.bottom or 0.0) <= (head.top or 0.0))
        if all(line.span in told for line in above):
            yield Furniture(head.span, "header")
