"""A workbook of tables that look alike: a heading, a header that stays, one row a thing, ready to print on A4.

Text is always written as text: what a report prints is anybody's, and a spreadsheet must run none of it.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rich.cells import cell_len

from extractor.errors import BadOutput
from extractor.writers.paper.live import Live

FONT = "宋体"
INK, HEAD, LINE, PALE = "#1F2937", "#1F4E78", "#B8C2CC", "#FFFBE6"
LEVEL_FILLS = {"错误": "#FBD9D9", "警告": "#FDE6CC", "复核": "#FFF6CC", "提示": "#E8EEF4"}
TICK_INKS = {"✓": "#1B7F3B", "✗": "#C00000", "△": "#B26A00"}
LONGEST = 32_000
"""characters of a cell; spreadsheets take 32767"""
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""beginnings that make a spreadsheet take typed text for a formula: such a cell keeps its mark as text"""

MOST_LINKS = 65_000
"""links on one sheet; spreadsheets take 65530, and the rest would be lost with their words"""
MOST_HEIGHT = 400
"""points of a row; spreadsheets take 409"""
MOST_ROWS = 1_048_576
HEADING_ROWS = 2
"""rows above the header: the title, and what it is about"""


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in characters. ``align``: left, center or right; ``fill`` marks a column for people to write in."""

    key: str
    title: str
    width: float
    align: str = "left"
    fill: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the decimals that are printed. ``percent``: shown with its sign, not scaled."""

    value: Decimal
    places: int
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Computed:
    """A live formula that comes to a number."""

    live: Live
    places: int
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula (without ``=``) that comes to text or a count."""

    text: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a cell of the workbook."""

    text: str
    sheet: str
    cell: str


Cell = str | int | Number | Computed | Formula | Link | None


class Book:
    """The workbook while it is made. ``about``: the line below each title, and what stands at the foot of pages;
    ``sheets``: their names in order, whatever the order in which they are filled."""

    def __init__(self, title: str, about: str, sheets: Sequence[str]) -> None:
        import xlsxwriter

        self._bytes = io.BytesIO()
        self.about = about
        self.workbook = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": FONT, "font_size": 10},
            },
        )
        self.workbook.set_properties({"title": title[:255], "subject": "绩效报告勾稽核对", "comments": "gouji"})
        self.workbook.set_calc_mode("auto")
        self._sheets = {name: self.workbook.add_worksheet(name) for name in sheets}
        self._links: Counter[str] = Counter()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def links(self, sheet: str) -> bool:
        """True when a sheet may have one more link, which is then counted."""
        self._links[sheet] += 1
        return self._links[sheet] <= MOST_LINKS

    def style(self, **properties: Any) -> Any:
        """A format; the same properties give the same one."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            whole = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter", **properties}
            self._formats[key] = self.workbook.add_format(whole)
        return self._formats[key]

    def page(self, name: str, title: str, landscape: bool = True, pages: int = 0) -> Any:
        """The sheet of this name, empty, set up to print: one page wide, and as long as it is (0) or ``pages``."""
        sheet = self._sheets[name]
        sheet.hide_gridlines(2)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, pages)
        sheet.center_horizontally()
        foot = footer_text(self.about)
        sheet.set_footer(f"&L&8{foot}&C&8第 &P 页，共 &N 页&R&8{footer_text(title)}")
        return sheet

    def bytes(self) -> bytes:
        """The file; nothing can be added after."""
        self.workbook.close()
        return self._bytes.getvalue()


class Table:
    """A sheet with one table: columns by key, rows added from the top."""

    def __init__(self, book: Book, name: str, title: str, columns: Sequence[Column], note: str = "") -> None:
        self.book, self.name, self.columns = book, name, tuple(columns)
        self._letters = {column.key: letters(index) for index, column in enumerate(self.columns)}
        self.sheet = book.page(name, title)
        self._first = self._next = HEADING_ROWS + 1
        self._told: list[Mapping[str, Cell]] = []
        self._open(title, note)

    def _open(self, title: str, note: str) -> None:
        last = len(self.columns) - 1
        style = self.book.style
        heading, below = style(bold=True, font_size=15), style(font_size=9, font_color="#5B6770", text_wrap=True)
        self.sheet.set_row(0, 26)
        whole = sum(column.width for column in self.columns)
        self.sheet.set_row(1, height([(note or self.book.about, whole)], 9))
        for row, words, look in ((0, title, heading), (1, note or self.book.about, below)):
            if last:
                self.sheet.merge_range(row, 0, row, last, "", look)
            self.sheet.write_string(row, 0, words, look)
        header = style(
            bold=True, bg_color=HEAD, font_color="#FFFFFF", align="center", text_wrap=True, border=1, border_color=LINE
        )
        self.sheet.set_row(HEADING_ROWS, 30)
        for index, column in enumerate(self.columns):
            self.sheet.set_column(index, index, column.width)
            self.sheet.write_string(HEADING_ROWS, index, column.title, header)
        self.sheet.freeze_panes(HEADING_ROWS + 1, 0)
        self.sheet.repeat_rows(0, HEADING_ROWS)

    @property
    def next(self) -> int:
        """The number of the row to be added next, as the spreadsheet shows it."""
        return self._next + 1

    @property
    def first(self) -> int:
        """The number of the first row below the header."""
        return self._first + 1

    def cell(self, key: str, row: int | None = None) -> str:
        """The address of a column in the row to be added, or in a row of this number."""
        return f"{self._letters[key]}{self.next if row is None else row}"

    def range(self, key: str) -> str:
        """All rows of a column, for a formula of another sheet: to be asked when all are there."""
        letter = self._letters[key]
        return f"{self.name}!${letter}${self._first + 1}:${letter}${max(self._next, self._first + 1)}"

    def add(self, cells: Mapping[str, Cell], tint: str | None = None) -> int:
        """A row; a key without a column is passed over (columns differ with the number of reports). Its number."""
        if self._next >= MOST_ROWS:
            raise BadOutput(f"“{self.name}”超过{MOST_ROWS}行，一个工作簿放不下；请分几次输出")
        self._told.append(cells)
        self.sheet.set_row(self._next, height([(cells.get(one.key), one.width) for one in self.columns]))
        for index, column in enumerate(self.columns):
            look = {"align": column.align, "text_wrap": True, "border": 1, "border_color": LINE}
            if tint or column.fill:
                look["bg_color"] = tint or column.fill
            self._write(index, cells.get(column.key), look)
        self._next += 1
        return self._next

    def _write(self, index: int, cell: Cell, look: dict[str, Any]) -> None:
        put(self.book, self.sheet, self._next, index, cell, look)

    def count(self, key: str, words: str, report: str | None = None) -> int:
        """In how many rows a column says so, of one report or of all."""
        told = (row for row in self._told if report is None or row.get("report") == report)
        return sum(
            cell == words or (isinstance(cell, Formula) and cell.value == words)
            for row in told
            for cell in (row.get(key),)
        )

    def colour(self, key: str, colours: Mapping[str, str], fill: bool) -> None:
        """Colours the cells of a column by what they say, now and when they are recomputed."""
        letter = self._letters[key]
        where = f"{letter}{self._first + 1}:{letter}{max(self._next, self._first + 1)}"
        for words, colour in colours.items():
            look = {"bg_color": colour} if fill else {"font_color": colour, "bold": True}
            self.sheet.conditional_format(
                where, {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": self.book.style(**look)}
            )

    def tint(self, key: str, words: str, fill: str) -> None:
        """Tints the rows in which a column says so."""
        last = letters(len(self.columns) - 1)
        test = {"type": "formula", "criteria": f'=${self._letters[key]}{self.first}="{words}"'}
        look = self.book.style(bg_color=fill)
        self.sheet.conditional_format(f"A{self.first}:{last}{max(self._next, self.first)}", {**test, "format": look})

    def close(self, nothing: str) -> None:
        """The filter over all rows; without rows the words say that there are none."""
        if self._next == self._first:
            self.add({self.columns[0].key: None})
            look = self.book.style(font_color="#5B6770", border=1, border_color=LINE, align="left")
            self.sheet.merge_range(self._first, 0, self._first, len(self.columns) - 1, nothing, look)
        self.sheet.autofilter(HEADING_ROWS, 0, self._next - 1, len(self.columns) - 1)


def put(book: Book, sheet: Any, row: int, col: int, cell: Cell, look: dict[str, Any]) -> None:
    """One cell, as what it is: text stays text, a formula carries the value that it comes to."""
    match cell:
        case None | "":
            sheet.write_blank(row, col, None, book.style(**look))
        case str():
            marked = {"quote_prefix": True} if cell.lstrip(" ").startswith(ACTIVE) else {}
            sheet.write_string(row, col, cut(cell), book.style(**look, **marked))
        case int():
            sheet.write_number(row, col, cell, book.style(**look))
        case Number():
            style = book.style(**{**look, "num_format": number_format(cell.places, cell.percent)})
            sheet.write_number(row, col, float(cell.value), style)
        case Computed() if cell.live.constant:
            put(book, sheet, row, col, Number(cell.live.value, cell.places, cell.percent), look)
        case Computed():
            style = book.style(**{**look, "num_format": number_format(cell.places, cell.percent)})
            sheet.write_formula(row, col, f"={cell.live.text}", style, float(cell.live.value))
        case Formula():
            sheet.write_formula(row, col, f"={cell.text}", book.style(**look), cell.value)
        case Link() if not book.links(sheet.get_name()):
            put(book, sheet, row, col, cell.text, look)
        case Link():
            style = book.style(**{**look, "font_color": "#0B5394", "underline": 1})
            sheet.write_url(row, col, f"internal:'{cell.sheet}'!{cell.cell}", style, cut(cell.text))


def number_format(places: int, percent: bool = False) -> str:
    """As many decimals as are printed; the percent sign stands beside, for the number is in percent already.

    >>> number_format(2), number_format(0, percent=True)
    ('#,##0.00', '#,##0"%"')
    """
    return "#,##0" + ("." + "0" * min(places, 20) if places else "") + ('"%"' if percent else "")


def letters(index: int) -> str:
    """The name of a column.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def footer_text(text: str) -> str:
    """Words for the foot of a page, where ``&`` begins a code; short, for the number of the page stands beside."""
    return (text if len(text) <= 30 else text[:29] + "…").replace("&", "&&")


def height(cells: Sequence[tuple[Cell, float]], size: float = 10) -> float:
    """Points that a row needs for its cells (with the width of each in characters), so that it prints in full."""
    lines = max((_lines(cell, width) for cell, width in cells), default=1)
    return min(MOST_HEIGHT, 3 + lines * size * 1.32)


def _lines(cell: Cell, width: float) -> int:
    text = cell.text if isinstance(cell, Link) else cell
    if not isinstance(text, str):
        return 1
    room = max(width - 2, 1)
    return sum(max(1, -(-cell_len(line) // int(room))) for line in text.split("\n"))
