"""Annotations for a build log: ``::error file=…,line=…,title=…::message``, one line each.

Errors and warnings as such, the rest as notices; what is suppressed is not told again. A line number is given where the
report is a text file.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.report import FindingEntry
from extractor.writers import Audited, Failure, Options, Result

STREAMS = True

_COMMANDS = {"error": "error", "warning": "warning", "review": "notice", "info": "notice"}
_LINED = ("txt", "md")
"""formats whose text is the file itself, line by line"""


def write(results: Sequence[Result], options: Options) -> str:
    """One line for each finding and for each file that cannot be read."""
    return "".join(line for result in results for line in _lines(result))


def _lines(result: Result) -> list[str]:
    if isinstance(result, Failure):
        return [_line("error", result.message, file=result.source, title=result.code)]
    return [_finding(result, one) for one in result.report.findings if one.suppressed is None]


def _finding(result: Audited, finding: FindingEntry) -> str:
    place = finding.evidence[0]
    lined = result.report.source.format in _LINED
    return _line(
        _COMMANDS[finding.severity],
        f"{finding.message}（{finding.formula}）" if finding.formula else finding.message,
        file=result.path(place.file),
        line=str(result.text.count("\n", 0, place.start) + 1) if lined and place.file is None else "",
        title=f"{finding.code} {finding.name}",
    )


def _line(command: str, message: str, **properties: str) -> str:
    told = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items() if value)
    return f"::{command} {told}::{_escaped(message)}\n"


def _escaped(text: str, more: str = "") -> str:
    """The text with what would end the line or the property written as a percent code."""
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
