"""Matches of the master pattern that are dates, months, years and printed ranges of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.document import Span
from extractor.lexing.numerals import digits, ordinal
from extractor.lexing.tokens import Date, Raw


def _number(text: str | None) -> int | None:
    return None if text is None else ordinal(text)


def _at(found: re.Match[str], group: str | int = 0) -> Span:
    return Span(*found.span(group))


def years(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """2021-2023年; two years when the second is not the later one."""
    first, last = Date(int(found["y1"]), None, None), Date(int(found["y2"]), None, None)
    if int(found["y1"]) < int(found["y2"]):
        yield Raw("period", _at(found), None, (first, last))
    else:
        yield Raw("year", _at(found, "y1"), None, (first,))
        yield Raw("year", Span(found.start("y2"), found.end()), None, (last,))


def yearmonths(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """2022.1-2022.12"""
    first, last = (Date(int(found[f"a{i}"]), int(found[f"a{i + 1}"]), None) for i in (1, 3))
    yield Raw("period", _at(found), None, (first, last))


def iso(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """2023-06-01, 2023.6.1, 2023/6/1"""
    yield Raw("date", _at(found), None, (Date(int(found["i1"]), int(found["i2"]), int(found["i3"])),))


def isomonth(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """2023-06"""
    yield Raw("date", _at(found), None, (Date(int(found["j1"]), int(found["j2"]), None),))


def date(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """2023年6月1日, 6月, 12月底; 6月1-4日 and 7-8月 are periods."""
    year, month, day = _number(found["dy"]), _number(found["dm"]), _number(found["dd"])
    if found["dm2"]:
        dates = (Date(year, month, None), Date(year, _number(found["dm2"]), day))
    elif found["dd2"]:
        dates = (Date(year, month, day), Date(year, month, _number(found["dd2"])))
    else:
        yield Raw("date", _at(found), None, (Date(year, month, day),))
        return
    yield Raw("period", _at(found), None, dates)


def year(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """2023年, 2023年度"""
    yield Raw("year", _at(found), None, (Date(int(found["yy"]), None, None),))


def glued(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """Lost 年: 201912月, 20237-8月, 20122013年; of 2024122日 only the year is sure."""
    first = Date(int(found["g1"]), _number(found["g2"]), None)
    if found["g4"]:
        yield Raw("period", _at(found), None, (first, Date(int(found["g4"]), None, None)))
    elif found["g3"]:
        yield Raw("period", _at(found), None, (first, Date(first.year, _number(found["g3"]), None)))
    else:
        yield Raw("date", _at(found), None, (first,))


def cndate(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """二○二四年三月八日, 三月中旬"""
    year = digits(found["cy"]) if found["cy"] else None
    yield Raw("date", _at(found), None, (Date(year, _number(found["cm"]), _number(found["cd"])),))


def cnyear(found: re.Match[str], _text: str) -> Iterator[Raw]:
    """二○二三年度; a name when the signs are no year."""
    value = digits(found["cyy"])
    if value is not None and 1800 <= value < 2200:
        yield Raw("year", _at(found), None, (Date(value, None, None),))
    else:
        yield Raw("name", _at(found))


READERS = {
    "years": years, "yearmonths": yearmonths, "iso": iso, "isomonth": isomonth, "date": date, "year": year,
    "glued": glued, "cndate": cndate, "cnyear": cnyear,
}  # fmt: skip
