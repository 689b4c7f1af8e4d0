"""The command line: thin, and quick to say what it can do (everything heavy is imported when it is used)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor import verbs, writers
from extractor.auditing import internal
from extractor.batch import Batch, Exit, Level
from extractor.console import complain, die, emit, progress, read, speak_utf8, width
from extractor.errors import GoujiError
from extractor.helping import Command, Group
from extractor.writers.sink import Sink

if TYPE_CHECKING:
    from extractor.report import Report

app = typer.Typer(
    cls=Group,
    help="勾稽：读预算绩效报告，核对数字是否自洽，结论可追到原文。",
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


_Profile = Annotated[
    str,
    typer.Option("--profile", "-p", metavar="NAME|FILE.toml", help="评价口径：gouji profiles 所列，或自己的文件"),
]
_File = Annotated[Path, typer.Argument(help="报告文件", show_default=False)]


def _known_format(name: str | None) -> str | None:
    if name is not None and name not in writers.names():
        raise typer.BadParameter(f"没有「{name}」这种输出；可用：{'、'.join(writers.names())}")
    return name


def _print_version(wanted: bool) -> None:
    if wanted:
        version()
        raise typer.Exit


@app.callback()
def gouji(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="打印版本号")
    ] = False,
) -> None:
    """勾稽：读预算绩效报告，核对数字是否自洽，结论可追到原文。"""


@app.command(cls=Command)
def audit(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="报告文件，可给多个", show_default=False)],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            callback=_known_format,
            help=f"{'、'.join(writers.names())}；终端默认 table，其他默认 json",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="写入文件，不写到屏幕；marked 可给文件夹")] = None,
    fail_on: Annotated[Level, typer.Option(help="有此级别及以上的问题时退出码为 1")] = Level.ERROR,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="列出全部相符与未能核对的项目")] = False,
    together: Annotated[bool, typer.Option("--together", help="把所给的几个文件当作一份报告（正文及其附表）")] = False,
    profile: _Profile = "national",
    suppress: Annotated[
        list[Path] | None, typer.Option(metavar="FILE.toml", help="已复核、不再计入的问题及理由，可给多个")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="基线：其中已有的问题不再计入，只报新的")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="把现有的问题写成基线，退出码不再因它们为 1")
    ] = None,
) -> None:
    """审核报告：提取事实，核对勾稽关系，列出问题。"""
    from extractor import profiles, suppressions

    terminal = out is None and sys.stdout.isatty()
    name = format or ("table" if terminal else "json")
    if terminal and writers.binary(name):
        die(Exit.USAGE, f"{name} 不是文本，不能写到屏幕；请用 -o 文件名")
    if writers.per_source(name) and len(files) > 1 and not together and not (out and out.is_dir()):
        die(Exit.USAGE, f"{name} 每份来源写成一个文件；请用 -o 给一个已有的文件夹")
    known = suppressions.load(suppress or [], baseline)
    batch = Batch(profiles.load(profile), known, complain, fail_on, writers.wants_dossier(name), progress())
    sink = Sink(name, writers.Options(width=width(), color=terminal, verbose=verbose), out, emit)
    reports: list[Report] = []
    try:
        for sources in [files] if together else [[file] for file in files]:
            for results in batch.audit(sources):
                sink.add(results)
                reports += [one.report for one in results if isinstance(one, writers.Audited)]
        sink.close()
        for line in batch.suppressions.stale():
            complain(line)
        if write_baseline:
            write_baseline.write_text(suppressions.baseline_of(reports), encoding="utf-8")
    except OSError as error:
        die(Exit.USAGE, f"{error.filename}: 无法写入：{error.strerror}")
    finally:
        batch.close()
    raise typer.Exit(Exit.OK if write_baseline and batch.exit is Exit.FOUND else batch.exit)


@app.command(cls=Command)
def text(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="报告文件", show_default=False)],
) -> None:
    """打印报告的文本；所有证据的偏移都指这份文本。给多个文件时与 audit --together 的文本相同。"""
    from extractor import together

    emit(together.join([read(file) for file in files]).text)


@app.command(cls=Command)
def trace(file: _File) -> None:
    """逐个数字说明：由哪条模式读出，是什么事实，被哪些检查用到。"""
    from extractor import trace as tracing

    emit(tracing.render(read(file)))


@app.command("review-score", cls=Command)
def review_score(
    file: _File,
    profile: _Profile = "national",
    json: Annotated[bool, typer.Option("--json", help="打印 JSON：score_review，几份报告时是数组")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="列出全部得分行和调阅理由")] = False,
) -> None:
    """复核得分：这些分数有没有依据，按报告自己的数字能重算出多少，该调阅哪些材料。"""
    from extractor import pipeline, profiles
    from extractor.writers import as_json, score_screen

    reports = pipeline.audit_all(read(file), profiles.load(profile))
    if json:
        reviews = [report.score_review.model_dump(mode="json") for report in reports]
        emit(as_json.dumped(reviews[0] if len(reviews) == 1 else reviews))
        return
    emit(score_screen.write(reports, writers.Options(width(), sys.stdout.isatty(), verbose)))


@app.command(cls=Command)
def coverage(
    file: _File,
    profile: _Profile = "national",
    json: Annotated[bool, typer.Option("--json", help="打印 JSON")] = False,
    unexplained: Annotated[bool, typer.Option("--unexplained", "-u", help="只列未解释的数字")] = False,
) -> None:
    """逐个列出数字：读成了什么，是哪种版面或编号，还是未能解释；被哪些检查核对过。"""
    from extractor import covering, profiles

    emit(covering.render(read(file), profiles.load(profile), as_json=json, unexplained=unexplained))


@app.command(cls=Command)
def explain(
    code: Annotated[str, typer.Argument(help="检查编号或英文名，如 ZX101", show_default=False)],
) -> None:
    """说明一项检查：查什么，怎么算，什么情形不判。"""
    from extractor import checks

    rule = checks.rule(code)
    if rule is None:
        die(Exit.USAGE, f"没有检查「{code}」；gouji checks 列出全部")
    if not sys.stdout.isatty():
        emit(rule.page)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(rule.page))


@app.command("checks", cls=Command)
def list_checks() -> None:
    """列出全部检查。"""
    from extractor import checks
    from extractor.writers.words import LEVELS

    for rule in checks.rules():
        check = rule.check
        emit(f"{check.code}\t{LEVELS[check.level]}\t{check.name}\t{check.rule}\n")


@app.command("profiles", cls=Command)
def list_profiles() -> None:
    """列出随附的评价口径（等级、权重、执行率分母、阈值）及其依据。"""
    from extractor import profiles

    for name in profiles.names():
        profile = profiles.load(name)
        emit(f"{name}\t{profile.title}\t{'；'.join(profile.basis)}\n")


@app.command(cls=Command)
def schema() -> None:
    """打印输出的 JSON Schema。"""
    import json

    from extractor.report import Report

    emit(json.dumps(Report.model_json_schema(mode="serialization"), ensure_ascii=False, indent=1) + "\n")


@app.command(cls=Command)
def version() -> None:
    """打印版本号。"""
    from importlib import metadata

    emit(f"gouji {metadata.version('gouji')}\n")


verbs.add_to(app)


def main() -> None:
    """Entry point. Errors of ours are one line and exit code 4; a bad pattern pack is 2."""
    speak_utf8(sys.stdout)
    speak_utf8(sys.stderr)
    try:
        app()
    except GoujiError as error:
        complain(str(error))
        sys.exit(Exit.USAGE)
    except Exception as error:  # noqa: BLE001  # the last stand: no traceback before users
        complain(internal(error))
        sys.exit(Exit.INTERNAL)
