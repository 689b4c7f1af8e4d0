"""Text: hard-wrapped, with or without blank lines, in the encodings of the trade; tables by rows or one cell a line."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from benchmarks.generate.marks import plain
from benchmarks.generate.paper import Line, Paper, Table
from benchmarks.generate.words import Words

FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
NO_START = set("，。；：、！？％%”’）》」")


def columns_of(text: str) -> float:
    """Width in full-width characters."""
    return sum(0.5 if ord(sign) < 0x2E80 and sign not in "“”‘’…—×≥≤" else 1.0 for sign in text)


def wrapped(text: str, width: float) -> Iterator[str]:
    """Break at any character; closing punctuation hangs on the line before."""
    line = ""
    for sign in text:
        if columns_of(line + sign) > width and sign not in NO_START:
            yield line
            line = ""
        line += sign
    yield line


def write(paper: Paper, rng: Random, words: Words) -> bytes:
    layout = words.find("layout.txt")
    width = rng.choice(layout["widths"]) or 10_000
    gap = "\n\n" if rng.choice(layout["blank"]) and width < 10_000 else "\n"
    flat, stop = rng.choice(layout["flat"]), rng.choice(layout["cells"])
    lines: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Line):
            indent = "　　" if block.role == "text" else ""
            lines += wrapped(indent + plain(block.text), width)
        else:
            lines += _flat(block) if flat else _rows(block, stop)
    encoding = rng.choice(layout["encodings"])
    text = gap.join(lines) + "\n"
    if rng.choice(layout["digits"]) == "full":
        text = text.translate(FULL_WIDTH)
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("gb18030")


def _rows(table: Table, stop: str) -> Iterator[str]:
    for row in table.rows:
        yield stop.join(plain(cell.text) for cell in row).rstrip()


def _flat(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield from (plain(cell.text) for cell in row if cell.text)
