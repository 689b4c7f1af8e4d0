"""Chinese and mixed numerals to decimals: 一百一十八万二千, 九点八五, 二○二三, 壹佰贰拾万, 2万8千."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    **dict.fromkeys("零〇○Oo0", 0),
    **dict.fromkeys("一壹", 1),
    **dict.fromkeys("二贰貳两兩", 2),
    **dict.fromkeys("三叁參叄", 3),
    **dict.fromkeys("四肆", 4),
    **dict.fromkeys("五伍", 5),
    **dict.fromkeys("六陆陸", 6),
    **dict.fromkeys("七柒", 7),
    **dict.fromkeys("八捌", 8),
    **dict.fromkeys("九玖", 9),
}
_PLAIN = str.maketrans("仟佰拾萬億〇○", "千百十万亿零零")
_ONE = "一壹二贰貳两兩三叁參叄四肆五伍六陆陸七柒八捌九玖1-9"
_BELOW_TEN_THOUSAND = re.compile(
    rf"(?:([{_ONE}])千)?(零?)(?:([{_ONE}])百)?(零?)(?:([{_ONE}]?)十)?(零?)([{_ONE}]?)|([0-9]{{1,4}})"
)
_PLACES = ((10**8, "亿"), (10**4, "万"))


_LONGEST = 64
"""signs in a numeral at most: what is longer is no numeral, and each 亿 in it is looked into"""


def whole(text: str) -> tuple[int, int] | None:
    """The value of a numeral without decimals and the size of its last printed place, or None when it is no numeral.

    >>> whole("一百一十八万二千")
    (1182000, 1000)
    >>> whole("四十六万"), whole("一万亿")
    ((460000, 10000), (1000000000000, 100000000))
    >>> whole("十"), whole("二十九"), whole("一百零五")
    ((10, 10), (29, 1), (105, 1))
    >>> whole("2万8千")
    (28000, 1000)
    >>> whole("三四"), whole("一二三"), whole("百"), whole("二百万五"), whole("一百五")
    (None, None, None, None, None)
    """
    if len(text) > _LONGEST:
        return None
    text = text.translate(_PLAIN)
    for place, sign in _PLACES:
        head, found, tail = text.rpartition(sign)
        if not found:
            continue
        high = whole(head)
        if high is None or not high[0]:
            return None
        if not tail:
            return high[0] * place, place
        low = whole(tail)
        # 二百万五 may mean 2000005 or 2050000
        if low is None or low[0] >= place or (len(tail) == 1 and not tail.isascii()):
            return None
        return high[0] * place + low[0], low[1]
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> tuple[int, int] | None:
    found = _BELOW_TEN_THOUSAND.fullmatch(text)
    if found is None or not text:
        return None
    if found[8]:
        return int(found[8]), 1
    thousands, gap1, hundreds, gap2, tens, gap3, ones = found.groups()[:7]
    ten = "十" in text
    if ones and not ten and (thousands or hundreds) and not (gap1 or gap2 or gap3):
        return None  # 一百五: 150 in speech, 105 in no report
    if not ones and not ten and not hundreds and not thousands and text != "零":
        return None
    parts = [(thousands, 1000), (hundreds, 100), (tens or ("一" if ten else ""), 10), (ones, 1)]
    value = sum(_digit(sign) * place for sign, place in parts if sign)
    grain = next((place for sign, place in reversed(parts) if sign), 1)
    return value, grain


def _digit(sign: str) -> int:
    return DIGITS[sign] if sign in DIGITS else int(sign)


def number(text: str) -> tuple[str, Decimal | None] | None:
    """The decimal string of a Chinese numeral, and the size of its last printed place where that is a matter of
    rounding (a number of ten thousand and more), else None.

    >>> number("九十八点五"), number("四十六万"), number("五")
    (('98.5', None), ('460000', Decimal('10000')), ('5', None))
    >>> number("九点") is None
    True
    """
    head, point, tail = text.partition("点")
    if point:
        if not tail or any(sign not in DIGITS for sign in tail):
            return None
        read = whole(head)
        return None if read is None else (f"{read[0]}." + "".join(str(DIGITS[sign]) for sign in tail), None)
    read = whole(head)
    if read is None:
        return None
    value, grain = read
    return str(value), Decimal(grain) if value >= 10**4 and grain > 1 else None


def digits(text: str) -> int | None:
    """A row of digits read one by one, as years are: 二○二三 → 2023.

    >>> digits("二○二三"), digits("二千")
    (2023, None)
    """
    if not text or any(sign not in DIGITS and not sign.isdecimal() for sign in text):
        return None
    return int("".join(str(DIGITS.get(sign, sign)) for sign in text))


def ordinal(text: str) -> int | None:
    """A small number in either script: 12, 十二.

    >>> ordinal("十二"), ordinal("07"), ordinal("三十一"), ordinal("三四")
    (12, 7, 31, None)
    """
    if text.isascii():
        return int(text)
    read = whole(text)
    return None if read is None else read[0]


def amount_in_words(text: str) -> str | None:
    """A 大写 amount in yuan as a decimal string, or None when it is not well formed.

    >>> amount_in_words("壹佰贰拾万元整"), amount_in_words("叁万伍仟贰佰元伍角整")
    ('1200000', '35200.50')
    >>> amount_in_words("贰佰万元"), amount_in_words("玖元零伍分")
    ('2000000', '9.05')
    """
    head, _, tail = re.sub("[圆圓]", "元", text).partition("元")
    read = whole(head)
    if read is None:
        return None
    jiao, fen = re.search("(.)角", tail), re.search("(.)分", tail)
    if not jiao and not fen:
        return str(read[0])
    return f"{read[0]}.{DIGITS.get(jiao[1], 0) if jiao else 0}{DIGITS.get(fen[1], 0) if fen else 0}"
