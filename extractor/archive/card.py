"""The card of a dataset (``README.md`` in its folder): what is in it, how well it was read, by which version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.archive import dictionary, views
from extractor.archive.rows import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    import duckdb

_USE = """```sql
-- gouji query "…" -d 这个文件夹；也可以 duckdb gouji.duckdb
SELECT fiscal_year, count(*) AS 份数, avg(score) AS 平均分, sum(errors) AS 错误 FROM reports GROUP BY ALL ORDER BY 1;
```

pandas：`pd.read_parquet("reports")` · polars：`pl.scan_parquet("reports/**/*.parquet", hive_partitioning=True)` ·
R：`arrow::open_dataset("reports")`。列的意思见 `dictionary.md`。"""


def write(folder: Path) -> None:
    """Write the card and the dictionary anew."""
    with views.connect(folder) as connection:
        _put(folder / "README.md", _lines(connection))
    _put(folder / "dictionary.md", ["# 数据字典", "", *dictionary.lines()])


def _put(path: Path, lines: Iterator[str] | Sequence[str]) -> None:
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    temporary.replace(path)


def _lines(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield from ("# 预算绩效报告数据集", "")
    yield f"由 gouji {metadata.version('gouji')} 写成，数据集第 {SCHEMA_VERSION} 版。再跑一次 `gouji archive` 就更新。"
    yield from ("", *_accuracy(), "", "## 有多少", "", "| 表 | 内容 | 行 |", "|---|---|---:|")
    for name, model in TABLES.items():
        ((count,),) = _asked(connection, f"SELECT count(*) FROM {name}")
        yield f"| {name} | {model.TITLE} | {count} |"
    yield ""
    yield from _table(
        connection, "## 各年度", ("年度", "报告", "平均分", "错误", "警告", "待核"),
        """SELECT coalesce(fiscal_year::VARCHAR, '不详'), count(*), round(avg(score), 2), sum(errors), sum(warnings),
        sum(reviews) FROM reports GROUP BY fiscal_year ORDER BY fiscal_year""",
    )  # fmt: skip
    yield from _table(
        connection, "## 各种类", ("种类", "报告"), "SELECT kind, count(*) FROM reports GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    yield from _table(
        connection, "## 读懂了多少", ("数字", "读成事实", "版面与编号", "未能解释", "参与核对"),
        """SELECT sum(numbers), sum(numbers_read), sum(numbers_furniture), sum(numbers_unexplained),
        sum(numbers_checked) FROM reports HAVING count(*) > 0""",
    )  # fmt: skip
    yield from _table(
        connection,
        "## 没能读的文件",
        ("原因", "文件"),
        "SELECT code, count(*) FROM errors GROUP BY 1 ORDER BY 2 DESC, 1",
    )
    yield from _table(
        connection, "## 哪些版本读的", ("版本", "口径", "报告"),
        "SELECT tool_version, profile, count(*) FROM reports GROUP BY ALL ORDER BY ALL",
    )  # fmt: skip
    yield from ("## 怎样用", "", _USE)


def _table(connection: duckdb.DuckDBPyConnection, title: str, head: Sequence[str], sql: str) -> Iterator[str]:
    rows = _asked(connection, sql)
    if rows:
        yield from (title, "", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}")
        for row in rows:
            yield f"| {' | '.join(_cell(value) for value in row)} |"
        yield ""


def _asked(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def _cell(value: Any) -> str:
    return "" if value is None else str(value).replace("|", "&#124;").replace("\n", " ")


def _accuracy() -> Iterator[str]:
    """How well the version that writes reads the samples that its authors checked by hand."""
    measured = json.loads(resources.files("extractor.archive").joinpath("accuracy.json").read_text(encoding="utf-8"))
    told = "，".join(f"{one['title']} {one['documents']} 份 F1 {one['f1']}" for one in measured["sets"])
    yield f"这一版读数的准确度（人工核读的样本上，字段级）：{told}。"
