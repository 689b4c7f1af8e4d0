"""Tables: money by place or sub-project, scores by part, the scoring sheet with its subtotals."""

from __future__ import annotations

from benchmarks.generate.marks import mark
from benchmarks.generate.paper import Cell, Draft, Table
from benchmarks.generate.truth import Indicator, Truth

WIDTHS = {
    "no": 0.5,
    "label": 2.2,
    "name": 2.0,
    "reason": 2.0,
    "level1": 0.9,
    "level2": 1.2,
    "target": 1.2,
    "actual": 1.2,
}


def widths(columns: list[list[str]]) -> tuple[float, ...]:
    return tuple(WIDTHS.get(kind, 1.0) for kind, _ in columns)


def money_table(draft: Draft, truth: Truth, words: str, prefix: str, number: int) -> None:
    """One row for each place, and the total."""
    how = truth.words.find(f"forms.tables.{words}")
    names = {**truth.values(), "n": number, "money": truth.money.unit}
    draft.line(how["caption"].format_map(names), "caption")
    draft.line(how["unit"].format_map(names), "note")
    columns = how["columns"]
    rows = [tuple(Cell(title) for _, title in columns)]
    keys = [key for key in truth.rows if key.startswith(prefix) and key[len(prefix) :].isdigit()]
    for order, key in enumerate(keys, 1):
        cells = {"no": str(order), "label": truth.rows[key]}
        cells |= {
            k: (truth.figures[f"{key}.{k}"].full if k == "rate" else truth.figures[f"{key}.{k}"].bare)
            for k in _money(columns)
        }
        rows.append(tuple(Cell(cells[kind]) for kind, _ in columns))
    total = {
        "initial": truth.figures["budget"].bare,
        "spent": truth.figures["spent"].bare,
        "rate": truth.figures["rate"].full,
    }
    first = [kind for kind, _ in columns if kind in ("no", "label")]
    rows.append((Cell(how["total"], across=len(first)), *(Cell(total[kind]) for kind, _ in columns if kind in total)))
    draft.table(Table(tuple(rows), 1, widths(columns)))


def _money(columns: list[list[str]]) -> list[str]:
    return [kind for kind, _ in columns if kind in ("initial", "spent", "rate")]


def score_rows(truth: Truth) -> list[tuple[str, str]]:
    """Key and name of each score part, the execution rate first where it has points of its own."""
    rows = [(f"part{order}", name) for order, (name, _) in enumerate(truth.parts, 1)]
    if truth.frame == "self":
        rows.insert(0, ("execution", truth.words.find("prose.dimension.self_names")[0]))
    return rows


def score_table(draft: Draft, truth: Truth, number: int) -> None:
    """Points by part."""
    how = truth.words.find("forms.tables.score")
    draft.line(how["caption"].format_map({**truth.values(), "n": number}), "caption")
    rows = [tuple(Cell(title) for _, title in how["columns"])]
    for key, name in score_rows(truth):
        figures = truth.figures
        rate = figures.get(f"{key}.rate")
        cells = {"label": name, "weight": figures[f"{key}.weight"].bare, "score": figures[f"{key}.score"].bare}
        cells["part_rate"] = rate.full if rate else ""
        rows.append(tuple(Cell(cells[kind]) for kind, _ in how["columns"]))
    last = {"label": how["total"], "weight": truth.figures["full"].bare, "score": truth.figures["total"].bare}
    last["part_rate"] = truth.figures["total.rate"].full
    rows.append(tuple(Cell(last[kind]) for kind, _ in how["columns"]))
    draft.table(Table(tuple(rows), 1, widths(how["columns"])))


def scoring_sheet(draft: Draft, truth: Truth) -> None:
    """All indicators of an evaluation with merged levels, a subtotal for each part, and the total."""
    how = truth.words.find("forms.tables.sheet")
    columns = [kind for kind, _ in how["columns"]]
    rows = [tuple(Cell(title) for _, title in how["columns"])]
    by_number = {indicator.number: indicator for indicator in truth.indicators}
    for order, (name, numbers) in enumerate(truth.parts, 1):
        group = [by_number[number] for number in numbers]
        runs = level_runs(group)
        for place, indicator in enumerate(group):
            cells = _sheet_cells(truth, indicator, columns)
            if place == 0:
                weight = truth.figures[f"part{order}.weight"]
                cells["level1"] = Cell(f"{name}（{weight}）" if truth.rng.random() < 0.5 else name, down=len(group) + 1)
            if place in runs:
                cells["level2"] = Cell(indicator.levels[1], down=runs[place])
            rows.append(tuple(cells[kind] for kind in columns if kind in cells))
        sub = {"weight": truth.figures[f"part{order}.weight"].bare, "score": truth.figures[f"part{order}.score"].bare}
        tail = [Cell(sub.get(kind, "")) for kind in columns if kind not in ("level1", "level2", "name")]
        rows.append((Cell(how["subtotal"], across=2), *tail))
    last = {"weight": truth.figures["full"].bare, "score": truth.figures["total"].bare}
    tail = [Cell(last.get(kind, "")) for kind in columns if kind not in ("level1", "level2", "name")]
    rows.append((Cell(how["total"], across=3), *tail))
    draft.table(Table(tuple(rows), 1, widths(how["columns"])))


def level_runs(group: list[Indicator]) -> dict[int, int]:
    """Where a second level begins, and how many rows it covers."""
    runs: dict[int, int] = {}
    start = 0
    for place, indicator in enumerate(group):
        if place == 0 or indicator.levels[1] != group[place - 1].levels[1]:
            start = place
            runs[start] = 0
        runs[start] += 1
    return runs


def _sheet_cells(truth: Truth, indicator: Indicator, columns: list[str]) -> dict[str, Cell]:
    figures = truth.figures
    cells = {
        "name": Cell(figures[indicator.key("name")].full),
        "weight": Cell(figures[indicator.key("weight")].bare),
        "score": Cell(figures[indicator.key("score")].bare),
        "reason": Cell(mark(indicator.key("reason"), indicator.reason) if indicator.reason else ""),
    }
    if indicator.op != "none" and indicator.shown:
        cells["target"] = Cell(indicator.shown.full)
        cells["actual"] = Cell(indicator.actual.full)
    else:
        cells["target"] = cells["actual"] = Cell("")
    return {kind: cell for kind, cell in cells.items() if kind in columns}
