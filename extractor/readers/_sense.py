"""Whether a text layer says what is printed: a font that does not tell what its glyphs are gives signs without meaning,
a wrong table gives characters that no one writes. Decided by what the characters are, page by page."""

from __future__ import annotations

import regex

_MEANINGLESS = regex.compile(r"[\p{Co}\p{Cn}\p{Cc}\p{Cs}\ufffd]")
"""what no text holds"""
_HANZI = regex.compile(r"\p{Han}")
_MOJIBAKE = regex.compile(r"[\u00a1-\u00ff]")
"""bytes of a Chinese encoding taken for Latin letters"""
_ENOUGH = 40
"""characters from which a share tells something"""
_MOST_MEANINGLESS, _MOST_LATIN, _LEAST_COMMON = 0.3, 0.3, 0.4
"""shares. Of the characters of a printed Chinese page more than nine in ten are the common ones of GB 2312, of one
in traditional characters about six in ten; of characters drawn at random not two in ten"""


def meaningful(text: str) -> int:
    """How many characters mean something."""
    printed = "".join(text.split())
    return len(printed) - len(_MEANINGLESS.findall(printed))


def is_garbled(text: str) -> bool:
    """True when the text is not what is printed.

    >>> is_garbled("\\ue012\\ue013支出"), is_garbled("预算执行情况良好"), is_garbled("ÏîÄ¿Ö§³ö¼¨Ð§×ÔÆÀ" * 5)
    (True, False, True)
    """
    printed = "".join(text.split())
    if len(_MEANINGLESS.findall(printed)) > _MOST_MEANINGLESS * len(printed):
        return True
    if len(printed) >= _ENOUGH and len(_MOJIBAKE.findall(printed)) > _MOST_LATIN * len(printed):
        return True
    hanzi = _HANZI.findall(printed)
    return len(hanzi) >= _ENOUGH and sum(map(_is_common, hanzi)) < _LEAST_COMMON * len(hanzi)


def _is_common(char: str) -> bool:
    """True for the first level of GB 2312."""
    raw = char.encode("gb2312", "ignore")
    return len(raw) == 2 and 0xB0 <= raw[0] <= 0xD7
