"""Runs of column names among atoms: 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分.

A name may be broken over lines (偏差原因分析 / 及改进措施), so that one column takes several atoms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

import regex

from extractor.flattened.atoms import Atom
from extractor.flattened.words import is_total, is_word, shape
from extractor.table_words import FUND_ROLES, LEVELS, BandKind, band_kind, column_role

LONGEST = 24
"""characters of a column name"""
_PIECES = 4
_BLOCK = regex.compile(r"(?:情况|[（(][^）)]*[元分][）)])$")
_WORDY = ("reason", "criterion")
"""columns of words at the end, whose names go on in many ways"""
_GAP = 2
"""unknown names that may stand between known ones where names stand one below the other"""
_FIGURES = regex.compile(r"\p{Han}+(?:率|数|额|值|比例|占比|进度|情况)|是否\p{Han}{1,8}")
"""what an unknown column of figures is called"""
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
    """Column names in order. ``wide``: they stand side by side on a line of their own, so that rows do, too. ``sure``:
    there are enough known ones; else the rows under them must show that they are column names."""

    columns: tuple[Column, ...]
    kind: BandKind
    wide: bool
    sure: bool = True

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
    while columns and not (columns[-1].role or wide or is_figure_name(columns[-1].text)):
        columns.pop()
    beside = next((atom for atom in atoms[here : here + LONGEST] if not atom.is_empty), None) if wide else None
    if beside is not None and beside.line != atoms[start].line:
        beside = None
    if beside is not None and shape(beside.text) != "words":
        return None  # figures beside it: a row
    if beside is not None:
        columns = _without_keys(columns)
    ahead = _before(atoms, start, wide) if columns and columns[0].role in FUND_ROLES else []
    return _header([*ahead, *columns], wide and beside is None)


def _without_keys(columns: list[Column]) -> list[Column]:
    """The names behind keys and values and the name of the block, where a whole form is one line."""
    keys = [at for at, column in enumerate(columns) if is_word("key", column.text)]
    if not keys or keys[-1] + 1 >= len(columns) or columns[keys[-1] + 1].role is not None:
        return columns
    return list(dropwhile(lambda column: column.role is None, columns[keys[-1] + 1 :]))


def _before(atoms: Sequence[Atom], start: int, wide: bool) -> list[Column]:
    """Names of figures right before the first known column name, which have no meaning for us."""
    found: list[Column] = []
    for at in range(start - 1, max(-1, start - 1 - _GAP), -1):
        atom = atoms[at]
        if not is_figure_name(atom.text) or is_total(atom.text) or column_role(atom.text):
            break
        if wide and atom.line != atoms[start].line:
            break
        if is_word("heading", atom.text) or is_word("goal", atom.text) or _is_form_word(atom.text):
            break
        found.insert(0, Column(at, at + 1, None, atom.text))
    return found


def _is_block(columns: list[Column]) -> bool:
    """True when the first name is that of the block of funds, although it could be a column's."""
    if not columns or columns[0].role not in FUND_ROLES:
        return False
    block = _BLOCK.search(columns[0].text) is not None
    again = columns[0].role in {column.role for column in columns[1:]}
    return block or again if is_word("heading", columns[0].text) else block and again


def is_figure_name(text: str) -> bool:
    """True for a column name that promises figures: 安排额, 支付进度."""
    return _FIGURES.fullmatch(text) is not None


def _header(columns: list[Column], wide: bool) -> Header | None:
    levels = [i for i, column in enumerate(columns) if column.role in LEVELS]
    if len(levels) > 1 and columns[0].role == "level3" and levels[0] == 0:
        columns = columns[1:]  # 绩效指标 before 一级指标 is the name of the block
    while _is_block(columns):
        columns = columns[1:]  # so is 预算执行（元） before 年初预算数
    known = {column.role for column in columns if column.role}
    kind = band_kind(known)
    guessed = sum(column.role is None and is_figure_name(column.text) for column in columns)
    if kind is None or len(known) * 2 + guessed < len(columns) or (len(known) < 3 and kind != "funds"):
        return None
    return Header(tuple(columns), kind, wide, sure=len(known) > 2)


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
    if atom.is_empty or len(atom.text) > LONGEST or is_total(atom.text):
        return None
    if wide and before and atom.line != atoms[before[0].start].line:
        return None
    own = column_role(atom.text)
    end = _extended(atoms, start, own)
    text = "".join(piece.text for piece in atoms[start:end])
    role = column_role(text)
    if role is None and not (before and _UNKNOWN.fullmatch(text) and (wide or any(c.role for c in before[-_GAP:]))):
        return None
    if not wide and any(text == column.text for column in before):
        return None
    if not wide and role in (None, "place") and _is_form_word(text):
        return None
    return Column(start, end, role, text)


def _is_half(text: str) -> bool:
    """True for the first half of a name (实际 | 完成值), which could be one by itself."""
    return len(text) < 5 and text[-1] not in "值数额率分"


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
        goes_on = tail or (own not in _WORDY and (alone is None or own in LEVELS or _is_half(atoms[start].text)))
        if role == own and goes_on and (own is not None or tail):
            end = at + 1
        elif own is None and role is not None and len(atoms[start].text) <= 6 and (alone in (None, role)):
            if role in _WORDY and not tail:
                break
            return at + 1
        elif own is not None or alone is not None:
            break
    return end
