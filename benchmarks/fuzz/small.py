"""Files of a kilobyte or two with one of everything that a reader looks at: broken, they cost a few milliseconds, and
most changes hit something that matters. What is read by OCR has none: a picture costs a second anyhow."""

from __future__ import annotations

from benchmarks.fuzz.old import xls
from benchmarks.fuzz.seeds import archive, ofd, zipped

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def small(suffix: str) -> list[bytes]:
    """Small sound files of a format; none where there are no small ones."""
    match suffix:
        case "txt":
            return [
                "一、资金\n预算12.50万元，支出11.875万元，执行率95%。\n|甲|乙|\n|1|2|\n".encode(e) for e in _ENCODINGS
            ]
        case "html":
            return [_html()]
        case "docx":
            return [docx()]
        case "xlsx":
            return [xlsx()]
        case "pdf":
            return [pdf(unseen=False)] * 4 + [pdf()]
        case "ofd":
            return [ofd()]
        case "xls":
            return [xls()]
        case "zip":
            return [zipped({"县/自评.txt": "预算12.50万元".encode(), "内.zip": zipped({"a.txt": b"12"})}), archive()]
    return []


_ENCODINGS = ("utf-8", "gb18030", "utf-16", "utf-8-sig")


def _html() -> bytes:
    return (
        '<html><head><meta charset="utf-8"><style>td{color:red}</style></head><body><h1>自评表</h1><p>预算&nbsp;12.50'
        '万元<sup>1</sup><br>执行率&#57;5%</p><ul><li>一</li></ul><p style="display:none">9</p><table><tr>'
        '<th rowspan="2">'
        '指标</th><th colspan="2">值</th></tr><tr><td>10</td><td>9.5</td></tr></table><pre>合计 12</pre></body></html>'
    ).encode()


def _parts(types: str, root: str, target: str, parts: dict[str, str]) -> bytes:
    """A package with its list of types and its first relation."""
    relation = f'<Relationship Id="r1" Type="{_OFFICE}/{root}" Target="{target}"/>'
    whole = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="'
        'application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
        f'+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>',
        **parts,
    }
    return zipped({name: words.encode() for name, words in whole.items()})


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{kind}+xml"/>'


def docx() -> bytes:
    """A numbered heading, a tracked change, hidden words, a table with merged cells and one inside it, a footnote."""
    cell = "<w:tc>{}<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    wide, tall, rest = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    inner = f"<w:tbl><w:tr>{cell('', '1')}</w:tr></w:tbl>"
    rows = (
        cell(f"<w:tcPr>{wide}</w:tcPr>", "指标") + cell(f"<w:tcPr>{tall}</w:tcPr>", "分值"),
        cell("", "数量") + cell("", "12.50万元") + cell(f"<w:tcPr>{rest}</w:tcPr>", ""),
        f"<w:tc>{inner}<w:p/></w:tc>" + cell("", "95%") + cell("", "10"),
    )
    body = (
        '<w:p><w:pPr><w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>'
        '资金</w:t></w:r></w:p><w:p><w:ins w:id="1"><w:r><w:t>预算12.50万元</w:t></w:r></w:ins><w:del w:id="2"><w:r>'
        "<w:delText>9</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>8</w:t></w:r><w:r><w:tab/><w:br/>"
        '<w:footnoteReference w:id="2"/></w:r></w:p><w:tbl><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>'
        + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl><w:sectPr/>"
    )
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    parts = {
        "document": f"<w:body>{body}</w:body>",
        "styles": '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/></w:style>',
        "numbering": f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num>',
        "footnotes": '<w:footnote w:id="2"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote>',
    }
    roots = {"document": "document", "styles": "styles", "numbering": "numbering", "footnotes": "footnotes"}
    types = "".join(
        _override(f"/word/{name}.xml", f"{_WORD_TYPE}.{'document.main' if name == 'document' else name}")
        for name in roots
    )
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for at, name in enumerate(("styles", "numbering", "footnotes"), 1)
    )
    return _parts(types, "officeDocument", "word/document.xml", {
        **{f"word/{name}.xml": f'<w:{roots[name]} xmlns:w="{_WORD}">{words}</w:{roots[name]}>'
           for name, words in parts.items()},
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
    })  # fmt: skip


def xlsx() -> bytes:
    """Merged cells, a percentage, a date, a shared string, a formula with and one without its value."""
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"/></row>',
        '<row r="2"><c r="A2" t="inlineStr"><is><t>预算数</t></is></c><c r="B2" s="1"><v>0.973</v></c></row>',
        '<row r="3"><c r="A3" s="2"><v>45000</v></c><c r="B3"><f>B2*2</f><v>1.946</v></c>'
        '<c r="C3"><f>1+1</f></c></row>',
    )
    sheet = f'<sheetData>{"".join(rows)}</sheetData><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
    styles = (
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
        '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/>'
        '</cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="164"/></cellXfs>'
    )
    kinds = {"worksheets/sheet1": "worksheet", "styles": "styles", "sharedStrings": "sharedStrings"}
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for at, (name, kind) in enumerate(kinds.items(), 1)
    )
    types = _override("/xl/workbook.xml", f"{_SHEET_TYPE}.sheet.main") + "".join(
        _override(f"/xl/{name}.xml", f"{_SHEET_TYPE}.{kind}") for name, kind in kinds.items()
    )
    space = f'xmlns="{_SHEET}" xmlns:r="{_OFFICE}"'
    return _parts(types, "officeDocument", "xl/workbook.xml", {
        "xl/workbook.xml": f'<workbook {space}><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {space}>{sheet}</worksheet>",
        "xl/styles.xml": f"<styleSheet {space}>{styles}</styleSheet>",
        "xl/sharedStrings.xml": f'<sst {space} count="1" uniqueCount="1"><si><t>自评表</t></si></sst>',
    })  # fmt: skip


def pdf(unseen: bool = True) -> bytes:
    """Words of a font that is not in the file, a ruled table, a turned line, a form in a form, an invisible word, a
    picture, a filled field: nothing packed, so that changes reach all of it. Without the invisible word no page is
    drawn."""
    words = "".join(f"{ord(sign):04X}" for sign in "预算12.50万元")
    drawn = (
        f"BT /F 12 Tf 60 700 Td <{words}> Tj 0 -30 Td [<{words}> -200 (12)] TJ ET 60 600 m 300 600 l S "
        "60 560 m 300 560 l S "
        "60 560 m 60 600 l S 300 560 m 300 600 l S BT /G 10 Tf 70 575 Td (95.00%) Tj ET "
        + "BT 3 Tr /G 10 Tf 110 575 Td (7) Tj 0 Tr ET " * unseen
        + "BT /G 10 Tf 0 1 -1 0 400 500 Tm (turned 3) Tj ET q 1 0 0 1 9 9 cm /X Do Q q 40 0 0 40 9 400 cm /I Do Q"
    )
    objects = (
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [10 0 R] >> >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /CropBox [0 0 590 840] /Rotate 0 /Contents 4 0 R"
        " /Annots [10 0 R]"
        " /Resources << /Font << /F 5 0 R /G 7 0 R >> /XObject << /X 8 0 R /I 9 0 R >> >> >>",
        _stream("", drawn),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (GB1)"
        " /Supplement 2 >> /DW 1000 /W [1 95 500] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        _stream("/Type /XObject /Subtype /Form /BBox [0 0 500 500] /Resources << /Font << /G 7 0 R >> >>",
                "BT /G 9 Tf 50 300 Td (2023) Tj ET"),
        _stream("/Type /XObject /Subtype /Image /Width 4 /Height 4 /BitsPerComponent 8 /ColorSpace /DeviceGray",
                "0123456789abcdef"),
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (12) /Rect [60 300 160 320] /P 3 0 R >>",
    )  # fmt: skip
    whole, places = "%PDF-1.7\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(whole))
        whole += f"{number} 0 obj\n{held}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Root 1 0 R /Size {size} >>\nstartxref\n{len(whole)}\n%%EOF\n"
    return f"{whole}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def _stream(entries: str, held: str) -> str:
    return f"<< {entries} /Length {len(held)} >>\nstream\n{held}\nendstream"
