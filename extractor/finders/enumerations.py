"""Lists that spell out a count: 5场平行论坛。平行论坛包括A、B、C、D、E。

Items are parted at 、 outside quotes and brackets, and at 和 between the last two. Where a 和 may as well be part of
one item (安全保卫和医疗保障), the reading that agrees with the count is taken. An item that holds a figure makes
the list a sum and no enumeration.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from extractor.document import Span
from extractor.facts import Count, Enumeration, Fact
from extractor.finders import Found
from extractor.finders._nouns import strip_neutral
from extractor.finders._scan import placed
from extractor.packs import Entry, load, wordlist
from extractor.reading import Hit, Reading
from extractor.rx import rx

AFTER = ("counts",)

_SEPARATOR = regex.compile(
    r"(?P<skip>“[^”]*”(?!“)|“[^”]*”(?=“)|《[^》]*》|「[^」]*」|（[^）]*）|\([^)]*\))|(?P<part>、)"
)
_JOINER = regex.compile(r"以及|及其|和|与|及|暨")
_LEADING = regex.compile(r"^(?:以及|及|和|与)")
_OPEN_CUES = ("主要", "例如", "比如", "如", "其中")
_SOFT = regex.compile(r"(?:包括|包含|涵盖|含|有)(?:了)?[：:]?$")
_CLAUSE_END = regex.compile(r"[。；;]")
_SHORT = 3
"""characters of a name (小学, 初中) that holds no list itself"""
_MOST = 30
"""a count above this is not spelled out one by one"""


@cache
def _entries() -> dict[str, Entry]:
    return {entry.id.partition(".")[2]: entry for entry in load("enumerations", Entry)}


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All enumerations of the prose; a count is spelled out once."""
    counts = {count.figure.id: count for count in found.of(Count)}
    told: set[int] = set()
    for name, entry in _entries().items():
        for hit in reading.paragraph_hits(entry.pattern):
            count = _count(name, hit, counts)
            if count is None or count.figure.id in told or not _spellable(count):
                continue
            items = _numbered(hit) if name == "numbered" else _items(hit, int(count.figure.quantity.value))
            if not _is_list(reading, items) or (name == "before_alike" and not _are_alike(reading, items)):
                continue
            told.add(count.figure.id)
            yield Enumeration(
                **placed(found, entry, hit),
                count=count,
                items=tuple(reading.span(item) for item in items),
                names=tuple(reading.text(item).strip() for item in items),
                open=_goes_on_below(hit)
                if name == "numbered"
                else _is_open(hit) or _tells_sorts(hit, count, len(items)),
            )


def _spellable(count: Count) -> bool:
    quantity = count.figure.quantity
    return quantity.exact and 2 <= quantity.value <= _MOST


def _count(name: str, hit: Hit, counts: dict[int, Count]) -> Count | None:
    if name != "named_again":
        figure = hit.figure("figure")
        count = counts.get(figure.id) if figure else None
        if name == "after" and count and hit.text("noun") not in ("", count.noun):
            return None
        return count
    block = hit.reading.block(hit.sentence).at
    start = hit.at("name").start
    earlier = [
        count
        for count in counts.values()
        if block.start <= count.figure.at.start < start and count.sentence >= hit.sentence.id - 2 and _spellable(count)
    ]
    name = strip_neutral(hit.text("name"))
    exact = [count for count in earlier if name == count.noun]
    alike = exact or [count for count in earlier if _is_spoken_of_as(count.noun, name)]
    return alike[-1] if len({count.figure.quantity.value for count in alike}) == 1 else None


def _is_spoken_of_as(noun: str, name: str) -> bool:
    """True when the name is the noun with a word more within (平行论坛 → 平行分论坛)."""
    if len(noun) < 3 or noun[0] != name[:1] or noun[-2:] != name[-2:] or len(name) > len(noun) + 2:
        return False
    rest = iter(name)
    return all(char in rest for char in noun)


def _items(hit: Hit, count: int) -> list[Span]:
    """The items as stretches of marked text."""
    start, end = hit.match.span("list")
    marked = hit.reading.marked
    cuts = [m for m in _SEPARATOR.finditer(marked, start, end) if m["part"] or marked[m.end() : m.end() + 1] in "“《"]
    items: list[Span] = []
    here = start
    for cut in cuts:
        stop = cut.start() if cut["part"] else cut.end()
        if stop < end:
            items.append(Span(here, stop))
            here = cut.end()
    items.append(Span(here, end))
    items = [_without_joiner(marked, item) for item in items]
    divided = _divided(marked, items[-1])
    if len(divided) > 1 and len(items) != count:
        items = [*items[:-1], *divided]
    return [item for item in items if item.end > item.start]


_EVENTS = ("场", "次", "期", "届", "轮", "趟", "站")
"""measures of events"""

_MARKS = (
    regex.compile(r"(?<=^|[。；;：:，,])(?P<n>[一二三四五六七八九十])是(?!否)"),
    regex.compile(r"(?<=^|[。；;：:，,])[（(](?P<n>\d{1,2})[）)]"),
    regex.compile(r"(?<=^|[。；;：:，,])(?P<n>[①-⑩])"),
    regex.compile(r"(?<=^|[。；;：:，,])(?P<n>\d{1,2})[.、．](?!\d)"),
)
"""how the items of a numbered list in running text begin"""


def _numbered(hit: Hit) -> list[Span]:
    """The first clauses of the items of a numbered list that runs through the paragraph."""
    marked, (start, end) = hit.reading.marked, hit.match.span("list")
    style = next(style for style in _MARKS if style.match(marked, start))
    marks = list(style.finditer(marked, start, end))
    stops = [mark.start() for mark in marks[1:]] + [end]
    items = [Span(mark.end(), stop) for mark, stop in zip(marks, stops, strict=True)]
    return [
        Span(item.start, rx(r"[。；;]|$").search(marked, pos=item.start, endpos=item.end).start()) for item in items
    ]


def _goes_on_below(hit: Hit) -> bool:
    """True when the next paragraph begins with a mark too."""
    reading = hit.reading
    block = hit.sentence.block + 1
    if block >= len(reading.flow.blocks):
        return False
    text = reading.flow.text[slice(*reading.flow.blocks[block].at)]
    return any(style.match(text) for style in _MARKS)


def _are_alike(reading: Reading, items: list[Span]) -> bool:
    """True for items that end in one word, or are short ones of one length: no 、stands inside of one."""
    names = [reading.text(item).strip() for item in items]
    if len({name[-1] for name in names}) == 1:
        return True
    return len({len(name) for name in names[1:]}) == 1 and len(names[-1]) <= _SHORT and len(names) > 2


def _without_joiner(marked: str, item: Span) -> Span:
    lead = _LEADING.match(marked, item.start, item.end)
    return Span(lead.end(), item.end) if lead else item


def _divided(marked: str, item: Span) -> list[Span]:
    """The last item of a list, parted at its one 和 outside quotes."""
    joiners = [
        m
        for m in _JOINER.finditer(marked, item.start, item.end)
        if not _is_quoted(marked[item.start : m.start()]) and m.start() > item.start and m.end() < item.end
    ]
    if len(joiners) != 1:
        return [item]
    return [Span(item.start, joiners[0].start()), Span(joiners[0].end(), item.end)]


def _is_quoted(text: str) -> bool:
    return any(text.count(left) > text.count(right) for left, right in ("“”", "《》", "（）", "「」", "()"))


def _is_list(reading: Reading, items: list[Span]) -> bool:
    """True for two items or more, none of them a mere kind of body (村（社区）) or a verb without its object."""
    no_items = (*wordlist("kinds"), *wordlist("acts"))
    names = [reading.text(item).strip() for item in items]
    return len(names) > 1 and not any(name in no_items for name in names)


def _tells_sorts(hit: Hit, count: Count, items: int) -> bool:
    """True when the list may tell of sorts, and not of each: of pieces, in bare brackets, or of far fewer."""
    cue = hit.reading.marked[hit.match.start() : hit.match.start("list")]
    if "分别" in cue:
        return False
    value = count.figure.quantity.value
    if _SOFT.search(cue) and value >= items + 2:
        return True  # 5家企业包括A、B: 包括 names some as often as all, and a slip of the pen leaves out one
    unit = count.figure.quantity.unit_text
    if cue.endswith(("（", "(")) and unit in _EVENTS and items > 1 and value == items + 1 and hit.text("end") != "等":
        return False  # 演示会4场（甲、乙、丙）: events have a name each, and one is not there
    pieces = unit in wordlist("pieces")
    return pieces or cue.endswith(("（", "(")) or value >= max(6, 2 * items)


def _is_open(hit: Hit) -> bool:
    """True when the words do not promise the whole list."""
    if hit.text("end") == "等":
        return True
    cue = hit.reading.marked[hit.match.start() : hit.match.start("list")]
    if any(word in cue for word in _OPEN_CUES) and not cue.startswith("主要内容"):
        return True
    return hit.text("end") in ("，", ",") and _runs_on(hit)


def _runs_on(hit: Hit) -> bool:
    """True when the list may go on after its comma."""
    rest = hit.reading.marked[hit.match.end() : hit.sentence.marked.end + 40]
    clause = rx(r"[^，,。；;\n]*").match(rest)
    return bool(clause and ("、" in clause[0] or _LEADING.match(clause[0])))
