"""From a dataset to what is found across its reports."""

from __future__ import annotations

from pathlib import Path

from extractor.across.archive import Archive
from extractor.across.finding import AcrossFinding, AcrossReport, JoinedName, NameVariant, NotJoined, Tally
from extractor.across.names import Joined, renamings
from extractor.across.rules import all_rules
from extractor.archive import making

_ORDER = ("warning", "review", "info")


def opened(dataset: Path, declared: Path | None = None) -> Archive:
    """A dataset to look at. Raises GoujiError when it is none, or when the file of renamings is not in order."""
    names = renamings(declared)
    return Archive(dataset, making.connected(dataset), names)


def examined(archive: Archive) -> AcrossReport:
    """All rules over a dataset. Findings come with the most serious first, then by unit and code."""
    checks, findings = [], []
    for rule in all_rules():
        outcome = rule.find(archive)
        findings += outcome.findings
        checks.append(
            Tally(
                code=rule.CODE,
                name=rule.NAME,
                judged=outcome.judged,
                agreed=outcome.agreed,
                unjudged=dict(outcome.unjudged),
            )
        )
    reports = archive.reports.values()
    return AcrossReport(
        dataset=archive.folder.name,
        reports=len(reports),
        series=len(archive.series),
        without_name=sum(one.unit is None or one.project is None or one.year is None for one in reports),
        joined=tuple(_joined(archive)),
        not_joined=tuple(_not_joined(archive)),
        checks=tuple(checks),
        findings=tuple(sorted(findings, key=_rank)),
    )


def _rank(finding: AcrossFinding) -> tuple[int, str, str, str]:
    return _ORDER.index(finding.severity), finding.unit_name or "", finding.code, finding.message


def _all(archive: Archive) -> list[tuple[str | None, Joined]]:
    return [(None, archive.units), *sorted(archive.projects.items())]


def _joined(archive: Archive) -> list[JoinedName]:
    return [
        JoinedName(
            kind=one.kind,
            unit_name=unit,
            name=one.name,
            variants=tuple(
                NameVariant(name=each.name, reports=each.reports, because=each.because) for each in one.variants
            ),
        )
        for unit, joined in _all(archive)
        for one in joined.joinings
        if len(one.variants) > 1
    ]


def _not_joined(archive: Archive) -> list[NotJoined]:
    return [
        NotJoined(kind=one.kind, unit_name=unit, names=one.names, because=one.because)
        for unit, joined in _all(archive)
        for one in joined.doubts
    ]
