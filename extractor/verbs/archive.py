"""``gouji archive``: from files to a dataset, and on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from extractor.batch import Exit
from extractor.console import complain, die


def run(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="文件夹、通配符、文件、压缩包、清单（.csv .jsonl）、网址（s3://…），可给多个",
            show_default=False,
        ),
    ],
    dataset: Annotated[Path, typer.Option("--dataset", "-o", metavar="DATASET", help="数据集所在的文件夹，没有则新建")],
    profile: Annotated[
        str,
        typer.Option("--profile", "-p", metavar="NAME|FILE.toml", help="评价口径：gouji profiles 所列，或自己的文件"),
    ] = "national",
    workers: Annotated[int, typer.Option("--workers", "-j", min=0, help="几个进程；0 为本机可用的核数")] = 0,
    batch: Annotated[int, typer.Option(min=1, max=1000, help="每次交给一个进程几个文件")] = 20,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Dask 调度程序的地址，如 tcp://10.0.0.1:8786：交给那里的机器做"),
    ] = None,
    json_progress: Annotated[bool, typer.Option("--json-progress", help="进度印成 JSON，一行一条，供程序读")] = False,
) -> None:
    """把成千上万份报告变成数据集（Parquet）；再跑一次只做新的和改过的，中断了也用同一条命令继续。"""
    from extractor import profiles
    from extractor.archive import making
    from extractor.archive.progress import Bar, Lines, Quiet

    asked = making.Asked(tuple(sources), dataset, profiles.load(profile), workers or None, batch, cluster)
    show = Lines() if json_progress else Bar() if sys.stderr.isatty() else Quiet()
    try:
        with show:
            tally = making.made(asked, show.update)
    except KeyboardInterrupt:
        complain("已停止；做完的都已存好，用同一条命令继续")
        raise typer.Exit(130) from None
    except OSError as error:
        die(
            Exit.USAGE,
            f"{error.filename or dataset}: 无法写入：{error.strerror or error}；做完的都已存好，用同一条命令继续",
        )
    complain(
        f"{dataset}：新做 {tally.files} 个文件，得 {tally.reports} 份报告、{tally.findings} 个问题；"
        f"{tally.failures} 个读不了；{tally.skipped} 个没有变，未重做"
    )
