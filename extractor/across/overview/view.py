"""What the page shows, worked out of a dataset: plain figures, no markup. Counts are of reports unless said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.across.archive import Archive
from extractor.across.finding import AcrossFinding, AcrossReport

SHOWN = 100
"""reports most worth an auditor's hour, units, findings across reports"""
WEIGHTS = {"errors": 10, "warnings": 4, "across": 6, "contradicted": 3, "reviews": 1, "signals": 1}
"""what each thing counts for in the order of the hundred; said on the page"""
_SCORES = ((None, 60), (60, 70), (70, 80), (80, 90), (90, 95), (95, 100), (100, 100), (100, None))
_RATES = ((None, 50), (50, 80), (80, 90), (90, 95), (95, 100), (100, 100), (100, None))
"""from the one to below the other; that number itself; above it"""


@dataclass(frozen=True, slots=True)
class Bin:
    """A bar: ``label``, and how many fall in it."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """Reports with something in common: a year, a unit, a kind. ``score``, ``rate``: medians, None without any."""

    name: str
    reports: int
    scored: int
    full: int
    score: Decimal | None
    rate: Decimal | None
    errors: int
    warnings: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Code:
    """A check that found something. ``share``: of all reports, in per cent."""

    code: str
    name: str
    severity: str
    findings: int
    reports: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Worth:
    """A report and why it comes where it comes. ``page``: the address of its own page, None without."""

    rank: int
    points: int
    report_id: str
    source_key: str
    title: str
    unit: str
    year: int | None
    score: Decimal | None
    why: tuple[str, ...]
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it."""

    dataset: str
    reports: int
    unreadable: int
    units: int
    findings: int
    relations: int
    agreed: int
    blocked: int
    numbers: int
    explained: Decimal | None
    checked: Decimal | None
    versions: tuple[str, ...]
    years: tuple[Group, ...]
    kinds: tuple[Group, ...]
    by_unit: tuple[Group, ...]
    scores: tuple[Bin, ...]
    rates: tuple[Bin, ...]
    codes: tuple[Code, ...]
    failures: tuple[Bin, ...]
    worth: tuple[Worth, ...]
    across: AcrossReport
    shown_across: tuple[AcrossFinding, ...]


def overview(archive: Archive, across: AcrossReport) -> Overview:
    """Ask the dataset. Copies of one file count once."""
    connection = archive.connection
    connection.execute("CREATE OR REPLACE TABLE one (report_id VARCHAR, unit VARCHAR)")
    for one in archive.reports.values():
        connection.execute("INSERT INTO one VALUES (?, ?)", [one.report_id, one.unit])
    connection.execute(_COUNTED)
    (sums,) = archive.ask(_SUMS)
    return Overview(
        dataset=archive.folder.resolve().name,
        reports=sums["reports"],
        unreadable=_number(archive, "SELECT COUNT(*) AS n FROM errors"),
        units=len(archive.units.joinings),
        findings=sums["findings"] or 0,
        relations=_number(archive, "SELECT COUNT(*) AS n FROM checks WHERE outcome IN ('agrees', 'conflict')"),
        agreed=sums["agreed"] or 0,
        blocked=sums["blocked"] or 0,
        numbers=sums["numbers"] or 0,
        explained=_share(sums["explained"], sums["numbers"]),
        checked=_share(sums["checked"], sums["read"]),
        versions=tuple(row["v"] for row in archive.each("SELECT DISTINCT tool_version AS v FROM reports ORDER BY v")),
        years=_groups(archive, "COALESCE(CAST(fiscal_year AS VARCHAR), '未写明')", "name"),
        kinds=_groups(archive, "kind", "reports DESC, name"),
        by_unit=_groups(archive, "unit", "errors DESC, warnings DESC, reviews DESC, reports DESC, name", SHOWN),
        scores=_bins(archive, "score", _SCORES),
        rates=_bins(archive, "rate", _RATES),
        codes=_codes(archive, sums["reports"]),
        failures=tuple(Bin(row["code"], row["n"]) for row in archive.each(_FAILURES)),
        worth=_worth(archive, across),
        across=across,
        shown_across=across.findings[:SHOWN],
    )


_COUNTED = """
CREATE OR REPLACE TABLE counted AS
SELECT r.*, one.unit, rate.value AS rate
FROM reports r JOIN one USING (report_id)
LEFT JOIN (SELECT report_id, FIRST(value ORDER BY n) AS value FROM execution_rates
           WHERE item IS NULL AND source = 'total' AND unit = '%' AND value IS NOT NULL GROUP BY report_id) rate
  USING (report_id)
"""
_SUMS = """
SELECT COUNT(*) AS reports, SUM(errors + warnings + reviews + infos) AS findings, SUM(agreed) AS agreed,
       SUM(blocked) AS blocked, SUM(numbers) AS numbers, SUM(numbers - numbers_unexplained) AS explained,
       SUM(numbers_read) AS read, SUM(numbers_checked) AS checked
FROM counted
"""
_FAILURES = "SELECT code, COUNT(*) AS n FROM errors GROUP BY code ORDER BY n DESC, code"


def _number(archive: Archive, sql: str) -> int:
    (row,) = archive.ask(sql)
    return int(row["n"])


def _share(part: Any, whole: Any) -> Decimal | None:
    """In per cent, to a tenth."""
    return (Decimal(int(part)) * 100 / Decimal(int(whole))).quantize(Decimal("0.1")) if part and whole else None


def _groups(archive: Archive, name: str, order: str, most: int = 1000) -> tuple[Group, ...]:
    rows = archive.each(
        f"""SELECT {name} AS name, COUNT(*) AS reports, COUNT(score) AS scored,
                   COUNT(*) FILTER (score = COALESCE(full_score, 100)) AS full,
                   QUANTILE_DISC(score, 0.5) AS score, QUANTILE_DISC(rate, 0.5) AS rate,
                   SUM(errors) AS errors, SUM(warnings) AS warnings, SUM(reviews) AS reviews
            FROM counted WHERE {name} IS NOT NULL GROUP BY 1 ORDER BY {order} LIMIT {most}"""
    )
    return tuple(
        Group(
            str(row["name"]), row["reports"], row["scored"], row["full"], _tidy(row["score"]), _tidy(row["rate"]),
            int(row["errors"]), int(row["warnings"]), int(row["reviews"]),
        )
        for row in rows
    )  # fmt: skip


def _tidy(value: Decimal | None) -> Decimal | None:
    """Without zeros that nobody printed."""
    return None if value is None else Decimal(format(value.normalize(), "f"))


def _bins(archive: Archive, column: str, bounds: Sequence[tuple[int | None, int | None]]) -> tuple[Bin, ...]:
    values = [row[column] for row in archive.each(f"SELECT {column} FROM counted WHERE {column} IS NOT NULL")]
    return tuple(Bin(_label(low, high), sum(_within(value, low, high) for value in values)) for low, high in bounds)


def _within(value: Decimal, low: int | None, high: int | None) -> bool:
    if low == high:
        return value == low
    if high is None:
        return value > (low or 0)
    return (low is None or value >= low) and value < high


def _label(low: int | None, high: int | None) -> str:
    if low == high:
        return f"{low}"
    if low is None:
        return f"{high}以下"
    return f"超过{low}" if high is None else f"{low}–{high}"


def _codes(archive: Archive, reports: int) -> tuple[Code, ...]:
    rows = archive.each(
        """SELECT code, ANY_VALUE(name) AS name, MIN(severity) AS severity, COUNT(*) AS findings,
                  COUNT(DISTINCT report_id) AS reports
           FROM findings JOIN one USING (report_id) WHERE suppressed_by IS NULL
           GROUP BY code ORDER BY findings DESC, code"""
    )
    return tuple(
        Code(row["code"], row["name"], row["severity"], row["findings"], row["reports"],
             _share(row["reports"], reports) or Decimal(0))
        for row in rows
    )  # fmt: skip


def _worth(archive: Archive, across: AcrossReport) -> tuple[Worth, ...]:
    """The reports by what speaks for looking at them; those that nothing speaks for are left out."""
    named: dict[str, list[str]] = {}
    for finding in across.findings:
        for place in finding.places if finding.severity != "info" else ():
            named.setdefault(place.report_id, []).append(finding.name)
    worst = {
        row["report_id"]: row["told"]
        for row in archive.each(
            """SELECT report_id, LIST(DISTINCT name) AS told FROM findings
               WHERE severity IN ('error', 'warning') AND suppressed_by IS NULL GROUP BY report_id"""
        )
    }
    ranked = sorted(
        (_points(row, len(named.get(row["report_id"], []))), row["report_id"], row)
        for row in archive.each(
            """SELECT report_id, source_key, title, file_name, unit, fiscal_year, score, errors, warnings, reviews,
                      signals, points_contradicted, too_perfect FROM counted"""
        )
    )
    best = [(points, row) for points, _, row in reversed(ranked) if points][:SHOWN]
    return tuple(
        Worth(
            rank=rank,
            points=points,
            report_id=row["report_id"],
            source_key=row["source_key"],
            title=row["title"] or row["file_name"],
            unit=row["unit"] or "—",
            year=row["fiscal_year"],
            score=_tidy(row["score"]),
            why=tuple(_why(row, named.get(row["report_id"], []), worst.get(row["report_id"], []))),
        )
        for rank, (points, row) in enumerate(best, 1)
    )


def _points(row: dict[str, Any], across: int) -> int:
    counts = {
        "errors": row["errors"], "warnings": row["warnings"], "across": across, "reviews": row["reviews"],
        "contradicted": int(row["points_contradicted"] or 0), "signals": len(row["signals"] or []),
    }  # fmt: skip
    return sum(WEIGHTS[name] * count for name, count in counts.items())


def _why(row: dict[str, Any], across: Iterable[str], worst: Sequence[str]) -> Iterable[str]:
    if row["errors"] or row["warnings"]:
        counts = [f"{row[name]}个{word}" for name, word in (("errors", "错误"), ("warnings", "警告")) if row[name]]
        yield f"{'、'.join(counts)}：{'、'.join(sorted(worst)[:4])}"
    for name in sorted(set(across)):
        yield f"跨报告：{name}"
    if row["points_contradicted"]:
        yield f"{_tidy(row['points_contradicted'])}分与数字不符"
    if row["too_perfect"]:
        yield "指标过于整齐"
    if row["reviews"]:
        yield f"{row['reviews']}处待复核"
    if row["signals"]:
        yield f"异常信号：{'、'.join(row['signals'])}"
