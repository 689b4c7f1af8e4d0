"""Which part of the money a column speaks of, where several columns have one role: the source or the item that stands
over it (中央资金｜下达, 支出; 省级资金｜下达, 支出) or before the noun (中央支出数, 省级支出数)."""

from __future__ import annotations

import regex

from extractor.facts import Source
from extractor.finders._bands import Band
from extractor.finders._fund_words import source_named, tidy
from extractor.grids import Box
from extractor.table_words import column_role, row_kind

Part = tuple[Source, str | None]
"""source and item; ("total", None) for the whole"""

WHOLE: Part = ("total", None)
_NO_PART = regex.compile(r"(?:[上本当今去]一?年度?|全年|年度|20\d\d年度?|实际|资金|总)*(?:数|额|金额|总额|情况)?")
"""what stands over a column or names it and marks off no part of the money: whose year it is, 金额"""


def by_part(band: Band, cols: tuple[int, ...]) -> dict[Part, tuple[int, ...]]:
    """The columns of one role by the part of the money that they speak of."""
    if len(cols) == 1:
        return {WHOLE: cols}
    found: dict[Part, list[int]] = {}
    for col in cols:
        found.setdefault(_part(band, col, cols), []).append(col)
    return {part: tuple(its) for part, its in found.items()}


def _part(band: Band, col: int, cols: tuple[int, ...]) -> Part:
    own = band.grid.box(band.first - 1, col)
    if own is not None and _is_divided(band, cols):
        return _named(tidy(own.text))
    over = _over(band, col)
    if over is not None and not over.text.startswith("其中"):
        return _named(tidy(over.text))
    head = band.heads.get(col, "")
    if own is not None and (column_role(own.text) in (None, "area") or source_named(tidy(own.text))):
        return _named(tidy(own.text))  # 资金下达｜中央
    head = head.split("其中")[-1].lstrip("：:")
    for end in range(len(head) - 1, 1, -1):
        if column_role(head[end:]) and (source := source_named(tidy(head[:end]))):
            return (source, None)
    return WHOLE


def _named(name: str) -> Part:
    if row_kind(name) is not None or _NO_PART.fullmatch(name):
        return WHOLE
    source = source_named(name)
    return (source, None) if source else ("total", name)


def _is_divided(band: Band, cols: tuple[int, ...]) -> bool:
    """True for columns that divide what one cell over all of them says (实际支付｜本年支付, 结转支付), none of them the
    whole."""
    own = [band.grid.box(band.first - 1, col) for col in cols]
    over = {id(box) for col in cols if (box := band.grid.box(band.header, col))}
    head = band.grid.box(band.header, cols[0])
    if len(over) > 1 or head is None or head.cell.colspan != len(cols) or column_role(head.text) is None:
        return False
    names = [tidy(box.text) for box in own if box is not None and box is not head]
    return len({*names}) == len(cols) and not any(map(_is_whole, names))


def _is_whole(name: str) -> bool:
    return row_kind(name) is not None or name.startswith(("其中", "累计")) or _NO_PART.fullmatch(name) is not None


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
