"""Which fonts pdfium takes for those that a file names and does not carry.

It measures glyphs by them, so with the fonts of the machine one file would be read in one way here and in another there
(boxes of a turned heading, the order of words on top of each other). Text is read with the fonts built into pdfium
alone, and recognised pages are drawn with them; pages for eyes are drawn with what the machine has, in a process of
their own: what pdfium has once found on the machine it does not forget.
"""

from __future__ import annotations

from typing import Any

_drawing: Any = None
"""the machine's fonts, once they were asked for after reading"""
_reading: Any = None
"""a source of fonts that has none; pdfium keeps a pointer to it"""
_now = "machine"
_LOOKED_AT = 500
"""objects of a page"""


def for_reading() -> None:
    """From here on a font that is not in the file is one of pdfium's own."""
    global _now, _reading
    if _now == "reading":
        return
    import pypdfium2.raw as raw

    _reading = _reading or raw.FPDF_SYSFONTINFO(version=1)
    raw.FPDF_SetSystemFontInfo(_reading)
    _now = "reading"


def for_drawing() -> None:
    """From here on it is one of the machine's, where that has it."""
    global _drawing, _now
    if _now != "reading":
        return
    import pypdfium2.raw as raw

    _drawing = raw.FPDF_GetDefaultSystemFontInfo()
    raw.FPDF_SetSystemFontInfo(_drawing)
    _now = "machine"


def carried(page: Any) -> bool:
    """False when a page writes in a font that the file does not carry: drawn here, it shows another one's signs."""
    import pypdfium2.raw as raw

    for at in range(min(raw.FPDFPage_CountObjects(page.raw), _LOOKED_AT)):
        thing = raw.FPDFPage_GetObject(page.raw, at)
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_TEXT:
            font = raw.FPDFTextObj_GetFont(thing)
            if font and raw.FPDFFont_GetIsEmbedded(font) == 0:
                return False
    return True
