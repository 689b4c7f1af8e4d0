"""What ``--help`` prints: Chinese, broken where Chinese may be broken, nothing cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from typer.core import TyperCommand, TyperGroup

from extractor.console import width

LEFT = 30
"""cells for the names of options, and at most half of a line"""
HELP = "显示这页说明"
COMPLETION = {
    "install_completion": "为当前的 shell 装上命令补全",
    "show_completion": "打印补全脚本，供自行安装",
}


class Command(TyperCommand):
    """A command with a page of ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(page(self, ctx, width()))


class Group(TyperGroup):
    """The tool itself: the page lists its commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(page(self, ctx, width()))


def page(command: Any, ctx: Any, columns: int) -> str:
    """The page of a command, at most ``columns`` cells wide."""
    params = [one for one in command.get_params(ctx) if not getattr(one, "hidden", False)]
    taken = [one for one in params if one.param_type_name == "argument"]
    asked = [one for one in params if one.param_type_name == "option"]
    usage = [ctx.command_path, "[选项]" if asked else "", *map(_value, taken)]
    commands = {name: command.get_command(ctx, name) for name in getattr(command, "commands", ())}
    if commands:
        usage = [ctx.command_path, "命令", "…"]
    lines = [*_folded("用法：" + " ".join(filter(None, usage)), columns), ""]
    for told in _paragraphs(command):
        lines += [*_folded(told, columns), ""]
    lines += _table("参数", [(_value(one), _told(one)) for one in taken], columns)
    lines += _table("选项", [(_names(one), _told(one)) for one in asked], columns)
    lines += _table("命令", [(name, _paragraphs(one)[0]) for name, one in sorted(commands.items())], columns)
    return "\n".join(lines).rstrip() + "\n"


def _paragraphs(command: Any) -> list[str]:
    return [joined(told) for told in re.split(r"\n\s*\n", command.help or "")]


def _names(option: Any) -> str:
    names = sorted([*option.opts, *option.secondary_opts], key=len)
    return ", ".join(names) + ("" if option.is_flag or option.count else f" {_value(option)}")


def _value(param: Any) -> str:
    """What is to be put there."""
    if param.metavar:
        return str(param.metavar)
    if isinstance(param.default, Enum):
        return "|".join(str(one.value) for one in type(param.default))
    return "N" if isinstance(param.default, int) else str(param.name).upper().replace("_", "-")


def _told(param: Any) -> str:
    """What it does, and what holds when nobody says anything."""
    if param.name == "help":
        return HELP
    told = joined(COMPLETION.get(param.name, getattr(param, "help", None) or ""))
    default = getattr(param.default, "value", param.default)
    if not isinstance(default, str | int) or isinstance(default, bool):
        return told
    return f"{told}（默认 {default}）"


def _table(title: str, rows: list[tuple[str, str]], columns: int) -> Iterator[str]:
    """Names at the left, words at the right; a name that is too long has a line of its own."""
    from rich.cells import cell_len

    if not rows:
        return
    left = min(max(cell_len(name) for name, _ in rows), LEFT, columns // 2)
    yield title
    for name, told in rows:
        words = list(_folded(told, columns - left - 4)) or [""]
        if cell_len(name) > left:
            yield from (f"  {line}" for line in _folded(name, columns - 2))
        else:
            yield f"  {name}{' ' * (left - cell_len(name))}  {words.pop(0)}".rstrip()
        yield from (f"{' ' * (left + 4)}{line}" for line in words)
    yield ""


def _folded(text: str, columns: int) -> list[str]:
    from rich.text import Text

    from extractor.writers.layout import folded

    return folded(Text(text), columns).plain.splitlines()


def joined(text: str) -> str:
    """A paragraph on one line: lines of Chinese are joined without a blank.

    >>> joined("给别的系统一个接口，\\n    取同样的 JSON。")
    '给别的系统一个接口，取同样的 JSON。'
    """
    return " ".join(re.sub(r"(?<=[\u3000-\u9fff，。；：、（）])\s*\n\s*(?=[\u3000-\u9fff（“])", "", text).split())
