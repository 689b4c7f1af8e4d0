"""Text of a PDF page that nobody can see, decided by evidence: the page is drawn with it and without it.

What is drawn invisible, in the colour of the paper, under a picture, outside the page or too small to read can feed a
reader figures that no person sees. A text object is a *suspect* for cheap reasons (its paint, or something drawn over
it); it is unseen when the page looks the same without it. So white words in a dark heading, or words under a stamp that
lets them through, are seen. On a page without suspects nothing is drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as raw

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_PALE = 200
"""red, green and blue from here on may be the paper's"""
_FAINT = 64
"""of 255: what is fainter may not be seen"""
_DIFFERENCE = 10
"""of 255: what changes a page by less, in no channel of any pixel by more, is not seen"""
SMALLEST = 1.5
"""points: type that is lower cannot be read"""
_PIXELS = 4_000_000
_MAX_COMPARED = 200_000
_ONE_BY_ONE = 60
"""objects of one page that are taken away singly"""
_UNPAINTED = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

Box = tuple[float, float, float, float]
_PAINT = (ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint())
"""what pdfium writes a colour into, made once (pdfium serves one thread at a time anyhow)"""


@dataclass(slots=True)
class Suspects:
    """Collected while the objects of a page are walked, in the order in which they are painted."""

    texts: list[tuple[Any, Box]] = field(default_factory=list)
    found: dict[int, tuple[Any, Box]] = field(default_factory=dict)
    """address → text object and its box"""
    compared: int = 0

    def text(self, thing: Any, box: Box) -> None:
        """A text object is painted."""
        self.texts.append((thing, box))
        if raw.FPDFTextObj_GetTextRenderMode(thing) in _UNPAINTED or _is_pale(thing):
            self._add(thing, box)

    def cover(self, box: Box) -> None:
        """A picture or a filled shape is painted: it may hide what was painted before."""
        self.compared += len(self.texts)
        if self.compared > _MAX_COMPARED:  # too many to compare: all are looked at
            for thing, own in self.texts:
                self._add(thing, own)
            self.texts.clear()
            return
        x0, y0, x1, y1 = box
        for thing, own in self.texts:
            left, low, right, high = own
            if x0 - 1 <= left and y0 - 1 <= low and right <= x1 + 1 and high <= y1 + 1:
                self._add(thing, own)

    def boxes(self) -> dict[int, Box]:
        """Where the suspects stand."""
        return {address: box for address, (_, box) in self.found.items()}

    def _add(self, thing: Any, box: Box) -> None:
        self.found[_address(thing)] = thing, box


def _is_pale(thing: Any) -> bool:
    red, green, blue, alpha = _PAINT
    if not raw.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return False
    return alpha.value < _FAINT or min(red.value, green.value, blue.value) >= _PALE


def unseen(page: Any, textpage: Any, suspects: Suspects, text: str) -> list[int]:
    """The glyphs of those suspects without which the page looks the same."""
    if not suspects.found:
        return []
    groups: dict[int, list[int]] = {}
    for at, char in enumerate(text):
        if not char.isspace():
            address = _address(raw.FPDFText_GetTextObject(textpage.raw, at))
            if address in suspects.found:
                groups.setdefault(address, []).append(at)
    if not groups:
        return []
    hidden = _without_effect(page, {address: suspects.found[address][0] for address in groups}, suspects.boxes())
    hidden = {address for address in hidden if not _has_no_font(page, suspects.found[address][0])}
    return sorted(at for address, ids in groups.items() if address in hidden for at in ids)


def _without_effect(page: Any, things: dict[int, Any], boxes: dict[int, Box]) -> set[int]:
    """The addresses of the objects that change nothing: all together, else in their own box, else (where something else
    of them stands in the same place) one by one."""
    scale = min(2.0, (_PIXELS / max(page.get_width() * page.get_height(), 1.0)) ** 0.5)
    whole = _drawn(page, scale)
    change = _change(page, list(things.values()), whole, scale)
    if not _shows(change):
        return set(things)
    left = [address for address in things if _shows(change.crop(_pixels(page, boxes[address], change.size)))]
    seen = set(left[_ONE_BY_ONE:])
    seen.update(address for address in left[:_ONE_BY_ONE] if _shows(_change(page, [things[address]], whole, scale)))
    return set(things) - seen


def _change(page: Any, things: Sequence[Any], whole: Picture, scale: float) -> Picture:
    """How the page changes without some of its objects."""
    from PIL import ImageChops

    for thing in things:
        raw.FPDFPageObj_SetIsActive(thing, False)
    try:
        return ImageChops.difference(whole, _drawn(page, scale))
    finally:
        for thing in things:
            raw.FPDFPageObj_SetIsActive(thing, True)


def _has_no_font(page: Any, thing: Any) -> bool:
    """True for pale text that would not be drawn in black either: its font is neither in the file nor on this machine,
    so that nothing is known."""
    if raw.FPDFTextObj_GetTextRenderMode(thing) in _UNPAINTED or not _is_pale(thing):
        return False
    if raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(thing)) == 1:
        return False
    paint = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(thing, *paint)
    scale = min(1.0, (_PIXELS / max(page.get_width() * page.get_height(), 1.0)) ** 0.5)
    raw.FPDFPageObj_SetFillColor(thing, 0, 0, 0, 255)
    try:
        return not _shows(_change(page, [thing], _drawn(page, scale), scale))
    finally:
        raw.FPDFPageObj_SetFillColor(thing, *(part.value for part in paint))


def _shows(change: Picture) -> bool:
    if 0 in change.size:
        return False
    return any(high > _DIFFERENCE for _, high in change.getextrema())  # type: ignore[misc]


def _drawn(page: Any, scale: float) -> Picture:
    """The page as a picture; a blank one where it is thinner than a pixel."""
    if min(page.get_size()) * scale < 1:
        from PIL import Image

        return Image.new("RGB", (1, 1), "white")
    drawn: Picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    return drawn


def _pixels(page: Any, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box of the page in pixels of its picture, cut to it, with a margin of two."""
    xs, ys = [], []
    x, y = ctypes.c_int(), ctypes.c_int()
    for across, up in ((box[0], box[1]), (box[2], box[3])):
        raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, across, up, x, y)
        xs.append(min(max(x.value, 0), size[0]))
        ys.append(min(max(y.value, 0), size[1]))
    return max(min(xs) - 2, 0), max(min(ys) - 2, 0), min(max(xs) + 2, size[0]), min(max(ys) + 2, size[1])


def _address(thing: Any) -> int:
    return ctypes.cast(thing, ctypes.c_void_p).value or 0
