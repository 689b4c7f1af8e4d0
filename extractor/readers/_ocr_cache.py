"""Recognised pages, kept between runs: a page costs seconds, and the same scan is audited again and again.

The key is the picture itself (its pixels, its size in points) with the version of the recogniser, so that a changed
page is another page. Entries are JSON, never code; one that is damaged counts as absent. They lie in the user's cache
folder, readable by the user alone; the oldest go first when there are too many. ``GOUJI_NO_CACHE=1`` keeps nothing.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import tempfile
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.readers._sheet import Edge, Glyphs, Sheet

if TYPE_CHECKING:
    from extractor.readers._ocr import Image, Read

MAX_BYTES = 256 * 1024 * 1024
_MAX_ENTRY = 16 * 1024 * 1024
_FORM = 2
"""to be raised when what is kept, or how pages are read, changes"""


def folder() -> Path | None:
    """Where entries lie; None when the user wants none."""
    if os.environ.get("GOUJI_NO_CACHE"):
        return None
    base = os.environ.get("XDG_CACHE_HOME")
    with contextlib.suppress(RuntimeError):  # no home
        return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache") / "gouji" / "ocr"
    return None


@cache
def _recogniser() -> str:
    from importlib import metadata

    return f"{_FORM} {metadata.version('rapidocr')} {metadata.version('onnxruntime')}"


def key(image: Image, width: float, height: float) -> str:
    """What names a page: its pixels and its size."""
    digest = hashlib.sha256(f"{_recogniser()} {image.shape} {width:.3f} {height:.3f}".encode())
    digest.update(image.tobytes())
    return digest.hexdigest()


def get(name: str, number: int) -> Read | None:
    """The page of this name, as page ``number`` of a document; None when it is not kept."""
    place = folder()
    if place is None:
        return None
    path = place / f"{name}.json.gz"
    try:
        with gzip.open(path) as file:
            kept = json.loads(file.read(_MAX_ENTRY))
        os.utime(path)
        return _read(kept, number)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        return None


def put(name: str, read: Read) -> None:
    """Keep a page. A cache that cannot be written is none."""
    place = folder()
    if place is None:
        return
    raw = gzip.compress(json.dumps(_plain(read), ensure_ascii=False).encode(), 6)
    with contextlib.suppress(OSError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=place, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(made).replace(place / f"{name}.json.gz")
        _tidy(place)


def _tidy(place: Path) -> None:
    """The oldest entries go when there are too many bytes."""
    entries = sorted(((path.stat().st_mtime, path.stat().st_size, path) for path in place.iterdir()), reverse=True)
    size = 0
    for _, its, path in entries:
        size += its
        if size > MAX_BYTES:
            path.unlink(missing_ok=True)


def _plain(read: Read) -> dict[str, Any]:
    sheet, glyphs = read.sheet, read.sheet.glyphs
    return {
        "size": [float(sheet.width), float(sheet.height)],
        "text": glyphs.text,
        "sides": [[float(at) for at in side] for side in (glyphs.x0, glyphs.x1, glyphs.top, glyphs.bottom)],
        "edges": [[bool(edge.upright), *(float(at) for at in edge[1:])] for edge in sheet.edges],
        "sure": [float(sure) for sure in read.sure],
        "tilt": float(read.tilt),
    }


def _read(kept: dict[str, Any], number: int) -> Read:
    """Raises ValueError, KeyError or TypeError when the entry is not what was kept."""
    from extractor.readers._ocr import Read

    text, sure = str(kept["text"]), [float(one) for one in kept["sure"]]
    x0, x1, top, bottom = ([float(at) for at in side] for side in kept["sides"])
    if not {len(x0), len(x1), len(top), len(bottom), len(sure)} <= {len(text)}:
        raise ValueError("lengths differ")
    width, height = map(float, kept["size"])
    edges = [Edge(bool(upright), float(at), float(low), float(high)) for upright, at, low, high in kept["edges"]]
    sheet = Sheet(number, width, height, Glyphs(text, x0, x1, top, bottom), edges, pictures=1.0)
    return Read(sheet, sure, float(kept["tilt"]))
