"""What was done and counted: surveys, events, people, changes, dates, regions and sub-projects."""

from __future__ import annotations

import datetime
from decimal import Decimal

from benchmarks.generate.draw_funds import rounded_parts, split
from benchmarks.generate.figures import count, percent, rate, word
from benchmarks.generate.truth import ExecutionRate, Fund, Term, Truth


def draw_survey(truth: Truth) -> None:
    """Sheets sent, returned, valid, satisfied; the satisfaction that follows."""
    rng = truth.rng
    sent = rng.choice((100, 120, 150, 200, 240, 300, 400, 500, 600))
    returned = sent - rng.randint(0, sent // 12)
    valid = returned - rng.randint(0, returned // 20)
    satisfied = valid * rng.randint(86, 99) // 100
    for key, value in (("sent", sent), ("returned", returned), ("valid", valid)):
        truth.add(count(key, value, "份"))
    truth.add(count("satisfied", satisfied, "份"))
    places = rng.choice((1, 2, 2))
    truth.add(rate("returned_rate", percent(Decimal(returned), Decimal(sent), places), places))
    truth.add(rate("satisfaction", percent(Decimal(satisfied), Decimal(valid), places), places))
    truth.must("BF105", "rate", "returned_rate", ["returned", "sent"], also=("BF103",))
    truth.must("BF105", "most", "returned", ["sent"])
    truth.must("BF105", "most", "valid", ["returned"])
    truth.must(
        "BF104",
        "rate",
        "satisfaction",
        ["satisfied", "valid"],
        also=("BF103", "BF105", "ZB102"),
        bases=(("returned",),),
    )
    truth.must("JS105", "most", "satisfied", ["valid"], also=("BF105", "BF104", "BF103"))


def draw_stories(truth: Truth) -> None:
    """Everything countable in prose."""
    _events(truth)
    _people(truth)
    _subset(truth)
    _change(truth)
    _dates(truth)
    _money_stories(truth)
    _model(truth)
    truth.add(count("hedged", truth.rng.randint(12, 98) * 100, ""))


def _events(truth: Truth) -> None:
    events = truth.domain["events"]
    names = truth.rng.sample(events["names"], truth.rng.randint(3, min(6, len(events["names"]))))
    truth.names["event_noun"] = events["noun"]
    truth.add(count("event_count", len(names), events["measure"]))
    truth.add(word("event_names", "、".join(names)))


def _people(truth: Truth) -> None:
    people, rng = truth.domain["people"], truth.rng
    names = people["parts"][: rng.randint(3, len(people["parts"]))]
    counts = split(rng, rng.randint(30, 900), len(names))
    truth.names["people_noun"] = people["noun"]
    for order, (name, value) in enumerate(zip(names, counts, strict=True), 1):
        truth.add(count(f"people{order}", value, people["unit"]))
        truth.rows[f"people{order}"] = name
    truth.add(count("people_total", sum(counts), people["unit"]))
    parts = [f"people{order}" for order in range(1, len(names) + 1)]
    truth.must("JS104", "sum", "people_total", parts)
    for part in parts:
        truth.must("JS105", "most", part, ["people_total"], also=("JS104",))


def _subset(truth: Truth) -> None:
    subset, rng = truth.domain["subset"], truth.rng
    whole = rng.randint(20, 200)
    part = rng.randint(whole // 2, whole - 1)
    truth.names.update(set_whole=subset["whole"], set_part=subset["part"])
    truth.add(count("set_count", whole, subset["unit"]))
    truth.add(count("subset_count", part, subset["unit"]))
    truth.add(rate("subset_share", percent(Decimal(part), Decimal(whole))))
    truth.must("JS105", "most", "subset_count", ["set_count"], also=("BF103",))
    truth.must("BF103", "rate", "subset_share", ["subset_count", "set_count"], also=("JS105", "ZB102"))


def _change(truth: Truth) -> None:
    change, rng = truth.domain["change"], truth.rng
    then = rng.randint(change["low"], change["high"])
    moved = max(1, then * rng.randint(3, 30) // 100)
    up = change["better"] == "up"
    now = then + moved if up else then - moved
    truth.names["change_noun"] = change["noun"]
    for key, value in (("then", then), ("now", now), ("delta", moved)):
        truth.add(count(key, value, change["unit"]))
    truth.add(rate("growth", percent(Decimal(moved), Decimal(then))))
    for key in ("change_word", "growth_word", "change_to"):
        truth.add(word(key, truth.words.find(f"prose.change_words.{key}")[0 if up else 1]))
    terms: list[Term] = ["now", (-1, "then")] if up else ["then", (-1, "now")]
    truth.must("GJ104", "sum", "delta", terms, also=("GJ107",))
    truth.must("GJ104", "rate", "growth", ["delta", "then"])


def _dates(truth: Truth) -> None:
    """Signed, started, finished, accepted: in this order, in the fiscal year."""
    year, rng = truth.year, truth.rng
    days = sorted(rng.sample(range(20, 350), 4))
    first = datetime.date(year, 1, 1)
    for key, day in zip(("date_signed", "date_start", "date_finish", "date_accept"), days, strict=True):
        date = first + datetime.timedelta(days=day)
        truth.add(word(key, f"{date.year}年{date.month}月{date.day}日"))
    due = first + datetime.timedelta(days=days[2] + rng.randint(1, 12))
    truth.add(word("date_due", f"{due.year}年{due.month}月{due.day}日"))


def _money_stories(truth: Truth) -> None:
    """Spending items, shares, payments over two years."""
    rng, money = truth.rng, truth.money
    spent = int(truth.value("spent").scaleb(money.places))
    names = rng.sample(truth.domain["items"], rng.randint(3, 5))
    keys = []
    for order, (name, grains) in enumerate(
        zip(names, rounded_parts(truth, split(rng, spent, len(names))), strict=True), 1
    ):
        key = f"item{order}"
        truth.add(money.figure(key, grains), Fund("spent", source=None, item=name, year=truth.year))
        truth.rows[key] = name
        truth.must("ZJ107", "most", key, ["spent"], also=("ZJ103",))
        keys.append(key)
    truth.must("ZJ103", "sum", "spent", keys, also=("ZJ102", "ZJ104", "ZJ101", "GJ101"))
    shares = _shares([truth.value(key) for key in keys])
    for order, (key, share) in enumerate(zip(keys, shares, strict=True), 1):
        truth.add(rate(f"share{order}", share))
        truth.must("BF103", "rate", f"share{order}", [key, "spent"], also=("BF102",))
    truth.must("BF102", "sum", "share.total", [f"share{order}" for order in range(1, len(keys) + 1)])
    truth.add(rate("share.total", Decimal(100)))
    before = max(1, spent * rng.randint(10, 80) // 100)
    truth.add(money.figure("paid_before", before), Fund("spent", year=truth.year - 1, alt=("cumulative_spent",)))
    truth.add(money.figure("paid_all", before + spent), Fund("cumulative_spent", year=None))
    truth.must("GJ105", "sum", "paid_all", ["paid_before", "spent"], also=("ZJ103", "ZJ101"))


def _shares(amounts: list[Decimal]) -> list[Decimal]:
    return [percent(amount, sum(amounts, Decimal(0))) for amount in amounts]


def draw_overall(truth: Truth) -> None:
    """A department as a whole: basic and project spending, official hospitality and cars, purchases, staff."""
    rng, money, year = truth.rng, truth.money, truth.year
    for column, role in (("initial", "initial_budget"), ("spent", "spent")):
        whole = int(truth.value(column).scaleb(money.places))
        basic = whole * rng.randint(45, 75) // 100
        for part, grains, name in (("basic", basic, "基本支出"), ("project", whole - basic, "项目支出")):
            truth.add(money.figure(f"{part}_{column}", grains), Fund(role, None, name, year))
        terms = [f"basic_{column}", f"project_{column}"]
        truth.must(
            "ZJ103" if column == "spent" else "ZJ101", "sum", column, terms, also=("ZJ102", "ZJ103", "ZJ104", "ZJ101")
        )
    for part in ("basic", "project"):
        truth.add(rate(f"{part}_share", percent(truth.value(f"{part}_spent"), truth.value("spent"))))
        truth.must("BF103", "rate", f"{part}_share", [f"{part}_spent", "spent"], also=("BF102",))
    _public(truth)
    _bought(truth)
    staff = rng.randint(20, 160)
    now = staff - rng.randint(0, staff // 8)
    truth.add(count("staff_plan", staff, "名"))
    truth.add(count("staff_now", now, "人"))
    truth.add(rate("staff_rate", percent(Decimal(now), Decimal(staff))))
    truth.must("BF103", "rate", "staff_rate", ["staff_now", "staff_plan"], also=("ZB102", "JS105"))


def _public(truth: Truth) -> None:
    rng, money, year = truth.rng, truth.money, truth.year
    now = max(4, int(truth.value("basic_spent").scaleb(money.places)) * rng.randint(1, 6) // 100)
    guests = max(1, now * rng.randint(10, 45) // 100)
    then = now + max(1, now * rng.randint(3, 20) // 100)
    what = "“三公”经费"
    other = ("other", "initial_budget", "adjustment")
    truth.add(money.figure("public_now", now), Fund("spent", None, what, year, alt=other))
    truth.add(money.figure("public_guests", guests), Fund("spent", None, ["公务接待费", "接待费"], year, alt=other))
    truth.add(
        money.figure("public_cars", now - guests),
        Fund("spent", None, ["公务用车运行维护费", "公车运维费"], year, alt=other),
    )
    truth.add(money.figure("public_then", then), Fund("spent", None, what, year - 1, alt=other, optional=True))
    truth.add(money.figure("public_less", then - now), Fund("other", None, what, year, alt=other, optional=True))
    truth.add(rate("public_fall", percent(Decimal(then - now), Decimal(then))))
    truth.must("ZJ103", "sum", "public_now", ["public_guests", "public_cars"], also=("ZJ102", "ZJ104", "ZJ101"))
    truth.must("GJ104", "sum", "public_less", ["public_then", (-1, "public_now")], also=("GJ107",))
    truth.must("GJ104", "rate", "public_fall", ["public_less", "public_then"])


def _bought(truth: Truth) -> None:
    rng, money, year = truth.rng, truth.money, truth.year
    plan = max(2, int(truth.value("project_spent").scaleb(money.places)) * rng.randint(20, 80) // 100)
    done = plan * rng.randint(85, 100) // 100
    more = ("other", "adjusted_budget", "initial_budget")
    truth.add(money.figure("purchase_plan", plan), Fund("initial_budget", None, "政府采购", year, alt=more))
    truth.add(money.figure("purchase_done", done), Fund("spent", None, "政府采购", year, alt=("other",)))
    truth.add(rate("purchase_rate", percent(Decimal(done), Decimal(plan))), ExecutionRate("政府采购", optional=True))
    truth.must("ZX101", "rate", "purchase_rate", ["purchase_done", "purchase_plan"], also=("ZB102", "BF103"))


def draw_indicator_counts(truth: Truth) -> None:
    """How many indicators there are, by their first level."""
    names = list(dict.fromkeys(row.levels[0] for row in truth.indicators))
    for order, name in enumerate(names, 1):
        truth.rows[f"kind.{order}"] = name.removesuffix("指标")
        truth.add(count(f"kind.{order}", sum(row.levels[0] == name for row in truth.indicators), "个"))
    truth.add(count("indicator_count", len(truth.indicators), "个"))
    keys = [f"kind.{order}" for order in range(1, len(names) + 1)]
    truth.must("JS104", "sum", "indicator_count", keys, also=("JS105", "JS101"))


def _model(truth: Truth) -> None:
    one, two = truth.rng.sample(range(2, 9), 2)
    truth.names.update(model_a_noun="个工作专班", model_b_noun="支技术队伍")
    for key, value in (("model_a", one), ("model_b", two), ("model_a_count", one), ("model_b_count", two)):
        truth.add(word(key, str(value)))


def draw_places(truth: Truth, prefix: str, labels: list[str]) -> None:
    """A table of places or sub-projects: budget, spending and rate of each; the columns add up to the whole."""
    rng, money, year = truth.rng, truth.money, truth.year
    whole = truth.rows["whole"]
    available = int(truth.value(whole).scaleb(money.places))
    spent = int(truth.value("spent").scaleb(money.places))
    budgets = split(rng, available, len(labels))
    spendings = [budget * spent // available for budget in budgets]
    rest = spent - sum(spendings)
    for order in sorted(range(len(labels)), key=lambda n: spendings[n] - budgets[n]):
        moved = min(rest, budgets[order] - spendings[order])
        spendings[order] += moved
        rest -= moved
    _shake(truth, budgets, spendings)
    roles = ("initial_budget", "adjusted_budget", "allocated", "available")
    for order, label in enumerate(labels, 1):
        key = f"{prefix}{order}"
        truth.rows[key] = label
        truth.add(
            money.figure(f"{key}.initial", budgets[order - 1]), Fund("initial_budget", None, label, year, alt=roles)
        )
        truth.add(money.figure(f"{key}.spent", spendings[order - 1]), Fund("spent", None, label, year))
        share = percent(Decimal(spendings[order - 1]), Decimal(budgets[order - 1]))
        truth.add(rate(f"{key}.rate", share), ExecutionRate(label))
        truth.must("ZX101", "rate", f"{key}.rate", [f"{key}.spent", f"{key}.initial"], also=("ZX102",))
    for column, total in (("initial", whole), ("spent", "spent")):
        keys = [f"{prefix}{order}.{column}" for order in range(1, len(labels) + 1)]
        truth.must("ZJ104", "sum", total, keys, also=("ZJ103", "ZJ102", "ZJ101", "GJ102", "GJ101"))


def _shake(truth: Truth, budgets: list[int], spendings: list[int]) -> None:
    """Rates differ between the rows: spending moves from one row to another."""
    for one in range(len(budgets) - 1):
        room = min(spendings[one] - 1, budgets[one + 1] - spendings[one + 1])
        if room > 0:
            moved = truth.rng.randint(0, room)
            spendings[one] -= moved
            spendings[one + 1] += moved
