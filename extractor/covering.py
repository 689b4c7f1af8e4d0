"""Which numerals of a document were understood and compared: for people who ask how far a verdict reaches."""

from __future__ import annotations

from typing import Any

from extractor import pipeline
from extractor.assemble.coverage import coverage
from extractor.document import Document
from extractor.parts import split
from extractor.schemes import Profile
from extractor.writers import as_json as jsons
from extractor.writers import numeral_list


def render(document: Document, profile: Profile, as_json: bool = False, unexplained: bool = False) -> str:
    """Every numeral of every report in a document, with the counts; or just those that nothing explains."""
    parts = split(document)
    told = [_report(part, profile, as_json, unexplained) for part in parts]
    if as_json:
        return jsons.dumped(told[0] if len(told) == 1 else told)
    return "\n".join(told)


def _report(document: Document, profile: Profile, as_json: bool, unexplained: bool) -> Any:
    dossier = pipeline.examine(document, profile)
    seen = coverage(dossier.reading, dossier.ledger, dossier.verdicts)
    shown = [one for one in dossier.numerals if one.state == "unexplained" or not unexplained]
    if as_json:
        return {
            "source": document.name,
            "coverage": seen.model_dump(),
            "items": numeral_list.items(shown, dossier.cite),
        }
    return "".join(numeral_list.lines(shown, dossier.cite)) + numeral_list.summary(seen) + "\n"
