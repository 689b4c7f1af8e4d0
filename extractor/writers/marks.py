"""What of a report is marked, and how: each cited stretch of text once, with its tone and who cites it.

Shared by everything that shows a source with marks (the report page, the marked-up source): red is what conflicts,
amber what a person should look at, green what agrees, grey what is only cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.report import Evidence, FindingEntry, Report

Tone = Literal["conflict", "review", "agrees", "cited"]

TONES: tuple[Tone, ...] = ("conflict", "review", "agrees", "cited")
"""the gravest first: the tone of a stretch that several cite"""

COLOURS: dict[Tone, str] = {"conflict": "#c62828", "review": "#b26a00", "agrees": "#2e7d32", "cited": "#5f6b7a"}
"""of lines and words; dark enough to be read on white"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text. ``place`` is its evidence; ``findings`` and ``checks`` are indices into the report's lists;
    ``suspect``: a figure that a repair would change."""

    place: Evidence
    tone: Tone
    findings: tuple[int, ...] = ()
    checks: tuple[int, ...] = ()
    suspect: bool = False

    @property
    def id(self) -> str:
        return mark_id(self.place)


def mark_id(place: Evidence) -> str:
    """The name of a place inside a page; the same stretch has the same name whoever cites it.

    >>> mark_id(Evidence(start=812, end=818, quote="239.64"))
    'm812-818'
    """
    return f"m{place.start}-{place.end}"


def mark_ids(places: Iterable[Evidence]) -> tuple[str, ...]:
    """The names of several places, each once."""
    return tuple(dict.fromkeys(mark_id(place) for place in places))


def tone_of(finding: FindingEntry) -> Tone:
    """The tone of what a finding cites; one that was looked at and let stand alarms nobody."""
    if finding.suppressed is not None:
        return "cited"
    return "conflict" if finding.severity in ("error", "warning") else "review"


@dataclass
class _Cited:
    place: Evidence
    tones: set[Tone] = field(default_factory=set)
    findings: list[int] = field(default_factory=list)
    checks: list[int] = field(default_factory=list)
    suspect: bool = False


def marks(report: Report, facts: bool = False, others: Sequence[Evidence] = ()) -> tuple[Mark, ...]:
    """All marks in order of text, the longer one first where two begin together. ``facts``: what the report states is
    marked too (as cited), where nothing else cites it; ``others`` are further places, marked likewise."""
    cited: dict[tuple[int, int], _Cited] = {}

    def cite(places: Sequence[Evidence], tone: Tone) -> Iterator[_Cited]:
        for place in places:
            one = cited.setdefault((place.start, place.end), _Cited(place))
            one.tones.add(tone)
            yield one

    for index, finding in enumerate(report.findings):
        tone = tone_of(finding)
        for one in cite(finding.evidence, tone):
            one.findings.append(index)
        for one in cite(finding.repair.evidence if finding.repair else (), tone):
            one.suspect = one.suspect or finding.suppressed is None
    for index, check in enumerate(report.checks):
        if check.outcome in ("agrees", "blocked"):
            for one in cite(check.evidence, "agrees" if check.outcome == "agrees" else "review"):
                one.checks.append(index)
    for places in (*_reviewed(report), *(_stated(report) if facts else ()), others):
        for _ in cite(places, "cited"):
            pass
    ordered = sorted(cited.values(), key=lambda one: (one.place.start, -one.place.end))
    return tuple(
        Mark(one.place, min(one.tones, key=TONES.index), tuple(one.findings), tuple(one.checks), one.suspect)
        for one in ordered
    )


def _reviewed(report: Report) -> Iterator[Sequence[Evidence]]:
    """What the review of the score rests on."""
    review = report.score_review
    yield report.report.scores.evidence
    yield from (line.evidence for line in review.lines)
    yield from (missed.evidence for missed in review.missed_full_marks)
    yield from (sign.evidence for sign in review.signs)


def _stated(report: Report) -> Iterator[Sequence[Evidence]]:
    """What the report states of money, rates and indicators."""
    facts = report.report
    yield from (fund.evidence for fund in facts.funds)
    yield from (rate.evidence for rate in facts.execution_rates)
    yield from (rate.evidence for rate in facts.other_rates)
    yield from (indicator.evidence for indicator in facts.indicators)
