"""Word documents (.docx): paragraphs and tables in reading order, at cell level, so that a merged cell stands once.

Deleted text of tracked changes is left out and inserted text is kept: the reader sees what a reader of the accepted
document would see. Numbers that Word generates (一、 （一） 1.) are not in the file's text; they are counted from the
numbering definitions and written before the paragraph, as on the printed page. Footnotes stand at the end, as notes:
nothing is read out of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.document import Document
from extractor.errors import Broken, Empty
from extractor.readers._builder import Builder, Draft, whole
from extractor.readers._package import FAULTS, checked

SUFFIXES = (".docx",)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_SKIP = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}instrText", f"{_W}delText"}
_MAX_DEPTH = 8


def read(path: Path) -> Document:
    """Paragraphs as lines, tables as tables."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    from extractor.readers._numbering import Numbering

    sha256 = checked(path)
    try:
        source = docx.Document(str(path))
        numbering = Numbering(source)
    except (*FAULTS, PackageNotFoundError, ValueError, XMLSyntaxError, AttributeError, TypeError) as error:
        raise Broken(str(path), f"无法按Word文档打开：{error}") from error
    body = getattr(source.element, "body", None)
    if body is None:
        raise Broken(str(path), "Word文档没有正文")
    builder = Builder(path.name)
    _body(body, builder, numbering, 0)
    for note in _notes(source.part):
        builder.line(note, furniture="note")
    hidden = "".join(_text(run, True) for run in body.iter(f"{_W}r") if _vanishes(run)).strip()
    if hidden:
        builder.warnings.append(f"含有{len(hidden)}个设为隐藏的字，未读取：{hidden[:20]}")
    if embedded := sum(map(_is_embedded, body.iter(_OLE))):
        builder.warnings.append(f"含有{embedded}个嵌入的对象（如嵌入的表格），其内容未读取")
        if not builder.length:
            raise Empty(str(path), f"文件里没有文字，只有{embedded}个嵌入的对象，未读取")
    return builder.document("docx", sha256)


def _notes(main: Any) -> Iterator[str]:
    """The paragraphs of the footnotes and endnotes, which no sentence of the body goes on in."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for relation in main.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
            continue
        try:
            notes = etree.fromstring(relation.target_part.blob, parser)
        except etree.XMLSyntaxError:
            continue
        yield from filter(None, (_text(paragraph).strip() for paragraph in notes.iter(f"{_W}p")))


def _is_embedded(thing: Any) -> bool:
    """True for a table or a document inside the document; a formula is none."""
    return not (thing.get("ProgID") or "").startswith("Equation")


def _body(parent: Any, builder: Builder, numbering: Any, depth: int) -> None:
    for element in parent:
        if element.tag == f"{_W}p":
            builder.line(numbering.before(element) + _text(element))
            for box in _text_boxes(element):
                _body(box, builder, numbering, depth + 1)
        elif element.tag == f"{_W}tbl":
            _table(element, builder, depth)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml") and depth < _MAX_DEPTH:
            _body(element, builder, numbering, depth + 1)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """Text frames anchored in a paragraph (cover pages are made of them); the compatibility copy is skipped."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(up.tag == f"{_MC}Fallback" for up in box.iterancestors()):
            yield box


def _text(element: Any, inside: bool = False) -> str:
    """The words of a paragraph, without what was deleted and without text frames."""
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag in _SKIP or tag == f"{_W}txbxContent" or (tag == f"{_W}r" and _vanishes(child)):
            continue
        if tag == f"{_W}t":
            parts.append(child.text or "")
        elif tag == f"{_W}tab":
            parts.append("\t" if inside else " ")
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{_W}sym":
            parts.append(_symbol(child))
        elif tag != f"{_W}pPr":
            parts.append(_text(child, tag == f"{_W}r"))
    return "".join(parts)


def _vanishes(run: Any) -> bool:
    """True for a run that Word does not show."""
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off")


def _symbol(element: Any) -> str:
    """A character of a symbol font: only those that mean something here."""
    code = (element.get(f"{_W}char") or "").upper()
    return {"F0B3": "≥", "F0A3": "≤", "00A3": "□", "0052": "☑", "F0FE": "☑", "F0A8": "□", "F0B4": "×", "F0B1": "±"}.get(
        code, ""
    )


def _table(table: Any, builder: Builder, depth: int) -> None:
    """One table; nested ones follow as tables of their own."""
    drafts: list[Draft] = []
    open_cells: dict[int, int] = {}
    nested: list[Any] = []
    for row_number, row in enumerate(_rows(table)):
        col = _number(row, "gridBefore", 0)
        for cell in _cells(row):
            span, merge = _number(cell, "gridSpan", 1), _merge(cell)
            if merge == "continue" and col in open_cells:
                index = open_cells[col]
                above = drafts[index]
                drafts[index] = Draft(
                    above.text, above.row, above.col, row_number - above.row + 1, above.colspan, above.address
                )
            else:
                text = "\n".join(t for p in cell.iter(f"{_W}p") if _owner(p) is cell and (t := _text(p).strip()))
                drafts.append(Draft(text, row_number, col, 1, span, f"R{row_number + 1}C{col + 1}"))
                open_cells.pop(col, None)
                if merge == "restart":
                    open_cells[col] = len(drafts) - 1
                nested.extend(t for t in cell.iter(f"{_W}tbl") if _owner(t) is cell)
            col += span
    builder.table(drafts)
    if depth < _MAX_DEPTH:
        for inner in nested:
            _table(inner, builder, depth + 1)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}ins", f"{_W}customXml"):
            yield from (row for row in child.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl"), None) is table)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}customXml"):
            yield from (cell for cell in child.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr"), None) is row)


def _owner(element: Any) -> Any:
    """The cell in which an element stands."""
    return next(element.iterancestors(f"{_W}tc"), None)


def _number(element: Any, name: str, default: int) -> int:
    found = next(iter(element.iterfind(f"./*/{_W}{name}")), None)
    value = found.get(f"{_W}val") if found is not None else None
    return whole(value, default, 1000)


def _merge(cell: Any) -> str | None:
    found = cell.find(f"{_W}tcPr/{_W}vMerge")
    return None if found is None else "restart" if found.get(f"{_W}val") == "restart" else "continue"
