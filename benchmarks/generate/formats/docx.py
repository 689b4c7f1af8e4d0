"""Word documents: headings, justified paragraphs, ruled tables with merged cells."""

from __future__ import annotations

import io
from random import Random

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from benchmarks.generate.formats.grid import placed
from benchmarks.generate.marks import plain
from benchmarks.generate.paper import Line, Paper, Table
from benchmarks.generate.words import Words

ALIGN = {"title": WD_ALIGN_PARAGRAPH.CENTER, "subtitle": WD_ALIGN_PARAGRAPH.CENTER, "cover": WD_ALIGN_PARAGRAPH.CENTER}
ALIGN |= {"caption": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT, "note": WD_ALIGN_PARAGRAPH.RIGHT}


def write(paper: Paper, rng: Random, words: Words) -> bytes:
    document = docx.Document()
    if paper.header:
        document.sections[0].header.paragraphs[0].text = plain(paper.header)
    for block in paper.blocks:
        if isinstance(block, Line):
            _line(document, block)
        else:
            _table(document, block, words.find("layout.docx.table_style"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _line(document: Document, line: Line) -> None:
    paragraph = document.add_paragraph(plain(line.text))
    if line.role in ALIGN:
        paragraph.alignment = ALIGN[line.role]


def _table(document: Document, table: Table, style: str) -> None:
    grid = document.add_table(rows=len(table.rows), cols=table.columns)
    grid.style = style
    cells = [row.cells for row in grid.rows]
    for row, column, cell in placed(table):
        target = cells[row][column]
        if cell.down > 1 or cell.across > 1:
            target = target.merge(cells[row + cell.down - 1][column + cell.across - 1])
        target.text = plain(cell.text)
