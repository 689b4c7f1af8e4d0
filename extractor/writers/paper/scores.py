"""得分复核: what the claimed score rests on, what it comes to when rebuilt, and which papers would settle the rest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.report import ReviewLine, ScoreReview
from extractor.writers.paper.blocks import Blocks
from extractor.writers.paper.book import Book, Cell, Computed
from extractor.writers.paper.entries import Entry
from extractor.writers.paper.figures import Figures
from extractor.writers.paper.findings import number
from extractor.writers.paper.live import Live
from extractor.writers.words import GROUNDS

NAME = "得分复核"
WIDTHS = (34, 10, 10, 12, 12, 12, 14, 32, 16)


def write(book: Book, entries: Sequence[Entry], figures: Figures) -> None:
    """The sheet: the reviews one below the other."""
    page = Blocks(book, NAME, "自评得分复核", WIDTHS)
    for entry in entries:
        review = entry.report.score_review
        if len(entries) > 1:
            page.heading(entry.name)
        _claim(page, review)
        _lines(page, entry, review, figures)
        _rebuilds(page, review)
        _rest(page, review)


def _claim(page: Blocks, review: ScoreReview) -> None:
    if review.claimed is None:
        page.pair("自报得分", "报告没有写出总分")
        return
    page.pair("自报得分", f"{review.claimed} 分" + (f"，等级“{review.grade}”" if review.grade else ""))
    told = f"{review.rebuilt} 分（{review.scheme}）" if review.rebuilt else "报告中的数字不足以重算"
    page.pair("按报告数字重算", told)
    page.heading("分数的依据")
    page.header("依据", "分数", "占比")
    first = page.row + 1
    claimed = Decimal(review.claimed)
    for name, word in GROUNDS.items():
        points = number(getattr(review.points, name))
        assert points is not None
        share = Live(f"{page.address(1)}/{review.claimed}*100", points.value * 100 / claimed) if claimed else None
        page.cells([word, points, Computed(share, 1, percent=True) if share else None])
    total = sum((Decimal(getattr(review.points, name)) for name in GROUNDS), Decimal(0))
    page.cells(["合计（应等于自报得分）", Computed(Live(f"SUM(B{first}:B{page.row})", total), 2)], bold=True)


def _lines(page: Blocks, entry: Entry, review: ScoreReview, figures: Figures) -> None:
    if not review.lines:
        return
    page.heading("逐项")
    page.header("得分项", "分值", "得分", "计入总分", "重算得分", "得分－重算", "依据", "怎样由数字得出", "位置")
    first = page.row + 1
    for line in review.lines:
        page.cells(_line(page, entry, line, figures))
    weights = [Decimal(line.weight) for line in review.lines if line.weight]
    counted = sum((Decimal(line.counted) for line in review.lines), Decimal(0))
    sums = (
        ("B", sum(weights, Decimal(0))),
        ("C", sum((Decimal(line.score) for line in review.lines if line.score), Decimal(0))),
        ("D", counted),
    )
    totals = [Computed(Live(f"SUM({name}{first}:{name}{page.row})", value), 2) for name, value in sums]
    page.cells(["合计", *totals, None, None, None, None, None], bold=True)


def _line(page: Blocks, entry: Entry, line: ReviewLine, figures: Figures) -> list[Cell]:
    score, rebuilt = number(line.score), number(line.rebuilt)
    gap: Cell = None
    if score and rebuilt:
        live = Live(f"{page.address(2)}-{page.address(4)}", score.value - rebuilt.value)
        gap = Computed(live, max(score.places, rebuilt.places))
    where = figures.link(entry, entry.figure(line.evidence), entry.where(line.evidence))
    return [
        line.name, number(line.weight), score, number(line.counted), rebuilt or line.rebuilt, gap,
        GROUNDS[line.ground], line.scheme, where,
    ]  # fmt: skip


def _rebuilds(page: Blocks, review: ScoreReview) -> None:
    if not review.rebuilds:
        return
    page.heading("各种口径下的重算总分")
    page.header("口径", "总分", "可算项", "相符项", "含自报分")
    for one in review.rebuilds:
        holds = {True: "✓", False: "✗", None: ""}[one.holds_claimed]
        page.cells([one.scheme, number(one.total) or one.total, one.of, one.matched, holds])


def _rest(page: Blocks, review: ScoreReview) -> None:
    if review.missed_full_marks:
        page.heading("未达目标而得满分")
        page.header("指标", "目标", "完成", "得分", "分值", "报告的说明")
        for missed in review.missed_full_marks:
            score, weight = number(missed.score), number(missed.weight)
            page.cells([missed.name, missed.target, missed.actual, score, weight, missed.reason])
    if review.signs:
        page.heading("过于整齐的迹象（提示，不是结论）")
        for sign in review.signs:
            page.across(f"· {sign.text}", text_wrap=True)
    if review.requests:
        page.heading("建议调阅")
        page.header("材料")
        page.row -= 1
        look = {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "align": "center"}
        page.merged(1, 5, "用以证明", **look)
        page.merged(6, 8, "缘由", **look)
        page.row += 1
        for one in review.requests:
            page.cells([one.paper])
            page.row -= 1
            page.merged(1, 5, one.for_, border=1, border_color="#B8C2CC", text_wrap=True)
            page.merged(6, 8, one.why, border=1, border_color="#B8C2CC", text_wrap=True)
            page.row += 1
