"""Draws the README's pictures and writes its excerpt from the tool's own output: ``python docs/make_screenshots.py``.

The terminal's picture is SVG with text in it, so it is sharp at any size; it names no font that would have to be
fetched. That of the report page is taken by a real Chromium (playwright; Chinese type must be installed); where there
is none the old picture stays, and that is said.
"""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from extractor import pipeline
from extractor.writers import Audited, Options, as_html, as_table
from extractor.writers.as_table import show

ROOT = Path(__file__).parent.parent
SHOTS = {"verdict.svg": ROOT / "samples" / "roads-fault.txt"}
PAGE = ("page.png", ROOT / "samples" / "overall-fault.pdf", "支出明细合计不符")
"""the picture of a report page, the report, and the finding that is opened in it"""
SCREEN = {"width": 1280, "height": 1000}
COLOURS = 256
"""of the picture: flat surfaces and text need no more, and the repository stays small"""
WIDTH = 92
CELL = 12.2
"""units of the picture that a cell of the terminal is wide"""

PALETTE = "#282c34 #c8322f #2e7d32 #b07000 #215caa #8c3c8c #00797d #5a5a5a"
"""black red green yellow blue magenta cyan white, dark enough for a light ground"""


def _theme() -> TerminalTheme:
    colours = [tuple(bytes.fromhex(colour[1:])) for colour in PALETTE.split()]
    return TerminalTheme((250, 250, 248), colours[0], colours)  # type: ignore[arg-type]  # three bytes each


FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "Sarasa Mono SC", "Noto Sans Mono CJK SC", "Source Han Mono SC", "PingFang SC", \
"Microsoft YaHei", Menlo, Consolas, monospace; font-size: 22px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />\
</clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def main() -> None:
    for name, path in SHOTS.items():
        (ROOT / "docs" / name).write_text(picture(path), encoding="utf-8")
    photograph(*PAGE)
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    fence = re.compile(r"(?<=<!-- excerpt -->\n```\n).*?(?=```)", re.DOTALL)
    readme.write_text(fence.sub(lambda _: excerpt(), text, count=1), encoding="utf-8")


def picture(path: Path) -> str:
    """The verdict on a report as SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False)
    show(audited(path), console)
    title = f"gouji audit {path.relative_to(ROOT).as_posix()}"
    svg = console.export_svg(title=title, theme=_theme(), code_format=FORMAT, unique_id="gouji")
    svg = re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)<', _stretched, svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def _stretched(text: re.Match[str]) -> str:
    """The length of a stretch of text in cells: rich counts characters, and squeezes Chinese into half its width."""
    length = cell_len(html.unescape(text[2])) * CELL
    return f'textLength="{length:g}"{text[1]}>{text[2]}<'


def photograph(name: str, path: Path, finding: str) -> None:
    """The report page of a report with one finding opened, as a browser shows it."""
    from PIL import Image

    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print(f"{name} stays as it is: playwright is not installed", file=sys.stderr)
        return
    browser = os.environ.get("GOUJI_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        if not browser and not Path(driver.chromium.executable_path).exists():
            print(f"{name} stays as it is: no Chromium (set GOUJI_CHROMIUM)", file=sys.stderr)
            return
        file = Path(folder) / "page.html"
        file.write_text(as_html.write([audited(path)], Options()), encoding="utf-8")
        page = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page(viewport=SCREEN)
        page.goto(file.as_uri())
        page.locator(".finding", has_text=finding).locator(".formula").first.click()
        shot = page.screenshot()
    picture = (
        Image.open(io.BytesIO(shot))
        .convert("RGB")
        .quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    picture.save(ROOT / "docs" / name, optimize=True)


def excerpt() -> str:
    """What the README's first command prints, without its middle."""
    printed = as_table.write([audited(ROOT / "samples" / "sister.txt")], Options(width=80))
    claims, _, rest = printed.partition("\n待复核与提示 ")
    _, _, agreeing = rest.partition("\n相符 ")
    return f"{claims.rstrip()}\n\n⋮\n\n相符 {agreeing.rstrip()}\n"


def audited(path: Path) -> Audited:
    document = pipeline.read(path)
    ((report, dossier),) = pipeline.audit_dossiers(document)
    return Audited(report, document.text, (str(path),), dossier)


if __name__ == "__main__":
    main()
