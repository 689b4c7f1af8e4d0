"""Scans: read as their native twin, turned or skewed; a doubtful digit blocks a check instead of failing it.

This machine has no Chinese font to draw with, so that the scans are those of the shared folder; without it only figures
are drawn and read.
"""

from __future__ import annotations

import itertools
import os
from dataclasses import replace
from pathlib import Path

import pytest

from extractor import pipeline, schemes
from extractor.auditing import Failed, Order, carried_out
from extractor.checks import Verdict
from extractor.document import Span
from extractor.errors import NoTextLayer
from extractor.facts import Figure
from extractor.quantity import Quantity
from extractor.readers import _ocr

ROOT = Path(__file__).parent.parent
GOLD = Path(os.environ.get("GOUJI_SHARED") or ROOT.parent / "shared") / "gold"

needs_ocr = pytest.mark.skipif(not _ocr.available(), reason="extra ocr is not installed")
needs_gold = pytest.mark.skipif(not (GOLD / "form-scan.pdf").exists(), reason="no shared folder")


def turned(path: Path, source: Path, degrees: int) -> Path:
    """The first page of a scan, turned by so many degrees."""
    import pypdfium2 as pdfium
    from PIL import Image

    page = pdfium.PdfDocument(source)[0].render(scale=200 / 72).to_pil().convert("L")
    page = page.rotate(degrees, expand=degrees % 90 == 0, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page.save(path, "PDF", resolution=200)
    return path


@needs_ocr
@needs_gold
@pytest.mark.parametrize("degrees", [3, 90, 180])
def test_a_turned_form_is_read_as_the_level_one(tmp_path: Path, degrees: int) -> None:
    report = pipeline.audit(turned(tmp_path / "scan.pdf", GOLD / "form-scan.pdf", degrees))
    assert report.source.text_layer == "ocr"
    assert {(f.role, f.source, f.amount.yuan) for f in report.report.funds} >= {
        ("adjusted_budget", "total", "36000000"),
        ("spent", "total", "34850100"),
    }
    assert len(report.report.indicators) == 8
    assert [finding.code for finding in report.findings if finding.severity == "error"] == ["PF104"]
    boxes = [place.bbox for indicator in report.report.indicators for place in indicator.evidence]
    assert all(box and box[0] < box[2] and box[1] < box[3] for box in boxes)


@needs_ocr
def test_a_picture_file_is_a_page(tmp_path: Path) -> None:
    import pypdfium2 as pdfium

    page = pdfium.PdfDocument(ROOT / "samples" / "sister.pdf")[0]
    picture = tmp_path / "page.png"
    page.render(scale=150 / 72).to_pil().save(picture, dpi=(150, 150))
    document = pipeline.read(picture)
    assert document.text_layer == "ocr"
    assert len(document.pages) == 1
    assert "187.46" in document.text


def _figure(sure: float) -> Figure:
    return Figure(0, Quantity("12.50", "12.50"), Span(0, 5), Span(0, 5), None, sure)


def test_a_doubtful_figure_blocks_a_conflict() -> None:
    failed = Verdict("ZJ101", "conflict", "1 + 1 = 3", "不符", figures=(_figure(0.5),))
    assert pipeline.without_doubt(failed).outcome == "blocked"
    assert "12.50" in (pipeline.without_doubt(failed).reason or "")
    assert pipeline.without_doubt(replace(failed, figures=(_figure(0.99),))).outcome == "conflict"
    assert pipeline.without_doubt(replace(failed, outcome="agrees")).outcome == "agrees"


@needs_ocr
@pytest.mark.parametrize("size", [(1, 3000), (3000, 1), (1, 1), (4, 65)])
def test_a_strip_is_no_page(tmp_path: Path, size: tuple[int, int]) -> None:
    """Found by the large run: the engine took all memory for it."""
    from PIL import Image

    picture = tmp_path / "strip.png"
    Image.new("L", size, 90).save(picture)
    with pytest.raises(NoTextLayer):
        pipeline.read(picture)


@needs_ocr
def test_an_engine_without_memory_is_a_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from PIL import Image

    def full(*_: object, **__: object) -> None:
        raise RuntimeError("Failed to allocate memory for requested buffer of size 1")

    picture = tmp_path / "page.png"
    Image.effect_noise((300, 420), 30).save(picture)
    monkeypatch.setattr(_ocr, "_engine", lambda: full)
    monkeypatch.setenv("GOUJI_NO_CACHE", "1")
    outcome = carried_out(Order((picture,)), schemes.DEFAULT)
    assert isinstance(outcome, Failed)
    assert outcome.code == "limit"


def test_a_figure_does_not_fall_into_two() -> None:
    """The engine's boxes of narrow digits leave gaps; between two columns there is more, and a blank is a blank."""

    def chars(signs: str, *lefts: float) -> list[_ocr._Char]:
        return [_ocr._Char(sign, 1.0, left, left + 5, 0, 20) for sign, left in zip(signs, lefts, strict=True)]

    def gaps(found: list[_ocr._Char]) -> list[float]:
        return [right.x0 - left.x1 for left, right in itertools.pairwise(found)]

    assert gaps(_ocr._closed(chars("1.5%", 0, 8, 16, 25))) == [0, 0, 0]
    assert gaps(_ocr._closed(chars("1520", 0, 8, 40, 48))) == [0, 27, 0]
    assert gaps(_ocr._closed(chars("5 元", 0, 8, 16))) == [3, 3]
