"""What speaks for and against each figure, and which one of them explains most.

Every conflict is looked at once for each figure in it, and again only when another figure has explained it: a report
with thousands of conflicts costs little more for each of them than one with three.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from heapq import heappop, heappush
from itertools import count

from extractor.checks import Verdict
from extractor.facts import Figure
from extractor.quantity import Interval
from extractor.repair import propose
from extractor.stacking import stacked

ALONE = ("YC", "GF")
"""families whose conflicts are never merged: signals, and faults of form"""
WITNESS = Decimal("0.5")
"""how much a relation that holds speaks for a figure, against a conflict that speaks against it"""


def suspects(verdict: Verdict) -> tuple[Figure, ...]:
    return verdict.figures if verdict.suspects is None else verdict.suspects


@dataclass(frozen=True, slots=True)
class Cause:
    """A figure with the conflicts that it explains; ``figure`` is None for a conflict without numbers."""

    figure: Figure | None
    conflicts: tuple[Verdict, ...]


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
        self._ranges: dict[int, tuple[Verdict, dict[int, Interval]]] = {}
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

    def explain(self, conflicts: Sequence[Verdict]) -> list[Cause]:
        """Blame figures until every conflict is explained, the one that explains most first."""
        about = self.about(conflicts)
        current: dict[int, Blame] = {}
        """figure → what it is blamed for as things stand"""
        queue: list[tuple[_Guilt, int, Blame]] = []
        changed, causes, serial = set(about), list[Cause](), count()
        while True:
            for blame in self._blames(changed, about):
                current[blame.figure.id] = blame
                heappush(queue, (_innocence(blame), next(serial), blame))
            while queue and current.get(queue[0][2].figure.id) is not queue[0][2]:
                heappop(queue)  # it was asked anew since
            if not queue:
                return causes
            worst = heappop(queue)[2]
            causes.append(Cause(worst.figure, worst.conflicts))
            changed = set()
            for verdict in worst.conflicts:
                for figure in suspects(verdict):
                    current.pop(figure.id, None)
                    name = self.fact(figure.id)
                    about[name].pop(id(verdict), None)
                    changed.add(name)

    def _blames(self, names: Iterable[int], about: Mapping[int, Mapping[int, Verdict]]) -> Iterator[Blame]:
        """What the tellings of these facts are to blame for."""
        for name in names:
            mine = list(about[name].values())
            for figure in suspected(mine):
                if self.fact(figure.id) == name:
                    yield self.blame(figure, mine)

    def about(self, conflicts: Iterable[Verdict]) -> dict[int, dict[int, Verdict]]:
        """Fact → the conflicts that it may have caused, by their identity, in order."""
        found: dict[int, dict[int, Verdict]] = {}
        for verdict in conflicts:
            for figure in suspects(verdict):
                found.setdefault(self.fact(figure.id), {})[id(verdict)] = verdict
        return found

    def blame(self, figure: Figure, mine: Sequence[Verdict]) -> Blame:
        """Of the conflicts that this fact may have caused, those that one other value of it would mend, as many as
        possible. A conflict that cannot say by which values it would be mended is explained together with others only
        when these are about the very same figures."""
        name = self.fact(figure.id)
        ranged = [(verdict, interval) for verdict in mine if (interval := self._range(verdict, name)) is not None]
        best = [ranged[at] for at in stacked([interval for _, interval in ranged])]
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
        kept = self._ranges.get(id(verdict))
        if kept is None:
            kept = self._ranges[id(verdict)] = verdict, dict(self._all_ranges(verdict))
        return kept[1].get(name)

    def _all_ranges(self, verdict: Verdict) -> Iterator[tuple[int, Interval]]:
        """Facts with their ranges; of two ranges of one fact the one that counts comes last."""
        for figure, value in reversed(verdict.expects):
            half = Decimal(1).scaleb(-figure.quantity.places) / 2
            yield self._scaled(figure, Interval(value - half, value + half))
        for figure, interval in reversed(verdict.ranges):
            yield self._scaled(figure, interval)

    def _scaled(self, figure: Figure, interval: Interval) -> tuple[int, Interval]:
        return self.fact(figure.id), interval.times(self._factor.get(figure.id, Decimal(1)))


_Guilt = tuple[Decimal, int, int, int, int]


def _innocence(blame: Blame) -> _Guilt:
    """What is least for the worst. The more conflicts and the fewer witnesses the worse; then the figure that one slip
    of the pen explains, then the stated side of a relation, then the later place (totals follow what they are made
    of)."""
    stated = sum(verdict.figures[:1] == (blame.figure,) for verdict in blame.conflicts)
    proposal = propose(blame.figure, blame.conflicts)
    slip = proposal is not None and proposal.simple
    return (WITNESS * blame.witnesses - len(blame.conflicts), -slip, -stated, blame.witnesses, -blame.figure.id)


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


def suspected(verdicts: Iterable[Verdict]) -> list[Figure]:
    return list({figure.id: figure for verdict in verdicts for figure in suspects(verdict)}.values())
