"""What is marked in a source, and what the note of a mark says."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document import Document
from extractor.report import CheckEntry, FindingEntry, Report
from extractor.writers.marks import Mark, marks
from extractor.writers.words import LEVELS

MAX_RELATIONS = 8
"""relations that one note names"""
LONGEST = 40
"""characters of a figure that agrees: longer stretches are headings and sentences, which would drown the page"""


def marked(report: Report, document: Document) -> list[Mark]:
    """The figures that were compared, and whatever a finding cites. What is only cited is left unmarked."""
    region = document.region
    here = (mark for mark in marks(report) if region.start <= mark.place.start < region.end)
    return [mark for mark in here if mark.tone != "cited" and (mark.findings or _is_figure(mark))]


def _is_figure(mark: Mark) -> bool:
    quote = mark.place.quote
    return len(quote) <= LONGEST and any(char.isdigit() or char in "一二三四五六七八九十百" for char in quote)


def note(mark: Mark, report: Report) -> str:
    """The quote, then who cites it: findings with formula and repair, relations that hold or could not be tried."""
    told = [finding_note(report.findings[at]) for at in mark.findings]
    relations = list(dict.fromkeys(_relations(mark, report)))
    if len(relations) > MAX_RELATIONS:
        relations = [*relations[:MAX_RELATIONS], f"…共 {len(relations)} 项"]
    return "\n".join([f"「{mark.place.quote}」", *told, *relations])


def _relations(mark: Mark, report: Report) -> Iterator[str]:
    for at in mark.checks:
        yield relation_note(report.checks[at])


def relation_note(check: CheckEntry) -> str:
    """One line: does it hold, which check, the formula or the reason."""
    if check.outcome == "blocked":
        return f"△ {check.code} 未能核对：{check.reason or check.name}"
    return f"✓ {check.code} {check.formula or check.name}" + (f"（{check.reason}）" if check.reason else "")


def finding_note(finding: FindingEntry) -> str:
    """Level, code, what is wrong, the formulas, and the change that would mend it."""
    lines = [f"【{LEVELS[finding.severity]} {finding.code}】{finding.message}"]
    formulas = dict.fromkeys(filter(None, [finding.formula, *finding.formulas]))
    lines += [f"✗ {formula}" for formula in formulas]
    if finding.repair:
        lines.append(f"建议：{finding.repair.from_} → {finding.repair.to}")
    if finding.suppressed:
        lines.append(f"不再计入：{finding.suppressed.reason}")
    return "\n".join(lines)
