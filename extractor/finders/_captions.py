"""Captions: the words right above a table, and the part of the money that they limit it to (patterns/captions.toml)."""

from __future__ import annotations

from extractor.finders._bands import Band
from extractor.packs import Entry, load
from extractor.rx import rx

_LINES = 3
_LONG = 40
"""characters beyond which words above a table are a paragraph and no caption"""


def caption(band: Band) -> str:
    """The lines above a band: rows of one cell right over its header, else the words before the table."""
    lines: list[str] = []
    for row in range(band.header - 1, max(band.header - 1 - _LINES, -1), -1):
        texts = {id(box): box.text for _col, box in band.grid.distinct(row) if not box.blank}
        if len(texts) > 1:
            return "\n".join(reversed(lines))
        lines += texts.values()
    above = [line for line in band.grid.above.split("\n") if len(line) <= _LONG and "。" not in line]
    return "\n".join([*above, *reversed(lines)]).replace(" ", "")


def part_of(band: Band) -> str | None:
    """The one part that a caption names, or None when it names none, or several side by side. A table of tasks sums up
    those only."""
    heading = next((box for _col, box in band.grid.distinct(band.header) if box.cell.rowspan > 1), None)
    if heading is not None and (tasks := rx(r"(?:年度|重点|主要)[^（(]{0,4}任务").match(heading.text)):
        return str(tasks[0])
    words = caption(band)
    named = {match[0].strip('“”"「」') for e in load("captions", Entry) for match in e.pattern.finditer(words)}
    return named.pop().replace("”", "").replace('"', "") if len(named) == 1 else None
