"""Glyphs to printed lines, the same for every feed.

White space of the file is not trusted (justified text has it between characters, tables lack it between columns):
words are stretches of glyphs on one base line, lines are words at one height, and spaces are written where the gap
between two glyphs is wide for what stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import sub

import regex

from extractor.readers._sheet import Glyphs

_PRINTED = regex.compile(r"[^\s\x00-\x1f\x7f\u200b\ufeff]+")
_LATIN = regex.compile(r"[A-Za-z\u00c0-\u024f]")
_WIDE = regex.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f“”‘’…—①-⑳■□☑]")

_DIGITS = frozenset("0123456789.,%")

_LATIN_GAP = 0.17
_MIXED_GAP = 0.37
_CJK_GAP = 0.6
_CELL_GAP = 0.87
"""widths of a gap, in em, from which on it is a space: between two Latin characters, between a Latin and a Chinese
one (word processors set a quarter of an em there), between two Chinese ones (justified lines stretch them); and from
which on it parts columns (two spaces)"""
_NEAR = 60
"""words of a line that the next one is held against"""
_APART = 1.5
"""heights of type: glyphs with such a gap between them are of two words"""


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs ``start`` to ``end`` (in the order of the feed) on one base line, from left to right."""

    start: int
    end: int
    x0: float
    x1: float
    top: float
    bottom: float
    em: float
    wide: bool
    """holds a Chinese character, so that ``em`` is sure"""

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Strip:
    """A printed line: ``text`` with its spaces; ``ids`` names the glyph of each character, -1 for a space."""

    text: str
    ids: list[int]
    x0: float
    x1: float
    top: float
    bottom: float
    em: float


def words(glyphs: Glyphs) -> Iterator[Word]:
    """The words of a page in the order of the feed."""
    for match in _PRINTED.finditer(glyphs.text):
        start, end = match.span()
        sides = _sides(glyphs, start, end)
        if end - start == 1 or _is_even(*sides):
            yield _word(start, match[0], *sides)
        else:
            yield from _split(glyphs, start, end)


Side = Sequence[float]


def _sides(glyphs: Glyphs, start: int, end: int) -> tuple[Side, Side, Side, Side]:
    return glyphs.x0[start:end], glyphs.x1[start:end], glyphs.top[start:end], glyphs.bottom[start:end]


def _word(start: int, text: str, x0: Side, x1: Side, top: Side, bottom: Side) -> Word:
    em, wide = _em(text, x0, x1)
    return Word(start, start + len(text), min(x0), max(x1), min(top), max(bottom), em, wide)


def _em(text: str, x0: Side, x1: Side) -> tuple[float, bool]:
    """The width of a Chinese character of this type, measured on one, else guessed: a Latin one takes about half of it
    (steps and not boxes are measured: the boxes of slanted glyphs overlap)."""
    if min(text) > "\u2e7f":
        wide = sorted(map(sub, x1, x0))
    else:
        wide = sorted(right - left for char, left, right in zip(text, x0, x1, strict=True) if char > "\u2e7f")
    if wide:
        return wide[len(wide) // 2], True
    count = len(text) + text.count("—") + text.count("…")
    if len(text) < 3:
        return 2 * (x1[-1] - x0[0]) / count, False
    return 2 * (x0[-1] - x0[0]) / (count - 1), False


def _is_even(x0: Side, x1: Side, top: Side, bottom: Side) -> bool:
    """True when two glyphs or more stand on one line, one after the other."""
    low, deep = min(top), max(bottom)
    height = deep - low
    if max(top) - low > 0.3 * height or deep - min(bottom) > 0.3 * height:
        return False
    return max(map(sub, x0[1:], x1)) < _APART * height and list(x0) == sorted(x0)


def _split(glyphs: Glyphs, start: int, end: int) -> Iterator[Word]:
    """Even stretches of an uneven one."""
    here = start
    for at in range(start + 1, end):
        height = glyphs.bottom[at - 1] - glyphs.top[at - 1]
        moved = abs(glyphs.top[at] - glyphs.top[at - 1]) + abs(glyphs.bottom[at] - glyphs.bottom[at - 1])
        apart = glyphs.x0[at] - glyphs.x1[at - 1] >= _APART * height
        if apart or moved > 0.3 * height or glyphs.x0[at] < glyphs.x0[at - 1]:
            yield _word(here, glyphs.text[here:at], *_sides(glyphs, here, at))
            here = at
    yield _word(here, glyphs.text[here:end], *_sides(glyphs, here, end))


def lines(glyphs: Glyphs, found: Iterable[Word]) -> list[Strip]:
    """The printed lines that some words make, from top to bottom."""
    groups: list[list[Word]] = []
    height = em = 0.0
    for word in sorted(found, key=lambda word: (word.top + word.bottom, word.x0)):
        if groups and abs(word.middle - height) < 0.5 * max(em, word.em) and not _below(word, groups[-1]):
            group = groups[-1]
            if word.em * (word.x1 - word.x0) > em * (group[0].x1 - group[0].x0):
                height = word.middle
            em = max(em, word.em)
            group.append(word)
        else:
            groups.append([word])
            height, em = word.middle, word.em
    return [_strip(glyphs, group) for group in groups]


def _below(word: Word, group: list[Word]) -> bool:
    """True for a word under another one of a line: beside large type stand two lines of small type, and each is its
    own."""
    return any(
        word.middle - other.middle >= 0.5 * max(word.em, other.em) and word.x0 < other.x1 and other.x0 < word.x1
        for other in group[-_NEAR:]
    )


def _strip(glyphs: Glyphs, group: list[Word]) -> Strip:
    group.sort(key=lambda word: word.x0)
    em = max((word.em for word in group if word.wide), default=max(word.em for word in group))
    if any(right.x0 < left.x1 - 0.3 * em for left, right in pairwise(group)):
        ids = _unfolded(glyphs, group)
    else:
        ids = [at for word in group for at in range(word.start, word.end)]
    text, ids = _spaced(glyphs, ids, em, {word.start for word in group[1:]})
    return Strip(
        text,
        ids,
        group[0].x0,
        max(word.x1 for word in group),
        min(word.top for word in group),
        max(word.bottom for word in group),
        em,
    )


def _unfolded(glyphs: Glyphs, group: list[Word]) -> list[int]:
    """Words that overlap, glyph by glyph from left to right; a glyph printed twice over itself (fake bold) once."""
    ids: list[int] = []
    for at in sorted((at for word in group for at in range(word.start, word.end)), key=lambda at: glyphs.x0[at]):
        width = glyphs.x1[at] - glyphs.x0[at]
        twice = any(
            glyphs.text[last] == glyphs.text[at] and glyphs.x0[at] - glyphs.x0[last] < 0.3 * width for last in ids[-3:]
        )
        if not twice:
            ids.append(at)
    return ids


def _spaced(glyphs: Glyphs, ids: list[int], em: float, starts: set[int]) -> tuple[str, list[int]]:
    """The text of glyphs in order, with spaces in the gaps. Between Latin words (``starts``) a small gap will do."""
    start, end = ids[0], ids[-1] + 1
    if ids == list(range(start, end)):  # one stretch of the feed
        x0, x1 = glyphs.x0[start + 1 : end], glyphs.x1[start : end - 1]
        text = glyphs.text[start:end]
    else:
        x0, x1 = [glyphs.x0[at] for at in ids[1:]], [glyphs.x1[at] for at in ids[:-1]]
        text = "".join([glyphs.text[at] for at in ids])
    gaps = list(map(sub, x0, x1))
    limit = _LATIN_GAP * em
    if em <= 0 or not gaps or (max(gaps) < limit and not (starts and _LATIN.search(text))):
        return text, ids
    pieces: list[str] = []
    places: list[int] = []
    here = 0
    for at, gap in enumerate(gaps, 1):
        if gap >= limit or (gap > 0 and ids[at] in starts and _LATIN.match(text[at - 1]) and _LATIN.match(text[at])):
            space = _space(text[at - 1], text[at], gap / em)
            if space:
                pieces += (text[here:at], space)
                places += ids[here:at]
                places += [-1] * len(space)
                here = at
    return "".join([*pieces, text[here:]]), places + ids[here:]


def _space(before: str, after: str, gap: float) -> str:
    """What is written for a gap of so many em."""
    if gap >= _CELL_GAP:
        return "  "
    wide = (_WIDE.match(before) is not None) + (_WIDE.match(after) is not None)
    limit = (_LATIN_GAP if before in _DIGITS or after in _DIGITS else 0.0, _MIXED_GAP, _CJK_GAP)[wide]
    return " " if gap >= limit else ""
