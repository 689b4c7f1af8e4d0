"""The templates of the desk, over those of the report page."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment

from extractor.desk import words
from extractor.writers.eyes import render

HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    """Escapes all; unknown names are errors."""
    made = render.environment(HERE / "templates")
    made.filters |= {"when": when, "size": size}
    made.globals |= {"words": words}
    return made


def when(told: str | None) -> str:
    """A stored time as the clock on the wall of the machine shows it."""
    return datetime.fromisoformat(told).astimezone().strftime("%Y-%m-%d %H:%M") if told else ""


def size(count: int) -> str:
    """
    >>> size(812), size(20480), size(5 * 1024 * 1024)
    ('812 B', '20 KB', '5.0 MB')
    """
    if count < 1024:
        return f"{count} B"
    return f"{count // 1024} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"
