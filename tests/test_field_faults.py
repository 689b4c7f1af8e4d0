"""Fault patterns of published reports, rebuilt (samples/field_faults.toml): the strong are found, the tolerated and the
clean are silent."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from support import ROOT, written

from extractor.checks import SEVERITIES
from extractor.pipeline import audit

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "samples" / "field_faults.toml").read_text(encoding="utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    findings = audit(written(case["text"])).findings
    if "finds" not in case:
        assert [(one.code, one.message) for one in findings if one.severity in ("error", "warning")] == []
        return
    loud = SEVERITIES[: SEVERITIES.index(case.get("level", "review")) + 1]
    told = [one for one in findings if one.severity in loud and one.code in case["finds"]]
    quotes = " ".join(place.quote for one in told for place in one.evidence)
    assert any(number in quotes for number in case["numbers"]), [(one.code, one.message) for one in findings]
