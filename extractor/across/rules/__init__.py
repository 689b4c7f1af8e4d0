"""Checks across reports, one module each, discovered.

A rule is a module with::

    CODE = "KB101"
    NAME = "结转与上年结余"
    WHY = "…"       # what it asks and on which rule it rests, for people
    SILENT = "…"    # when it says nothing

    def find(archive: Archive) -> Outcome: ...
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.across.finding import AcrossFinding


@dataclass
class Outcome:
    """What a rule looked at and found. ``unjudged``: reason → how many relations."""

    judged: int = 0
    agreed: int = 0
    unjudged: Counter[str] = field(default_factory=Counter)
    findings: list[AcrossFinding] = field(default_factory=list)


def all_rules() -> tuple[ModuleType, ...]:
    """The rules in order of their codes."""
    modules = [
        importlib.import_module(f"{__name__}.{info.name}")
        for info in pkgutil.iter_modules(__path__)
        if not info.name.startswith("_")
    ]
    return tuple(sorted(modules, key=lambda module: str(module.CODE)))
