"""Matches of the master pattern that are figures, to kinds and quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
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
_SEPARATORS = str.maketrans({",": None, "，": None, " ": None, "．": "."})
_PERCENT = Unit("%", "percent", Decimal(1), "%")
_PERMILLE = Unit("‰", "percent", Decimal("0.1"), "%")


def _op(before: str | None, after: str | None, more: bool) -> Op:
    """The bound that the words make; the word before outweighs the word after, unless it only hedges."""
    ops = [qualifiers.before()[before]] if before else []
    ops += [qualifiers.after()[after]] if after else []
    ops = [op for op in ops if op != "eq"]
    if more:
        return "over"
    firm = [op for op in ops if op != "approx"]
    return firm[0] if firm else ops[0] if ops else "eq"


def _printed_unit(found: re.Match[str], number: str) -> str:
    """The unit behind the first or second number, with a scale that 多 parted from it: 3万余 + 人."""
    return (found[f"scale{number}"] or "") + (found[f"unit{number}"] or "").strip()


def figure(found: re.Match[str], text: str) -> Iterator[Raw]:
    """Arabic figures. A pair that is no range (10 − 5) gives two."""
    if found["n2"] is None:
        yield _single(found, text)
        return
    low, high = Decimal(_digits(found["n1"] or "0")), Decimal(_digits(found["n2"]))
    unit1, unit2 = _printed_unit(found, "1"), _printed_unit(found, "2")
    same = not unit1 or unit1 == unit2
    if found["mixed"] or found["minus"] or not same or low == high:
        yield from _pair(found, text)
    elif low < high:
        yield _range(found, found["n1"], found["n2"], unit2)
    elif unit2 in ("%", "分") and unit2:
        yield _range(found, found["n2"], found["n1"], unit2)
    else:
        yield from _pair(found, text)


def _digits(printed: str) -> str:
    return printed.translate(_SEPARATORS)


def _range(found: re.Match[str], low: str, high: str, printed: str) -> Raw:
    unit = units.unit(printed) if printed else None
    quantity = Quantity(found[0], _digits(low), unit, printed, "range", _digits(high))
    return Raw(_kind(unit), Span(*found.span()), quantity)


def _kind(unit: Unit | None) -> TokenKind:
    return _KINDS[unit.dimension] if unit else "number"


def _pair(found: re.Match[str], text: str) -> Iterator[Raw]:
    """The two numbers of a match that is no range, each with what stands by it."""
    middle = found.start("dash")
    while text[middle - 1] in " \u3000":
        middle -= 1
    start, end = found.start(), found.end()
    yield _make(found, text, Span(start, middle), found["fpre"], None, "1")
    yield _make(found, text, Span(found.start("n2"), end), None, found["fpost"], "2")


def _single(found: re.Match[str], text: str) -> Raw:
    return _make(found, text, Span(*found.span()), found["fpre"], found["fpost"], "1")


def _make(found: re.Match[str], text: str, at: Span, before: str | None, after: str | None, number: str) -> Raw:
    printed = _printed_unit(found, number)
    digits, grain = _value(found, number)
    more = bool(found[f"more{number}"] or found[f"late{number}"])
    first = number == "1"
    if first and found["currency"] and (not printed or printed in units.SCALES):
        printed += "元"
    elif printed in units.SCALES and context.money_word_before(text, at.start):
        printed += "元"
    unit = units.unit(printed) if printed else None
    if unit is None and context.year(text, at.start, at.end):
        return Raw("year", at, None, (Date(int(text[at.start : at.end]), None, None),))
    at, after = _fitting(found, at, after, unit, text)
    if before and unit and unit.dimension == "time" and qualifiers.before()[before] == "approx" and before == "近":
        before = None  # 近3年: the last three years
    quantity = Quantity(
        text=text[at.start : at.end],
        digits=digits,
        unit=unit,
        unit_text=_unit_text(found, number, printed),
        op=_op(before, after, more),
        grain=grain,
        negative=first and bool(found["minus"]) and _is_minus(found, text, unit),
        whole=bool(found["full"]),
    )
    if first and found["minus"] and not quantity.negative:
        at = Span(found.start("minus") + 1, at.end)
        quantity = replace(quantity, text=text[at.start : at.end])
    return Raw(_kind(unit), at, quantity)


def _unit_text(found: re.Match[str], number: str, printed: str) -> str:
    return printed.replace("％", "%")


def _value(found: re.Match[str], number: str) -> tuple[str, Decimal | None]:
    if number == "1" and found["mixed"]:
        read = numerals.number(found["mixed"])
        if read is not None:
            return read[0], read[1]
        return re.split("[^0-9]", found["mixed"])[0], None
    return _digits(found[f"n{number}"]), None


def _fitting(found: re.Match[str], at: Span, after: str | None, unit: Unit | None, text: str) -> tuple[Span, str | None]:
    """Drop a word after the number that does not go with its unit (内 goes with time)."""
    allowed = qualifiers.only_after().get(after or "")
    if allowed is None or (unit is not None and unit.dimension in allowed):
        return at, after
    end = found.start("fpost")
    return Span(at.start, end), None


_SIGNED = re.compile(r"[\s（(［\[：:，,、；;＝=＋+\-－*×/为达是比增长减降差率额幅动化同值]\Z")


def _is_minus(found: re.Match[str], text: str, unit: Unit | None) -> bool:
    """True when the hyphen is a minus: after a blank or a sign, or before a percentage or a decimal; in 数量指标-5场
    it parts two words."""
    start = found.start("minus")
    if start == 0 or text[start - 1] == "\n" or _SIGNED.match(text, start - 1, start):
        return True
    return (unit is not None and unit.dimension == "percent") or "." in (found["n1"] or "")


def words(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """壹佰贰拾万元整: written out to the last place, so exact."""
    read = numerals.amount_in_words(found["worded"])
    if read is not None:
        quantity = Quantity(found[0], read[0], units.unit("元"), "元", _op(found["wpre"], None, False), whole=True)
        yield Raw("money", Span(*found.span()), quantity)


def cnpercent(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """百分之九十八点五, 千分之3"""
    share = found["share"]
    read = (_digits(share), None) if share[0].isascii() else numerals.number(share)
    if share == "百":
        read = ("100", None)
    if read is None:
        return
    unit = _PERCENT if found["base"] == "百" else _PERMILLE
    op = _op(found["ppre"], found["ppost"], bool(found["pmore"]))
    yield Raw("percent", Span(*found.span()), Quantity(found[0], read[0], unit, unit.name, op))


def chinese(found: re.Match[str], text: str) -> Iterator[Raw]:
    """四十六万页, 三类, 五十分. Words that only look like numbers give nothing."""
    numeral, name = found["cn"], found["cunit"]
    unit = units.unit(name)
    vague = bool(found["cmore"] or found["cpre"])
    read = numerals.number(f"一{numeral}" if vague and numeral in ("百", "千", "万", "亿") else numeral)
    if unit is None or read is None or not _counts(numeral, name, found["cpre"]):
        return
    if numeral[0] in "十百千万亿" and text[found.start("cn") - 1 : found.start("cn")] == "数":
        return  # 数十名
    if unit.dimension == "points" and "点" not in numeral and not context.scored(text, found.start("cn")):
        return
    op = _op(found["cpre"], found["cpost"], bool(found["cmore"]))
    grain = read[1]
    quantity = Quantity(found[0], read[0], unit, name, op, None, grain, whole=bool(found["cfull"]))
    yield Raw(_kind(unit), Span(*found.span()), quantity)


def _counts(numeral: str, name: str, before: str | None) -> bool:
    """一个 and 二期 mostly do not count anything; 一场 and 两期 do."""
    if numeral == "一":
        return name in units.counts_one() or before in ("≥", "≤")
    return numeral not in ("二", "零", "〇", "○") or name in ("元", "分")


READERS = {"figure": figure, "words": words, "cnpercent": cnpercent, "chinese": chinese}
