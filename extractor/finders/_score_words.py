"""The words around scores: who speaks, what else a score can be of, what grades mean. Data in scores.toml."""

from __future__ import annotations

from functools import cache
from typing import Literal

import regex

from extractor.packs import SIGNS, Entry, load, possible
from extractor.reading import TIMEOUT

Speaker = Literal["self", "review", "expert"] | None
Kind = Literal[
    "lists",
    "part",
    "here",
    "told",
    "told_sum",
    "weight",
    "part_name",
    "full",
    "total",
    "not_total",
    "grade",
    "not_grade",
    "scale",
    "speaker",
]


class ScoreEntry(Entry):
    """See the head of the pack. ``what``: whether a parallel list holds scores or weights."""

    kind: Kind
    what: Literal["score", "weight"] = "score"
    speaker: Literal["self", "review", "expert"] | None = None


_PREFIXED = regex.compile(
    r"综合|总体|最终|绩效|评价|自评|整体|专家|复评|财政|第三方|考评|自我|复核|核定|审核|评审|实得|总得分|总分|总评分|综合分|评定|合计|总计|加权|折合|折算|量化|全[县市区省乡镇]"
)
_OWN = regex.compile(
    r"^(?:经[\p{Han}]*|(?:评价|评审|专家|考核|考评)组[\p{Han}]{0,6}(?:评定|认定)"
    r"|按?[\p{Han}]{0,8}(?:折算|折合|换算|加权计算|加权汇总|加权)后?"
    r"|该|本|此|我[局委会厅院校]|项目|单位|部门|资金|其|的|最终|实际|结果|共|" + SIGNS["year"] + ")*$"
)
_LEAD = regex.compile(
    r"^(?:经[\p{Han}]{0,10}?(?:评价|评定|评审|自评|打分)?，?|其中|根据[\p{Han}]*|综上|因此|"
    + SIGNS["year"]
    + r"|\s|[“”])+"
)
_TAIL = regex.compile(r"(?:综合|绩效|支出|评价|自评|复评|总体|最终|财政|专家|的|[“”])+$")
_ABOUT = regex.compile(r"(?:(?:类|[一二]级)?指标)?(?:类|方面|部分|维度|情况|总分)*$")
_THING = regex.compile(r"(?:项目|工程|资金|经费|补助|补贴|专项|政策|[镇乡县区市村]|街道|局|中心|学校|医院|公司|单位)$")


@cache
def entries(*kinds: str) -> tuple[ScoreEntry, ...]:
    """The entries of the pack with these uses, in file order."""
    return tuple(entry for entry in load("scores", ScoreEntry) if entry.kind in kinds)


@cache
def bands() -> dict[str, str]:
    """Grade word → band: 优秀 → 优. Words outside the scale of four are missing."""
    words: dict[str, list[str]] = {}
    for entry in entries("grade"):
        words |= entry.words
    return {word: band for band, listed in words.items() for word in listed}


def is_part(name: str) -> bool:
    """True for what only a part of the score is called: 过程类指标, 产出情况."""
    bare = _ABOUT.sub("", "".join(char for char in name if char not in '“”"「」'))
    return any(entry.pattern.fullmatch(bare, timeout=TIMEOUT) for entry in entries("part_name"))


def speaker(words: str) -> Speaker:
    """Who gives a score, by the words before it; None when they do not say."""
    for entry in reversed(possible(entries("speaker"), words)):
        if entry.pattern.search(words, timeout=TIMEOUT):
            return entry.speaker
    return None


def is_other_total(before: str, label: str) -> bool:
    """True when the score is one of something else (a questionnaire, a single indicator): the words before the label
    say so, or a bare 得分 has a subject of its own."""
    if any(entry.pattern.search(before, timeout=TIMEOUT) for entry in possible(entries("not_total"), before)):
        return True
    subject = _LEAD.sub("", before)
    return not _PREFIXED.search(label) and not (_OWN.match(before) or _THING.search(subject))


def other_subject(before: str, own: str) -> str | None:
    """The project or place that a total is said of, when it is not the report's own.

    >>> other_subject("经评价，石桥镇", "柳溪县2023年度公路养护项目")
    '石桥镇'
    >>> other_subject("养护项目绩效", "柳溪县2023年度公路养护项目") is None
    True
    """
    subject = _TAIL.sub("", _LEAD.sub("", before))
    if len(subject) < 3 or not _THING.search(subject) or _OWN.match(subject):
        return None
    return None if _subsequence(subject, own) else subject


def _subsequence(short: str, long: str) -> bool:
    """True when the characters stand in the other text in this order: 衔接资金 in 衔接推进乡村振兴补助资金."""
    rest = iter(long)
    return all(char in rest for char in short if char.isalnum())
