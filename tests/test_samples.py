"""Every sample against its gold: what is read, which faults are found, and that nothing else is alarmed about.

``samples/``, ``samples/opened/`` (held out until patterns were written on it) and ``samples/held_out/`` are ours;
``$GOUJI_SHARED/gold`` is used where present. A known gap is a strict expected failure with its reason, so that a fix
announces itself. Of what is held out only the whole is judged, and that nothing clean is alarmed about.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from _relations import holds
from _scoring import SCORES, Entry, Score, Tally, golds, score
from support import SAMPLES, SHARED, audited

sys.path.insert(0, str(SAMPLES))
import make

READS = (".txt", ".md", ".pdf")
FLOOR = 0.98
"""field F1 that each document must reach, those held out aside"""

HELD_OUT_FLOOR = 0.9
"""field F1 over all documents held out: the patterns were not written on them, and no test tells where they fall
short, so that nobody writes them so"""

HELD_OUT_FOUND = 0.65
"""the share of the planted faults that is found in the documents held out"""

GAPS = {
    "opened/bus-clean": "the project has its place in the title and not in the text: 0.980 by the one field",
}
"""document, or document:fault, that fails today → why; strict: a fix must take its line away"""

Case = tuple[str, Path, Entry]
FOLDERS = {"samples": SAMPLES, "opened": SAMPLES / "opened", "held_out": SAMPLES / "held_out"}


def _cases() -> list[Case]:
    found: list[Case] = []
    for where, folder in (*FOLDERS.items(), ("shared", SHARED / "gold")):
        for path, gold in golds(folder):
            report = path.with_name(gold["file"])
            if report.suffix in READS and "scan" not in path.stem and gold["genre"] in NARRATIVE:
                found.append((where, path, gold))
    return found


NARRATIVE = ("narrative", "overall", "multi_project", "mixed")
"""forms and scoring tables are the next step's"""


def _name(case: Case) -> str:
    return f"{case[0]}/{case[1].stem}"


CASES = _cases()
TOLD = [case for case in CASES if case[0] != "held_out"]
"""judged document by document"""
OURS = [case for case in CASES if case[0] != "shared"]


@cache
def _scored(name: str) -> Score:
    where, path, gold = next(case for case in CASES if _name(case) == name)
    _, report = audited(path.with_name(gold["file"]))
    result = score(gold, json.loads(report.model_dump_json()))
    SCORES.setdefault(where, {})[path.stem] = result
    return result


def _parameters(names: list[str]) -> list[object]:
    return [
        pytest.param(name, marks=pytest.mark.xfail(reason=GAPS[name], strict=True)) if name in GAPS else name
        for name in names
    ]


@pytest.mark.parametrize("name", _parameters([_name(case) for case in TOLD]))
def test_fields(name: str) -> None:
    result = _scored(name)
    assert result.total.f1 >= FLOOR, "\n".join(result.notes)


@pytest.mark.parametrize("name", _parameters([f"{_name(c)}:{p['id']}" for c in TOLD for p in c[2]["planted"]]))
def test_planted_faults(name: str) -> None:
    document, _, fault = name.partition(":")
    assert _scored(document).planted[fault] == "found"


@pytest.mark.parametrize(
    "name", _parameters([f"{_name(c)}:{'/'.join(e['codes'])}" for c in TOLD for e in c[2]["expected"]])
)
def test_expected_findings(name: str) -> None:
    document, _, codes = name.partition(":")
    assert _scored(document).expected[codes]


@pytest.mark.parametrize("name", _parameters([f"{_name(case)}:alarms" for case in CASES]))
def test_no_false_alarm(name: str) -> None:
    result = _scored(name.removesuffix(":alarms"))
    alarms = [*result.false_alarms, *result.stray_warnings]
    if name.startswith("held_out/"):
        alarms = [alarm.split()[0] for alarm in alarms]
        """the codes alone: what they say quotes the report"""
    assert not alarms


def test_held_out_as_a_whole() -> None:
    total = Tally()
    states: list[str] = []
    for case in CASES:
        if case[0] == "held_out":
            total.add(_scored(_name(case)).total)
            states += _scored(_name(case)).planted.values()
    assert total.f1 >= HELD_OUT_FLOOR
    assert states.count("found") >= HELD_OUT_FOUND * len(states)


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="GOUJI_SHARED has no gold documents")
def test_shared_gold_is_there() -> None:
    assert any(case[0] == "shared" for case in CASES)


# ---------------------------------------------------------------- the samples themselves


def _printed_numbers(where: str, gold: Entry) -> set[Decimal]:
    text = (FOLDERS[where] / "sources" / f"{Path(gold['file']).stem}.source").read_text(encoding="utf-8")
    folded = unicodedata.normalize("NFKC", text)
    return {Decimal(found.replace(",", "")) for found in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", folded)}


@pytest.mark.parametrize("case", OURS, ids=_name)
def test_gold_relations_hold(case: Case) -> None:
    where, _, gold = case
    spoken = "numerals" in gold["file"]
    """written out in words: its numbers stand nowhere in digits"""
    printed = _printed_numbers(where, gold)
    for relation in gold["relations"]:
        assert holds(relation), relation
        numbers = {Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", relation)}
        assert spoken or numbers - {Decimal(100), Decimal(10_000), Decimal(10), Decimal(8), Decimal(7)} <= printed


@pytest.mark.parametrize("case", [case for case in OURS if case[2]["planted"]], ids=_name)
def test_planted_formulas_fail(case: Case) -> None:
    for planted in case[2]["planted"]:
        assert "formula" not in planted or not holds(planted["formula"]), planted


@pytest.mark.parametrize("case", OURS, ids=_name)
def test_file_says_whether_it_is_clean(case: Case) -> None:
    assert ("fault" in case[1].stem) == bool(case[2]["planted"])


def test_samples_are_what_the_script_writes() -> None:
    pytest.importorskip("reportlab", reason="only the dev group has it")
    for path, content in make.build():
        assert path.read_bytes() == content, f"run samples/make.py: {path.name}"


@pytest.mark.parametrize("case", [case for case in OURS if case[2]["file"].endswith(".pdf")], ids=_name)
def test_pdf_prints_its_source(case: Case) -> None:
    document, _ = audited(case[1].with_name(case[2]["file"]))
    source = case[1].parent / "sources" / f"{Path(case[2]['file']).stem}.source"
    text = "".join(document.text.split())
    paragraphs = [line for line in source.read_text(encoding="utf-8").splitlines() if line != "@toc"]
    for line in paragraphs:
        assert "".join(line.lstrip("!^#>-").split())[:12] in text
