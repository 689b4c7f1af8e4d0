"""SARIF 2.1.0: findings and what was checked, for tools that collect the results of many checkers.

A conflict is a result of kind ``fail`` (errors and warnings), ``review`` or ``informational``; a relation that holds is
a ``pass``, one that could not be told is ``open`` (blocked) or ``notApplicable``. Places are given by line where the
report is a text file; elsewhere by page, cell and the offsets into the text that ``gouji text`` prints.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from extractor import checks
from extractor.report import CheckEntry, Evidence, FindingEntry
from extractor.writers import Audited, Failure, Options, Result

Json = dict[str, Any]

_KINDS = {"agrees": "pass", "not_applicable": "notApplicable", "blocked": "open"}
_FAILS = {"error": ("fail", "error"), "warning": ("fail", "warning"), "review": ("review", "none"),
          "info": ("informational", "none")}  # fmt: skip
"""severity → kind and level; SARIF gives no level to what is no failure"""
_LEVELS = {"error": "error", "warning": "warning", "review": "note", "info": "note"}
_LINED = ("txt", "md")
"""formats whose text is the file itself, line by line"""


def write(results: Sequence[Result], options: Options) -> str:
    """One log with one run."""
    reports = [result for result in results if isinstance(result, Audited)]
    failures = [result for result in results if isinstance(result, Failure)]
    run: Json = {
        "tool": {"driver": _driver(reports)},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failures,
                "toolExecutionNotifications": [_notification(one) for one in failures],
            }
        ],
        "artifacts": _artifacts(reports),
        "results": list(chain.from_iterable(map(_results, reports))),
    }
    return json.dumps({"version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _driver(reports: Sequence[Audited]) -> Json:
    version = next((one.report.tool.version for one in reports), None)
    told = {"version": version} if version else {}
    return {"name": "gouji", **told, "rules": [_rule(rule) for rule in checks.rules()]}


def _rule(rule: checks.Rule) -> Json:
    check = rule.check
    return {
        "id": check.code,
        "name": check.rule,
        "shortDescription": {"text": check.name},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVELS[check.level]},
        "properties": {"severity": check.level, "preview": check.preview, "since": check.since},
    }


@cache
def _rule_indices() -> dict[str, int]:
    return {rule.check.code: index for index, rule in enumerate(checks.rules())}


def _notification(failure: Failure) -> Json:
    return {
        "level": "error",
        "message": {"text": failure.message},
        "descriptor": {"id": failure.code},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(failure.source)}}}],
    }


def _artifacts(reports: Sequence[Audited]) -> list[Json]:
    """Each file once. The digest of a report is the file's own, but for a report read from several."""
    files: dict[str, Json] = {}
    for one in reports:
        digest = {} if len(one.paths) > 1 else {"hashes": {"sha-256": one.report.source.sha256}}
        for path in one.paths or (one.path(),):
            files.setdefault(path, {"location": {"uri": _uri(path)}, **digest})
    return list(files.values())


def _uri(path: str) -> str:
    return quote(PurePath(path).as_posix())


def _results(report: Audited) -> Iterator[Json]:
    for finding in report.report.findings:
        yield _finding(report, finding)
    for check in report.report.checks:
        if check.outcome in _KINDS:
            yield _check(report, check)


def _finding(report: Audited, finding: FindingEntry) -> Json:
    kind, level = _FAILS[finding.severity]
    first, *others = finding.evidence
    told = finding.model_dump(include={"severity", "formula", "formulas", "stated", "derived", "difference", "unit"})
    told["repair"] = {"from": finding.repair.from_, "to": finding.repair.to} if finding.repair else None
    suppressed = finding.suppressed
    return {
        **_head(finding.code, kind, level, finding.message),
        "locations": [_location(report, first)],
        "relatedLocations": [_location(report, place) for place in others],
        "partialFingerprints": {"gouji/v1": finding.fingerprint},
        "suppressions": [{"kind": "external", "justification": suppressed.reason}] if suppressed else [],
        "properties": {name: value for name, value in told.items() if value not in (None, [])},
    }


def _check(report: Audited, check: CheckEntry) -> Json:
    said = "：".join(filter(None, (check.name, check.formula, check.reason)))
    return {
        **_head(check.code, _KINDS[check.outcome], "none", said),
        "locations": [_location(report, place) for place in check.evidence[:1]],
        "relatedLocations": [_location(report, place) for place in check.evidence[1:]],
    }


def _head(code: str, kind: str, level: str, message: str) -> Json:
    return {
        "ruleId": code,
        "ruleIndex": _rule_indices()[code],
        "kind": kind,
        "level": level,
        "message": {"text": message},
    }


def _location(report: Audited, place: Evidence) -> Json:
    region: Json = {"snippet": {"text": place.quote}}
    if report.report.source.format in _LINED and place.file is None:
        region |= _lines(report.text, place)
    return {
        "physicalLocation": {"artifactLocation": {"uri": _uri(report.path(place.file))}, "region": region},
        "properties": place.model_dump(exclude={"quote"}, exclude_none=True, mode="json"),
    }


def _lines(text: str, place: Evidence) -> Json:
    """Lines and columns from 1; the end column is the one after the last character."""
    (line, column), (end_line, end_column) = (_line_and_column(text, at) for at in (place.start, place.end))
    return {
        "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
        "charOffset": place.start, "charLength": place.end - place.start,
    }  # fmt: skip


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
