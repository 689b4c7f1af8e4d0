"""What has changed between two versions of a report: its facts, and its findings by their fingerprints.

A finding's fingerprint is made of its check and of the figures as printed, so it *stays* when text around it changes,
and *goes* or *comes* with its figures. Facts are matched by what they are about (role, source, item and year of money,
the name of an indicator); of several about the same thing, those that say the same are set aside first and the rest are
compared in order.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Literal, TypeVar

from extractor.report import Evidence, Facts, FindingEntry, FundEntry, IndicatorEntry, Model, Report, SourceInfo

Kind = Literal[
    "identity", "fund", "execution_rate", "other_rate", "indicator", "score", "section", "problem", "recommendation"
]
What = Literal["added", "removed", "changed"]
T = TypeVar("T")

IDENTITY = ("title", "kind", "fiscal_year", "department", "project", "evaluator", "issued_on")


class Change(Model):
    """One fact that differs. ``about``: what the fact is about, in keys of the contract (role, source, item, year;
    levels, name); ``field``: which part of it. ``old``/``new``: as printed, null where it is not there."""

    kind: Kind
    what: What
    about: dict[str, str]
    field: str
    old: str | None
    new: str | None
    old_evidence: list[Evidence]
    new_evidence: list[Evidence]


class Stayed(Model):
    """A finding that both versions have; its places may have moved."""

    old: FindingEntry
    new: FindingEntry


class Findings(Model):
    gone: list[FindingEntry]
    came: list[FindingEntry]
    stayed: list[Stayed]


class Difference(Model):
    """Two versions of one report. ``old`` or ``new`` is null for a report that only one of the files holds."""

    schema_version: Literal["1.0"] = "1.0"
    old: SourceInfo | None
    new: SourceInfo | None
    facts: list[Change]
    findings: Findings


def compare_all(old: Sequence[Report], new: Sequence[Report]) -> tuple[Difference, ...]:
    """The reports of two files, matched: by title or project where both hold several, the rest in order."""
    return tuple(compare(before, after) for before, after in _matched(old, new, _name))


def compare(old: Report | None, new: Report | None) -> Difference:
    """The difference of two versions; all facts and findings of the only one where the other is missing."""
    before, after = old.report if old else Facts(), new.report if new else Facts()
    return Difference(
        old=old.source if old else None,
        new=new.source if new else None,
        facts=list(_changes(before, after)),
        findings=_findings(old.findings if old else [], new.findings if new else []),
    )


def _name(report: Report) -> Hashable:
    return report.report.project or report.report.title


def _findings(old: Sequence[FindingEntry], new: Sequence[FindingEntry]) -> Findings:
    before = {(one.code, one.fingerprint): one for one in old}
    after = {(one.code, one.fingerprint): one for one in new}
    return Findings(
        gone=[one for key, one in before.items() if key not in after],
        came=[one for key, one in after.items() if key not in before],
        stayed=[Stayed(old=before[key], new=one) for key, one in after.items() if key in before],
    )


# ---------------------------------------------------------------- facts


class _Fact(Model):
    """One statement: what it is about, what it says, and where."""

    kind: Kind
    about: dict[str, str]
    field: str
    said: str
    same: str
    """what is compared: amounts in yuan, the rest as printed"""
    evidence: list[Evidence]


def _changes(old: Facts, new: Facts) -> Iterator[Change]:
    """All facts that differ, in the order of the new version, those that are gone after them."""
    before, after = _by_subject(_facts(old)), _by_subject(_facts(new))
    for subject in dict.fromkeys([*after, *before]):
        for one, other in _matched(before.get(subject, []), after.get(subject, []), lambda fact: fact.same):
            if one is None or other is None or one.same != other.same:
                yield _change(one, other)


def _change(old: _Fact | None, new: _Fact | None) -> Change:
    fact = new or old
    assert fact is not None
    return Change(
        kind=fact.kind,
        what="added" if old is None else "removed" if new is None else "changed",
        about=fact.about,
        field=fact.field,
        old=old.said if old else None,
        new=new.said if new else None,
        old_evidence=old.evidence if old else [],
        new_evidence=new.evidence if new else [],
    )


def _by_subject(facts: Iterable[_Fact]) -> dict[Hashable, list[_Fact]]:
    grouped: dict[Hashable, list[_Fact]] = {}
    for fact in facts:
        grouped.setdefault((fact.kind, fact.field, *fact.about.items()), []).append(fact)
    return grouped


def _matched(old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]) -> Iterator[tuple[T | None, T | None]]:
    """Pairs: those of the same key first, then what is left, in order; None where one side has more."""
    rest = list(old)
    pairs: list[tuple[T | None, T | None]] = []
    for other in new:
        one = next((one for one in rest if key(one) == key(other)), None)
        if one is not None:
            rest.remove(one)
        pairs.append((one, other))
    left = iter(rest)
    yield from ((next(left, None) if one is None else one, other) for one, other in pairs)
    yield from ((one, None) for one in left)


def _facts(facts: Facts) -> Iterator[_Fact]:
    for field in IDENTITY:
        value = getattr(facts, field)
        if value is not None and (field, value) != ("kind", "other"):
            yield _said("identity", {}, field, str(value))
    yield from _scores(facts)
    yield from map(_fund, facts.funds)
    for rate in facts.execution_rates:
        about = _about(source=rate.source, item=rate.item, year=rate.year)
        yield _said("execution_rate", about, "value", rate.value + rate.unit, rate.evidence)
    for other in facts.other_rates:
        yield _said(
            "other_rate", _about(name=other.name, item=other.item), "value", other.value + other.unit, other.evidence
        )
    for indicator in facts.indicators:
        yield from _indicator(indicator)
    for section in facts.sections:
        yield _said("section", {"title": section.title}, "number", section.number)
    for problem in facts.problems:
        yield _said("problem", {"text": problem.text}, "text", problem.text, problem.evidence)
    for advice in facts.recommendations:
        yield _said("recommendation", {"text": advice.text}, "text", advice.text, advice.evidence)


def _scores(facts: Facts) -> Iterator[_Fact]:
    scores = facts.scores
    for field in ("total", "full", "grade"):
        value = getattr(scores, field)
        if value is not None:
            yield _said("score", {}, field, value, scores.evidence)
    for part in scores.parts:
        for field in ("weight", "score"):
            value = getattr(part, field)
            if value is not None:
                yield _said("score", {"name": part.name}, field, value, part.evidence)


def _fund(fund: FundEntry) -> _Fact:
    amount = fund.amount
    bare = amount.unit and amount.text[-1:].isdigit()  # in a table the unit stands above the column
    return _Fact(
        kind="fund",
        about=_about(role=fund.role, source=fund.source, item=fund.item, year=fund.year),
        field="amount",
        said=f"{amount.text}{amount.unit}" if bare else amount.text,
        same=f"{amount.qualifier} {amount.yuan}",
        evidence=fund.evidence,
    )


def _indicator(indicator: IndicatorEntry) -> Iterator[_Fact]:
    about = _about(levels="/".join(indicator.levels) or None, name=indicator.name)
    measures = {"target": indicator.target, "actual": indicator.actual}
    printed = {field: measure.text for field, measure in measures.items() if measure}
    printed |= {field: value for field in ("weight", "score") if (value := getattr(indicator, field)) is not None}
    for field, said in printed.items():
        yield _said("indicator", about, field, said, indicator.evidence)


def _said(kind: Kind, about: dict[str, str], field: str, said: str, evidence: Sequence[Evidence] = ()) -> _Fact:
    return _Fact(kind=kind, about=about, field=field, said=said, same="".join(said.split()), evidence=list(evidence))


def _about(**keys: object) -> dict[str, str]:
    return {key: str(value) for key, value in keys.items() if value is not None}
