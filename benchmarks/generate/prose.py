"""Reports in prose: an outline from the word lists, each topic a paragraph or two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.generate import tables
from benchmarks.generate.figures import Values
from benchmarks.generate.marks import mark
from benchmarks.generate.paper import Draft
from benchmarks.generate.truth import Truth

SLOW = 90
"""per cent of the budget below which a report says why"""
CHINESE = "一二三四五六七八九十"


class Prose:
    """One report in the making."""

    def __init__(self, truth: Truth, genre: dict[str, Any]) -> None:
        self.truth, self.genre, self.words, self.rng = truth, genre, truth.words, truth.rng
        self.draft = Draft()
        self.tables = 0
        self.numbering: str = self.words.some("layout.numbering.one")

    # ------------------------------------------------------------ speaking

    @property
    def values(self) -> Values:
        return self.truth.values()

    def say(self, path: str, **more: Any) -> str:
        return self.words.say(f"prose.{path}", {**self.values, **more})

    def join(self, kind: str, parts: list[Values], stop: str = "stop") -> str:
        """A list of figures with their names."""
        pattern: str = self.words.find(f"prose.join.{kind}")
        glue: str = self.words.find(f"prose.join.{stop}")
        return glue.join(pattern.format_map(part) for part in parts)

    def paragraph(self, *sentences: str) -> None:
        self.draft.line("".join(sentences))

    def heading(self, text: str, number: int) -> None:
        self.draft.line(self.numbering.format(cn=CHINESE[number - 1], n=number) + text, "heading1")

    # ------------------------------------------------------------ the whole

    def write(self) -> Draft:
        genre = self.genre
        title = self.rng.choice(genre["titles"]).format_map(self.values)
        if genre.get("cover"):
            self._cover(title)
        self.draft.line(title, "title")
        self.paragraph(self.say(f"intro.{genre['intro']}"))
        if genre.get("summary"):
            self.paragraph(self.say("intro.summary"))
        number = 0
        for section in genre["sections"]:
            heading = self.words.some(f"prose.heading.{section['head']}")
            if section["head"] == "attachment":
                self._sign()
                self.draft.line(heading, "heading1")
            else:
                number += 1
                self.heading(heading, number)
            for topic in section["topics"]:
                TOPICS[topic](self)
        if not any(section["head"] == "attachment" for section in genre["sections"]):
            self._sign()
        return self.draft

    def _cover(self, title: str) -> None:
        self.draft.line(title, "title")
        for line in self.words.find("prose.cover.lines"):
            self.draft.line(line.format_map(self.values), "cover")

    def _sign(self) -> None:
        self.draft.line(self.values["signer"], "right")
        self.draft.line(self.say("sign.date"), "right")

    # ------------------------------------------------------------ topics

    def background(self) -> None:
        self.paragraph(self.say("background.need"), self.say("background.deeds"), self.say("background.basis"))

    def funds(self) -> None:
        flow, often = self.truth.flow, self.rng.random
        received = self.say(f"funds.received.{flow}") if flow in ("plain", "up", "down") and often() < 0.5 else ""
        balance = self.say("funds.balance.plain") if self.truth.chained or often() < 0.7 else ""
        self.paragraph(self.say(f"funds.budget.{flow}"), received, self.say(f"funds.spent.{flow}"), balance)
        self._slow()

    def _slow(self) -> None:
        """Why so little was spent: a report that says nothing of it is not clean."""
        if self.truth.value("rate") < SLOW:
            self.paragraph(self.say("funds.slow.plain"))

    def sources(self) -> None:
        self.paragraph(self.say(f"funds.sources.{self.truth.rows['sourced']}", sources=self._sources()))

    def _sources(self) -> str:
        keys = [key for key in self.truth.rows if key.startswith("source.")]
        return self.join("source", [{"name": self.truth.rows[key], "amount": self.values[key]} for key in keys])

    def items(self) -> None:
        self.paragraph(self.say("funds.items.plain", items=self.join("item", self._items())))

    def shares(self) -> None:
        self.paragraph(self.say("funds.shares.plain", shares=self.join("share", self._items(), "big_stop")))

    def _items(self) -> list[Values]:
        keys = [key for key in self.truth.rows if key.startswith("item")]
        return [
            {"name": self.truth.rows[key], "amount": self.values[key], "share": self.values[f"share{key[4:]}"]}
            for key in keys
        ]

    def cumulative(self) -> None:
        self.paragraph(self.say("funds.cumulative.plain"))

    def region_table(self) -> None:
        self._table("region", "region")

    def sub_table(self) -> None:
        self._table("subs", "sub")

    def _table(self, words: str, prefix: str) -> None:
        self.tables += 1
        tables.money_table(self.draft, self.truth, words, prefix, self.tables)

    def chain(self) -> None:
        self.paragraph(self.say("chain.lead"))
        self._chain("chain.form")

    def _chain(self, forms: str) -> None:
        """One line for each indicator, all in the same words."""
        form = self.words.some(f"prose.{forms}")
        stop = self.words.find("prose.chain.stop")
        rows = [indicator for indicator in self.truth.indicators if indicator.op != "none"]
        for place, indicator in enumerate(rows, 1):
            names = {
                "level1": indicator.levels[0],
                "level2": indicator.levels[1],
                "name": self.values[indicator.key("name")],
                "target": indicator.shown,
                "actual": indicator.actual,
            }
            reason = (
                mark(indicator.key("reason"), f"（{indicator.reason}）")
                if not indicator.met and indicator.reason
                else ""
            )
            self.paragraph(form.format_map(names), reason, stop if place < len(rows) else "。")

    def verdict(self) -> None:
        met = all(indicator.met for indicator in self.truth.indicators)
        text = self.say("results.met" if met else "results.missed")
        self.paragraph(mark("verdict", text))

    def events(self) -> None:
        self.paragraph(self.say("results.events"))

    def people(self) -> None:
        keys = [key for key in self.truth.rows if key.startswith("people")]
        parts = self.join("part", [{"name": self.truth.rows[key], "count": self.values[key]} for key in keys])
        self.paragraph(self.say("results.people", people_parts=parts))

    def subset(self) -> None:
        self.paragraph(self.say("results.subset"))

    def change(self) -> None:
        self.paragraph(self.say("results.change"))

    def dates(self) -> None:
        self.paragraph(self.say("results.dates"), self.say("results.deadline") if self.rng.random() < 0.5 else "")

    def model(self) -> None:
        self.paragraph(self.say("results.model"))

    def hedged(self) -> None:
        self.paragraph(self.say("results.hedged"))

    def survey(self) -> None:
        satisfied = [i.name for i in self.truth.indicators if i.kind == "满意度"]
        self.paragraph(self.say("survey.plain", sat_name=satisfied[0] if satisfied else "满意度"))

    def scale(self) -> None:
        self.paragraph(self.say("score.scale"))

    def score(self) -> None:
        self.paragraph(self.say("score.told"))

    def score_parts(self) -> None:
        parts = [
            {"name": name, "weight": self.values[f"{key}.weight"], "score": self.values[f"{key}.score"]}
            for key, name in tables.score_rows(self.truth)
        ]
        self.paragraph(self.say("score.parts", score_parts=self.join("score_part", parts, "big_stop")))

    def score_table(self) -> None:
        self.tables += 1
        tables.score_table(self.draft, self.truth, self.tables)

    def scoring_sheet(self) -> None:
        tables.scoring_sheet(self.draft, self.truth)

    def part_texts(self) -> None:
        for key, name in tables.score_rows(self.truth):
            named = {part: self.values[f"{key}.{part}"] for part in ("weight", "score", "rate") if key != "execution"}
            if named:
                self.paragraph(
                    self.say("score.part_text", part_name=name, **{f"part_{k}": v for k, v in named.items()})
                )

    def repeat(self) -> None:
        fitting = [i for i in self.truth.indicators if i.kind == "数量"]
        if fitting:
            one = self.rng.choice(fitting)
            self.paragraph(self.say("results.repeat", ind_name=one.name, ind_actual=one.actual))

    def completion(self) -> None:
        rows = [i for i in self.truth.indicators if i.kind == "数量" and i.op == "ge" and i.target.value]
        if rows:
            one = self.rng.choice(rows)
            self.truth.complete(one)
            target = replace(one.target, key=one.key("target"))
            self.paragraph(self.say("completion.plain", ind_name=one.name, ind_target=target, ind_actual=one.actual))

    def overall_funds(self) -> None:
        self.paragraph(self.say("overall.funds"))
        self._slow()

    def public(self) -> None:
        self.paragraph(self.say("overall.public"))

    def purchase(self) -> None:
        self.paragraph(self.say("overall.purchase"))

    def staff(self) -> None:
        self.paragraph(self.say("overall.staff"))

    def monitor_funds(self) -> None:
        self.paragraph(self.say("monitor.funds"))

    def monitor_chain(self) -> None:
        self._chain("monitor.form")

    def outlook(self) -> None:
        self.paragraph(self.say("monitor.outlook"))

    def declare_funds(self) -> None:
        self.paragraph(self.say("declare.funds", sources=self._sources()))

    def declare_chain(self) -> None:
        self.paragraph(self.say("declare.lead"))
        self._chain("declare.form")

    def accounts_total(self) -> None:
        self.paragraph(self.say("accounts.total"))

    def accounts(self) -> None:
        form = self.words.some("prose.accounts.each")
        for order, key in enumerate(self._subs(), 1):
            named = {f"place_{part}": self.values[f"{key}.{part}"] for part in ("initial", "spent", "rate")}
            self.paragraph(form.format(no=order, label=self.truth.rows[key], **named))

    def sub_list(self) -> None:
        parts = [{"name": self.truth.rows[key], "amount": self.values[f"{key}.spent"]} for key in self._subs()]
        self.paragraph(self.say("counts.subs", sub_spending=self.join("item", parts)))

    def _subs(self) -> list[str]:
        return [key for key in self.truth.rows if key.startswith("sub") and key[3:].isdigit()]

    def indicator_counts(self) -> None:
        form = self.words.find("prose.counts.part")
        keys = [key for key in self.truth.rows if key.startswith("kind.")]
        parts = [form.format(name=self.truth.rows[key], count=self.values[key]) for key in keys]
        self.paragraph(self.say("counts.plain", indicator_parts=self.words.find("prose.join.stop").join(parts)))

    def again(self) -> None:
        self.paragraph(self.say("score.again"))

    def problems(self) -> None:
        self._listed(self.truth.domain["problems"])

    def advice(self) -> None:
        self._listed(self.truth.domain["advice"])

    def _listed(self, texts: list[str]) -> None:
        count = int(self.truth.names["problem_count"])
        leads = self.words.find("prose.problems.lead")
        stop = self.words.find("prose.problems.stop")
        lines = [
            mark(f"lead{n}", lead) + text + stop
            for n, (lead, text) in enumerate(zip(leads, texts[:count], strict=False))
        ]
        if self.rng.random() < 0.5:
            self.paragraph(*lines)
        else:
            for line in lines:
                self.paragraph(line)


TOPICS: dict[str, Callable[[Prose], None]] = {
    name: method
    for name, method in vars(Prose).items()
    if callable(method) and not name.startswith("_") and name not in ("say", "join", "paragraph", "heading", "write")
}
"""what a section of an outline may ask for"""
