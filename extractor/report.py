"""The output contract, version 1: what ``gouji audit FILE --format json`` prints, and ``gouji schema`` describes.

Names keep their meaning from version to version; fields may be added. Absent facts are ``null`` or ``[]``, not guesses.
Numbers are decimal *strings* (trailing zeros are evidence). Additions to the contract's first print are marked (+).
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.document import TextLayer
from extractor.facts import Role, Source
from extractor.findings import RepairKind
from extractor.quantity import Op

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Severity = Literal["error", "warning", "review", "info"]
Outcome = Literal["agrees", "conflict", "not_applicable", "blocked"]
Qualifier = Literal["exact", "approx", "over", "under"]
Bounds = tuple[str | None, str | None]
"""both ends of an interval; null is infinity"""


class Model(BaseModel):
    """Base of all: frozen, an unknown key is an error, ``from`` and ``for`` print under their own names."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, validate_by_name=True, serialize_by_alias=True
    )


class Evidence(Model):
    """A printed place. ``start``/``end`` are half-open offsets into what ``gouji text FILE`` prints, in code points;
    that stretch, white space aside, is ``quote``. ``bbox``: points, origin at the top left of the page."""

    page: int | None = None
    start: int
    end: int
    quote: str = Field(min_length=1)
    bbox: tuple[float, float, float, float] | None = None
    cell: str | None = None
    file: str | None = None
    """(+) the file, in a report read from several (--together)"""


class Tool(Model):
    name: Literal["gouji"] = "gouji"
    version: str


class Part(Model):
    """Which of several reports in one file this is."""

    index: int
    of: int
    pages: tuple[int, ...] = ()


class SourceInfo(Model):
    name: str
    sha256: str
    format: str
    pages: int | None = None
    text_layer: TextLayer
    part: Part | None = None
    member: str | None = None
    warnings: list[str] = []
    """(+) what the reader could not do"""


class Amount(Model):
    text: str
    value: str
    unit: str | None
    yuan: str
    qualifier: Qualifier


class FundEntry(Model):
    role: Role
    item: str | None = None
    source: Source
    year: int | None = None
    amount: Amount
    evidence: list[Evidence]


class RateEntry(Model):
    """An execution rate. ``base``: the role(s), joined by ``+``, of the denominator that makes it true; null when none
    does or none could be tried. ``stated_base``: the one that the report names."""

    item: str | None = None
    source: Source
    year: int | None = None
    value: str
    unit: str
    stated_base: Role | None = None
    base: str | None = None
    evidence: list[Evidence]


class OtherRate(Model):
    name: str
    item: str | None = None
    value: str
    unit: str
    evidence: list[Evidence]


class MeasureEntry(Model):
    """``value`` is null for words and dates (op ``text``)."""

    text: str
    op: Op
    value: str | None = None
    value_high: str | None = None
    unit: str | None = None


class IndicatorEntry(Model):
    levels: list[str] = []
    name: str
    target: MeasureEntry | None = None
    actual: MeasureEntry | None = None
    weight: str | None = None
    score: str | None = None
    met: bool | None = None
    reason: str | None = None
    evidence: list[Evidence]


class ScorePart(Model):
    name: str
    weight: str | None = None
    score: str | None = None
    evidence: list[Evidence]


class Scores(Model):
    total: str | None = None
    full: str | None = None
    grade: str | None = None
    grade_band: str | None = None
    parts: list[ScorePart] = []
    evidence: list[Evidence] = []


class StatementEntry(Model):
    text: str
    evidence: list[Evidence]


class SectionEntry(Model):
    level: int
    number: str
    title: str
    page: int | None = None


class Facts(Model):
    """What the report states, the wrong figures too."""

    title: str | None = None
    kind: str = "other"
    fiscal_year: int | None = None
    department: str | None = None
    project: str | None = None
    evaluator: str | None = None
    issued_on: str | None = None
    funds: list[FundEntry] = []
    execution_rates: list[RateEntry] = []
    other_rates: list[OtherRate] = []
    indicators: list[IndicatorEntry] = []
    scores: Scores = Scores()
    problems: list[StatementEntry] = []
    recommendations: list[StatementEntry] = []
    sections: list[SectionEntry] = []


class RepairEntry(Model):
    """The one change that mends the relation and all that hangs on it."""

    from_: str = Field(alias="from")
    to: str
    kind: RepairKind = "figure"
    """(+) slip of the pen, wrong unit, another figure; figures exchanged, an item missing, a row slipped"""
    mends: list[str] = []
    evidence: list[Evidence] = []


class Suppressed(Model):
    """Why a finding is let stand: by a list of suppressions, or because a baseline has it."""

    reason: str
    by: Literal["suppress", "baseline"] = "suppress"


class FindingEntry(Model):
    code: str
    rule: str
    name: str
    severity: Severity
    message: str
    formula: str | None = None
    formulas: list[str] = []
    stated: str | None = None
    derived: str | None = None
    difference: str | None = None
    unit: str | None = None
    repair: RepairEntry | None = None
    fingerprint: str
    suppressed: Suppressed | None = None
    """(+) looked at and let stand: it does not count for --fail-on"""
    evidence: list[Evidence]


class Intervals(Model):
    stated: Bounds | None = None
    derived: Bounds | None = None


class CheckEntry(Model):
    """One relation that one check looked at. ``name`` (+) is the check's Chinese name."""

    code: str
    name: str
    outcome: Outcome
    formula: str | None = None
    mode: str | None = None
    intervals: Intervals | None = None
    reason: str | None = None
    evidence: list[Evidence] = []


class Residual(Model):
    """(+) A relation that holds within rounding only: 尾差 and no fault. ``difference`` = printed - derived."""

    code: str
    formula: str
    difference: str
    unit: str | None = None
    evidence: list[Evidence] = []


class Rounding(Model):
    """(+) How the document rounded, told once. ``mode``: the one way that explains every sum and rate (null when
    several do, or none); ``told``: the relations that tell ways apart; ``text``: the hint for a person, null when there
    is nothing to say."""

    mode: Literal["half_up", "half_even", "truncate"] | None = None
    told: int = 0
    residuals: list[Residual] = []
    text: str | None = None


Ground = Literal["verified", "stated_only", "unsupported", "contradicted"]


class Points(Model):
    """The claimed total, parted by what it rests on: figures that agree, words alone, nothing, figures against it."""

    verified: str = "0"
    stated_only: str = "0"
    unsupported: str = "0"
    contradicted: str = "0"


class Request(Model):
    """A paper to ask for, and what it is to prove. ``why`` (+) is a check's code or a few words."""

    paper: str
    for_: str = Field(alias="for")
    why: str = ""


class Rebuild(Model):
    """(+) The total by one choice of admissible schemes: a decimal, or a range “92.3–98.3” where words leave one.
    ``matched`` of the ``of`` lines that can be recomputed come out as printed."""

    total: str
    scheme: str
    matched: int
    of: int
    holds_claimed: bool | None = None


class ReviewLine(Model):
    """(+) One line of the score. ``counted``: its points in the claimed total (all lines add up to it); ``scheme``: how
    its figures give its score, null when they do not; ``rebuilt``: its points by the scheme of the whole."""

    name: str
    weight: str | None = None
    score: str | None = None
    counted: str
    ground: Ground
    scheme: str | None = None
    rebuilt: str | None = None
    evidence: list[Evidence] = []


class MissedTarget(Model):
    """(+) A target that was missed and has full marks."""

    name: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str | None = None
    evidence: list[Evidence]


class SignEntry(Model):
    """(+) A sign that a score is “too perfect”, with its count; a hint and no finding."""

    sign: str
    text: str
    count: int
    of: int
    evidence: list[Evidence] = []


class ScoreReview(Model):
    """``too_perfect`` (+): most open targets are hit exactly, and one more sign is there."""

    claimed: str | None = None
    grade: str | None = None
    rebuilt: str | None = None
    scheme: str | None = None
    points: Points = Points()
    signals: list[str] = []
    requests: list[Request] = []
    rebuilds: list[Rebuild] = []
    lines: list[ReviewLine] = []
    missed_full_marks: list[MissedTarget] = []
    signs: list[SignEntry] = []
    too_perfect: bool = False


class Coverage(Model):
    """Numerals of the document. ``numbers`` = ``read`` (given a meaning by a fact) + ``furniture`` (page furniture,
    document numbers, list numbers, phones …) + ``unexplained``. ``checked``: those that a check compared. What was not
    read to its end because it took too long: ``given_up``, stretches of text (offsets), and ``stopped``, whole kinds of
    facts."""

    numbers: int = 0
    read: int = 0
    furniture: int = 0
    unexplained: int = 0
    checked: int = 0
    given_up: list[tuple[int, int]] = []
    stopped: list[str] = []


class Report(Model):
    """One audited report."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    tool: Tool
    source: SourceInfo
    profile: str = "national"
    """(+) by which profile it was judged"""
    report: Facts
    findings: list[FindingEntry] = []
    checks: list[CheckEntry] = []
    score_review: ScoreReview = ScoreReview()
    coverage: Coverage = Coverage()
    rounding: Rounding = Rounding()
    """(+) how the document rounded, and its residuals"""
