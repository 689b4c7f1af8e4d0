"""The claimed total, parted by what it rests on, with the signals against it and the papers to ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.assemble.coverage import figures_in
from extractor.assemble.scores import claimed_total
from extractor.checks import Verdict
from extractor.facts import Fact, Figure, Fund, Indicator, Percentage, Rate, Score
from extractor.findings import Finding
from extractor.ledger import Ledger
from extractor.quantity import trimmed
from extractor.report import Points, Request, ScoreReview, Scores

RECOMPUTED = ("PF107", "ZX106")
"""checks whose agreement shows that a single score follows from figures in the report"""

PAPERS = {
    "PF101": "指标评分表及扣分依据",
    "PF107": "指标评分表及扣分依据",
    "PF108": "指标评分表及评分依据",
    "ZX101": "国库集中支付明细账",
    "ZX102": "预算批复及调整文件",
    "ZX106": "预算执行率计分依据",
    "YC101": "目标申报表与完成情况佐证材料",
    "YC102": "满意度问卷及汇总",
    "YC103": "结转资金批复与使用计划",
    "YC104": "目标值设定依据",
}
"""finding → the paper that would settle it"""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One score that is no sum of others."""

    name: str
    figure: Figure

    @property
    def points(self) -> Decimal:
        return self.figure.quantity.value


def review(ledger: Ledger, scores: Scores, verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> ScoreReview:
    """A review of the claimed total; its points add up to the total. No score claimed: nothing to part."""
    return ScoreReview(
        claimed=scores.total,
        grade=scores.grade,
        points=_points(ledger, verdicts),
        signals=sorted({finding.code for finding in findings if finding.code.startswith("YC")}),
        requests=_requests(ledger, findings),
    )


def _points(ledger: Ledger, verdicts: Sequence[Verdict]) -> Points:
    claimed = claimed_total(ledger)
    if claimed is None:
        return Points()
    total = claimed.figure.quantity.value
    agreeing = {f.id for v in verdicts if v.code in RECOMPUTED and v.outcome == "agrees" for f in v.figures}
    broken = {f.id for v in verdicts if v.code in RECOMPUTED and v.outcome == "conflict" for f in v.figures}
    sums = dict.fromkeys(("contradicted", "verified", "stated_only"), Decimal(0))
    for leaf in _leaves(ledger, total):
        kind = "stated_only"
        if leaf.figure.id in broken:
            kind = "contradicted"
        elif leaf.figure.id in agreeing:
            kind = "verified"
        sums[kind] += leaf.points
    # scores that add up to more than the total cannot all be in it: the surplus goes from the weakest ground first
    surplus = max(Decimal(0), sum(sums.values(), Decimal(0)) - total)
    for kind in ("stated_only", "verified", "contradicted"):
        cut = min(surplus, sums[kind])
        sums[kind] -= cut
        surplus -= cut
    unsupported = total - sum(sums.values(), Decimal(0))
    return Points(unsupported=trimmed(unsupported), **{kind: trimmed(points) for kind, points in sums.items()})


def _leaves(ledger: Ledger, total: Decimal) -> list[_Leaf]:
    """The single scores behind the total: indicators, and parts that are not the sum of indicators.

    Where a part (产出, 预算执行) stands beside indicators, only the arithmetic tells whether it holds them: the reading
    that adds up to the total is taken, else the indicators with the parts that name none of their levels.
    """
    indicators = [_Leaf(one.name, one.score) for one in ledger.of(Indicator) if one.score]
    parts = list(
        {
            (score.name, score.figure.quantity.value): _Leaf(score.name, score.figure)
            for score in ledger.of(Score)
            if score.kind == "part" and score.name
        }.values()
    )
    levels = {level for one in ledger.of(Indicator) for level in one.levels}
    outside = [leaf for leaf in parts if not any(leaf.name in level or level in leaf.name for level in levels)]
    readings = ([*indicators, *outside], indicators, parts, [*indicators, *parts])
    fitting = (leaves for leaves in readings if leaves and sum((leaf.points for leaf in leaves), Decimal(0)) == total)
    return next(fitting, [*indicators, *outside] if indicators else parts)


def _requests(ledger: Ledger, findings: Sequence[Finding]) -> list[Request]:
    wanted = {(PAPERS[one.code], _about(ledger, one)): None for one in findings if one.code in PAPERS}
    return [Request(paper=paper, for_=about) for paper, about in wanted]


def _about(ledger: Ledger, finding: Finding) -> str:
    """What a finding speaks of, in the report's own words; the name of the check where it has none."""
    names: dict[int, str] = {}
    for fact in ledger.of(Fact):
        if name := _name(fact):
            names.update((figure.id, name) for figure in figures_in(fact) if figure.id not in names)
    marked = (_name(mark) for mark in finding.marks if isinstance(mark, Fact))
    named = (names.get(figure.id) for figure in finding.figures)
    return next(filter(None, (*marked, *named)), finding.message)


def _name(fact: Fact) -> str:
    match fact:
        case Indicator() | Rate() | Percentage():
            return fact.name
        case Score():
            return fact.name or "总分"
        case Fund():
            return fact.item or fact.label
    return ""
