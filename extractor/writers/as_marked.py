"""The source with its figures marked: green agrees, red conflict, amber is for a person to look at. The notes have the
formulas.

A PDF gets highlights, notes and an outline of its findings; of other formats, and of a PDF that is no longer what was
read, comes a page that needs nothing but itself. One source is one file.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.writers import Audited, Failure, Options, Result

BINARY = True
DOSSIER = True
PER_SOURCE = True


def suffix(made: str | bytes) -> str:
    """How the file is to be named."""
    return ".pdf" if isinstance(made, bytes) else ".html"


def write(results: Sequence[Result], options: Options) -> str | bytes:
    """The marked copy of one source: bytes of a PDF, or a page."""
    from pikepdf import PdfError

    from extractor.writers.marked import page, pdf

    parts = []
    for one in results:
        if isinstance(one, Audited):
            if one.dossier is None:
                raise ValueError(f"{one.report.source.name}: a marked copy needs the dossier of the report")
            parts.append((one.report, one.dossier.document))
    raw = _original(results)
    if raw is not None:
        try:
            return pdf.write(raw, parts)
        except PdfError:  # pdfium mends files that qpdf does not take
            pass
    return page.write(parts, [one for one in results if isinstance(one, Failure)])


def _original(results: Sequence[Result]) -> bytes | None:
    """The bytes of the PDF that all results are of, or None."""
    from extractor.writers.originals import unchanged

    audited = [one for one in results if isinstance(one, Audited)]
    paths = {path for one in audited for path in one.paths}
    if not audited or len(paths) != 1 or any(one.report.source.format != "pdf" for one in audited):
        return None
    return next(iter(unchanged(audited[0]).values()), None)
