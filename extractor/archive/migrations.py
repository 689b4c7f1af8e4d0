"""From one version of the tables to the next: an older dataset is brought up when it is opened for writing.

A step takes the name of a table and its rows as they were, and gives them as they are to be. It sees Parquet and what
waits alike, one part at a time; the whole is one transaction of the store.

    STEPS[1] = lambda name, rows: rows.rename_columns({"full": "full_score"}) if name == "reports" else rows
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

Step = Callable[[str, "pa.Table"], "pa.Table"]

STEPS: dict[int, Step] = {}
"""version → the way from it to the next"""


def brought_up(name: str, rows: pa.Table, version: int, target: int) -> pa.Table:
    """The rows of a table of one version as those of another."""
    for step in range(version, target):
        rows = STEPS[step](name, rows)
    return rows
