"""The words around an amount: labels, sources, list cues, items. Data in funds.toml, sources.toml, fund_lists.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import regex

from extractor.facts import Role, Source
from extractor.packs import SIGNS, Entry, compiled, load, possible
from extractor.rx import rx

Cue = Literal[
    "opens", "topic", "closes", "open_end", "alias", "foreign", "checked", "generic", "item", "partition", "planned",
    "before", "together", "arrived", "held_against", "set_against", "share_of_spending", "respectively", "money",
    "several", "giver", "among",
]  # fmt: skip


class LabelEntry(Entry):
    """A word that gives an amount its role."""

    role: Role
    negative: bool = False
    verb: bool = False


class SourceEntry(Entry):
    """A word that says where money comes from."""

    source: Source
    bare: str = ""


class SourceRow(Entry):
    """A name that means a source where it names a row or a column of a table."""

    source: Source


class CueEntry(Entry):
    """A word that shapes a list, or that sets an amount aside."""

    kind: Cue


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in the words before a figure: offsets are those of the text that was searched."""

    entry: LabelEntry
    start: int
    end: int


_FILLER = regex.compile(
    r"(?:[（(][^（）()]{0,24}[）)]|资金|经费|总?金额|总额|数额|额度|共计|总计|合计|小计|总共|共有|共|计|约|近|"
    r"人民币|分别|为|是|达到|达|有|的|了|至|到|仅|已|[：:，,“”\"\s￥¥]|数)*"
)
_FUND_OBJECT = regex.compile(r"(?:资金|经费|专项|补助|补贴|款项?|费用?|投资|拨款|预算|指标|转移支付|项目)$")
_USE = regex.compile(r"^(?:资金|经费)?(?:主要)?(?:用于|投向|投入到?|包括|：|:)(?:支付|支出|保障|开展)?")
_ASKED = regex.compile(r"^(?:申请|争取|安排|投入|使用|下达|到位|来自|利用)+")
_EDGE = regex.compile(r"^(?:[，,；;。：:、和及与]|以及|其中)+|(?:[，,；;：:、]|为|是|共计|约|达)+$")


@cache
def cue(kind: Cue) -> regex.Pattern[str]:
    """The pattern of one kind of cue."""
    return next(entry.pattern for entry in load("fund_lists", CueEntry) if entry.kind == kind)


@cache
def label_entry(role: Role) -> LabelEntry:
    """The first entry of the pack with a role."""
    return next(entry for entry in load("funds", LabelEntry) if entry.role == role)


def nearest_label(text: str) -> Label | None:
    """The label that governs a figure standing right after ``text``: the one that ends nearest to it; of labels that
    overlap, the longest. None when what lies between cannot belong to it."""
    best: Label | None = None
    for entry in possible(load("funds", LabelEntry), text):
        for match in entry.pattern.finditer(text, timeout=1):
            found = Label(entry, match.start(), match.end())
            if best is None or _rank(found, best):
                best = found
    return best if best and _reaches(best, text) else None


def _rank(new: Label, old: Label) -> bool:
    if new.start < old.end and old.start < new.end:  # overlapping: the longer wording knows more
        return (new.end - new.start) > (old.end - old.start)
    return new.end > old.end


def _reaches(label: Label, text: str) -> bool:
    """True when the words between label and figure leave the figure to the label."""
    between = text[label.end :]
    if _FILLER.fullmatch(between):
        return True
    rest = between.strip("，,：:")
    if rx(r"[，,；;：:]").search(rest) or len(rest) > 48 or SIGNS["percent"] in rest:
        return False
    filler = _FILLER.match(between)
    rest = between[filler.end() :] if filler else between
    if label.entry.verb:
        return not rx(r"率|进度(?!款)|比[例重]").match(between)
    rest = rx(r"(?:为|共|共计|合计|总额|约|达)$").sub("", rest)
    return bool(_FUND_OBJECT.search(rest)) and not rx(r"(?:执行|编制|管理|绩效|完成|调整|批复)").match(rest)


def object_of(label: Label, text: str) -> tuple[str, bool]:
    """What a verb label acts on, and whether a list of uses begins here (主要用于…)."""
    between = text[label.end :]
    use = _USE.match(between)
    if use and use.end() == len(between) and use[0] in "：:":
        use = None  # 支出：799.12万元 names no use
    if use:
        between = between[use.end() :]
    filler = _FILLER.match(between)
    return tidy(between[filler.end() :] if filler else between), bool(use)


def source_of(text: str) -> Source | None:
    """The source named in ``text`` (the last one named), or None: 中央及省级资金 is of neither."""
    if cue("several").search(text):
        return None
    best: tuple[int, int, Source] | None = None
    for entry in possible(load("sources", SourceEntry), text):
        for match in entry.pattern.finditer(text, timeout=1):
            key = (match.end(), match.end() - match.start(), entry.source)
            if best is None or key[:2] > best[:2]:
                best = key
    return best[2] if best else None


@lru_cache(maxsize=4096)
def is_source(text: str) -> Source | None:
    """The source, when ``text`` is nothing but a source's name."""
    name = _ASKED.sub("", text)
    for entry in load("sources", SourceEntry):
        if entry.pattern.fullmatch(name, timeout=1) or (entry.bare and compiled(entry.bare).fullmatch(name, timeout=1)):
            return entry.source
    return None


def source_named(text: str) -> Source | None:
    """The source that a row or a column is called by, or None."""
    for entry in load("source_rows", SourceRow):
        if entry.pattern.fullmatch(text, timeout=1):
            return entry.source
    return is_source(text)


def tidy(text: str) -> str:
    """A name without the punctuation and list words at its ends."""
    previous = None
    while previous != text:
        previous, text = text, _EDGE.sub("", text.strip())
    return text


def is_generic(text: str) -> bool:
    """True when the words name no particular item (该项目, 我局, 专项资金 …)."""
    return not names_item(text) and bool(cue("generic").fullmatch(text, timeout=1))


def names_item(text: str, unit_wide: bool = True) -> bool:
    """True when the words always name an item (基本支出, 三公经费 …). 项目支出 does so only where the whole unit's
    spending is told (``unit_wide``): in a report on one project it is what that project spent."""
    return (unit_wide or text != "项目支出") and bool(cue("item").fullmatch(text, timeout=1))


def is_partition(whole: str | None, items: list[str]) -> bool:
    """True when these items are by their nature all that a whole consists of (基本支出 and 项目支出)."""
    return bool(cue("partition").fullmatch(f"{whole or ''}={'+'.join(sorted(items))}", timeout=1))
