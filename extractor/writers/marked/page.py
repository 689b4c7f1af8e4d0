"""The marked-up source of a format that cannot be drawn upon: its text as a page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document import Document
from extractor.report import Evidence, Report
from extractor.writers import Failure
from extractor.writers.marked.notes import finding_note, marked, note, relation_note
from extractor.writers.marking import Block, Marking
from extractor.writers.marks import Tone, mark_id, tone_of
from extractor.writers.words import KINDS, LEVELS


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, or a relation that holds: its words and the places that it cites."""

    number: int
    tone: Tone
    lines: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    """(name of the mark, quote)"""


@dataclass(frozen=True, slots=True)
class View:
    """One report. ``prefix`` begins the names of its marks; ``notes`` are those of its marks, by name."""

    prefix: str
    title: str
    about: str
    counts: tuple[tuple[str, str, int], ...]
    warnings: tuple[str, ...]
    blocks: tuple[Block, ...]
    notes: dict[str, str]
    findings: tuple[Told, ...]
    relations: tuple[Told, ...]


def write(parts: Sequence[tuple[Report, Document]], failures: Sequence[Failure], caution: str | None = None) -> str:
    """The page of the reports of one source. ``caution``: what is to be said before all else."""
    from extractor.writers.eyes.render import alone

    views = [_view(f"r{number}-" if len(parts) > 1 else "", *part) for number, part in enumerate(parts, 1)]
    return alone("marked.html", "marked.css", views=views, failures=failures, caution=caution)


def _view(prefix: str, report: Report, document: Document) -> View:
    found = marked(report, document)
    facts = report.report
    names = {mark.id for mark in found}
    year = f"{facts.fiscal_year}年度" if facts.fiscal_year else ""
    about = [report.source.name, KINDS.get(facts.kind, facts.kind), year]
    counted = [one for one in report.findings if one.suppressed is None]
    return View(
        prefix=prefix,
        title=facts.title or report.source.name,
        about=" · ".join(filter(None, about)),
        counts=tuple(
            (severity, word, sum(one.severity == severity for one in counted)) for severity, word in LEVELS.items()
        ),
        warnings=tuple(report.source.warnings),
        blocks=tuple(Marking(document, found).blocks(document.region)),
        notes={mark.id: note(mark, report) for mark in found},
        findings=tuple(
            Told(at + 1, tone_of(one), tuple(finding_note(one).split("\n")), _places(one.evidence, names))
            for at, one in enumerate(report.findings)
        ),
        relations=tuple(
            Told(at, "agrees", (relation_note(one),), _places(one.evidence, names))
            for at, one in enumerate(report.checks, 1)
            if one.outcome == "agrees" and any(mark_id(place) in names for place in one.evidence)
        ),
    )


def _places(evidence: Sequence[Evidence], names: set[str]) -> tuple[tuple[str, str], ...]:

    places = [place for place in evidence if mark_id(place) in names]
    return tuple((mark_id(place), place.quote) for place in places[:12])
