"""Write the sample forms: each source in PDF, DOCX, XLSX and HTML, and its truth as a gold file for each of them.

    python samples/make_forms.py            write every form
    python samples/make_forms.py --check    write nothing; exit 1 when a committed file differs from its source

``forms/sources/<slug>.form`` is the report, ``<slug>.truth`` what a person found in it; see ``forms/README.md``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from formpress import as_docx, as_html, as_pdf, as_xlsx, blocks, truth
from formpress.archive import same

HERE = Path(__file__).resolve().parent
FOLDERS = (HERE / "forms", HERE / "opened" / "forms", HERE / "held_out" / "forms")
FORMATS = {"pdf": as_pdf.render, "docx": as_docx.render, "xlsx": as_xlsx.render, "html": as_html.render}


def build() -> Iterator[tuple[Path, bytes]]:
    """Every form and gold file with its content."""
    for folder in FOLDERS:
        for source in sorted((folder / "sources").glob("*.form")):
            form = blocks.read(source)
            parts = truth.read(source.with_suffix(".truth"))
            for suffix, render in FORMATS.items():
                name = f"{form.slug}.{suffix}"
                yield folder / name, render(form)
                yield folder / f"{form.slug}-{suffix}.json", gold(name, parts)


def gold(name: str, parts: list[truth.Entry]) -> bytes:
    """The gold file of a report, or of several in one file under ``parts``."""
    content = {"file": name} | (parts[0] if len(parts) == 1 else {"parts": parts})
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args().check
    stale = []
    for path, content in build():
        if not check:
            path.write_bytes(content)
        elif not path.exists() or not same(path.read_bytes(), content):
            stale.append(path.name)
    if stale:
        print("differs from its source:", ", ".join(stale), file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
