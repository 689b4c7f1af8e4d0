"""Pictures of the pages of a source, for people who want to see where a figure stands. A helper, no reader."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.readers import _fonts

if TYPE_CHECKING:
    from PIL import Image

WIDTH = 1240
"""pixels: an A4 page at 150 dpi, so that the small type of forms can be read"""
MAX_PIXELS = 6_000_000
MAX_SOURCE_PIXELS = 160_000_000
QUALITY = 55
"""of WebP; below it the strokes of small characters run together"""
IMAGES = ("png", "jpg", "jpeg", "tif", "tiff", "bmp")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as WebP. ``number`` counts from 1."""

    number: int
    data: bytes


def can_draw(format: str) -> bool:
    """True for formats whose pages can be drawn."""
    return format == "pdf" or format in IMAGES


def pictures(raw: bytes, format: str, numbers: Sequence[int]) -> Iterator[Picture]:
    """The pages of these numbers, one by one in the order asked for; those that cannot be drawn are left out."""
    yield from _of_pdf(raw, numbers) if format == "pdf" else _of_image(raw, numbers)


def _of_pdf(raw: bytes, numbers: Sequence[int]) -> Iterator[Picture]:
    import pypdfium2 as pdfium

    try:
        _fonts.for_drawing()
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError:
        return
    try:
        for number in numbers:
            try:
                page = document[number - 1]
            except (pdfium.PdfiumError, IndexError):
                continue
            try:
                yield Picture(number, _webp(page.render(scale=_scale(*page.get_size())).to_pil()))
            except pdfium.PdfiumError:
                continue
            finally:
                page.close()
    finally:
        document.close()


def _of_image(raw: bytes, numbers: Sequence[int]) -> Iterator[Picture]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_SOURCE_PIXELS
    try:
        with Image.open(io.BytesIO(raw)) as picture:
            for number in numbers:
                picture.seek(number - 1)
                frame = picture.convert("RGB")
                scale = min(_scale(*frame.size), 1.0)
                size = max(round(frame.width * scale), 1), max(round(frame.height * scale), 1)
                yield Picture(number, _webp(frame.resize(size, Image.Resampling.LANCZOS)))
    except (OSError, EOFError, SyntaxError, ValueError, Image.DecompressionBombError):
        return


def _scale(width: float, height: float) -> float:
    """What makes a page WIDTH pixels wide and at most MAX_PIXELS large."""
    width, height = max(width, 1.0), max(height, 1.0)
    return float(min(WIDTH / width, (MAX_PIXELS / (width * height)) ** 0.5))


def _webp(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.convert("RGB").save(made, "WEBP", quality=QUALITY, method=4)
    return made.getvalue()
