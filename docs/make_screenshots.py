"""Draws the README's picture and writes its excerpt from the tool's own output: ``python docs/make_screenshots.py``.

The picture is SVG with text in it, so it is sharp at any size; it names no font that would have to be fetched.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from extractor import pipeline
from extractor.writers import Audited, Options, as_table
from extractor.writers.as_table import show

ROOT = Path(__file__).parent.parent
SHOTS = {"verdict.svg": ROOT / "samples" / "roads-fault.txt"}
WIDTH = 92

PALETTE = "#282c34 #c8322f #2e7d32 #b07000 #215caa #8c3c8c #00797d #5a5a5a"
"""black red green yellow blue magenta cyan white, dark enough for a light ground"""


def _theme() -> TerminalTheme:
    colours = [tuple(bytes.fromhex(colour[1:])) for colour in PALETTE.split()]
    return TerminalTheme((250, 250, 248), colours[0], colours)  # type: ignore[arg-type]  # three bytes each


FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "Sarasa Mono SC", "Noto Sans Mono CJK SC", "Source Han Mono SC", "PingFang SC", \
"Microsoft YaHei", Menlo, Consolas, monospace; font-size: {char_height}px; line-height: {line_height}px; }}
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
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def excerpt() -> str:
    """What the README's first command prints, without its middle."""
    printed = as_table.write([audited(ROOT / "samples" / "sister.txt")], Options(width=80))
    claims, _, rest = printed.partition("\n待复核与提示 ")
    _, _, agreeing = rest.partition("\n相符 ")
    return f"{claims.rstrip()}\n\n⋮\n\n相符 {agreeing.rstrip()}\n"


def audited(path: Path) -> Audited:
    document = pipeline.read(path)
    return Audited(pipeline.audit(document), document.text)


if __name__ == "__main__":
    main()
