"""One sentence as a row of slots: each amount with the words that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from extractor.document import Span
from extractor.facts import Figure, Source
from extractor.finders._fund_words import (
    Label,
    cue,
    is_generic,
    is_source,
    names_item,
    nearest_label,
    object_of,
    source_of,
    tidy,
)
from extractor.lexer import Token
from extractor.packs import SIGNS
from extractor.reading import Reading, Sentence
from extractor.rx import rx

_BOUNDS = {"money", "percent", "points"}
_CLAUSE = regex.compile(r"[，,；;：:](?![^（(]*[）)])")
_OWN = regex.compile(
    r"^(?:[一二三四五六七八九十]+是|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?(?:同|较|比|与|和)?(?:上年|去年|上一年)?度?(?:[本我](?:部门|单位|局|委|县|市|区|校|院|馆|中心|乡|镇))?"
)
_HANDED_OUT = ("发放", "兑付", "兑现", "使用", "补助发放", "资金发放")
_SWALLOWED = regex.compile(r"经费|资金|项目")
_MADE_OF = regex.compile(r"[^，,。；;：:]{0,10}(?:预算|资金|经费|支出|投资)由")
_COUNTS = regex.compile("[" + "".join(SIGNS[kind] for kind in ("count", "measure", "number", "money")) + "]")
_SIGN = regex.compile("[" + "".join(SIGNS.values()) + "]")
_KIND = regex.compile(r"(?:[本全]年|当年|部门|单位)*(基本支出|项目支出)(?!绩效)")
_BRACKET = regex.compile(r"[（()）]")
_PAREN = regex.compile(r"[（(](?![境类款项目][）)])[^（）()]*[）)]")
_OPENING = regex.compile(r"^(?:[）)](?=[、，,；;]))?[、，,；;和及与]*(?:以及)?")
_TIME = regex.compile(
    "(?:"
    + SIGNS["year"]
    + "|"
    + SIGNS["date"]
    + "|"
    + SIGNS["period"]
    + r"|截至|截止|底|末|年初|年中|上半年|下半年|全年|当年)"
)


class Words(NamedTuple):
    """The text before an amount, in parts. ``item`` are the words that may name what it is for."""

    head: str
    clause: str
    label: Label | None
    item: str
    source: Source | None
    use: bool
    named: str = ""
    """the label's own words"""
    plain: str = ""
    """the whole clause without dates, for a name that holds a label (财政拨款资金)"""


@dataclass(slots=True)
class Slot:
    """One amount of a sentence. ``row`` counts the ；-parted stretches; ``after`` is the text up to the next bound."""

    figure: Figure
    at: int
    words: Words
    after: str
    reading: Reading
    row: int
    row_head: str
    joined: bool
    """no comma parts it from the amount before: 、 和 及"""
    alias: bool
    year: int | None
    years: tuple[int, ...]
    """those named in the words that lead to it, in order"""
    previous_year: bool
    aside: bool = False
    """it stands in brackets that an amount opened: 3374.3万元（其中建筑工程3292万元）"""

    @property
    def label(self) -> Label | None:
        return self.words.label

    def printed(self, words: str) -> str:
        """Words that stand before the amount, with the numerals that marked text shows by signs."""
        at = self.reading.marked.rfind(words, 0, self.at)
        return self.reading.text(Span(at, at + len(words))) if at >= 0 and _SIGN.search(words) else words


def slots(reading: Reading, sentence: Sentence, unit_wide: bool) -> Iterator[Slot]:
    """The amounts of one sentence, left to right. ``unit_wide``: see :func:`names_item`."""
    marked = reading.marked
    start = sentence.marked.start
    bound = start
    last_was_money = False
    year: int | None = None
    aside = False
    row, row_start = 0, start
    tokens = [(offset, reading.token_at[offset]) for offset in reading.signs(sentence.marked)]
    if not any(token.kind == "money" for _offset, token in tokens):
        return
    brackets = _brackets(marked, sentence.marked, [offset for offset, _token in tokens])
    for index, (offset, token) in enumerate(tokens):
        if token.kind in ("year", "date", "period") and (found := _year_of(token)):
            cited = _ordered(marked, offset) or _remarked(marked, offset, brackets.get(offset))
            year = year if cited else found
        if token.kind not in _BOUNDS:
            continue
        lead = marked[bound:offset]
        if (parted := max(lead.rfind("；"), lead.rfind(";"))) >= 0:
            row += 1
            row_start = bound + parted + 1
        if token.kind == "money" and token.figure:
            after_end = next((o for o, t in tokens[index + 1 :] if t.kind in _BOUNDS), sentence.marked.end)
            alias = last_was_money and bool(cue("alias").match(lead))
            opened = brackets.get(offset)
            begins = last_was_money and opened == bound
            aside = opened is not None and not alias and (begins or (aside and opened < bound))
            words = read_words(lead[begins and not alias :], unit_wide)
            yield Slot(
                figure=token.figure,
                at=offset,
                words=words,
                after=marked[offset + 1 : after_end],
                reading=reading,
                row=row,
                joined=lead[:1] in "、和及与" and bool(lead),
                row_head=_row_head(marked[row_start:offset]),
                alias=alias,
                year=year,
                years=tuple(y for _, t in _since(tokens, index, bound) for y in years_named(t)),
                previous_year=bool(rx(r"(?:上年|上一年|去年|上年度)(?!结[转余])").search(words.clause)),
                aside=aside,
            )
        last_was_money = token.kind == "money"
        bound = offset + 1


def _since(tokens: Sequence[tuple[int, Token]], end: int, bound: int) -> Sequence[tuple[int, Token]]:
    """The tokens before one of them that stand at ``bound`` or behind it."""
    start = end
    while start and tokens[start - 1][0] >= bound:
        start -= 1
    return tokens[start:end]


def _remarked(marked: str, offset: int, opened: int | None) -> bool:
    """True for a year that stands in brackets with other words: 15个项目（含2023年转列项目5个）."""
    return opened is not None and (offset > opened + 1 or marked[offset + 1 : offset + 2] not in ("）", ")"))


def _brackets(marked: str, within: Span, offsets: Sequence[int]) -> dict[int, int]:
    """Where the bracket opens in which a sign stands, for those of ``offsets`` within brackets that are closed."""
    found: dict[int, int] = {}
    opened: list[tuple[int, list[int]]] = []
    for at in sorted({*offsets, *(match.start() for match in _BRACKET.finditer(marked, *within))}):
        if marked[at] in "（(":
            opened.append((at, []))
        elif marked[at] not in "）)":
            if opened:
                opened[-1][1].append(at)
        elif opened:
            first, held = opened.pop()
            found.update((offset, first) for offset in held)
    return found


def _row_head(text: str) -> str:
    """The first words of a ；-parted stretch, without counts: 康复训练28人，每人每年1.60万元，共44.80万元."""
    opened = rx(r"[：:]").search(text)
    body = text[opened.end() :] if opened else text
    return tidy(_COUNTS.sub("", rx(r"[，,]").split(body, maxsplit=1)[0]))


def read_words(lead: str, unit_wide: bool = True) -> Words:
    """The parts of the words that lead to an amount."""
    body = _OPENING.sub("", lead)
    cuts = [m.end() for m in _CLAUSE.finditer(body) if m.end() < len(body)]
    cut = cuts[-1] if cuts else 0
    head, clause = body[:cut], body[cut:]
    opened = cue("opens").match(clause)
    if opened and opened.end() < len(clause):
        head, clause = head + clause[: opened.end()], clause[opened.end() :]
    if made := _MADE_OF.match(clause):  # 上述年初预算由中央财政补助…: the first of a list of sources
        rest = _PAREN.sub("", clause[made.end() :])
        if is_source(rest):
            return Words(head + made[0], clause[made.end() :], None, rest, is_source(rest), False)
    bare = _PAREN.sub("", clause)
    kind = _KIND.match(_TIME.sub("", bare)) if unit_wide else None
    if kind and (label := nearest_label(bare[bare.index(kind[1]) + len(kind[1]) :])):
        rest = bare[bare.index(kind[1]) + len(kind[1]) :]
        return Words(head, clause, label, kind[1], source_of(bare), False, rest[label.start : label.end], kind[1])
    item = tidy(_TIME.sub("", bare))
    label = None if names_item(item, unit_wide) else nearest_label(bare)
    if label is None:
        return Words(head, clause, None, item, is_source(item), False)
    before = tidy(_OWN.sub("", _TIME.sub("", bare[: label.start])))
    if before and (swallowed := _SWALLOWED.match(bare, label.start, label.end)) and not is_generic(before):
        before += swallowed[0]  # “三公”｜经费预算: the noun belongs to the name
    thing, use = object_of(label, bare)
    if not thing and bare[label.start :] in _HANDED_OUT:
        before = tidy(_OWN.sub("", _TIME.sub("", bare)))  # 低保金发放: the verb belongs to the name
    item = thing if use or (label.entry.verb and thing and is_generic(before)) else before
    return Words(
        head, clause, label, item, source_of(bare), use, bare[label.start : label.end], tidy(_TIME.sub("", bare))
    )


def _year_of(token: Token) -> int | None:
    if token.kind == "period":  # 2023年1—9月
        years = {date.year for date in token.dates}
        return years.pop() if len(years) == 1 and all(date.month for date in token.dates) else None
    if len(token.dates) != 1:
        return None
    date = token.dates[0]
    # 截至2024年3月底 says when it was counted, not whose year the money is: only a day at the year's end does both
    if token.kind == "date" and date.month not in (None, 12):
        return None
    return date.year


def years_named(token: Token) -> tuple[int, ...]:
    """The years that a token names, each of a period of up to six."""
    if token.kind == "year" and (year := _year_of(token)):
        return (year,)
    if token.kind != "period" or len(token.dates) != 2 or any(date.month for date in token.dates):
        return ()
    first, last = (date.year for date in token.dates)
    return tuple(range(first, last + 1)) if first and last and 0 < last - first < 6 else ()


def _ordered(marked: str, offset: int) -> bool:
    """True for the year of a notice or plan that the sentence only cites."""
    before = marked[max(0, offset - 80) : offset]
    return before.rfind("《") > before.rfind("》")
