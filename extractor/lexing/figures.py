"""Matches of the master pattern that are figures, to kinds and quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.document import Span
from extractor.lexing import context, numerals, qualifiers, units
from extractor.lexing.tokens import Date, Raw, TokenKind
from extractor.quantity import Dimension, Op, Quantity, Unit

_KINDS: dict[Dimension, TokenKind] = {
    "money": "money",
    "percent": "percent",
    "points": "points",
    "count": "count",
    "measure": "measure",
    "time": "measure",
    "none": "number",
}
_SEPARATORS = str.maketrans({",": None, "，": None, "．": "."})
_LONGEST = 24
"""digits of a number; what is longer is no figure"""
_PERCENT = Unit("%", "percent", Decimal(1), "%")
_PERMILLE = Unit("‰", "percent", Decimal("0.1"), "%")
_BARE_SCALES = ("十", "百", "千", "万", "亿")
_SIGNED = re.compile(r"[\s（(［\[：:，,、；;＝=＋+*×/为达是比增长减降差率额幅动化同值]")
_FROM = ("由", "从", "自")


def figure(found: re.Match[str], text: str) -> Iterator[Raw]:
    """Arabic figures. Two numbers that are joined but no range (10-5, 由3%到5%) give two."""
    first, second = found["n1"], found["n2"]
    if len(first or "") > _LONGEST or len(second or "") > _LONGEST:
        yield Raw("code", Span(*found.span()))
    elif second is None:
        yield _one(found, text, Span(*found.span()), found["fpost"], "1")
    elif (ends := _ends(found, text)) is not None:
        yield _range(found, *ends)
    else:
        middle = found.start("dash")
        while text[middle - 1] in " \u3000":
            middle -= 1
        yield _one(found, text, Span(found.start(), middle), None, "1")
        yield _one(found, text, Span(found.start("n2"), found.end()), found["fpost"], "2")


def _ends(found: re.Match[str], text: str) -> tuple[str, str] | None:
    """Low and high end of a printed range, or None when the two numbers do not make one. Bands of points and
    percentages are printed downwards too: 100-80%."""
    if found["mixed"] or found["minus"] or text[found.start() - 1 : found.start()] in _FROM:
        return None
    unit = _printed_unit(found, "2")
    if _printed_unit(found, "1") not in ("", unit):
        return None
    one, other = _digits(found["n1"]), _digits(found["n2"])
    if Decimal(one) < Decimal(other):
        return one, other
    if Decimal(one) > Decimal(other) and unit in ("%", "％", "分"):
        return other, one
    return None


def _range(found: re.Match[str], low: str, high: str) -> Raw:
    printed = _printed_unit(found, "2")
    unit = units.unit(printed) if printed else None
    quantity = Quantity(found[0], low, unit, printed.replace("％", "%"), "range", high)
    return Raw(_kind(unit), Span(*found.span()), quantity)


def _one(found: re.Match[str], text: str, at: Span, after: str | None, number: str) -> Raw:
    """One number of the match, with what stands by it."""
    digits, grain = _value(found, number)
    printed = _printed_unit(found, number)
    before = found["pre"] if number == "1" else None
    if not printed and before is None and context.year(text, at.start, at.end):
        return Raw("year", at, None, (Date(int(digits), None, None),))
    if _is_money(found, text, at, printed, number):
        printed += "元"
    unit = units.unit(printed) if printed else None
    if after and _forbidden(after, unit):
        at, after = Span(at.start, found.start("fpost")), None
    if before == "近" and unit is not None and unit.dimension == "time":
        before, at = None, Span(found.start("n1"), at.end)  # 近3年: the last three years
    negative = False
    if number == "1" and found["minus"]:
        negative = _is_minus(found, text, unit)
        if not negative:
            at = Span(found.start("minus") + 1, at.end)
    more = bool(found[f"more{number}"] or found[f"late{number}"])
    quantity = Quantity(
        text[at.start : at.end],
        digits,
        unit,
        printed.replace("％", "%"),
        "over" if more else _op(before, after),
        None,
        grain,
        negative,
        bool(found["full"]),
    )
    return Raw(_kind(unit), at, quantity)


def _op(before: str | None, after: str | None) -> Op:
    """The bound that the words make; the word before outweighs the word after, unless it only hedges (约100人以上)."""
    first: Op = qualifiers.before()[before] if before else "eq"
    second: Op = qualifiers.after()[after] if after else "eq"
    if first in ("eq", "approx") and second != "eq":
        return second
    return first


def _kind(unit: Unit | None) -> TokenKind:
    return _KINDS[unit.dimension] if unit else "number"


def _digits(printed: str) -> str:
    return printed.translate(_SEPARATORS)


def _printed_unit(found: re.Match[str], number: str) -> str:
    """The unit behind the first or second number, with a scale that 多 parted from it: 3万余人."""
    unit: str = found[f"unit{number}"] or ""
    scale: str = found[f"scale{number}"] or ""
    return scale + unit


def _value(found: re.Match[str], number: str) -> tuple[str, Decimal | None]:
    """Decimal string and grain of a number; 2万8千 has a grain."""
    mixed = found["mixed"] if number == "1" else None
    if mixed is None:
        return _digits(found[f"n{number}"]), None
    return numerals.number(mixed) or (re.sub("[^0-9]", "", mixed), None)


def _is_money(found: re.Match[str], text: str, at: Span, printed: str, number: str) -> bool:
    """True when 元 is understood: ￥100, or 万 after a word of money."""
    if number == "1" and found["currency"] and (not printed or printed in units.SCALES):
        return True
    return printed in units.SCALES and context.money_word_before(text, at.start)


def _forbidden(after: str, unit: Unit | None) -> bool:
    """True for a word after the number that does not go with its unit: 内 goes with time only."""
    allowed = qualifiers.only_after().get(after)
    return allowed is not None and (unit is None or unit.dimension not in allowed)


def _is_minus(found: re.Match[str], text: str, unit: Unit | None) -> bool:
    """True when the hyphen is a minus: after a blank or a sign, or before a percentage or a decimal; in 数量指标-5场
    it parts two words."""
    start = found.start("minus")
    if start == 0 or _SIGNED.match(text, start - 1):
        return True
    return (unit is not None and unit.dimension == "percent") or "." in (found["n1"] or "")


def words(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """壹佰贰拾万元整: written out to the last place, so exact."""
    value = numerals.amount_in_words(found["worded"])
    if value is None:
        yield Raw("name", Span(*found.span()))
        return
    quantity = Quantity(found[0], value, units.unit("元"), "元", _op(found["pre"], None), whole=True)
    yield Raw("money", Span(*found.span()), quantity)


def cnpercent(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """百分之九十八点五, 千分之3"""
    share = found["share"]
    value = _digits(share) if share[0].isascii() else "100" if share == "百" else (numerals.number(share) or ("",))[0]
    if not value or len(value) > _LONGEST:
        yield Raw("name", Span(*found.span()))
        return
    unit = _PERCENT if found["base"] == "百" else _PERMILLE
    op = "over" if found["pmore"] else _op(found["pre"], found["ppost"])
    yield Raw("percent", Span(*found.span()), Quantity(found[0], value, unit, unit.name, op))


def chinese(found: re.Match[str], text: str) -> Iterator[Raw]:
    """四十六万页, 三类, 五十分. Words that only look like numbers give nothing."""
    numeral, name, start = found["cn"], found["cunit"], found.start("cn")
    if numeral in _BARE_SCALES[1:]:
        if not (found["cmore"] or found["pre"]):
            return  # 万人空巷; but 近百人, 百余人
        numeral = f"一{numeral}"
    value, unit = numerals.number(numeral), units.unit(name)
    if value is None or unit is None or not _counts(numeral, name):
        return
    if numeral[0] in _BARE_SCALES and text[start - 1 : start] == "数":
        return  # 数十名
    if unit.dimension == "points" and "点" not in numeral and not context.scored(text, start):
        return  # 十分重要
    op = "over" if found["cmore"] else _op(found["pre"], found["cpost"])
    quantity = Quantity(found[0], value[0], unit, name, op, None, value[1], whole=bool(found["cfull"]))
    yield Raw(_kind(unit), Span(*found.span()), quantity)


def _counts(numeral: str, name: str) -> bool:
    """一个 and 二期 mostly do not count anything; 一场 and 两期 do."""
    if numeral == "一":
        return name in units.counts_one()
    return numeral not in ("二", "零", "〇", "○") or name in ("元", "分")


READERS = {"figure": figure, "words": words, "cnpercent": cnpercent, "chinese": chinese}
