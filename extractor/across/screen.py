"""The same for people at a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from extractor.across.finding import AcrossReport, Place

_SIGNS = {"warning": ("⚠ 警告", "yellow"), "review": ("◆ 复核", "cyan"), "info": ("· 提示", "dim")}
_PLACES = 6


def printed(report: AcrossReport, width: int, color: bool) -> str:
    """Findings with their places, what was compared, and which names were brought together."""
    console = Console(width=width, force_terminal=color, no_color=not color, highlight=False, markup=False)
    with console.capture() as capture:
        console.print(
            f"{report.dataset}：{report.reports} 份报告，{report.series} 个项目成系列，"
            f"{report.without_name} 份缺单位、项目或年度，不在系列中"
        )
        for finding in report.findings:
            word, style = _SIGNS[finding.severity]
            head = " · ".join(part for part in (finding.unit_name, finding.project) if part)
            console.print(Text.assemble("\n", (word, style), f" {finding.code} {finding.name}  ", (head, "bold")))
            console.print(f"  {finding.message}")
            for place in finding.places[:_PLACES]:
                console.print(Text(f"    {_told(place)}", style="dim"))
            if len(finding.places) > _PLACES:
                console.print(Text(f"    另 {len(finding.places) - _PLACES} 份（--json 列出）", style="dim"))
        console.print("\n比对")
        for check in report.checks:
            rest = "；".join(f"{why} {count}" for why, count in check.unjudged.items())
            console.print(
                f"  {check.code} {check.name}：比对 {check.judged}，相符 {check.agreed}{rest and f'；{rest}'}"
            )
        _print_names(console, report)
    return capture.get()


def _print_names(console: Console, report: AcrossReport) -> None:
    if report.joined:
        console.print("\n归到一起的名称")
    for one in report.joined:
        console.print(f"  {f'{one.unit_name}：' if one.unit_name else ''}{one.name}")
        for variant in one.variants:
            if variant.because:
                console.print(Text(f"    ← {variant.name}（{variant.reports}份；{'；'.join(variant.because)}）", "dim"))
    if report.not_joined:
        console.print("\n相近而未归到一起的名称")
    for doubt in report.not_joined:
        console.print(
            f"  {f'{doubt.unit_name}：' if doubt.unit_name else ''}{'、'.join(doubt.names)}（{doubt.because}）"
        )


def _told(place: Place) -> str:
    page = f" 第{place.page}页" if place.page else ""
    quote = f"「{' '.join((place.quote or '').split())[:60]}」" if place.quote else ""
    return f"{place.fiscal_year or '—'} {place.source_key}{page}{quote}"
