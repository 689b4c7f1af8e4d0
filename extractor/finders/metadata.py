"""The report's identity: title, kind, fiscal year, department, project, evaluator, date of issue.

A field that the report does not state has no fact. The department is the unit that reports on its work, never the
finance bureau that ordered the report; the year is that of the money, not that of the notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from extractor.document import Span
from extractor.facts import Fact, Meta
from extractor.finders import Found
from extractor.finders._front import Front
from extractor.lexer import Date, Token
from extractor.packs import SIGNS, Entry, load
from extractor.reading import TIMEOUT, Reading

AFTER = ("sections",)

Field = Literal["title", "kind", "fiscal_year", "department", "project", "evaluator", "issued_on"]

BODY = 2500
"""marked characters of the body in which the report introduces itself"""

_DATED = regex.compile(f"[{SIGNS['date']}{SIGNS['year']}{SIGNS['period']}]")
_QUOTED = regex.compile(r"^[“「](?P<inside>[^“”「」]*)[”」]$")
_HALF_YEAR = regex.compile(r"^(?:度|[上下]半年|前?[一二三四]个?季度|[春秋]季(?:学期)?|学年)")
_DATE_LINE = regex.compile(rf"(?:\p{{Han}}{{0,4}}(?:日期|时间)[：:]\s*)?[（(]?{SIGNS['date']}[）)]?")
_PLACE = regex.compile(r"^\p{Han}{1,12}[省市县区旗州盟镇乡]$")
_PAIRS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"))
_UNIT = regex.compile(r"[（(](?:金额|计量)?(?:单位[：:])?(?:人民币)?(?:亿|百万|万|千)?元[）)]$")
"""a title's last words, when the table below is in that unit"""
_CODE = regex.compile(r"[（(]\d{2,9}[）)]$|^\d{3,9}[-—_ ]?(?=\p{Han})")
"""the code of a department beside its name"""
_SEAL = regex.compile(r"[（(]?(?:盖章|公章|章)[）)]?$")


class MetaEntry(Entry):
    """How one field is read. ``where`` is explained at the head of the pack; ``value`` is a fixed answer."""

    field: Field
    where: Literal["title", "line", "key", "body", "sign", "word"]
    value: str | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What an entry reads: a stretch of marked text and, where it is not the printed words, the value."""

    marked: Span
    value: str | None = None


@dataclass(frozen=True)
class _Context:
    """What is known so far."""

    front: Front
    title: Span | None
    known: dict[Field, Meta]

    @property
    def reading(self) -> Reading:
        return self.front.reading

    def is_fiscal(self) -> bool:
        kind = self.known.get("kind")
        return kind is not None and kind.value == "fiscal_evaluation"

    def is_commissioned(self) -> bool:
        """True when somebody else was asked to evaluate."""
        return self.is_fiscal() or any(_in_body(_named("commissioned"), self))


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """At most one fact for each field."""
    front = Front(reading, found)
    title = front.title(_named("title").pattern, _named("not_title").pattern)
    context = _Context(front, title, {})
    for name in ("title", "kind", "fiscal_year", "evaluator", "department", "project", "issued_on"):
        meta = _read(context, name)
        if meta is not None:
            context.known[name] = meta
            yield meta


def _named(name: str) -> MetaEntry:
    return next(entry for entry in load("metadata", MetaEntry) if entry.id == f"metadata.{name}")


def _read(context: _Context, name: Field) -> Meta | None:
    """The first answer of the field's entries that is a value."""
    for entry in load("metadata", MetaEntry):
        if entry.field != name or entry.where == "word":
            continue
        for answer in _WHERE[entry.where](entry, context):
            value = entry.value or _value(entry, answer, context)
            if value:
                span = context.reading.span(answer.marked)
                return Meta(span=span, pattern=entry.id, field=name, value=value)
    return _majority_year(context) if name == "fiscal_year" else None


# ------------------------------------------------------------------ where answers stand
def _in_title(entry: MetaEntry, context: _Context) -> Iterator[_Answer]:
    if context.title is None:
        return
    if entry.field == "title":
        yield _Answer(context.title)
        return
    start, end = context.title
    match = entry.pattern.search(context.reading.marked[start:end].replace("\n", " "), timeout=TIMEOUT)
    if match is None:
        return
    if entry.value or entry.field == "fiscal_year":
        yield _Answer(context.title)
        return
    stretch = Span(start + match.start("value"), start + match.end("value"))
    yield _title_rest(stretch, context) if entry.field == "project" else _Answer(stretch)


def _title_rest(stretch: Span, context: _Context) -> _Answer:
    """The project in a title: what stands after the year and the unit, before 绩效."""
    start, end = stretch
    department = context.known.get("department")
    if department:
        words = context.reading.marked[start:end]
        _, unit, rest = words.rpartition(department.value)
        start = end - len(rest) if unit else start
    return _Answer(Span(start, end))


def _in_line(entry: MetaEntry, context: _Context) -> Iterator[_Answer]:
    """A printed line of the title that is the answer from end to end: the unit stands above what it reports on."""
    if context.title is None:
        return
    for line in context.front.printed_lines(context.title):
        match = entry.pattern.fullmatch(context.reading.marked, *line, timeout=TIMEOUT)
        if match:
            yield _Answer(Span(*match.span("value")))


def _by_key(entry: MetaEntry, context: _Context) -> Iterator[_Answer]:
    assert entry.match is not None
    for marked in context.front.labelled(entry.pattern.pattern):
        yield _Answer(marked)


def _in_body(entry: MetaEntry, context: _Context) -> Iterator[_Answer]:
    reading = context.reading
    for sentence in reading.sentences:
        if sentence.marked.start > BODY:
            return
        if not reading.can_match(entry.pattern, sentence):
            continue
        for match in reading.scan(entry.pattern, sentence.marked):
            group = "value" if "value" in match.re.groupindex else 0
            yield _Answer(Span(*match.span(group)))


def _at_end(entry: MetaEntry, context: _Context) -> Iterator[_Answer]:
    """Signature and date: whole blocks near the end, last first; a date may also stand on the cover."""
    front = context.front
    closing = front.closing()
    dates = [i for i in closing if _is_date(front.text(i))]
    if entry.field == "issued_on":
        cover = [i for i in range(min(10, len(front.blocks))) if i not in closing]
        indices = [*reversed(closing), *cover]
    else:
        signs = [i for i in closing if i + 1 in dates or i - 1 in dates or (not dates and i == closing[-1])]
        indices = list(reversed(signs))
    late: list[_Answer] = []
    for index in indices:
        start, end = front.marked(index)
        match = entry.pattern.fullmatch(context.reading.marked, start, end, timeout=TIMEOUT)
        if match is None:
            continue
        answer = _Answer(Span(*match.span("value")))
        if entry.field == "issued_on" and len(_value(entry, answer, context) or "") < len("2024-03-09"):
            late.append(answer)
        else:
            yield answer
    yield from late


def _is_date(text: str) -> bool:
    return _DATE_LINE.fullmatch(text.strip()) is not None


_WHERE: dict[str, Callable[[MetaEntry, _Context], Iterator[_Answer]]] = {
    "title": _in_title,
    "line": _in_line,
    "key": _by_key,
    "body": _in_body,
    "sign": _at_end,
}


# ------------------------------------------------------------------ what an answer is worth
def _value(entry: MetaEntry, answer: _Answer, context: _Context) -> str | None:
    """The value as it is printed out, or None when the answer will not do."""
    if entry.field == "fiscal_year":
        return _year(answer, context)
    if entry.field == "issued_on":
        return _day(answer, context)
    unit = entry.field in ("department", "evaluator")
    marked = _undated(answer.marked, context.reading) if unit else answer.marked
    words = _trimmed(context.reading.text(marked).replace("\n", ""))
    words = _UNIT.sub("", words) if entry.field == "title" else words
    if entry.field == "department":
        return _department(entry, words, context)
    if entry.field == "project":
        return _project(words if entry.where == "key" else _after_year(words, answer, context), context)
    if entry.field == "evaluator" and entry.where == "sign" and not context.is_commissioned():
        return None
    return words or None


def _undated(marked: Span, reading: Reading) -> Span:
    """A unit's name ends where a date begins: the next line of a cover may have run on."""
    match = _DATED.search(reading.marked, *marked)
    return Span(marked.start, match.start()) if match and match.start() > marked.start else marked


def _trimmed(words: str) -> str:
    """Without spaces and quotes at the ends and without a bracket that lost its partner."""
    words = _SEAL.sub("", words.strip())
    quoted = _QUOTED.match(words)
    words = quoted["inside"] if quoted else words
    for opening, closing in _PAIRS:
        if words.endswith(closing) and opening not in words:
            words = words[:-1]
    return words.strip()


def _department(entry: MetaEntry, words: str, context: _Context) -> str | None:
    """A unit. The finance bureau counts only where it evaluates its own work, a company never where it is the
    evaluator."""
    words = _CODE.sub("", words)
    evaluator = context.known.get("evaluator")
    if not 2 < len(words) <= 40 or (evaluator and evaluator.value == words):
        return None
    if _named("department_finance").pattern.search(words):
        kind = context.known.get("kind")
        own = entry.where == "title" and kind is not None and kind.value.endswith("self_evaluation")
        return words if own or entry.where == "key" else None
    if entry.where == "sign" and context.is_fiscal():
        return None
    return words


def _project(words: str, context: _Context) -> str | None:
    kind = context.known.get("kind")
    if kind is not None and kind.value == "overall_self_evaluation":
        return None
    words = _HALF_YEAR.sub("", words).removeprefix("关于")
    if len(words) < 3 or _named("project_generic").pattern.match(words) or _PLACE.match(words):
        return None
    return words


def _after_year(words: str, answer: _Answer, context: _Context) -> str:
    """In 某市2023年公园管护资金 the name is what follows the year."""
    _, year, rest = context.reading.marked[answer.marked.start : answer.marked.end].rpartition(SIGNS["year"])
    return words[-len(rest) :] if year and len(rest) > 3 and rest in words else words


def _tokens(answer: _Answer, context: _Context) -> list[Token]:
    return [token for token in context.reading.tokens_in(answer.marked) if token.dates]


def _year(answer: _Answer, context: _Context) -> str | None:
    """The one year that is named; of several the one called 年度; of two different ones none is chosen."""
    tokens = _tokens(answer, context)
    fiscal = [t for t in tokens if context.reading.flow.text[t.at.start : t.at.end].endswith("度")]
    years = {date.year for token in fiscal or tokens for date in token.dates if date.year}
    return str(years.pop()) if len(years) == 1 else None


def _day(answer: _Answer, context: _Context) -> str | None:
    dates = [date for token in _tokens(answer, context) for date in token.dates]
    return _iso(dates[0]) if len(dates) == 1 else None


def _iso(date: Date) -> str | None:
    """ISO 8601, as far as printed: 2024-03-09 or 2024-08."""
    if date.year is None or date.month is None:
        return None
    month = f"{date.year:04d}-{date.month:02d}"
    return month if date.day is None else f"{month}-{date.day:02d}"


def _majority_year(context: _Context) -> Meta | None:
    """Without a year in title or form: the year of most figures, if it stands out."""
    entry = _named("year_data")
    reading = context.reading
    votes: Counter[int] = Counter()
    first: dict[int, Span] = {}
    for hit in reading.hits(entry.pattern):
        token = hit.token("value")
        year = token.dates[0].year if token and token.dates else None
        if year is not None:
            votes[year] += 1
            first.setdefault(year, Span(*hit.match.span("value")))
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    year = ranked[0][0]
    return Meta(span=reading.span(first[year]), pattern=entry.id, field="fiscal_year", value=str(year))
