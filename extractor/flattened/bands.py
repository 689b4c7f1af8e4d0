"""The bands of a stretch of lines: each header with the rows under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.flattened import glued
from extractor.flattened.align import Cut, rows
from extractor.flattened.atoms import Atom
from extractor.flattened.doubt import is_misread
from extractor.flattened.headers import Column, Header, header_at, is_figure_name
from extractor.flattened.slots import Slot
from extractor.flattened.words import is_word, shape
from extractor.table_words import LEVELS, column_role

REACH = 900
"""atoms after a header among which its rows are looked for"""


_SHORTFALL = regex.compile("偏差|未完成|差异|改进|备注|原因|扣分(?!依据|标准)")


@dataclass(frozen=True)
class Band:
    """A header and its rows. Cuts count atoms of the stretch; their columns are places in ``slots``. ``first`` is the
    slot of the header's first column: 1 where the column of the row labels has no name."""

    header: Header
    slots: tuple[Slot, ...]
    rows: tuple[tuple[Cut, ...], ...]
    first: int

    @property
    def start(self) -> int:
        return self.header.start

    @property
    def end(self) -> int:
        return self.rows[-1][-1].end


def unglued(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms, those cut that hold several cells."""
    apart = glued.names(atoms)
    return glued.figures(apart, [header for header in _headers(apart) if header.sure])


def bands(atoms: Sequence[Atom], loose: bool = False) -> list[Band]:
    """All bands among the atoms, in order; headers without rows are none."""
    headers = _headers(atoms)
    found: list[Band] = []
    for index, header in enumerate(headers):
        if found and header.start < found[-1].end:
            continue  # a row whose labels could be column names (预算执行, 预算执行率)
        after = (other.start for other in headers[index + 1 :] if other.sure)
        stop = min(next(after, len(atoms)), header.end + REACH)
        stop = next((at for at in range(header.end, stop) if is_word("end", atoms[at].text)), stop)
        band = _band(atoms, header, stop, loose)
        if band is not None:
            found.append(band)
    return found


def _headers(atoms: Sequence[Atom]) -> list[Header]:
    found: list[Header] = []
    at = 0
    while at < len(atoms):
        header = header_at(atoms, at)
        if header is None:
            at += 1
        else:
            found.append(header)
            at = header.end
    return found


def _band(atoms: Sequence[Atom], header: Header, stop: int, loose: bool) -> Band | None:
    if _has_second_storey(atoms, header.end):
        return None
    slots = _slots(header)
    cut = rows(atoms[header.end : stop], slots, header.wide, loose)
    shifted = tuple(tuple(Cut(one.start + header.end, one.end + header.end, one.column) for one in row) for row in cut)
    if not shifted or not (header.sure or _proved(atoms, shifted, len(slots))):
        return None
    if is_misread(atoms, slots, shifted) or _goes_beyond(atoms, shifted[-1][-1].end):
        return None
    return Band(header, slots, shifted, len(slots) - len(header.columns))


def _has_second_storey(atoms: Sequence[Atom], start: int) -> bool:
    """True where a line of further column names follows a header (符号 | 单位 | 单项得分): which of them stood under
    which is lost."""
    line = [atom for atom in atoms[start : start + 12] if not atom.is_empty and atom.line == atoms[start].line]
    if (
        len(line) < 3
        or not line[0].first
        or any(shape(atom.text) in ("number", "percent", "quantity") for atom in line)
    ):
        return False
    roles = [column_role(atom.text) for atom in line]
    return sum(role is not None for role in roles) * 2 > len(roles) and not {"level1", "level2"} & set(roles)


def _goes_beyond(atoms: Sequence[Atom], end: int) -> bool:
    """True where a row has more figures on its line than there are columns: they are not its columns."""
    if end >= len(atoms) or atoms[end].first or atoms[end - 1].line != atoms[end].line:
        return False
    return shape(atoms[end].text) in ("number", "percent")


def _proved(atoms: Sequence[Atom], rows: Sequence[Sequence[Cut]], width: int) -> bool:
    """True for two rows or more that are filled, with two figures each."""
    full = [row for row in rows if len(row) >= width - 1]
    figured = [sum(shape(atoms[cut.start].text) in ("number", "percent") for cut in row) > 1 for row in full]
    return len(full) > 1 and len(full) * 2 > len(rows) and all(figured)


def _slots(header: Header) -> tuple[Slot, ...]:
    """What the columns hold; in front a column of row labels, where the header names none."""
    roles = header.roles
    name = max((role for role in roles if role in LEVELS), default="item")
    funds = header.kind == "funds"
    slots = [_slot(column, name, funds) for column in header.columns]
    if not funds or "item" in roles or any(role in LEVELS for role in roles[:2]):
        return tuple(slots)
    label = next((at for at, slot in enumerate(slots[:2]) if slot.role in (None, "place")), None)
    if label is None:
        return (Slot("item", True), *slots)
    slots[label] = Slot("item", True)
    return tuple(slots)


def _slot(column: Column, name: str, funds: bool) -> Slot:
    role = column.role
    if role == name and not funds:
        role = "name"
    if role is None and is_figure_name(column.text) and not column.text.startswith("是否"):
        role = "figure"
    if role == "criterion" or (role == "reason" and not _SHORTFALL.search(column.text)):
        role = "remark"
    return Slot(role, funds)
