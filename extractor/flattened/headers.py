"""Runs of column names among atoms: 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分.

A name may be broken over lines (偏差原因分析 / 及改进措施), so that one column takes several atoms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.flattened.atoms import Atom
from extractor.flattened.words import is_word, shape
from extractor.table_words import FUND_ROLES, LEVELS, BandKind, band_kind, column_role, row_kind

LONGEST = 24
"""characters of a column name"""
_PIECES = 4
_UNKNOWN = regex.compile(r"[\p{Han}（）()、/A-Za-z%]{2,12}")


@dataclass(frozen=True)
class Column:
    """One column name: its atoms ``start`` … ``end`` (not included) and what it means (None: unknown)."""

    start: int
    end: int
    role: str | None
    text: str


@dataclass(frozen=True)
class Header:
    """Column names in order. ``wide``: they stand side by side on a line, so that rows do, too."""

    columns: tuple[Column, ...]
    kind: BandKind
    wide: bool

    @property
    def start(self) -> int:
        return self.columns[0].start

    @property
    def end(self) -> int:
        return self.columns[-1].end

    @property
    def roles(self) -> tuple[str | None, ...]:
        return tuple(column.role for column in self.columns)


def header_at(atoms: Sequence[Atom], start: int) -> Header | None:
    """The column names that begin at an atom, or None."""
    if not _may_begin(atoms[start]):
        return None
    wide = _on_line(atoms, start) > 2
    columns: list[Column] = []
    here = start
    while here < len(atoms):
        column = _column(atoms, here, columns, wide)
        if column is None:
            break
        columns.append(column)
        here = column.end
    while columns and columns[-1].role is None and not (wide and atoms[columns[-1].start].line == atoms[start].line):
        columns.pop()
    return _header(columns, wide)


def _header(columns: list[Column], wide: bool) -> Header | None:
    known = {column.role for column in columns if column.role}
    levels = [i for i, column in enumerate(columns) if column.role in LEVELS]
    if len(levels) > 1 and columns[0].role == "level3" and levels[0] == 0:
        columns = columns[1:]  # 绩效指标 before 一级指标 is the name of the block
    if columns and columns[0].role in FUND_ROLES and is_word("heading", columns[0].text):
        columns = columns[1:]  # so is 预算执行情况（10分） before 年初预算数
    kind = band_kind(known)
    if kind is None or len(known) < 3 or len(known) * 2 < len(columns):
        return None
    return Header(tuple(columns), kind, wide)


def _may_begin(atom: Atom) -> bool:
    return 2 <= len(atom.text) <= LONGEST and not atom.text[0].isdigit()


def _on_line(atoms: Sequence[Atom], start: int) -> int:
    end = start
    while end < len(atoms) and atoms[end].line == atoms[start].line:
        end += 1
    return end - start


def _column(atoms: Sequence[Atom], start: int, before: list[Column], wide: bool) -> Column | None:
    """The column name that begins at an atom, after those before it."""
    atom = atoms[start]
    if atom.is_empty or len(atom.text) > LONGEST or row_kind(atom.text):
        return None
    if wide and before and atom.line != atoms[before[0].start].line:
        return None
    own = column_role(atom.text)
    end = _extended(atoms, start, own)
    text = "".join(piece.text for piece in atoms[start:end])
    role = column_role(text)
    if role is None and not (before and _UNKNOWN.fullmatch(text) and (wide or before[-1].role)):
        return None
    if not wide and any(text == column.text for column in before):
        return None
    if not wide and role in (None, "place") and _is_form_word(text):
        return None
    return Column(start, end, role, text)


def _is_open(text: str) -> bool:
    """True for a text that lacks a closing bracket."""
    return sum(map(text.count, "（(")) > sum(map(text.count, "）)"))


def _is_form_word(text: str) -> bool:
    return any(is_word(name, text) for name in ("level1", "level2", "fund_label", "key"))


def _extended(atoms: Sequence[Atom], start: int, own: str | None) -> int:
    """Up to which atom a column name goes on: as far as it keeps its meaning, or to where it gets one."""
    end = start + 1
    text = atoms[start].text
    for at in range(start + 1, min(start + _PIECES, len(atoms))):
        piece = atoms[at]
        if not (atoms[at - 1].last and piece.first) or len(text) + len(piece.text) > LONGEST:
            break
        if shape(piece.text) not in ("words", "unit") and not _is_open(text):
            break
        text += piece.text
        role, alone = column_role(text), column_role(piece.text)
        if _is_open(text[: -len(piece.text)]):
            end = at + 1
            own = own or column_role(text)
            continue
        tail = is_word("header_tail", piece.text)
        goes_on = tail or (own != "reason" and (alone is None or own in LEVELS))
        if role == own and goes_on and (own is not None or tail):
            end = at + 1
        elif own is None and role is not None and len(atoms[start].text) <= 6 and (alone in (None, role)):
            if role == "reason" and not tail:
                break
            return at + 1
        elif own is not None or alone is not None:
            break
    return end
