"""KB103: paragraphs that came from another report, figures and all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.across.archive import Archive, One
from extractor.across.finding import AcrossFinding
from extractor.across.rules import Outcome

CODE = "KB103"
NAME = "段落照抄"
WHY = (
    "同一段文字连同其中的数字出现在另一单位、另一项目或另一年度的报告里，往往是沿用旧稿而没有更新；"
    "所写的成效未必是本项目的。"
)
SILENT = "段落短于60字；少于3个数据；多份报告共有的格式文字（出现在5份以上报告）；文字相同而数字不同；同一文件的副本。"

_LEAST, _FIGURES, _COMMON = 60, 3, 5
_ALIKE = 0.8
_PARAGRAPH = regex.compile(r"[^\n\f]+(?:(?<=[^。；：\n]{20})\n[^\n\f]+)*")
"""a line, with those that it was broken into"""
_FIGURE = regex.compile(r"\d+(?:[.,，]\d+)*[%％]?")
_NO_DATA = regex.compile(r"(?:19|20)\d\d年?|\d{1,2}[月日、.．]")
_SPACE = regex.compile(r"\s")
_PERMUTATIONS = 64


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph: its report, offsets, text, and the figures that are data."""

    one: One
    start: int
    text: str
    figures: tuple[str, ...]


def find(archive: Archive) -> Outcome:
    """Pair paragraphs by MinHash, then hold their figures against each other."""
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
    by_key: dict[str, _Piece] = {}
    pairs: dict[str, set[str]] = defaultdict(set)
    for number, piece in enumerate(_pieces(archive)):
        key, signature = str(number), _signature(piece.text)
        for other in index.query(signature):
            pairs[other].add(key)
            pairs[key].add(other)
        index.insert(key, signature)
        by_key[key] = piece
    outcome = Outcome(judged=len(by_key))
    seen: set[frozenset[str]] = set()
    for key, others in pairs.items():
        if len({by_key[other].one.report_id for other in others}) >= _COMMON:
            outcome.unjudged["格式文字"] += 1
            continue
        for other in others:
            one, two = sorted(
                (by_key[key], by_key[other]), key=lambda piece: (piece.one.year or 0, piece.one.source_key)
            )
            together = frozenset((one.one.report_id, two.one.report_id, *one.figures))
            if one.one.report_id != two.one.report_id and one.figures == two.figures and together not in seen:
                seen.add(together)
                outcome.findings.append(_finding(one, two))
    outcome.agreed = outcome.judged - len(outcome.findings)
    return outcome


def _when(piece: _Piece) -> tuple[int, str, int]:
    return piece.one.year or 0, piece.one.source_key, piece.start


def _pieces(archive: Archive) -> Iterator[_Piece]:
    """The paragraphs with figures of all reports; of a file with several reports they count for the first."""
    owner: dict[str, One] = {}
    for one in archive.reports.values():
        owner.setdefault(one.source_key, one)
    for row in archive.each("SELECT source_key, text FROM texts ORDER BY source_key"):
        if row["source_key"] not in owner:
            continue
        for paragraph in _PARAGRAPH.finditer(row["text"]):
            text = _SPACE.sub("", paragraph[0])
            figures = tuple(_FIGURE.findall(_NO_DATA.sub("", text)))
            if len(text) >= _LEAST and len(figures) >= _FIGURES:
                yield _Piece(owner[row["source_key"]], paragraph.start(), paragraph[0], figures)


def _signature(text: str) -> object:
    """MinHash of the five-sign shingles of a paragraph without its figures."""
    from datasketch import MinHash

    plain = _FIGURE.sub("", _SPACE.sub("", text))
    signature = MinHash(num_perm=_PERMUTATIONS, seed=1)
    signature.update_batch([plain[at : at + 5].encode() for at in range(max(1, len(plain) - 4))])
    return signature


def _finding(earlier: _Piece, later: _Piece) -> AcrossFinding:
    one, two = earlier.one, later.one
    same_series = (one.unit, one.project) == (two.unit, two.project) and one.unit is not None
    where = f"{one.year}年的报告" if same_series and one.year != two.year else f"“{one.title or one.source_key}”"
    return AcrossFinding(
        code=CODE,
        name=NAME,
        severity="review",
        message=f"这一段连同{len(later.figures)}个数字与{where}相同：{'、'.join(later.figures[:6])}",
        unit_name=two.unit,
        project=two.project,
        places=tuple(
            piece.one.place({"span_start": piece.start, "span_end": piece.start + len(piece.text), "quote": piece.text})
            for piece in (earlier, later)
        ),
    )
