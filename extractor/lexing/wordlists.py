"""Long lists of words as fast regular expressions: one look at a character set rejects nearly every place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def charset(signs: Iterable[str]) -> str:
    """A character class of these signs."""
    return "[" + "".join(re.escape(sign) for sign in sorted(set(signs))) + "]"


def alternation(words: Mapping[str, str]) -> str:
    """A pattern for any of the words, the longest first; each word brings a pattern that must hold behind it ("" for
    nothing).

    >>> alternation({"人": "(?!民)", "人次": "", "元": ""})
    '(?=[人元])(?:人(?:次|(?!民))|元)'
    """
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[0], []).append(word)
    branches = []
    for first, same in by_first.items():
        same.sort(key=lambda word: (-len(word), word))
        rests = [re.escape(word[1:]) + words[word] for word in same]
        branches.append(re.escape(first) + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})"))
    return f"(?={charset(by_first)})(?:{'|'.join(branches)})"


def behind(words: Iterable[str], gap: str, most: int = 1) -> str:
    """A lookbehind for any of the words, directly before or with up to ``most`` signs of the class ``gap`` between."""
    by_length: dict[int, list[str]] = {}
    for word in words:
        by_length.setdefault(len(word), []).append(word)
    lasts = charset(word[-1] for same in by_length.values() for word in same)
    looks = [
        f"(?<=(?:{'|'.join(map(re.escape, same))}){f'[{gap}]' * between})"
        for same in by_length.values()
        for between in range(most + 1)
    ]
    return f"(?:(?<={lasts})|(?<=[{gap}]))(?:{'|'.join(looks)})"
