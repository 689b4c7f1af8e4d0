"""``gouji query``: questions to a dataset, in SQL."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractor.batch import Exit
from extractor.console import die, emit


class Shape(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


def run(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="一句查询，如 SELECT * FROM reports", show_default=False)],
    dataset: Annotated[Path, typer.Option("--dataset", "-d", metavar="DATASET", help="gouji archive 写的文件夹")],
    format: Annotated[
        Shape | None, typer.Option("--format", "-f", help="终端默认 table，其他默认 csv", show_default=False)
    ] = None,
) -> None:
    """用 SQL 查数据集；只读，只看得到数据集自己的文件。表和列见 DESCRIBE reports 和 docs/dataset.md。"""
    from extractor.archive import answers, making
    from extractor.errors import GoujiError

    try:
        answer = making.asked(dataset, sql)
    except GoujiError as error:
        die(Exit.USAGE, str(error))
    shape = format or (Shape.TABLE if sys.stdout.isatty() else Shape.CSV)
    for piece in answers.printed(answer, shape.value):
        emit(piece)
