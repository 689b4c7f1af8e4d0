"""Which group of items a row of a fund table belongs to: a merged cell beside the names (造林绿化 | 荒山造林, 小计).

A subtotal is what the group has; a name that comes in several groups is told with its group.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import regex

from extractor.finders._bands import Band
from extractor.finders._fund_words import tidy
from extractor.finders._rows import label_of
from extractor.grids import Box
from extractor.table_words import row_kind

_SUBTOTAL = regex.compile(r"(?:资金|支出|金额)?小计$")


@dataclass(frozen=True)
class Groups:
    """The groups of a band of money, whose amounts begin at a column."""

    band: Band
    first_money: int

    def item(self, row: int, label: Box, text: str) -> str:
        """What the items of a row are called, of whose own name ``text`` is left when its list number is taken off."""
        if row_kind(text) == "subtotal":
            return tidy(_SUBTOTAL.sub("", text)) or self._of(row, label) or self._above(row) or text
        if self._names[label.text] > 1 and (group := self._of(row, label)):
            return group + text
        return text

    @cached_property
    def _labels(self) -> dict[int, Box]:
        band = self.band
        found = {row: label_of(band, row, self.first_money) for row in range(band.first, band.last)}
        return {row: label for row, label in found.items() if label is not None}

    @cached_property
    def _names(self) -> Counter[str]:
        """How often each name comes in cells of its own."""
        return Counter(label.text for label in dict.fromkeys(self._labels.values()))

    def _of(self, row: int, label: Box) -> str | None:
        """The merged cell left of a row's name, which holds for other rows too."""
        found = None
        for col in range(min(self.first_money, label.cell.col)):
            box = self.band.grid.box(row, col)
            if box is not None and box.cell.rowspan > 1 and self._is_group(col, box):
                found = tidy(box.text)
        return found

    def _is_group(self, col: int, box: Box) -> bool:
        heading = self.band.grid.box(self.band.header, col) is box  # 项目资金（万元） beside header and rows alike
        return not heading and not box.blank and not box.figures and row_kind(box.text) is None

    def _above(self, row: int) -> str | None:
        """The group of all rows above a subtotal, up to the one before."""
        groups: set[str | None] = set()
        for at in range(row - 1, self.band.first - 1, -1):
            label = self._labels.get(at)
            if label is None or row_kind(label.text) is not None:
                break
            groups.add(self._of(at, label) or self._of_place(at, label))
        return groups.pop() if len(groups) == 1 else None

    def _of_place(self, row: int, label: Box) -> str | None:
        """The place that a row names beside its item, where its cell is not merged."""
        box = self.band.box(row, "area") if "area" in self.band.columns else None
        return tidy(box.text) if box is not None and box is not label and not box.blank and not box.figures else None
