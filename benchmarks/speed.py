"""What a full audit costs, stage by stage, as CPU ratios to one bare pdfium text pass over the same pages.

    python -m benchmarks.speed [PDF ...] [--pages 66] [--rounds 5] [--plain]

Without files, the PDFs of ``samples/`` are put one after the other up to ``--pages`` pages. All stages run in one
process, in turn, after one warm-up; medians are printed (``rules``: facts to json). ``--plain`` adds what plain
pdfplumber takes for words and tables (slow). Ratios within one run are sound on a busy machine, single times are not.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2

from extractor import finders, pipeline, root_cause
from extractor.assemble import assemble
from extractor.flow import flow
from extractor.lexer import lex
from extractor.reading import read as mark

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


STAGES = ("read", "flow", "lex", "mark", "facts", "checks", "root cause", "assemble", "json")


def audited(path: Path) -> Iterator[object]:
    """One audit, stage by stage, everything made anew: yields as each of :data:`STAGES` is done."""
    yield (document := pipeline.read(path))
    yield (running := flow(document))
    yield (tokens := lex(running))
    yield (reading := mark(running, tokens))
    yield (ledger := finders.gather(reading))
    yield (verdicts := pipeline.judge(ledger))
    yield (findings := root_cause.group(verdicts, ledger))
    yield (report := assemble(reading, ledger, verdicts, findings))
    yield report.model_dump_json()


def staged(path: Path) -> dict[str, float]:
    """CPU seconds of each stage of one audit."""
    taken, start = {}, time.process_time()
    for name, _ in zip(STAGES, audited(path), strict=True):
        now = time.process_time()
        taken[name], start = now - start, now
    return taken


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
        middle = medians(path, options.rounds, options.plain)
    print(f"{pages} pages, {options.rounds} rounds, CPU medians; floor = one bare pdfium text pass")
    for name, taken in middle.items():
        print(f"{name:12} {taken / pages * 1000:8.2f} ms/page  {taken / middle['floor']:7.2f} x floor")


def medians(path: Path, rounds: int, with_plain: bool = False) -> dict[str, float]:
    """CPU seconds of the floor and of each stage: medians of some rounds after one to warm up."""
    done = [_round(path, with_plain) for _ in range(rounds + 1)][1:]
    return {name: statistics.median(one[name] for one in done) for name in done[0]}


def _round(path: Path, with_plain: bool) -> dict[str, float]:
    """CPU seconds of the floor, of each stage, of what follows the marked text (``rules``) and of the whole."""
    taken = {"floor": measured(lambda: floor(path)), **staged(path)}
    taken["rules"] = sum(taken[name] for name in STAGES[STAGES.index("facts") :])
    taken["full audit"] = sum(taken[name] for name in STAGES)
    if with_plain:
        taken["pdfplumber"] = measured(lambda: plain(path))
    return taken


if __name__ == "__main__":
    main()
