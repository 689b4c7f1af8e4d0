"""Files made by hand to do harm: bombs, circles, depth without end, sizes that no report has."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from benchmarks.fuzz import old
from benchmarks.fuzz.seeds import REPORT, SAMPLES, ofd, zipped

_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    ) + "]>"
)  # fmt: skip
_OUTSIDE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
_DEEP = 100_000


def nasty() -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of all."""
    yield from _packages()
    yield from _pages()
    yield from _webs()
    yield from _texts()
    yield from _archives()
    yield from _pictures()
    yield from _workbooks()
    yield from _old()


def with_member(raw: bytes, name: str, content: bytes) -> bytes:
    """A package with one member replaced."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return zipped({**{one: package.read(one) for one in package.namelist()}, name: content})


def _packages() -> Iterator[tuple[str, bytes]]:
    for suffix, part in (
        ("docx", "word/document.xml"),
        ("xlsx", "xl/worksheets/sheet1.xml"),
        ("ofd", "Doc_0/Document.xml"),
    ):
        sound = ofd() if suffix == "ofd" else (SAMPLES / "forms" / f"counties-fault.{suffix}").read_bytes()
        yield f"bomb.{suffix}", with_member(sound, part, f"{_BOMB}<x>&j;</x>".encode())
        yield f"outside.{suffix}", with_member(sound, part, f"{_OUTSIDE}<x>&secret;</x>".encode())
        yield f"deep.{suffix}", with_member(sound, part, b"<a>" * _DEEP + b"</a>" * _DEEP)
        yield f"swollen.{suffix}", with_member(sound, part, b" " * 200_000_000)
        yield f"no-part.{suffix}", zipped({"[Content_Types].xml": b"<Types/>"})
        yield f"cut.{suffix}", sound[: len(sound) // 2]
    sheet = (SAMPLES / "forms" / "counties-fault.xlsx").read_bytes()
    far = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1048576"><c r="XFD1048576" t="n"><v>1e300</v></c></row></sheetData>'
        '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    )
    yield "far.xlsx", with_member(sheet, "xl/worksheets/sheet1.xml", far.encode())
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    wide = f'<w:document xmlns:w="{word}"><w:body><w:tbl><w:tr>{cell * 50}</w:tr></w:tbl></w:body></w:document>'
    form = (SAMPLES / "forms" / "counties-fault.docx").read_bytes()
    yield "wide.docx", with_member(form, "word/document.xml", wide.encode())
    tables = "<w:tbl><w:tr><w:tc>" * 2000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 2000
    nested = f'<w:document xmlns:w="{word}"><w:body>{tables}</w:body></w:document>'
    yield "nested.docx", with_member(form, "word/document.xml", nested.encode())


def _pdf(*objects: str) -> bytes:
    """A PDF without a table of its objects: readers find them by themselves."""
    body = "\n".join(f"{number} 0 obj\n{words}\nendobj" for number, words in enumerate(objects, 1))
    return f"%PDF-1.7\n{body}\ntrailer\n<< /Root 1 0 R /Size {len(objects) + 1} >>\n%%EOF\n".encode("latin-1")


def _pages() -> Iterator[tuple[str, bytes]]:
    root = "<< /Type /Catalog /Pages 2 0 R >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    yield "many-pages.pdf", _pdf(root, "<< /Type /Pages /Count 999999999 /Kids [3 0 R] >>", page)
    kids = "3 0 R " * 20_000
    yield "same-page.pdf", _pdf(root, f"<< /Type /Pages /Count 20000 /Kids [{kids}] >>", page)
    yield "circle.pdf", _pdf(root, "<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R] >>")
    huge = page.replace("595 842", "1e9 1e9")
    yield "huge-page.pdf", _pdf(root, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>", huge)
    yield "no-pages.pdf", _pdf(root, "<< /Type /Pages /Count 0 /Kids [] >>")
    deep = "[" * 50_000 + "]" * 50_000
    yield "deep.pdf", _pdf(root, f"<< /Type /Pages /Count 1 /Kids [3 0 R] /X {deep} >>", page)
    drawn = "BT /F 12 Tf " + "(12.50) Tj " * 300_000 + "ET"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    full = page.replace(">>", "/Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>", 1)
    stream = f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream"
    pages = "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    yield "many-glyphs.pdf", _pdf(root, pages, full, stream, font)
    boxes = "0 0 m 9 9 l 9 0 l f " * 100_000
    stream = f"<< /Length {len(boxes)} >>\nstream\n{boxes}\nendstream"
    yield "many-boxes.pdf", _pdf(root, pages, full, stream, font)
    sound = (SAMPLES / "sister.pdf").read_bytes()
    for share in (1, 5, 9):
        yield f"cut-{share}.pdf", sound[: len(sound) * share // 10]
    yield "mark-only.pdf", b"%PDF-1.7"


def _webs() -> Iterator[tuple[str, bytes]]:
    yield "deep.html", ("<html><body>" + "<div>" * _DEEP + REPORT).encode()
    yield "bomb.html", f"{_BOMB}<html><body>&j;{REPORT}</body></html>".encode()
    cell = '<td rowspan="65534" colspan="1000">1</td>'
    yield "spans.html", f"<html><table><tr>{cell * 200}</tr></table>{REPORT}</html>".encode()
    yield "escapes.html", f"<html><p>&#27;[31m&#155;{REPORT}</p></html>".encode()
    yield "script.html", f"<html><script>alert(1)</script><p>{REPORT}</p></html>".encode()


def _texts() -> Iterator[tuple[str, bytes]]:
    for name, words in {
        "brackets": "（" * 5000 + "）" * 5000,
        "digits": "9" * 200_000,
        "one-line": "预算12.50万元，" * 20_000,
        "spread": "预算" + " " * 200_000 + "12万元",
        "turned": "预算\u202e05.21\u202c万元",
        "zeros": "0." + "0" * 100_000 + "1万元",
        "numerals": "亿" * 20_000 + "元",
    }.items():
        yield f"{name}.txt", (REPORT + words + "\n").encode()
    yield "nul.txt", REPORT.encode() + b"\x00"
    yield "escape.txt", REPORT.encode() + b"\x1b[2J"


def _archives() -> Iterator[tuple[str, bytes]]:
    zeros = zipped({"0.txt": bytes(60_000_000)})
    yield "bomb.zip", zeros
    yield "bombs.zip", zipped({f"{number}.zip": zeros for number in range(20)})
    yield "escape.zip", zipped({"../../a.txt": REPORT.encode(), "/etc/a.txt": REPORT.encode()})
    russian = REPORT.encode()
    for depth in range(30):
        russian = zipped({f"{depth}.zip" if depth else "a.txt": russian})
    yield "russian.zip", russian
    yield "many.zip", zipped({f"{number}.txt": b"" for number in range(30_000)})
    yield "cut.zip", zeros[:100]
    yield "lying.zip", zeros.replace((60_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def _pictures() -> Iterator[tuple[str, bytes]]:
    huge = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\x00\x00\x00"
    yield "huge.png", huge + bytes(60)
    yield "cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
    circle = b"II*\x00\x08\x00\x00\x00" + b"\x00\x00" + b"\x08\x00\x00\x00"
    yield "circle.tif", circle


def _workbooks() -> Iterator[tuple[str, bytes]]:
    """Sizes that nobody has written: believed, each of them takes all memory."""
    one = old.number(0, 0, 1)
    yield "reserved.xls", old.xls(old.workbook(old.dimensions(2**31, 60_000) + one))
    for name, top in (("wrapped", 9), ("even", 3)):
        size = struct.pack("<IIHHH", top, 3, top, 3, 0)
        yield f"{name}.xls", old.xls(old.workbook(old.record(0x0200, size) + one))
    yield "corners.xls", old.xls(old.workbook(one + old.number(65_535, 65_535, 2)))
    yield (
        "row.xls",
        old.xls(old.workbook(one + old.record(0x00BD, struct.pack("<HHHIH", 65_535, 65_535, 0, 0, 65_535)))),
    )
    yield "strings.xls", old.xls(old.workbook(old.label(0, 0, 0), old.strings("一", count=2**31 - 1)))
    yield "merged.xls", old.xls(old.workbook(one + old.merged(65_535, 39, times=1000)))
    sound = old.xls()
    whole = len(sound) - 512
    for name, at, value in (
        ("circle", 512 + 4 * (whole // 512 - 1), 2),
        ("tables", 44, 2**31),
        ("directory", 40, 2**32 - 1),
        ("stream", 512 * 2 + 128 + 120, 2**31),
    ):
        yield f"{name}.xls", sound[:at] + struct.pack("<I", value) + sound[at + 4 :]


def _old() -> Iterator[tuple[str, bytes]]:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    for suffix in ("doc", "xls", "wps", "et"):
        yield f"head-only.{suffix}", magic
        yield f"zeros.{suffix}", magic + bytes(2000)
    yield "groups.rtf", b"{\\rtf1" + b"{" * _DEEP + b"2023" + b"}" * _DEEP
    yield "open.rtf", b"{\\rtf1" + b"\\'b0" * 10
    bomb = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": f"{_BOMB}<x>&j;</x>".encode()}
    yield "bomb.odt", zipped(bomb)
