"""Draws the README's pictures of the working paper and of a marked-up report: ``python docs/make_paper_pictures.py``.

The working paper is printed by LibreOffice; where there is none its old picture stays, and that is said.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from extractor import pipeline, writers
from extractor.writers import Audited, Options

DOCS = Path(__file__).parent
SAMPLES = DOCS.parent / "samples"
PAPER, MARKED = SAMPLES / "roads-fault.txt", SAMPLES / "parks-fault.pdf"
COLOURS = 128
"""flat surfaces and text need no more, and the repository stays small"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        marked = Path(folder, "marked.pdf")
        marked.write_bytes(_made("marked", MARKED))
        _draw(marked, 2, (0.0, 0.055, 1.0, 0.55), "marked.png")
        if shutil.which("soffice") is None:
            sys.stderr.write("no LibreOffice: docs/paper.png is left as it is\n")
            return
        paper = Path(folder, "paper.xlsx")
        paper.write_bytes(_made("xlsx", PAPER))
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", folder, str(paper)]
        subprocess.run(command, check=True, capture_output=True)
        _draw(paper.with_suffix(".pdf"), 2, (0.03, 0.05, 0.97, 0.605), "paper.png")


def _made(name: str, path: Path) -> bytes:
    document = pipeline.read(path)
    results = [
        Audited(report, document.text, (str(path),), dossier) for report, dossier in pipeline.audit_dossiers(document)
    ]
    made = writers.writer(name)(results, Options())
    assert isinstance(made, bytes)
    return made


def _draw(path: Path, index: int, part: tuple[float, float, float, float], name: str) -> None:
    """Draws in a process that has read nothing: one that has is without the fonts of this machine."""
    drawing = get_context("spawn").Process(target=_drawn, args=(path, index, part, name))
    drawing.start()
    drawing.join()
    assert drawing.exitcode == 0, name


def _drawn(path: Path, index: int, part: tuple[float, float, float, float], name: str) -> None:
    """A part of a page (left, top, right, bottom of 0 to 1), 1280 pixels wide."""
    page = pdfium.PdfDocument(path)[index]
    scale = 1280 / page.get_width() / (part[2] - part[0])
    drawn = page.render(scale=scale).to_pil().convert("RGB")
    wide, high = drawn.size
    cropped = drawn.crop((int(part[0] * wide), int(part[1] * high), int(part[2] * wide), int(part[3] * high)))
    small = cropped.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(DOCS / name, optimize=True)


if __name__ == "__main__":
    main()
