"""Recognised pages are kept: the same page again is the same answer, and what is damaged or foreign is no answer."""

from __future__ import annotations

import gzip
import json
import stat
from pathlib import Path

import pytest

from extractor.readers import _ocr, _ocr_cache, _sense
from extractor.readers._ocr import Read
from extractor.readers._sheet import Edge, Glyphs, Sheet

READ = Read(
    Sheet(1, 595.0, 842.0, Glyphs("预算 1", [1.5, 2, 3, 4], [2, 3, 4, 5], [1, 1, 1, 1], [9, 9, 9, 9]),
          [Edge(True, 1.0, 2.0, 3.0)], pictures=1.0),
    [0.9, 0.9, 1.0, 0.5], 1.25,
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GOUJI_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "gouji" / "ocr"


def test_kept_and_given_back(place: Path) -> None:
    _ocr_cache.put("a", READ)
    kept = _ocr_cache.get("a", 7)
    assert kept is not None
    assert (kept.sheet.number, kept.sheet.glyphs, list(kept.sheet.edges)) == (7, READ.sheet.glyphs, READ.sheet.edges)
    assert (kept.sure, kept.tilt) == (READ.sure, READ.tilt)
    assert [path.name for path in place.iterdir()] == ["a.json.gz"]
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE((place / "a.json.gz").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x1f\x8bno",
        gzip.compress(b"[]"),
        gzip.compress(b"{}"),
        gzip.compress(b"\xff"),
        gzip.compress(json.dumps({"text": "ab", "sure": [1], "sides": [[1]] * 4, "size": [1, 2]}).encode()),
    ],
)
def test_damaged_entries_are_absent(place: Path, raw: bytes) -> None:
    _ocr_cache.put("a", READ)
    (place / "a.json.gz").write_bytes(raw)
    assert _ocr_cache.get("a", 1) is None


def test_the_oldest_go_first(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    _ocr_cache.put("old", READ)
    os.utime(place / "old.json.gz", (1, 1))
    monkeypatch.setattr(_ocr_cache, "MAX_BYTES", (place / "old.json.gz").stat().st_size + 20)
    _ocr_cache.put("new", READ)
    assert [path.name for path in place.iterdir()] == ["new.json.gz"]


def test_nothing_is_kept_when_asked(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_NO_CACHE", "1")
    _ocr_cache.put("a", READ)
    assert _ocr_cache.get("a", 1) is None
    assert not place.exists()


def test_a_cache_that_cannot_be_written_is_no_error(place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_text("no folder")
    _ocr_cache.put("a", READ)
    assert _ocr_cache.get("a", 1) is None


@pytest.mark.skipif(not _ocr.available(), reason="extra ocr is not installed")
def test_a_page_is_recognised_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy

    calls: list[int] = []

    def recognised(image: object, number: int, width: float, height: float) -> Read:
        calls.append(number)
        return READ

    monkeypatch.setattr(_ocr, "_recognised", recognised)
    image = numpy.zeros((20, 20, 3), numpy.uint8)
    _ocr.read(image, 1, 595, 842)
    _ocr.read(image, 2, 595, 842)
    _ocr.read(image, 3, 595, 800)
    _ocr.read(image + 1, 4, 595, 842)
    assert calls == [1, 3, 4]


PAGE = "本项目年初预算一百二十万元，全年执行一百一十八万元，执行率较高，绩效目标基本完成，资金使用规范，群众满意。"


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        (PAGE, False),
        (
            "績效評價報告：本項目預算執行率較高，資金使用規範，羣眾滿意，各項績效目標均已完成，實際支出與預算相符。",
            False,
        ),
        ("The quick brown fox jumps over the lazy dog, again and again and again.", False),
        ("L'évaluation a été réalisée à l'été, élève très déçu, où ça ? Là-bas, côté forêt.", False),
        ("2023 120.50 118.32 98.19% " * 10, False),
        (PAGE.encode().decode("gb18030", "replace"), True),
        (PAGE.encode("gbk").decode("latin-1"), True),
        ("".join(chr(0x4E00 + 37 * number % 20000) for number in range(200)), True),
        ("\ufffd" * 40 + "预算", True),
    ],
)
def test_sense_of_a_text_layer(text: str, garbled: bool) -> None:
    assert _sense.is_garbled(text) is garbled
