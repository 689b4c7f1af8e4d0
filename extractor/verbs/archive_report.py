"""``gouji archive-report``: one page on a whole dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.batch import Exit
from extractor.console import complain, die


def run(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="gouji archive 写的文件夹", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.html", help="写到哪里；各报告的页在旁边的文件夹")],
    pages: Annotated[int, typer.Option(min=0, max=100, help="最值得看的报告中，给几份写单独的页")] = 100,
    renamings: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="单位、项目更名的名单，格式见 docs/across.md")
    ] = None,
) -> None:
    """一页看完数据集：分数、执行率、问题的分布，跨报告的发现，最值得审计的一百份及理由，并链接到各自的页。"""
    from extractor.across import examine
    from extractor.across.overview import pages as own
    from extractor.across.overview import render, view
    from extractor.errors import GoujiError

    try:
        archive = examine.opened(dataset, renamings)
        shown = view.overview(archive, examine.examined(archive))
        folder = out.with_name(f"{out.stem}-pages")
        hashes = {one.source_key: one.sha256 for one in archive.reports.values()}
        made = own.write(shown.worth[:pages], hashes, dataset, folder, complain)
        out.write_text(
            render.page(shown, {one: f"{folder.name}/{name}" for one, name in made.items()}), encoding="utf-8"
        )
    except GoujiError as error:
        die(Exit.USAGE, str(error))
    except OSError as error:
        die(Exit.USAGE, f"{error.filename or out}: 无法写入：{error.strerror}")
    complain(f"{out}：{shown.reports} 份报告，{len(shown.worth)} 份值得看，{len(made)} 份有单独的页")
