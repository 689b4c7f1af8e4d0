"""Which printed names mean the same unit, or the same project of a unit, and why that is held.

Names are folded step by step; names that become equal belong together, and the steps that it took are the evidence.
Two names that stand over reports of one year are two things, whatever they look like: a unit that reports on
信息化建设项目 and on 信息化建设经费 in one year has two projects.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

import regex
from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.errors import GoujiError

Kind = Literal["unit", "project"]


@dataclass(frozen=True, slots=True)
class Step:
    """One folding: what it takes away, in words for the user."""

    because: str
    fold: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Variant:
    """A name as printed. ``because``: what was folded to bring it together with the chosen name; empty for itself."""

    name: str
    reports: int
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Joining:
    """Names that are held to be one. ``name`` is the one that most reports print, the longest of several."""

    kind: Kind
    name: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Names that look alike and were not brought together, and why not."""

    kind: Kind
    names: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Joined:
    """``of``: printed name → chosen name."""

    of: Mapping[str, str]
    joinings: tuple[Joining, ...]
    doubts: tuple[Doubt, ...] = ()


def _less(pattern: str, least: int = 2) -> Callable[[str], str]:
    """A folding that removes a pattern where enough is left."""
    compiled = regex.compile(pattern)

    def fold(name: str) -> str:
        rest = compiled.sub("", name)
        return rest if len(rest) >= least else name

    return fold


_BRACKETS = str.maketrans("()[]〔〕【】“”\"'‘’", "（）（）（）（）" + "＂" * 6)
_WRITING = Step("括号、引号、空格写法不同", lambda name: "".join(name.translate(_BRACKETS).replace("＂", "").split()))
_YEAR = r"(?:19|20)\d\d年?(?:度|财年)?|[一二]?[〇○零一二三四五六七八九]{4}年(?:度)?"
UNIT_STEPS: tuple[Step, ...] = (
    _WRITING,
    Step("带“本级”“机关”字样", _less(r"(?:（(?:机关)?(?:本级|本部|机关)）|机关本级|本级)$")),
)
PROJECT_STEPS: tuple[Step, ...] = (
    _WRITING,
    Step("带年度", _less(rf"^(?:{_YEAR})|（(?:{_YEAR})）", 4)),
    Step("带地名", _less(r"^\p{Han}{2,5}?(?:省|自治区|自治州|市|州|盟|县|区|旗)(?=\p{Han}{4})", 4)),
    Step("末尾的“项目”“资金”“经费”等字样不同", _less(r"(?:专项|补助|转移支付|项目|资金|经费|支出)+$", 4)),
)


def join(
    kind: Kind,
    seen: Iterable[tuple[str, int | None]],
    declared: Mapping[str, tuple[str, str]] | None = None,
) -> Joined:
    """Bring names together. ``seen``: the name and the year of each report; ``declared``: name → (its present name,
    why), from the user's file of renamings."""
    declared = declared or {}
    counts: dict[str, int] = defaultdict(int)
    years: dict[str, set[int]] = defaultdict(set)
    for name, year in seen:
        counts[name] += 1
        if year is not None:
            years[name].add(year)
    groups, doubts = _groups(kind, list(counts), years, declared)
    joinings = []
    of = {}
    for group in groups:
        chosen = max(group, key=lambda name: (counts[name], len(name), name))
        variants = tuple(
            Variant(name, counts[name], () if name == chosen else _because(kind, name, chosen, declared))
            for name in sorted(group, key=lambda name: (name != chosen, -counts[name], name))
        )
        joinings.append(Joining(kind, chosen, variants))
        of.update(dict.fromkeys(group, chosen))
    return Joined(of, tuple(sorted(joinings, key=lambda one: one.name)), tuple(doubts))


def _groups(
    kind: Kind, names: Sequence[str], years: Mapping[str, set[int]], declared: Mapping[str, tuple[str, str]]
) -> tuple[list[list[str]], list[Doubt]]:
    """Names that become one, and those that only look alike."""
    now = {name: declared[name][0] if name in declared else name for name in names}
    keys = {name: _folded(kind, now[name]) for name in names}
    if kind == "unit":
        keys = _with_places(keys)
    groups: list[list[str]] = []
    doubts: list[Doubt] = []
    for _, alike in groupby(sorted(names, key=lambda name: (keys[name], name)), key=lambda name: keys[name]):
        group = list(alike)
        if kind == "project" and (pair := _at_once(group, now, years)):
            doubts.append(Doubt(kind, tuple(group), f"{pair[2]}年“{pair[0]}”与“{pair[1]}”各有报告"))
            groups += _by_writing(group, now)
        else:
            groups.append(group)
    return groups, doubts


def _folded(kind: Kind, name: str) -> str:
    for step in UNIT_STEPS if kind == "unit" else PROJECT_STEPS:
        name = step.fold(name)
    return name


def _by_writing(group: Sequence[str], now: Mapping[str, str]) -> list[list[str]]:
    alike: dict[str, list[str]] = defaultdict(list)
    for name in group:
        alike[_WRITING.fold(now[name])].append(name)
    return list(alike.values())


def _at_once(
    group: Sequence[str], now: Mapping[str, str], years: Mapping[str, set[int]]
) -> tuple[str, str, int] | None:
    """Two names of a group, different in more than their brackets, that stand over reports of one year."""
    for index, one in enumerate(group):
        for other in group[index + 1 :]:
            shared = years[one] & years[other]
            if shared and _WRITING.fold(now[one]) != _WRITING.fold(now[other]):
                return one, other, min(shared)
    return None


_PLACE = regex.compile(r"\p{Han}{1,7}?(?:省|自治区|自治州|市|州|盟|县|区|旗)|[省市州县区]")


def _with_places(keys: Mapping[str, str]) -> dict[str, str]:
    """教育局, 县教育局 and 青溪县教育局 are one where just one unit of the archive can be meant."""
    whole = set(keys.values())
    fuller = {
        short: [long for long in whole if long != short and long.endswith(short) and _is_place(long, short)]
        for short in whole
    }
    return {
        name: fuller[key][0] if len(fuller[key]) == 1 and not fuller[fuller[key][0]] else key
        for name, key in keys.items()
    }


def _is_place(long: str, short: str) -> bool:
    return (
        len(short) >= 3 and _PLACE.fullmatch(long, 0, len(long) - len(short) + (short[0] in "省市州县区")) is not None
    )


def _because(kind: Kind, name: str, chosen: str, declared: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """The steps that had to be taken until both are the same."""
    reasons = [declared[one][1] for one in (name, chosen) if one in declared]
    one, other = (declared[each][0] if each in declared else each for each in (name, chosen))
    for step in UNIT_STEPS if kind == "unit" else PROJECT_STEPS:
        if one == other:
            return tuple(reasons)
        folded = step.fold(one), step.fold(other)
        if folded != (one, other):
            reasons.append(step.because)
        one, other = folded
    if one != other:
        reasons.append("省略地名，数据集中只有一个单位可能")
    return tuple(reasons)


# ------------------------------------------------------------------ the user's file of renamings


class _Renaming(BaseModel):
    model_config = ConfigDict(extra="forbid")
    old: tuple[str, ...]
    new: str
    because: str


class _Renamings(BaseModel):
    model_config = ConfigDict(extra="forbid")
    unit: tuple[_Renaming, ...] = ()
    project: tuple[_Renaming, ...] = ()


def renamings(path: Path | None) -> dict[Kind, dict[str, tuple[str, str]]]:
    """Old name → (new name, why), by kind. Raises GoujiError naming file and entry.

    ::

        [[unit]]
        old = ["青溪县农业局"]
        new = "青溪县农业农村局"
        because = "2019年机构改革，青机编〔2019〕3号"
    """
    if path is None:
        return {"unit": {}, "project": {}}
    try:
        held = _Renamings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise GoujiError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GoujiError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise GoujiError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return {"unit": _declared(held.unit), "project": _declared(held.project)}


def _declared(entries: Iterable[_Renaming]) -> dict[str, tuple[str, str]]:
    return {old: (entry.new, f"更名名单：{entry.because}") for entry in entries for old in entry.old}
