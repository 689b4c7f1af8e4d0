"""Printed places as the contract shows them: page, offsets, quote, box, cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.document import Cell, Document, Span
from extractor.facts import Fact, Figure, Measure
from extractor.report import Evidence

Place = Span | Figure | Fact | Measure
"""anything that stands somewhere in the text"""


class Quoter:
    """Makes evidence of places. Boxes are looked up once per span, and only for spans that are printed."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._made: dict[tuple[Span, str | None], Evidence] = {}

    def __call__(self, *places: Place | None) -> list[Evidence]:
        """Evidence of the given places, in the given order, each span once; None is passed over."""
        return self.of(places)

    def of(self, places: Iterable[Place | None]) -> list[Evidence]:
        """The same for any iterable."""
        seen: dict[Span, Evidence] = {}
        for span, cell in _stretches(places):
            if span not in seen:
                seen[span] = self._evidence(span, cell)
        return list(seen.values())

    def printed(self, place: Place) -> str:
        """The words of a place as printed, full-width digits and all."""
        span = place if isinstance(place, Span) else place.span
        return quote(self.document.text[span.start : span.end])

    def _evidence(self, span: Span, cell: Cell | None) -> Evidence:
        address = cell.address if cell else None
        key = (span, address)
        if key not in self._made:
            box = self.document.locate(span)
            self._made[key] = Evidence(
                page=self.document.page_at(span.start),
                start=span.start,
                end=span.end,
                quote=self.printed(span),
                bbox=(round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)) if box else None,
                cell=address,
                file=self.document.file_at(span.start),
            )
        return self._made[key]


def quote(text: str) -> str:
    """The printed words on one line: line and page breaks go, and the blanks that stood around them.

    >>> quote("实际\\n\\n  支出246.02万元")
    '实际支出246.02万元'
    """
    return "".join(line.strip() for line in text.splitlines())


def _stretches(places: Iterable[Place | None]) -> Iterator[tuple[Span, Cell | None]]:
    for place in places:
        if isinstance(place, Span):
            yield place, None
        elif place is not None:
            yield place.span, place.cell
