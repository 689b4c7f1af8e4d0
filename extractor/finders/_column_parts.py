"""Which part of the money a column speaks of, where several columns have one role: the source or the item that stands
over it (中央资金｜下达, 支出; 省级资金｜下达, 支出) or before the noun (中央支出数, 省级支出数)."""

from __future__ import annotations

from extractor.facts import Source
from extractor.finders._bands import Band
from extractor.finders._fund_words import source_named, tidy
from extractor.grids import Box
from extractor.table_words import column_role, row_kind

Part = tuple[Source, str | None]
"""source and item; ("total", None) for the whole"""

WHOLE: Part = ("total", None)


def by_part(band: Band, cols: tuple[int, ...]) -> dict[Part, tuple[int, ...]]:
    """The columns of one role by the part of the money that they speak of."""
    if len(cols) == 1:
        return {WHOLE: cols}
    found: dict[Part, list[int]] = {}
    for col in cols:
        found.setdefault(_part(band, col), []).append(col)
    return {part: tuple(its) for part, its in found.items()}


def _part(band: Band, col: int) -> Part:
    over = _over(band, col)
    if over is not None:
        return _named(tidy(over.text))
    own = band.grid.box(band.first - 1, col)
    head = band.heads.get(col, "")
    if own is not None and (column_role(own.text) in (None, "area") or source_named(tidy(own.text))):
        return _named(tidy(own.text))  # 资金下达｜中央
    for end in range(len(head) - 1, 1, -1):
        if column_role(head[end:]) and (source := source_named(tidy(head[:end]))):
            return (source, None)
    return WHOLE


def _named(name: str) -> Part:
    if row_kind(name) is not None:
        return WHOLE
    source = source_named(name)
    return (source, None) if source else ("total", name)


def _over(band: Band, col: int) -> Box | None:
    """The cell over several columns, this one among them, that says what they are of: in the header, or right over
    it."""
    beside = any(box.cell.row < band.header for _col, box in band.grid.distinct(band.header) if not box.figures)
    for row in (band.header, band.header - 1) if beside else (band.header,):
        box = band.grid.box(row, col)
        if box is None or box.blank or box.figures or not 1 < box.cell.colspan < band.grid.width:
            continue
        below = band.grid.box(row + 1, col)
        if below is not box and row < band.first - 1 and not column_role(box.text):
            return box
    return None
