"""Near-spellings: where a text writes a name with one character changed, lost, put in, or two of them swapped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.words import is_word

_WORD = 4
"""characters of the longest word that is looked for around a changed one"""


class Slip(NamedTuple):
    """The stretch of the text that stands for the name, and the offset in both from which they differ."""

    start: int
    end: int
    at: int


def slips(name: str, text: str) -> Iterator[Slip]:
    """All places where ``text`` has ``name`` with one slip. One half of the name then stands there unchanged, so that
    only its surroundings need a look: the time is that of two searches for words."""
    middle = len(name) // 2
    for half, first in ((name[:middle], 0), (name[middle:], middle)):
        at = text.find(half)
        while at >= 0:
            found = _after(name, text, at) if first == 0 else _before(name, text, at - middle)
            if found is not None:
                yield found
            at = text.find(half, at + 1)


def _after(name: str, text: str, start: int) -> Slip | None:
    """A slip in the second half, the first standing at ``start``."""
    if text.startswith(name, start):
        return None
    for length in (len(name), len(name) - 1, len(name) + 1):
        at = _differs(name, text[start : start + length])
        if at is not None:
            return Slip(start, start + length, at)
    return None


def _before(name: str, text: str, start: int) -> Slip | None:
    """A slip in the first half, where the second stands as if the name began at ``start``."""
    end = start + len(name)
    if text.startswith(name, max(start, 0)):
        return None
    for length in (len(name), len(name) - 1, len(name) + 1):
        if end - length >= 0 and (at := _differs(name, text[end - length : end])) is not None:
            return Slip(end - length, end, at)
    return None


def _differs(name: str, other: str) -> int | None:
    """Where two writings differ by one slip, or None. Ends are left alone: a name may stand inside a longer one."""
    at = next((i for i, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), min(len(name), len(other)))
    if not 0 < at < len(name) - 1:
        return None
    if len(other) < len(name):
        return at if name[at + 1 :] == other[at:] else None
    if len(other) > len(name):
        return at if name[at:] == other[at + 1 :] else None
    rest, others = name[at:], other[at:]
    swapped = rest[:2] == others[1::-1] and rest[2:] == others[2:]
    return at if rest[1:] == others[1:] or swapped else None


def is_misspelt(name: str, other: str, at: int) -> bool:
    """True when the change takes a word of the name apart and makes no other word of it: 管护 → 管炉. 省级 → 市级 makes
    another word, and so may be another thing; a character that belongs to no known word (of a place, say) tells
    nothing."""
    return _in_a_word(name, at) and not _in_a_word(other, at)


def _in_a_word(text: str, at: int) -> bool:
    """True when a word of two characters or more can be read over this offset, however the rest is cut."""
    return any(
        is_word(text[start:end])
        for start in range(max(0, at - _WORD + 1), at + 1)
        for end in range(max(at + 1, start + 2), min(len(text), start + _WORD) + 1)
    )


def is_alike(name: str, other: str, pairs: Iterable[str]) -> bool:
    """True when the two are one but for a pair of words with one meaning (提升/提高)."""
    for pair in pairs:
        one, two = pair.split("/")
        for left, right in ((one, two), (two, one)):
            if left in name and name.replace(left, right, 1) == other:
                return True
    return False
