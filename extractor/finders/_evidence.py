"""What a column is by what stands in it, where its name is not known.

The rows tell: a column of bounds (≥, 不低于 …) holds targets; one of figures near to the targets holds results; of two
columns of bare numbers one never larger than the other, the larger are weights and the smaller scores. Columns that are
headed as something else (上年完成值, 偏差率, 是否…) are not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.facts import Figure
from extractor.grids import Box, Grid
from extractor.table_words import LEVELS, row_kind

Columns = dict[str, tuple[int, ...]]

_OTHER = regex.compile(
    r"上年|上一年|去年|往年|历史|前[三3]年|偏差|偏离|差异|差距|增减|系数|率(?:$|[（(])|比例|占比|是否|日期|时间|电话"
)
"""names of columns whose figures could pass for results or points and are none"""
_DEGREE = regex.compile(r"程度|进度|情况|水平")
_WHO = regex.compile(
    r"(?:自评|自我|自查|单位|部门|项目|主管|财政|专家|第三方|评价|考评|考核|评审|评估|复核|复评|再评价|复查|抽查|抽评|"
    r"审核|审定|核定|认定|评定|核实|机构|小组|组|局|股|科|[省市县区]级?)+"
)
"""names that say who scored, and nothing else"""
_GIVEN = ("initial_budget", "adjusted_budget", "allocated", "received")
_LONG = 30
"""characters of an indicator's name, at most"""
_HALF = Decimal("0.5")
_SUMS = frozenset(map(Decimal, range(50, 101, 5)))
"""what the weights of a table add up to: 100, or less where the execution rate has its points elsewhere"""


@dataclass(frozen=True)
class _Rows:
    """The rows of a band that hold data, asked column by column."""

    grid: Grid
    rows: tuple[int, ...]

    def boxes(self, col: int) -> list[Box | None]:
        """The cell of each row; None where it is blank."""
        found = (self.grid.box(row, col) for row in self.rows)
        return [box if box is not None and not box.blank else None for box in found]

    def share(self, boxes: Sequence[object]) -> Decimal:
        """How many of the rows have something."""
        return Decimal(sum(bool(box) for box in boxes)) / len(boxes) if boxes else Decimal(0)

    def leading(self, col: int) -> list[Figure | None]:
        """The figure that each cell begins with or is."""
        return [_leading(box) for box in self.boxes(col)]

    def points(self, col: int) -> list[Decimal | None]:
        """The bare numbers of 0 to 100 in a column."""
        return [_points(box) for box in self.boxes(col)]


def told_by_cells(grid: Grid, rows: Sequence[int], columns: Columns, heads: dict[int, str]) -> Columns:
    """The columns of a band with the roles that its cells give to columns of unknown names."""
    data = _Rows(grid, tuple(row for row in rows if _is_data(grid, row)))
    if len(data.rows) < 2:
        return columns
    found = _completion_apart(data, _counted_not_paid(grid, data, columns), heads)
    free = [col for col in heads if not any(col in cols for cols in columns.values()) and not _OTHER.search(heads[col])]
    _take(found, free, "target", _targets(data, free) if "target" not in found else None)
    _take(found, free, "target", _before_actuals(data, free, found) if "target" not in found else None)
    _take(found, free, "actual", _actuals(data, free, found) if "actual" not in found else None)
    _points_of(data, free, found)
    _reviewers(data, free, found, heads)
    if "area" in found or not {"target", "score"} & set(found):
        return found
    return found | (_deeper(data, free, found) if any(lv in found for lv in LEVELS) else _names(data, found, heads))


def _is_data(grid: Grid, row: int) -> bool:
    boxes = [box for _col, box in grid.distinct(row) if not box.blank]
    return len(boxes) > 2 and not any(row_kind(box.text) in ("total", "subtotal") for box in boxes)


def _leading(box: Box | None) -> Figure | None:
    if box is None or not box.figures or any(token.kind in ("date", "masked") for token in box.tokens):
        return None
    return box.figures[0] if len(box.marked) <= 12 else None


def _points(box: Box | None) -> Decimal | None:
    figure = box.figure if box else None
    if figure is None or figure.quantity.op != "eq" or not 0 <= figure.quantity.value <= 100:
        return None
    unit = figure.quantity.unit
    return figure.quantity.value if unit is None or unit.dimension in ("points", "none") else None


def _take(found: Columns, free: list[int], role: str, col: int | None) -> None:
    if col is not None:
        found[role] = (col,)
        free.remove(col)


def _targets(data: _Rows, free: Sequence[int]) -> int | None:
    """The first column half of whose cells are bounds."""
    for col in free:
        bounds = [figure and figure.quantity.op not in ("eq", "approx") for figure in data.leading(col)]
        if data.share(bounds) >= _HALF:
            return col
    return None


def _actuals(data: _Rows, free: Sequence[int], found: Columns) -> int | None:
    """The first column right of the targets whose figures are near to them, half as much to twice as much."""
    if "target" not in found:
        return None
    targets = data.leading(found["target"][0])
    for col in free:
        if col < found["target"][0]:
            continue
        pairs = [(one, other) for one, other in zip(targets, data.leading(col), strict=True) if one and other]
        near = [pair for pair in pairs if _near(*pair)]
        if len(pairs) > 1 and len(near) * 4 >= len(pairs) * 3 and len(pairs) * 2 >= sum(map(bool, targets)):
            return col
    return None


def _before_actuals(data: _Rows, free: Sequence[int], found: Columns) -> int | None:
    """The only column between names and results that is filled and says what the results answer: figures near to
    theirs, the same words, bounds."""
    names = [cols[-1] for level in LEVELS if (cols := found.get(level))]
    if "actual" not in found or not names:
        return None
    actual = found["actual"][0]
    between = [col for col in free if max(names) < col < actual]
    if len(between) != 1 or data.share(data.boxes(between[0])) * 4 < 3:
        return None
    pairs = list(zip(data.boxes(between[0]), data.boxes(actual), strict=True))
    both = [(one, other) for one, other in pairs if one and other]
    answered = [(one, other) for one, other in both if _answers(one, other)]
    return between[0] if len(both) > 1 and len(answered) * 4 >= len(both) * 3 else None


def _answers(one: Box, other: Box) -> bool:
    first, second = _leading(one), _leading(other)
    return one.text == other.text if first is None or second is None else _near(first, second)


def _near(one: Figure, other: Figure) -> bool:
    units = one.quantity.unit, other.quantity.unit
    if units[0] and units[1] and units[0].dimension != units[1].dimension:
        return False
    first, second = one.quantity.value, other.quantity.value
    return first == second or (first > 0 and second > 0 and first <= 2 * second and second <= 2 * first)


def _points_of(data: _Rows, free: list[int], found: Columns) -> None:
    """Weights and scores: what is missing of the two, or both side by side."""
    weights, scores = found.get("weight", ()), found.get("score", ())
    if len(weights) == 2 and not scores and _fit(data, *weights):
        found["weight"], found["score"] = weights[:1], weights[1:]
    elif len(scores) == 2 and not weights and _fit(data, *scores) and _adds_up(data, scores[0]):
        found["weight"], found["score"] = scores[:1], scores[1:]
    elif weights and not scores:
        _take(found, free, "score", next((col for col in free if _fit(data, weights[0], col)), None))
    elif scores and not weights:
        _take(found, free, "weight", next((c for c in free if _fit(data, c, scores[0]) and _adds_up(data, c)), None))
    elif not weights and not scores and "target" in found:
        for one, other in _pairs(free):
            if _fit(data, one, other) and _adds_up(data, one):
                found["weight"], found["score"] = (one,), (other,)
                return


def _reviewers(data: _Rows, free: list[int], found: Columns, heads: dict[int, str]) -> None:
    """The scores of another who scored too, of whom the column's name says nothing else (单位自评 | 复核认定)."""
    if len(found.get("weight", ())) != 1 or len(found.get("score", ())) != 1:
        return
    others = [col for col in free if _WHO.fullmatch(heads[col]) and _fit(data, found["weight"][0], col)]
    found["score"] = (*found["score"], *others)
    free[:] = [col for col in free if col not in others]


def _completion_apart(data: _Rows, columns: Columns, heads: dict[int, str]) -> Columns:
    """The columns; of two that are called by the result (实绩数 | 完成程度), the one that is all percentages while the
    other is not says how far the target was met."""
    actuals = columns.get("actual", ())
    shares = tuple(col for col in actuals if _DEGREE.search(heads[col]) and _is_percent(data, col))
    if not shares or len(shares) == len(actuals) or any(_is_percent(data, c) for c in actuals if c not in shares):
        return dict(columns)
    kept = tuple(col for col in actuals if col not in shares)
    return {**columns, "actual": kept, "completion": (*columns.get("completion", ()), *shares)}


def _is_percent(data: _Rows, col: int) -> bool:
    figures = [figure for figure in data.leading(col) if figure is not None]
    units = [figure.quantity.unit for figure in figures]
    return len(units) > 1 and all(unit is not None and unit.dimension == "percent" for unit in units)


def _counted_not_paid(grid: Grid, data: _Rows, columns: Columns) -> Columns:
    """The columns; 下达数 or 安排数 beside results of indicators is what was to be done, when it is no money."""
    planned = [role for role in _GIVEN if role in columns]
    named = any(level in columns for level in LEVELS)
    if not named or "target" in columns or "actual" not in columns or len(planned) != 1:
        return columns
    role = planned[0]
    col = columns[role][0]
    figures = [figure for figure in data.leading(col) if figure is not None]
    told = {figure.quantity.unit.dimension for figure in figures if figure.quantity.unit}
    if len(columns[role]) > 1 or col > columns["actual"][0] or "money" in told or len(figures) < 2:
        return columns
    if not told and "unit" not in columns and grid.unit is not None:
        return columns
    return {("target" if one == role else one): cols for one, cols in columns.items()}


def _pairs(free: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((one, other) for one in free for other in free if one < other)


def _fit(data: _Rows, weight: int, score: int) -> bool:
    """True when a column holds points never above those of another, mostly all of them."""
    pairs = list(zip(data.points(weight), data.points(score), strict=True))
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    if len(both) < 2 or len(both) * 4 < len(pairs) * 3:
        return False
    mostly = sum(other * 2 >= one for one, other in both) * 4 >= 3 * len(both)
    return mostly and all(other <= one for one, other in both)


def _adds_up(data: _Rows, col: int) -> bool:
    values = [value for value in data.points(col) if value is not None]
    return sum(values, Decimal(0)) in _SUMS


def _names(data: _Rows, found: Columns, heads: dict[int, str]) -> Columns:
    """The columns of words left of the first figures, when no name of theirs is known: the last names the indicators,
    those before it are levels."""
    first = min(cols[0] for role, cols in found.items() if role in ("target", "actual", "weight", "score", "op"))
    taken = {col for cols in found.values() for col in cols}
    named = [
        col
        for col in sorted(heads)
        if col < first
        and (col not in taken or col in found.get("item", ()))
        and data.share([box is not None and box.figure is None for box in data.boxes(col)]) * 4 >= 3
    ]
    distinct = [col for col in named if _says_each(data, col)]
    if not distinct:
        return {}
    name = distinct[-1]
    levels = [col for col in named if col < name][-2:]
    return {**{role: (col,) for role, col in zip(("level1", "level2"), levels, strict=False)}, "level3": (name,)}


def _deeper(data: _Rows, free: Sequence[int], found: Columns) -> Columns:
    """The column of names right of the deepest level that we know, where that one says the same of several rows."""
    deepest = max(level for level in LEVELS if level in found)
    col = found[deepest][0]
    if deepest == LEVELS[-1] or _says_each(data, col):
        return {}
    beside = next((one for one in sorted(free) if one > col), None)
    if beside is None or not _says_each(data, beside) or any(len(b.text) > _LONG for b in data.boxes(beside) if b):
        return {}
    return {LEVELS[LEVELS.index(deepest) + 1]: (beside,)}


def _says_each(data: _Rows, col: int) -> bool:
    """True for a column with words of its own in every row."""
    boxes = data.boxes(col)
    return len({box.text for box in boxes if box and box.figure is None}) == len(boxes)
