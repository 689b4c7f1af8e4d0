"""Profiles: what a place or an office asks of its reports, read from TOML and checked key by key.

The shipped ones are ``patterns/profiles/<name>.toml``; a user's own is any TOML file of the same shape. A key that is
left out keeps the value of the profile that ``extends`` names (default: national). A report that states its own scale,
full mark or weights overrides all of this: the checks ask the report first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor import checks, packs
from extractor.errors import BadProfile
from extractor.facts import Role
from extractor.quantity import Interval
from extractor.schemes import DEFAULT, HUNDRED, ZERO, Level, Piece, Profile, Scheme

Topic = Literal[
    "overview", "method", "summary", "conclusion", "analysis", "experience", "problem", "recommendation", "use"
]
Kind = Literal[
    "project_self_evaluation", "department_evaluation", "fiscal_evaluation", "overall_self_evaluation",
    "transfer_self_evaluation", "policy_evaluation", "re_evaluation", "target_declaration", "monitoring", "other",
]  # fmt: skip
Share = Annotated[Decimal, Field(ge=0, le=100)]
Positive = Annotated[Decimal, Field(gt=0)]
_MILDEST_SIGNAL = ("review", "info", "off")
_SAID = {
    "extra_forbidden": "没有这一项",
    "missing": "缺这一项",
    "decimal_parsing": "应为数",
    "decimal_type": "应为数",
    "string_type": "应为文字",
    "list_type": "应为列表",
    "dict_type": "应为表",
    "model_type": "应为表",
    "too_short": "太短",
    "greater_than": "应大于0",
    "greater_than_equal": "应在0到100之间",
    "less_than_equal": "应在0到100之间",
}
"""pydantic's kind of error → what is told"""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Rate(_Part):
    base: list[Role] = []
    low: Share = ZERO


class _Execution(_Part):
    name: str
    pieces: list[tuple[Share, Share, Share, Share]] = Field(min_length=1)


class _Thresholds(_Part):
    carryover_share: Share = ZERO
    over_fulfilment: Positive = ZERO
    high_score: Share = ZERO
    exact_hits: Share = ZERO


class _File(_Part):
    """A profile as written: only the keys that are there count. Numbers are decimals, never floats."""

    title: str
    extends: str | None = None
    basis: list[str] = []
    scale: str | None = None
    full_mark: Positive | None = None
    grades: dict[str, Decimal] | None = Field(None, min_length=2)
    grade_names: dict[str, str] = {}
    weights: dict[str, list[Positive]] | None = None
    rate: _Rate | None = None
    execution: list[_Execution] | None = None
    thresholds: _Thresholds | None = None
    sections: dict[Kind, list[Topic]] | None = None
    severities: dict[str, Level] = {}


def names() -> tuple[str, ...]:
    """The shipped profiles."""
    return tuple(sorted(item.name[:-5] for item in _folder().iterdir() if item.name.endswith(".toml")))


def load(name_or_path: str) -> Profile:
    """The shipped profile of this name, or the one in this file. Raises BadProfile naming file and key."""
    if name_or_path in names():
        return _read(_folder() / f"{name_or_path}.toml", name_or_path, f"profiles/{name_or_path}.toml")
    path = Path(name_or_path)
    if path.suffix != ".toml" and not path.is_file():
        raise BadProfile(name_or_path, "-", f"没有这个评价口径；可用：{'、'.join(names())}，或一个 .toml 文件")
    return _read(path, path.stem, name_or_path)


def _folder() -> Traversable:
    return packs.root() / "profiles"


def _read(path: Traversable | Path, name: str, source: str) -> Profile:
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise BadProfile(source, "-", f"读不了：{error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadProfile(source, "-", f"不是TOML：{error}") from error
    try:
        file = _File.model_validate(written)
    except ValidationError as error:
        raise BadProfile(source, *_first(error)) from error
    for key, fault in _faults(file):
        raise BadProfile(source, key, fault)
    return _profile(file, name)


def _first(error: ValidationError) -> tuple[str, str]:
    """Key and fault of the first error, in words; a key that there is none of is told before one that is missing, as it
    may be that one."""
    first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    key = ".".join(str(part) for part in first["loc"] if part != "[key]")
    said = _SAID.get(first["type"])
    if first["type"] == "extra_forbidden":
        said = f"没有这一项{_like(key)}"
    if said is None and first["type"] == "literal_error":
        said = f"只能是{first['ctx']['expected'].replace(' or ', '、').replace(', ', '、')}"
    return key, said or first["msg"]


def _like(key: str) -> str:
    """The keys that may have been meant, in words: thresholds.carryover_share for thresholds.carry_over_share."""
    known = [*_File.model_fields]
    for name, part in (("rate", _Rate), ("thresholds", _Thresholds)):
        known += [f"{name}.{field}" for field in part.model_fields]
    last = {one.rpartition(".")[2]: one for one in known}
    near = get_close_matches(key, known, 1, 0.7) or [
        last[one] for one in get_close_matches(key.rpartition(".")[2], last, 1, 0.7)
    ]
    return f"；是不是 {near[0]}" if near else f"；可用：{'、'.join(_File.model_fields)}"


def _faults(file: _File) -> Iterator[tuple[str, str]]:
    """What the types cannot say."""
    limits = list((file.grades or {}).values())
    if any(low >= high for high, low in pairwise(limits)) or limits[-1:] > [ZERO]:
        yield "grades", "各档下限应从高到低，最低一档为0"
    bands = {word for word, _ in (_bands(file, HUNDRED) if file.grades else DEFAULT.grades)}
    for word, band in file.grade_names.items():
        if band not in bands:
            yield f"grade_names.{word}", f"grades 里没有“{band}”"
    for code, level in file.severities.items():
        if checks.rule(code) is None or not code.isupper():
            yield f"severities.{code}", "没有这项检查；gouji checks 列出全部"
        if code.startswith("YC") and level not in _MILDEST_SIGNAL:
            yield f"severities.{code}", "异常信号只是提示，最高为 review"
    for index, execution in enumerate(file.execution or ()):
        if any(one[1] != two[0] for one, two in pairwise(execution.pieces)):
            yield f"execution.{index}.pieces", "各段应首尾相接"
        if any(piece[0] >= piece[1] for piece in execution.pieces):
            yield f"execution.{index}.pieces", "每段的起点应小于终点"
    if file.extends is not None and file.extends not in names():
        yield "extends", f"没有这个评价口径；可用：{'、'.join(names())}"


def _profile(file: _File, name: str) -> Profile:
    """The profile: the base that it extends, with what it says itself put in."""
    base = load(file.extends) if file.extends else DEFAULT
    full = file.full_mark or base.full_mark
    own: dict[str, Any] = {"name": name, "title": file.title, "full_mark": full}
    if file.basis:
        own["basis"] = tuple(file.basis)
    if file.grades:
        own["grades"] = tuple(_bands(file, full))
        own["scale"] = file.scale or f"“{file.title}”"
    elif file.scale:
        own["scale"] = file.scale
    if file.grade_names:
        own["grade_names"] = tuple(file.grade_names.items())
    if file.weights is not None:
        own["weights"] = tuple((block, tuple(points)) for block, points in file.weights.items())
    if file.rate and "base" in file.rate.model_fields_set:
        own["rate_base"] = tuple(file.rate.base)
    if file.rate and "low" in file.rate.model_fields_set:
        own["low_execution_rate"] = file.rate.low
    if file.execution:
        own["execution_schemes"] = tuple(map(_scheme, file.execution))
    if file.thresholds:
        own.update((key, value) for key, value in file.thresholds if key in file.thresholds.model_fields_set)
    if file.sections is not None:
        own["sections"] = tuple((kind, tuple(topics)) for kind, topics in file.sections.items())
    own["severities"] = tuple({**dict(base.severities), **file.severities}.items())
    return replace(base, **own)


def _bands(file: _File, full: Decimal) -> Iterator[tuple[str, Interval]]:
    high, closed = full, True
    for word, low in (file.grades or {}).items():
        yield word, Interval(low, high, open_high=not closed)
        high, closed = low, False


def _scheme(written: _Execution) -> Scheme:
    pieces = (Piece(*(number / HUNDRED for number in piece)) for piece in written.pieces)
    return Scheme(written.name, "execution", tuple(pieces))
