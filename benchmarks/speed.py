"""What a full audit costs, stage by stage, as CPU ratios to one bare pdfium text pass over the same pages.

    python -m benchmarks.speed [PDF ...] [--pages 66] [--rounds 5] [--plain]

Without files, the PDFs of ``samples/`` are put one after the other up to ``--pages`` pages. All stages run in one
process, in turn, after one warm-up; medians are printed. ``--plain`` adds what plain pdfplumber takes for words and
tables (slow). Ratios within one run are sound on a busy machine; single times are not.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from extractor import finders, pipeline, root_cause
from extractor.assemble import assemble
from extractor.flow import flow
from extractor.lexer import lex
from extractor.reading import read as mark
from extractor.report import Report

SAMPLES = Path(__file__).parent.parent / "samples"


def long_report(files: list[Path], pages: int, folder: Path) -> Path:
    """A PDF of about so many pages, made of the files in turn."""
    whole = pypdfium2.PdfDocument.new()
    while len(whole) < pages:
        for file in files:
            whole.import_pages(pypdfium2.PdfDocument(file))
    path = folder / "long.pdf"
    whole.save(path)
    return path


def floor(path: Path) -> int:
    """One bare pdfium text pass."""
    document = pypdfium2.PdfDocument(path)
    return sum(len(page.get_textpage().get_text_range()) for page in document)


def plain(path: Path) -> int:
    """Words and tables by plain pdfplumber."""
    import pdfplumber

    count = 0
    with pdfplumber.open(path) as document:
        for page in document.pages:
            count += len(page.extract_words()) + len(page.extract_tables())
            page.close()
    return count


def stages(path: Path) -> dict[str, Callable[[], object]]:
    """The stages of an audit, each on the output of the one before."""
    document = pipeline.read(path)
    running = flow(document)
    tokens = lex(running)
    reading = mark(running, tokens)
    ledger = finders.gather(reading)
    verdicts = pipeline.judge(ledger)
    findings = root_cause.group(verdicts, ledger)
    report: Report = assemble(reading, ledger, verdicts, findings)
    return {
        "read": lambda: pipeline.read(path),
        "flow": lambda: flow(document),
        "lex": lambda: lex(running),
        "mark": lambda: mark(running, tokens),
        "facts": lambda: finders.gather(mark(running, tokens)),
        "checks": lambda: pipeline.judge(ledger),
        "root cause": lambda: root_cause.group(verdicts, ledger),
        "assemble": lambda: assemble(reading, ledger, verdicts, findings),
        "json": lambda: report.model_dump_json(),
        "full audit": lambda: pipeline.audit(path).model_dump_json(),
    }


def measured(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=66)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    files = options.files or sorted(SAMPLES.glob("*.pdf"))
    with tempfile.TemporaryDirectory() as folder:
        path = long_report(files, options.pages, Path(folder))
        pages = len(pypdfium2.PdfDocument(path))
        work: dict[str, Callable[[], object]] = {"floor": lambda: floor(path), **stages(path)}
        if options.plain:
            work["pdfplumber"] = lambda: plain(path)
        times: dict[str, list[float]] = {name: [] for name in work}
        for name, one in work.items():
            if name != "pdfplumber":
                one()
        for _ in range(options.rounds):
            for name, one in work.items():
                times[name].append(measured(one))
        base = statistics.median(times["floor"])
        print(f"{pages} pages, {options.rounds} rounds, CPU medians; floor = one bare pdfium text pass")
        for name, taken in times.items():
            middle = statistics.median(taken)
            print(f"{name:12} {middle / pages * 1000:8.2f} ms/page  {middle / base:7.2f} x floor")


if __name__ == "__main__":
    main()
