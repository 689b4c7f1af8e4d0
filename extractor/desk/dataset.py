"""Words searched for in the reports of an archive (``gouji archive``), beside those of the desk."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from extractor.archive import log
from extractor.errors import GoujiError

SECONDS = 20.0
"""that a search may take"""
AROUND = 40
"""characters shown on both sides of what was searched for"""

_SEARCH = f"""
WITH found AS (
  SELECT r.*, t.text, position(lower($words) IN lower(t.text)) AS place
  FROM reports AS r LEFT JOIN texts AS t USING (source_key)
)
SELECT coalesce(title, file_name), source_key, fiscal_year, department, errors, warnings,
  CASE WHEN place > 0 THEN substr(text, greatest(1, place - {AROUND}), least(place - 1, {AROUND})) END,
  CASE WHEN place > 0 THEN substr(text, place, length($words)) END,
  CASE WHEN place > 0 THEN substr(text, place + length($words), {AROUND}) END
FROM found
WHERE place > 0 OR contains(lower(concat_ws(chr(10), title, source_key, department, project)), lower($words))
ORDER BY errors DESC, warnings DESC, fiscal_year DESC NULLS LAST, source_key, report_id
LIMIT $most
"""


@dataclass(frozen=True, slots=True)
class Record:
    """A report of the archive that holds the words; ``before``, ``found`` and ``after`` as they stand in it."""

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
        import duckdb

        from extractor.archive import views

        with views.connect(self.folder) as connection:
            timer = threading.Timer(SECONDS, connection.interrupt)
            timer.start()
            try:
                rows = connection.execute(_SEARCH, {"words": words, "most": limit}).fetchall()
            except duckdb.InterruptException as error:
                raise GoujiError("数据集太大，没有查完；请用 gouji query") from error
            except duckdb.Error as error:
                raise GoujiError(f"数据集读不了：{str(error).splitlines()[0][:200]}") from error
            finally:
                timer.cancel()
        return [Record(*row[:6], *("".join((piece or "").split()) for piece in row[6:])) for row in rows]
