"""A list of suppressions to be filled in: one entry for each finding, the reason left to the person who looked.

Keep the entries that were looked at, write the reason into each, and give the file to ``--suppress``: an entry without
a reason is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from extractor.report import FindingEntry, Report
from extractor.writers import Audited, Options, Result

STREAMS = True


def write(results: Sequence[Result], options: Options) -> str:
    """TOML. What is suppressed already is not listed again."""
    reports = [result.report for result in results if isinstance(result, Audited)]
    return "".join(entry for report in reports for entry in _entries(report))


def _entries(report: Report) -> Iterator[str]:
    for finding in report.findings:
        if finding.suppressed is None:
            yield _entry(report, finding)


def _entry(report: Report, finding: FindingEntry) -> str:
    source = report.source
    said = " ".join(f"{finding.severity} {finding.name}：{finding.message}".split())
    lines = [
        f"# {said}",
        "[[suppress]]",
        f"name = {json.dumps(source.name, ensure_ascii=False)}",
        f'document = "{source.sha256}"',
        *([f"part = {source.part.index}"] if source.part else []),
        f'code = "{finding.code}"',
        f'fingerprint = "{finding.fingerprint}"',
        'reason = ""',
    ]
    return "\n".join(lines) + "\n\n"
