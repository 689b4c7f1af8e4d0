"""A dataset with its names brought together: what the rules look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.across import names
from extractor.across.finding import Place
from extractor.across.names import Joined

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class One:
    """A report as the rules see it. ``unit`` and ``project`` are the chosen names, None where it names none."""

    report_id: str
    source_key: str
    sha256: str
    title: str | None
    kind: str
    year: int | None
    unit: str | None
    project: str | None
    printed_unit: str | None
    printed_project: str | None

    def place(self, row: Mapping[str, Any] | None = None) -> Place:
        """Where it says something: a row with ``page``, ``span_start``, ``span_end``, ``quote``; without, all of it."""
        at = (row["span_start"], row["span_end"]) if row and row.get("span_start") is not None else None
        return Place(
            report_id=self.report_id,
            source_key=self.source_key,
            title=self.title,
            fiscal_year=self.year,
            page=row.get("page") if row else None,
            span=at,
            quote=row.get("quote") if row else None,
        )


@dataclass(frozen=True, slots=True)
class Series:
    """The reports of one project over the years, by year. A year may have several (self-evaluation and evaluation)."""

    unit: str
    project: str
    reports: tuple[One, ...]

    def neighbours(self) -> Iterator[tuple[One, One]]:
        """Each report with each of the year before."""
        for later in self.reports:
            for earlier in self.reports:
                if later.year is not None and earlier.year == later.year - 1:
                    yield earlier, later


@dataclass
class Archive:
    """An open dataset. ``declared``: the user's renamings (:func:`extractor.across.names.renamings`)."""

    folder: Path
    connection: duckdb.DuckDBPyConnection
    declared: Mapping[names.Kind, Mapping[str, tuple[str, str]]]

    def ask(self, sql: str, *values: object) -> list[Row]:
        """The rows of an answer."""
        return list(self.each(sql, *values))

    def each(self, sql: str, *values: object) -> Iterator[Row]:
        """The rows of an answer one by one: memory stays flat."""
        cursor = self.connection.cursor()
        answer = cursor.execute(sql, list(values))
        columns = [column[0] for column in answer.description or ()]
        while rows := answer.fetchmany(_CHUNK):
            for row in rows:
                yield dict(zip(columns, row, strict=True))

    @cached_property
    def _rows(self) -> list[Row]:
        return self.ask(
            """SELECT report_id, source_key, sha256, part_index, title, kind, fiscal_year,
                      COALESCE(department, given_unit) AS unit, COALESCE(project, given_project) AS project
               FROM reports ORDER BY fiscal_year, source_key, report_id"""
        )

    @cached_property
    def units(self) -> Joined:
        """The names of units."""
        seen = [(row["unit"], row["fiscal_year"]) for row in self._rows if row["unit"]]
        return names.join("unit", seen, self.declared["unit"])

    @cached_property
    def projects(self) -> dict[str, Joined]:
        """The names of projects, unit by unit."""
        seen: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
        for row in self._rows:
            if row["unit"] and row["project"]:
                seen[self.units.of[row["unit"]]].append((row["project"], row["fiscal_year"]))
        return {unit: names.join("project", pairs, self.declared["project"]) for unit, pairs in seen.items()}

    @cached_property
    def reports(self) -> dict[str, One]:
        """All reports by their id, by year. A file that lies there twice counts once."""
        found: dict[str, One] = {}
        known: set[tuple[str, int | None]] = set()
        for row in self._rows:
            if (row["sha256"], row["part_index"]) in known:
                continue
            known.add((row["sha256"], row["part_index"]))
            unit = self.units.of.get(row["unit"])
            project = self.projects[unit].of.get(row["project"]) if unit and row["project"] else None
            found[row["report_id"]] = One(
                row["report_id"], row["source_key"], row["sha256"], row["title"], row["kind"], row["fiscal_year"],
                unit, project, row["unit"], row["project"],
            )  # fmt: skip
        return found

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """All projects with their reports."""
        grouped: dict[tuple[str, str], list[One]] = defaultdict(list)
        for one in self.reports.values():
            if one.unit and one.project and one.year is not None:
                grouped[one.unit, one.project].append(one)
        return tuple(Series(unit, project, tuple(reports)) for (unit, project), reports in sorted(grouped.items()))

    def cited(self, table: str, columns: Sequence[str], where: str) -> dict[str, list[Row]]:
        """Rows of a table with their first place, by report."""
        listed = ", ".join(f"t.{column}" for column in columns)
        rows: dict[str, list[Row]] = defaultdict(list)
        sql = f"""SELECT t.report_id, t.n, {listed}, e.page, e.span_start, e.span_end, e.quote
                  FROM {table} t LEFT JOIN evidence e
                    ON e.report_id = t.report_id AND e.owner = '{table}' AND e.n = t.n AND e.slot = 'evidence'
                       AND e.place = 0
                  WHERE {where} ORDER BY t.report_id, t.n"""
        for row in self.each(sql):
            if row["report_id"] in self.reports:
                rows[row["report_id"]].append(row)
        return rows
