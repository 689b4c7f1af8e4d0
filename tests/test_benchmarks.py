"""The page of results can be made anywhere: its parts work without peers, its script reads what it says it reads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support import ROOT, SAMPLES

sys.path.insert(0, str(ROOT))
from benchmarks import baseline, compared, numerals, page, peers
from benchmarks.peers import reading

NOBODY = peers.Peers(Path(sys.executable), {"cn2an": "没有网络"})


def test_the_plain_script_reads_what_an_afternoon_would() -> None:
    report = baseline.audit(SAMPLES / "sister.txt")["report"]
    assert {(fund["role"], fund["amount"]["text"]) for fund in report["funds"]} >= {
        ("initial_budget", "12.75万元"),
        ("carryover_in", "187.46万元"),
        ("spent", "200.21万元"),
    }
    assert [rate["value"] for rate in report["execution_rates"]] == ["100"]
    assert (report["scores"]["total"], report["scores"]["grade"]) == ("100", "优")


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".html"])
def test_the_plain_script_opens_every_format(suffix: str) -> None:
    path = next(iter(sorted((SAMPLES / "forms").glob(f"*{suffix}"))))
    report = baseline.audit(path)["report"]
    assert report["funds"] or report["indicators"]


@pytest.mark.parametrize("case", numerals.CASES, ids=lambda case: case["text"])
def test_we_read_every_number_of_the_list(case: dict[str, object]) -> None:
    answer = numerals.ours(case)
    assert answer.value, answer.told
    assert answer.bound is not False, answer.told


def test_a_recogniser_may_give_the_factor_or_leave_it() -> None:
    case = {"is": "1964.33", "base": "19643300", "bound": "eq"}
    assert numerals.theirs(case, ["19643300"]).value
    assert numerals.theirs(case, ["1964.33"]).value
    assert not numerals.theirs(case, ["1", "964.33"]).value
    assert not numerals.theirs(case, []).value


def test_a_tool_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes((SAMPLES / "sister.pdf").read_bytes())
    (tmp_path / "warm.pdf").write_bytes((SAMPLES / "sister.pdf").read_bytes())
    ours, theirs = peers.costs(["pdfium", "nobody"], tmp_path / "x.pdf", 1, 1, NOBODY)
    assert ours.per_page > 0 and ours.peak > 0 and not ours.failed
    assert "nobody" in theirs.failed
    assert page._cost("pdfplumber", peers.Cost("pdfplumber", failed="a | b"))[1:3] == ("—", "—")
    assert set(page.TOOLS) == set(reading.TOOLS)


def test_numbers_without_peers_say_why() -> None:
    told = "\n".join(page._numbers(NOBODY))
    assert "读数" in told
    assert ("cn2an 没有量" in told) or ("| cn2an |" in told)


def test_samples_have_golds_of_one_report() -> None:
    for folder in compared.SETS.values():
        assert list(compared.golds(folder)), folder


def test_tables_are_markdown() -> None:
    assert list(page._table(("a", "b"), [(1, 2)])) == ["| a | b |", "|---|---|", "| 1 | 2 |", ""]


def test_the_page_is_there_and_made() -> None:
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert text.startswith(page.MADE)
    assert all(told in text for told, _ in page.TOOLS.values())
