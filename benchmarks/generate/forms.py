"""Forms: the self-evaluation forms of the places, and the transfer form."""

from __future__ import annotations

from typing import Any

from benchmarks.generate.marks import mark
from benchmarks.generate.paper import Cell, Draft, Table
from benchmarks.generate.tables import level_runs, widths
from benchmarks.generate.truth import Indicator, Truth


def write_form(truth: Truth, how: dict[str, Any]) -> Draft:
    """A form as one table."""
    return Form(truth, how).write()


class Form:
    """One form in the making. Its grid is as wide as the wider of its two blocks and a column at the side."""

    def __init__(self, truth: Truth, how: dict[str, Any]) -> None:
        self.truth, self.how = truth, how
        self.names = {**truth.values(), "money": truth.money.unit}
        self.width = 1 + max(len(how["fund"]), len(how["indicator"]))

    def write(self) -> Draft:
        draft = Draft()
        title = self.truth.rng.choice(self.how["titles"]).format_map(self.names)
        draft.line(title, "title")
        if self.how.get("year"):
            draft.line(self.how["year"].format_map(self.names), "subtitle")
        rows = [*self._head(), *self._funds(), *self._goal(), *self._indicators()]
        share = [0.6, *widths(self.how["indicator"])]
        share += [1.0] * (self.width - len(share))
        draft.table(Table(tuple(rows), 0, tuple(share)))
        for line in self.how.get("end", ()):
            draft.line(line.format_map({**self.names, **self._ends()}), "text")
        return draft

    def _ends(self) -> dict[str, str]:
        domain = self.truth.domain
        return {"problem": domain["problems"][0], "advice": domain["advice"][0]}

    def _head(self) -> list[tuple[Cell, ...]]:
        """Pairs of label and content, spread over the width."""
        rows = []
        for row in self.how["head"]:
            pairs = [
                (row[n], str(self.names[row[n + 1]]) if row[n + 1] != "total" else f"{self.names['total']}")
                for n in range(0, len(row), 2)
            ]
            room = self.width // len(pairs)
            cells: list[Cell] = []
            for place, (label, content) in enumerate(pairs):
                last = self.width - room * (len(pairs) - 1) if place == len(pairs) - 1 else room
                label_width = min(2, last - 1)
                cells += [Cell(label, across=label_width), Cell(content, across=last - label_width)]
            rows.append(tuple(cells))
        return rows

    def _spread(self, cells: list[Cell], width: int) -> list[Cell]:
        """Cells of one row over ``width`` columns: the last one takes the rest."""
        spare = width - sum(cell.across for cell in cells)
        if spare <= 0:
            return cells
        first = cells[0]
        return [Cell(first.text, first.down, first.across + spare), *cells[1:]]

    def _funds(self) -> list[tuple[Cell, ...]]:
        how, room = self.how, self.width - 1
        kinds = [kind for kind, _ in how["fund"]]
        rows: list[tuple[Cell, ...]] = []
        side = Cell(how["block"].format_map(self.names), down=len(how["rows"]) + 1)
        rows.append((side, *self._spread([Cell(title) for _, title in how["fund"]], room)))
        for row, label in how["rows"].items():
            cells = [Cell(label if kind == "label" else self._fund(row, kind)) for kind in kinds]
            rows.append(tuple(self._spread(cells, room)))
        return rows

    def _fund(self, row: str, kind: str) -> str:
        figures, none = self.truth.figures, str(self.how["none"])
        if kind in ("weight", "score"):
            return figures[f"execution.{kind}"].bare if row == "total" and "execution.weight" in figures else none
        if kind == "reason":
            return ""
        if row == "total":
            key = {"initial": "initial", "adjusted": "form.adjusted", "spent": "spent", "rate": "rate"}[kind]
        else:
            key = f"form.{kind}.{row}"
        if key not in figures:
            return none
        bare = "%" in dict(map(reversed, self.how["fund"])).get(kind, "") or self._percent_header(kind)
        return figures[key].full if kind == "rate" and not bare else figures[key].bare

    def _percent_header(self, kind: str) -> bool:
        return any(k == kind and "（%）" in title for k, title in self.how["fund"])

    def _goal(self) -> list[tuple[Cell, ...]]:
        side, planned, done = self.how["goal"]
        left = (self.width - 1) // 2
        right = self.width - 1 - left
        goals = self.truth.names["goal"], self.truth.names["goal_done"]
        return [
            (Cell(side, down=2), Cell(planned, across=left), Cell(done, across=right)),
            (Cell(goals[0], across=left), Cell(goals[1], across=right)),
        ]

    def _indicators(self) -> list[tuple[Cell, ...]]:
        how, room = self.how, self.width - 1
        kinds = [kind for kind, _ in how["indicator"]]
        rows = self.truth.indicators
        total = how.get("total")
        side = Cell(how["side"], down=len(rows) + 1)
        table = [(side, *self._wide([Cell(title) for _, title in how["indicator"]], room))]
        firsts = _runs([row.levels[0] for row in rows])
        for place, row in enumerate(rows):
            cells = {kind: Cell(self._cell(row, kind)) for kind in kinds}
            seconds = self._second(rows)
            if place in firsts:
                cells["level1"] = Cell(row.levels[0], down=firsts[place])
            else:
                cells.pop("level1")
            if place in seconds:
                cells["level2"] = Cell(row.levels[1], down=seconds[place])
            else:
                cells.pop("level2")
            table.append(tuple(self._wide([cells[kind] for kind in kinds if kind in cells], room, len(kinds))))
        if total:
            table.append(tuple(self._total(total, kinds)))
        return table

    def _wide(self, cells: list[Cell], room: int, columns: int | None = None) -> list[Cell]:
        """The last cell takes the columns that the fund block has more."""
        spare = room - (columns or len(cells))
        if spare <= 0:
            return cells
        last = cells[-1]
        return [*cells[:-1], Cell(last.text, last.down, last.across + spare)]

    def _second(self, rows: list[Indicator]) -> dict[int, int]:
        runs: dict[int, int] = {}
        for start, length in _runs([row.levels[0] for row in rows]).items():
            runs |= {start + place: count for place, count in level_runs(rows[start : start + length]).items()}
        return runs

    def _cell(self, row: Indicator, kind: str) -> str:
        figures = self.truth.figures
        if kind == "name":
            return figures[row.key("name")].full
        if kind == "target":
            return row.shown.full if row.shown else ""
        if kind == "op":
            return {"ge": "≥", "le": "≤", "eq": "＝"}.get(row.op, "定性")
        if kind == "number":
            return row.target.bare
        if kind == "unit":
            return row.unit
        if kind == "actual":
            return row.actual.full
        if kind == "reason":
            return mark(row.key("reason"), row.reason) if row.reason else ""
        if kind == "coefficient":
            return _coefficient(row)
        return figures[row.key(kind)].bare if row.key(kind) in figures else ""

    def _total(self, label: str, kinds: list[str]) -> list[Cell]:
        """Label over the columns before the weight; weights and scores; nothing behind."""
        figures = self.truth.figures
        first = kinds.index("weight")
        cells = [Cell(label, across=first + 1)]
        texts = {"weight": figures["full"].bare, "score": figures["total"].bare}
        if self.how.get("grade"):
            texts["reason"] = figures["grade"].full
        cells += [Cell(texts.get(kind, "")) for kind in kinds[first:]]
        return self._wide(cells, self.width, 1 + len(kinds))


def _coefficient(row: Indicator) -> str:
    if not row.score or not row.weight or row.score.value is None or row.weight.value is None:
        return ""
    share = 100 * row.score.value / row.weight.value
    return (
        f"{share.quantize(share if share == share.to_integral_value() else share.__class__('0.1')):f}"
        if share != 100
        else "100"
    )


def _runs(names: list[str]) -> dict[int, int]:
    """Where a name begins, and how many rows it covers."""
    runs: dict[int, int] = {}
    start = 0
    for place, name in enumerate(names):
        if place == 0 or name != names[place - 1]:
            start = place
            runs[start] = 0
        runs[start] += 1
    return runs
