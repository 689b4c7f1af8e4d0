"""A stored cell value as its number format shows it (ECMA-376 part 1, 18.8.31), for the formats that figures have."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, localcontext

import regex

_COLOUR = regex.compile(r"\[(?!h|m|s)[^\]]*\]", regex.IGNORECASE)
_PAD = regex.compile(r"_.|\*.")
_LITERAL = regex.compile(r'"([^"]*)"|\\(.)')
_DATE = regex.compile(r"[ymdhs年月日]", regex.IGNORECASE)
_NUMBER = regex.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*")
_SIGNIFICANT = 11
"""digits that the General format shows"""
_HELD = 0xF0000
"""from this sign on (private use) each stands for a literal: a digit would be taken for a place"""
_LARGEST, _MAX_PLACES = 30, 30
"""digits before and behind the point: a file can hold numbers that no report does"""


def displayed(value: object, number_format: str) -> str:
    """What the cell shows.

    >>> displayed(0.973, "0.00%"), displayed(498.5, "#,##0.00"), displayed(480, "General")
    ('97.30%', '498.50', '480')
    >>> displayed(-5, "0.00_);(0.00)"), displayed(1e300, "0.00")
    ('(5.00)', '1.00000E+300')
    >>> displayed(1498.5, '"¥"#,##0.00'), displayed(3, '"共"0"个"')
    ('¥1,498.50', '共3个')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return _moment(value, number_format)
    if isinstance(value, int | float):
        number = Decimal(value) if isinstance(value, int) else Decimal(repr(value))
        if not number.is_finite() or number.adjusted() >= _LARGEST:
            return "#NUM!" if not number.is_finite() else f"{number:.5E}"
        with localcontext(prec=_LARGEST + _MAX_PLACES + 10):
            return _number(number, number_format)
    return str(value)


def _number(value: Decimal, number_format: str) -> str:
    section, bare = _section(number_format or "General", value)
    if section.strip().lower() in ("general", "@", "") or not _NUMBER.search(_LITERAL.sub("", section)):
        return _general(value)
    if bare:
        value = abs(value)
    literals: list[str] = []

    def keep(match: regex.Match[str]) -> str:
        literals.append(match[1] if match[1] is not None else match[2])
        return chr(_HELD + len(literals) - 1)

    masked = _LITERAL.sub(keep, section)
    if "%" in masked:
        value *= 100 ** min(masked.count("%"), 3)
    shown = _NUMBER.sub(lambda m: _digits(value, m[0]), masked, count=1)
    return str(shown).translate({_HELD + at: literal for at, literal in enumerate(literals)}).strip()


def _section(number_format: str, value: Decimal) -> tuple[str, bool]:
    """The section for the sign of the value, and whether that section shows the sign by itself."""
    sections = _PAD.sub("", _COLOUR.sub("", number_format)).split(";")
    if value < 0 and len(sections) > 1 and sections[1]:
        return sections[1], True
    if value == 0 and len(sections) > 2 and sections[2]:
        return sections[2], False
    return sections[0], False


def _digits(value: Decimal, mask: str) -> str:
    """The value in one run of digit places."""
    while mask.endswith(","):  # each trailing comma divides by a thousand
        mask, value = mask[:-1], value / 1000
    whole, _, fraction = mask.partition(".")
    fraction = fraction[:_MAX_PLACES]
    places, least = len(fraction), len(fraction.rstrip("#?"))
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = format(abs(rounded), ",f" if "," in whole else "f")
    if places > least:
        head, _, tail = text.partition(".")
        tail = tail[:least] + tail[least:].rstrip("0")
        text = f"{head}.{tail}" if tail else head
    width = min(whole.count("0"), _LARGEST)
    head, dot, tail = text.partition(".")
    if head == "0" and width == 0:
        head = ""
    if "," not in whole:
        head = head.zfill(width)
    return ("-" if rounded < 0 else "") + head + dot + tail


def _general(value: Decimal) -> str:
    """
    >>> _general(Decimal("0.30000000000000004")), _general(Decimal("1.2E+7")), _general(Decimal("45.0"))
    ('0.3', '12000000', '45')
    """
    if value == value.to_integral_value():
        return format(value.to_integral_value(), "f")
    whole = len(str(abs(int(value)))) if abs(value) >= 1 else 0
    rounded = value.quantize(Decimal(1).scaleb(-max(_SIGNIFICANT - whole - 1, 2)), rounding=ROUND_HALF_UP)
    return format(rounded, "f").rstrip("0").rstrip(".")


def _moment(value: dt.datetime | dt.date | dt.time, number_format: str) -> str:
    """Dates in the order in which reports write them."""
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if "年" in number_format or "yyyy" not in number_format.lower():
        day = f"{value.day}日" if "d" in number_format.lower() else ""
        return f"{value.year}年{value.month}月{day}"
    separator = "/" if "/" in number_format else "-"
    return separator.join((f"{value.year}", f"{value.month:02d}", f"{value.day:02d}"))
