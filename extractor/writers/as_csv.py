"""CSV: one line for each finding, for spreadsheets. The columns are the contract's names.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and the text of a report is
anybody's: such a cell gets an apostrophe in front, a negative difference too. A file that cannot be read is a line of
its own with ``error``; a report without findings has no line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from extractor.report import FindingEntry
from extractor.writers import Audited, Failure, Options, Result

ENCODING = "utf-8-sig"
"""spreadsheets take a file without this mark for GBK"""

COLUMNS = (
    "file", "part", "error", "severity", "code", "rule", "name", "message", "formula", "stated", "derived",
    "difference", "unit", "repair_from", "repair_to", "page", "cell", "start", "end", "quote", "fingerprint",
    "suppressed",
)  # fmt: skip

_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""beginnings that a spreadsheet may run; full-width ones are folded by some"""


def write(results: Sequence[Result], options: Options) -> str:
    """The header and the lines, ended by CRLF as the format asks."""
    page = io.StringIO()
    lines = csv.DictWriter(page, COLUMNS)
    lines.writeheader()
    for result in results:
        if isinstance(result, Failure):
            lines.writerow(_row(file=result.source, error=result.code, message=result.message))
        else:
            lines.writerows(_finding(result, finding) for finding in result.report.findings)
    return page.getvalue()


def _finding(result: Audited, finding: FindingEntry) -> dict[str, str]:
    place = finding.evidence[0]
    part, repair = result.report.source.part, finding.repair
    return _row(
        **finding.model_dump(include=set(COLUMNS) - {"suppressed"}),
        **place.model_dump(include={"page", "cell", "start", "end"}),
        file=result.path(place.file),
        part=part.index if part else None,
        repair_from=repair.from_ if repair else None,
        repair_to=repair.to if repair else None,
        quote="；".join(one.quote for one in finding.evidence),
        suppressed=finding.suppressed.reason if finding.suppressed else None,
    )


def _row(**cells: Any) -> dict[str, str]:
    return {name: harmless("" if cell is None else str(cell)) for name, cell in cells.items()}


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet runs.

    >>> harmless("=1+1"), harmless("246.03")
    ("'=1+1", '246.03')
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_ACTIVE) else cell
