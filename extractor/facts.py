"""The kinds of facts that a report states, as immutable values with their place.

The finders (``extractor/finders``) read them. What the words are is data in ``patterns/``; a fact remembers the entry
that read it (``pattern``), so that ``gouji trace`` can say why.

Shapes shared by all: ``span`` is the printed place (document offsets, never empty); ``sentence`` numbers the
sentence of the flow in which it stands (facts of one sentence share it; cells count as sentences); ``section``
is the index into :attr:`Ledger.sections`, or -1 before the first heading; ``cell`` is the table cell, if any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal

import regex

from extractor.document import Cell, Span
from extractor.quantity import Interval, Op, Quantity

_WORDS = regex.compile(r"\w+")

Role = Literal[
    "initial_budget", "adjusted_budget", "adjustment", "carryover_in", "received", "available", "allocated", "spent",
    "balance", "returned", "total_investment", "contract", "cumulative_spent", "other",
]  # fmt: skip
Source = Literal[
    "total", "current_appropriation", "carryover", "central", "provincial", "municipal", "county", "government_fund",
    "bond", "special_account", "own", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number: ``at`` in the flow, ``span`` in the document. ``id`` counts figures in reading order."""

    id: int
    quantity: Quantity
    at: Span
    span: Span
    cell: Cell | None = None
    sure: float = 1.0
    """how sure the recogniser of a scan was of its digits; 1 for native text"""

    @property
    def text(self) -> str:
        return self.quantity.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Base of all facts."""

    span: Span
    pattern: str = ""
    sentence: int = -1
    section: int = -1
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund(Fact):
    """An amount of money with its role. ``item`` is a line item or sub-project, None for the whole project."""

    figure: Figure
    role: Role
    source: Source = "total"
    item: str | None = None
    year: int | None = None
    label: str = ""
    """the word that gave the role"""
    negative: bool = False
    """an adjustment downwards: 调减5万元"""
    listed: bool = False
    """read as a part of a list, without a label of its own"""

    @property
    def yuan(self) -> Decimal:
        return -self.figure.quantity.amount if self.negative else self.figure.quantity.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Fact):
    """A rate of money. ``kind`` tells an execution rate from 到位率, 节约率 …; ``stated_base`` is the role that the
    report itself names as denominator (占年初预算的…), or None."""

    figure: Figure
    name: str
    kind: Literal["execution", "other"] = "execution"
    item: str | None = None
    source: Source = "total"
    year: int | None = None
    stated_base: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The target or the actual of an indicator, as printed. ``quantity`` is None for words and dates (op "text")."""

    text: str
    span: Span
    op: Op
    figure: Figure | None = None
    cell: Cell | None = None

    @property
    def quantity(self) -> Quantity | None:
        return self.figure.quantity if self.figure else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Fact):
    """One indicator. ``levels`` are the level names above it, outermost first. ``direction``: +1 more is better,
    -1 less is better (成本 投诉 事故 …), 0 unknown. ``claimed_met``: the report's own word on it, or None.
    ``criterion``: how it is defined or scored (指标解释, 评分标准), which explains no miss."""

    name: str
    levels: tuple[str, ...] = ()
    target: Measure | None = None
    actual: Measure | None = None
    weight: Figure | None = None
    score: Figure | None = None
    reason: str | None = None
    criterion: str | None = None
    direction: int = 0
    claimed_met: bool | None = None


ScoreKind = Literal["total", "full", "part", "weight", "subtotal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Fact):
    """A score in points. ``kind``: total (the whole report; ``name`` only when it is said of another project or place),
    full (the full mark of the whole), part (a dimension or the execution rate; ``name`` says which, ``weight`` its full
    mark), weight (the full mark of a part of which no score is told), subtotal (小计 of a table).
    ``speaker`` keeps 自评 apart from 复评/再评价 and 专家."""

    figure: Figure
    kind: ScoreKind
    name: str | None = None
    weight: Figure | None = None
    speaker: Literal["self", "review", "expert"] | None = None
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Fact):
    """A grade as printed (优秀); ``band`` is 优 良 中 差, or None outside the scale (B, 合格)."""

    word: str
    band: str | None
    speaker: Literal["self", "review", "expert"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeScale(Fact):
    """The report's own scale: (band, interval of scores), best first."""

    bands: tuple[tuple[str, Interval], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Fact):
    """A counted thing: 5场平行论坛 → figure 5场, noun 平行论坛. ``scope`` holds the words that bound it (其中, 累计,
    新增, 县级, 2022 …). ``subset_of`` is the count that it is said to be a part of (其中, 包括), if any.
    ``key`` names the fact that is told: two counts with equal, non-empty keys tell the same one (same thing, unit,
    act, scope and year); empty when that cannot be said for certain, and then the count is compared with no other."""

    figure: Figure
    noun: str
    scope: tuple[str, ...] = ()
    year: int | None = None
    subset_of: Count | None = None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration(Fact):
    """A list that spells out a count: items as spans, with their ``names``. ``open`` when it ends in 等/例如/主要
    and so need not be whole."""

    count: Count
    items: tuple[Span, ...]
    open: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSum(Fact):
    """Counts that are said to add up to a whole: 312件，其中民事241件、刑事58件、行政13件. ``exhaustive`` False when
    the list is open or does not promise the whole; ``disjoint`` True when the parts cannot overlap, so that together
    they do not pass the whole either."""

    whole: Count
    parts: tuple[Count, ...]
    exhaustive: bool = True
    disjoint: bool = False
    open: bool = False
    """the list says itself that it goes on (等)"""
    cue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountModel(Fact):
    """A spelled model such as “1+5+2”, with the counts that the text then gives for it, in order."""

    numbers: tuple[Decimal, ...]
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown(Fact):
    """Funds that are said to make up a whole. ``exhaustive`` False after 其中/包括/主要/等 without closure.
    ``cue`` is the word that says so. ``by``: what splits it (source, item or year)."""

    whole: Fund
    parts: tuple[Fund, ...]
    exhaustive: bool
    cue: str = ""
    by: Literal["source", "item", "year"] = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSum(Fact):
    """Cells of a table of which one is said to be the sum of the others, by its row or column name (合计 小计 其中).
    ``axis``: "down" when the parts stand in the same column, "across" when in the same row. ``label`` is the name of
    the whole, ``head`` the name of the line in which it was summed. ``sure`` False when the same structure fails in
    most lines of the table, so that it may have been read wrongly: such a sum is said to be untested, not wrong."""

    whole: Figure
    parts: tuple[Figure, ...]
    axis: Literal["down", "across"]
    label: str = ""
    head: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Fact):
    """Two figures and what the text says of the step between them. Every member may be absent (None).
    ``points`` is True when ``growth`` is in 百分点; ``direction`` +1 for 增加/增长/提高/大于/超额, -1 for
    减少/下降/小于, 0 for 持平; ``cue`` is that word, ``opposed`` the first word behind it that goes the
    other way (减少到97件，增加8件，下降7.6%: 增加)."""

    now: Figure | None = None
    before: Figure | None = None
    delta: Figure | None = None
    growth: Figure | None = None
    points: bool = False
    direction: int | None = None
    cue: str = ""
    opposed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Fact):
    """A share of a whole: 占 … %. ``group`` ties the shares that are said of one whole; ``complete`` is True when the
    wording says that the shares of the group are all there are (else they may only not pass 100); ``multiple`` is
    True for 可多选."""

    rate: Figure
    part: Figure | None = None
    whole: Figure | None = None
    group: int | None = None
    complete: bool = False
    multiple: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Fact):
    """One questionnaire: 发放, 回收, 有效, 满意 and the rates said of them."""

    issued: Figure | None = None
    returned: Figure | None = None
    valid: Figure | None = None
    satisfied: Figure | None = None
    return_rate: Figure | None = None
    valid_rate: Figure | None = None
    satisfaction: Figure | None = None
    weighted: bool = False
    """five-step scales and averages over groups: not k of n"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentage(Fact):
    """A percentage with the words before it: 合格率98%. ``bounded``: it cannot pass 100 by its nature."""

    figure: Figure
    name: str
    bounded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Fact):
    """A date or month as printed. ``day`` or ``month`` are None when not printed; ``year`` may be inferred from the
    sentence (``year_inferred``). ``event``: start, finish, approval, tender, acceptance, payment, report, cutoff,
    deadline (a date that was planned or demanded), or None. ``valid`` False for 2月30日."""

    year: int | None
    month: int | None
    day: int | None
    text: str
    year_inferred: bool = False
    event: str | None = None
    subject: str | None = None
    valid: bool = True
    weekday: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Fact):
    """From one moment to another: 2023年6月1日至6月4日; ``days`` is the 历时 that the text states for it."""

    start: Moment
    end: Moment
    days: Figure | None = None
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMention(Fact):
    """A year with the part it plays: title, data (项目 2023年度…), order (the notice of 2024 that ordered the work),
    issue, other."""

    year: int
    part: Literal["title", "data", "order", "issue", "other"] = "other"
    of: str = ""
    """what the evaluated year is said of: 2023年度农田建设项目"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Fact):
    """A heading: level 1 for 一、, 2 for （一）, 3 for 1., 4 for (1). ``body`` is what stands under it, sub-headings
    included, up to the next heading of its level or above. ``span`` is the heading without its number."""

    level: int
    number: str
    title: str
    body: Span
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Fact):
    """A problem or a recommendation, as a sentence or heading of its own. ``none``: it says that there is none."""

    kind: Literal["problem", "recommendation"]
    text: str
    none: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Fact):
    """A sweeping claim of the report: all targets met (全部完成, 均已达标) or an admission (未达到, 延期, 偏低)."""

    kind: Literal["all_met", "admission", "no_deviation", "reason"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta(Fact):
    """One field of the report's identity: title, kind, fiscal_year, department, project, evaluator, issued_on."""

    field: Literal["title", "kind", "fiscal_year", "department", "project", "evaluator", "issued_on"]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity(Fact):
    """A slip of the pen on the face of the text: doubled word, bookmark error, a hint of the template (请填写), or what
    the template left for the writer to put in (XX局, 下降（增长）)."""

    kind: Literal["doubled", "bookmark", "residue", "template"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Fact):
    """What a heading promises: overview, method, summary, conclusion, analysis, experience, problem, recommendation,
    use. ``section`` is the index of that heading itself."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Fact):
    """A pointer to something outside the running text: 详见附件2, 评分表附后. ``number`` as printed, or None."""

    kind: Literal["annex", "table"]
    text: str
    number: str | None = None
    ordinal: int | None = None
    """the number read: 附件二 is 2"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached(Fact):
    """An annex or a table that the file holds or lists at its end, by its caption: 附件1：评分表, 表2 支出明细.
    ``number`` is None where the caption has none."""

    kind: Literal["annex", "table"]
    number: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Fact):
    """An official document with its number: 《…办法》（财预〔2020〕10号). ``title`` is empty where none stands before
    the number. ``flaw`` says in Chinese what is wrong with the number's form, or is empty."""

    title: str
    agency: str
    year: str
    serial: str
    text: str
    flaw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(Fact):
    """A session of what is held again and again: 第十二届 of 2023; the year of a founding (创办于2012年) is that of the
    first. ``name`` is what is held."""

    number: int
    year: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm(Fact):
    """How often something is held: ``years`` from one session to the next (每两年一届: 2)."""

    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank(Fact):
    """A cell of a form that was left empty (not —, / or 无) in a column that is filled elsewhere. ``name`` is what its
    row is about and ``span`` the place of that name; ``head`` is the column's name."""

    column: Literal["actual", "score", "reason", "spent"]
    name: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyTable(Fact):
    """A table with columns for figures of which not one is filled. ``title`` are the words above it, or its first
    heads; ``span`` is the place of its first head. ``reason`` is what the report says of it, empty for nothing."""

    title: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Fact):
    """A unit named with its place (泉溪县林业局: 泉溪县, 林业局): the report's own, or one in a heading or conclusion.
    ``reports``: the words after it make it the one that the report speaks of (2023年度部门整体支出…)."""

    place: str
    unit: str
    where: Literal["own", "heading", "conclusion", "body"]
    reports: bool = False

    @property
    def name(self) -> str:
        return self.place + self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling(Fact):
    """A name of what the report is about (its project, its unit, the title of a document), as it is written: ``span``
    is the place of ``text``. Where that differs from ``name``, the usual writing, by one character, ``usual`` is a
    place of the usual one; where it is the same (``usual`` None), ``times`` says how often it is written so."""

    name: str
    text: str
    what: Literal["project", "unit", "title"]
    usual: Span | None = None
    times: int = 1


# ------------------------------------------------------------------ the figures of a fact
_HOLDING: dict[type[Fact | Measure], tuple[str, ...]] = {}


def holding(kind: type[Fact | Measure]) -> tuple[str, ...]:
    """The fields of a kind of fact in which figures can stand, its own or those of facts inside it, by their types."""
    names = _HOLDING.get(kind)
    if names is None:
        inside = {"Figure", "Measure", *(one.__name__ for one in Fact.__subclasses__())}
        names = tuple(one.name for one in fields(kind) if inside & set(_WORDS.findall(str(one.type))))
        _HOLDING[kind] = names
    return names


def figures_of(fact: Fact) -> Iterator[Figure]:
    """All figures that a fact holds itself (not those of facts inside it)."""
    for name in holding(type(fact)):
        value = getattr(fact, name)
        if isinstance(value, Figure):
            yield value
        elif isinstance(value, Measure) and value.figure:
            yield value.figure


def figures_in(value: object) -> Iterator[Figure]:
    """All figures inside a fact, those of the facts and measures that it holds included."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, Fact | Measure):
        for name in holding(type(value)):
            yield from figures_in(getattr(value, name))
    elif isinstance(value, tuple) and not isinstance(value, Span):
        for item in value:
            yield from figures_in(item)
