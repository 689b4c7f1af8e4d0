"""``gouji doctor``: what this machine can do, and how to get the rest."""

from __future__ import annotations

import typer

from extractor.console import emit


def run() -> None:
    """检查安装：有什么，缺什么，怎样补上。缺必需的部件时退出码为 1。"""
    from extractor import health

    emit(health.told())
    raise typer.Exit(0 if health.sound() else 1)
