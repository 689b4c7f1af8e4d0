"""All that is known of one audited report: what its printed report was made of, for writers that show more than that.

The report (``report.py``) names only the places that it cites; the working paper lists every numeral, the report page
draws the pages. A dossier holds the whole document, so it is kept only for writers that ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from extractor.assemble.coverage import Numeral, numerals
from extractor.assemble.evidence import Quoter
from extractor.checks import Verdict
from extractor.document import Document
from extractor.ledger import Ledger
from extractor.reading import Reading


@dataclass(frozen=True)
class Dossier:
    """``ledger`` is what the report states; ``verdicts`` stand in the order of the report's ``checks``."""

    reading: Reading
    ledger: Ledger
    verdicts: tuple[Verdict, ...]

    @property
    def document(self) -> Document:
        """The document, or the part of it that is this report, with its pages and tables."""
        return self.ledger.document

    @cached_property
    def cite(self) -> Quoter:
        """Makes evidence of spans and figures, as the report has it."""
        return Quoter(self.document)

    @cached_property
    def numerals(self) -> tuple[Numeral, ...]:
        """Every numeral in order of text: read, furniture or unexplained, and the checks that compared it."""
        return tuple(numerals(self.reading, self.ledger, self.verdicts))
