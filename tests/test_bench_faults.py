"""The bench itself: generated reports are right, faults are faults, and a small run of both splits.

The full size is run by hand: ``python -m benchmarks.faults``.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import pytest

pytest.importorskip("reportlab")

from benchmarks.faults import MUTATIONS
from benchmarks.faults.edits import printed_values
from benchmarks.faults.figures import summary
from benchmarks.faults.run import Task, prepared, run, tasks
from benchmarks.generate import FORMATS, SPLITS, Split, as_file, genres, make
from benchmarks.generate.archive import archive
from benchmarks.generate.broken import MAKERS, Broken
from benchmarks.generate.marks import plain
from benchmarks.generate.relations import holds
from benchmarks.generate.words import load
from extractor import checks
from extractor.document import Document
from extractor.errors import SourceError
from extractor.pipeline import audit, audit_all

LEAST_FOUND = 0.5
"""share of the small run's faults that must be found (the aim, 0.99, is measured by the full run)"""


def _strings(place: Any) -> set[str]:
    if isinstance(place, dict):
        return set(chain.from_iterable(_strings(inner) for inner in place.values()))
    if isinstance(place, list):
        return set(chain.from_iterable(map(_strings, place)))
    return {place} if isinstance(place, str) else set()


def _keys(place: Any, path: str = "") -> set[str]:
    if not isinstance(place, dict):
        return {path}
    return set(chain.from_iterable(_keys(inner, f"{path}.{key}") for key, inner in place.items()))


def test_both_splits_offer_the_same_lists() -> None:
    voices = [voice for split in SPLITS for voice in load(split)]
    assert len(voices) > 2
    for name in ("prose", "names", "layout"):
        assert all(_keys(voice[name]) == _keys(voices[0][name]) for voice in voices)


def test_no_two_outlines_or_forms_have_one_name() -> None:
    for split in SPLITS:
        names = genres(split)
        assert len(set(names)) == len(names)


def test_the_splits_share_no_sentence() -> None:
    """Names of standard columns and levels apart: those every form has."""
    seen, measured = (
        set().union(*(_strings(voice[name]) for voice in load(split) for name in ("prose", "domains")))
        for split in SPLITS
    )
    assert {text for text in seen & measured if len(text) > 9 and "{" not in text} == set()
    assert {text for text in seen & measured if text.count("{") > 2 and "年{sign_month}月" not in text} == set()


@pytest.mark.parametrize("split", SPLITS)
def test_all_relations_of_clean_reports_hold(split: Split) -> None:
    for index, genre in enumerate(genres(split) * 3):
        report = make(7, split, index, genre)
        values = printed_values(report)
        known = [r for r in report.truth.relations if r.kind != "grade" and all(key in values for key in r.keys)]
        assert [relation for relation in known if not holds(relation, values)] == [], report.slug


def test_the_same_seed_gives_the_same_bytes() -> None:
    for format in ("txt", "html", "pdf"):
        one, two = (as_file(make(3, "seen", 5, "fiscal"), format, 3) for _ in range(2))
        assert one.content == two.content and one.gold == two.gold


@pytest.mark.parametrize("split", SPLITS)
def test_every_fault_can_be_made_and_is_printed(split: Split) -> None:
    for code in MUTATIONS:
        report, note = prepared(Task(split, 1, 0, code, "html"))
        assert report is not None, code
        text = plain("\n".join(report.paper.texts()))
        numbers = report.planted[0]["numbers"]
        assert code in report.planted[0]["codes"] and any(number in text for number in numbers), (code, note)


def test_an_archive_carries_over_what_was_left() -> None:
    left: dict[tuple[int, int], str] = {}
    for item in archive(60, 4, "measured", 0.05):
        if item.kind == "report":
            subject, year = item.truth["subject"], item.truth["year"]
            if (subject, year - 1) in left and not item.truth["chain_broken"]:
                assert Decimal(item.truth["carried_in"]) == Decimal(left[subject, year - 1]), item.path
            left[subject, year] = item.truth["left"]
    assert len(left) > 40


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_broken_files_end_in_their_error(maker: Any, tmp_path: Path) -> None:
    bad: Broken = maker(Random(1))
    path = tmp_path / f"file{bad.suffix}"
    path.write_bytes(bad.content)
    with pytest.raises(SourceError) as caught:
        audit_all(path)
    assert caught.value.code in bad.codes


@pytest.mark.parametrize("split", SPLITS)
def test_a_small_run(split: Split) -> None:
    trials = list(run(tasks(split, 2, 1, 12, FORMATS, ("ZJ101", "ZX101", "PF101", "PF105", "BF103", "RQ103")), 1))
    figures = summary(trials)
    assert figures["failed"] == []
    made = sum(entry["made"] for entry in figures["codes"].values())
    found = sum(entry["found"] for entry in figures["codes"].values())
    assert made and found / made >= LEAST_FOUND


def test_what_the_bench_wrote_of_precision_is_of_its_faults() -> None:
    """Written again when a fault is added: ``python -m benchmarks.faults --precision FILE``."""
    assert set(checks.precision()) == set(MUTATIONS)
    for code, counted in checks.precision().items():
        assert 0 <= counted.right <= counted.findings, code


def test_a_check_is_a_preview_while_the_bench_finds_it_wrong_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [rule.check.code for rule in checks.rules() if rule.check.preview] == [
        code
        for code, counted in sorted(checks.precision().items())
        if counted.findings >= checks.ENOUGH and counted.right < counted.findings * 95 / 100
    ]
    monkeypatch.setattr(checks, "precision", lambda: {"PF104": checks.Precision(findings=20, right=18)})
    text = "某项目绩效自评报告\n产出指标—数量指标—新建泵站数量：目标值4座，实际完成值4座，分值10分，得分12分。"
    finding = next(one for one in audit(Document("a.txt", "txt", text, "")).findings if one.code == "PF104")
    assert finding.severity == "review"
