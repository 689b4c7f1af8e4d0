"""What the columns under a header mean: by their names from the top down (patterns/columns.toml) and by their place."""

from __future__ import annotations

import regex

from extractor.grids import Grid
from extractor.table_words import FUND_ROLES, LEVELS, column_role, row_kind

_APPROPRIATED = regex.compile(
    "(?:其中：)?(?:当年|本年)?(?:财政|一般公共预算|政府性基金(?:预算)?|国有资本经营预算)+拨款(?:资金)?"
)
"""money of the budget: under what is planned or spent it names where that comes from"""
_WEIGHTED = regex.compile(r"[（(]\d+分[）)]")
_NAMED_POINTS = regex.compile(r"\p{Han}[^（(]*[（(](?:分值|权重|满分)?[：:]?[\d.]+分?[）)]")
_AMOUNTS = {*FUND_ROLES, "rate", "in_place_rate"}
_CHANGE = regex.compile(r"增减|增长|增幅|降幅|变动|变化|同比|环比|[较比与](?:上年|去年|年初|预算)|差异|差额|对比")
"""names of columns that compare"""
_SHARE = regex.compile(r"[%％率幅比]")
_BUDGET_CHANGE = regex.compile(r"追加|追减|调[增减整剂]|预算")
_LAST_YEAR = regex.compile(r"^(?:上一?年度?|去年)(?!结转|结余)")


def labels_apart(grid: Grid, rows: range, columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The columns; one that is headed like an amount but holds words names the rows (预算执行情况 over 总额,
    其中：财政资金)."""
    labels = tuple(
        col
        for role, cols in columns.items()
        if role in FUND_ROLES
        for col in cols
        if any(_is_words(grid, row, col) for row in rows) and not any(_is_figure(grid, row, col) for row in rows)
    )
    if not labels:
        return columns
    kept = {role: tuple(col for col in cols if col not in labels) for role, cols in columns.items()}
    kept["item"] = (*kept.get("item", ()), *labels)
    return {role: cols for role, cols in kept.items() if cols}


def tasks_as_items(columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The columns of money; what is spent on tasks (任务名称, before 主要内容) is told by their names."""
    if "level3" not in columns:
        return columns
    rest = {role: cols for role, cols in columns.items() if role not in ("level3", "item")}
    return {**rest, "item": (*columns["level3"], *columns.get("item", ()))}


def names_first(grid: Grid, rows: range, columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The columns; of several that name the items of spending (类别 | 子项目) the one that calls each row by a name of
    its own comes first, else the last."""
    items = columns.get("item", ())
    if len(items) < 2:
        return columns
    name = next((col for col in items if _says_each(grid, rows, col)), items[-1])
    return {**columns, "item": (name, *(col for col in items if col != name))}


def _says_each(grid: Grid, rows: range, col: int) -> bool:
    """True for a column with words of its own in each row that is no sum."""
    boxes = [box for row in rows if (box := grid.box(row, col)) and not box.blank and row_kind(box.text) is None]
    return len({box.text for box in boxes}) == len(boxes) > 1 and all(box.figure is None for box in boxes)


def levels_apart(grid: Grid, rows: range, columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The columns; where one name stands over two (指标内容), the last holds the names and the first a level."""
    for level, above in (("level3", "level2"), ("level2", "level1")):
        cols = columns.get(level, ())
        if len(cols) > 1 and above not in columns and any(_differ(grid, row, cols) for row in rows):
            columns = {**columns, level: cols[-1:], above: cols[:-1]}
    return columns


def _differ(grid: Grid, row: int, cols: tuple[int, ...]) -> bool:
    boxes = [grid.box(row, col) for col in cols[-2:]]
    return boxes[0] is not boxes[1] and all(
        box is not None and not box.blank and (not box.figures or points_in_name(box.text)) for box in boxes
    )


def points_in_name(text: str) -> bool:
    """True for a name with nothing but its points in brackets: 产出（60分）."""
    return _NAMED_POINTS.fullmatch(text) is not None


def _is_words(grid: Grid, row: int, col: int) -> bool:
    box = grid.box(row, col)
    return box is not None and not box.blank and not box.figures


def _is_figure(grid: Grid, row: int, col: int) -> bool:
    box = grid.box(row, col)
    return box is not None and box.figure is not None


def _role(texts: list[str]) -> str | None:
    """What a column is by its names from the top down: the lowest decides, save where it says less than all of them
    (投资｜计划)."""
    last, whole = column_role(texts[-1]), column_role("".join(texts))
    if last in ("target", "actual") and whole in FUND_ROLES:
        return whole
    over = column_role(texts[0])
    if last in ("item", "area") and (over in FUND_ROLES or over in LEVELS):
        return over  # 预算下达数｜市县 names a source, 一级指标｜名称 a level
    if over in FUND_ROLES and _APPROPRIATED.fullmatch(texts[-1]):
        return over  # 执行数｜财政拨款
    return last or whole or over


def _own_points(columns: dict[str, list[int]], heads: dict[int, str]) -> None:
    """Where each level has its own weights or scores (一级指标｜权重, 三级指标｜权重; 一级指标 | 分值 | 三级指标 | …),
    those of the deepest count."""
    for role in ("weight", "score"):
        over = {col: _level_over(heads[col]) or _level_left(columns, col) for col in columns.get(role, ())}
        deepest = max((level for level in over.values() if level), default=None)
        if len(over) > 1 and deepest:
            columns[role] = [col for col, level in over.items() if level == deepest]


def _level_over(head: str) -> str | None:
    """The level whose name begins a header: 一级指标 in 一级指标权重."""
    return next((role for end in range(len(head), 3, -1) if (role := column_role(head[:end])) in LEVELS), None)


def _level_left(columns: dict[str, list[int]], col: int) -> str | None:
    """The level whose column is the next one to the left."""
    left = {at: level for level in LEVELS for at in columns.get(level, ()) if at < col}
    return left[max(left)] if left else None


def group_points_apart(grid: Grid, rows: range, columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The columns without the points of whole groups: those that stand left of the names and not in each row."""
    names = max((cols[0] for level in LEVELS if (cols := columns.get(level))), default=-1)
    group = {
        col
        for role in ("weight", "score")
        for col in columns.get(role, ())
        if col < names and not all(_has_own(grid, row, col) for row in rows if _is_words(grid, row, names))
    }
    kept = {role: tuple(col for col in cols if col not in group) for role, cols in columns.items()}
    return {role: cols for role, cols in kept.items() if cols}


def _has_own(grid: Grid, row: int, col: int) -> bool:
    box = grid.box(row, col)
    return box is not None and not box.blank and box.cell.rowspan == 1


def _is_change(role: str, texts: list[str], others: list[str]) -> bool:
    """True for a column that compares amounts with those of another year (增减｜预算, 比上年增减%), not an amount."""
    last = texts[-1]
    if role != "adjustment":
        return role in _AMOUNTS and any(_CHANGE.search(text) for text in texts)
    if _SHARE.search(last) or column_role(texts[0]) in ("spent", "received", "balance"):
        return True
    return not _BUDGET_CHANGE.search(last) and any(_LAST_YEAR.search(other) for other in others)


def columns_under(grid: Grid, header: int, first: int) -> tuple[dict[str, tuple[int, ...]], dict[int, str]]:
    columns: dict[str, list[int]] = {}
    heads: dict[int, str] = {}
    for col in range(grid.width):
        texts: list[str] = []
        for row in range(header, first):
            box = grid.box(row, col)
            if box is None or box.blank or box.cell.row + box.cell.rowspan > first:
                continue  # a block's heading stands beside the rows, not over them
            if box.text not in texts:
                texts.append(box.text)
        if not texts:
            continue
        heads[col] = "".join(texts)
        if (role := _role(texts)) and _is_change(role, texts, list(heads.values())):
            continue
        if role in FUND_ROLES and _WEIGHTED.search(texts[-1]):
            continue  # 预算执行情况（10分） heads a block and says what it is worth
        if role:
            columns.setdefault(role, []).append(col)
    _own_points(columns, heads)
    columns.get("target", []).sort(key=lambda col: "调整" not in heads[col])  # the adjusted target counts
    return {role: tuple(cols) for role, cols in columns.items()}, heads
