"""Cells that lost what stood between them: 年初预算数全年预算数全年执行数, 年度资金总额40004000100%, ≥20台20台1010.

Column names are cut where each piece is one, labels where the figures begin, figures where that makes them agree
(:mod:`extractor.flattened.splits`). An atom that cannot be cut for certain stays whole, and so unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import regex

from extractor.document import Span
from extractor.flattened.atoms import Atom
from extractor.flattened.headers import Header
from extractor.flattened.splits import cut
from extractor.flattened.words import is_impossible, is_total, is_word, points, shape
from extractor.table_words import FUND_ROLES, band_kind, column_role

_NAMES = regex.compile(r"指标|预算|执行|得分|分值|权重|完成|原因|支出|到位|目标|结转|金额")
_LONGEST = 16
_KEYS = 8
"""lines above the first column names among which keys of the form are looked for"""
_REASON = regex.compile(r"偏差|未完成|原因|备注|扣分|说明|评分(?=说明|依据|标准|理由)|得分(?=说明|依据)")
_MODIFIERS = ("项目", "地方", "中央", "资金", "业务", "省级", "市级")
_SHORT = frozenset({"分值", "得分", "权重", "备注", "原因", "结余", "评分", "满分"})
_LABELLED = regex.compile(r"(?P<label>[^\d%]*\p{Han}[^\d%]*?)(?P<run>[\d.,%—/]{2,})")
_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"(?:%|‰|[\p{Han}A-Za-z㎡]{1,6}?(?:/\p{Han}{1,3}?)?)"
_NAME = rf"(?P<name>.*?\p{{Han}}[^\d≥≤=<>]*)(?P<target>[≥≤=<>]*{_AMOUNT}(?P<unit>{_UNIT}))"
_ROWS = (
    _NAME + rf"(?P<actual>{_AMOUNT}(?P=unit))",
    _NAME + rf"(?P<actual>{_AMOUNT}{_UNIT})",
    r"(?P<name>\P{Nd}{4,}?)(?P<target>\P{Nd}{2,12})(?P<actual>(?P=target))",
)
_SCORED = [regex.compile(row + r"(?P<run>\d[\d.]*)(?P<reason>\p{Han}.*|)") for row in _ROWS]
_UNSCORED = [
    regex.compile(row + rest)
    for row, rest in zip(_ROWS, (r"(?P<run>)(?P<reason>\p{Han}.*|)", *[r"(?P<run>)(?P<reason>)"] * 2), strict=True)
]
"""name, target, actual, where there are such columns weight and score in one run, and a reason"""
_NUMERIC = ("rate", "weight", "score", *FUND_ROLES)


def names(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms, with those cut that are column names one after the other, and the keys of the form above them."""
    pieces = [_named(atom.text) if _is_whole(atom) else () for atom in atoms]
    first = next((at for at, cuts in enumerate(pieces) if len(cuts) > 1), 0)
    for at in range(max(0, first - _KEYS), first):
        pieces[at] = _keyed(atoms[at].text) if _is_whole(atoms[at]) else ()
    return [part for atom, cuts in zip(atoms, pieces, strict=True) for part in _parted(atom, cuts)]


def figures(atoms: Sequence[Atom], headers: Sequence[Header]) -> list[Atom]:
    """The atoms, with those under the headers cut that hold a label and figures, or figures of several columns."""
    bounds = [*(header.start for header in headers), len(atoms)]
    found = list(atoms[: bounds[0]])
    for header, stop in zip(headers, bounds[1:], strict=True):
        found.extend(atoms[header.start : header.end])
        under = atoms[header.end : stop]
        pairs = _pairs(under, header)
        for number, atom in enumerate(under):
            found.extend(_parted(atom, _pair(atom.text) if number in pairs else _row(atom, header)))
    return found


def _pairs(atoms: Sequence[Atom], header: Header) -> frozenset[int]:
    """Which atoms are a weight and a score in one (1010), if some of them can be nothing else."""
    if "weight" not in header.roles or "score" not in header.roles or header.kind != "indicators":
        return frozenset()
    found = set()
    for at, atom in enumerate(atoms):
        value = points(atom.text)
        after = "" if atom.last or at + 1 == len(atoms) else atoms[at + 1].text
        ends = not after or (len(after) > 4 and shape(after) in ("words", "sentence"))
        if value is None or not (ends and header.wide and atom.is_printed):
            continue
        if value > 100 or (at and shape(atoms[at - 1].text) != "number"):
            found.add(at)
    certain = [at for at in found if (points(atoms[at].text) or 0) > 100 and _pair(atoms[at].text)]
    return frozenset(found) if len(certain) > 1 else frozenset()


def _pair(text: str) -> tuple[tuple[str, bool], ...]:
    return tuple((piece, True) for piece in cut(text, ("weight", "score")) or ())


def _is_whole(atom: Atom) -> bool:
    """True for the only atom of its line, printed without blanks."""
    return atom.first and atom.last and atom.is_printed and len(atom.text) > 3


def _parted(atom: Atom, pieces: Sequence[tuple[str, bool]]) -> Iterator[Atom]:
    """An atom cut into pieces, or itself; the flag says that a piece was chosen by arithmetic."""
    if len(pieces) < 2:
        yield atom
        return
    at = atom.span.start
    for number, (text, chosen) in enumerate(pieces):
        yield replace(
            atom,
            span=Span(at, at + len(text)),
            text=text,
            first=number == 0,
            last=number == len(pieces) - 1,
            chosen=chosen,
        )
        at += len(text)


@lru_cache(maxsize=512)
def _named(text: str) -> tuple[tuple[str, bool], ...]:
    """The column names that make up a text, after the name of a block; the text itself when they do not."""
    whole = ((text, False),)
    if not 8 <= len(text) <= 90 or len(_NAMES.findall(text)) < 3 or "。" in text or "；" in text:
        return whole
    blocks: list[str] = []
    rest = text
    while True:
        pieces = _segments(rest)
        roles = {column_role(piece) for piece in pieces}
        if len(roles) > 2 and band_kind([role for role in roles if role]):
            return tuple((piece, False) for piece in (*blocks, *pieces))
        end = next((at for at in range(min(14, len(rest) - 1), 1, -1) if is_word("heading", rest[:at])), 0)
        if not end or len(blocks) == 2:
            return whole
        blocks.append(rest[:end])
        rest = rest[end:]


def _keyed(text: str) -> tuple[tuple[str, bool], ...]:
    """Keys and their values: 项目名称 … 主管部门 …. Behind a value a key is as short as can be, for what stands before
    it is rather the value's."""
    first = next((end for end in range(min(14, len(text)), 3, -1) if is_word("key", text[:end])), 0)
    if not first:
        return ()
    bounds = [0, first]
    for end in range(first + 5, len(text)):
        start = next((at for at in range(end - 4, max(bounds[-1], end - 14), -1) if is_word("key", text[at:end])), 0)
        if start:
            bounds += [start - _modifier(text[bounds[-1] : start]), end]
    return tuple((text[a:b], False) for a, b in pairwise([*bounds, len(text)]) if b > a)


def _modifier(before: str) -> int:
    """How many characters before a short key belong to it."""
    return 2 if before[-2:] in _MODIFIERS and len(before) > 3 else 0


def _segments(text: str) -> tuple[str, ...]:
    """The column names that a text is made of, with as many meanings as there are in it and else as few names as can
    be; empty when it holds anything else."""
    best: list[dict[frozenset[str], tuple[str, ...]]] = [{} for _ in range(len(text) + 1)]
    best[0][frozenset()] = ()
    for start in range(len(text)):
        for end in range(start + 2, min(start + _LONGEST, len(text)) + 1) if best[start] else ():
            role = _role(text[start:end], end == len(text))
            for roles, before in best[start].items() if role else ():
                after = roles | {str(role)}
                known = best[end].get(after)
                if known is None or len(known) > len(before) + 1:
                    best[end][after] = (*before, text[start:end])
    if not best[-1]:
        return ()
    return max(best[-1].items(), key=lambda item: (len(item[0]), -len(item[1])))[1]


def _role(name: str, last: bool) -> str | None:
    """What a piece means as a column name. Two characters are too few for most; words about reasons come last."""
    if name[0] in "（(" or (len(name) == 2 and name not in _SHORT):
        return None
    role = column_role(name)
    return None if role in ("reason", "criterion") and not (last and _REASON.match(name)) else role


def _row(atom: Atom, header: Header) -> tuple[tuple[str, bool], ...]:
    """The cells that make up an atom under a header; nothing when it is one cell."""
    text = atom.text
    roles = tuple(role for role in header.roles if role and role in _NUMERIC)
    if not atom.is_printed:
        return ()
    if is_impossible(text):
        return _figures(text, roles)
    if not (atom.first and atom.last):
        return ()
    labelled = _LABELLED.fullmatch(text)
    if labelled and (header.wide or is_impossible(labelled["run"])):
        label = labelled["label"]
        if is_total(label) or is_word("fund_label", label) or header.kind == "funds":
            figures = _figures(labelled["run"], roles) or ((labelled["run"], False),)
            return () if len(figures) == 1 and is_impossible(labelled["run"]) else ((label, False), *figures)
    return _indicator(text, roles) if header.kind == "indicators" and header.wide else ()


def _figures(run: str, roles: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """The figures of a run, for all columns of figures or for those of money and rates; what a blank at the start of
    the year left out, too."""
    money = tuple(role for role in roles if role not in ("weight", "score"))
    later = [tuple(role for role in kept if role != "initial_budget") for kept in (roles, money)]
    for wanted in dict.fromkeys((roles, money, *later)):
        pieces = cut(run, wanted) if len(wanted) > 1 else None
        if pieces:
            return tuple((piece, True) for piece in pieces)
    return ()


def _indicator(text: str, roles: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """Levels, name, target, actual, weight and score, and a reason."""
    levels: list[str] = []
    rest = text
    for level in ("level1", "level2"):
        end = next(
            (at for at in range(min(14, len(rest)), 3, -1) if is_word(level, rest[:at]) and rest[:at].endswith("指标")),
            0,
        )
        if end:
            levels.append(rest[:end])
            rest = rest[end:]
    row = next((row for pattern in (_SCORED if roles else _UNSCORED) if (row := pattern.fullmatch(rest))), None)
    if row is None:
        return ()
    run, reason = row["run"], row["reason"]
    ends = range(len(run), 0 if reason else len(run) - 1, -1)  # 7.58 | 2所学校: the reason may begin with a figure
    ways = [(pieces, end) for end in ends if (pieces := cut(run[:end], roles))]
    taken = next((way for way in ways if "." not in way[0][0]), ways[0] if ways else None)
    if taken is None:
        if run:
            return ()
        taken = ((), 0)
    words = [*levels, row["name"], row["target"], row["actual"]]
    rest = run[taken[1] :] + reason
    return (
        *((piece, False) for piece in words),
        *((figure, True) for figure in taken[0]),
        *(((rest, False),) if rest else ()),
    )
