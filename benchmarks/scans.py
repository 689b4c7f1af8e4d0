"""What a full audit of scanned pages costs beside bare recognition of the same pictures, in one process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2


def scanned(source: Path, pages: int, folder: Path) -> Path:
    """A PDF of pictures of the first pages, at the resolution at which offices scan."""
    images = [_drawn(page) for page in list(pypdfium2.PdfDocument(source))[:pages]]
    path = folder / "scan.pdf"
    images[0].save(path, "PDF", resolution=200, save_all=True, append_images=images[1:])
    return path


def ratio(path: Path, rounds: int) -> float:
    """CPU of the audit by CPU of drawing the pages and recognising them with the same engine; median of the rounds."""
    from extractor.readers import _ocr

    def bare() -> None:
        import numpy

        for page in pypdfium2.PdfDocument(path):
            _ocr._engine()(numpy.asarray(page.render(scale=_ocr.DPI / 72).to_pil().convert("RGB")))

    def full() -> None:
        from extractor import pipeline

        for report in pipeline.audit_all(path):
            report.model_dump_json()

    bare(), full()
    return statistics.median(_timed(full) / _timed(bare) for _ in range(rounds))


def _drawn(page: pypdfium2.PdfPage):  # type: ignore[no-untyped-def]
    return page.render(scale=200 / 72).to_pil().convert("L")


def _timed(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
