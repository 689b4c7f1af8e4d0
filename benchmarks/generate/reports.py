"""One report: which genre, which words, the truth drawn for it, its paper and its gold."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.generate import draw_funds, draw_indicators, draw_stories
from benchmarks.generate.figures import Figure, Money, word
from benchmarks.generate.forms import write_form
from benchmarks.generate.marks import mark
from benchmarks.generate.paper import Draft, Line, Paper
from benchmarks.generate.prose import Prose
from benchmarks.generate.truth import ExecutionRate, Fund, Truth
from benchmarks.generate.words import Split, Words

SIGNED = {"target_declaration": (-1, 10, 12), "monitoring": (0, 7, 9)}
"""years after the fiscal year in which a report is signed, first and last month; else early in the next year"""
YEARS = (2019, 2020, 2021, 2022, 2023, 2024)


@dataclass(frozen=True)
class Report:
    """A generated report before it is a file. ``genre`` is the outline's or the form's id."""

    slug: str
    genre: str
    form: bool
    kind: str
    truth: Truth
    paper: Paper
    planted: tuple[dict[str, Any], ...] = field(default=())

    @property
    def title(self) -> str:
        """The title as printed, marks included."""
        return next(block.text for block in self.paper.blocks if isinstance(block, Line) and block.role == "title")


@dataclass(frozen=True)
class Subject:
    """Who reports on what, where an archive wants the same unit and project over the years. ``carry`` is what the year
    before left (in last printed places; None: nothing known of it); ``spelling`` is how the year writes the names."""

    place: str
    domain: int
    year: int
    money: Money
    carry: int | None = None
    spelling: int = 0


def genres(split: Split, format: str = "") -> list[str]:
    """All genre ids of a split; for a workbook those that are tables, as nobody writes prose in one."""
    words = Words(split, Random(0))
    prose = [] if format == "xlsx" else [g["id"] for g in words.find("genres.genre")]
    return prose + [f["id"] for f in words.find("forms.form")]


def make(seed: int, split: Split, index: int, genre: str | None = None, subject: Subject | None = None) -> Report:
    """The report number ``index`` of a seed: the same one at every call."""
    rng = Random(f"{seed}/{split}/{index}/{genre}")
    words = Words(split, rng)
    outlines = {g["id"]: g for g in words.find("genres.genre")}
    forms = {f["id"]: f for f in words.find("forms.form")}
    chosen = genre or rng.choice([*outlines, *forms])
    how = outlines.get(chosen) or forms[chosen]
    truth = _truth(rng, words, how, subject)
    draft = Prose(truth, how).write() if chosen in outlines else write_form(truth, how)
    title = next(block.text for block in draft.blocks if isinstance(block, Line) and block.role == "title")
    return Report(f"{chosen}-{index:05d}", chosen, chosen in forms, how["kind"], truth, _paper(draft, truth, title))


def _truth(rng: Random, words: Words, how: dict[str, Any], subject: Subject | None) -> Truth:
    domains = words.find("domains.domain")
    domain = domains[subject.domain] if subject else rng.choice(domains)
    year = subject.year if subject else rng.choice(YEARS)
    money = subject.money if subject else Money(*words.some("layout.money.styles"))
    truth = Truth(rng, words, year, money, domain, chained=subject is not None)
    transfer = how["kind"] == "transfer_self_evaluation"
    truth.frame = how.get("frame", "none" if transfer else "self")
    _names(truth, how, subject)
    carry = subject.carry if subject else None
    draw_funds.draw_funds(truth, how.get("plan"), halfway=how.get("halfway", False), carry=carry)
    if transfer and "fund" in how:
        draw_funds.draw_transfer_rows(truth)
    _budget(truth)
    draw_stories.draw_survey(truth)
    draw_indicators.draw_indicators(truth, halfway=how.get("halfway", False))
    if truth.frame != "none":
        draw_indicators.draw_scores(truth)
    draw_stories.draw_stories(truth)
    draw_stories.draw_places(truth, "region", rng.sample(words.find("names.towns"), rng.randint(3, 6)))
    draw_stories.draw_places(truth, "sub", domain["subs"][: rng.randint(3, len(domain["subs"]))])
    truth.names["sub_count"] = str(sum(key.startswith("sub") and key[3:].isdigit() for key in truth.rows))
    draw_stories.draw_overall(truth)
    draw_stories.draw_indicator_counts(truth)
    _goals(truth, how)
    return truth


def _names(truth: Truth, how: dict[str, Any], subject: Subject | None) -> None:
    rng, words, domain, year = truth.rng, truth.words, truth.domain, truth.year
    place = subject.place if subject else rng.choice(words.find("names.counties"))
    city = rng.choice(words.find("names.cities"))
    dept = place + domain["bureau"] + ("（本级）" if subject and subject.spelling == 1 else "")
    project = domain["project"] + ("项目" if subject and subject.spelling == 2 else "")
    if how["kind"] == "overall_self_evaluation":
        project = "部门整体支出"
    truth.names.update(
        place=place,
        place_short=place[:-1] if len(place) > 2 else place,
        city=city,
        bureau=domain["bureau"],
        dept=dept,
        unit_name=place + domain["unit"],
        project=project,
        project_name=project,
        evaluator=rng.choice(words.find("names.firms")).format(city=city),
        contractor=rng.choice(words.find("names.contractors")).format(city=city),
        person=rng.choice(words.find("names.people")),
        need=domain["need"],
        deeds=domain["deeds"],
        signer=dept,
        doc_no=str(rng.randint(2, 199)),
        code=f"{rng.randint(10**9, 10**10 - 1)}",
        phone=f"0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)}",
        index_no=f"{rng.randint(10**8, 10**9 - 1)}/{year + 1}-{rng.randint(10000, 99999)}",
        visits=str(rng.randint(20, 9000)),
        icp=str(rng.randint(10**7, 10**8 - 1)),
        problem_count=str(rng.randint(2, len(domain["problems"]))),
        sign_month=str(rng.randint(*SIGNED.get(how["kind"], (1, 2, 9))[1:])),
        sign_day=str(rng.randint(1, 28)),
    )
    signed = year + SIGNED.get(how["kind"], (1,))[0]
    truth.names["sign_year"] = str(signed)
    truth.names["sign_date"] = f"{signed}年{truth.names['sign_month']}月{truth.names['sign_day']}日"
    for key, number in (("year", year), ("last_year", year - 1), ("next_year", year + 1)):
        truth.figures[key] = word(key, str(number))


def _budget(truth: Truth) -> None:
    """The budget of the whole project where a wording does not say which one."""
    whole = truth.figures[truth.rows["whole"]]
    meaning = Fund("adjusted_budget", year=truth.year, alt=("initial_budget", "available", "allocated"))
    truth.add(Figure("budget", whole.value, whole.text, whole.unit), meaning)


def _goals(truth: Truth, how: dict[str, Any]) -> None:
    """The two texts of the goal: what was planned and what was done, in the words of the first indicators."""
    counted = [i for i in truth.indicators if i.kind == "数量"][:2]
    planned = "，".join(f"{i.name}{i.target.text}{i.unit}" for i in counted)
    done = "，".join(f"{i.name}{i.actual.text}{i.unit}" for i in counted)
    truth.names["goal"] = truth.words.find("prose.goal.planned").format(need=truth.domain["need"], planned=planned)
    met = all(i.met for i in truth.indicators)
    if how["kind"] == "target_declaration":
        for row in truth.indicators:
            row.reason = ""
    truth.names["goal_done"] = mark(
        "verdict", truth.words.find("prose.goal.done_all" if met else "prose.goal.done").format(done=done)
    )


def _paper(draft: Draft, truth: Truth, title: str) -> Paper:
    layout, rng, values = truth.words.lists["layout"], truth.rng, truth.values()
    before, after = rng.choice(layout["html"]["before"]), rng.choice(layout["html"]["after"])
    return Paper(
        tuple(draft.blocks),
        header=rng.choice(layout["pdf"]["headers"]).format(title=title),
        footer=rng.choice(layout["pdf"]["footers"]),
        web_before=tuple(line.format_map(values) for line in before),
        web_after=tuple(line.format_map(values) for line in after),
    )


__all__ = ["ExecutionRate", "Report", "Subject", "genres", "make"]
