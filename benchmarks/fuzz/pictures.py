"""Pictures of a page, and what scanners and hands do to them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any


def page(path: Path, kind: str, dpi: int = 110) -> bytes:
    """The first page of a PDF as a picture."""
    import pypdfium2

    image = pypdfium2.PdfDocument(path)[0].render(scale=dpi / 72).to_pil().convert("L")
    return saved(image, kind, dpi)


def saved(image: Any, kind: str, dpi: int = 110) -> bytes:
    """The file of a picture."""
    buffer = io.BytesIO()
    image.save(buffer, kind, dpi=(dpi, dpi))
    return buffer.getvalue()


def spoiled(raw: bytes, chance: Random) -> bytes:
    """The picture after one or two changes to what is seen: the file itself stays sound. Its own bytes, where it is no
    picture any more."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(raw)) as opened:
            kind, image = opened.format or "PNG", opened.convert("L")
    except (OSError, ValueError, SyntaxError):
        return raw
    for _ in range(chance.choice((1, 2))):
        image = chance.choice(SPOILS)(image, chance)
    return saved(image, kind, chance.choice((1, 72, 110, 300, 65_535)))


Spoil = Callable[[Any, Random], Any]


def _skewed(image: Any, chance: Random) -> Any:
    return image.rotate(chance.uniform(-6, 6), fillcolor=255)


def _turned(image: Any, chance: Random) -> Any:
    return image.rotate(chance.choice((90, 180, 270)), expand=True)


def _noisy(image: Any, chance: Random) -> Any:
    from PIL import Image, ImageChops

    return ImageChops.add(image, Image.effect_noise(image.size, chance.uniform(10, 120)), 1, -128)


def _stamped(image: Any, chance: Random) -> Any:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(image)
    for _ in range(chance.choice((1, 3, 40))):
        x, y, size = chance.randrange(image.width), chance.randrange(image.height), chance.randrange(4, 200)
        draw.ellipse((x, y, x + size, y + size), outline=chance.randrange(200), width=4)
    return image


def _ruled(image: Any, chance: Random) -> Any:
    """Lines like those of a table, far too many of them."""
    from PIL import ImageDraw

    draw, step = ImageDraw.Draw(image), chance.choice((4, 9, 40))
    for at in range(0, max(image.size), step):
        draw.line((at, 0, at, image.height), fill=0)
        draw.line((0, at, image.width, at), fill=0)
    return image


def _sized(image: Any, chance: Random) -> Any:
    wide, tall = chance.choice(((1, 1), (1, 3000), (3000, 1), (40, 60), (1500, 200)))
    return image.resize((wide, tall))


def _flat(image: Any, chance: Random) -> Any:
    return image.point(lambda value: chance.randrange(256) if chance.random() < 0.02 else 255 - value)


SPOILS: tuple[Spoil, ...] = (_skewed, _turned, _noisy, _stamped, _ruled, _sized, _flat)
