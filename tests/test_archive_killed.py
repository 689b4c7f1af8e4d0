"""Reports in five formats, killed three times and continued: the dataset is that of an undisturbed run.

``.ci/run`` takes 300 reports (GOUJI_ARCHIVE_COUNT); ``python -m benchmarks.archive`` any number.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
if os.name != "posix":
    pytest.skip("there is no kill -9", allow_module_level=True)

from benchmarks.archive import killed, reports_in

COUNT = int(os.environ.get("GOUJI_ARCHIVE_COUNT", "30"))


def test_a_killed_run_makes_the_same_dataset(tmp_path: Path) -> None:
    reports = reports_in(tmp_path, COUNT)
    told = killed(tmp_path, reports, 3, Random(COUNT))
    assert told["files"] == sum(1 for path in reports.rglob("*") if path.parent != reports and path.is_file())
    assert told["skipped_in_the_last_run"] > 0, "what was done before the kill is not done again"
    assert told["rows"] > COUNT
    assert told["rows_that_differ"] == 0
