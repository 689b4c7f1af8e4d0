"""What the rows of a band are: data, the whole, a subtotal, guidance nobody filled in (patterns/rows.toml)."""

from __future__ import annotations

import regex

from extractor.finders._bands import Band
from extractor.grids import Box

_LIST_NUMBER = regex.compile(r"^(?:指标\s*\d*\s*[：:]|[（(]?[\d一二三四五六七八九十]{1,3}[）)]?[.、．：:]|[①-⑳])")
_NUMBERED_NAME = regex.compile(r"\d{3,6}(?!以[上下内]|左右|上下|不等|多|余|完成)\p{Han}{2,}")
"""a thing that is called by its number: 12345接听, 120急救"""
_POINTS = regex.compile(r"[（(](?:权重)?[\d.]+[分%]?[）)]$")


def label_of(band: Band, row: int, upto: int) -> Box | None:
    """The row label: the item column's box, else the last box left of a column that holds words, the block's own
    heading apart."""
    named = band.box(row, "item") if "item" in band.columns else None
    if named is not None and not named.blank and not _is_amount(named):
        return named
    found: Box | None = None
    for col in range(upto):
        box = band.grid.box(row, col)
        if box is None or box.blank or _is_amount(box) or (len(box.figures) > 1 and "：" in box.text):
            continue
        if box.cell.rowspan > 1 and band.grid.box(band.header, col) is box:
            continue  # the block's heading (项目资金（万元）) stands beside header and rows alike
        found = box
    return found


def _is_amount(box: Box) -> bool:
    """True for a figure, not for the name of a thing that begins with its number."""
    figure = box.figure
    return figure is not None and not (figure.quantity.unit is None and _NUMBERED_NAME.fullmatch(box.text))


def first_label(band: Band, row: int) -> str:
    """The text of the first box of a row that is not blank."""
    for _col, box in band.grid.distinct(row):
        if not box.blank and not (box.cell.rowspan > 1 and band.grid.box(band.header, _col) is box):
            return box.text
    return ""


def clean_name(text: str) -> str:
    """An indicator's or level's name without list number, points and line breaks.

    >>> clean_name("指标1：购置设备台数")
    '购置设备台数'
    >>> clean_name("决策（20分）")
    '决策'
    """
    text = text.replace("\n", "").replace(" ", "")
    text = _LIST_NUMBER.sub("", text)
    return str(_POINTS.sub("", text)).strip("：:；;")
