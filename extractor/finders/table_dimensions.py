"""Scores told outside of indicator rows: a table of dimensions on its side (维度 | 决策 | 过程 …, 分值 and 得分 below),
and a total that stands beside its key in the head of a form (自评总分 | 98.65)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import regex

from extractor.facts import Fact, Grade, Score
from extractor.finders import Found
from extractor.finders._bands import keyed_rows, scored_rows, tables
from extractor.finders._rows import clean_name
from extractor.finders._score_words import Speaker
from extractor.finders._score_words import bands as grade_bands
from extractor.finders._table_cells import grade_told, points, score_told
from extractor.grids import Box, Grid
from extractor.reading import Reading
from extractor.table_words import column_role, row_kind

AFTER = ("sections", "table_scores")

_KEY = regex.compile(
    r"(?:项目|单位|综合|绩效)?(?:自评|评价)?(?:总分|总得分|总评分|(?<=自评|评价)得分)(?:[（(]分[）)])?[：:]?"
)

_IS_REVIEW = regex.compile(r"(?:项目|单位|综合|绩效)?评[价定]")
"""keys of one who reviews, where others are the unit's own"""

_GRADE_KEY = regex.compile(
    r"(?:项目|单位|综合|绩效)?(?:自评|评价|评定)?(?:结果)?(?:等级|等次|级别)[：:]?|(?:自评|评价|评定)(?:结论|结果)[：:]?"
)


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Scores of the tables on their side, then those beside a key."""
    inside, keyed = scored_rows(reading), keyed_rows(reading)
    for grid in tables(reading):
        told: list[tuple[Box, Score | Grade]] = []
        for row in range(len(grid.rows)):
            if (grid.index, row) not in inside:
                yield from _on_its_side(grid, row, found)
            if (grid.index, row) not in inside - keyed:
                told.extend(_beside_key(grid, row, found))
            told.extend(_grade_beside_key(grid, row, found))
        yield from _apart(told)


def _first(grid: Grid, row: int) -> Box | None:
    return next((box for _col, box in grid.distinct(row) if not box.blank), None) if 0 <= row < len(grid.rows) else None


def _is_called(grid: Grid, row: int, role: str) -> bool:
    box = _first(grid, row)
    return box is not None and not box.figures and column_role(box.text) == role


def _on_its_side(grid: Grid, row: int, found: Found) -> Iterator[Score]:
    """The scores of a row called 得分 under one called 分值, under the names of the dimensions."""
    if not (_is_called(grid, row, "score") and _is_called(grid, row - 1, "weight")):
        return
    for col, box in list(grid.distinct(row))[1:]:
        head = grid.box(row - 2, col)
        above = grid.box(row - 1, col)
        score, weight = points(box), points(above)
        if head is None or head.blank or head.figures or score is None or weight is None or above is None:
            continue
        if row_kind(head.text) == "total":
            yield score_told(score, "total", box, found, weight=weight)
            yield score_told(weight, "full", above, found)
        else:
            yield score_told(score, "part", box, found, name=clean_name(head.text), weight=weight)


def _apart(told: list[tuple[Box, Score | Grade]]) -> Iterator[Score | Grade]:
    """Scores and grades beside their keys. Where the form has both 自评得分 and 评价得分, each is of whom it says."""
    own = [key.text for key, fact in told if isinstance(fact, Score) and "自评" in key.text]
    other = [key.text for key, fact in told if isinstance(fact, Score) and _IS_REVIEW.match(key.text)]
    for key, fact in told:
        speaker: Speaker = "self" if "自评" in key.text else "review" if _IS_REVIEW.match(key.text) else None
        yield replace(fact, speaker=speaker) if own and other else fact


def _beside_key(grid: Grid, row: int, found: Found) -> Iterator[tuple[Box, Score]]:
    """自评总分 | 98.65 among the keys of a form: a row of two keys or more, or one key that says whose points."""
    boxes = [box for _col, box in grid.distinct(row) if not box.blank]
    for key, value in pairwise(boxes):
        score = points(value)
        told = len(boxes) > 2 or (value.text.endswith("分") and key.text.startswith(("自评", "评价")))
        if told and not key.figures and _KEY.fullmatch(key.text) and score is not None:
            yield key, score_told(score, "total", value, found)


def _grade_beside_key(grid: Grid, row: int, found: Found) -> Iterator[tuple[Box, Grade]]:
    """自评等级 | 优 among the keys of a form or below its scores."""
    boxes = [box for _col, box in grid.distinct(row) if not box.blank]
    for key, value in pairwise(boxes):
        if _GRADE_KEY.fullmatch(key.text) and grade_bands().get(value.text):
            yield key, grade_told(value.text, value, found)
