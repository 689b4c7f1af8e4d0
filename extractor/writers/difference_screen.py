"""Two versions of a report for a person: which figures changed, which findings went away, came or stayed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extractor.difference import Change, Difference
from extractor.report import Evidence, FindingEntry, SourceInfo
from extractor.terms import ROLES, SOURCES
from extractor.writers import Options
from extractor.writers.layout import folded
from extractor.writers.words import KINDS, LEVELS

FIELDS = {
    "title": "标题",
    "kind": "报告类型",
    "fiscal_year": "年度",
    "department": "单位",
    "project": "项目",
    "evaluator": "评价机构",
    "issued_on": "落款日期",
    "target": "目标值",
    "actual": "完成值",
    "weight": "分值",
    "score": "得分",
    "total": "总分",
    "full": "满分",
    "grade": "等级",
    "number": "章节号",
}
THINGS = {"execution_rate": "执行率", "section": "章节", "problem": "问题", "recommendation": "建议"}
MARKS = {"added": ("＋", "green"), "removed": ("－", "red"), "changed": ("→", "yellow")}


def write(differences: Sequence[Difference], options: Options) -> str:
    """Plain text, or with terminal colours."""
    page = io.StringIO()
    console = Console(file=page, width=options.width, force_terminal=options.color, highlight=False)
    for difference in differences:
        _show(difference, console, options.verbose)
    return "\n".join(line.rstrip() for line in page.getvalue().split("\n"))


def _show(difference: Difference, console: Console, verbose: bool) -> None:
    found, width = difference.findings, console.width
    names = f"{source(difference.old)} → {source(difference.new)}"
    console.print(folded(Text(names, style="bold"), width), Text(), Text(summary(difference)), Text(), sep="\n")
    for title, body in (
        ("新出现的问题", _findings(found.came, "green", width)),
        ("已消除的问题", _findings(found.gone, "dim", width)),
        ("仍在的问题", _findings([one.new for one in found.stayed], "", width)),
        ("改动的事实", _facts(difference.facts, width, verbose)),
    ):
        if body is not None:
            console.print(Rule(Text(title, style="bold"), align="left", style="dim"))
            console.print(Padding(body, (0, 0, 1, 1)))


def summary(difference: Difference) -> str:
    """How much of each, in one line."""
    found = difference.findings
    return (
        f"问题：新出现 {len(found.came)}，已消除 {len(found.gone)}，仍在 {len(found.stayed)}；"
        f"事实改动 {len(difference.facts)} 处"
    )


def source(info: SourceInfo | None) -> str:
    """A version as people call it."""
    if info is None:
        return "（没有对应的报告）"
    return f"{info.name}（第{info.part.index}份）" if info.part else info.name


def subject(change: Change) -> str:
    """What a change is about, in the words of the contract's glossary."""
    about = change.about
    match change.kind:
        case "fund":
            return _joined(_year(about), _source(about), about.get("item"), ROLES.get(about["role"]))
        case "execution_rate":
            return _joined(_year(about), _source(about), about.get("item"), THINGS[change.kind])
        case "other_rate":
            return _joined(about.get("item"), about["name"])
        case "indicator" | "score":
            return _joined(about.get("name"), FIELDS[change.field])
        case "section":
            return _joined(THINGS[change.kind], about["title"])
        case "problem" | "recommendation":
            return THINGS[change.kind]
        case "identity":
            return FIELDS[change.field]


def told(change: Change, value: str | None) -> str:
    """An old or new value as people read it."""
    return KINDS.get(value or "", value or "") if change.field == "kind" else value or ""


def _year(about: dict[str, str]) -> str | None:
    return f"{about['year']}年" if "year" in about else None


def _source(about: dict[str, str]) -> str | None:
    return SOURCES.get(about["source"]) if about["source"] != "total" else None


def _joined(*words: str | None) -> str:
    return " ".join(filter(None, words))


def _findings(findings: Sequence[FindingEntry], style: str, width: int) -> RenderableType | None:
    if not findings:
        return None
    grid = Table.grid(padding=(0, 1))
    for look in (style, style, ""):
        grid.add_column(style=look, no_wrap=True)
    for one in findings:
        grid.add_row(LEVELS[one.severity], one.code, folded(Text(f"{one.name}：{one.message}"), width - 14))
    return grid


BRIEF = 30
"""changed facts listed when not verbose: figures first"""


def _facts(changes: Sequence[Change], width: int, verbose: bool) -> RenderableType | None:
    if not changes:
        return None
    ordered = sorted(changes, key=lambda one: one.kind in ("section", "problem", "recommendation"))
    shown = ordered if verbose else ordered[:BRIEF]
    grid = Table.grid(padding=(0, 2))
    for style in ("", "dim", ""):
        grid.add_column(style=style)
    for change in shown:
        mark, style = MARKS[change.what]
        values = " → ".join(filter(None, (told(change, change.old), told(change, change.new))))
        room = max(20, width // 2 - 4)
        grid.add_row(
            folded(Text.assemble((f"{mark} ", style), subject(change)), room),
            "；".join(_pages(change)),
            folded(Text(values), room),
        )
    rest = len(changes) - len(shown)
    return Group(grid, Text(f"另有 {rest} 处（-v 列出）", style="dim")) if rest else grid


def _pages(change: Change) -> Iterator[str]:
    """The page of the place, of both versions where it moved."""
    pages = [_page(change.old_evidence), _page(change.new_evidence)]
    if any(pages):
        yield "→".join(dict.fromkeys(f"第{page}页" for page in pages if page))


def _page(evidence: Sequence[Evidence]) -> int | None:
    return evidence[0].page if evidence else None
