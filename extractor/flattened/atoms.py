"""Lines cut into atoms: what may be a cell of a table that lost its lines, or a part of one.

Cells are parted by bars, tabs, two blanks or an ideographic space; a line without any of them is one atom. In ``loose``
cutting one blank parts, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import regex

from extractor.document import Line, Span
from extractor.folding import NOTHING

_RULE = regex.compile(r"[\s|:\-—–_=+]*[\-—–_=+]{2}[\s|:\-—–_=+]*")
_BLANKS = f" \t\u3000{NOTHING}"
_WIDE_GAP = regex.compile(r"[ \u3000\t]*(?:\t|\u3000| {2})[ \u3000\t]*")
_GAP = regex.compile(r"[ \u3000\t]+")
_SPACED = regex.compile(r"(?<!\S)(?:\p{Han}[ \u3000]{1,4}){1,}\p{Han}(?!\S)")
"""a word set with blanks between its characters: 合　　计"""
_BLANK = regex.compile(rf"[\s{NOTHING}]+")


@dataclass(frozen=True)
class Atom:
    """A stretch of one line without a separator. ``text`` is folded and has no blanks; an empty one stands between
    two bars. ``line`` counts the lines of the stretch; ``first`` and ``last`` of its line;
    ``closed``: a bar or tab follows, so that the cell ends here."""

    span: Span
    text: str
    line: int
    first: bool
    last: bool
    closed: bool = False

    @cached_property
    def is_empty(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class Row:
    """The atoms of one line. ``barred``: cut at bars or tabs, so that empty cells are there."""

    line: Line
    atoms: tuple[Atom, ...]
    barred: bool


def bare(text: str) -> str:
    """The text without any blanks."""
    return str(_BLANK.sub("", text))


def rows(plain: str, lines: Iterable[Line], loose: bool = False) -> list[Row]:
    """The lines of a stretch with their atoms; rules of dashes are left out."""
    kept = [line for line in lines if not _is_rule(plain[line.span.start : line.span.end])]
    outer = _outer_bars([plain[line.span.start : line.span.end].strip() for line in kept])
    found: list[Row] = []
    for number, line in enumerate(kept):
        text = plain[line.span.start : line.span.end]
        cuts = list(_cells(text, loose, outer[number]))
        atoms = tuple(
            Atom(
                Span(line.span.start + start, line.span.start + end),
                bare(text[start:end]),
                number,
                index == 0,
                index == len(cuts) - 1,
                text.rstrip().endswith("|") or (index < len(cuts) - 1 and _is_barred(text)),
            )
            for index, (start, end) in enumerate(cuts)
        )
        found.append(Row(line, atoms, _is_barred(text)))
    return found


def _is_rule(text: str) -> bool:
    """A line of dashes, as under the head of a table in markdown."""
    return len(text.strip()) > 2 and _RULE.fullmatch(text.strip()) is not None


def _is_barred(text: str) -> bool:
    return "|" in text or text.count("\t") > 1


def _outer_bars(texts: list[str]) -> list[bool]:
    """For each line, whether the lines with bars around it all begin with one: then nothing stands before that."""
    outer = [text.startswith("|") for text in texts]
    start = 0
    for number in range(len(texts) + 1):
        if number == len(texts) or "|" not in texts[number]:
            outer[start:number] = [all(outer[start:number])] * (number - start)
            start = number + 1
    return outer


def _cells(text: str, loose: bool, outer: bool) -> list[tuple[int, int]]:
    """Where the cells of a line stand in it, trimmed. Between bars and tabs there may be empty ones."""
    sign = "|" if "|" in text else "\t" if text.count("\t") > 1 else ""
    if sign:
        pieces = _between(text, [(at, at + 1) for at, char in enumerate(text) if char == sign])
        pieces = pieces[1:] if outer else pieces
        return pieces[:-1] if len(pieces) > 1 and pieces[-1][0] == pieces[-1][1] else pieces
    words = [match.span() for match in _SPACED.finditer(text)]
    gaps = [
        match.span()
        for match in (_GAP if loose else _WIDE_GAP).finditer(text)
        if not any(start <= match.start() < end for start, end in words)
    ]
    return [(start, end) for start, end in _between(text, gaps) if end > start]


def _between(text: str, gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches between separators, trimmed."""
    bounds = [0, *(at for gap in gaps for at in gap), len(text)]
    return [_trimmed(text, bounds[i], bounds[i + 1]) for i in range(0, len(bounds), 2)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    stripped = piece.strip(_BLANKS)
    if not stripped:
        return start, start
    left = len(piece) - len(piece.lstrip(_BLANKS))
    return start + left, start + left + len(stripped)
