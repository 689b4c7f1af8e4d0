"""The output contract: its names, and that what is printed can be read back."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from support import audited, sample_files

from extractor.report import Report

NAMES = {
    "": {"schema_version", "tool", "source", "report", "findings", "checks", "score_review", "coverage"},
    "report": {
        "title", "kind", "fiscal_year", "department", "project", "evaluator", "issued_on", "funds", "execution_rates",
        "other_rates", "indicators", "scores", "problems", "recommendations", "sections",
    },
    "source": {"name", "sha256", "format", "pages", "text_layer", "part", "member"},
    "score_review": {"claimed", "grade", "rebuilt", "scheme", "points", "signals", "requests"},
    "coverage": {"numbers", "read", "furniture", "unexplained", "checked"},
}  # fmt: skip
"""the contract's names; more may be there, none may be missing"""


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.name)
def test_round_trip_and_names(path: Path) -> None:
    _, report = audited(path)
    printed = report.model_dump_json()
    assert Report.model_validate_json(printed) == report
    told = json.loads(printed)
    for part, names in NAMES.items():
        assert names <= set(told[part] if part else told)


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.name)
def test_numbers_add_up(path: Path) -> None:
    _, report = audited(path)
    seen = report.coverage
    assert seen.numbers == seen.read + seen.furniture + seen.unexplained
    assert seen.checked <= seen.numbers
    review = report.score_review
    if review.claimed is not None:
        points = review.points
        parts = (points.verified, points.stated_only, points.unsupported, points.contradicted)
        assert sum(map(Decimal, parts)) == Decimal(review.claimed)
        assert all(Decimal(part) >= 0 for part in parts)


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.name)
def test_money_is_told_in_yuan(path: Path) -> None:
    scale = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
    _, report = audited(path)
    for fund in report.report.funds:
        amount = fund.amount
        if amount.unit in scale:
            assert abs(Decimal(amount.yuan)) == abs(Decimal(amount.value)) * scale[amount.unit]


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.name)
def test_a_fact_told_twice_is_one_entry(path: Path) -> None:
    _, report = audited(path)
    funds = [(f.role, f.item, f.source, f.year, Decimal(f.amount.yuan)) for f in report.report.funds]
    assert len(funds) == len(set(funds))
    fingerprints = [finding.fingerprint for finding in report.findings]
    assert len(fingerprints) == len(set(fingerprints))
