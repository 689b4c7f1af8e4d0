"""The verdict for a person: what the report claims, what conflicts and where, what agrees, what could not be told."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.writers import Options, Result


def write(results: Sequence[Result], options: Options) -> str:
    lines = []
    for result in results:
        if hasattr(result, "report"):
            for finding in result.report.findings:
                lines.append(f"{finding.severity} {finding.code} {finding.message} {finding.formula or ''}")
    return "\n".join(lines) + "\n"
