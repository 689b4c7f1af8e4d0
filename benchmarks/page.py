"""Measures everything and writes ``docs/benchmarks.md``:

    python -m benchmarks.page                 # for the record: an idle machine, half an hour
    python -m benchmarks.page --small         # the same page from little: minutes; says so

Ratios are taken within one run, so that a busy machine spoils them little. Peers are installed by pip into an
environment of their own (``build/peers``); one that cannot be installed is told on the page.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pypdfium2

from benchmarks import compared, numerals, peers, scans, speed
from benchmarks.faults.figures import f1
from benchmarks.generate import SPLITS
from extractor.readers import _ocr

ROOT = Path(__file__).parent.parent
MADE = "<!-- 由 python -m benchmarks.page 生成，不要手改 -->"
Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Amount:
    """How much is measured."""

    pages: int
    rounds: int
    faults: int
    clean: int
    scanned: int


FULL, SMALL = Amount(66, 5, 10, 1000, 4), Amount(12, 1, 1, 12, 1)

TOOLS = {
    "pdfium": ("逐页取文字，别的都不做（底线）", "pypdfium2"),
    "pdftotext": ("`pdftotext -layout`：只取文字", ""),
    "pymupdf-text": ("PyMuPDF：只取文字", "pymupdf"),
    "gouji": ("**gouji：全套审核**（文字、表格、事实、检查、JSON）", "gouji"),
    "pymupdf": ("PyMuPDF：词和表格", "pymupdf"),
    "pdfminer.six": ("pdfminer.six：只取文字", "pdfminer.six"),
    "pdfplumber-text": ("pdfplumber：只取文字", "pdfplumber"),
    "pdfplumber": ("pdfplumber：词和表格", "pdfplumber"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="little of everything")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md", help="default: docs/benchmarks.md")
    parser.add_argument("--peers", type=Path, default=ROOT / "build" / "peers", help="environment of the peers")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--clean", type=int, help="clean reports generated for each split")
    options = parser.parse_args()
    amount = SMALL if options.small else FULL
    if options.clean is not None:
        amount = Amount(amount.pages, amount.rounds, amount.faults, options.clean, amount.scanned)
    others = peers.environment(options.peers)
    lines: list[str] = []
    for section in (
        _head(amount, others, options.small),
        _speed(amount, others),
        _accuracy(amount, options.processes),
        _numbers(others),
        _again(),
    ):
        lines.extend(section)
        print(f"{time.strftime('%H:%M:%S')} {len(lines)} lines", file=sys.stderr, flush=True)
    options.out.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    return 0


def _head(amount: Amount, others: peers.Peers, small: bool) -> Iterator[str]:
    yield from (MADE, "", "# 比一比", "")
    yield "同一台机器、同一批文件、同一次运行：和通用的 PDF 工具比快慢，和“pdfplumber 加正则”的小脚本比准头，和通用的"
    yield from ("数字识别库比读数。时间是 CPU 时间；看倍数，别看毫秒，换一台机器毫秒会变，倍数大致不变。", "")
    if small:
        yield from ("> 这一页是小样本（`--small`）跑出来的，数目少，波动大；正式的数字用不带参数的命令得出。", "")
    versions = {**others.versions([*peers.WANTED, "pypdfium2"]), "gouji": f"{metadata.version('gouji')} {_commit()}"}
    rows = [
        ("机器", f"{_processor()}，{os.cpu_count()} 核，{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        ("版本", "，".join(f"{name} {version}" for name, version in sorted(versions.items()))),
        (
            "数量",
            f"PDF {amount.pages} 页 × {amount.rounds} 轮；每种错 {amount.faults} 份，无错 {amount.clean} 份，各两组",
        ),
    ]
    yield from _table(("", ""), rows)
    for name, why in others.absent.items():
        yield from (f"没有装上 {name}：{why}。", "")
    yield "docling、MinerU 没有列入：它们读版面要先从模型站下载模型，不联网装不起来；装得起来的办公室可以照样比。"
    yield ""


def _speed(amount: Amount, others: peers.Peers) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = sorted((ROOT / "samples").glob("*.pdf"))
        shutil.copy(sources[0], folder / "warm.pdf")
        path = speed.long_report(sources, amount.pages, folder)
        pages = len(pypdfium2.PdfDocument(path))
        costs = {one.tool: one for one in peers.costs(TOOLS, path, pages, amount.rounds, others)}
        yield from (
            "## 快慢与内存",
            "",
            f"{pages} 页带文字层的 PDF（`samples/` 里的各份依次相接）。底线是 pdfium 逐页取一遍文字。",
            "",
        )
        yield from _table(
            ("做什么", "毫秒/页", "底线的倍数", "内存峰值 MB"), [_cost(tool, costs[tool]) for tool in TOOLS]
        )
        mine, plain = costs["gouji"], costs["pdfplumber"]
        if mine.per_page and plain.per_page:
            yield f"同样这些页，pdfplumber 只取词和表格要用全套审核的 **{plain.floors / mine.floors:.1f} 倍**时间。"
            yield ""
        yield from _stages(speed.medians(path, amount.rounds), pages)
        yield from _scans(amount, folder)


def _cost(tool: str, cost: peers.Cost) -> tuple[object, ...]:
    told, _ = TOOLS[tool]
    if cost.failed:
        return (told, "—", "—", f"没有量：{cost.failed}".replace("|", "&#124;"))
    return (told, f"{cost.per_page:.2f}", f"{cost.floors:.1f}", f"{cost.peak:.0f}")


STAGES = {
    "read": "读 PDF：字、线、表格",
    "flow": "接断行",
    "lex": "读数字",
    "mark": "标记文本",
    "facts": "取事实",
    "checks": "核对",
    "root cause": "归因",
    "assemble": "组装",
    "json": "写 JSON",
}


def _stages(middle: dict[str, float], pages: int) -> Iterator[str]:
    yield from ("### 时间花在哪里", "", "同一进程内逐步计时，各轮的中位数。", "")
    rows = [
        (told, f"{middle[name] / pages * 1000:.2f}", f"{middle[name] / middle['floor']:.2f}")
        for name, told in STAGES.items()
    ]
    total = middle["full audit"]
    rows.append(("**全套**", f"{total / pages * 1000:.2f}", f"{total / middle['floor']:.2f}"))
    rows.append(
        (
            "其中事实、核对、归因、组装、JSON",
            f"{middle['rules'] / pages * 1000:.2f}",
            f"{middle['rules'] / middle['floor']:.2f}",
        )
    )
    yield from _table(("步骤", "毫秒/页", "底线的倍数"), rows)


def _scans(amount: Amount, folder: Path) -> Iterator[str]:
    yield from ("### 扫描件", "")
    if not _ocr.available():
        yield from ("没有装 `ocr` 扩展，没有量。", "")
        return
    path = scans.scanned(ROOT / "samples" / "sister.pdf", amount.scanned, folder)
    ratio = scans.ratio(path, max(1, amount.rounds // 2))
    told = f"{amount.scanned} 页 200 dpi 的扫描图：全套审核的时间是单做文字识别（同一引擎、同样的图）的"
    yield f"{told} **{ratio:.2f} 倍**。"
    yield ""


def _accuracy(amount: Amount, processes: int) -> Iterator[str]:
    yield from ("## 准头", "")
    yield "对照是一个诚实的小脚本（[benchmarks/baseline.py](../benchmarks/baseline.py)，百来行：pdfplumber 取字取表，"
    yield "正则认常见说法，几条算术），也就是没有 gouji 时一个人花半天会写的东西。两者读同样的文件，"
    yield from ("由同一个评分程序计数。", "")
    by_split = {split: compared.generated(split, amount.faults, amount.clean, processes) for split in SPLITS}
    yield from ("### 生成的报告", "")
    yield "每份都知道真值。“测量”一组的词表和版式写模式时不看；一种错一种错地放进去，看报没报。误报按错误级算。"
    yield ""
    yield from _table(
        ("词表", "谁", "放进的错", "发现", "编号也对", "无错报告", "误报（错误）", "误报（警告）", "字段 F1"),
        [_found(split, who, one) for split, both in by_split.items() for who, one in both.items()],
    )
    measured = by_split["measured"]
    yield from ("字段 F1，测量词表，按内容：", "")
    yield from _by(measured, "fields", GROUPS)
    yield from ("按格式：", "")
    yield from _by(measured, "by_format", {})
    yield from ("逐项检查（测量词表）：放进多少，发现多少，报的编号对不对，全部报告里这个编号报对的比例。", "")
    yield from _table(
        ("编号", "放进", "发现", "编号对", "对的比例"), [_code(c, e) for c, e in measured["gouji"]["codes"].items()]
    )
    yield from ("### samples/", "", "手工核读的样本；“留作测量”的写模式时不看。", "")
    rows = [
        (name, who, one.documents, f"{one.f1:.3f}", f"{one.found}/{one.planted}", one.alarms)
        for name, both in compared.on_samples().items()
        for who, one in both.items()
    ]
    yield from _table(("样本", "谁", "份数", "字段 F1", "发现的错", "误报（错误）"), rows)


GROUPS = {
    "funds": "资金",
    "rates": "执行率",
    "indicators": "指标",
    "ind.target": "指标值",
    "ind.actual": "完成值",
    "ind.weight": "分值",
    "ind.score": "得分",
    "scores": "总分与等级",
    "metadata": "报告身份",
}


def _found(split: str, who: str, figures: dict[str, Any]) -> tuple[object, ...]:
    codes, clean = figures["codes"].values(), figures["clean"]
    made, found, right = (sum(entry[key] for entry in codes) for key in ("made", "found", "right_code"))
    totals = [sum(entry[key] for entry in figures["fields"].values()) for key in ("right", "wrong", "missed")]
    share = f"{found}（{found / max(1, made):.1%}）"
    told = {"seen": "可看", "measured": "测量"}[split]
    alarms = (clean["false_alarms"], clean["stray_warnings"])
    return (told, who, made, share, right, clean["documents"], *alarms, f"{f1(*totals):.4f}")


def _by(readers: dict[str, dict[str, Any]], key: str, words: dict[str, str]) -> Iterator[str]:
    """A row for each reader, a column for each group."""
    groups = list(readers["gouji"][key])
    rows = [
        (who, *(f"{one[key][group]['f1']:.3f}" if group in one[key] else "—" for group in groups))
        for who, one in readers.items()
    ]
    yield from _table(("", *(words.get(group, group) for group in groups)), rows)


def _code(code: str, entry: dict[str, Any]) -> tuple[object, ...]:
    precision = "—" if entry["precision"] is None else f"{entry['precision']:.2f}"
    return (code, entry["made"], entry["found"], entry["right_code"], precision)


def _numbers(others: peers.Peers) -> Iterator[str]:
    yield from ("## 读数", "")
    yield "报告里印法各异的数（我们列的，见 [benchmarks/numerals.toml](../benchmarks/numerals.toml)），整句交给各家。"
    yield from ("别家只读出数值就算对，带不带“万”的倍数都行；gouji 还须说对界限（不低于、约、余……）和单位。", "")
    texts = [case["text"] for case in numerals.CASES]
    answers = {"gouji": [numerals.ours(case) for case in numerals.CASES]}
    for name in ("cn2an", "recognizers-text"):
        read = peers.numbers(name, texts, others)
        if isinstance(read, str):
            yield from (f"{name} 没有量：{read}。", "")
        else:
            answers[name] = [numerals.theirs(case, one) for case, one in zip(numerals.CASES, read, strict=True)]
    kinds = list(dict.fromkeys(case["kind"] for case in numerals.CASES))
    rows = []
    for kind in kinds:
        picked = [at for at, case in enumerate(numerals.CASES) if case["kind"] == kind]
        right = [sum(_right(told[at]) for at in picked) for told in answers.values()]
        rows.append((kind, len(picked), *right))
    yield from _table(("哪类", "几句", *answers), rows)
    yield from ("读得不一样的，逐句列出（✗ 是没有读对）：", "")
    rows = []
    for at, case in enumerate(numerals.CASES):
        told = [one[at] for one in answers.values()]
        if not all(map(_right, told)):
            rows.append((case["text"], *(f"{'' if _right(one) else '✗ '}{one.told}" for one in told), case["why"]))
    yield from _table(("原句", *answers, "难在哪里"), rows)


def _right(answer: numerals.Answer) -> bool:
    return answer.value and answer.bound is not False


def _again() -> Iterator[str]:
    yield from ("## 自己跑一遍", "", "```sh")
    yield "python -m benchmarks.page                # 这一页，约半小时；--small 几分钟"
    yield "python -m benchmarks.speed --pages 66    # 各步骤用时"
    yield "python -m benchmarks.faults --count 10   # 逐项检查的发现与误报"
    yield from ("```", "")


def _table(head: Sequence[str], rows: Rows) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(str(cell) for cell in row)} |"
    yield ""


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8", errors="replace").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "?"


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
