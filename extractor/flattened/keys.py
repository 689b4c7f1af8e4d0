"""Keys and values that stand on one line, parted by a blank or a bar (项目名称 山塘整治 主管部门 柳溪县水利局), or by
nothing at all (项目名称山塘整治主管部门柳溪县水利局).

In running text blanks between Chinese characters mean nothing, so such a line would be one word. A line is read so when
it begins with the key of a form and none of its values is a sentence; where nothing parts them, when each unit's value
ends as the names of units do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from extractor.document import Cell, Span, Table
from extractor.flattened.atoms import Atom, Row, rows
from extractor.flattened.words import is_word
from extractor.packs import Entry, load

_LONGEST = 60
"""characters of a value"""
_SENTENCE = regex.compile(r"[。；，！？]|[^：:]{1,8}[：:]")
"""what no value holds; one that begins with a label belongs to that"""

_Pair = tuple[Span, Span]


def tables(text: str, lines: Sequence[Row]) -> Iterator[Table]:
    """The lines of keys and values, those that follow each other as one table."""
    run: list[list[_Pair]] = []
    sure = False
    for row in [*lines, None]:
        pairs, alone = _of_line(text, row) if row is not None else ([], False)
        if pairs:
            run.append(pairs)
            sure = sure or alone
            continue
        if run and sure:
            yield _table(run)
        run, sure = [], False


def _of_line(text: str, row: Row) -> tuple[list[_Pair], bool]:
    """The keys and values of a line, and whether it is sure to hold them without others like it beside it."""
    atoms = row.atoms if row.barred else rows(text, [row.line], loose=True)[0].atoms
    if pairs := _pairs(atoms):
        return pairs, True
    pairs = _glued(text, row.line.span) if len(row.atoms) == 1 else []
    return pairs, len(pairs) > 1


def _pairs(atoms: Sequence[Atom]) -> list[_Pair]:
    """The keys of a line with their values; empty where it is no such line."""
    if not atoms or not _is_key(atoms[0]):
        return []
    keys = [at for at, atom in enumerate(atoms) if _is_key(atom)]
    found: list[_Pair] = []
    for key, after in zip(keys, [*keys[1:], len(atoms)], strict=True):
        told = [atom for atom in atoms[key + 1 : after] if not atom.is_empty]
        value = "".join(atom.text for atom in told)
        if not value:
            continue
        if len(value) > _LONGEST or _SENTENCE.match(value) or "。" in value:
            return []
        found.append((atoms[key].span, Span(told[0].span.start, told[-1].span.end)))
    return found


def _glued(text: str, line: Span) -> list[_Pair]:
    """The keys and values of a line that nothing parts, from its first character on; empty where it is none."""
    keys = list(_glued_keys().finditer(text, *line, timeout=1))
    if not keys or keys[0].start() != line.start:
        return []
    found: list[_Pair] = []
    for key, after in zip(keys, [*(one.start() for one in keys[1:]), line.end], strict=True):
        value = text[key.end() : after].strip("：: ")
        start = text.index(value, key.end())
        if not 2 < len(value) <= _LONGEST or _SENTENCE.search(value):
            return []
        if key["unit"] and not _ends_as_unit().search(value):
            return []
        found.append((Span(*key.span()), Span(start, start + len(value))))
    return found


@cache
def _glued_keys() -> regex.Pattern[str]:
    return next(entry.pattern for entry in load("flattened", Entry) if entry.id == "flattened.glued_key")


@cache
def _ends_as_unit() -> regex.Pattern[str]:
    return next(entry.pattern for entry in load("flattened", Entry) if entry.id == "flattened.unit_name")


def _is_key(atom: Atom) -> bool:
    return is_word("key", atom.text.rstrip("：:"))


def _table(lines: Sequence[list[_Pair]]) -> Table:
    cells = [
        Cell(span, row, col, address=f"R{row + 1}C{col + 1}")
        for row, pairs in enumerate(lines)
        for col, span in enumerate(span for pair in pairs for span in pair)
    ]
    return Table(Span(cells[0].span.start, cells[-1].span.end), tuple(cells))
