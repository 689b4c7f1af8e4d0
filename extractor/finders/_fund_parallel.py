"""Parallel lists: 2022年、2023年预算分别为80万元、95万元; 预算数和执行数分别为100万元和98万元."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.finders._fund_slots import Slot
from extractor.finders._fund_words import cue, tidy
from extractor.packs import SIGNS

_YEAR = regex.compile(SIGNS["year"] + "|" + SIGNS["period"])
_PARTS = regex.compile(r"[、和及与]|以及")
_LABEL_TAIL = regex.compile(r"(?:的)?(?:预算|支出|资金|经费|投入|到位|执行|拨付|安排)(?:数|额|资金|金额|情况)*$")
_LATELY = regex.compile(
    rf"(?:近|前|过去|最近)(?P<count>[两二三四五{SIGNS['measure']}])年?|{SIGNS['measure']}(?:来|以来)"
)
_EACH_YEAR = regex.compile(r"各年度?|每年|历年|逐年|[两二三四五]年(?:间|来|度|中)?$|" + SIGNS["measure"] + "$")
_SEVERAL = regex.compile(r"(?<!第|\d)([两二三四五])年(?:来|间|度)?(?:共|合计|累计|总|实际)")
_COUNTED = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}


Parallel = tuple[Slot, str | None, int | None]
"""an amount, the name that it has (None where it is not known), and the year if its name is one"""


def parallel_amounts(
    row: list[Slot], year: int | None, years: Sequence[int] = (), period: Sequence[int] = ()
) -> list[Parallel]:
    """The amounts at the head of a row that 分别为 ties to names; [] when there are none. ``year`` is the report's own,
    ``years`` are those of the list just before, ``period`` those that the title names (各年度分别为…)."""
    first = row[0]
    match = cue("respectively").search(first.words.clause)
    if match is None:
        return _same_years(row, years)
    names = [name for name in _PARTS.split(first.words.clause[: match.start()]) if name.strip()]
    amounts = [first]
    for slot in row[1:]:
        if slot.words.clause.strip(" ，,") or not (slot.joined or slot.words.clause == ""):
            break
        amounts.append(slot)
    if len(names) == 1 and len(amounts) > 1 and (first.label or _EACH_YEAR.search(names[0])):
        told = [*years] if len(years) == len(amounts) else [*period] if len(period) == len(amounts) else []
        meant = _years_meant(first, len(amounts), year) or told
        return _in_years(amounts, meant)
    if len(names) != len(amounts) or len(names) < 2:
        return []
    tail = _LABEL_TAIL.search(names[-1])
    if tail and first.label and _LABEL_TAIL.search(names[0]) is None:  # the label stands once, after the last name
        names[-1] = names[-1][: tail.start()]
    named = iter(first.years)
    return [
        (slot, tidy(_YEAR.sub("", name)), next(named, None) if _YEAR.search(name) else None)
        for slot, name in zip(amounts, names, strict=True)
    ]


def _years_meant(first: Slot, count: int, year: int | None) -> list[int]:
    """The years of so many amounts under one label: 2021—2023年预算分别为…, 近三年预算分别为…"""
    if len(first.years) == count:
        return list(first.years)
    lately = _LATELY.search(first.words.clause)
    if lately is None or year is None or _COUNTED.get(lately["count"], count) != count:
        return []
    return list(range(year - count + 1, year + 1))


def years_told(slot: Slot) -> int:
    """Over how many years an amount goes: 2021—2023年共安排…, 三年累计支出…; 0 where nothing says so."""
    clause = slot.words.clause
    several = _SEVERAL.search(clause)
    if len(slot.years) > 1 and not _names_one_year(clause):
        return len(slot.years)
    return _COUNTED[several[1]] if several else 0


def _names_one_year(clause: str) -> bool:
    """True for the second half of 延期至2024年举办，2023年预付96万元: the other year is that of another deed."""
    return clause.count(SIGNS["year"]) == 1 and not any(SIGNS[kind] in clause for kind in ("period", "date"))


def _same_years(row: list[Slot], years: Sequence[int]) -> list[Parallel]:
    """Just as many amounts under one label as the list of years before: 实际拨付1.12亿元、1.26亿元和1.36亿元."""
    amounts = row[: len(years)]
    if len(amounts) < 2 or len(amounts) < len(years) or amounts[0].label is None:
        return []
    if any(slot.words.clause or not slot.joined for slot in amounts[1:]):
        return []
    return [(slot, "", year) for slot, year in zip(amounts, years, strict=True)]


def _in_years(amounts: list[Slot], years: Sequence[int]) -> list[Parallel]:
    """Amounts with their years; without a name where the years are not known, for then nobody knows which is whose."""
    if not years:
        return [(slot, None, None) for slot in amounts]
    return [(slot, "", year) for slot, year in zip(amounts, years, strict=True)]
