"""A report as a Word document: real tables with merged cells, header rows that repeat."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.table import Table

from formpress.archive import settled
from formpress.blocks import Form, Grid, Line

SIZES = {"title": 18, "heading": 14, "note": 9}
ALIGNED = {
    "title": WD_ALIGN_PARAGRAPH.CENTER,
    "centred": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def render(form: Form) -> bytes:
    """The document's bytes, the same on every run."""
    word = Document()
    section = word.sections[0]
    if form.options.get("paper") == "landscape":
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    if "header" in form.options:
        section.header.paragraphs[0].text = form.options["header"]
    for number, sheet in enumerate(form.sheets):
        if number:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for block in sheet.blocks:
            if isinstance(block, Grid):
                _grid(word, block)
            else:
                _line(word, block)
    buffer = io.BytesIO()
    word.save(buffer)
    return settled(buffer.getvalue())


def _line(word: Word, block: Line) -> None:
    paragraph = word.add_paragraph()
    run = paragraph.add_run(block.text)
    run.font.size = Pt(SIZES.get(block.kind, 12))
    run.font.bold = block.kind in ("title", "heading")
    paragraph.alignment = ALIGNED.get(block.kind)


def _grid(word: Word, block: Grid) -> None:
    table = word.add_table(rows=block.rows, cols=len(block.widths), style="Table Grid")
    for cell in block.cells:
        first = table.cell(cell.row, cell.col)
        if cell.rowspan * cell.colspan > 1:
            first = first.merge(table.cell(cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1))
        first.text = cell.text
    _repeat(table, block.head)


def _repeat(table: Table, head: int) -> None:
    for row in table.rows[:head]:
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
