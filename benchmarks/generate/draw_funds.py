"""Money: budget, carry-over, adjustment, sources, spending and what is left.

All amounts are whole numbers of the last printed place, so every sum holds exactly.
"""

from __future__ import annotations

import math
from decimal import Decimal
from random import Random

from benchmarks.generate.figures import percent, rate
from benchmarks.generate.truth import ExecutionRate, Fund, Term, Truth

FLOWS = ("plain", "plain", "carry", "carry", "up", "down", "full")
LEVELS = ("central", "provincial", "municipal", "county", "own")


def split(rng: Random, total: int, count: int) -> list[int]:
    """``count`` whole numbers above 0 that add up to ``total``."""
    if count == 1:
        return [total]
    shares = [rng.uniform(0.6, 2.4) for _ in range(count)]
    parts = [max(1, math.floor(total * share / sum(shares))) for share in shares]
    parts[0] += total - sum(parts)
    rng.shuffle(parts)
    return parts


def rounded_parts(truth: Truth, parts: list[int]) -> list[int]:
    """Now and then one part is off by a last place, as parts are that were rounded one by one (three or more of them,
    and not of figures that are exact)."""
    exact = truth.money.unit == "元" or truth.money.places >= 6
    if exact or len(parts) < 3 or truth.rng.random() > 0.15 or min(parts) < 3:
        return parts
    at = truth.rng.randrange(len(parts))
    return [part + (truth.rng.choice((-1, 1)) if place == at else 0) for place, part in enumerate(parts)]


def amount(rng: Random, low: float, high: float) -> float:
    """A budget between two bounds, small ones more often; many are round."""
    value = math.exp(rng.uniform(math.log(low), math.log(high)))
    return round(value, rng.choice((-1, 0, 1, 2))) if value > 50 else round(value, rng.choice((0, 1, 2)))


def draw_funds(truth: Truth, flow: str | None = None, *, halfway: bool = False, carry: int | None = None) -> None:
    """The money of the whole project; ``halfway`` through the year less than half is spent. ``carry`` is what the year
    before left, where that is known."""
    rng, money = truth.rng, truth.money
    left, drawn = carry, rng.choice(FLOWS)
    if left is not None:
        drawn = ("carry", "full")[drawn in ("up", "full")] if left else ("plain", "up")[drawn in ("up", "full")]
    truth.flow = flow or drawn
    initial = money.grains_of(amount(rng, *truth.domain["scale"]))
    carry = (left or max(1, initial * rng.randint(8, 60) // 100)) if truth.flow in ("carry", "full") else 0
    change = max(1, initial * rng.randint(3, 30) // 100) if truth.flow in ("up", "down", "full") else 0
    available = initial + carry + (-change if truth.flow == "down" else change)
    spent = available if rng.random() < 0.15 else available * rng.randint(8200, 9990) // 10000
    if halfway:
        spent = available * rng.randint(2500, 5200) // 10000
    year = truth.year

    def enter(key: str, grains: int, role: str, **more: object) -> None:
        truth.add(money.figure(key, grains), Fund(role, year=year, **more))  # type: ignore[arg-type]

    enter("initial", initial, "initial_budget", alt=("adjusted_budget", "available") if truth.flow == "plain" else ())
    if carry:
        enter("carry", carry, "carryover_in")
    if change:
        sign = -1 if truth.flow == "down" else 1
        enter("adjustment", change, "adjustment")
        truth.meanings["adjustment"] = Fund("adjustment" if sign > 0 else "-adjustment", year=year)
    whole = "initial"
    if truth.flow == "carry":
        enter("available", available, "available", alt=("adjusted_budget",))
        truth.must("ZJ101", "sum", "available", ["initial", "carry"])
        whole = "available"
    elif change:
        enter("adjusted", available, "adjusted_budget")
        terms: list[Term] = [
            "initial",
            (-1 if truth.flow == "down" else 1, "adjustment"),
            *(["carry"] if carry else []),
        ]
        truth.must("ZJ101", "sum", "adjusted", terms)
        whole = "adjusted"
    enter("spent", spent, "spent")
    bases = tuple(key for key in (("initial",), ("initial", "carry"), ("available",), ("adjusted",)))
    truth.add(rate("rate", percent(truth.value("spent"), truth.value(whole))), ExecutionRate())
    truth.must("ZX101", "rate", "rate", ["spent", whole], also=("ZX102",), bases=bases)
    if available > spent:
        enter("balance", available - spent, "balance")
        truth.must("ZJ105", "sum", "balance", [whole, (-1, "spent")], also=("ZJ101",))
    truth.must("ZJ106", "most", "spent", [whole], also=("ZX103", "ZJ107", "ZX101", "ZJ105"))
    truth.names["budget"] = ""
    truth.figures["budget"] = truth.figures[whole]
    truth.rows["whole"] = whole
    _received(truth, initial, available)
    _sources(truth, "initial" if truth.flow in ("plain", "carry", "full") else "adjusted")
    _form_rows(truth, initial, carry, available, spent)


def _received(truth: Truth, initial: int, available: int) -> None:
    """What arrived: of the budget, or of the changed budget."""
    if truth.flow not in ("plain", "up", "down"):
        return
    base, grains = ("initial", initial) if truth.flow == "plain" else ("adjusted", available)
    truth.add(truth.money.figure("received", grains), Fund("received", year=truth.year))
    truth.add(rate("received_rate", Decimal(100), truth.rng.choice((0, 2))))
    truth.must("ZX101", "rate", "received_rate", ["received", base], also=("ZB102", "BF103"), bases=((base,),))


def _sources(truth: Truth, whole: str) -> None:
    """Where the budget came from."""
    rng, figure = truth.rng, truth.figures[whole]
    levels = sorted(rng.sample(LEVELS, rng.randint(2, 4)), key=LEVELS.index)
    grains = int(truth.value(whole).scaleb(truth.money.places))
    role = "initial_budget" if whole == "initial" else "adjusted_budget"
    for level, part in zip(levels, rounded_parts(truth, split(rng, grains, len(levels))), strict=True):
        key = f"source.{level}"
        truth.add(
            truth.money.figure(key, part),
            Fund(
                role, source=level, year=truth.year, alt=("initial_budget", "adjusted_budget", "received", "allocated")
            ),
        )
        truth.rows[key] = truth.words.find(f"prose.source.{level}")
        truth.must("ZJ107", "most", key, [whole], also=("ZJ102",))
    truth.rows["sourced"] = whole
    truth.must("ZJ102", "sum", figure.key, [f"source.{level}" for level in levels], also=("ZJ101", "ZJ104"))


def _form_rows(truth: Truth, initial: int, carry: int, available: int, spent: int) -> None:
    """The rows of a form: this year's grant, carry-over, other money; columns initial, adjusted, spent, rate."""
    rng, money, year = truth.rng, truth.money, truth.year
    other = initial * rng.choice((0, 0, 10)) // 100
    columns = {
        "initial": {"current": initial - other, "carry": 0, "other": other},
        "adjusted": {"current": available - carry - other, "carry": carry, "other": other},
    }
    part = columns["adjusted"]
    spent_carry, spent_other = carry * spent // available, other * spent // available
    columns["spent"] = {"current": spent - spent_carry - spent_other, "carry": spent_carry, "other": spent_other}
    roles = {"initial": "initial_budget", "adjusted": "adjusted_budget", "spent": "spent"}
    sources: dict[str, str | list[str]] = {
        "current": ["current_appropriation", "total"],
        "carry": "carryover",
        "other": ["other", "own"],
    }
    truth.add(money.figure("form.adjusted", available), Fund("adjusted_budget", year=year))
    for column, rows in columns.items():
        for row, grains in rows.items():
            alt = ("carryover_in",) if row == "carry" else ()
            meaning = Fund(roles[column], sources[row], year=year, alt=alt, optional=grains == 0)
            truth.add(money.figure(f"form.{column}.{row}", grains), meaning)
        total = {"initial": "initial", "adjusted": "form.adjusted", "spent": "spent"}[column]
        truth.must("ZJ102", "sum", total, [f"form.{column}.{row}" for row in rows], also=("ZJ101", "ZJ104", "GJ101"))
        for row in rows:
            truth.must("ZJ107", "most", f"form.{column}.{row}", [total], also=("ZJ102", "ZJ104", "ZJ101"))
    truth.must("ZX101", "rate", "rate", ["spent", "form.adjusted"], also=("ZX102",), bases=(("initial",),))
    for row, whole in part.items():
        if whole:
            share = percent(Decimal(columns["spent"][row]), Decimal(whole))
            truth.add(rate(f"form.rate.{row}", share), ExecutionRate(optional=True))
            terms = [f"form.spent.{row}", f"form.adjusted.{row}"]
            truth.must("ZX101", "rate", f"form.rate.{row}", terms, also=("ZX102",), bases=((f"form.initial.{row}",),))


def draw_transfer_rows(truth: Truth) -> None:
    """The rows of a transfer form: central, local and other money; columns adjusted, spent, rate."""
    rng, money, year = truth.rng, truth.money, truth.year
    available = int(truth.value("form.adjusted").scaleb(money.places))
    spent = int(truth.value("spent").scaleb(money.places))
    central = available * rng.randint(40, 85) // 100
    rows = {"central": (central, central * spent // available), "local": (available - central, 0), "other": (0, 0)}
    rows["local"] = (rows["local"][0], spent - rows["central"][1])
    sources: dict[str, str | list[str]] = {
        "central": "central",
        "local": ["county", "other", "municipal", "provincial"],
        "other": ["other", "own"],
    }
    for row, (whole, part) in rows.items():
        for column, grains, role in (("adjusted", whole, "adjusted_budget"), ("spent", part, "spent")):
            meaning = Fund(role, sources[row], year=year, optional=grains == 0)
            truth.add(money.figure(f"form.{column}.{row}", grains), meaning)
        if whole:
            truth.add(rate(f"form.rate.{row}", percent(Decimal(part), Decimal(whole))), ExecutionRate(optional=True))
            terms = [f"form.spent.{row}", f"form.adjusted.{row}"]
            truth.must("ZX101", "rate", f"form.rate.{row}", terms, also=("ZX102",))
    for column, total in (("adjusted", "form.adjusted"), ("spent", "spent")):
        parts = [f"form.{column}.{row}" for row in rows]
        truth.must("ZJ102", "sum", total, parts, also=("ZJ101", "ZJ104"))
        for part_key in parts:
            truth.must("ZJ107", "most", part_key, [total], also=("ZJ102", "ZJ104", "ZJ101"))
