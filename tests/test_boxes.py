"""Boxes: a stretch that runs over a line end has a box on each line, and each box holds its own characters."""

from __future__ import annotations

import pytest
from support import SAMPLES, audited

from extractor.document import Span
from extractor.writers.boxes import boxes, page_index


def test_a_figure_over_two_lines_has_two_boxes() -> None:
    document, report = audited(SAMPLES / "parks-fault.pdf")
    places = [place for finding in report.findings for place in finding.evidence]
    (wrapped,) = (place for place in places if place.quote == "2,306,914.25元")
    first, second = boxes(document, Span(wrapped.start, wrapped.end))
    assert first.page == second.page == page_index(document, wrapped.start)
    assert second.sides[1] >= first.sides[3] - 1 and second.sides[0] < first.sides[0]


@pytest.mark.parametrize("name", ["parks-fault.pdf", "overall-fault.pdf", "forms/museum-fault.pdf"])
def test_boxes_begin_where_the_evidence_says(name: str) -> None:
    document, report = audited(SAMPLES / name)
    for finding in report.findings:
        for place in finding.evidence:
            first, *_ = boxes(document, Span(place.start, place.end))
            assert place.bbox is not None
            assert first.sides[:3] == pytest.approx(place.bbox[:3], abs=0.1)


def test_formats_without_pages_have_none() -> None:
    document, _ = audited(SAMPLES / "roads-fault.txt")
    assert boxes(document, Span(0, 10)) == ()
    assert page_index(document, 0) is None
