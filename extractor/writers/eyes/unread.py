"""The numbers of a report that nobody could make sense of, as places: they too are to be seen, and to be opened."""

from __future__ import annotations

from extractor.dossier import Dossier
from extractor.report import Evidence

MAX_UNREAD = 200
"""that are listed of one report"""


def unread(dossier: Dossier) -> tuple[Evidence, ...]:
    """Their places in order of text; of very many the first."""
    left = [one.figure or one.span for one in dossier.numerals if one.state == "unexplained"]
    return tuple(dossier.cite.of(left[:MAX_UNREAD]))
