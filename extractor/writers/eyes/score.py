"""The review of the claimed score as shown: what it rests on, what it comes to, what to ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.report import Report, Request, ReviewLine
from extractor.writers.marks import Tone, mark_ids
from extractor.writers.words import GROUNDS

_TONES: dict[str, Tone] = {
    "verified": "agrees", "stated_only": "review", "unsupported": "cited", "contradicted": "conflict"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """A part of the points. ``start`` and ``width`` are per cent of the bar that shows them side by side."""

    word: str
    points: str
    tone: Tone
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    name: str
    weight: str
    score: str
    rebuilt: str
    ground: str
    tone: Tone
    scheme: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with the places that it rests on."""

    text: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RebuildView:
    total: str
    scheme: str
    told: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to ask for, and all that it is to prove."""

    name: str
    proves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """``claimed`` is None where the report gives no total; ``rebuilt`` where it cannot be recomputed."""

    claimed: str | None
    grade: str | None
    rebuilt: str | None
    headline: str
    marks: tuple[str, ...]
    grounds: tuple[Ground, ...]
    rebuilds: tuple[RebuildView, ...]
    lines: tuple[ScoreLine, ...]
    missed: tuple[Said, ...]
    signs: tuple[Said, ...]
    too_perfect: bool
    papers: tuple[Paper, ...]

    @property
    def empty(self) -> bool:
        """True when there is nothing to review."""
        return self.claimed is None and not (self.lines or self.signs or self.missed or self.papers)


def score_view(report: Report) -> ScoreView:
    """What is shown of the score."""
    review = report.score_review
    return ScoreView(
        claimed=review.claimed,
        grade=review.grade,
        rebuilt=review.rebuilt,
        headline=_headline(report),
        marks=mark_ids(report.report.scores.evidence),
        grounds=tuple(_grounds(report)) if review.claimed is not None else (),
        rebuilds=tuple(
            RebuildView(
                one.total, one.scheme, f"{one.of} 项可算，{one.matched} 项与所列得分相同"
                + ("；含自报分" if one.holds_claimed else ""),
            )
            for one in review.rebuilds
        ),
        lines=tuple(map(_line, review.lines)) if any(line.evidence for line in review.lines) else (),
        missed=tuple(
            Said(
                f"{one.name}：目标 {one.target}，完成 {one.actual}，仍得 {one.score} / {one.weight} 分"
                + (f"；报告说明：{one.reason}" if one.reason else ""),
                mark_ids(one.evidence),
            )
            for one in review.missed_full_marks
        ),
        signs=tuple(Said(sign.text, mark_ids(sign.evidence)) for sign in review.signs),
        too_perfect=review.too_perfect,
        papers=tuple(_papers(review.requests)),
    )  # fmt: skip


def _headline(report: Report) -> str:
    review = report.score_review
    if review.claimed is None:
        return "报告没有写出总分" + (f"，等级为“{review.grade}”" if review.grade else "")
    if review.rebuilt:
        return f"按报告自己的数字可重算为 {review.rebuilt} 分"
    return "报告中的数字不足以重算"


def _grounds(report: Report) -> Iterator[Ground]:
    points = report.score_review.points
    values = {name: getattr(points, name) for name in GROUNDS}
    whole = sum((max(Decimal(value), Decimal(0)) for value in values.values()), Decimal(0)) or Decimal(1)
    start = Decimal(0)
    for name, value in values.items():
        width = max(Decimal(value), Decimal(0)) / whole * 100
        yield Ground(GROUNDS[name], value, _TONES[name], f"{start:.2f}", f"{width:.2f}")
        start += width


def _line(line: ReviewLine) -> ScoreLine:
    return ScoreLine(
        line.name,
        line.weight or "",
        line.score or line.counted,
        line.rebuilt or "",
        GROUNDS[line.ground],
        _TONES[line.ground],
        line.scheme or "",
        mark_ids(line.evidence),
    )


def _papers(requests: Sequence[Request]) -> Iterator[Paper]:
    papers: dict[str, dict[str, None]] = {}
    for one in requests:
        papers.setdefault(one.paper, {})[f"{one.for_}（{one.why}）" if one.why else one.for_] = None
    for name, proves in papers.items():
        yield Paper(name, tuple(proves))
