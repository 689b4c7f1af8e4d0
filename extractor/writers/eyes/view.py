"""What the page of a report says, in the words and the order in which it is shown; templates only lay it out.

Every figure that is told can be opened: ``marks`` are the ids (:func:`~extractor.writers.marks.mark_id`) of the places
in the source that it rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.document import Document
from extractor.report import CheckEntry, Evidence, FindingEntry, Report, SourceInfo
from extractor.writers.eyes.excerpts import MAX_PLACES, Excerpt, Excerpts
from extractor.writers.eyes.facts import Claims, claims
from extractor.writers.eyes.score import ScoreView, score_view
from extractor.writers.marks import Tone, mark_ids, tone_of
from extractor.writers.numeral_list import percent
from extractor.writers.words import FAMILIES, KINDS, LEVELS, REPAIRS, TEXT_LAYERS, subject

MAX_RELATIONS = 500
"""that hold and are listed"""

CALM = "未发现数字矛盾"


@dataclass(frozen=True, slots=True)
class Formula:
    """A relation as printed, with the places of its figures."""

    text: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepairView:
    """The simplest repair: “改 318.54 为 318.45，3 个关系即全部成立”."""

    verb: str
    before: str
    joint: str
    after: str
    effect: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding. ``number`` counts from 1 in the order shown, ``index`` is its place in the report's list;
    ``reason``: why it was let stand, else None."""

    number: int
    id: str
    index: int
    tone: Tone
    severity: str
    level: str
    code: str
    name: str
    message: str
    formulas: tuple[Formula, ...]
    stated: str | None
    derived: str | None
    difference: str | None
    unit: str
    repair: RepairView | None
    excerpts: tuple[Excerpt, ...]
    marks: tuple[str, ...]
    reason: str | None
    fingerprint: str

    @property
    def where(self) -> str:
        """Where its first place stands."""
        return self.excerpts[0].where if self.excerpts else ""

    @property
    def distance(self) -> str:
        """The unit of the difference: shares differ by percentage points."""
        return "个百分点" if self.unit == "%" else self.unit

    @property
    def unquoted(self) -> int:
        """Places that are not quoted, being too many."""
        return max(len(self.marks) - MAX_PLACES, 0)

    @property
    def against(self) -> str:
        """What ``derived`` is called: the outcome of a sum, or a figure that stands elsewhere."""
        formula = self.formulas[0].text if self.formulas else ""
        if any(sign in formula for sign in "+−×÷") or not any(sign in formula for sign in "≠<>≤≥"):
            return "按算式为"
        return "另一处为" if "≠" in formula else "界限为"

    @property
    def measured(self) -> bool:
        """True when it can be told by how much the figures differ."""
        return bool(self.stated and self.derived and self.difference)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that holds. ``subject``: what its check looks at, in words that name no fault; may be empty."""

    code: str
    name: str
    subject: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Untold:
    """What could not be checked, and why."""

    code: str
    name: str
    reason: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Numerals of the report; shares are of those that state something; ``unread`` quotes the unexplained."""

    numbers: int
    read: int
    furniture: int
    unexplained: int
    checked: int
    read_share: str
    checked_share: str
    unread: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """“3 处错误”."""

    number: int
    severity: str
    word: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report. ``faults`` conflict, ``doubts`` are for a person to judge, ``settled`` were looked at already;
    ``agreeing`` relations hold, of which ``relations`` are listed and ``silent`` have no formula; ``rounding`` is the
    hint on residuals and on how the document rounded."""

    title: str
    about: tuple[str, ...]
    warnings: tuple[str, ...]
    sha256: str
    tone: Tone
    verdict: str
    counts: tuple[Count, ...]
    claims: Claims
    faults: tuple[FindingView, ...]
    doubts: tuple[FindingView, ...]
    settled: tuple[FindingView, ...]
    score: ScoreView
    relations: tuple[Relation, ...]
    agreeing: int
    silent: int
    rounding: str | None
    blocked: tuple[Untold, ...]
    absent: tuple[Untold, ...]
    coverage: CoverageView

    @property
    def findings(self) -> tuple[FindingView, ...]:
        """All findings in the order in which the keyboard walks them."""
        return (*self.faults, *self.doubts, *self.settled)


def view(report: Report, document: Document, unread: Sequence[Evidence] = ()) -> ReportView:
    """What is shown of a report; ``document`` is the source that its offsets refer to, ``unread`` are the places of
    the numbers that are unexplained (:func:`~extractor.writers.eyes.unread.unread`)."""
    quoted = Excerpts(document)
    ordered = sorted(range(len(report.findings)), key=lambda index: _gravity(report.findings[index]))
    shown = [_finding(number, index, report, quoted) for number, index in enumerate(ordered, 1)]
    relations, silent = _relations(report.checks)
    verdict, tone, counts = verdict_of(report)
    return ReportView(
        title=report.report.title or report.source.name,
        about=tuple(_about(report)),
        warnings=tuple(report.source.warnings),
        sha256=report.source.sha256,
        tone=tone,
        verdict=verdict,
        counts=counts,
        claims=claims(report),
        faults=tuple(one for one in shown if one.tone == "conflict"),
        doubts=tuple(one for one in shown if one.tone == "review"),
        settled=tuple(one for one in shown if one.tone == "cited"),
        score=score_view(report),
        relations=relations[:MAX_RELATIONS],
        agreeing=len(relations) + silent,
        silent=silent,
        rounding=report.rounding.text,
        blocked=_untold(report.checks, "blocked"),
        absent=_absent(report.checks),
        coverage=_coverage(report, quoted(unread)),
    )


def verdict_of(report: Report) -> tuple[str, Tone, tuple[Count, ...]]:
    """The verdict in a few words, its tone, and how many findings there are of each level."""
    tally: Counter[str] = Counter(one.severity for one in report.findings if one.suppressed is None)
    counts = tuple(Count(tally[level], level, word) for level, word in LEVELS.items() if tally[level])
    grave = [f"{one.number} 处{one.word}" for one in counts if one.severity in ("error", "warning")]
    return ("，".join(grave), "conflict", counts) if grave else (CALM, "agrees", counts)


def _gravity(finding: FindingEntry) -> tuple[bool, int]:
    """The order shown: the gravest first, what was let stand last; else in order of text."""
    return finding.suppressed is not None, list(LEVELS).index(finding.severity)


def _about(report: Report) -> Iterable[str]:
    facts, source = report.report, report.source
    yield f"{source.name} › {source.member}" if source.member else source.name
    if source.part:
        yield f"第 {source.part.index} 份，共 {source.part.of} 份"
    yield KINDS.get(facts.kind, facts.kind)
    if facts.fiscal_year:
        yield f"{facts.fiscal_year}年度"
    yield from filter(None, (facts.department, facts.project if facts.project != facts.title else None))
    yield from _pages(source)
    if report.profile != "national":
        yield f"评价口径 {report.profile}"


def _pages(source: SourceInfo) -> Iterable[str]:
    if source.pages:
        yield f"{source.pages} 页"
    if source.text_layer in ("ocr", "mixed"):
        yield TEXT_LAYERS[source.text_layer]


def _finding(number: int, index: int, report: Report, excerpts: Excerpts) -> FindingView:
    finding = report.findings[index]
    formulas = finding.formulas or [one for one in (finding.formula,) if one]
    return FindingView(
        number=number,
        id=f"f{number}",
        index=index,
        tone=tone_of(finding),
        severity=finding.severity,
        level=LEVELS[finding.severity],
        code=finding.code,
        name=finding.name,
        message=finding.message,
        formulas=tuple(Formula(text, _places_of(text, finding, report.checks)) for text in formulas),
        stated=finding.stated,
        derived=finding.derived,
        difference=_signed(finding.difference),
        unit=finding.unit or "",
        repair=_repair(finding),
        excerpts=excerpts(finding.evidence),
        marks=mark_ids(finding.evidence),
        reason=finding.suppressed.reason if finding.suppressed else None,
        fingerprint=finding.fingerprint,
    )


def _places_of(formula: str, finding: FindingEntry, checks: Sequence[CheckEntry]) -> tuple[str, ...]:
    """The places of one of a finding's formulas: those of the relation that broke, where it can be told which."""
    cited = set(mark_ids(finding.evidence))
    for check in checks:
        found = mark_ids(check.evidence)
        if check.outcome == "conflict" and check.formula == formula and cited.issuperset(found) and found:
            return found
    return mark_ids(finding.evidence)


def _signed(difference: str | None) -> str | None:
    """A difference with its sign: what is stated is above (+) or below (−) what the figures give."""
    if difference is None or difference.startswith("-"):
        return difference and difference.replace("-", "−")
    return f"+{difference}"


def _repair(finding: FindingEntry) -> RepairView | None:
    repair = finding.repair
    if repair is None:
        return None
    verb, joint = REPAIRS[repair.kind]
    mends = len(repair.mends)
    effect = f"{mends} 个关系即全部成立" if mends > 1 else "关系即成立"
    return RepairView(verb, repair.from_, joint, repair.to, effect, mark_ids(repair.evidence))


def _relations(checks: Sequence[CheckEntry]) -> tuple[tuple[Relation, ...], int]:
    """The relations that hold, each formula on the same places once; and how many have no formula."""
    agreeing = [one for one in checks if one.outcome == "agrees"]
    told: dict[tuple[str, tuple[str, ...]], Relation] = {}
    for check in sorted(agreeing, key=lambda one: FAMILIES.index(one.code[:2])):
        if check.formula:
            relation = _relation(check, check.formula)
            told.setdefault((check.formula, relation.formula.marks), relation)
    return tuple(told.values()), sum(1 for one in agreeing if not one.formula)


def _relation(check: CheckEntry, formula: str) -> Relation:
    return Relation(check.code, check.name, subject(check.name), Formula(formula, mark_ids(check.evidence)))


def _untold(checks: Sequence[CheckEntry], outcome: str) -> tuple[Untold, ...]:
    told = (
        Untold(one.code, one.name, one.reason or one.name, mark_ids(one.evidence))
        for one in checks
        if one.outcome == outcome
    )
    return tuple(dict.fromkeys(told))


def _absent(checks: Sequence[CheckEntry]) -> tuple[Untold, ...]:
    """Checks that had nothing to look at anywhere in the report."""
    tested = {one.code for one in checks if one.outcome != "not_applicable"}
    return tuple(one for one in _untold(checks, "not_applicable") if one.code not in tested)


def _coverage(report: Report, unread: tuple[Excerpt, ...]) -> CoverageView:
    seen = report.coverage
    data = seen.read + seen.unexplained
    shares = percent(seen.read, data), percent(seen.checked, data)
    return CoverageView(seen.numbers, seen.read, seen.furniture, seen.unexplained, seen.checked, *shares, unread)
