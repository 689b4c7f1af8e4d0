"""Pictures of pages: .png, .jpg, .tif (every frame), read like the pages of a scan."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from extractor.document import Document
from extractor.errors import Broken, DependencyMissing, NoTextLayer, OverLimit
from extractor.readers import _progress

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")

MAX_BYTES = 256 * 1024 * 1024
MAX_FRAMES = 200
A4 = 595.0
"""points: the width that a picture without a resolution is taken to have"""


def read(path: Path) -> Document:
    """One page for each frame. Raises DependencyMissing without the extra ``ocr``."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    from extractor.readers import _ocr
    from extractor.readers._scribe import Scribe

    name = str(path)
    if not _ocr.available():
        raise DependencyMissing(name, f"图像文件；{_ocr.INSTALL}")
    if path.stat().st_size > MAX_BYTES:
        raise OverLimit(name, f"图像文件超过{MAX_BYTES // 1024 // 1024}MB")
    raw = path.read_bytes()
    scribe = Scribe()
    Image.MAX_IMAGE_PIXELS = _ocr.MAX_PIXELS * 4
    try:
        with Image.open(path) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if number > MAX_FRAMES:
                    raise OverLimit(name, f"图像超过{MAX_FRAMES}页")
                page = _page(frame, number)
                scribe.write(page.sheet, "ocr", page.sure, page.tilt)
                _progress.page(number, getattr(picture, "n_frames", 1))
    except UnidentifiedImageError as error:
        raise Broken(name, "不是可以识别的图像") from error
    except Image.DecompressionBombError as error:
        raise OverLimit(name, "图像像素过多") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Broken(name, f"图像已损坏：{error}") from error
    if not scribe.text.strip():
        raise NoTextLayer(name, "图像中没有识别出文字")
    return Document(
        name=path.name,
        format=path.suffix.lower().lstrip("."),
        text=scribe.text,
        sha256=hashlib.sha256(raw).hexdigest(),
        pages=tuple(scribe.pages),
        lines=tuple(scribe.lines),
        tables=tuple(scribe.tables),
        furniture=scribe.furniture(),
        text_layer="ocr",
        locate=scribe.locate,
        sure=scribe.sure,
    )


def _page(frame: Any, number: int) -> Any:
    """One frame as read, at about the resolution at which reading is best."""
    import numpy
    from PIL import Image

    from extractor.readers import _ocr

    dpi = float(frame.info.get("dpi", (0, 0))[0] or 0)
    picture = frame.convert("RGB")
    width = picture.width * 72 / dpi if 60 <= dpi <= 1200 else A4
    factor = min(width / 72 * _ocr.DPI / picture.width, (_ocr.MAX_PIXELS / (picture.width * picture.height)) ** 0.5)
    if factor < 0.95 or factor > 1.3:
        size = (max(round(picture.width * factor), 1), max(round(picture.height * factor), 1))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return _ocr.read(numpy.asarray(picture), number, width, width * picture.height / picture.width)
