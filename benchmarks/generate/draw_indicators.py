"""Indicators: targets, actuals, weights and scores; the total and its grade."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from benchmarks.generate.figures import Figure, percent, rate, rounded, short, word
from benchmarks.generate.truth import Indicator, Truth

OUTPUT = ("数量", "质量", "时效", "成本")
BENEFIT = ("经济", "社会", "生态", "可持续")


def draw_indicators(truth: Truth, *, most: int = 11, halfway: bool = False) -> None:
    """Rows from the domain; a few of them miss their target and say why. ``halfway`` through the year counts stand at
    about a half."""
    rows = truth.domain["indicators"]
    kept = [row for row in rows if row["l"] == "满意度" or truth.rng.random() < most / len(rows)]
    level = "evaluation" if truth.frame == "evaluation" else "self"
    for number, row in enumerate(kept, 1):
        indicator = _indicator(truth, number, row)
        indicator.levels = tuple(truth.words.find(f"prose.level.{level}")[row["l"]])
        if halfway:
            _halve(truth, indicator)
        truth.indicators.append(indicator)


def _halve(truth: Truth, row: Indicator) -> None:
    """What was reached by June."""
    row.reason = ""
    if row.kind == "数量" and row.target.value:
        half = rounded(row.target.value * truth.rng.randint(35, 65) / 100, -int(row.target.value.as_tuple().exponent))
        row.actual = Figure(row.key("actual"), half, short(half), row.unit)
        row.met = half >= row.target.value
        _entered(truth, row)


def _indicator(truth: Truth, number: int, row: dict[str, Any]) -> Indicator:
    rng, unit, op = truth.rng, row.get("unit", ""), row["op"]
    if op in ("text", "date"):
        target = word(f"ind{number}.target", row["target"])
        actual = word(f"ind{number}.actual", row["actual"])
        return _entered(truth, Indicator(number, row["l"], row["name"], unit, op, target, actual, shown=target))
    step = Decimal(str(row.get("step", 1)))
    low, high = Decimal(str(row["low"])), Decimal(str(row["high"]))
    goal = low + step * rng.randint(0, int((high - low) / step))
    result = _result(truth, row, goal, step)
    better = "down" if op == "le" else "up"
    met = result <= goal if better == "down" else result >= goal
    places = max(0, -int(step.as_tuple().exponent))
    target = Figure(f"ind{number}.target", goal, f"{goal:.{places}f}" if places else short(goal), unit)
    actual = Figure(f"ind{number}.actual", result, short(result), unit)
    shown = truth.words.some(f"prose.op.{op}").format(n=target.text, u=unit)
    indicator = Indicator(number, row["l"], row["name"], unit, op, target, actual, met=met, better=better)
    indicator.shown = word(target.key, shown)
    if not met:
        indicator.reason = truth.words.some("prose.reason.missed")
    return _entered(truth, indicator)


def _entered(truth: Truth, indicator: Indicator) -> Indicator:
    truth.figures[indicator.key("target")] = indicator.target
    truth.figures[indicator.key("actual")] = indicator.actual
    truth.figures[indicator.key("name")] = word(indicator.key("name"), indicator.name)
    return indicator


def _result(truth: Truth, row: dict[str, Any], goal: Decimal, step: Decimal) -> Decimal:
    """What was reached: the goal, a little better, or (seldom) a little worse."""
    rng, unit = truth.rng, row.get("unit")
    kind = rng.choices(("even", "better", "worse"), (4, 5, 1))[0]
    if row["l"] == "满意度":
        return truth.figures["satisfaction"].value or goal
    if kind == "even" or not goal or (unit == "%" and goal == 100 and kind == "better"):
        return goal
    if unit == "%":
        room = min(100 - goal, goal / 4) if kind == "better" else goal * Decimal("0.15")
        moved = rounded(room * Decimal(rng.randint(5, 90)) / 100, 1)
    else:
        moved = rounded(goal * Decimal(rng.randint(1, 15)) / 100 / step, 0) * step
    upwards = (kind == "better") != (row["op"] == "le")
    return goal + moved if upwards else max(step, goal - moved)


def draw_scores(truth: Truth) -> None:
    """Weights, scores, parts and the total."""
    if truth.frame == "evaluation":
        _rubric(truth)
    weights = _weights(truth)
    for indicator, weight in zip(truth.indicators, weights, strict=True):
        score = (
            indicator.score.value if indicator.score and indicator.score.value else _points(truth, indicator, weight)
        )
        _enter_score(truth, indicator, weight, score)
    _parts(truth)
    _total(truth)


def _rubric(truth: Truth) -> None:
    """Rows for decision and process, put before the others."""
    words = truth.words.find("forms.rubric")
    names = truth.words.find("prose.dimension.names")
    rows: list[Indicator] = []
    for dimension in names[:2]:
        for level2, name in words[dimension]:
            number = len(rows) + 1
            rows.append(
                Indicator(number, dimension, name, "", "none", word("", ""), word("", ""), levels=(dimension, level2))
            )
    for indicator in truth.indicators:
        _renumber(truth, indicator, indicator.number + len(rows))
    for row in rows:
        truth.figures[row.key("name")] = word(row.key("name"), row.name)
    truth.indicators[:0] = rows


def _renumber(truth: Truth, indicator: Indicator, number: int) -> None:
    """Another number, in all keys."""
    indicator.number = number
    indicator.target = replace(indicator.target, key=indicator.key("target"))
    indicator.actual = replace(indicator.actual, key=indicator.key("actual"))
    indicator.shown = word(indicator.key("target"), indicator.shown.text) if indicator.shown else None
    _entered(truth, indicator)


def _weights(truth: Truth) -> list[int]:
    """Whole points for each indicator, by dimension."""
    groups: dict[str, list[int]] = {}
    for place, indicator in enumerate(truth.indicators):
        groups.setdefault(_dimension(truth, indicator), []).append(place)
    budget = dict(zip(groups, _shares(truth, list(groups)), strict=True))
    weights = [0] * len(truth.indicators)
    for name, places in groups.items():
        base, rest = divmod(budget[name], len(places))
        for order, place in enumerate(places):
            weights[place] = base + (order < rest)
    return weights


def _dimension(truth: Truth, indicator: Indicator) -> str:
    return indicator.levels[0]


def _shares(truth: Truth, groups: list[str]) -> list[int]:
    """Points of the dimensions; they add up to 100, or to 90 beside 10 for the execution rate."""
    if truth.frame == "evaluation":
        return [15, 25, 30, 30] if len(groups) == 4 else [15, 25, 60]
    table = {3: [50, 30, 10], 2: [60, 30] if "满意" not in groups[-1] else [80, 10], 1: [90]}
    return table[len(groups)]


def _points(truth: Truth, indicator: Indicator, weight: int) -> Decimal:
    """By ratio; qualitative ones sometimes lose a little and say why."""
    full = Decimal(weight)
    if indicator.op == "none":
        return _rubric_points(truth, indicator, full)
    if indicator.op in ("text", "date"):
        if truth.rng.random() < 0.25:
            indicator.reason = truth.words.some("prose.reason.lowered")
            return rounded(full * Decimal("0.9"), 1)
        return full
    if indicator.met:
        return full
    goal, result = indicator.target.value or Decimal(1), indicator.actual.value or Decimal(1)
    share = goal / result if indicator.better == "down" else result / goal
    return rounded(full * share, 2)


def _rubric_points(truth: Truth, indicator: Indicator, full: Decimal) -> Decimal:
    words = truth.words.find("forms.rubric")
    if indicator.name == words["execution"]:
        points = rounded(full * truth.value("rate") / 100, 2)
        if points < full:
            indicator.reason = words["execution_reason"].format(lost=short(full - points))
        return points
    if indicator.name == words["funding"] or truth.rng.random() < 0.6:
        indicator.reason = words["reasons"][truth.rng.choice((0, 2))]
        return full
    lost = Decimal(truth.rng.choice(("0.5", "1", "0.3")))
    indicator.reason = words["reasons"][1].format(lost=lost)
    return full - lost


def _enter_score(truth: Truth, indicator: Indicator, weight: int, score: Decimal) -> None:
    indicator.weight = truth.add(Figure(indicator.key("weight"), Decimal(weight), str(weight), "分"))
    indicator.score = truth.add(Figure(indicator.key("score"), score, short(score), "分"))
    truth.must("PF104", "most", indicator.key("score"), [indicator.key("weight")], also=("PF107", "PF103", "PF101"))


def _parts(truth: Truth) -> None:
    """Points by dimension."""
    groups: dict[str, list[int]] = {}
    for indicator in truth.indicators:
        groups.setdefault(_dimension(truth, indicator), []).append(indicator.number)
    truth.parts = list(groups.items())
    if truth.frame == "self":
        truth.add(Figure("execution.weight", Decimal(10), "10", "分"))
        points = rounded(min(truth.value("rate"), Decimal(100)) / 10, 2)
        truth.add(Figure("execution.score", points, short(points), "分"))
        truth.must("ZX106", "points", "execution.score", ["execution.weight", "rate"], also=("PF104", "PF101"))
    for order, (name, numbers) in enumerate(truth.parts, 1):
        for column in ("weight", "score"):
            value = sum((truth.value(f"ind{n}.{column}") for n in numbers), Decimal(0))
            truth.add(Figure(f"part{order}.{column}", value, short(value), "分"))
            code = "PF102" if column == "weight" else "PF103"
            truth.must(
                code, "sum", f"part{order}.{column}", [f"ind{n}.{column}" for n in numbers], also=("PF103", "PF101")
            )
        truth.add(word(f"part{order}.name", name))
        truth.must("PF104", "most", f"part{order}.score", [f"part{order}.weight"], also=("PF101", "PF103"))
        share = percent(truth.value(f"part{order}.score"), truth.value(f"part{order}.weight"))
        truth.add(rate(f"part{order}.rate", share))
        truth.must(
            "ZB102", "rate", f"part{order}.rate", [f"part{order}.score", f"part{order}.weight"], also=("BF103", "PF101")
        )


def _total(truth: Truth) -> None:
    extra = ["execution"] if truth.frame == "self" else []
    groups = [f"part{order}" for order in range(1, len(truth.parts) + 1)]
    for column, key in (("score", "total"), ("weight", "full")):
        terms = [f"{name}.{column}" for name in (*extra, *groups)]
        value = sum((truth.value(term) for term in terms), Decimal(0))
        text = f"{value:.2f}" if column == "score" and truth.rng.random() < 0.5 else short(value)
        truth.add(Figure(key, value, text, "分"))
        code = "PF101" if column == "score" else "PF102"
        truth.must(code, "sum", key, terms, also=("PF103", "PF106"))
        rows = [f"ind{i.number}.{column}" for i in truth.indicators] + [f"{name}.{column}" for name in extra]
        truth.must(code, "sum", key, rows, also=("PF103", "PF106"))
    share = percent(truth.value("total"), Decimal(100))
    truth.add(rate("total.rate", share))
    truth.add(word("grade", truth.words.find(f"prose.grade.{band(truth.value('total'))}")))
    truth.must("PF105", "grade", "grade", ["total"])


def band(total: Decimal) -> str:
    """The national scale: A from 90, B from 80, C from 60."""
    return next(letter for letter, least in (("A", 90), ("B", 80), ("C", 60), ("D", -1)) if total >= least)
