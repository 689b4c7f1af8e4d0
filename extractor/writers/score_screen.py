"""The review of a claimed score for a person: what it rests on, what it comes to when rebuilt, what to ask for."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extractor.report import Points, Report, Request, ReviewLine, ScoreReview
from extractor.writers import Options
from extractor.writers.layout import folded
from extractor.writers.words import GROUNDS, KINDS

STYLES = {"verified": "green", "stated_only": "yellow", "unsupported": "magenta", "contradicted": "red"}
BAR = 30
"""cells of the longest bar"""
BRIEF = 16
"""lines of the score listed when not verbose: the weaker grounds first"""


def write(reports: Sequence[Report], options: Options) -> str:
    """Plain text, or with terminal colours."""
    page = io.StringIO()
    console = Console(file=page, width=options.width, force_terminal=options.color, highlight=False)
    for report in reports:
        show(report, console, options.verbose)
    return "\n".join(line.rstrip() for line in page.getvalue().split("\n"))


def show(report: Report, console: Console, verbose: bool = False) -> None:
    """One report on any console."""
    review, width = report.score_review, console.width
    console.print(_head(report, width))
    for title, body in (
        ("分数的依据", _grounds(review.points) if review.claimed is not None else None),
        ("重算", _rebuilds(review, width)),
        ("逐项", _lines(review.lines, width, verbose)),
        ("未达目标而得满分", _missed(review, width)),
        ("过于整齐的迹象（提示，不是结论）", _signs(review, width)),
        ("建议调阅", _requests(review.requests, width, verbose)),
    ):
        if body is not None:
            console.print(Rule(Text(title, style="bold"), align="left", style="dim"))
            console.print(Padding(body, (0, 0, 1, 1)))


def _head(report: Report, width: int) -> RenderableType:
    facts, review = report.report, report.score_review
    about = [
        report.source.name,
        KINDS.get(facts.kind, facts.kind),
        f"{facts.fiscal_year}年度" if facts.fiscal_year else "",
    ]
    if review.claimed is None:
        claim = Text("报告没有写出总分" + (f"，等级为“{review.grade}”" if review.grade else ""), style="yellow")
    else:
        claim = Text.assemble("自报 ", (f"{review.claimed}分", "bold"), f" {review.grade}" if review.grade else "")
    if review.rebuilt:
        claim.append(f"，按报告自己的数字可重算为 {review.rebuilt} 分")
    elif review.claimed is not None:
        claim.append("，报告中的数字不足以重算")
    return Group(
        folded(Text(facts.title or report.source.name, style="bold"), width),
        folded(Text(" · ".join(filter(None, about)), style="dim"), width),
        Text(),
        folded(claim, width),
        Text(),
    )


def _grid(*styles: str, right: int | None = None) -> Table:
    grid = Table.grid(padding=(0, 2))
    for index, style in enumerate(styles):
        grid.add_column(style=style, justify="right" if index == right else "left")
    return grid


def _grounds(points: Points) -> Table:
    values = {name: Decimal(getattr(points, name)) for name in GROUNDS}
    most = max(*values.values(), Decimal(1))
    grid = _grid("", "bold", "", right=1)
    for name, word in GROUNDS.items():
        length = int(max(values[name], Decimal(0)) / most * BAR)
        grid.add_row(
            word,
            f"{getattr(points, name)}分",
            Text("━" * max(length, 1 if values[name] > 0 else 0), style=STYLES[name]),
        )
    return grid


def _rebuilds(review: ScoreReview, width: int) -> Table | None:
    if not review.rebuilds:
        return None
    grid = _grid("bold", "", "dim")
    for one in review.rebuilds:
        holds = {True: "✓ 含自报分", False: "", None: ""}[one.holds_claimed]
        said = folded(Text(f"{one.scheme}（{one.of}项可算，{one.matched}项与所列得分相同）"), width - 34)
        grid.add_row(f"{one.total}分", holds, said)
    return grid


def _lines(lines: Sequence[ReviewLine], width: int, verbose: bool) -> RenderableType | None:
    if not any(line.evidence for line in lines):
        return None
    order = list(reversed(GROUNDS))
    shown = lines if verbose else sorted(lines, key=lambda line: order.index(line.ground))[:BRIEF]
    grid = _grid("", "dim", "bold", "", "", "dim")
    grid.add_row("", "分值", Text("得分", style="dim"), Text("重算", style="dim"), "")
    for line in shown:
        name = folded(Text(line.name), max(20, width - 60))
        told = line.score or line.counted
        grid.add_row(
            name,
            line.weight or "",
            told,
            line.rebuilt or "",
            Text(GROUNDS[line.ground], style=STYLES[line.ground]),
            line.scheme or "",
        )
    rest = len(lines) - len(shown)
    return Group(grid, Text(f"另有 {rest} 项（-v 列出）", style="dim")) if rest else grid


def _missed(review: ScoreReview, width: int) -> Group | None:
    if not review.missed_full_marks:
        return None
    return Group(
        *(
            folded(
                Text.assemble(
                    (one.name, "bold"), f"  目标 {one.target}，完成 {one.actual}，得 {one.score} / {one.weight} 分",
                    (f"；报告说明：{one.reason}" if one.reason else "", "dim"),
                ),
                width - 2,
            )
            for one in review.missed_full_marks
        )
    )  # fmt: skip


def _signs(review: ScoreReview, width: int) -> Group | None:
    if not review.signs:
        return None
    lines = [folded(Text(f"· {sign.text}"), width - 2) for sign in review.signs]
    if review.too_perfect:
        lines.append(
            folded(Text("多数可多可少的目标恰好完成，又有其他迹象，宜先看佐证材料。", style="yellow"), width - 2)
        )
    return Group(*lines)


def _requests(requests: Sequence[Request], width: int, verbose: bool) -> Table | None:
    """Each paper with all that it is asked for; findings by code, the rest by their ground."""
    if not requests:
        return None
    grid = _grid("bold", "")
    for paper, things in _by_paper(requests, verbose):
        grid.add_row(folded(Text(paper), 24), folded(Text(things), width - 30))
    return grid


def _by_paper(requests: Sequence[Request], verbose: bool) -> Iterator[tuple[str, str]]:
    papers: dict[str, list[Request]] = {}
    for one in requests:
        papers.setdefault(one.paper, []).append(one)
    for paper, asked in papers.items():
        things = list(dict.fromkeys(f"{one.for_}（{one.why}）" if verbose else one.for_ for one in asked))
        yield paper, "、".join(things)
