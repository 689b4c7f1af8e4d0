"""Wordings of many hands: what each of them states, read end to end (``tests/data/wordings``).

The sentences are invented, in the styles of bureaus, towns, schools, hospitals, courts and evaluation firms. They were
written to develop patterns on, so they say what is read and not how well the tool does on reports it has never seen.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from support import ledger_of

from extractor.facts import Meta

FOLDER = Path(__file__).parent / "data" / "wordings"


def _cases(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["case"])


@pytest.mark.parametrize("case", _cases("metadata"), ids=lambda case: str(case["text"]).split()[0][:24])
def test_identity(case: dict[str, Any]) -> None:
    said = {meta.field: meta.value for meta in ledger_of(case["text"].strip("\n")).of(Meta)}
    for field, wanted in case["finds"].items():
        assert said.get(field) in (wanted if isinstance(wanted, list) else [wanted]), field
    assert not said.keys() & set(case.get("none", ()))
