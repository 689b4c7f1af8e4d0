"""The reports of a workbook, each with its name in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from extractor.assemble.coverage import meanings_in
from extractor.assemble.evidence import Place
from extractor.dossier import Dossier
from extractor.facts import Figure
from extractor.quantity import Quantity
from extractor.report import Evidence, Report
from extractor.writers import Audited, Failure, Result
from extractor.writers.layout import where

LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Entry:
    """One report. ``name`` tells it from the others of the workbook."""

    number: int
    name: str
    result: Audited
    dossier: Dossier

    @property
    def report(self) -> Report:
        return self.result.report

    @cached_property
    def readings(self) -> dict[int, list[Figure]]:
        """By id, each figure as facts and checks have it: with the unit of its column, where it prints none. Those
        that no one speaks of are left out."""
        told = (figure for fact in self.dossier.ledger.facts for figure, _ in meanings_in(fact))
        compared = (figure for verdict in self.dossier.verdicts for figure in verdict.figures)
        found: dict[int, dict[Quantity, Figure]] = {}
        for figure in chain(compared, told):
            found.setdefault(figure.id, {}).setdefault(figure.quantity, figure)
        return {number: list(readings.values()) for number, readings in found.items()}

    @cached_property
    def figures(self) -> dict[tuple[int, int], Figure]:
        """The same figures by their place."""
        return {(one.span.start, one.span.end): one for readings in self.readings.values() for one in readings[:1]}

    def figure(self, places: Sequence[Evidence]) -> Figure | None:
        """The figure that the first of some places is."""
        return self.figures.get((places[0].start, places[0].end)) if places else None

    def cite(self, place: Place) -> Evidence:
        return self.dossier.cite(place)[0]

    def where(self, places: Sequence[Evidence]) -> str:
        """The page, cell or line of the first of some places, and how many there are."""
        names = list(dict.fromkeys(where(self.result.text, place) for place in places))
        return names[0] + (f"等{len(names)}处" if len(names) > 1 else "") if names else ""

    @staticmethod
    def quotes(places: Sequence[Evidence]) -> str:
        """The words of some places, each once, not too many."""
        text = "；".join(dict.fromkeys(place.quote for place in places))
        return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"


def entries(results: Sequence[Result]) -> tuple[list[Entry], list[Failure]]:
    """The reports, and the sources without one. A result without its dossier is an error of the caller's."""
    audited = [one for one in results if isinstance(one, Audited)]
    found = []
    for number, one in enumerate(audited, 1):
        if one.dossier is None:
            raise ValueError(f"{one.report.source.name}: the working paper needs the dossier of the report")
        found.append(Entry(number, _name(one.report), one, one.dossier))
    return found, [one for one in results if isinstance(one, Failure)]


def _name(report: Report) -> str:
    part = report.source.part
    return report.source.name + (f"（第{part.index}份，共{part.of}份）" if part else "")
