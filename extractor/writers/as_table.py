"""The verdict for a person: what the report claims, what conflicts and where, what agrees, what could not be told."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extractor.report import CheckEntry, Evidence, FindingEntry, FundEntry, Report, Rounding
from extractor.terms import ROLES, SOURCES
from extractor.writers import Audited, Failure, Options, Result
from extractor.writers.layout import clusters, folded, in_context, where
from extractor.writers.numeral_list import percent, summary
from extractor.writers.words import FAMILIES, KINDS, LEVELS, REPAIRS, role, subject

STYLES = {"error": "bold red", "warning": "bold yellow", "review": "cyan", "info": "blue"}
MARKS = {"error": "✗", "warning": "!", "review": "?", "info": "·"}
BRIEF = 12
"""agreeing relations listed when not verbose"""


def write(results: Sequence[Result], options: Options) -> str:
    """Plain text, or with terminal colours."""
    page = io.StringIO()
    console = Console(file=page, width=options.width, force_terminal=options.color, highlight=False)
    for result in results:
        if isinstance(result, Audited) or len(results) > 1:  # the only failure is told on stderr already
            show(result, console, options.verbose)
    return "\n".join(line.rstrip() for line in page.getvalue().split("\n"))


def show(result: Result, console: Console, verbose: bool = False) -> None:
    """One report, or the line of its failure, on any console."""
    if isinstance(result, Failure):
        console.print(Text(f"✗ {result.source}: {result.message} [{result.code}]", style=STYLES["error"]))
        return
    width = console.width
    report = result.report
    console.print(_head(report, width))
    for title, body in (
        ("报告所述", _claims(report, width)),
        ("不符", _findings(result, ("error", "warning"), console)),
        ("待复核与提示", _findings(result, ("review", "info"), console)),
        ("相符", _agreeing(report.checks, width, verbose)),
        ("尾差与取舍", _rounding(report.rounding, width)),
        ("未能核对", _untold(report.checks, width, verbose)),
        ("已复核", _suppressed(report.findings, width, verbose)),
    ):
        if body is not None:
            console.print(Rule(Text(title, style="bold"), align="left", style="dim"))
            console.print(Padding(body, (0, 0, 1, 1)))
    console.print(folded(Text(summary(report.coverage), style="dim"), width))


def _head(report: Report, width: int) -> RenderableType:
    facts, source = report.report, report.source
    about = [
        source.name,
        f"{source.pages}页" if source.pages else "",
        KINDS.get(facts.kind, facts.kind),
        f"{facts.fiscal_year}年度" if facts.fiscal_year else "",
        facts.department or "",
        f"评价口径 {report.profile}" if report.profile != "national" else "",
    ]
    seen = report.coverage
    counts: Counter[str] = Counter(finding.severity for finding in report.findings if finding.suppressed is None)
    verdict = Text()
    for level, word in LEVELS.items():
        if counts[level]:
            verdict.append(f"{MARKS[level]} {counts[level]} {word}   ", style=STYLES[level])
    if not counts["error"] and not counts["warning"]:
        verdict = Text("✓ 未发现数字矛盾   ", style="bold green") + verdict
    verdict.append(f"核对了 {percent(seen.checked, seen.read + seen.unexplained)} 的数字", style="dim")
    lines = [
        folded(Text(facts.title or source.name, style="bold"), width),
        folded(Text(" · ".join(filter(None, about)), style="dim"), width),
        Text(),
        verdict,
        Text(),
    ]
    lines[4:4] = [folded(Text(f"! {warning}", style="yellow"), width) for warning in source.warnings]
    return Group(*lines)


# ---------------------------------------------------------------- what the report claims


def _claims(report: Report, width: int) -> RenderableType | None:
    facts = report.report
    rows: list[tuple[str, Text]] = []
    rows += _fund_rows(facts.funds)
    for rate in facts.execution_rates:
        said = Text(f"{rate.value}{rate.unit}")
        for part in (rate.item, SOURCES[rate.source] if rate.source != "total" else None):
            if part:
                said.append(f"  {part}", style="dim")
        if rate.base:
            said.append(f"  按 支出 ÷ {_bracketed(role(rate.base))}", style="dim")
        rows.append(("执行率", said))
    scores = facts.scores
    if scores.total or scores.grade:
        total = f"{scores.total}分" if scores.total else ""
        rows.append(("得分", Text(" ".join(filter(None, (total, scores.grade))))))
    if facts.indicators:
        rows.append(("绩效指标", _indicator_counts(report)))
    if facts.problems or facts.recommendations:
        rows.append(("问题与建议", Text(f"{len(facts.problems)} 个问题，{len(facts.recommendations)} 条建议")))
    if not rows:
        return Text("没有读出资金、执行率、得分或指标。", style="dim")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold", min_width=10)
    grid.add_column()
    last = None
    for name, said in rows:
        grid.add_row(name if name != last else "", folded(said, width - 14))
        last = name
    return grid


def _fund_rows(funds: Sequence[FundEntry]) -> Iterator[tuple[str, Text]]:
    """Whole-project money by role; money of items is counted, not listed."""
    whole = [fund for fund in funds if fund.item is None]
    for fund in sorted(whole, key=lambda fund: list(ROLES).index(fund.role)):
        amount = fund.amount
        # in a table the unit stands above the column
        said = Text(f"{amount.text}{amount.unit}" if amount.unit and amount.text[-1:].isdigit() else amount.text)
        notes = [f"{fund.year}年" if fund.year else "", SOURCES[fund.source] if fund.source != "total" else ""]
        said.append("  " + " ".join(filter(None, notes)), style="dim")
        yield ROLES[fund.role], said
    items = {fund.item for fund in funds if fund.item}
    if items:
        yield "分项资金", Text(f"{len(items)} 项，{len(funds) - len(whole)} 笔")


def _indicator_counts(report: Report) -> Text:
    met = Counter(indicator.met for indicator in report.report.indicators)
    said = Text(f"{len(report.report.indicators)} 项")
    for state, word in ((True, "达成"), (False, "未达成"), (None, "定性或不可比")):
        if met[state]:
            said.append(f"，{word} {met[state]}", style="yellow" if state is False else "")
    return said


def _bracketed(words: str) -> str:
    return f"（{words}）" if "+" in words else words


# ---------------------------------------------------------------- what conflicts


def _findings(result: Audited, levels: tuple[str, ...], console: Console) -> RenderableType | None:
    chosen = [one for one in result.report.findings if one.severity in levels and one.suppressed is None]
    if not chosen:
        return None
    blocks: list[RenderableType] = []
    for finding in chosen:
        if blocks and levels[0] == "error":
            blocks.append(Text())
        blocks.append(_finding(finding, result.text, console))
    return Group(*blocks)


def _finding(finding: FindingEntry, text: str, console: Console) -> RenderableType:
    style = STYLES[finding.severity]
    lines = [Text.assemble((f"{MARKS[finding.severity]} {LEVELS[finding.severity]} ", style), (finding.code, "bold"))]
    lines[0].append(f" {finding.name}", style=style if finding.severity in ("error", "warning") else "")
    room = console.width - 6
    quoted = partial(_place, text=text, brackets=not console.is_terminal, room=room)
    body = [folded(Text(finding.message), room)]
    body += [
        folded(Text(formula, style="bold"), room) for formula in finding.formulas or filter(None, [finding.formula])
    ]
    if finding.severity in ("error", "warning"):
        body += [quoted(group) for group in clusters(text, finding.evidence)]
    elif finding.evidence:
        body.append(quoted(clusters(text, finding.evidence)[0]))
    if finding.repair:
        body.append(folded(_repair(finding), room))
    return Group(*lines, Padding(Group(*body), (0, 0, 0, 4)))


def _place(places: Sequence[Evidence], text: str, brackets: bool, room: int) -> Text:
    label = (f"{where(text, places[0])} ", "magenta")
    return folded(Text.assemble(label, in_context(text, places, brackets)), room)


def _repair(finding: FindingEntry) -> Text:
    assert finding.repair is not None
    verb, joint = REPAIRS[finding.repair.kind]
    said = Text.assemble(f"{verb} ", (finding.repair.from_, "bold"), f" {joint} ", (finding.repair.to, "bold green"))
    mends = len(finding.repair.mends)
    return said.append(f"，{mends} 个关系即全部成立" if mends > 1 else "，关系即成立")


def _suppressed(findings: Sequence[FindingEntry], width: int, verbose: bool) -> Text | None:
    """What was looked at and let stand: how much, and with ``verbose`` what and why."""
    known = [(one, one.suppressed.reason) for one in findings if one.suppressed]
    if not known:
        return None
    if not verbose:
        return Text(f"{len(known)} 项不再计入（-v 列出）", style="dim")
    return Text("\n").join(
        folded(Text(f"{one.code} {one.name}：{one.message}（{reason}）", style="dim"), width - 2)
        for one, reason in known
    )


# ---------------------------------------------------------------- what agrees, what could not be told


def _agreeing(entries: Sequence[CheckEntry], width: int, verbose: bool) -> RenderableType | None:
    agreeing = sorted((c for c in entries if c.outcome == "agrees"), key=lambda c: FAMILIES.index(c.code[:2]))
    told = {c.formula: (c.code, c.name) for c in reversed(agreeing) if c.formula}  # the first to say it stands for all
    silent = sum(1 for check in agreeing if not check.formula)
    if not told and not silent:
        return None
    listed = list(reversed(told.items()))
    shown = listed if verbose else listed[:BRIEF]
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="green", no_wrap=True)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for formula, (code, name) in shown:
        thing = subject(name)
        said = Text.assemble((f"{thing}  ", "dim"), formula) if thing else Text(formula)
        grid.add_row("✓", code, folded(said, width - 10))
    rest = len(told) - len(shown)
    notes = [f"另有 {rest} 个关系相符（-v 列出）" if rest else "", f"{silent} 项核对无算式" if silent else ""]
    note = "，".join(filter(None, notes))
    return Group(grid, Text(note, style="dim")) if note else grid


def _rounding(found: Rounding, width: int) -> RenderableType | None:
    """The hint on how the document rounded, with the sums that have a residual."""
    if found.text is None:
        return None
    lines = [folded(Text(f"{MARKS['info']} {found.text}", style=STYLES["info"]), width - 2)]
    lines += [
        folded(Text(f"  {one.formula}  尾差{one.difference}{one.unit or ''}", style="dim"), width - 2)
        for one in found.residuals[:BRIEF]
    ]
    return Group(*lines)


def _untold(entries: Sequence[CheckEntry], width: int, verbose: bool) -> RenderableType | None:
    blocked = dict.fromkeys((c.code, c.reason or c.name) for c in entries if c.outcome == "blocked")
    absent = dict.fromkeys((c.code, c.reason or c.name) for c in entries if c.outcome == "not_applicable")
    tested = {check.code for check in entries if check.outcome in ("agrees", "conflict")}
    if not blocked and not absent:
        return None
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="yellow", no_wrap=True)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for code, reason in blocked:
        grid.add_row("?", code, folded(Text(reason), width - 10))
    if verbose:
        for code, reason in absent:
            grid.add_row("–", code, folded(Text(reason, style="dim"), width - 10))
        return grid
    codes = sorted({code for code, _ in absent} - tested - {code for code, _ in blocked})
    if codes:
        line = folded(Text(f"不适用：{' '.join(codes)}（-v 列出原因）", style="dim"), width - 2)
        return Group(grid, line) if blocked else line
    return grid if blocked else None
