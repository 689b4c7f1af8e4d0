"""Fault patterns of published reports, rebuilt (samples/field_faults.toml): the strong are found, the tolerated and the
clean are silent."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from support import ROOT

from extractor.document import Document
from extractor.pipeline import audit

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "samples" / "field_faults.toml").read_text(encoding="utf-8"))[
    "case"
]
LOUD = ("error", "warning", "review")


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    findings = audit(Document("sample.txt", "txt", case["text"], "")).findings
    if "finds" not in case:
        assert [(one.code, one.message) for one in findings if one.severity in ("error", "warning")] == []
        return
    told = [one for one in findings if one.severity in LOUD and one.code in case["finds"]]
    quotes = " ".join(place.quote for one in told for place in one.evidence)
    assert any(number in quotes for number in case["numbers"]), [(one.code, one.message) for one in findings]
