"""Files that cannot be read, each with the error code of the output contract that it must end in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


class Broken(NamedTuple):
    """A bad file: the end of its name, its bytes, and the codes that are right for it."""

    suffix: str
    content: bytes
    codes: tuple[str, ...]


def empty_file(rng: Random) -> Broken:
    """No byte at all."""
    return Broken(rng.choice((".txt", ".pdf", ".docx", ".xlsx", ".html")), b"", ("empty", "broken"))


def blank_text(rng: Random) -> Broken:
    """Nothing but white space."""
    return Broken(".txt", ("\r\n　 " * rng.randint(3, 40)).encode("gbk"), ("empty",))


def cut_pdf(rng: Random) -> Broken:
    """A PDF whose download stopped."""
    content = _pdf(rng, text=True)
    return Broken(".pdf", content[: rng.randint(40, 120)], ("broken", "empty"))


def locked_pdf(rng: Random) -> Broken:
    """A PDF that asks for a password."""
    return Broken(".pdf", _pdf(rng, text=True, password=f"{rng.randint(1000, 9999)}"), ("encrypted",))


def picture_pdf(rng: Random) -> Broken:
    """A PDF without text: a scan to a reader that cannot see."""
    return Broken(".pdf", _pdf(rng, text=False), ("no_text_layer", "dependency_missing", "empty"))


def cut_package(rng: Random) -> Broken:
    """A DOCX or XLSX cut in the middle."""
    content = _package({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>" * 40})
    return Broken(rng.choice((".docx", ".xlsx")), content[: len(content) // 2], ("broken",))


def hollow_package(rng: Random) -> Broken:
    """A ZIP that calls itself a DOCX."""
    return Broken(".docx", _package({"readme.txt": "nothing here"}), ("broken",))


def noise(rng: Random) -> Broken:
    """Random bytes under a name that promises text."""
    return Broken(
        ".txt", bytes([0, 255]) + rng.randbytes(rng.randint(200, 2000)), ("encoding", "broken", "unsupported")
    )


def strange_kind(rng: Random) -> Broken:
    """A kind of file that is no report."""
    return Broken(rng.choice((".dwg", ".mp4", ".exe")), rng.randbytes(300), ("unsupported",))


MAKERS: tuple[Callable[[Random], Broken], ...] = (
    empty_file,
    blank_text,
    cut_pdf,
    locked_pdf,
    picture_pdf,
    cut_package,
    hollow_package,
    noise,
    strange_kind,
)


def broken(rng: Random) -> Broken:
    """One bad file of any kind."""
    return rng.choice(MAKERS)(rng)


def _pdf(rng: Random, *, text: bool, password: str | None = None) -> bytes:
    stream = io.BytesIO()
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(stream, pagesize=A4, invariant=1, encrypt=lock)
    if text:
        canvas.drawString(72, 700, f"No. {rng.randint(100, 999)}")
    else:
        canvas.rect(72, 500, 200, rng.randint(40, 200), fill=1)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _package(members: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()
