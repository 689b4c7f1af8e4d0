"""A dossier crosses from the child process to the writer whole."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from extractor import pipeline, together
from extractor.document import Document, Span
from extractor.dossier import Dossier

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.mark.parametrize("name", ["roads-fault.txt", "parks-fault.pdf", "forms/campus-clean.docx"])
def test_a_dossier_comes_out_of_a_pickle_as_it_went_in(name: str) -> None:
    path = SAMPLES / name
    for report, dossier in pipeline.audit_dossiers(path):
        back: Dossier = pickle.loads(pickle.dumps(dossier))
        assert back.document == dossier.document
        assert back.verdicts == dossier.verdicts
        assert back.numerals == dossier.numerals
        assert pipeline.report_of(back) == report


def test_of_files_read_as_one_each_says_how_sure_it_is_of_its_own() -> None:
    native = Document("a.txt", "txt", "甲乙", "0")
    scan = Document("b.pdf", "pdf", "丙丁", "1", locate=lambda span: (span.start, 0, 9, 9), sure=lambda span: 0.5)
    both = together.join([native, scan])
    assert (both.sure(Span(0, 1)), both.sure(Span(5, 6))) == (1.0, 0.5)
    assert (both.locate(Span(0, 1)), both.locate(Span(5, 6))) == (None, (1, 0, 9, 9))
