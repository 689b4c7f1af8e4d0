"""``gouji across DATASET``: what one report alone cannot show.

Exit codes: 0 nothing at or above ``--fail-on``, 1 something, 2 usage (no dataset, a bad file of renamings).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from extractor.batch import Exit, Level
from extractor.console import die, emit, width


def run(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="gouji archive 写的文件夹", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="打印 JSON")] = False,
    renamings: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="单位、项目更名的名单，格式见 docs/across.md")
    ] = None,
    fail_on: Annotated[Level, typer.Option(help="有此级别及以上的问题时退出码为 1")] = Level.WARNING,
) -> None:
    """跨报告核对：结转与上年结余、目标与上年所定、段落照抄、满意度雷同、满分比例、数字分布；每处都给出两份报告的原文。"""
    from extractor.across import examine, screen
    from extractor.errors import GoujiError

    try:
        report = examine.examined(examine.opened(dataset, renamings))
    except GoujiError as error:
        die(Exit.USAGE, str(error))
    if json:
        emit(report.model_dump_json(indent=2) + "\n")
    else:
        emit(screen.printed(report, width(), sys.stdout.isatty()))
    levels = list(Level)
    limit = len(levels) if fail_on is Level.NEVER else levels.index(fail_on)
    found = fail_on is not Level.NEVER and any(levels.index(Level(one.severity)) <= limit for one in report.findings)
    raise typer.Exit(Exit.FOUND if found else Exit.OK)
