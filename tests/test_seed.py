"""The real report that the project began with (``$GOUJI_SHARED/seeds``): its agreeing relations, its signals, and
what must stay silent. Skipped where the report is not at hand."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from _scoring import numerals
from support import SHARED, audited

from extractor.report import Report

FILES = [*sorted((SHARED / "seeds").glob("*.txt")), *sorted((SHARED / "gold").glob("seed-pdf.pdf"))]
pytestmark = pytest.mark.skipif(not FILES, reason="GOUJI_SHARED has no seed report")

AGREE = {
    "carry-over sum": ("ZJ101", "6.38 239.64 246.02"),
    "execution rate": ("ZX101", "246.02 100"),
    "payments of two years": ("GJ105", "159 246.02 405.02"),
    "model 1+5+2": ("JS102", "1 5 2"),
    "five forums": ("JS101", "5"),
    "two supporting events": ("JS101", "2"),
    "thirty countries": ("GJ101", "30"),
    "grade of the score": ("PF105", "100"),
    "order of the years": ("RQ102", ""),
}
"""what agrees → (code, numbers in formula or evidence)"""

SIGNALS = ("PF108", "ZB106", "GF103", "GF105", "YC101", "YC102", "YC103")

SILENT = {
    "1100 people and 1100多名": ("1100",),
    "100 reports and 70多家 media": ("70",),
    "work ordered in 2024 for 2023": ("2024",),
    "159 prepaid in 2022": ("159",),
}


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.suffix[1:])
def report(request: pytest.FixtureRequest) -> Report:
    path: Path = request.param
    return audited(path)[1]


@pytest.mark.parametrize("what", AGREE)
def test_agrees_with_its_formula(report: Report, what: str) -> None:
    code, numbers = AGREE[what]
    wanted = {Decimal(number) for number in numbers.split()}
    found = [check for check in report.checks if check.code == code and check.outcome == "agrees"]
    told = [numerals(";".join([check.formula or "", *(place.quote for place in check.evidence)])) for check in found]
    assert any(wanted <= known for known in told), [check.formula for check in found]
    assert all(check.formula for check in found)


def test_score_and_grade_are_said_twice(report: Report) -> None:
    assert [c for c in report.checks if c.code in ("PF106", "PF105") and c.outcome == "agrees" and len(c.evidence) > 1]


@pytest.mark.parametrize("code", SIGNALS)
def test_signal(report: Report, code: str) -> None:
    found = [finding for finding in report.findings if finding.code == code]
    assert found
    assert all(finding.severity in ("review", "info") for finding in found)
    assert all(finding.evidence for finding in found)


def test_nothing_else(report: Report) -> None:
    assert not [finding for finding in report.findings if finding.severity in ("error", "warning")]
    assert {finding.code for finding in report.findings} == set(SIGNALS)


@pytest.mark.parametrize("what", SILENT)
def test_silence(report: Report, what: str) -> None:
    for finding in report.findings:
        if finding.code not in SIGNALS:
            assert not any(re.search(rf"(?<!\d){number}(?!\d)", finding.message) for number in SILENT[what])


def test_two_lists_of_organisers_are_no_contradiction(report: Report) -> None:
    assert not [finding for finding in report.findings if finding.code.startswith("GJ")]
