"""Write the sample reports from their source texts: hard-wrapped TXT in several encodings, and PDF.

    python samples/make.py            write every sample
    python samples/make.py --check    write nothing; exit 1 when a committed file differs from its source

One source line is one paragraph. The sign at its start says what it is: ``!`` title, ``^`` line of the cover, ``#`` and
``##`` headings, ``>`` signature at the right margin, ``-`` raw web-page line, ``@toc`` a contents page (PDF), anything
else a paragraph. The PDFs carry no font: they name STSong-Light, a reader brings its own metrics, as published
reports of the time do. Output is the same to the byte on every run.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
NO_START = set("，。；：、！？％%”’）》」")
"""signs that a line must not begin with"""
FONT = "STSong-Light"
TITLE_SIGNS = "!^"


@dataclass(frozen=True)
class Txt:
    """How one TXT sample is written. ``width`` counts full-width characters; 0 leaves paragraphs whole."""

    slug: str
    width: int = 32
    indent: int = 0
    blank: bool = False
    encoding: str = "utf-8"
    newline: str = "\n"
    page_every: int = 0
    """lines after which a page begins with a space, as text dumps of PDFs do; 0 for never"""


@dataclass(frozen=True)
class Pdf:
    """How one PDF sample is laid out. ``columns`` counts full-width characters in a line."""

    slug: str
    columns: int = 34
    lines: int = 32
    size: float = 13.0
    header: str = ""
    footer: str = "- {page} -"
    contents_dots: str = "."


SAMPLES: tuple[Txt | Pdf, ...] = (
    Txt("sister", width=31, blank=True, page_every=27),
    Pdf("sister", columns=30, lines=27, size=15, footer="{page}"),
    Txt("library-clean", width=36, indent=2),
    Txt("roads-fault", width=30, blank=True),
    Pdf(
        "clinic-clean", columns=34, lines=31, header="云峪县卫生健康局部门评价报告", footer="第 {page} 页 共 {pages} 页"
    ),
    Pdf(
        "parks-fault",
        columns=36,
        lines=30,
        header="湾桥市公园绿地管护专项资金绩效评价",
        footer="— {page} —",
        contents_dots="…",
    ),
    Txt("overall-clean", width=0, indent=2, newline="\r\n"),
    Pdf("overall-fault", columns=32, lines=30, footer="{page}/{pages}"),
    Txt("transfer-clean", width=34),
    Txt("jobs-fault", width=28, blank=True, encoding="gbk"),
    Txt("allowance-clean", width=34, indent=2),
    Txt("veterans-fault", width=0, indent=2),
    Txt("township-clean", width=0),
    Txt("township-fault", width=33, indent=2),
    Txt("monitoring-clean", width=30),
    Txt("declaration-clean", width=0, encoding="utf-8-sig"),
    Pdf("accounts-clean", columns=34, lines=34, footer=""),
    Txt("numerals-clean", width=27, blank=True),
    Txt("mirror-clean", width=35),
)

OPENED: tuple[Txt | Pdf, ...] = (
    Txt("renewal-clean", width=33, blank=True),
    Pdf("training-fault", columns=33, lines=30, header="职业技能提升培训补贴资金绩效评价报告", footer="{page}"),
    Pdf("bus-clean", columns=35, lines=32, footer="第{page}页"),
    Txt("bureau-fault", width=0, indent=2),
    Txt("accounts-clean", width=37, encoding="gb18030"),
    Txt("bridge-fault", width=26, blank=True),
    Pdf("festival-fault", columns=31, lines=28, size=14, footer="— {page} —"),
    Txt("control-clean", width=34, indent=2),
    Pdf("pipes-clean", columns=34, lines=30, footer="第 {page} 页，共 {pages} 页"),
    Txt("archives-clean", width=0, indent=2, encoding="gb18030", newline="\r\n"),
    Txt("seeds-clean", width=35, indent=2),
    Txt("forest-clean", width=29, blank=True),
    Pdf(
        "canteen-fault",
        columns=33,
        lines=31,
        header="云河区社区长者食堂运营补贴专项资金绩效评价",
        footer="{page}",
    ),
    Pdf(
        "homestay-clean",
        columns=36,
        lines=32,
        header="乡村民宿提升奖补政策绩效评价报告",
        footer="- {page} -",
        contents_dots="…",
    ),
    Txt("market-fault", width=38, page_every=33),
    Pdf("media-fault", columns=32, lines=29, size=14, footer="— {page} —"),
    Txt("school-fault", width=32, indent=2, encoding="gbk"),
    Txt("tea-fault", width=27, blank=True),
)

HELD_OUT: tuple[Txt | Pdf, ...] = (
    Txt("herder-clean", width=33, indent=2),
    Pdf(
        "winter-clean",
        columns=35,
        lines=31,
        header="清源区2022年度农村清洁取暖运行补贴项目绩效评价",
        footer="{page}",
        contents_dots="…",
    ),
    Txt("justice-clean", width=0, indent=2, newline="\r\n"),
    Txt("tenancy-clean", width=28, blank=True),
    Txt("gazette-clean", width=36, indent=2, encoding="gb18030"),
    Txt("sluice-fault", width=30, indent=2),
    Txt("hamlet-fault", width=26, blank=True),
    Pdf("gallery-fault", columns=33, lines=30, footer="第 {page} 页 共 {pages} 页"),
    Txt("mariner-fault", width=34, indent=2, encoding="gbk", page_every=31),
    Pdf("clerks-fault", columns=30, lines=28, size=14, footer="- {page} -"),
    Txt("ferry-clean", width=31, indent=2),
    Pdf(
        "prosthesis-clean",
        columns=34,
        lines=30,
        header="岚江区残疾人辅助器具适配补贴绩效评价",
        footer="第{page}页",
        contents_dots="…",
    ),
    Txt("yurt-clean", width=35, indent=2, encoding="gbk"),
    Txt("academy-clean", width=0, indent=2, newline="\r\n"),
    Txt("hydrant-clean", width=29, blank=True),
    Txt("premium-fault", width=37, indent=2, page_every=29),
    Txt("privy-fault", width=27, blank=True, encoding="gb18030"),
    Pdf("patrol-fault", columns=32, lines=30, footer="{page}/{pages}"),
    Txt("stipend-fault", width=33, indent=2, encoding="gbk"),
    Pdf("kiln-fault", columns=35, lines=31, size=12.0, header="陶瓷产业发展扶持资金评价报告", footer="— {page} —"),
    Txt("culvert-clean", width=31, indent=2),
    Txt("beacon-clean", width=0, indent=2, encoding="gbk"),
    Txt("orchard-fault", width=28, blank=True),
)


def columns_of(text: str) -> float:
    """Width in full-width characters: ASCII signs are half as wide."""
    return sum(0.5 if ord(char) < 0x2E80 and char not in "“”‘’…—×≥≤①②③④⑤￥" else 1.0 for char in text)


def wrapped(text: str, width: float, first: float = 0.0) -> Iterator[str]:
    """Break at any character; closing punctuation hangs on the line before."""
    line, room = "", width - first
    for char in text:
        if columns_of(line + char) > room and char not in NO_START:
            yield line
            line, room = "", width
        line += char
    if line:
        yield line


def source(folder: Path, slug: str) -> list[str]:
    """The paragraphs of a sample."""
    return (folder / "sources" / f"{slug}.source").read_text(encoding="utf-8").splitlines()


def as_txt(paragraphs: list[str], how: Txt) -> bytes:
    """The hard-wrapped text."""
    lines: list[str] = []
    for paragraph in paragraphs:
        text = paragraph.lstrip("!^#>-")
        if paragraph == "@toc":
            continue
        width = how.width or 10_000
        plain = not paragraph.startswith(("!", "^", ">", "-"))
        indent = "　" * how.indent if plain else ""
        for number, line in enumerate(wrapped(text, width, first=len(indent))):
            lines.append((indent if number == 0 else "") + line)
    if how.page_every:
        lines = [" " + line if i and i % how.page_every == 0 else line for i, line in enumerate(lines)]
    gap = how.newline * (2 if how.blank else 1)
    return (gap.join(lines) + how.newline).encode(how.encoding)


@dataclass
class Printed:
    """One line on a page, before it is drawn."""

    text: str
    x: float
    room: float
    size: float
    justify: bool = False
    centre: bool = False


class Press:
    """Lines to pages."""

    def __init__(self, how: Pdf) -> None:
        self.how = how
        self.pages: list[list[Printed | None]] = [[]]
        self.left = 72.0
        self.room = how.columns * how.size

    def put(self, line: Printed | None) -> None:
        if len(self.pages[-1]) >= self.how.lines:
            self.pages.append([])
        self.pages[-1].append(line)

    def turn(self) -> None:
        if self.pages[-1]:
            self.pages.append([])

    def title(self, text: str, size: float) -> None:
        for line in wrapped(text, self.room / size):
            self.put(Printed(line, self.left, self.room, size, centre=True))

    def paragraph(self, text: str, indent: float = 2.0) -> None:
        size = self.how.size
        lines = list(wrapped(text, self.how.columns, first=indent))
        for number, line in enumerate(lines):
            shift = indent * size if number == 0 else 0.0
            self.put(Printed(line, self.left + shift, self.room - shift, size, justify=number < len(lines) - 1))

    def right(self, text: str) -> None:
        size = self.how.size
        width = columns_of(text) * size
        self.put(Printed(text, self.left + self.room - width - 2 * size, width, size))


def set_pages(paragraphs: list[str], how: Pdf) -> list[list[Printed | None]]:
    """Lay a report out. A cover stands alone when the source has a contents page."""
    press = Press(how)
    cover = "@toc" in paragraphs
    if cover:
        for _ in range(6):
            press.put(None)
    for index, paragraph in enumerate(paragraphs):
        if paragraph == "@toc":
            press.turn()
            contents(press, [p for p in paragraphs if p.startswith("#")], paragraphs)
            press.turn()
        elif paragraph.startswith("!"):
            press.title(paragraph[1:], how.size + 5)
        elif paragraph.startswith("^"):
            press.title(paragraph[1:], how.size)
        elif paragraph.startswith(">"):
            press.right(paragraph[1:])
        elif paragraph.startswith("-"):
            press.put(Printed(paragraph[1:], press.left, press.room, how.size - 3))
        else:
            if index and paragraphs[index - 1][0] in TITLE_SIGNS and not cover:
                press.put(None)
            press.paragraph(paragraph.lstrip("#"))
    return press.pages


def contents(press: Press, headings: list[str], paragraphs: list[str]) -> None:
    """The contents page; the page numbers are counted from a first layout without dots."""
    press.title("目  录", press.how.size + 3)
    trial = Press(press.how)
    found = {}
    for paragraph in paragraphs[paragraphs.index("@toc") + 1 :]:
        trial.paragraph(paragraph.lstrip("#"))
        if paragraph.startswith("#"):
            found[paragraph] = len(trial.pages)
    for heading in headings:
        text = ("    " if heading.startswith("##") else "") + heading.lstrip("#")
        number = str(found[heading])
        dot = press.how.contents_dots
        gap = press.how.columns - columns_of(text) - columns_of(number)
        press.put(Printed(text + dot * int(gap / columns_of(dot)) + number, press.left, press.room, press.how.size))


def as_pdf(paragraphs: list[str], how: Pdf) -> bytes:
    """The printed report."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    pages = set_pages(paragraphs, how)
    buffer = io.BytesIO()
    leading = how.size * 1.7
    width, height = 2 * 72 + how.columns * how.size, 150 + how.lines * leading
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1)
    canvas.setTitle("")
    for number, page in enumerate(pages, 1):
        for row, line in enumerate(page):
            if line:
                draw(canvas, line, height - 80 - row * leading)
        furniture(canvas, how, number, len(pages), width, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def draw(canvas: object, line: Printed, y: float) -> None:
    """One line: justified lines are stretched (or squeezed) between their characters."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    natural = stringWidth(line.text, FONT, line.size)
    text = canvas.beginText()  # type: ignore[attr-defined]
    text.setFont(FONT, line.size)
    x = line.x + (line.room - natural) / 2 if line.centre else line.x
    text.setTextOrigin(x, y)
    text.setCharSpace((line.room - natural) / max(1, len(line.text) - 1) if line.justify else 0)
    text.textOut(line.text)
    canvas.drawText(text)  # type: ignore[attr-defined]


def furniture(canvas: object, how: Pdf, number: int, count: int, width: float, height: float) -> None:
    """Header and footer; the text state is set back first, or justification would leak into them."""
    for text, y in ((how.header, height - 40), (how.footer.format(page=number, pages=count), 36)):
        if text:
            draw(canvas, Printed(text, 72, width - 144, 9, centre=True), y)


def build() -> Iterator[tuple[Path, bytes]]:
    """Every sample with its content."""
    for folder, samples in ((HERE, SAMPLES), (HERE / "opened", OPENED), (HERE / "held_out", HELD_OUT)):
        for how in samples:
            paragraphs = source(folder, how.slug)
            if isinstance(how, Txt):
                yield folder / f"{how.slug}.txt", as_txt(paragraphs, how)
            else:
                yield folder / f"{how.slug}.pdf", as_pdf(paragraphs, how)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args().check
    stale = []
    for path, content in build():
        if check and (not path.exists() or path.read_bytes() != content):
            stale.append(path.name)
        elif not check:
            path.write_bytes(content)
    if stale:
        print("differs from its source:", ", ".join(stale), file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
