"""The papers to ask for, each tied to the indicator or amount that needs it (patterns/papers.toml)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from extractor.assemble.evidence import quote
from extractor.assemble.score_review.grounds import Ground, Grounded
from extractor.checks import SEVERITIES
from extractor.checks._execution import is_execution
from extractor.checks._targets import WITHOUT_RESULTS
from extractor.checks._wording import called
from extractor.facts import Fact, Fund, Indicator, Percentage, Rate, Role, Score, figures_in
from extractor.findings import Finding
from extractor.ledger import Ledger
from extractor.packs import Entry, load
from extractor.quantity import Interval
from extractor.report import Request

WHY: dict[Ground, str] = {
    "contradicted": "得分与报告中的数字不符",
    "unsupported": "得分没有依据",
    "stated_only": "得分仅有文字依据",
    "verified": "核对完成值",
}
_ORDER: tuple[Ground, ...] = ("contradicted", "unsupported", "stated_only", "verified")


class Paper(Entry):
    """One paper: asked for by an indicator with ``match`` in its name, by an amount of ``roles``, or by a finding of
    ``codes``; ``otherwise`` by an indicator that nothing else asks for. ``alone``: and for no other paper."""

    paper: str
    of: Literal["indicator", "amount", "finding", "otherwise"]
    alone: bool = False
    roles: tuple[Role, ...] = ()
    codes: tuple[str, ...] = ()


def papers() -> tuple[Paper, ...]:
    """All papers, in the order of the pack."""
    return load("papers", Paper)


def requests(ledger: Ledger, grounded: Sequence[Grounded], findings: Sequence[Finding]) -> list[Request]:
    """Each paper once for each thing that it is to prove; what conflicts first, then the weaker the ground the earlier.
    None for a report that has no results yet."""
    if ledger.kind in WITHOUT_RESULTS:
        return []
    wanted: dict[tuple[str, str], str] = {}
    for paper, about, why in (
        *_for_findings(ledger, findings),
        *_for_indicators(ledger, grounded),
        *_for_amounts(ledger),
    ):
        wanted.setdefault((paper, about), why)
    return [Request(paper=paper, for_=about, why=why) for (paper, about), why in wanted.items()]


def papers_for(name: str) -> list[str]:
    """The papers that an indicator of this name asks for."""
    found = [one for one in papers() if one.of == "indicator" and one.pattern.search(name)]
    found = [one for one in found if one.alone][:1] or found
    return [one.paper for one in found or papers() if found or one.of == "otherwise"]


Wanted = tuple[str, str, str]
"""paper, what for, why"""


def _for_findings(ledger: Ledger, findings: Sequence[Finding]) -> Iterator[Wanted]:
    for finding in sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)):
        for one in papers():
            if finding.code in one.codes:
                yield one.paper, _about(ledger, finding), finding.code


def _for_indicators(ledger: Ledger, grounded: Sequence[Grounded]) -> Iterator[Wanted]:
    """Of the lines by their ground; of indicators without a score after them."""
    told: dict[str, Ground] = {}
    for wanted in _ORDER:
        for one in grounded:
            line = one.line
            if one.ground == wanted and line and line.kind not in ("block", "execution"):
                told.setdefault(line.name, one.ground)
    for indicator in ledger.of(Indicator):
        if not is_execution(indicator.name):
            told.setdefault(indicator.name, "verified")
    for name, ground in told.items():
        for paper in papers_for("".join(name.split())):
            yield paper, name, WHY[ground]


def _for_amounts(ledger: Ledger) -> Iterator[Wanted]:
    """Of the amounts of the whole project in the evaluated year, each once though it be told twice or rounded."""
    whole = [fund for fund in ledger.of(Fund) if _is_whole(ledger, fund)]
    for one in papers():
        kept: list[tuple[Role, Interval]] = []
        for fund in whole:
            interval = fund.figure.quantity.interval()
            if fund.role in one.roles and not any(role == fund.role and told.meets(interval) for role, told in kept):
                kept.append((fund.role, interval))
                yield one.paper, f"{called(fund)}{_printed(fund)}", "核对金额"


def _is_whole(ledger: Ledger, fund: Fund) -> bool:
    this_year = fund.year is None or ledger.fiscal_year is None or fund.year == ledger.fiscal_year
    whole = fund.item is None and fund.source == "total" and not fund.listed
    return whole and this_year and bool(fund.figure.quantity.value)


def _printed(fund: Fund) -> str:
    quantity = fund.figure.quantity
    unit = quantity.unit.name if quantity.unit else ""
    text = quote(quantity.text)
    return text if not unit or text.endswith(unit) or not text[-1:].isdigit() else f"{text}{unit}"


def _about(ledger: Ledger, finding: Finding) -> str:
    """What a finding speaks of, in the report's own words; its message where it has none."""
    names = ledger.once(_names)
    marked = (_name(mark) for mark in finding.marks if isinstance(mark, Fact))
    named = (names.get(figure.id) for figure in finding.figures)
    return next(filter(None, (*marked, *named)), finding.message)


def _names(ledger: Ledger) -> dict[int, str]:
    """Figure → what it is a figure of."""
    names: dict[int, str] = {}
    for fact in ledger.of(Fact):
        if name := _name(fact):
            for figure in figures_in(fact):
                names.setdefault(figure.id, name)
    return names


def _name(fact: Fact) -> str:
    match fact:
        case Indicator() | Rate() | Percentage():
            return fact.name
        case Score():
            return fact.name or "总分"
        case Fund():
            return fact.item or fact.label
    return ""
