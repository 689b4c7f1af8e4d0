"""The source beside the findings: pictures of its pages with the figures boxed, or its text with the figures marked.

Only pages that are cited are shown, and of those only so many as pictures as fit into a file that can be sent by mail;
the others are shown as text. What is left out is said.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.document import Document, Page, Span
from extractor.readers import page_pictures
from extractor.report import Report
from extractor.writers import Audited
from extractor.writers.boxes import boxes, page_index
from extractor.writers.eyes.unread import unread
from extractor.writers.marking import Block, Marking
from extractor.writers.marks import TONES, Mark, Tone, marks
from extractor.writers.originals import unchanged

MAX_PICTURES = 60
MAX_BYTES = 16 * 1024 * 1024
"""pages drawn in one file, and their bytes together"""
MAX_NOTES = 3
"""relations that are named where a figure is pointed at"""
MAX_NAMED = 12
"""page numbers named in a sentence"""
PAD = 1.5
"""points between a figure and its box"""


@dataclass
class Budget:
    """What is left for pictures in one file."""

    pictures: int = MAX_PICTURES
    size: int = MAX_BYTES


@dataclass(frozen=True, slots=True)
class BoxView:
    """A box on a page, in points from its top left. ``first``: of the boxes of its mark."""

    x: float
    y: float
    width: float
    height: float
    mark: MarkView
    first: bool


@dataclass(frozen=True, slots=True)
class MarkView:
    """``findings`` are indices into the report's list; ``note`` tells who cites it."""

    id: str
    tone: Tone
    suspect: bool
    findings: tuple[int, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, or all of a source without pages. ``picture`` is a data URI, None where ``blocks`` hold its text."""

    id: str
    title: str
    width: float = 0.0
    height: float = 0.0
    picture: str | None = None
    boxes: tuple[BoxView, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The source as shown. ``left_out``: what is not, in Chinese; ``notes``: of each mark, by its id."""

    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...]
    notes: dict[str, str] = field(default_factory=dict)


def source(audited: Audited, document: Document, budget: Budget | None = None) -> Source:
    """What is shown of the source of a report, in the order of its text."""
    report = audited.report
    others = unread(audited.dossier) if audited.dossier else ()
    found = [one for one in marks(report, facts=True, others=others) if _inside(one, document)]
    notes = {mark.id: note(mark, report) for mark in found}
    if not document.pages:
        sheet = Sheet("p0", document.name, blocks=tuple(Marking(document, found).blocks(document.region)))
        return Source((sheet,), (), notes)
    return _Pages(audited, document, found, notes, budget or Budget()).source()


def note(mark: Mark, report: Report) -> str:
    """Who cites a mark: findings, else relations that hold."""
    told = [f"{report.findings[at].code} {report.findings[at].name}" for at in mark.findings]
    if not told:
        formulas = (report.checks[at].formula for at in mark.checks)
        told = [f"✓ {formula}" for formula in dict.fromkeys(formulas) if formula]
    more = f"\n…共 {len(told)} 项" if len(told) > MAX_NOTES else ""
    return "\n".join(told[:MAX_NOTES]) + more


def _inside(mark: Mark, document: Document) -> bool:
    return document.region.start <= mark.place.start < document.region.end


class _Pages:
    """The cited pages of one source."""

    def __init__(
        self, audited: Audited, document: Document, found: Sequence[Mark], notes: dict[str, str], budget: Budget
    ) -> None:
        self.audited = audited
        self.document = document
        self.notes = notes
        self.budget = budget
        self.marking = Marking(document, found)
        self.cited: dict[int, list[Mark]] = {}
        """index of a page → what of it is marked"""
        for mark in found:
            index = page_index(document, mark.place.start)
            if index is not None:
                self.cited.setdefault(index, []).append(mark)

    def source(self) -> Source:
        drawn = self._drawn()
        sheets = tuple(self._sheet(index, drawn.get(index)) for index in sorted(self.cited))
        return Source(sheets, tuple(self._left_out(drawn)), self.notes)

    def _drawn(self) -> dict[int, bytes]:
        """Pictures by index of page: the pages with the gravest marks first, as far as the budget goes."""
        gravest = {index: min(TONES.index(mark.tone) for mark in found) for index, found in self.cited.items()}
        wanted = sorted(self.cited, key=lambda index: (gravest[index], index))
        drawn: dict[int, bytes] = {}
        for raw, format, indices in self._files(wanted[: self.budget.pictures]):
            by_number = {self.document.pages[index].number: index for index in indices}
            for picture in _pictures(raw, format, list(by_number)):
                if len(picture.data) > self.budget.size:
                    return drawn
                drawn[by_number[picture.number]] = picture.data
                self.budget.size -= len(picture.data)
                self.budget.pictures -= 1
        return drawn

    def _files(self, wanted: Sequence[int]) -> Iterator[tuple[bytes, str, list[int]]]:
        """The files that hold these pages; none when they are not what was read."""
        by_file: dict[str | None, list[int]] = {}
        for index in wanted:
            by_file.setdefault(self.document.file_at(self.document.pages[index].span.start), []).append(index)
        raws = unchanged(self.audited)
        for name, indices in by_file.items():
            path = self.audited.path(name)
            format = Path(path).suffix.lower().lstrip(".") if name else self.audited.report.source.format
            if path in raws and page_pictures.can_draw(format):
                yield raws[path], format, indices

    def _sheet(self, index: int, picture: bytes | None) -> Sheet:
        page = self.document.pages[index]
        id, title = f"p{index + 1}", self._title(page)
        if picture is None or not page.width or not page.height:
            return Sheet(id, title, blocks=tuple(self.marking.blocks(page.span)))
        uri = "data:image/webp;base64," + base64.b64encode(picture).decode("ascii")
        return Sheet(id, title, page.width, page.height, uri, tuple(self._boxes(index)))

    def _title(self, page: Page) -> str:
        file = self.document.file_at(page.span.start)
        return f"{file} 第{page.number}页" if file else f"第{page.number}页"

    def _boxes(self, index: int) -> Iterator[BoxView]:
        """The boxes on one page, the gravest last: it is painted above the others."""
        near = [mark for at in (index - 1, index) for mark in self.cited.get(at, ())]
        for mark in sorted(near, key=lambda mark: (-TONES.index(mark.tone), mark.place.start - mark.place.end)):
            shown = MarkView(mark.id, mark.tone, mark.suspect, mark.findings, self.notes[mark.id])
            for number, box in enumerate(boxes(self.document, Span(mark.place.start, mark.place.end))):
                if box.page == index:
                    x0, top, x1, bottom = box.sides
                    size = round(x1 - x0 + 2 * PAD, 1), round(bottom - top + 2 * PAD, 1)
                    yield BoxView(round(x0 - PAD, 1), round(top - PAD, 1), *size, shown, number == 0)

    def _left_out(self, drawn: dict[int, bytes]) -> Iterator[str]:
        pages = self.document.pages
        here = [at for at, page in enumerate(pages) if page.span.overlaps(self.document.region)]
        silent = [at for at in here if at not in self.cited]
        if silent:
            yield f"{self._names(silent)}没有被引用的数字，未显示"
        as_text = [at for at in sorted(self.cited) if at not in drawn]
        if as_text:
            why = "原文件的页面无法绘出" if not drawn else "为控制文件大小"
            yield f"{why}，{self._names(as_text)}只显示文字"

    def _names(self, indices: Sequence[int]) -> str:
        named = "、".join(str(self.document.pages[at].number) for at in indices[:MAX_NAMED])
        return f"第{named}页" if len(indices) <= MAX_NAMED else f"第{named}等 {len(indices)} 页"


def _pictures(raw: bytes, format: str, numbers: list[int]) -> tuple[page_pictures.Picture, ...]:
    """The pictures, drawn in a child that is held to the limits and keeps the machine's fonts to itself (see
    :mod:`extractor.readers._fonts`); none when it had to be ended."""
    from extractor.guard import Ended, Worker

    worker: Worker[list[int], tuple[page_pictures.Picture, ...]] = Worker(
        lambda asked: tuple(page_pictures.pictures(raw, format, asked))
    )
    try:
        return worker.run(numbers)
    except Ended:
        return ()
    finally:
        worker.close()
