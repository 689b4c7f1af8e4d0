"""The source with its figures marked: green agrees, red conflict, amber is for a person to look at. The notes have the
formulas.

A PDF gets highlights, notes and an outline of its findings; of other formats, and of a PDF that is no longer what was
read, comes a page that needs nothing but itself. One source is one file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.writers import Audited, Failure, Options, Result

if TYPE_CHECKING:
    from extractor.document import Document
    from extractor.report import Report

    Parts = Sequence[tuple[Report, Document]]

BINARY = True
DOSSIER = True
PER_SOURCE = True

NOT_DRAWN = "不能在这份 PDF 上标注（文件已不是审核时的那一份，或结构有损坏），以下是它的文字"


def suffix(made: str | bytes) -> str:
    """How the file is to be named."""
    return ".pdf" if isinstance(made, bytes) else ".html"


def write(results: Sequence[Result], options: Options) -> str | bytes:
    """The marked copy of one source: bytes of a PDF, or a page."""
    from extractor.writers.marked import page

    parts = []
    for one in results:
        if isinstance(one, Audited):
            if one.dossier is None:
                raise ValueError(f"{one.report.source.name}: a marked copy needs the dossier of the report")
            parts.append((one.report, one.dossier.document))
    raw = _original(results)
    made = None if raw is None else _drawn(raw, parts)
    if made is not None:
        return made
    caution = NOT_DRAWN if any(report.source.format == "pdf" for report, _ in parts) else None
    return page.write(parts, [one for one in results if isinstance(one, Failure)], caution)


def _drawn(raw: bytes, parts: Parts) -> bytes | None:
    """The marked PDF; None when its own parser does not take it. The work is done in a child, held to the limits."""
    from extractor.guard import Ended, Worker

    worker = Worker(_draw)
    try:
        return worker.run((raw, parts))
    except Ended:
        return None
    finally:
        worker.close()


def _draw(order: tuple[bytes, Parts]) -> bytes | None:
    from pikepdf import PdfError

    from extractor.writers.marked import pdf

    try:
        return pdf.write(*order)
    except PdfError:  # pdfium mends files that this parser does not take
        return None


def _original(results: Sequence[Result]) -> bytes | None:
    """The bytes of the PDF that all results are of, or None."""
    from extractor.writers.originals import unchanged

    audited = [one for one in results if isinstance(one, Audited)]
    paths = {path for one in audited for path in one.paths}
    if not audited or len(paths) != 1 or any(one.report.source.format != "pdf" for one in audited):
        return None
    return next(iter(unchanged(audited[0]).values()), None)
