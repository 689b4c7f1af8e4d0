"""The evaluated year in the title, in the body and in the data."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.facts import Attached, Fact, Fund, Meta, YearMention
from extractor.ledger import Ledger
from extractor.scopes import cue

CHECK = Check("RQ101", "fiscal-year-contradiction", "评价年度矛盾", "warning")

Dated = tuple[int, Fact]

_OWN = 4
"""characters that two names share, to be names of one project"""

BEFORE_ITS_YEAR = frozenset({"target_declaration", "monitoring", "other"})
"""kinds that are, or may be, written before the year is over"""


def check(ledger: Ledger) -> Iterator[Verdict]:
    named = [one for one in ledger.of(YearMention) if one.part == "title"]
    years = {one.year for one in named}
    data = [*_evaluated(ledger), *_budgeted(ledger)]
    if not years:
        yield silent(CHECK, "标题未写明年度")
    elif len(years) > 1:
        yield silent(CHECK, "标题写有几个年度，可能是跨年评价")
    elif not data:
        yield _of_the_annexes(ledger, named[0]) or silent(CHECK, "正文未写明数据所属年度")
    else:
        yield _compare(ledger, named[0], data)
        yield from _strays(ledger, named[0])
    if issued := _issued_too_early(ledger):
        yield issued


def _evaluated(ledger: Ledger) -> Iterator[Dated]:
    """The years of which the body says that they were evaluated."""
    for one in ledger.of(YearMention):
        if one.part == "data":
            yield one.year, one


def _budgeted(ledger: Ledger) -> Iterator[Dated]:
    """The years of the budgets of the whole project, where the text names them: a budget without a year is taken for
    one of the title's year, and so says nothing about it."""
    named = {(one.sentence, one.year) for one in ledger.of(YearMention) if one.sentence >= 0}
    for fund in ledger.of(Fund):
        if (
            (fund.sentence, fund.year) in named
            and fund.role in ("initial_budget", "adjusted_budget")
            and fund.item is None
            and fund.year is not None
        ):
            yield fund.year, fund


def _compare(ledger: Ledger, title: YearMention, data: list[Dated]) -> Verdict:
    same = [fact for year, fact in data if year == title.year]
    others = {year: fact for year, fact in data if year != title.year}
    if same or not others:
        return agrees(CHECK, f"{title.year} = {title.year}", marks=(title, *same))
    # several other years may be those of a plan over years; one other year, said throughout, is a contradiction
    if len(others) > 1:
        return silent(CHECK, "正文写有几个年度，无一与标题相同")
    ((year, fact),) = others.items()
    if len(data) == 1 and _is_named(ledger, title):
        return silent(CHECK, f"正文也写到{title.year}年，只有一处数据写作{year}年")
    message = f"标题为{title.year}年度，正文的数据均为{year}年度"
    return conflict(CHECK, message, formula=f"{title.year} = {year}", marks=(title, fact))


def _is_named(ledger: Ledger, title: YearMention) -> bool:
    """True where the body speaks of the year of the title too."""
    text = ledger.document.text
    return regex.search(rf"{title.year}\s*年", text[title.span.end :]) is not None


def _strays(ledger: Ledger, title: YearMention) -> Iterator[Verdict]:
    """Another year before the name of the very project, though the rest agrees: left over from the last report. A
    sentence that speaks of the year of the title too tells a story of two years."""
    said = ledger.of(YearMention)
    right = [one for one in said if one.part == "data" and one.year == title.year]
    told = {one.sentence for one in said if one.year == title.year}
    own = "".join(meta.value for name in ("title", "project") if (meta := ledger.meta(name)))
    for one in said if right or _agreed(ledger, title) else ():
        if one.part == "data" and one.year != title.year and one.sentence not in told and _share(one.of, own):
            message = f"标题为{title.year}年度，此处同一项目写作{one.year}年"
            yield conflict(CHECK, message, formula=f"{title.year} = {one.year}", marks=(one, title))


def _of_the_annexes(ledger: Ledger, title: YearMention) -> Verdict | None:
    """The year of the forms that the report lists as its annexes (附件1：2023年度…自评表), where they are the project's
    own and its body tells no year of the data. Work done in one year on the money of another is titled so too: to be
    looked at."""
    own = "".join(meta.value for name in ("title", "project") if (meta := ledger.meta(name)))
    forms = [one for one in ledger.of(Attached) if cue("own_form").search(one.text) and _share(one.text, own)]
    dated = [year for year in ledger.of(YearMention) if any(form.span.covers(year.span) for form in forms)]
    years = {one.year for one in dated}
    if len(years) != 1:
        return None
    (year,) = years
    if year == title.year:
        return agrees(CHECK, f"{title.year} = {year}", marks=(title, *dated))
    message = f"标题为{title.year}年度，所附的表为{year}年度"
    return conflict(CHECK, message, formula=f"{title.year} = {year}", marks=(title, dated[0]), severity="review")


def _agreed(ledger: Ledger, title: YearMention) -> bool:
    return any(year == title.year for year, _ in _budgeted(ledger))


def _share(words: str, name: str) -> bool:
    """True when so many characters in a row stand in both."""
    return any(words[at : at + _OWN] in name for at in range(len(words) - _OWN + 1))


def _issued_too_early(ledger: Ledger) -> Verdict | None:
    issued, year = ledger.meta("issued_on"), ledger.fiscal_year
    written = _year_of(issued)
    if issued is None or written is None or year is None or ledger.kind in BEFORE_ITS_YEAR:
        return None
    formula = f"{year} ≤ {written}"
    if written >= year:
        return agrees(CHECK, formula, marks=(issued,))
    return conflict(CHECK, f"报告落款为{written}年，早于评价年度{year}年", formula=formula, marks=(issued,))


def _year_of(meta: Meta | None) -> int | None:
    """The year of an ISO date."""
    head = meta.value[:4] if meta else ""
    return int(head) if head.isdigit() else None
