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
_SAME = {"％": "%", "﹪": "%"}
_LONGEST = 24
"""digits of a number; what is longer is no figure"""
_PERCENT = Unit("%", "percent", Decimal(1), "%")
_PERMILLE = Unit("‰", "percent", Decimal("0.1"), "%")
_BARE_SCALES = ("十", "百", "千", "万", "亿")
_SIGNED = re.compile(r"[\s（(［\[：:，,、；;＝=＋+*×/为达是比增长减降差率额幅动化同值]")
_WORDS_WITH_ONE = set("统单唯同另某逐任这那专不合之归划均其")
_STRICT: dict[Op, Op] = {"ge": "gt", "le": "lt"}


_GROUPS = ("pre", "currency", "minus", "number", "mixed", "more", "scale", "late", "unit", "full", "fpost")


def figure(found: re.Match[str], text: str) -> Iterator[Raw]:
    """An Arabic figure."""
    start, end = found.span()
    before, currency, minus, number, mixed, more, scale, late, name, full, after = found.group(*_GROUPS)
    if number is not None and len(number) > _LONGEST:
        yield Raw("code", Span(start, end))
        return
    printed: str = (scale or "") + (name or "")
    if not printed:
        if before is None and number and len(number) == 4 and context.year(text, start, end):
            yield Raw("year", Span(start, end), None, (Date(int(number), None, None),))
            return
        if currency:
            printed = _currency_unit(currency)
    elif printed in units.SCALES and (currency or context.money_before(text, start)):
        printed += _currency_unit(currency)
    unit = units.unit(printed) if printed else None
    if after and _forbidden(after, unit):
        end, after = found.start("fpost"), None
    if before == "近" and unit is not None and unit.dimension == "time":
        before, start = None, found.start("number")  # 近3年: the last three years
    negative = minus is not None and _is_minus(found, text, unit)
    if minus and not negative:
        start = found.start("minus") + 1
    printed = _SAME.get(printed, printed)
    digits, grain = (number.translate(_SEPARATORS), None) if number else _mixed(mixed)
    words = text[start:end]
    op: Op = "over" if more or late else _op(before, after, words) if before or after else "eq"
    quantity = Quantity(words, digits, unit, printed, op, None, grain, negative, full is not None)
    yield Raw(_KINDS[unit.dimension] if unit else "number", Span(start, end), quantity)


def _currency_unit(currency: str | None) -> str:
    """What ￥, 人民币 or $ before a number says its unit is."""
    return "美元" if currency and ("$" in currency or "＄" in currency) else "元"


def _op(before: str | None, after: str | None, words: str) -> Op:
    """The bound that the words make; the word before outweighs the word after, unless it only hedges (约100人以上)."""
    first: Op = qualifiers.before()[before] if before else "eq"
    second: Op = qualifiers.after()[after] if after else "eq"
    op = second if first in ("eq", "approx") and second != "eq" else first
    return _STRICT.get(op, op) if "不含" in words else op


def _digits(printed: str) -> str:
    return printed.translate(_SEPARATORS)


def _mixed(printed: str) -> tuple[str, Decimal | None]:
    """Decimal string and grain of 2万8千."""
    return numerals.number(printed) or (re.sub("[^0-9]", "", printed), None)


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
    return (unit is not None and unit.dimension == "percent") or "." in (found["number"] or "")


def words(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """壹佰贰拾万元整: written out to the last place, so exact."""
    value = numerals.amount_in_words(found["worded"])
    if value is None:
        yield Raw("name", Span(*found.span()))
        return
    quantity = Quantity(found[0], value, units.unit("元"), "元", _op(found["pre"], None, ""), whole=True)
    yield Raw("money", Span(*found.span()), quantity)


def cnpercent(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """百分之九十八点五, 千分之3"""
    share = found["share"]
    value = _digits(share) if share[0].isascii() else "100" if share == "百" else (numerals.number(share) or ("",))[0]
    if not value or len(value) > _LONGEST:
        yield Raw("name", Span(*found.span()))
        return
    unit = _PERCENT if found["base"] == "百" else _PERMILLE
    op = "over" if found["pmore"] else _op(found["pre"], found["ppost"], found[0])
    yield Raw("percent", Span(*found.span()), Quantity(found[0], value, unit, unit.name, op))


def chinese(found: re.Match[str], text: str) -> Iterator[Raw]:
    """四十六万页, 三类, 五十分. Words that only look like numbers give nothing."""
    numeral, name, start = found["cn"], found["cunit"], found.start("cn")
    if numeral in _BARE_SCALES[1:]:
        if not (found["cmore"] or found["pre"]):
            return  # 万人空巷; but 近百人, 百余人
        numeral = f"一{numeral}"
    if found["cscale"]:
        name = found["cscale"] + name  # 二十余万元
    value, unit, high = numerals.number(numeral), units.unit(name), numerals.number(found["cn2"] or "零")
    if value is None or unit is None or high is None or not _counts(numeral, name, text[start - 1 : start]):
        return
    if text[max(0, start - 2 - len(name)) : start] in (f"一{name}、", f"二{name}、"):
        return  # 一处、二处、三处 are names of offices
    if numeral[0] in _BARE_SCALES and text[start - 1 : start] == "数":
        return  # 数十名
    if unit.dimension == "points" and "点" not in numeral and not context.scored(text, start):
        return  # 十分重要
    op: Op = "over" if found["cmore"] else _op(found["pre"], found["cpost"], found[0])
    ranged = found["cn2"] and Decimal(value[0]) < Decimal(high[0])
    if found["cn2"]:
        op = "range"
    if found["cn2"] and not ranged:
        return
    quantity = Quantity(
        found[0], value[0], unit, name, op, high[0] if ranged else None, value[1], whole=bool(found["cfull"])
    )
    yield Raw(_KINDS[unit.dimension], Span(*found.span()), quantity)


def _counts(numeral: str, name: str, before: str) -> bool:
    """一个 and 二期 mostly do not count anything; 一场 and 两期 do, and 统一场 does not."""
    if numeral == "一":
        return name in units.counts_one() and before not in _WORDS_WITH_ONE
    return numeral not in ("二", "零", "〇", "○") or name in ("元", "分")


READERS = {"figure": figure, "words": words, "cnpercent": cnpercent, "chinese": chinese}
