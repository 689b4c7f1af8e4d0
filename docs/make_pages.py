"""Writes the pages that are made from the code: ``python docs/make_pages.py``. A test holds them to be current.

``cli.md`` from the command line itself, ``checks.md`` from the checks and their pages, ``data.md`` from the output's
models and the strings below their fields, ``across.md`` from the checks across reports.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from extractor import checks, report
from extractor.across.names import PROJECT_STEPS, UNIT_STEPS
from extractor.across.rules import all_rules
from extractor.archive import dictionary
from extractor.cli import app
from extractor.writers.words import LEVELS

DOCS = Path(__file__).parent
MADE = "<!-- 由 python docs/make_pages.py 生成，不要手改 -->"
FAMILIES = {
    "ZJ": "资金",
    "ZX": "执行率",
    "PF": "评分",
    "ZB": "指标",
    "GJ": "勾稽",
    "JS": "计数",
    "RQ": "日期",
    "GF": "规范",
    "BF": "百分比",
    "YC": "异常信号",
}


def main() -> None:
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """File name → text of all pages that are made."""
    made = {
        "cli.md": _cli(),
        "checks.md": _checks(),
        "data.md": _data(),
        "dataset.md": _dataset(),
        "across.md": _across(),
    }
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in made.items()}


def commands() -> dict[str, Any]:
    """All verbs by name: commands of the click that typer brings along, or of click itself."""
    return dict(sorted(typer.main.get_command(app).commands.items()))  # type: ignore[attr-defined]


def options(command: Any) -> Iterator[Any]:
    """The options of a verb, ``--help`` aside."""
    return (one for one in command.params if one.param_type_name == "option")


def _cli() -> Iterator[str]:
    yield from (MADE, "", "# 命令行", "")
    yield "每个命令都有 `--help`。`gouji --install-completion` 为当前的 shell（bash、zsh、fish、PowerShell）装上补全；"
    yield from ("`gouji --show-completion` 只把补全脚本打印出来。", "")
    for name, command in commands().items():
        yield from (f"## gouji {name}", "", _line(command.help or ""), "")
        places = [f"{_argument(one)}" for one in command.params if one.param_type_name == "argument"]
        some = ["[选项]"] if any(options(command)) else []
        yield from ("```", " ".join(["gouji", name, *some, *places]), "```", "")
        rows = [(_names(one), _line(getattr(one, "help", None) or ""), _default(one)) for one in command.params]
        if rows:
            yield from ("| 参数 | 意思 | 默认 |", "|---|---|---|")
            yield from (f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows)
            yield ""


def _argument(one: Any) -> str:
    return one.metavar or (one.name or "").upper()


def _names(one: Any) -> str:
    if one.param_type_name == "argument":
        return f"`{_argument(one)}`"
    value = "" if one.is_flag else f" {one.metavar or one.name.upper()}"
    return " ".join(f"`{name}`" for name in (*one.opts[1:], f"{one.opts[0]}{value}", *one.secondary_opts))


def _default(one: Any) -> str:
    value = one.default
    return "" if callable(value) or value in (None, False, ()) else f"`{getattr(value, 'value', value)}`"


def _checks() -> Iterator[str]:
    yield from (MADE, "", "# 全部检查", "", "`gouji explain 编号` 在终端上打印同一页。级别可由评价口径改动。", "")
    for family, title in FAMILIES.items():
        yield from (f"## {title}（{family}）", "", "| 编号 | 名称 | 级别 | 查什么 |", "|---|---|---|---|")
        for rule in checks.rules():
            check = rule.check
            if check.code.startswith(family):
                page = f"../extractor/checks/{rule.run.__module__.rpartition('.')[2]}.md"
                what = re.search(r"^## 查什么\n+(.+?)(?:\n\n|\n##)", rule.page, re.MULTILINE | re.DOTALL)
                told = _line(what[1] if what else "").replace("|", "&#124;")
                yield f"| [{check.code}]({page}) | {check.name} | {LEVELS[check.level]} | {told} |"
        yield ""


def _data() -> Iterator[str]:
    yield from (MADE, "", "# 数据字典", "")
    yield "`gouji audit FILE --format json` 打印的对象。`gouji schema` 打印同一件事的 JSON Schema。"
    yield from ("数一律是十进制字符串，尾零是证据；没有的事实是 `null` 或 `[]`。带 (+) 的是契约初版之后添的。", "")
    for node in ast.parse(inspect.getsource(report)).body:
        if isinstance(node, ast.ClassDef) and node.name != "Model":
            yield from _model(node)


def _across() -> Iterator[str]:
    yield from (MADE, "", "# 跨报告的核对", "")
    yield "`gouji across DATASET` 看一个数据集（`gouji archive` 所写）里单份报告看不出的事。"
    yield from ("每个发现都给出所涉各份报告的原文位置；级别至多是警告，因为两份报告可能各有各的道理。", "")
    for rule in all_rules():
        yield from (f"## {rule.CODE} {rule.NAME}", "", rule.WHY, "", f"不判的情形：{rule.SILENT}", "")
    yield from (
        "## 名称归并",
        "",
        "各年写法不同的名称归到一起才能成系列；理由写在 `joined`，没有把握的列在 `not_joined`。",
        "",
    )
    yield f"- 单位依次看：{'；'.join(step.because for step in UNIT_STEPS)}；省略地名，而数据集中只有一个单位可能。"
    yield f"- 项目在同一单位之内依次看：{'；'.join(step.because for step in PROJECT_STEPS)}。同年各有报告的名称不归并。"
    yield from (
        "",
        "更名由用户的名单说明，用 `--renamings` 给出：",
        "",
        "```toml",
        "[[unit]]",
        'old = ["青溪县农业局"]',
    )
    yield from ('new = "青溪县农业农村局"', 'because = "2019年机构改革"', "```")


def _dataset() -> Iterator[str]:
    yield from (
        MADE,
        "",
        "# 数据集的数据字典",
        "",
        "`gouji archive` 写的各表；同一份也在每个数据集里（`dictionary.md`）。",
        "",
    )
    yield from dictionary.lines()


def _model(node: ast.ClassDef) -> Iterator[str]:
    yield from (f"## {node.name}", "")
    if told := ast.get_docstring(node):
        yield from (_line(told), "")
    model = getattr(report, node.name)
    yield from ("| 字段 | 类型 | 说明 |", "|---|---|---|")
    for field, below in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            name = model.model_fields[field.target.id].alias or field.target.id
            words = below.value.value if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) else ""
            kind = ast.unparse(field.annotation).replace("|", "&#124;").replace("'", "")
            yield f"| `{name}` | {kind} | {_line(str(words)).replace('|', '&#124;')} |"
    yield ""


def _line(text: str) -> str:
    """The text on one line; lines of Chinese are joined without a blank."""
    return re.sub(r"(?<=[\u3000-\u9fff，。；：、（）])\n(?=[\u3000-\u9fff（])", "", text.strip()).replace("\n", " ")


if __name__ == "__main__":
    main()
