"""Checks: pure functions over an immutable ledger.

A check is one module here plus one page of the same name (``carryover_sum.py`` + ``carryover_sum.md``)::

    CHECK = Check("ZJ101", "fund-total-mismatch", "资金合计不符", "error", since="0.1.0")

    def check(ledger: Ledger) -> Iterator[Verdict]: ...

It yields one verdict for each relation that it looked at: ``agrees``, ``conflict``, ``not_applicable`` (with the
reason) or ``blocked`` (with the reason). It never decides that nothing happened: a relation that could not be
tested is said to be so. Modules are discovered; there is no list to edit. A module whose name begins with ``_`` is a
helper.
"""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal

from extractor.document import Span
from extractor.facts import Fact, Figure
from extractor.ledger import Ledger
from extractor.quantity import Interval, Mode

Severity = Literal["error", "warning", "review", "info"]
Outcome = Literal["agrees", "conflict", "not_applicable", "blocked"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "review", "info")


@dataclass(frozen=True, slots=True)
class Check:
    """What a check is called. ``code`` as in checks.md; ``rule`` completes “the report has a …”; ``level`` is the
    severity at which its conflicts are reported unless the verdict says otherwise."""

    code: str
    rule: str
    name: str
    level: Severity
    since: str = "0.1.0"

    @property
    def preview(self) -> bool:
        """True while the bench finds it right less often than it must be: it then never reports above review."""
        measured = precision().get(self.code)
        return measured is not None and not measured.trusted


TRUSTED = Decimal("0.95")
"""the share of findings of a code that must be right"""
ENOUGH = 20
"""findings below which that share says nothing"""


@dataclass(frozen=True, slots=True)
class Precision:
    """What the bench (``python -m benchmarks.faults --precision``) counted of a code: findings of level review or above
    (of any level, for a check of level info), and those that named a fault that was there."""

    findings: int
    right: int

    @property
    def trusted(self) -> bool:
        return self.findings < ENOUGH or self.right >= TRUSTED * self.findings


@cache
def precision() -> dict[str, Precision]:
    """The bench's counts by code: data that the bench writes, ``precision.toml``."""
    text = resources.files("extractor.checks").joinpath("precision.toml").read_text(encoding="utf-8")
    counted = tomllib.loads(text)["codes"]
    return {code: Precision(**counts) for code, counts in counted.items()}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check found about one relation.

    ``figures`` are all numbers that take part (the stated one first); ``marks`` are further printed places that are
    not numbers (a grade, a heading). ``stated``, ``derived`` and ``difference`` are decimal strings in ``unit``, as a
    person would write them; difference = stated - derived, signed. ``suspects`` are the figures that could be the wrong
    one (default: all of ``figures``): root-cause grouping uses them.
    """

    code: str
    outcome: Outcome
    formula: str | None = None
    message: str | None = None
    stated: str | None = None
    derived: str | None = None
    difference: str | None = None
    unit: str | None = None
    mode: str | None = None
    modes: tuple[Mode, ...] = ()
    """all modes of rounding under which the relation holds; empty where none was tried"""
    residual: str | None = None
    """尾差: what is left within rounding, in ``unit``"""
    stated_interval: Interval | None = None
    derived_interval: Interval | None = None
    reason: str | None = None
    severity: Severity | None = None
    figures: tuple[Figure, ...] = ()
    marks: tuple[Fact | Span, ...] = ()
    suspects: tuple[Figure, ...] | None = None
    expects: Sequence[tuple[Figure, Decimal]] = field(default=())
    """for a figure of this relation, the value (in its printed unit) that would mend the relation"""
    ranges: Sequence[tuple[Figure, Interval]] = field(default=())
    """for a figure of this relation, all values (in its printed unit) with which the relation would hold"""


CheckFunction = Callable[[Ledger], Iterator[Verdict]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its function and its page."""

    check: Check
    run: CheckFunction
    module: str

    @property
    def page(self) -> str:
        """The check's page (Markdown, Chinese)."""
        return resources.files("extractor.checks").joinpath(f"{self.module}.md").read_text(encoding="utf-8")


@cache
def rules() -> tuple[Rule, ...]:
    """All checks, ordered by code. A module without CHECK or check is an error of ours, not to be passed over."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        found.append(Rule(module.CHECK, module.check, info.name))
    return tuple(sorted(found, key=lambda rule: rule.check.code))


def rule(code_or_name: str) -> Rule | None:
    """The check with this code (ZX101) or rule name (execution-rate-mismatch), or None."""
    wanted = code_or_name.strip()
    return _named().get(wanted.upper()) or _named().get(wanted.lower())


@cache
def _named() -> dict[str, Rule]:
    return {name: rule for rule in rules() for name in (rule.check.code, rule.check.rule)}
