"""Sound files to start from, one or more of every format that is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.fuzz.old import xls
from benchmarks.fuzz.pictures import page

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "samples"
SCANNED = SAMPLES / "sister.pdf"

REPORT = "安漳县2023年度公厕改造项目自评报告\n预算12.50万元，实际支出11.875万元，执行率95%。\n"


def seeds() -> dict[str, list[bytes]]:
    """Suffix → files. The formats of LibreOffice only where it is installed."""
    found: dict[str, list[bytes]] = {
        "txt": [(SAMPLES / "sister.txt").read_bytes(), REPORT.encode("gb18030"), REPORT.encode("utf-16")],
        "ofd": [ofd()],
        "png": [page(SCANNED, "PNG")],
        "jpg": [page(SCANNED, "JPEG")],
        "tif": [page(SCANNED, "TIFF")],
        "zip": [archive()],
        "xls": [xls()],
    }
    for suffix in ("pdf", "docx", "xlsx", "html"):
        paths = sorted((SAMPLES / "forms").glob(f"*.{suffix}"), key=lambda path: path.stat().st_size)
        found[suffix] = [path.read_bytes() for path in paths[:3]]
    for suffix, made in _old_formats():
        found.setdefault(suffix, []).extend(made)
    return found


def _old_formats() -> Iterator[tuple[str, list[bytes]]]:
    from extractor.readers import _soffice

    if not _soffice.available():
        return
    form = SAMPLES / "forms" / "counties-fault.docx"
    for source, target in ((form, "doc"), (form, "rtf"), (form, "odt")):
        with _soffice.converted(source, source.suffix, target) as made:
            raw = made.read_bytes()
            yield target, [raw]
            if target == "doc":
                yield "wps", [raw]
    for target in ("xls", "ods"):
        with _soffice.converted(form.with_suffix(".xlsx"), ".xlsx", target) as made:
            yield target, [made.read_bytes()]


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, raw in members.items():
            package.writestr(name, raw)
    return buffer.getvalue()


def ofd(text: str = "预算12.50万元") -> bytes:
    """A page with one line of text."""
    root = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"
    document = (
        "<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData>"
        '<Pages><Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></Pages></Document>'
    )
    page = (
        '<Page><Content><Layer ID="2"><TextObject ID="3" Boundary="20 20 100 6" Font="1" Size="4">'
        f'<TextCode X="0" Y="4" DeltaX="g {len(text)} 4">{text}</TextCode></TextObject></Layer></Content></Page>'
    )
    return zipped(
        {
            "OFD.xml": root.encode(),
            "Doc_0/Document.xml": document.encode(),
            "Doc_0/Pages/Page_0/Content.xml": page.encode(),
        }
    )


def archive() -> bytes:
    """A report, a sheet, and an archive with one more."""
    inner = zipped({"内.txt": REPORT.encode()})
    sheet = (SAMPLES / "forms" / "counties-fault.xlsx").read_bytes()
    return zipped({"县/自评.txt": REPORT.encode(), "表.xlsx": sheet, "内.zip": inner})
