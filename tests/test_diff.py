"""``gouji diff``: what changed, which findings went away, came or stayed, and the exit code that says it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from support import SAMPLES, audited, gouji

from extractor.difference import Difference, compare, compare_all
from extractor.report import Report
from extractor.writers import Options, difference_screen

FAULTY = SAMPLES / "roads-fault.txt"
CLEAN = SAMPLES / "library-clean.txt"


def _changed(folder: Path, *swaps: tuple[str, str]) -> Path:
    """The faulty sample with some words put in the place of others."""
    text = FAULTY.read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    path = folder / "修改稿.txt"
    path.write_text(text, encoding="utf-8")
    return path


def _difference(folder: Path, *swaps: tuple[str, str]) -> Difference:
    return compare(audited(FAULTY)[1], audited(_changed(folder, *swaps))[1])


def test_a_report_does_not_differ_from_itself() -> None:
    report = audited(FAULTY)[1]
    same = compare(report, report)
    assert not same.facts
    assert not same.findings.gone and not same.findings.came
    assert [one.new for one in same.findings.stayed] == report.findings


def test_changed_amount_is_told_with_both_places(tmp_path: Path) -> None:
    difference = _difference(tmp_path, ("实际支出金额301.24万元", "实际支出金额301.25万元"))
    (change,) = [one for one in difference.facts if one.kind == "fund"]
    assert (change.what, change.about["role"], change.old, change.new) == (
        "changed",
        "spent",
        "301.24万元",
        "301.25万元",
    )
    assert (change.old_evidence[0].quote, change.new_evidence[0].quote) == ("301.24万元", "301.25万元")


def test_mended_finding_goes_and_the_others_stay(tmp_path: Path) -> None:
    found = _difference(tmp_path, ("柳林线。", "柳林线、沙沟线。")).findings
    assert [one.code for one in found.gone] == ["JS101"]
    assert not found.came
    assert {one.new.code for one in found.stayed} == {
        one.code for one in audited(FAULTY)[1].findings if one.code != "JS101"
    }


def test_words_before_a_finding_do_not_make_it_new(tmp_path: Path) -> None:
    found = _difference(tmp_path, ("（一）立项情况", "（一）立项的有关情况")).findings
    assert not found.gone and not found.came


def test_indicators_are_compared_field_by_field(tmp_path: Path) -> None:
    difference = _difference(tmp_path, ("实际完成37个", "实际完成38个"))
    (change,) = [one for one in difference.facts if one.kind == "indicator"]
    assert (change.about["name"], change.field, change.old, change.new) == ("受益行政村", "actual", "37个", "38个")


def test_reports_of_several_in_a_file_are_matched_by_name() -> None:
    first, second = audited(FAULTY)[1], audited(CLEAN)[1]
    pairs = compare_all([first, second], [second, first])
    assert all(not one.facts for one in pairs)
    only = compare_all([first, second], [second])
    assert [(one.old is None, one.new is None) for one in only] == [(False, False), (False, True)]
    assert len(only[1].findings.gone) == len(first.findings)


def test_table_names_what_changed(tmp_path: Path) -> None:
    difference = _difference(tmp_path, ("柳林线。", "柳林线、沙沟线。"), ("实际完成37个", "实际完成38个"))
    screen = difference_screen.write([difference], Options())
    assert "roads-fault.txt → 修改稿.txt" in screen
    assert "新出现 0，已消除 1" in screen
    assert "受益行政村 完成值" in screen
    assert "37个 → 38个" in screen


def test_every_change_of_two_unlike_reports_can_be_told() -> None:
    paths = sorted(SAMPLES.glob("*.txt"))
    for old, new in pairwise(paths):
        difference = compare(audited(old)[1], audited(new)[1])
        screen = difference_screen.write([difference], Options(verbose=True))
        assert all(difference_screen.subject(one).split()[0][:10] in screen for one in difference.facts)


@pytest.mark.parametrize(
    ("swap", "options", "code"),
    [
        (("柳林线。", "柳林线、沙沟线。"), (), 0),
        (("实际完成39.6公", "实际完成42.6公"), (), 0),
        (("2022年10月20日完工", "2022年10月32日完工"), (), 1),
        (("2022年10月20日完工", "2022年10月32日完工"), ("--fail-on", "never"), 0),
    ],
)
def test_exit_code_tells_of_new_findings(
    swap: tuple[str, str], options: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    run = gouji("diff", FAULTY, _changed(tmp_path, swap), *options)
    assert (run.returncode, run.stderr) == (code, b"")


def test_json_and_saved_results(tmp_path: Path) -> None:
    saved = tmp_path / "旧.json"
    saved.write_bytes(gouji("audit", FAULTY).stdout)
    assert Report.model_validate_json(saved.read_bytes()) == audited(FAULTY)[1]
    run = gouji("diff", saved, _changed(tmp_path, ("柳林线。", "柳林线、沙沟线。")), "--json")
    told = json.loads(run.stdout)
    assert Difference.model_validate(told)
    assert [one["code"] for one in told["findings"]["gone"]] == ["JS101"]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    bad = tmp_path / "坏.json"
    bad.write_text('{"findings": 1}', encoding="utf-8")
    for old in (bad, tmp_path / "没有.json", tmp_path / "没有.txt"):
        run = gouji("diff", old, FAULTY)
        assert run.returncode == 3
        assert run.stdout == b""
        assert run.stderr.decode().count("\n") == 1
