"""One character for one: full width to half width, traditional to simplified, radicals to characters.

Every fold keeps the length of the text, so that offsets stay what they are. Where a character must go (a space between
two Chinese characters), :func:`kept` says so, and the caller drops it and keeps the books.

Commas and full stops of prose are left alone; ``，`` becomes ``,`` only as a thousands separator, and half-width marks
beside Chinese characters become full-width ones (:func:`with_wide_marks`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

import regex

from extractor.packs import root

_SAME = (
    "％% ﹪% ＋+ －- −- ﹣- ＝= ═= ＞> ＜< ﹥> ﹤< ≧≥ ⩾≥ ≦≤ ⩽≤ ．. ﹒. ／/ ～~ ∼~ ＊* ￥¥ ＄$ ｜| ＃# ＆& ＠@ ＿_ "
    "︰： ﹕： ﹔； ﹑、 ､、 ｡。 ﹖？ ﹗！ ﹙（ ﹚） ︵（ ︶） ｢「 ｣」"
)
"""operators and punctuation: as printed, as folded"""
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_NOTHING = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe00\ufe01\ufe0e\ufe0f"
NOTHING = "\u200b"
"""what characters without any width are folded to; they never reach the flow"""
_WIDE_BLANKS = "\u2003"
_PRIVATE = "□"
"""what private-use characters (glyphs without a meaning) are folded to: they would pass for signs of numerals"""

_LETTERS = r"\p{Han}〇○□"
_THOUSANDS = regex.compile(r"，(?=\d{3}(?!\d))(?<=(?<![\d.])\d{1,3}(?:[,，]\d{3}){0,5}，)")
_LISTED = regex.compile(r"分别|依次|各[为是]|[、，]\d{1,3}$")


@cache
def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in [*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)]:
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = plain
    for code in range(0xFF10, 0xFF5B):  # ０-９ Ａ-Ｚ ａ-ｚ
        if chr(code).isalnum():
            table[code] = chr(code - 0xFEE0)
    for code in range(0xE000, 0xF900):
        table[code] = _PRIVATE
    table.update({ord(pair[0]): pair[1] for pair in _SAME.split()})
    table.update(dict.fromkeys(map(ord, _BLANKS), " "))
    table.update(dict.fromkeys(map(ord, _WIDE_BLANKS), "\u3000"))
    table.update(dict.fromkeys(map(ord, _NOTHING), NOTHING))
    table.update({ord(old): new for old, new in _traditional().items()})
    return table


def _traditional() -> dict[str, str]:
    """The pairs of ``patterns/traditional.txt``."""
    text = (root() / "traditional.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {pair[0]: pair[1] for line in lines for pair in line.split()}


def folded(text: str) -> str:
    """The text with every character folded but the commas; its length is unchanged.

    >>> folded("預算１９６４．３３萬元，執行率≧９５％")
    '预算1964.33万元，执行率≥95%'
    """
    return text.translate(_table())


def with_thousands(text: str, printed: Callable[[int], str]) -> str:
    """The folded text with ``，`` as ``,`` where it parts thousands. Between full-width digits it surely does; between
    ASCII digits it does unless the words before announce a list. ``printed`` gives the unfolded character at an offset.

    >>> with_thousands("共13，804元，分别为120，350，460万元", lambda at: "1")
    '共13,804元，分别为120，350，460万元'
    """
    found = [
        match.start()
        for match in _THOUSANDS.finditer(text)
        if printed(match.end()) in "０１２３４５６７８９"
        or not _LISTED.search(text, max(0, match.start() - 16), match.start())
    ]
    if not found:
        return text
    return ",".join(text[start:end] for start, end in zip([0, *(at + 1 for at in found)], [*found, None], strict=True))


_WIDE = r"[\p{Han}\p{InCJK_Symbols_And_Punctuation}“”‘’，；：（）？！…—～%‰]"
_MARK = regex.compile(rf"(?<={_WIDE})[,;:?!]|(?<!\d)[,;:?!](?={_WIDE})|(?<=\d)[,;:](?=\p{{Han}})")
_BRACKETED = regex.compile(
    rf"(?<={_WIDE})\([^()\n]{{0,80}}\)|\((?={_WIDE})[^()\n]{{0,80}}\)|\([^()\n]{{0,79}}{_WIDE}\)|\([^()\n]{{0,80}}\)(?={_WIDE})"
)
_WIDENED = str.maketrans(",;:?!", "，；：？！")


def with_wide_marks(text: str) -> str:
    """The text with the half-width punctuation of Chinese prose as full width: many web pages print 万元,其中:(含税).
    Numbers, clock times and ratios keep theirs, and so does Latin text.

    >>> with_wide_marks("共1,200万元,其中:中央800万元(含税),(一)8:30开工;ratio 1:2, 3")
    '共1,200万元，其中：中央800万元（含税），（一）8:30开工；ratio 1:2, 3'
    """
    if not any(mark in text for mark in ",;:?!("):
        return text
    for _depth in range(2):
        text = _BRACKETED.sub(lambda match: f"（{match[0][1:-1]}）", text)
    return str(_MARK.sub(lambda match: match[0].translate(_WIDENED), text))


SEAM = "\x1e"
"""stands between two blocks while a text is put together"""
RUN = regex.compile(rf"[\s{NOTHING}{SEAM}]+")
_SPACED_NUMBER = regex.compile(
    r"(?<![\d.,] ?)\d(?: [\d.,])+(?!\d)"
    r"(?<year>(?<=\b(?:1 9|2 0) \d \d))?(?<unit> ?[年月日元万亿%个人次户家项场天分米吨])?"
)
_SPACED_WORD = regex.compile(r"(?<!\S)\p{Han}(?:[ \u3000]{1,4}\p{Han}){2,}(?!\S)")
_SPACED_PAIR = regex.compile(rf"(?<=^|{SEAM})\p{{Han}}[ \u3000]{{1,6}}\p{{Han}}(?=$|{SEAM})")
_CJK = regex.compile(rf"[{_LETTERS}“”‘’《》〈〉「」『』【】（）〔〕，。、；：？！…—～·￥¥㎡①-⑳]")
_KEY = regex.compile(r"\p{Han}{2,8}[：:]")
"""a word that begins a field of its own: 索引号：001 发布机构：财政局"""
_LATIN = regex.compile(r"[A-Za-z]")
_TIGHT_BEFORE = frozenset("≥≤=<>)]")
_TIGHT_AFTER = frozenset("≥≤=<>([")
_CLOSING = frozenset("，。、；：？！）》”’」』】〕")
_OPENING = frozenset("（《“‘「『【〔")
_LIST_NUMBER = regex.compile(r"(?:^|[\s。；：;，])\d{1,2}\.$")
_YEAR = regex.compile(r"(?:19|20)\d\d年")
"""a year at the beginning of a line is no rest of the number above it: 改造项目12 | 2023年度…"""
_THREE = regex.compile(r"\d{3}(?!\d)")
_DIGIT = frozenset("0123456789")


def dense(text: str) -> set[int]:
    """Offsets of the spaces inside letter-spaced words and numbers: ``2 0 2 3 年``, ``自 评 报 告``."""
    found: set[int] = set()
    for match in _SPACED_NUMBER.finditer(text):
        digits = match[0].replace(" ", "")
        if match["year"] is not None or match["unit"] or "." in digits:
            found.update(at for at in range(*match.span()) if text[at] == " ")
    for match in (*_SPACED_WORD.finditer(text), *_SPACED_PAIR.finditer(text)):
        found.update(at for at in range(*match.span()) if text[at].isspace())
    return found


def kept(text: str, start: int, end: int) -> bool:
    """Whether the white space ``text[start:end]`` between two characters stays, as one space.

    It stays between Latin words, between numbers, and where it is wide enough to part cells (two spaces, a tab, an
    ideographic space). A line break stays between Latin words only.
    """
    before, after = text[start - 1], text[end]
    run = text[start:end].replace(NOTHING, "")
    if not run or after in "%‰":
        return False
    if "\n" in run:
        year = before in _DIGIT and _YEAR.match(text, end) is not None
        return year or bool(_LATIN.match(before) and (_LATIN.match(after) or after in _DIGIT))
    if after in _CLOSING or before in _OPENING:
        return False
    if len(run) > 1 or run in "\t\u3000":
        return True
    if after in _TIGHT_BEFORE or before in _TIGHT_AFTER:
        return False
    if _CJK.match(before) or _CJK.match(after):
        return _KEY.match(text, end) is not None and before not in _OPENING
    return not _in_number(text, start, end)


def _in_number(text: str, start: int, end: int) -> bool:
    """A single space beside a separator of one number: ``1 ,234``, ``1, 234``, ``239 .64``, ``239. 64``."""
    before, after = text[start - 1], text[end]
    if before in _DIGIT and after in ".,":
        return text[end + 1 : end + 2].isdigit()
    if before in ".," and start > 1 and text[start - 2] in _DIGIT and after in _DIGIT:
        if before == ",":
            return _THREE.match(text, end) is not None
        return _LIST_NUMBER.search(text, max(0, start - 5), start) is None
    return False
