"""Whose scores count where a table has two columns of them: the unit's own (自评得分) and its reviewer's (复核得分).

In a self-evaluation they are the unit's, in a review the reviewer's; the title says which it is. A column that nobody
filled in does not count.
"""

from __future__ import annotations

import regex

from extractor.finders._score_words import speaker
from extractor.grids import Grid
from extractor.table_words import row_kind

_REVIEW = regex.compile(
    r"复核|复评|复查|再评价|抽[查评]|重点评价|财政|第三方|专家|评审|审核|核定|主管|部门评|评价得?分|考核|考评"
)
_SELF = regex.compile(r"自评|自我|自查")


def own_scores(grid: Grid, rows: range, cols: tuple[int, ...], heads: dict[int, str], front: str) -> int:
    """The column of the scores that are the report's. ``front`` are its first words."""
    data = [row for row in rows if not _is_sum(grid, row)]
    filled = [col for col in cols if _filled(grid, data, col)]
    if len(filled) < 2:
        return (filled or list(cols))[0]
    reviewed = [col for col in filled if _is_review(heads[col])]
    own = [col for col in filled if col not in reviewed]
    if not reviewed or not own:
        return filled[0]
    return own[0] if _is_own(grid.above, front) else reviewed[-1]


def _is_review(head: str) -> bool:
    return not _SELF.search(head) and (speaker(head) in ("review", "expert") or _REVIEW.search(head) is not None)


def _is_own(above: str, front: str) -> bool:
    """True for a self-evaluation: its title says so and nothing of a review."""
    for words in (above, front):
        own, review = _SELF.search(words), _REVIEW.search(words)
        if own or review:
            return review is None
    return False


def _filled(grid: Grid, rows: list[int], col: int) -> bool:
    """True for a column with figures in half of its rows."""
    return sum(bool((box := grid.box(row, col)) and box.figures) for row in rows) * 2 >= len(rows)


def _is_sum(grid: Grid, row: int) -> bool:
    return any(row_kind(box.text) in ("total", "subtotal") for _col, box in grid.distinct(row) if not box.blank)
