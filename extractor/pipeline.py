"""The way from a file to its report, on one screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractor import checks, finders, readers, root_cause
from extractor.assemble import assemble
from extractor.checks import Verdict
from extractor.document import Document
from extractor.dossier import Dossier
from extractor.flattened import restore
from extractor.flow import flow
from extractor.ledger import Ledger
from extractor.lexer import lex
from extractor.parts import split
from extractor.reading import Reading
from extractor.reading import read as mark
from extractor.report import Report
from extractor.schemes import DEFAULT, Profile

SURE = 0.85
"""how sure the recogniser must be of every digit of a figure before a check may fail on it"""


def read(path: str | Path) -> Document:
    """The document in a file: its text, pages and tables. Raises SourceError when it cannot be read."""
    return _restored(readers.read(path))


def _restored(document: Document) -> Document:
    """The document with its flattened tables put together; as it is, when that takes too long."""
    try:
        return restore(document)
    except TimeoutError:
        return _warned(document, "表格过于复杂，未能整理，表内数字可能读不全")


def _parts(document: Document) -> Sequence[Document]:
    """The reports of a file; it is read as one when to tell them apart takes too long."""
    try:
        return split(document)
    except TimeoutError:
        return (_warned(document, "文字过于复杂，未能判断是否含有几份报告，按一份读取"),)


def _warned(document: Document, warning: str) -> Document:
    return replace(document, warnings=(*document.warnings, warning))


def understand(document: Document) -> Reading:
    """The document as marked running text, its numerals read."""
    running = flow(document)
    return mark(running, lex(running))


def extract(document: Document) -> Ledger:
    """Everything that the report states."""
    return finders.gather(understand(document))


def without_doubt(verdict: Verdict) -> Verdict:
    """The verdict; one that a doubtful figure would make a conflict is blocked instead (checks.md 1.7): one of a scan,
    or one that was cut out of a run of figures because it agreed with others."""
    doubtful = [figure for figure in verdict.figures if figure.sure < SURE]
    if verdict.outcome != "conflict" or not doubtful:
        return verdict
    read = "、".join(figure.text for figure in doubtful)
    glued = all(figure.cell is not None and figure.cell.chosen for figure in doubtful)
    why = "数字粘连，拆分方式不唯一" if glued else "扫描件识别不可靠"
    return replace(verdict, outcome="blocked", message=None, reason=f"{why}，请核对原件：{read}")


def as_asked(verdict: Verdict, profile: Profile) -> Verdict:
    """The verdict; a conflict at the level that the profile gives its check. One that the check itself holds to be
    milder stays so."""
    asked = profile.severity(verdict.code)
    if verdict.outcome != "conflict" or asked is None or asked == "off":
        return verdict
    return replace(verdict, severity=max(verdict.severity or asked, asked, key=checks.SEVERITIES.index))


def judge(ledger: Ledger) -> tuple[Verdict, ...]:
    """All relations that the checks looked at, in order of code."""
    verdicts: list[Verdict] = []
    for rule in checks.rules():
        code = rule.check.code
        if ledger.profile.severity(code) == "off":
            verdicts.append(Verdict(code, "not_applicable", reason=f"评价口径“{ledger.profile.title}”不查此项"))
            continue
        try:
            verdicts.extend(as_asked(without_doubt(verdict), ledger.profile) for verdict in rule.run(ledger))
        except TimeoutError:
            verdicts.append(Verdict(code, "blocked", reason="文字过于复杂，未能查完"))
        except Exception as error:
            error.add_note(f"检查 {code}")
            raise
    return tuple(verdicts)


def audit_all(source: str | Path | Document, profile: Profile = DEFAULT) -> tuple[Report, ...]:
    """The audited reports of a file, in order: several when it holds several."""
    return tuple(report for report, _ in audit_dossiers(source, profile))


def audit_dossiers(source: str | Path | Document, profile: Profile = DEFAULT) -> Iterator[tuple[Report, Dossier]]:
    """The same reports one by one, each with all that it was made of."""
    document = source if isinstance(source, Document) else read(source)
    for part in (document,) if document.files else _parts(document):
        dossier = examine(part, profile)
        yield report_of(dossier), dossier


def audit(source: str | Path | Document, profile: Profile = DEFAULT) -> Report:
    """The audited report of a file or of a document, read as one. The profile says what is asked of it where it does
    not say itself."""
    return report_of(examine(source if isinstance(source, Document) else read(source), profile))


def examine(document: Document, profile: Profile = DEFAULT) -> Dossier:
    """A document, read as one report and judged."""
    reading = understand(document)
    ledger = replace(finders.gather(reading), profile=profile)
    return Dossier(reading, ledger, judge(ledger))


def report_of(dossier: Dossier) -> Report:
    """What is printed of a dossier."""
    reading, ledger, verdicts = dossier.reading, dossier.ledger, dossier.verdicts
    return assemble(reading, ledger, verdicts, root_cause.group(verdicts, ledger))
