"""What an atom looks like: a number, a bound with a unit, a word of the form (``patterns/flattened.toml``)."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

import regex

from extractor.lexing.units import unit as unit_of
from extractor.packs import Entry, load
from extractor.table_words import row_kind

Shape = Literal["empty", "dash", "number", "percent", "quantity", "date", "op", "unit", "words", "sentence"]

_NUMBER = regex.compile(r"[-−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?")
_PERCENT = regex.compile(r"[-−]?\d+(?:\.\d+)?[%‰]")
_OP = r"(?:[≥≤=><±]{1,2}|不低于|不少于|不超过|不高于|大于等于|小于等于|大于|小于|等于|约|达到?|超过?)"
_QUANTITY = regex.compile(
    rf"{_OP}?[-−]?(?:\d[\d,，]*(?:\.\d+)?)(?:%?[-~～—至]\d[\d,.]*)?"
    r"(?:[%‰]|[十百千万亿]?[^\d，。；：,;:]{0,8})?(?:/\p{Han}{1,4})?(?:以上|以下|以内|左右)?"
)
_DATE = regex.compile(
    r".{0,4}(?:(?:\d{2,4}年|(?:19|20)\d\d[.\-/])\d{1,2}(?:[月.\-/](?:\d{1,2}日?)?)?|\d{1,2}月(?:\d{1,2}日|底|末|份)?).{0,6}"
)
_DASH = regex.compile(r"[—–\-－/／\\]{1,3}|无")
_OPS = regex.compile(rf"{_OP}|定性|正向|反向")
_SENTENCE = regex.compile(r"[。；，]")
_HOTLINE = regex.compile(r"(?:1[12]\d|12\d{3}|9[56]\d{3})(?!以[上下内]|左右)\p{Han}{2,}")
"""a service that is called by its number: 12345接听, 120急救. What follows must be no unit"""
_FIGURE = regex.compile(r"\d[\d,，]*(?:\.\d+)?")
_RUN = regex.compile(r"\d[\d.,%—/\-]{4,}")
_GLUED = regex.compile(r"\p{Han}{4,}[^，。；]*[≥≤=<>]\d[\d,.]*[^\d，。；]{1,8}\d[\d,.]*[^\d，。；]{1,8}\d.*")
_LABELLED = regex.compile(r"\p{Han}[^\d%]*(?P<run>\d[\d.,%—/\-]+)")
_GUIDANCE = regex.compile(
    r"(?:子?项目|指标)[\d一二三四五]{0,2}[：:]?|[….·]{1,6}|[（(]?\d+字以内[）)]?|[（(]?\d{1,3}分?[）)]"
)
_POINTS = regex.compile(r"(\d+(?:\.\d+)?)分?")
LONG = 40
"""characters from which a cell is a sentence and no name"""


@cache
def _pattern(name: str) -> regex.Pattern[str]:
    return next(entry.pattern for entry in load("flattened", Entry) if entry.id == f"flattened.{name}")


@lru_cache(maxsize=4096)
def is_word(name: str, text: str) -> bool:
    """True when a cell is, as a whole, one of the words of an entry of the pack."""
    return _pattern(name).fullmatch(text, timeout=1) is not None


@lru_cache(maxsize=4096)
def shape(text: str) -> Shape:
    """What the text of a cell looks like.

    >>> [shape(text) for text in ("1,600.00", "≥26个", "96.27%", "—", "工程质量合格率")]
    ['number', 'quantity', 'percent', 'dash', 'words']
    """
    if not text:
        return "empty"
    for name, pattern in _SHAPES:
        if pattern.fullmatch(text):
            return "words" if name == "quantity" and _is_service(text) else name
    if unit_of(text) is not None:
        return "unit"
    return "sentence" if len(text) > LONG or _SENTENCE.search(text) else "words"


def _is_service(text: str) -> bool:
    """True for the name of a service that begins with its number."""
    return _HOTLINE.fullmatch(text) is not None and unit_of(text.lstrip("0123456789")) is None


_SHAPES: tuple[tuple[Shape, regex.Pattern[str]], ...] = (
    ("dash", _DASH),
    ("number", _NUMBER),
    ("percent", _PERCENT),
    ("op", _OPS),
    ("date", _DATE),
    ("quantity", _QUANTITY),
)


def points(text: str) -> Decimal | None:
    """The points that a cell names (10, 9.40, 10分), or None."""
    match = _POINTS.fullmatch(text)
    return Decimal(match[1]) if match else None


def is_total(text: str) -> bool:
    """True for 总分, 合计, 小计 and like: the label of a row that sums up others."""
    return row_kind(text) in ("total", "subtotal", "source_total")


def met(target: str, actual: str) -> bool:
    """True when an actual as printed surely reaches its target: the same words, or no less (no more) than the bound."""
    if target == actual:
        return True
    bound, value = _FIGURE.search(target), _FIGURE.search(actual)
    if bound is None or value is None:
        return False
    wanted, got = (Decimal(match[0].replace(",", "").replace("，", "")) for match in (bound, value))
    before = target[: bound.start()]
    if before in ("≥", ">=", "不低于", "不少于"):
        return got >= wanted
    if before in ("≤", "<=", "不超过", "不高于"):
        return got <= wanted
    return got == wanted


def is_impossible(text: str) -> bool:
    """True for a run of digits that is no number: two points in it, or a rate in the thousands.

    >>> is_impossible("194.9194.9100%"), is_impossible("40004000100%"), is_impossible("1,600.00")
    (True, True, False)
    """
    if not _RUN.fullmatch(text):
        return False
    looks = shape(text)
    return looks == "words" or (looks == "percent" and text.find("%") >= 7)


def names_run_together(text: str, start: int, end: int) -> int | None:
    """Where column names stand in one line without anything between them, or None."""
    match = _pattern("names_run_together").search(text, start, end, timeout=1)
    return match.start() if match else None


def is_guidance(text: str) -> bool:
    """True for what the blank form prints where nobody wrote anything: 指标2：, ……, or beside a level: （30分）."""
    return _GUIDANCE.fullmatch(text) is not None


def _begins_row(text: str) -> bool:
    """True for a level with all that stood beside it in its row: 质量指标验收合格率2020."""
    at = text.find("指标")
    return 0 < at < len(text) - 6 and text[-1].isdigit() and is_word("level2", text[: at + 2])


def is_unread(text: str) -> bool:
    """True for such a run, alone or behind a label, and for a row that ran together: nobody can tell what it says."""
    labelled = _LABELLED.fullmatch(text)
    if _GLUED.fullmatch(text) or _begins_row(text):
        return True
    return is_impossible(labelled["run"] if labelled else text)
