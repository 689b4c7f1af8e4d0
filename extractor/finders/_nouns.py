"""The words around a counted figure: what is counted and by which act (word lists: ``patterns/lists.toml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractor.facts import Figure
from extractor.finders._scan import any_of, clause_start
from extractor.packs import Entry, listed, load, raw, wordlist
from extractor.reading import TIMEOUT, Hit, Reading, Sentence
from extractor.rx import rx


@cache
def entries() -> dict[str, Entry]:
    """The entries of the pack by short name."""
    return {entry.id.partition(".")[2]: entry for entry in load("counts", Entry)}


@cache
def _act_class() -> dict[str, str]:
    """act → the word that stands for its like ("" for the acts that add nothing)"""
    return {
        word: "" if kind == "none" else word if kind == "other" else listed[0]
        for kind, listed in raw("lists")["acts"].items()
        for word in listed
    }


def unit_of(figure: Figure) -> str:
    """The base unit of a figure by name: 人次 for 3.2万人次."""
    unit = figure.quantity.unit
    return (unit.base or unit.name) if unit else ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said of one counted figure. ``act`` stands for all acts of its kind; ``rest`` are the words of the run
    that are neither act nor neutral; ``whole`` is True when the run says that it speaks of the whole."""

    entry: Entry
    hit: Hit
    noun: str
    act: str = ""
    rest: str = ""
    whole: bool = False
    bare: bool = True
    """nothing follows that could narrow the thing (…中有, …的, …未完工)"""


def phrase(reading: Reading, sentence: Sentence, offset: int, floor: int = 0) -> Phrase | None:
    """The words around the figure whose sign stands at a marked offset, or None when no thing is named. The words up to
    ``floor`` belong to an earlier figure."""
    start = max(clause_start(reading, sentence, offset), floor)
    entry = entries()["after"]
    match = entry.pattern.match(reading.marked, offset, sentence.marked.end, timeout=TIMEOUT)
    if match:
        lead = reading.marked[start:offset]
        act, rest, whole = _lead(lead)
        hit = Hit(reading, match, sentence)
        return Phrase(entry, hit, match["noun"], act, rest, whole, _bare(reading, match.end()))
    entry = entries()["before"]
    match = entry.pattern.fullmatch(reading.marked, start, offset + 1, timeout=TIMEOUT)
    if match:
        act, rest, whole = _lead(match["lead"])
        plain, more = _strip_neutral(match["noun"])
        plain = plain or match["noun"]
        if not _nameless().fullmatch(plain):
            whole = whole or more or _says_whole(reading.marked[start:offset])
            return Phrase(entry, Hit(reading, match, sentence), plain, act, rest, whole, _bare(reading, match.end()))
    entry = entries()["act"]
    match = entry.pattern.fullmatch(reading.marked, start, offset + 1, timeout=TIMEOUT)
    figure = reading.token_at[offset].figure
    if match and figure:
        act, rest, whole = _lead(match["lead"])
        hit = Hit(reading, match, sentence)
        return Phrase(entry, hit, figure.quantity.unit_text, act, rest, whole, _bare(reading, match.end()))
    return None


@cache
def _nameless() -> regex.Pattern[str]:
    """Words that name no thing: acts and function words (项目 alone is one)."""
    neutral = (word for word in wordlist("neutral") if not word.endswith("项目"))
    words = (*wordlist("acts"), *wordlist("stops"), *wordlist("links"), *neutral, "中", "内", "其")
    return regex.compile(f"(?:{any_of(words).pattern})+")


def _lead(lead: str) -> tuple[str, str, bool]:
    """(act, other words, whether it speaks of the whole) of the words before a thing."""
    whole = _says_whole(lead)
    text, _ = _strip_neutral(lead)
    act = _last_act(text) or _last_act(text := rx(r"(?:了|过|起|的)$").sub("", _strip_links(text)))
    if not act:
        return "", text, whole
    rest, _ = _strip_neutral(listed("light", "(?:{})+$").sub("", text[: -len(act)]))
    return _act_class()[act], rest, whole


def _last_act(text: str) -> str:
    """The longest act with which the words end, or ""."""
    acts, longest = _acts()
    return next((text[-length:] for length in range(longest, 0, -1) if text[-length:] in acts), "")


@cache
def _acts() -> tuple[frozenset[str], int]:
    """All acts, and the length of the longest."""
    acts = frozenset(wordlist("acts"))
    return acts, max(map(len, acts))


def strip_neutral(text: str) -> str:
    """The words without those at their head that bind nothing: 本次配套活动 → 配套活动."""
    return _strip_neutral(text)[0]


def _strip_links(text: str) -> str:
    links = listed("links", "(?:{})$")
    while text and (match := links.search(text)):
        text = text[: match.start()]
    return text


def _strip_neutral(text: str) -> tuple[str, bool]:
    """The words without the neutral ones at their head, and whether one of those speaks of the whole."""
    neutral, whole = listed("neutral"), wordlist("whole")
    said = False
    while match := neutral.match(text):
        said = said or match[0] in whole
        text = text[match.end() :]
    return text, said


def _says_whole(text: str) -> bool:
    return bool(listed("whole").search(text))


def _bare(reading: Reading, end: int) -> bool:
    after = reading.marked[end : end + 1]
    return after in ("", "，", ",", "。", "；", ";", "、", "\n", "）", ")", "和")
