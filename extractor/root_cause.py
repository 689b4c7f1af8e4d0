"""From conflicting verdicts to findings: one cause, one finding.

A wrong figure breaks every relation that it takes part in. So of the figures that could explain a conflict, the one
that explains most conflicts at once is to blame, unless relations that hold speak for it; and a figure that would have
to be two different numbers to mend two conflicts explains only one of them. Signals and formal faults (a missing
chapter, a doubled word) are findings of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from extractor import checks
from extractor.checks import SEVERITIES, Severity, Verdict
from extractor.facts import Figure
from extractor.findings import Finding, Repair
from extractor.ledger import Ledger
from extractor.quantity import Interval
from extractor.rearrangement import rearranged
from extractor.repair import propose

__all__ = ["Finding", "Repair", "group"]

ALONE = ("YC", "GF")
"""families whose conflicts are never merged: signals, and faults of form"""
TOLD_TWICE = ("GJ101", "GJ102")
"""a figure against another telling of itself: that is the fault, and sums and rates that break are its consequences"""
WITNESS = Decimal("0.5")
"""how much a relation that holds speaks for a figure, against a conflict that speaks against it"""


@dataclass(frozen=True, slots=True)
class Cause:
    """A figure with the conflicts that it explains; ``figure`` is None for a conflict without numbers."""

    figure: Figure | None
    conflicts: tuple[Verdict, ...]


def group(verdicts: Sequence[Verdict], ledger: Ledger) -> tuple[Finding, ...]:
    """The findings behind the conflicts, in order of text."""
    evidence = Evidence(verdicts)
    conflicts = list(_distinct(verdict for verdict in verdicts if verdict.outcome == "conflict"))
    alone = [verdict for verdict in conflicts if verdict.code.startswith(ALONE) or not _suspects(verdict)]
    causes = [Cause(verdict.figures[0] if verdict.figures else None, (verdict,)) for verdict in alone]
    causes += evidence.explain([verdict for verdict in conflicts if verdict not in alone])
    return tuple(sorted((_finding(cause, evidence, ledger) for cause in causes), key=_place))


def _distinct(conflicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Each conflict once: the same check on the same figures and marks says nothing new."""
    seen: set[object] = set()
    for verdict in conflicts:
        key = (verdict.code, frozenset(figure.id for figure in verdict.figures), verdict.marks)
        if (not verdict.figures and not verdict.marks) or key not in seen:
            seen.add(key)
            yield verdict


def _suspects(verdict: Verdict) -> tuple[Figure, ...]:
    return verdict.figures if verdict.suspects is None else verdict.suspects


@dataclass(frozen=True, slots=True)
class Blame:
    """A figure, the conflicts that another value of it would mend, and the amounts (base unit) that would do so; None
    when that is not known. ``witnesses``: relations that hold now and would break."""

    figure: Figure
    conflicts: tuple[Verdict, ...]
    mending: Interval | None
    witnesses: int


class Evidence:
    """What speaks for and against each figure."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        self._name: dict[int, int] = {}
        # a cell may be one check's bare number and another's amount in the unit of its table: it is one figure
        self._factor = {
            figure.id: figure.quantity.factor
            for verdict in verdicts
            for figure in verdict.figures
            if figure.quantity.unit is not None
        }
        holding: dict[frozenset[int], Verdict] = {}
        for verdict in verdicts:
            if verdict.outcome != "agrees" or len(verdict.figures) < 2 or verdict.code.startswith(ALONE):
                continue
            if _is_telling(verdict):
                self._join([figure.id for figure in verdict.figures])
            if _is_equality(verdict):
                holding.setdefault(frozenset(figure.id for figure in verdict.figures), verdict)
        self.holding = tuple(holding.values())
        """the equalities that hold, each once"""
        self._holding: dict[int, list[Verdict]] = {}
        for ids, verdict in holding.items():
            for name in {self.fact(one) for one in ids}:
                self._holding.setdefault(name, []).append(verdict)

    def fact(self, figure_id: int) -> int:
        """One name for all tellings of one printed fact."""
        passed = []
        while (parent := self._name.get(figure_id, figure_id)) != figure_id:
            passed.append(figure_id)
            figure_id = parent
        for one in passed[:-1]:  # the way is shorter next time
            self._name[one] = figure_id
        return figure_id

    def _join(self, ids: Sequence[int]) -> None:
        first = self.fact(ids[0])
        for other in ids[1:]:
            name = self.fact(other)
            if name != first:
                self._name[name] = first

    def explain(self, conflicts: list[Verdict]) -> list[Cause]:
        """Blame figures until every conflict is explained, the one that explains most first."""
        causes: list[Cause] = []
        remaining = list(conflicts)
        while remaining:
            worst = max((self.blame(figure, remaining) for figure in _figures(remaining)), key=_guilt)
            causes.append(Cause(worst.figure, worst.conflicts))
            remaining = [verdict for verdict in remaining if verdict not in worst.conflicts]
        return causes

    def blame(self, figure: Figure, conflicts: Sequence[Verdict]) -> Blame:
        """The conflicts that one other value of this fact would mend, as many as possible. A conflict that cannot say
        by which values it would be mended is explained together with others only when these are about the very same
        figures."""
        name = self.fact(figure.id)
        mine = [verdict for verdict in conflicts if any(self.fact(one.id) == name for one in _suspects(verdict))]
        ranged = [(verdict, interval) for verdict in mine if (interval := self._range(verdict, name)) is not None]
        best: list[tuple[Verdict, Interval]] = []
        for seed in ranged:
            together = [seed]
            for other in ranged:
                if other is not seed and all(other[1].meets(one) for _, one in together):
                    together.append(other)
            best = max(best, together, key=len)
        if best:
            mending = reduce(_overlap, (interval for _, interval in best))
            return Blame(figure, tuple(verdict for verdict, _ in best), mending, self._against(name, mending))
        vague = tuple(verdict for verdict in mine if _about_the_same(verdict, mine[0]))
        return Blame(figure, vague, None, self._against(name, None))

    def _against(self, name: int, mending: Interval | None) -> int:
        """How many relations that hold would break if the fact had one of the mending values."""
        broken = 0
        for verdict in self._holding.get(name, ()):
            allowed = self._range(verdict, name)
            broken += mending is None or allowed is None or not allowed.meets(mending)
        return broken

    def _range(self, verdict: Verdict, name: int) -> Interval | None:
        """All amounts (in the base unit) with which this fact would make a relation hold, or None when not known."""
        for figure, interval in verdict.ranges:
            if self.fact(figure.id) == name:
                return interval.times(self._factor.get(figure.id, Decimal(1)))
        for figure, value in verdict.expects:
            if self.fact(figure.id) == name:
                half = Decimal(1).scaleb(-figure.quantity.places) / 2
                return Interval(value - half, value + half).times(self._factor.get(figure.id, Decimal(1)))
        return None


def _guilt(blame: Blame) -> tuple[Decimal, bool, int, int, int]:
    """The more conflicts and the fewer witnesses the worse; then the figure that one slip of the pen explains, then
    the stated side of a relation, then the later place (totals follow what they are made of)."""
    stated = sum(verdict.figures[:1] == (blame.figure,) for verdict in blame.conflicts)
    proposal = propose(blame.figure, blame.conflicts)
    slip = proposal is not None and proposal.simple
    return (len(blame.conflicts) - WITNESS * blame.witnesses, slip, stated, -blame.witnesses, blame.figure.id)


def _overlap(one: Interval, other: Interval) -> Interval:
    """The stretch that two intervals share, both ends taken as closed."""
    lows = [end for end in (one.low, other.low) if end is not None]
    highs = [end for end in (one.high, other.high) if end is not None]
    return Interval(max(lows, default=None), min(highs, default=None))


def _is_telling(verdict: Verdict) -> bool:
    """True for two tellings of one fact: their formula has nothing but the two figures."""
    formula = verdict.formula or ""
    return len(verdict.figures) == 2 and _is_equality(verdict) and not any(sign in formula for sign in "+−×÷")


def _is_equality(verdict: Verdict) -> bool:
    """True when the relation that holds ties its figures down; a bound does not."""
    formula = verdict.formula or ""
    return "=" in formula or "≈" in formula


def _about_the_same(one: Verdict, other: Verdict) -> bool:
    ours, theirs = ({figure.id for figure in verdict.figures} for verdict in (one, other))
    return one is other or len(ours & theirs) > 1 or ours == theirs


def _figures(verdicts: Iterable[Verdict]) -> list[Figure]:
    return list({figure.id: figure for verdict in verdicts for figure in _suspects(verdict)}.values())


# ------------------------------------------------------------------ findings


def _finding(cause: Cause, evidence: Evidence, ledger: Ledger) -> Finding:
    ordered = sorted(cause.conflicts, key=lambda verdict: _weight(verdict, cause.figure))
    main = ordered[0]
    repair = _repair(cause, ordered, evidence) or rearranged(ledger, ordered, evidence.holding)
    figures = [figure for verdict in ordered for figure in verdict.figures]
    doubtful = [cause.figure] if cause.figure is not None else []
    return Finding(
        code=main.code,
        severity=_severity(main),
        message=_message(main, ordered, repair),
        formula=main.formula,
        formulas=tuple(dict.fromkeys(verdict.formula for verdict in ordered if verdict.formula)),
        stated=main.stated,
        derived=main.derived,
        difference=main.difference,
        unit=main.unit,
        repair=repair,
        figures=tuple({figure.id: figure for figure in (*doubtful, *figures)}.values()),
        marks=tuple(dict.fromkeys(mark for verdict in ordered for mark in verdict.marks)),
    )


def _weight(verdict: Verdict, figure: Figure | None) -> tuple[int, int, bool, str]:
    """What shows a cause best: the graver; one fact told twice (what hangs on it only follows); sums before rates
    before other equalities; the one that states the figure."""
    stated = bool(verdict.figures) and verdict.figures[0] == figure
    return (SEVERITIES.index(_severity(verdict)), _kind(verdict), not stated, verdict.code)


def _kind(verdict: Verdict) -> int:
    formula = verdict.formula or ""
    if verdict.code in TOLD_TWICE:
        return -1
    if "≠" in formula:
        return 2
    if "÷" in formula:
        return 1
    return 0 if any(sign in formula for sign in "+−") else 3


def _severity(verdict: Verdict) -> Severity:
    rule = checks.rule(verdict.code)
    if rule is None:
        raise LookupError(f"no check has the code {verdict.code}")
    severity = verdict.severity or rule.check.level
    if rule.check.preview and SEVERITIES.index(severity) < SEVERITIES.index("review"):
        return "review"
    return severity


def _message(main: Verdict, ordered: Sequence[Verdict], repair: Repair | None) -> str:
    rule = checks.rule(main.code)
    text = main.message or (rule.check.name if rule else main.code)
    more = len({verdict.formula for verdict in ordered} - {main.formula})
    if more:
        text += f"；同一处还使另外{more}项关系不成立"
    if repair:
        text += f"；{repair.words}"
    return text


def _repair(cause: Cause, ordered: Sequence[Verdict], evidence: Evidence) -> Repair | None:
    """The simplest change, when only one figure can be changed simply and nothing that holds speaks for it."""
    figure = cause.figure
    if figure is None or evidence.blame(figure, ordered).witnesses:
        return None
    offered = propose(figure, ordered)
    if offered is None:
        return None
    rivals = [
        rival.figure
        for one in _figures(ordered)
        if evidence.fact(one.id) != evidence.fact(figure.id)
        and not (rival := evidence.blame(one, ordered)).witnesses
        and len(rival.conflicts) == len(ordered)
    ]
    if not offered.simple and (rivals or len(ordered) < 2):
        return None
    if any(other.simple for rival in rivals if (other := propose(rival, ordered)) is not None):
        return None
    return offered.repair


def _place(finding: Finding) -> int:
    spans = [figure.span.start for figure in finding.figures[:1]]
    spans += [mark.start if isinstance(mark, tuple) else mark.span.start for mark in finding.marks]
    return spans[0] if spans else 0
