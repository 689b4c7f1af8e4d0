"""Every numeral of a report is listed once, with what it was read as; the counts of the report are of that list."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from support import SAMPLES, audited, gouji, sample_files

from extractor import pipeline
from extractor.assemble.coverage import Numeral, numerals
from extractor.finders import gather
from extractor.writers.numeral_list import STATES, percent
from extractor.writers.words import FURNITURE, MEANINGS

FAULTY = SAMPLES / "roads-fault.txt"


def _numerals(path: Path) -> list[Numeral]:
    reading = pipeline.understand(audited(path)[0])
    ledger = gather(reading)
    return list(numerals(reading, ledger, pipeline.judge(ledger)))


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.name)
def test_list_and_counts_agree(path: Path) -> None:
    listed = _numerals(path)
    seen = audited(path)[1].coverage
    states = Counter(one.state for one in listed)
    assert (states["read"], states["furniture"], states["unexplained"]) == (seen.read, seen.furniture, seen.unexplained)
    assert sum(bool(one.codes) for one in listed) == seen.checked


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.name)
def test_each_numeral_stands_once_and_is_named(path: Path) -> None:
    listed = _numerals(path)
    text = audited(path)[0].text
    for one, after in pairwise(listed):
        assert one.span.start <= after.span.start
        assert one.span.end <= after.span.start or one.state == "furniture" or after.state == "furniture"
    for one in listed:
        assert text[one.span.start : one.span.end].strip()
        assert bool(one.meanings) == (one.state == "read")
        assert bool(one.kind) == (one.state == "furniture")
        assert set(one.meanings) <= set(MEANINGS)
        assert one.kind is None or one.kind in FURNITURE


def test_screen_lists_all_and_ends_with_the_shares() -> None:
    *lines, last = gouji("coverage", FAULTY).stdout.decode().splitlines()
    seen = audited(FAULTY)[1].coverage
    assert len(lines) == seen.numbers
    assert {line.split("\t")[3] for line in lines} <= set(STATES.values())
    assert f"共 {seen.numbers} 个数字" in last
    assert percent(seen.checked, seen.read + seen.unexplained) in last


def test_only_what_nothing_explains() -> None:
    path = SAMPLES / "sister.txt"
    *lines, _ = gouji("coverage", path, "-u").stdout.decode().splitlines()
    assert len(lines) == audited(path)[1].coverage.unexplained
    assert all(line.split("\t")[3] == STATES["unexplained"] for line in lines)


def test_json_has_evidence_meaning_and_checks() -> None:
    told = json.loads(gouji("coverage", FAULTY, "--json").stdout)
    document, report = audited(FAULTY)
    assert told["coverage"] == report.coverage.model_dump()
    assert len(told["items"]) == report.coverage.numbers
    for item in told["items"]:
        assert "".join(document.text[item["start"] : item["end"]].split()) == "".join(item["quote"].split())
    assert any(item["meanings"] == ["spent"] and item["checks"] for item in told["items"])


def test_share_is_printed_with_the_verdict() -> None:
    seen = audited(FAULTY)[1].coverage
    shown = gouji("audit", FAULTY, "--format", "table").stdout.decode()
    assert f"核对了 {percent(seen.checked, seen.read + seen.unexplained)} 的数字" in shown


@pytest.mark.parametrize(("part", "whole", "said"), [(199, 200, "99%"), (0, 7, "0%"), (0, 0, "—"), (7, 7, "100%")])
def test_share_is_never_rounded_up(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said
