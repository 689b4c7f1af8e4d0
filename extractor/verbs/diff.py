"""``gouji diff OLD NEW``: what changed between two versions of a report, and which findings went away or came.

Exit codes as those of ``audit``, of the findings that *came*: 0 none at or above ``--fail-on``, 1 some, 2 usage,
3 a file that cannot be read, 4 internal error.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.batch import Exit, Level, reaches
from extractor.console import complain, die, emit, read, width

if TYPE_CHECKING:
    from extractor.report import Report
    from extractor.schemes import Profile


def run(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="旧的一版：报告文件，或 audit 存下的 JSON")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="新的一版：同上")],
    json: Annotated[bool, typer.Option("--json", help="打印 JSON，几份报告时是数组")] = False,
    fail_on: Annotated[Level, typer.Option(help="新出现此级别及以上的问题时退出码为 1")] = Level.ERROR,
    profile: Annotated[str, typer.Option("--profile", "-p", metavar="NAME|FILE.toml", help="评价口径")] = "national",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="列出全部改动的事实")] = False,
) -> None:
    """比较报告的两个版本：哪些事实改了，哪些问题消除了、新出现了、仍在。没有新问题时退出码为 0。"""
    from extractor import profiles
    from extractor.difference import compare_all
    from extractor.writers import Options, as_json, difference_screen

    chosen = profiles.load(profile)
    differences = compare_all(_reports(old, chosen), _reports(new, chosen))
    if json:
        objects = [one.model_dump(mode="json") for one in differences]
        emit(as_json.dumped(objects[0] if len(objects) == 1 else objects))
    else:
        emit(difference_screen.write(differences, Options(width(), sys.stdout.isatty(), verbose)))
    came = [finding for one in differences for finding in one.findings.came]
    raise typer.Exit(Exit.FOUND if reaches(came, fail_on) else Exit.OK)


def _reports(file: Path, profile: Profile) -> tuple[Report, ...]:
    if file.suffix.lower() == ".json":
        return _saved(file)
    from extractor import pipeline

    return pipeline.audit_all(read(file), profile)


def _saved(file: Path) -> tuple[Report, ...]:
    """The reports in a file that ``audit --format json`` wrote."""
    from pydantic import TypeAdapter, ValidationError

    from extractor.report import Report

    try:
        held = TypeAdapter(Report | tuple[Report, ...]).validate_json(file.read_bytes())
    except OSError as error:
        complain(f"{file}: {error.strerror} [not_found]")
        raise typer.Exit(Exit.UNREADABLE) from error
    except ValidationError as error:
        die(Exit.UNREADABLE, f"{file}: 不是 gouji audit --format json 的输出 [broken]（{error.error_count()} 处不合）")
    return held if isinstance(held, tuple) else (held,)
