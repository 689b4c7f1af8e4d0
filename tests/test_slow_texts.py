"""Texts made to keep patterns busy: they end, and what was given up is said. Never a crash, never silence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import regex
from support import written

from extractor import checks, finders, pipeline
from extractor.document import Document
from extractor.facts import Fact
from extractor.reading import Reading

REPORT = "安漳县2023年度公厕改造项目自评报告\n预算12.50万元，实际支出11.875万元，执行率95%。\n"
MANY = 1200

SLOW = {
    "brackets": "（" * 5000 + "）" * 5000,
    "mixed brackets": "（预算【" * MANY,
    "long number": "9" * 50_000,
    "commas": "1," * 10_000,
    "points": "1.2" * 10_000,
    "numerals": "一二三四五六七八九十百千万亿" * MANY,
    "amounts": "12万元" * MANY,
    "percentages": "12%" * MANY,
    "blanks": "预算" + " " * 50_000 + "12万元",
    "keys": "指标值：" * MANY,
    "sum": "1+" * MANY + "1=3",
    "signs": "≥" * 5000 + "1",
    "joiners": "1\u200d" * MANY,
    "headings": "\n".join(f"（{number}）预算" for number in range(MANY)),
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW.keys())
def test_it_ends(text: str) -> None:
    (report,) = pipeline.audit_all(written(REPORT + text + "\n"))
    assert report.report.title == "安漳县2023年度公厕改造项目自评报告"
    assert report.coverage.given_up == [] == report.coverage.stopped


def endless(*_: object, **__: object) -> Iterator[Fact]:
    raise TimeoutError("regex timed out")
    yield


def test_a_finder_that_is_kept_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = finders.finders()
    slow = tuple((name, endless if name == "rates" else find) for name, find in real)
    monkeypatch.setattr(finders, "finders", lambda: slow)
    report = pipeline.audit(written(REPORT))
    assert report.coverage.stopped == ["rates"]
    assert any("rates" in warning for warning in report.source.warnings)
    assert report.report.funds


def test_a_stretch_that_is_given_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Reading.scan

    class Slow:
        def finditer(self, *_: object, **__: object) -> Iterator[regex.Match[str]]:
            raise TimeoutError

    def scan(self: Reading, pattern: regex.Pattern[str], marked: object) -> object:
        return real(self, Slow() if "执行率" in pattern.pattern else pattern, marked)  # type: ignore[arg-type]

    monkeypatch.setattr(Reading, "scan", scan)
    report = pipeline.audit(written(REPORT))
    assert report.coverage.given_up
    assert any("未能读完" in warning for warning in report.source.warnings)


def test_a_check_that_is_kept_too_long_is_blocked(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = checks.Rule(checks.Check("ZZ999", "z", "慢", "error"), endless, "z")  # type: ignore[arg-type]
    monkeypatch.setattr(checks, "rules", lambda: (rule,))
    (verdict,) = pipeline.judge(pipeline.extract(written(REPORT)))
    assert (verdict.outcome, verdict.reason) == ("blocked", "文字过于复杂，未能查完")


@pytest.mark.parametrize("step", ["restore", "split"])
def test_a_step_before_the_finders(monkeypatch: pytest.MonkeyPatch, step: str, tmp_path: object) -> None:
    def kept(document: Document) -> Document:
        raise TimeoutError

    monkeypatch.setattr(pipeline, step, kept)
    document = pipeline._restored(written(REPORT))
    (report,) = pipeline.audit_all(document)
    assert any("过于复杂" in warning for warning in report.source.warnings)
