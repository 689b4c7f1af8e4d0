"""Which printed lines belong together: wraps are joined, paragraphs, headings and rows of a form are kept apart.

A line was wrapped when the first word of the next line would not have fitted on it. What fits is learnt from the
document: in points where the lines have geometry, else in columns (a Chinese character takes two). A document whose
lines do not fill a common width (one cell a line, a paragraph a line) has no wraps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.document import Line, Span

_NARROW = 30
"""columns: lines below this say nothing about the width of the page"""
_FEW = 6
"""lines that say little about the width of a text"""
_SLACK = 6
"""columns that a wrapped line may lack: two for a comma that must not begin a line, four for a lost indent"""

LABEL = regex.compile(
    r"""[一二三四五六七八九十]{1,3}[、．.]
    | [（(][一二三四五六七八九十]{1,3}[）)]
    | 第[一二三四五六七八九十]{1,3}[章节部条编][\s分、：]?
    | \d{1,2}(?:[、．](?!\d)|\.(?![\d.])\s*(?=\D))
    | [（(]\d{1,2}[）)](?![年月日%元万分])
    | [①-⑳⑴-⒇]
    | 附(?:件|表|录)\s*[\d一二三四五六七八九十\-—]*\s*(?:[：:]|$)
    | [□☑√]""",
    regex.VERBOSE,
)
"""how a heading or an item of a list begins"""
_FIELD = regex.compile(
    r"\p{Han}{0,8}(?:名称|单位|部门|机构|日期|时间|对象|年度|编码|负责人|联系人|电话)(?:[（(][^（）()]{1,8}[）)])?\s*[：:]"
)
"""how a line of a cover or of the head of a form begins"""
_CHAIN = regex.compile(r"\p{Han}{2,6}指标\s*[—\-–:：]")
_DATE = regex.compile(r"(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})年.{1,3}月(?:.{1,3}日)?$")
_UNIT = regex.compile(r"\p{Han}{2,26}(?:[局厅委会馆院校站所队场处办镇乡]|政府|中心|公司|[大中小]学|部|[（(]盖?章[）)])")
"""a line that can be the signature of a unit"""
_CANNOT_BEGIN = regex.compile(
    r"[，。；：、！？）》”’」』】〕%‰]|\.\d|,\d{3}(?!\d)|0\d{0,2}年|[〔［\[](?:19|20)\d\d[〕］\]]"
)
_NUMBER = regex.compile(r"[\d.,]{1,12}")
"""a cell with a figure: a per cent sign on the next line may be the cell of its unit"""
_CUT_FIGURE = regex.compile(r"\D[\d.,]*\d\n\p{Han}{1,4}[，。；、）]")
"""a number at the end of a line, its unit at the beginning of the next: 维修工175 | 人，"""
_OPEN = regex.compile(r"[，、（《“‘「『【〔(]$|\d[.,]$|\p{Han}{4}.{0,6}[和与及或的在为是对将至第≥≤]$")
_ENDED = regex.compile(r"[。！？；：;:!?][”’」』）)]*$")
_BEFORE_LABEL = regex.compile(r"[，、（《“‘第和与及或至]$")
_CLAUSE = regex.compile(r"[，。；]|指标.*：")
_ROW = regex.compile(r"(?<=\S)(?:\t|[ \u3000]{2,})(?=\S)")
_FIGURES = regex.compile(r"(?<!\S)[\d.,%—/\-]{2,}(?: [\d.,%—/\-]+){2,}(?!\S)")
_WORD = regex.compile(r"[（《“‘「『【〔(]*(?:[A-Za-z0-9.,%‰+\-/]+[%‰元]?|.)[，。；：、！？）》”’」』】〕]*")
_TITLE_END = regex.compile(r"(?:报告|表|书|函|通知|总结|说明|汇报|方案|情况)(?:[（(].{1,12}[）)])?$")
_TITLE_PART = regex.compile(r"[^，。；：、:;\t|]{1,60}$")
_ANNEX = regex.compile(r"附\s*[件表]\s*[\d一二三四五六七八九十\-—]*\s*[：:]?$")
_YEAR_ONLY = regex.compile(r"[（(]?\s*(?:20\d\d|二[〇○]..)\s*年度?\s*[）)]?$")


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line that is not blank. ``text`` is folded and stripped, ``span`` its place; ``lead`` the columns of
    white space before it, ``gap`` the blank lines before it, ``width`` its columns."""

    span: Span
    text: str
    lead: int
    gap: int
    width: int
    line: Line | None = None

    @property
    def is_form(self) -> bool:
        """Cells parted by tabs, bars or wide gaps, or a run of figures."""
        if self.text.count("|") > 1 or _FIGURES.search(self.text):
            return True
        return _ROW.search(self.text) is not None and not LABEL.match(self.text)


def columns(text: str) -> int:
    """Printed width: two for a Chinese character, one for a Latin one."""
    return len(text.encode("gb18030", "replace")) if text.isascii() else len(text.encode("gbk", "replace"))


@dataclass(frozen=True, slots=True)
class Measure:
    """The width that lines fill, between ``left`` and ``right``, in columns or points; ``em`` is the width of a
    Chinese character in the same unit. ``blank_ends``: a blank line ends a paragraph (it does not when one
    stands after every line)."""

    left: float
    right: float
    em: float
    blank_ends: bool

    def is_full(self, row: Row, following: Row) -> bool:
        """True when the first word of the next line would not have fitted here."""
        word = _WORD.match(following.text)
        need = columns(word[0]) * self.em / 2 if word else self.em
        end = self.end(row)
        return self.right - _SLACK / 2 * self.em < end + need and end <= self.right + 2 * self.em

    def end(self, row: Row) -> float:
        if row.line is not None and row.line.x1 is not None:
            return row.line.x1
        return row.width + min(row.lead, 4)

    def is_indented(self, row: Row) -> bool:
        if row.line is not None and row.line.x0 is not None:
            return row.line.x0 > self.left + 1.2 * self.em
        return row.lead >= 2


def measure(rows: Sequence[Row]) -> Measure | None:
    """What the lines fill, or None when nothing was wrapped."""
    wide = [row for row in rows if row.width >= _NARROW and not row.is_form]
    if not wide:
        return None
    drawn = [row.line for row in wide if row.line is not None and row.line.x1 is not None]
    flat = len(drawn) < len(wide)
    em = 2.0 if flat else _median([line.size or 12.0 for line in drawn])
    ends = sorted(row.width + min(row.lead, 4) if flat else _x1(row) for row in wide)
    right = ends[round(0.95 * (len(ends) - 1))]
    near = [row for row, end in ((row, row.width if flat else _x1(row)) for row in wide)
            if right - 4 * em <= end <= right + 2 * em]  # fmt: skip
    open_ended = [row for row in near if not _ENDED.search(row.text[-8:])]
    beyond = len(ends) - bisect_right(ends, right + 2 * em)
    if beyond > 0.1 * len(wide):
        return None
    few = len(near) < max(1, 0.3 * len(wide)) or len(open_ended) < 0.4 * len(near)
    if few and not _at_one_edge(open_ended, near, right - 1.5 * em, flat=flat):
        return None
    left = 0.0 if flat else float(Counter(round(_x0(row)) for row in wide).most_common(1)[0][0])
    return Measure(left, right, em, _blank_ends(rows, near))


def _at_one_edge(open_ended: Sequence[Row], near: Sequence[Row], edge: float, *, flat: bool) -> bool:
    """True when several lines break off inside a sentence at the very same edge: the rest of the document is lists."""
    cut = [row for row in open_ended if (row.width + min(row.lead, 4) if flat else _x1(row)) >= edge]
    return len(cut) > 2 and len(cut) >= 0.6 * len(near) and all(_CLAUSE.search(row.text) for row in cut)


def usual_measure(blocks: Sequence[Sequence[Row]]) -> Measure | None:
    """What the lines of the longest block with geometry fill: a short block between two tables, with a line or two
    that were wrapped, does not show it by itself. Without geometry one width holds for the whole text."""
    drawn = [rows for rows in blocks if rows and all(row.line and row.line.x1 is not None for row in rows)]
    if not drawn:
        return measure([row for rows in blocks for row in rows])
    for rows in sorted(drawn, key=len, reverse=True):
        if scale := measure(rows):
            return scale
    return None


def _x0(row: Row) -> float:
    return row.line.x0 if row.line is not None and row.line.x0 is not None else 0.0


def _x1(row: Row) -> float:
    return row.line.x1 if row.line is not None and row.line.x1 is not None else 0.0


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _blank_ends(rows: Sequence[Row], near: list[Row]) -> bool:
    """False when most lines that end inside a sentence are followed by a blank line all the same."""
    follower = dict(zip((row.span for row in rows), rows[1:], strict=False))
    after = [follower[row.span].gap > 0 for row in near if row.span in follower and not _ENDED.search(row.text[-8:])]
    return sum(after) * 2 < max(len(after), 1)


def _title_goes_on(row: Row, following: Row, scale: Measure) -> bool:
    """Two lines in one type larger than that of the text, of which the second ends the title."""
    one, other = row.line, following.line
    if one is None or other is None or not one.size or not other.size or one.page != other.page:
        return False
    large = min(one.size, other.size) > 1.12 * scale.em and abs(one.size - other.size) < 0.08 * one.size
    if not large or _TITLE_END.search(row.text) or not _TITLE_PART.match(following.text):
        return False
    return _TITLE_END.search(row.text[-8:] + following.text) is not None


def _is_unfinished(row: Row) -> bool:
    """A clause without its end, or an open bracket: nothing that stands alone."""
    text = row.text
    if text.count("（") > text.count("）") or text.count("《") > text.count("》"):
        return True
    return not _ENDED.search(text[-8:]) and not LABEL.match(text) and _CLAUSE.search(text) is not None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together: a paragraph, a heading, the title, or one row of a form."""

    rows: list[Row]
    is_heading: bool


def paragraphs(rows: Sequence[Row], wrapped: bool = True, usual: Measure | None = None) -> list[Paragraph]:
    """The lines by paragraph, in order. ``wrapped`` says that lines may have been broken to fit a width; ``usual``: the
    width that lines fill elsewhere in the document, for lines that do not show it."""
    groups: list[list[Row]] = []
    scale = _scale(rows, usual) if wrapped else None
    first, last = _title(rows)
    for index, row in enumerate(rows):
        inside = first < index < last
        apart = index in (first, last) or _signs(rows, index)
        if index and (inside or (not apart and _joins(rows[index - 1], row, scale))):
            groups[-1].append(row)
        else:
            groups.append([row])
    title = rows[first].span if last else None
    return [Paragraph(group, group[0].span == title or _is_heading(group)) for group in groups]


def _signs(rows: Sequence[Row], index: int) -> bool:
    """True for the name of a unit alone on its line, behind the end of a sentence and with a date below it."""
    if not 0 < index < len(rows) - 1 or not _ENDED.search(rows[index - 1].text[-8:]):
        return False
    return _UNIT.fullmatch(rows[index].text) is not None and _DATE.fullmatch(rows[index + 1].text) is not None


def _scale(rows: Sequence[Row], usual: Measure | None) -> Measure | None:
    """What these lines fill. A line or two without geometry show it only where the whole text does."""
    own = measure(rows)
    alone = own is not None and len(rows) < _FEW and all(row.line is None or row.line.x1 is None for row in rows)
    return usual if alone else own or usual


def _title(rows: Sequence[Row]) -> tuple[int, int]:
    """Which of the first lines make up the title: from, to (0, 0: none was found)."""
    first = 1 if rows and _ANNEX.match(rows[0].text) else 0
    words = ""
    for index, row in enumerate(rows[first : first + 4], first):
        if row.is_form or LABEL.match(row.text) or not _TITLE_PART.match(row.text) or _YEAR_ONLY.match(row.text):
            break
        words += row.text
        if len(words) > 6 and _TITLE_END.search(words):
            return first, index + 1
    return 0, 0


def _joins(row: Row, following: Row, scale: Measure | None) -> bool:
    """True when the second line carries on what the first one left."""
    if _CANNOT_BEGIN.match(following.text) and not row.is_form:
        return not (following.text in "%‰" and _NUMBER.fullmatch(row.text))
    if row.is_form or following.is_form:
        return False
    if row.width >= _NARROW and _CUT_FIGURE.search(f"{row.text[-12:]}\n{following.text[:6]}"):
        return True
    if _FIELD.match(row.text) and _DATE.fullmatch(following.text):
        return False
    if LABEL.match(following.text) or _FIELD.match(following.text):
        return _BEFORE_LABEL.search(row.text[-1:]) is not None
    if _OPEN.search(row.text[-16:]) or (scale is not None and _title_goes_on(row, following, scale)):
        return True
    if scale is None or scale.is_indented(following):
        return False
    if not scale.is_full(row, following):
        return _is_unfinished(row) and scale.end(row) > 0.6 * scale.right
    if _ENDED.search(row.text[-8:]):
        return not (_CHAIN.match(following.text) or (scale.blank_ends and following.gap) or _DATE.match(following.text))
    return not (scale.blank_ends and following.gap and len(row.text) < 2 * following.width)


def _is_heading(rows: list[Row]) -> bool:
    """Short lines that begin like a heading and are no sentence."""
    return (
        LABEL.match(rows[0].text) is not None
        and _ENDED.search(rows[-1].text[-8:]) is None
        and sum(len(row.text) for row in rows) <= 60
    )
