"""Every printed place, on every document: the text at the offsets is the quote."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import audited, sample_files, shared_files, walk


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", [*sample_files(), *shared_files()], ids=lambda path: path.name)
def test_text_at_the_offsets_is_the_quote(path: Path) -> None:
    document, report = audited(path)
    places = list(walk(report.model_dump(mode="json")))
    assert places
    for place in places:
        assert 0 <= place["start"] < place["end"] <= len(document.text)
        assert _bare(place["quote"])
        assert "\n" not in place["quote"]
        assert _bare(document.text[place["start"] : place["end"]]) == _bare(place["quote"])
        assert place["page"] == document.page_at(place["start"])


@pytest.mark.parametrize("path", [*sample_files(), *shared_files()], ids=lambda path: path.name)
def test_every_fact_and_finding_has_evidence(path: Path) -> None:
    _, report = audited(path)
    facts = report.report
    entries = (
        *facts.funds,
        *facts.execution_rates,
        *facts.other_rates,
        *facts.indicators,
        *facts.problems,
        *facts.recommendations,
        *report.findings,
    )
    assert all(entry.evidence for entry in entries)
    assert facts.scores.evidence or not (facts.scores.total or facts.scores.grade)


@pytest.mark.parametrize(
    "path", [p for p in (*sample_files(), *shared_files()) if p.suffix == ".pdf"], ids=lambda path: path.name
)
def test_places_in_a_pdf_have_a_box_on_their_page(path: Path) -> None:
    document, report = audited(path)
    sizes = {page.number: (page.width, page.height) for page in document.pages}
    for place in walk(report.model_dump(mode="json")):
        left, top, right, bottom = place["bbox"]
        width, height = sizes[place["page"]]
        assert 0 <= left < right <= width + 1
        assert 0 <= top < bottom <= height + 1
