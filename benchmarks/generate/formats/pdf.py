"""Printed reports: justified lines, ruled tables that break over pages with their header, page furniture."""

from __future__ import annotations

import io
from functools import cache
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Ruled

from benchmarks.generate.formats.grid import placed
from benchmarks.generate.marks import plain
from benchmarks.generate.paper import Line, Paper, Table
from benchmarks.generate.words import Words

FONT = "STSong-Light"
MARGIN = 60.0


@cache
def _font() -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return FONT


def write(paper: Paper, rng: Random, words: Words) -> bytes:
    size = rng.choice(words.find("layout.pdf.sizes"))
    styles = _styles(size)
    flow: list[Any] = []
    for block in paper.blocks:
        if isinstance(block, Line):
            flow.append(Paragraph(escape(plain(block.text)), styles[block.role]))
        else:
            flow += [_table(block, styles["cell"], words), Spacer(1, 8)]
    stream = io.BytesIO()
    template = SimpleDocTemplate(
        stream, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=64, bottomMargin=60, invariant=1, title=""
    )
    pages = _pages(flow, paper) if "{pages}" in paper.footer else 0

    def furniture(canvas: Canvas, _: Any) -> None:
        canvas.setFont(_font(), 9)
        width, height = A4
        if paper.header:
            canvas.drawCentredString(width / 2, height - 36, plain(paper.header))
        canvas.drawCentredString(width / 2, 30, paper.footer.format(page=canvas.getPageNumber(), pages=pages))

    template.build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()


def _pages(flow: list[Any], paper: Paper) -> int:
    """How many pages there will be: laid out once for nothing."""
    import copy

    template = SimpleDocTemplate(
        io.BytesIO(), pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=64, bottomMargin=60
    )
    template.build(copy.deepcopy(flow))
    return int(template.page)


def _styles(size: float) -> dict[str, ParagraphStyle]:
    base = ParagraphStyle(
        "text", fontName=_font(), fontSize=size, leading=size * 1.6, wordWrap="CJK", alignment=TA_JUSTIFY
    )

    def like(name: str, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(name, parent=base, **more)

    return {
        "text": like("body", firstLineIndent=2 * size),
        "title": like("title", fontSize=size + 5, leading=(size + 5) * 1.5, alignment=TA_CENTER, spaceAfter=10),
        "subtitle": like("subtitle", alignment=TA_CENTER),
        "cover": like("cover", alignment=TA_CENTER, spaceAfter=6),
        "heading1": like("heading1", firstLineIndent=2 * size, spaceBefore=4),
        "heading2": like("heading2", firstLineIndent=2 * size),
        "heading3": like("heading3", firstLineIndent=2 * size),
        "caption": like("caption", alignment=TA_CENTER, fontSize=size - 1),
        "note": like("note", alignment=TA_RIGHT, fontSize=size - 1),
        "right": like("right", alignment=TA_RIGHT),
        "cell": like("cell", fontSize=8.5, leading=11, alignment=TA_CENTER),
    }


def _table(table: Table, style: ParagraphStyle, words: Words) -> Ruled:
    width = A4[0] - 2 * MARGIN
    shares = table.widths or (1.0,) * table.columns
    data: list[list[Any]] = [[""] * table.columns for _ in table.rows]
    spans = []
    for row, column, cell in placed(table):
        data[row][column] = Paragraph(escape(plain(cell.text)), style) if cell.text else ""
        if cell.down > 1 or cell.across > 1:
            spans.append(("SPAN", (column, row), (column + cell.across - 1, row + cell.down - 1)))
    ruled = Ruled(data, colWidths=[width * share / sum(shares) for share in shares], repeatRows=table.header)
    ruled.setStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans])
    return ruled
