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

from extractor.facts import (
    Breakdown,
    Change,
    CountSum,
    Enumeration,
    Fact,
    Indicator,
    Meta,
    Moment,
    Share,
    Statement,
    Survey,
)
from extractor.trace import summary, told_as

FOLDER = Path(__file__).parent / "data" / "wordings"


def _cases(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["case"])


@pytest.mark.parametrize("case", _cases("metadata"), ids=lambda case: str(case["text"]).split()[0][:24])
def test_identity(case: dict[str, Any]) -> None:
    said = {meta.field: meta.value for meta in ledger_of(case["text"].strip("\n")).of(Meta)}
    for field, wanted in case["finds"].items():
        assert said.get(field) in (wanted if isinstance(wanted, list) else [wanted]), field
    assert not said.keys() & set(case.get("none", ()))


KINDS: dict[str, type[Fact]] = {
    "breakdowns": Breakdown,
    "changes": Change,
    "count_sums": CountSum,
    "enumerations": Enumeration,
    "indicators": Indicator,
    "moments": Moment,
    "shares": Share,
    "statements": Statement,
    "surveys": Survey,
}
"""file → the kind of facts of which its cases name all"""


@pytest.mark.parametrize(
    ("kind", "case"),
    [(kind, case) for name, kind in KINDS.items() for case in _cases(name)],
    ids=lambda one: one.__name__ if isinstance(one, type) else str(one["text"]).strip().split("\n")[-1][:24],
)
def test_facts(kind: type[Fact], case: dict[str, Any]) -> None:
    under = case.get("under", "二、绩效目标完成情况") if kind is Indicator else ""
    said = [summary(fact) for fact in ledger_of(f"{under}\n{case['text']}".strip("\n")).of(kind)]
    assert len(said) == len(case["finds"]), said
    for one, wanted in zip(said, case["finds"], strict=True):
        assert {key: _plain(one.get(key)) for key in wanted} == {key: _plain(value) for key, value in wanted.items()}


def _plain(value: object) -> str:
    told = told_as(value)
    return told.lower() if told in ("True", "False") else told
