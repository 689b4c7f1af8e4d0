"""From reports to rows: every list of the JSON a table, every evidence a row that says what it proves."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from extractor.archive import rows
from extractor.archive.columns import fitted
from extractor.report import Bounds, Evidence, FindingEntry, MeasureEntry, Report

_NUMBER = rows.Precision(28, 8)
_MONEY = rows.Precision(24, 6)


@dataclass(frozen=True, slots=True)
class Given:
    """What the user's list says of a file. ``more``: its other columns."""

    year: int | None = None
    unit: str | None = None
    project: str | None = None
    url: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)

    def as_text(self) -> str:
        """All of it, to tell whether the list says something else now."""
        return json.dumps([self.year, self.unit, self.project, self.url, self.as_json()], ensure_ascii=False)

    def as_json(self) -> str | None:
        """The other columns."""
        return json.dumps(dict(self.more), ensure_ascii=False, sort_keys=True) if self.more else None


Rows = Iterator[tuple[str, rows.Row]]
"""table and row"""


def report_id(key: str, index: int) -> str:
    """Eighty bits of the file's key and the place in the file: the same as long as the file is called the same."""
    return hashlib.sha256(f"{key}#{index}".encode()).hexdigest()[:20]


def reports(key: str, text: str, found: Sequence[Report], given: Given) -> Rows:
    """All rows of a file that was read."""
    for index, report in enumerate(found):
        yield from _Flat(key, index, report, given).all()
    year = found[0].report.fiscal_year if found else None
    yield "texts", rows.TextRow(source_key=key, fiscal_year=_year(year) or given.year, text=text)


def failure(key: str, sha256: str | None, code: str, message: str, given: Given) -> Rows:
    """The row of a file that could not be read."""
    yield (
        "errors",
        rows.ErrorRow(
            source_key=key, fiscal_year=given.year, sha256=sha256, code=code, message=message,
            given_unit=given.unit, given_project=given.project, url=given.url,
        ),
    )  # fmt: skip


def _year(year: int | None) -> int | None:
    """A year that may name a folder."""
    return year if year is not None and 1900 <= year <= 2999 else None


def _number(text: str | None) -> Decimal | None:
    return fitted(text, _NUMBER)


class _Flat:
    """One report, taken apart."""

    def __init__(self, key: str, index: int, report: Report, given: Given) -> None:
        self.report = report
        self.given = given
        own = _year(report.report.fiscal_year)
        self.year_from = "report" if own else "manifest" if given.year else None
        self.base: dict[str, Any] = {"source_key": key, "fiscal_year": own or given.year}
        outer, _, self.member = key.partition("!/")
        self.file_name = PurePosixPath(outer).name
        self.of: dict[str, Any] = {**self.base, "report_id": report_id(key, index)}

    def all(self) -> Rows:
        yield "reports", self._report()
        yield from self._money()
        yield from self._indicators()
        yield from self._scores()
        for n, finding in enumerate(self.report.findings):
            yield "findings", self._finding(n, finding)
            yield from self._places("findings", n, finding.evidence)
            if finding.repair:
                yield from self._places("findings", n, finding.repair.evidence, "repair")
        yield from self._checks()
        for n, problem in enumerate(self.report.report.problems):
            yield "problems", rows.ProblemRow(**self.of, n=n, text=problem.text)
            yield from self._places("problems", n, problem.evidence)
        for n, advice in enumerate(self.report.report.recommendations):
            yield "recommendations", rows.RecommendationRow(**self.of, n=n, text=advice.text)
            yield from self._places("recommendations", n, advice.evidence)

    def _report(self) -> rows.ReportRow:
        report, facts, given = self.report, self.report.report, self.given
        source, review, points = report.source, report.score_review, report.score_review.points
        levels = Counter(one.severity for one in report.findings if one.suppressed is None)
        outcomes = Counter(one.outcome for one in report.checks)
        return rows.ReportRow(
            **self.of, sha256=source.sha256, file_name=self.file_name, member=self.member or source.member,
            format=source.format, pages=source.pages, text_layer=source.text_layer,
            part_index=source.part and source.part.index, part_of=source.part and source.part.of,
            title=facts.title, kind=facts.kind, year_from=self.year_from, department=facts.department,
            project=facts.project, evaluator=facts.evaluator, issued_on=facts.issued_on,
            given_year=given.year, given_unit=given.unit, given_project=given.project, url=given.url,
            metadata=given.as_json(), score=_number(facts.scores.total), score_text=facts.scores.total,
            full_score=_number(facts.scores.full), grade=facts.scores.grade, grade_band=facts.scores.grade_band,
            rebuilt_text=review.rebuilt, points_verified=_number(points.verified),
            points_stated_only=_number(points.stated_only), points_unsupported=_number(points.unsupported),
            points_contradicted=_number(points.contradicted), signals=review.signals, too_perfect=review.too_perfect,
            errors=levels["error"], warnings=levels["warning"], reviews=levels["review"], infos=levels["info"],
            agreed=outcomes["agrees"], blocked=outcomes["blocked"], numbers=report.coverage.numbers,
            numbers_read=report.coverage.read, numbers_furniture=report.coverage.furniture,
            numbers_unexplained=report.coverage.unexplained, numbers_checked=report.coverage.checked,
            reading_warnings=source.warnings, profile=report.profile, tool_version=report.tool.version,
            report_schema=report.schema_version,
        )  # fmt: skip

    def _money(self) -> Rows:
        facts = self.report.report
        for n, fund in enumerate(facts.funds):
            amount = fund.amount
            yield (
                "funds",
                rows.FundRow(
                    **self.of, n=n, role=fund.role, item=fund.item, source=fund.source, year=fund.year,
                    amount_text=amount.text, value_text=amount.value, unit=amount.unit,
                    yuan=fitted(amount.yuan, _MONEY), qualifier=amount.qualifier,
                ),
            )  # fmt: skip
            yield from self._places("funds", n, fund.evidence)
        for n, rate in enumerate(facts.execution_rates):
            yield (
                "execution_rates",
                rows.RateRow(
                    **self.of, n=n, item=rate.item, source=rate.source, year=rate.year, value=_number(rate.value),
                    value_text=rate.value, unit=rate.unit, stated_base=rate.stated_base, base=rate.base,
                ),
            )  # fmt: skip
            yield from self._places("execution_rates", n, rate.evidence)
        for n, other in enumerate(facts.other_rates):
            yield (
                "other_rates",
                rows.OtherRateRow(
                    **self.of, n=n, name=other.name, item=other.item, value=_number(other.value),
                    value_text=other.value, unit=other.unit,
                ),
            )  # fmt: skip
            yield from self._places("other_rates", n, other.evidence)

    def _indicators(self) -> Rows:
        for n, one in enumerate(self.report.report.indicators):
            yield (
                "indicators",
                rows.IndicatorRow(
                    **self.of, n=n, levels=one.levels, name=one.name, **_measure("target", one.target),
                    **_measure("actual", one.actual), weight=_number(one.weight), score=_number(one.score),
                    weight_text=one.weight, score_text=one.score, met=one.met, reason=one.reason,
                ),
            )  # fmt: skip
            yield from self._places("indicators", n, one.evidence)

    def _scores(self) -> Rows:
        scores = self.report.report.scores
        if scores.total is not None or scores.evidence:
            yield "scores", self._score(-1, "total", "总分", scores.full, scores.total)
            yield from self._places("scores", -1, scores.evidence)
        for n, part in enumerate(scores.parts):
            yield "scores", self._score(n, "part", part.name, part.weight, part.score)
            yield from self._places("scores", n, part.evidence)

    def _score(self, n: int, line: str, name: str, weight: str | None, score: str | None) -> rows.ScoreRow:
        return rows.ScoreRow(
            **self.of, n=n, line=line, name=name, weight=_number(weight), score=_number(score),
            weight_text=weight, score_text=score,
        )  # fmt: skip

    def _finding(self, n: int, one: FindingEntry) -> rows.FindingRow:
        repair, let = one.repair, one.suppressed
        return rows.FindingRow(
            **self.of, n=n, code=one.code, rule=one.rule, name=one.name, severity=one.severity, message=one.message,
            formula=one.formula, formulas=one.formulas, stated=_number(one.stated), derived=_number(one.derived),
            difference=_number(one.difference), stated_text=one.stated, derived_text=one.derived,
            difference_text=one.difference, unit=one.unit, repair_from=repair.from_ if repair else None,
            repair_to=repair.to if repair else None, repair_kind=repair.kind if repair else None,
            fingerprint=one.fingerprint, suppressed_by=let.by if let else None,
            suppressed_reason=let.reason if let else None,
        )  # fmt: skip

    def _checks(self) -> Rows:
        for n, one in enumerate(self.report.checks):
            bounds = one.intervals
            yield (
                "checks",
                rows.CheckRow(
                    **self.of, n=n, code=one.code, name=one.name, outcome=one.outcome, formula=one.formula,
                    mode=one.mode, stated_interval=_interval(bounds.stated if bounds else None),
                    derived_interval=_interval(bounds.derived if bounds else None), reason=one.reason,
                ),
            )  # fmt: skip
            yield from self._places("checks", n, one.evidence)

    def _places(self, owner: str, n: int, evidence: Sequence[Evidence], slot: str = "evidence") -> Rows:
        for place, one in enumerate(evidence):
            x0, top, x1, bottom = one.bbox or (None, None, None, None)
            yield (
                "evidence",
                rows.EvidenceRow(
                    **self.of, owner=owner, n=n, slot=slot, place=place, page=one.page, span_start=one.start,
                    span_end=one.end, quote=one.quote, x0=x0, top=top, x1=x1, bottom=bottom, cell=one.cell,
                    file=one.file,
                ),
            )  # fmt: skip


def _measure(name: str, one: MeasureEntry | None) -> dict[str, Any]:
    return {
        f"{name}_text": one and one.text,
        f"{name}_op": one and one.op,
        name: _number(one.value) if one else None,
        f"{name}_high": _number(one.value_high) if one else None,
        f"{name}_unit": one and one.unit,
    }


def _interval(bounds: Bounds | None) -> str | None:
    """
    >>> _interval(("1.5", None))
    '[1.5, ∞]'
    """
    if bounds is None:
        return None
    low, high = bounds
    return f"[{'-∞' if low is None else low}, {'∞' if high is None else high}]"
