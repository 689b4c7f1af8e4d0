"""One tool over one PDF, in a process of its own: ``python -P reading.py TOOL FILE`` prints what it cost as JSON.

Runs in our environment and in that of the peers: of ours it imports something only to measure us. ``cpu``: seconds of
the tool on the file, imports and a first file done before; ``floor``: seconds of one bare pdfium text pass in the same
process; ``peak``: the most memory that the process held, in MB.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def bare(path: str) -> None:
    import pypdfium2

    for page in pypdfium2.PdfDocument(path):
        page.get_textpage().get_text_range()


def gouji(path: str) -> None:
    from extractor import pipeline

    for report in pipeline.audit_all(path):
        report.model_dump_json()


def pdfplumber_all(path: str) -> None:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            page.extract_tables()
            page.close()


def pdfplumber_text(path: str) -> None:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.close()


def pdfminer_text(path: str) -> None:
    from pdfminer.high_level import extract_text

    extract_text(path)


def pymupdf_text(path: str) -> None:
    import pymupdf

    for page in pymupdf.open(path):
        page.get_text()


def pymupdf_all(path: str) -> None:
    import pymupdf

    for page in pymupdf.open(path):
        page.get_text("words")
        page.find_tables()


def pdftotext(path: str) -> None:
    subprocess.run(["pdftotext", "-layout", path, "-"], stdout=subprocess.DEVNULL, check=True)


TOOLS: dict[str, Callable[[str], None]] = {
    "pdfium": bare,
    "gouji": gouji,
    "pdfplumber": pdfplumber_all,
    "pdfplumber-text": pdfplumber_text,
    "pdfminer.six": pdfminer_text,
    "pymupdf": pymupdf_all,
    "pymupdf-text": pymupdf_text,
    "pdftotext": pdftotext,
}


def cost(tool: str, path: str) -> dict[str, float]:
    work = TOOLS[tool]
    if tool != "pdftotext":
        work(str(Path(path).with_name("warm.pdf")))
    taken = _timed(lambda: work(path))
    peak = _peak()
    bare(path)
    return {"cpu": taken, "floor": _timed(lambda: bare(path)), "peak": peak}


def _timed(work: Callable[[], None]) -> float:
    start = _cpu()
    work()
    return _cpu() - start


def _cpu() -> float:
    """CPU seconds of this process and of those that it waited for."""
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + below.ru_utime + below.ru_stime


def _peak() -> float:
    """In MB. Linux counts from the last exec in VmHWM only; what a child held is in its own account."""
    below = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if below:
        return below
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(cost(*sys.argv[1:])))
