"""Words searched for in the reports of an archive (``gouji archive``), beside those of the desk."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.archive import log
from extractor.desk.settings import MEBIBYTE
from extractor.errors import GoujiError, NotFound, OverLimit

SECONDS = 20.0
"""that a search may take"""
AROUND = 40
"""characters shown on both sides of what was searched for"""

_SEARCH = f"""
WITH found AS (
  SELECT r.*, t.text, position(lower($words) IN lower(t.text)) AS place
  FROM reports AS r LEFT JOIN texts AS t USING (source_key)
)
SELECT report_id, coalesce(title, file_name), source_key, fiscal_year, department, errors, warnings,
  CASE WHEN place > 0 THEN substr(text, greatest(1, place - {AROUND}), least(place - 1, {AROUND})) END,
  CASE WHEN place > 0 THEN substr(text, place, length($words)) END,
  CASE WHEN place > 0 THEN substr(text, place + length($words), {AROUND}) END
FROM found
WHERE place > 0 OR contains(lower(concat_ws(chr(10), title, source_key, department, project)), lower($words))
ORDER BY errors DESC, warnings DESC, fiscal_year DESC NULLS LAST, source_key, report_id
LIMIT $most
"""


_KEPT = """
SELECT source_key, sha256, file_name, member, coalesce(part_index, 1) - 1 FROM reports WHERE report_id = $id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a report of the dataset comes from: the key of its file, the SHA-256 of what was read, what it is called,
    the path in the archive of that name, and its place in the file, from 0."""

    source: str
    sha256: str
    name: str
    member: str | None
    ordinal: int


@dataclass(frozen=True, slots=True)
class Record:
    """A report of the archive that holds the words; ``before``, ``found`` and ``after`` as they stand in it."""

    id: str
    title: str
    source: str
    year: int | None
    department: str | None
    errors: int
    warnings: int
    before: str
    found: str
    after: str


class Dataset:
    """A folder that ``gouji archive`` has written. Raises GoujiError when it is none, or when DuckDB is missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / log.NAME).is_file():
            raise GoujiError(f"{folder}: 不是 gouji archive 写的数据集")
        try:
            import duckdb  # noqa: F401
        except ModuleNotFoundError as error:
            raise GoujiError("查数据集要装 archive 扩展：python -m pip install 'gouji[archive]'") from error

    def search(self, words: str, limit: int = 50) -> list[Record]:
        """Reports that hold the words, those with the most faults first. Raises GoujiError."""
        rows = self._asked(_SEARCH, {"words": words, "most": limit})
        return [Record(*row[:7], *("".join((piece or "").split()) for piece in row[7:])) for row in rows]

    def kept(self, report_id: str) -> Kept | None:
        """What the dataset knows of the file of a report. Raises GoujiError."""
        rows = self._asked(_KEPT, {"id": report_id})
        return Kept(*rows[0]) if rows else None

    def _asked(self, sql: str, values: dict[str, object]) -> list[tuple[Any, ...]]:
        import duckdb

        from extractor.archive import views

        with views.connect(self.folder) as connection:
            timer = threading.Timer(SECONDS, connection.interrupt)
            timer.start()
            try:
                return connection.execute(sql, values).fetchall()
            except duckdb.InterruptException as error:
                raise GoujiError("数据集太大，没有查完；请用 gouji query") from error
            except duckdb.Error as error:
                raise GoujiError(f"数据集读不了：{str(error).splitlines()[0][:200]}") from error
            finally:
                timer.cancel()

    def file(self, kept: Kept, folder: Path, most: int) -> Path:
        """The file itself, as it was read; where it must be fetched, in ``folder``. Raises SourceError when it is gone,
        has changed since, or is larger than ``most`` bytes."""
        from extractor.archive import sources
        from extractor.archive.sources.source import digest

        file = sources.fetched(kept.source, self.folder, folder)
        if digest(file, kept.source) != kept.sha256:
            raise NotFound(kept.source, "收入数据集以后改动过；请再运行 gouji archive，或直接交来这份文件")
        if file.stat().st_size > most:
            raise OverLimit(kept.source, f"文件超过 {most // MEBIBYTE} MB 的限制")
        return file
