"""From the ledger, the verdicts and the findings to the printed report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata

from extractor import checks
from extractor.assemble.coverage import coverage
from extractor.assemble.evidence import Quoter
from extractor.assemble.facts import facts
from extractor.assemble.rounding import rounding
from extractor.assemble.score_review import review
from extractor.checks import Verdict
from extractor.document import Document, Span
from extractor.findings import Finding
from extractor.ledger import Ledger
from extractor.quantity import Interval, trimmed
from extractor.reading import Reading
from extractor.report import Bounds, CheckEntry, FindingEntry, Intervals, Part, RepairEntry, Report, SourceInfo, Tool

_ORDER = {severity: rank for rank, severity in enumerate(checks.SEVERITIES)}


def assemble(reading: Reading, ledger: Ledger, verdicts: Sequence[Verdict], findings: Sequence[Finding]) -> Report:
    """The report as the contract prints it. Findings come gravest first, then in order of text."""
    cite = Quoter(ledger.document)
    printed = sorted(
        _finding_entries(findings, ledger, cite), key=lambda entry: (_ORDER[entry.severity], entry.evidence[0].start)
    )
    stated = facts(ledger, verdicts, cite)
    return Report(
        tool=Tool(version=_version()),
        source=_source(ledger.document, reading),
        profile=ledger.profile.name,
        report=stated,
        findings=printed,
        checks=[_check_entry(verdict, cite) for verdict in verdicts],
        score_review=review(ledger, stated.scores, verdicts, findings, cite),
        coverage=coverage(reading, ledger, verdicts),
        rounding=rounding(verdicts, cite),
    )


@cache
def _version() -> str:
    return metadata.version("gouji")


def _source(document: Document, reading: Reading) -> SourceInfo:
    return SourceInfo(
        name=document.name,
        sha256=document.sha256,
        format=document.format,
        pages=len(document.pages) or None,
        text_layer=document.text_layer,
        part=_part(document),
        member=document.member,
        warnings=[*document.warnings, *_unfinished(document, reading)],
    )


def _unfinished(document: Document, reading: Reading) -> Iterator[str]:
    """What was not read to its end, for people."""
    if reading.given_up:
        first = min(reading.given_up)
        start = document.text[first.start : first.start + 12].split("\n")[0]
        yield f"有{len(set(reading.given_up))}处文字过于复杂，未能读完（如“{start}…”起），其中的内容可能遗漏"
    if reading.stopped:
        kinds = "、".join(sorted(set(reading.stopped)))
        yield f"文字过于复杂，有几类内容未能读完（{kinds}），结论可能不全"


def _part(document: Document) -> Part | None:
    part = document.part
    return None if part is None else Part(index=part.index, of=part.of, pages=part.pages or ())


def _check_entry(verdict: Verdict, cite: Quoter) -> CheckEntry:
    intervals = None
    if verdict.stated_interval or verdict.derived_interval:
        intervals = Intervals(stated=_bounds(verdict.stated_interval), derived=_bounds(verdict.derived_interval))
    return CheckEntry(
        code=verdict.code,
        name=_check(verdict.code).name,
        outcome=verdict.outcome,
        formula=verdict.formula,
        mode=verdict.mode,
        intervals=intervals,
        reason=verdict.reason,
        evidence=cite(*verdict.figures, *verdict.marks),
    )


def _check(code: str) -> checks.Check:
    rule = checks.rule(code)
    if rule is None:
        raise LookupError(f"no check has the code {code}")
    return rule.check


def _bounds(interval: Interval | None) -> Bounds | None:
    if interval is None:
        return None
    return tuple(None if end is None else trimmed(end) for end in (interval.low, interval.high))  # type: ignore[return-value]


def _finding_entries(findings: Sequence[Finding], ledger: Ledger, cite: Quoter) -> list[FindingEntry]:
    seen: Counter[str] = Counter()
    entries = []
    for finding in findings:
        entry = _finding_entry(finding, ledger, cite)
        seen[entry.fingerprint] += 1
        if (nth := seen[entry.fingerprint]) > 1:
            entry = entry.model_copy(update={"fingerprint": f"{entry.fingerprint}-{nth}"})
        entries.append(entry)
    return entries


def _finding_entry(finding: Finding, ledger: Ledger, cite: Quoter) -> FindingEntry:
    check = _check(finding.code)
    evidence = cite(*finding.figures, *finding.marks) or cite(_face(ledger))
    repair = finding.repair
    return FindingEntry(
        code=check.code,
        rule=check.rule,
        name=check.name,
        severity=finding.severity,
        message=finding.message,
        formula=finding.formula,
        formulas=list(finding.formulas),
        stated=finding.stated,
        derived=finding.derived,
        difference=finding.difference,
        unit=finding.unit,
        repair=RepairEntry(
            from_=repair.before,
            to=repair.after,
            kind=repair.kind,
            mends=list(repair.mends),
            evidence=cite(*repair.figures),
        )
        if repair
        else None,
        fingerprint=_fingerprint(check.code, [place.quote for place in evidence]),
        evidence=evidence,
    )


def _face(ledger: Ledger) -> Span:
    """Where a finding stands that is about what is *not* there: at the title, or at the first line with words."""
    title = ledger.meta("title")
    if title:
        return title.span
    text = ledger.document.text
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return Span(start, end if end >= 0 else len(text))


def _fingerprint(code: str, quotes: list[str]) -> str:
    """A key that stays when text before the place changes: made of the code and the words, not of offsets."""
    return hashlib.sha256("\x1f".join([code, *quotes]).encode()).hexdigest()[:16]
