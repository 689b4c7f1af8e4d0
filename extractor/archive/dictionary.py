"""The data dictionary: all tables and columns with keys, units, types and meanings, from their models."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.archive.columns import PARTITION, columns
from extractor.archive.rows import SCHEMA_VERSION, TABLES


def lines() -> Iterator[str]:
    """The dictionary as Markdown."""
    yield f"数据集第 {SCHEMA_VERSION} 版。每张表一个文件夹，按年度分区（`{PARTITION}=2023/`），存为 Parquet（zstd）；"
    yield f"`{PARTITION}` 是文件夹的名字，不在文件里，DuckDB、pandas、polars、R 的 arrow 都会把它读成一列。"
    yield ""
    yield "报告印的数有两列：`…_text` 照印（尾零是证据），同名而无 `_text` 的是可计算的 DECIMAL；放不进 DECIMAL 的"
    yield "（范围、位数太多）后者为空，从不舍入。没有的事实为空，不作猜测。`n` 是在报告 JSON 同名列表里的次序。"
    yield ""
    for name, model in TABLES.items():
        yield from (f"## {name}（{model.TITLE}）", "")
        if told := (model.__doc__ or "").strip():
            yield from (told, "")
        if model.KEYS:
            yield from (f"主键：{'、'.join(f'`{key}`' for key in model.KEYS)}", "")
        yield from ("| 列 | 类型 | 可空 | 单位 | 意思 |", "|---|---|---|---|---|")
        for column in columns(name):
            key = f"；同 `{column.key}`" if "." in column.key else ""
            empty = "可空" if column.nullable else ""
            yield f"| `{column.name}` | {column.sql} | {empty} | {column.unit} | {column.meaning}{key} |"
        yield ""
