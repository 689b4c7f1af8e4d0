"""The source PDF with highlights on its figures, numbered notes in the margin for the findings, and an outline of them.

The pages themselves are left as they are: marks are annotations. What a file would run when it is opened is taken out.
Saving ends the force of a digital signature and of a password: the marked copy is for reading.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.document import BBox, Document, Span
from extractor.report import FindingEntry, Report
from extractor.writers.boxes import Box, boxes
from extractor.writers.marked.notes import finding_note, marked, note
from extractor.writers.marks import Mark, Tone, tone_of
from extractor.writers.words import LEVELS

if TYPE_CHECKING:
    from pikepdf import Pdf

FILLS: dict[Tone, tuple[float, float, float]] = {
    "conflict": (1.0, 0.70, 0.68),
    "review": (1.0, 0.88, 0.55),
    "agrees": (0.74, 0.92, 0.76),
    "cited": (0.88, 0.90, 0.93),
}
"""light enough to be multiplied onto print"""
INKS: dict[Tone, tuple[float, float, float]] = {
    "conflict": (0.78, 0.16, 0.16),
    "review": (0.70, 0.42, 0.0),
    "agrees": (0.18, 0.49, 0.20),
    "cited": (0.37, 0.42, 0.48),
}
AUTHOR = "勾稽"
FLAG = 13.0
"""points: the side of the numbered note in the margin"""
MARGIN = 6.0
PRINTED = 4
"""the annotation flag: it is printed too"""
LONGEST_TITLE = 60
_RUN_WHEN_OPENED = ("/OpenAction", "/AA")

Quad = tuple[float, float, float, float, float, float, float, float]
"""four corners in the space of the file: upper left, upper right, lower left, lower right, as displayed"""


@dataclass(frozen=True, slots=True)
class Frame:
    """From points of the page as displayed (top left) to those of the file: crop box and rotation taken back."""

    left: float
    low: float
    right: float
    high: float
    quarters: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.quarters:
            case 1:
                return self.left + y, self.low + x
            case 2:
                return self.right - x, self.low + y
            case 3:
                return self.right - y, self.high - x
        return self.left + x, self.high - y

    def quad(self, sides: BBox) -> Quad:
        x0, top, x1, bottom = sides
        corners = ((x0, top), (x1, top), (x0, bottom), (x1, bottom))
        a, b, c, d = (self.point(x, y) for x, y in corners)
        return (*a, *b, *c, *d)


def write(raw: bytes, parts: Sequence[tuple[Report, Document]]) -> bytes:
    """The marked copy of a PDF; ``parts`` are the reports that it holds. Raises pikepdf.PdfError when it cannot be
    opened."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        _disarm(pdf)
        sheets = _Sheets(pdf)
        for report, document in parts:
            for mark in sorted(marked(report, document), key=lambda one: one.place.start - one.place.end):
                sheets.highlight(mark, note(mark, report), document)
            sheets.flags(report, document)
        _outline(pdf, sheets, parts)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _disarm(pdf: Pdf) -> None:
    root: Any = pdf.Root
    for key in _RUN_WHEN_OPENED:
        if key in root:
            del root[key]
    names = root.get("/Names")
    if names is not None and "/JavaScript" in names:
        del names["/JavaScript"]


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a finding stands: index of the page, and the point of the file that is to be seen."""

    page: int
    left: float
    top: float


class _Sheets:
    """The pages of the file while they are marked. ``goals``: of each finding, by (report, index)."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.goals: dict[tuple[int, int], Goal] = {}
        self._frames: dict[int, Frame] = {}
        self._flags: dict[int, list[tuple[float, float]]] = {}
        """of each page, where there are notes in its margin"""
        self._reports = 0

    def highlight(self, mark: Mark, words: str, document: Document) -> None:
        """One annotation on each page that the mark touches."""
        for page, found in self._by_page(mark, document).items():
            frame = self.frame(page)
            quads = [frame.quad(box.sides) for box in found]
            self._add(page, _highlight(self.pdf, quads, mark, words))

    def flags(self, report: Report, document: Document) -> None:
        """A numbered note in the margin beside the first place of each finding."""
        number, self._reports = self._reports, self._reports + 1
        for index, finding in enumerate(report.findings):
            place = finding.evidence[0]
            found = boxes(document, Span(place.start, place.end))
            if not found:
                continue
            page = document.pages[found[0].page].number - 1
            if not 0 <= page < len(self.pdf.pages):
                continue
            sides = self._margin(page, found[0].sides[1])
            frame = self.frame(page)
            left, top = frame.point(0, max(0.0, sides[1] - 40))
            self.goals[number, index] = Goal(page, left, top)
            self._add(page, _flag(self.pdf, frame.quad(sides), str(index + 1), finding))

    def frame(self, page: int) -> Frame:
        if page not in self._frames:
            self._frames[page] = _frame(self.pdf.pages[page])
        return self._frames[page]

    def _by_page(self, mark: Mark, document: Document) -> dict[int, list[Box]]:
        by_page: dict[int, list[Box]] = {}
        for box in boxes(document, Span(mark.place.start, mark.place.end)):
            page = document.pages[box.page].number - 1
            if 0 <= page < len(self.pdf.pages):
                by_page.setdefault(page, []).append(box)
        return by_page

    def _margin(self, page: int, top: float) -> BBox:
        """A free place in the left margin at this height; a second note stands to the right of the first."""
        taken = self._flags.setdefault(page, [])
        left = MARGIN
        while any(abs(top - other) < FLAG and abs(left - x) < FLAG for x, other in taken):
            left += FLAG + 1
        taken.append((left, top))
        return left, top - 1, left + FLAG, top - 1 + FLAG

    def _add(self, page: int, annotation: Any) -> None:
        from pikepdf import Array

        obj = self.pdf.pages[page].obj
        found = obj.get("/Annots")
        if not isinstance(found, Array):
            obj["/Annots"] = Array([])
        obj["/Annots"].append(self.pdf.make_indirect(annotation))


def _frame(page: Any) -> Frame:
    """The crop box within the media box, and the rotation, both of which may stand in a parent."""
    media, crop = ([float(side) for side in box] for box in (page.mediabox, page.cropbox))
    media, crop = ([min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])] for b in (media, crop))
    sides = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    if sides[0] >= sides[2] or sides[1] >= sides[3]:
        sides = (media[0], media[1], media[2], media[3])
    return Frame(*sides, quarters=int(_inherited(page.obj, "/Rotate", 0)) // 90 % 4)


def _inherited(node: Any, key: str, default: Any) -> Any:
    for _ in range(64):  # a tree of pages is not deeper; one that bites its tail has no end
        if node is None:
            break
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return default


# ------------------------------------------------------------------ annotations


def _highlight(pdf: Pdf, quads: Sequence[Quad], mark: Mark, words: str) -> Any:
    from pikepdf import Array, Dictionary, Name, String

    rect = _around(quads)
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Highlight,
        Rect=Array(rect),
        QuadPoints=Array([side for quad in quads for side in quad]),
        C=Array(FILLS[mark.tone]),
        F=PRINTED,
        T=String(AUTHOR),
        Subj=String({"conflict": "不符", "review": "请复核", "agrees": "相符", "cited": "引用"}[mark.tone]),
        Contents=String(words),
        NM=String(mark.id),
    )
    annotation.AP = Dictionary(N=_painted(pdf, rect, _paths(quads, mark.tone, mark.suspect)))
    return annotation


def _paths(quads: Sequence[Quad], tone: Tone, framed: bool) -> str:
    """Filled boxes; the figure that a repair would change has a frame too."""
    red, green, blue = FILLS[tone]
    drawn = [f"/G gs {red:.2f} {green:.2f} {blue:.2f} rg"]
    if framed:
        drawn.append("{:.2f} {:.2f} {:.2f} RG 1 w".format(*INKS[tone]))
    for x0, y0, x1, y1, x2, y2, x3, y3 in quads:
        outline = f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l {x3:.2f} {y3:.2f} l {x2:.2f} {y2:.2f} l h"
        drawn.append(f"{outline} {'b' if framed else 'f'}")
    return "\n".join(drawn)


def _flag(pdf: Pdf, quad: Quad, number: str, finding: FindingEntry) -> Any:
    """A note that shows its number; it opens where it is pointed at."""
    from pikepdf import Array, Dictionary, Name, String

    rect, tone = _around([quad]), tone_of(finding)
    red, green, blue = INKS[tone]
    x0, y0, x1, y1 = rect
    size = 8.5 if len(number) < 2 else 7
    left = (x0 + x1) / 2 - 0.278 * size * len(number)
    painted = (
        f"{red:.2f} {green:.2f} {blue:.2f} rg {x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f\n"
        f"BT 1 1 1 rg /F {size} Tf {left:.2f} {(y0 + y1) / 2 - size * 0.36:.2f} Td ({number}) Tj ET"
    )
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=Array(rect),
        Name=Name.Comment,
        C=Array(INKS[tone]),
        F=PRINTED,
        T=String(AUTHOR),
        Subj=String(f"{LEVELS[finding.severity]} {finding.code}"),
        Contents=String(finding_note(finding)),
        AP=Dictionary(N=_painted(pdf, rect, painted)),
    )


def _painted(pdf: Pdf, rect: Sequence[float], content: str) -> Any:
    """How an annotation looks, for viewers that draw none by themselves. It lets the print beneath show through."""
    from pikepdf import Array, Dictionary, Name

    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"))
    return pdf.make_stream(
        content.encode("ascii"),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array(rect),
        Resources=Dictionary(
            ExtGState=Dictionary(G=Dictionary(Type=Name.ExtGState, BM=Name.Multiply)), Font=Dictionary(F=font)
        ),
        Group=Dictionary(S=Name.Transparency),
    )


def _around(quads: Sequence[Quad]) -> tuple[float, float, float, float]:
    xs = [quad[at] for quad in quads for at in (0, 2, 4, 6)]
    ys = [quad[at] for quad in quads for at in (1, 3, 5, 7)]
    return min(xs), min(ys), max(xs), max(ys)


# ------------------------------------------------------------------ outline


def _outline(pdf: Pdf, sheets: _Sheets, parts: Sequence[tuple[Report, Document]]) -> None:
    """The findings before what outline there is, gravest first, numbered as in the margin."""
    import pikepdf
    from pikepdf import OutlineItem

    with pdf.open_outline() as outline:
        for number, (report, _) in reversed(list(enumerate(parts))):
            children = list(_items(report, number, sheets))
            item = OutlineItem(_headline(report, len(parts) > 1))
            item.children.extend(children)
            outline.root.insert(0, item)
    pdf.Root.PageMode = pikepdf.Name.UseOutlines


def _headline(report: Report, several: bool) -> str:
    counted = [one for one in report.findings if one.suppressed is None]
    grave = sum(one.severity in ("error", "warning") for one in counted)
    told = f"{grave} 项不符" if grave else "没有发现不符"
    if len(counted) > grave:
        told += f"，{len(counted) - grave} 项复核或提示"
    part = report.source.part
    return f"勾稽核对{f'（第{part.index}份）' if several and part else ''}：{told}"


def _items(report: Report, number: int, sheets: _Sheets) -> Iterator[Any]:
    from pikepdf import OutlineItem

    for index, finding in enumerate(report.findings):
        words = f"{index + 1}. {LEVELS[finding.severity]} {finding.code} {finding.message}"
        title = words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1] + "…"
        goal = sheets.goals.get((number, index))
        if goal is None:
            yield OutlineItem(title)
        else:
            yield OutlineItem(title, goal.page, "XYZ", left=goal.left, top=goal.top, zoom=0)
