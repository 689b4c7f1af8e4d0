"""The score of the whole, its parts, full marks, grades and the report's own scale of grades.

A figure that an indicator has is its score and no part. A total that is said of another project or place than the
report's own carries that name; a speaker is told apart only where the report has several.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extractor.document import Span
from extractor.facts import Fact, Figure, Grade, GradeScale, Meta, Score, Section
from extractor.finders import Found
from extractor.finders._scales import scale_in
from extractor.finders._scan import Place, placed
from extractor.finders._score_words import (
    ScoreEntry,
    Speaker,
    bands,
    entries,
    is_other_total,
    is_part,
    other_subject,
    speaker,
)
from extractor.packs import SIGNS
from extractor.reading import TIMEOUT, Hit, Reading

AFTER = ("sections", "metadata", "indicators")

_ROUND = ("100", "100.0", "100.00", "120", "110", "150")
"""what a full mark can be where only its place in the sentence says that it is one"""

_EVEN = tuple(str(Decimal(digits).normalize()) for digits in _ROUND)
_SLIP = Decimal(10)
"""so far the parts of a score may miss their total and still be read as its parts"""

_LEADING = regex.compile(r"\p{Han}+$")
_LONGEST_LEAD = 8
_NO_NAME = regex.compile(
    r"^.*(?:其中|以及|等|[和与及即为是的该本各对从在经按由年得]|评价|评分|评定|自评|分别|得分|如下|包括|方面|指标|完成|部分|权重|分值|满分|体系"
    r"|首先|此外|同时|最终|综合|具体|主要)"
)
"""what stands before the name of a part and is none of it"""
_PAST = regex.compile(r"上一?年度?|去年|前一年")
_BARE = ("得分", "评分", "打分")
_HALF = Decimal(50)
"""fewer points than these are of a part, where no word says of what, and no full mark either"""

_ABOVE = ("以上", "上述")
"""words that open a sum of what stands before"""

_CLAUSE = regex.compile(r"[，,；;。！？\n]")
_BRACKETS = regex.compile(r"[（(].*?[）)]")
_NAMED = regex.compile(r"(?<!项目|单位|部门|整体|指标体系|自评|评价|总分|绩效)(?:指标|情况|方面|部分|类|率|性|度)$")
"""words before 满分20分 that make it the full mark of a part"""
_DEDUCTED = regex.compile(rf"(?:共|共计|合计|累计|总计)?扣(?:减|除|去)?分?(?:值)?[为：:]?{SIGNS['points']}[，,；;]")
"""a clause that only takes points off, and says of nothing in particular"""
_FULL_MARK = regex.compile(rf"[（(](?:权重|满分|分值)?{SIGNS['points']}[）)]$")
_SCORED = regex.compile(rf"{SIGNS['points']}[（(]$")
_TITLE_TAIL = regex.compile(r"(?:类|方面)?(?:完成|实现|得分|执行)*(?:情况|分析)+$")
_CLASS = regex.compile(r"(?<=类)指标$|类$|(?<=率)指标$")


@dataclass
class _Scan:
    """One pass over a reading: ``used`` are the figures that already have a meaning."""

    reading: Reading
    found: Found
    own: str
    used: set[int] = field(default_factory=set)

    def free(self, *figures: Figure | None) -> bool:
        return all(figure.id not in self.used and not self.found.taken(figure) for figure in figures if figure)

    def use(self, *figures: Figure | None) -> None:
        self.used.update(figure.id for figure in figures if figure)

    def hits(self, *kinds: str) -> Iterator[tuple[ScoreEntry, Hit]]:
        for entry in entries(*kinds):
            for hit in self.reading.hits(entry.pattern):
                yield entry, hit


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Scores, grades and scales."""
    own = "".join(meta.value for meta in found.of(Meta) if meta.field in ("title", "project", "department"))
    scan = _Scan(reading, found, own)
    scales = list(_scales(scan))
    ruled = {scale.sentence for scale in scales}
    parts = [*_lists(scan), *_parts(scan)]
    whole = [*_full(scan), *_totals(scan, scales)]
    told = list(_told(scan, whole, parts))
    parts += [one for one in told if one.kind == "part"]
    whole += [one for one in told if one.kind == "total"]
    weights = list(_weights(scan))
    yield from scales
    yield from _weighted(_named_alike([*parts, *weights], reading))
    of_itself = any(meta.field == "kind" and meta.value.endswith("self_evaluation") for meta in found.of(Meta))
    yield from _one_voice([*whole, *_grades(scan, ruled, whole)], own=of_itself)


# ------------------------------------------------------------------ parts
def _lists(scan: _Scan) -> Iterator[Score]:
    """决策、过程、产出和效益得分分别为…: names and figures that pair off; weights may come before the scores."""
    for entry, hit in scan.hits("lists"):
        start, end = hit.match.span("names")
        found = entries("part_name")[0].pattern.finditer(hit.reading.marked, start, end)
        names = [part_name(hit.reading.text(Span(*match.span()))) for match in found]
        values, scores = _figures(hit, "values"), _figures(hit, "scores")
        if len(names) != len(values) or len(scores) not in (0, len(names)) or not scan.free(*values, *scores):
            continue
        scan.use(*values, *scores)
        for index, (name, figure) in enumerate(zip(names, values, strict=True)):
            if scores:
                yield _part(entry, hit, scan, name, scores[index], figure)
            elif entry.what == "score":
                yield _part(entry, hit, scan, name, figure, None)
            else:
                yield _weight(entry, hit, scan, name, figure)


def _figures(hit: Hit, group: str) -> list[Figure]:
    """All figures in a group, in order."""
    if not hit.has(group):
        return []
    return [token.figure for token in hit.reading.tokens_in(Span(*hit.match.span(group))) if token.figure]


def _parts(scan: _Scan) -> Iterator[Score]:
    for entry, hit in scan.hits("part", "here"):
        score, weight = hit.figure("score"), hit.figure("weight") if hit.has("weight") else None
        name = _called(hit) if entry.kind == "part" else _heading(scan, hit)
        if score is None or not name or not scan.free(score, weight):
            continue
        scan.use(score, weight)
        yield _part(entry, hit, scan, name, score, weight)


def _told(scan: _Scan, whole: list[Score], parts: list[Score]) -> Iterator[Score]:
    """自评得分96.2分，其中产出48.7分、效益47.5分: the arithmetic says that these are scores and no weights. The sum may
    stand behind them (合计96.2分), or behind ``parts`` that are worded as scores, and is then the total."""
    totals = {one.figure.quantity.value for one in whole if one.kind == "total"}
    for sentence, listed in _listed_points(scan).items():
        told = [one for one in listed if one[0].kind == "told"]
        figures = [figure for *_, figure in told]
        worded = _worded_before(scan.reading, sentence, parts) if not told else []
        beside = [one for one in parts if one.sentence == sentence and one.kind == "part"] or worded
        figures += [one.figure for one in beside]
        summed = sum((figure.quantity.value for figure in figures), Decimal(0))
        said = next((one for one in listed if one[0].kind == "told_sum" and one[2].quantity.value == summed), None)
        said = said or _slipped(listed, summed, beside)
        closes = (summed in totals or said) and _is_scored(listed, str(summed))
        if len(figures) < 2 or not (closes or _broken_down(told, summed, whole)):
            continue
        scan.use(*figures, said[2] if said else None)
        for entry, hit, figure in told:
            yield _part(entry, hit, scan, _called(hit), figure, None)
        if said:
            yield Score(**placed(scan.found, said[0], said[1]), figure=said[2], kind="total")


def _worded_before(reading: Reading, sentence: int, parts: list[Score]) -> list[Score]:
    """The parts of the sentence before, in the same paragraph: 满意度10分，自评10分。合计98.23分。"""
    if sentence < 1 or reading.sentences[sentence - 1].block != reading.sentences[sentence].block:
        return []
    return [one for one in parts if one.sentence == sentence - 1 and one.kind == "part"]


def _slipped(
    listed: list[tuple[ScoreEntry, Hit, Figure]], summed: Decimal, worded: list[Score]
) -> tuple[ScoreEntry, Hit, Figure] | None:
    """The sum behind parts whose weights make up a full mark, though it misses them by little: a slip to be found."""
    weights = sum((one.weight.quantity.value for one in worded if one.weight), Decimal(0))
    if len(worded) < 3 or str(weights.normalize()) not in _EVEN:
        return None
    sums = [one for one in listed if one[0].kind == "told_sum" and one[2].quantity.value != weights]
    return next((one for one in sums if abs(one[2].quantity.value - summed) <= _SLIP), None)


def _broken_down(told: list[tuple[ScoreEntry, Hit, Figure]], summed: Decimal, whole: list[Score]) -> bool:
    """True for points behind the score of the whole (得分92.5分，其中…) of which one is broken, though they do not add
    up: weights are even, and add up to a full mark."""
    if len(told) < 3 or str(summed.normalize()) in _EVEN:
        return False
    _, first, figure = told[0]
    before = [one for one in whole if one.kind == "total" and one.sentence == first.sentence.id]
    total = next((one for one in before if one.span.end <= figure.span.start), None)
    broken = any(points.quantity.value % 1 for *_, points in told)
    return total is not None and broken and abs(total.figure.quantity.value - summed) <= _SLIP


def _listed_points(scan: _Scan) -> dict[int, list[tuple[ScoreEntry, Hit, Figure]]]:
    """Sentence → names with points, and sums, that nothing has read yet."""
    listed: dict[int, list[tuple[ScoreEntry, Hit, Figure]]] = {}
    for entry, hit in scan.hits("told", "told_sum"):
        figure = hit.figure("score")
        if figure is not None and scan.free(figure):
            listed.setdefault(hit.sentence.id, []).append((entry, hit, figure))
    return listed


def _is_scored(listed: list[tuple[ScoreEntry, Hit, Figure]], summed: str) -> bool:
    """False for points that add up to a full mark where no word says that they were reached: those may be weights."""
    _, hit, _ = listed[0]
    return summed not in _ROUND or "得" in hit.reading.text(hit.sentence.marked)


def _heading(scan: _Scan, hit: Hit) -> str | None:
    """The part that a heading names: 决策情况 → 决策. The innermost heading around it that is called as parts are;
    else, unless what is told is a sum (以上五项), the innermost of all."""
    span = hit.span()
    sections = list(scan.found.of(Section))
    around = [one for one in sections if one.body.covers(span) or one.span.covers(span)]
    titles = [_TITLE_TAIL.sub("", _BRACKETS.sub("", one.title)) for one in reversed(around)]
    named = next((title for title in titles if is_part(title)), None)
    if named or hit.has("weight") or not hit.match[0].startswith(_ABOVE):
        return named or next(iter(titles), None) or None
    return None


def _called(hit: Hit) -> str:
    """The name of a part, whole where the words that are known end it: 部门预算管理, 预算编制质量."""
    start, end = hit.match.span("name")
    lead = _LEADING.search(hit.reading.marked, max(hit.sentence.marked.start, start - _LONGEST_LEAD), start)
    words = _NO_NAME.sub("", lead[0]) if lead else ""
    return part_name(hit.reading.text(Span(start - len(words), end)))


def part_name(text: str) -> str:
    """A part's name without the words that only say what it is.

    >>> part_name("产出类指标"), part_name("预算执行率指标"), part_name("产出指标")
    ('产出类', '预算执行率', '产出指标')
    """
    return str(_CLASS.sub("", text.strip()))


def _named_alike(scores: list[Score], reading: Reading) -> list[Score]:
    """产出指标, 项目产出 and 产出 are one part where the report (or a cell of its tables) uses the shorter name too."""
    text = reading.flow.text
    cells = {text[b.at.start : b.at.end] for b in reading.flow.blocks if b.kind == "cell"}
    short = {score.name for score in scores} | {_BRACKETS.sub("", cell).strip() for cell in cells}
    return [replace(score, name=_shortest(score.name, short)) if score.name else score for score in scores]


def _shortest(name: str, told: set[str | None]) -> str:
    """The shortest of the ways to call a part that the report itself uses."""
    bare = name.removesuffix("指标").removesuffix("类")
    ways = (bare.removeprefix("项目"), bare, name.removeprefix("项目"), f"{bare}指标")
    return next((way for way in ways if way in told), name)


def _part(entry: ScoreEntry, hit: Hit, scan: _Scan, name: str, score: Figure, weight: Figure | None) -> Score:
    return Score(**placed(scan.found, entry, hit), figure=score, kind="part", name=name, weight=weight)


def _weight(entry: ScoreEntry, hit: Hit, scan: _Scan, name: str, weight: Figure) -> Score:
    return Score(**placed(scan.found, entry, hit), figure=weight, kind="weight", name=name, weight=weight)


def _weights(scan: _Scan) -> Iterator[Score]:
    for entry, hit in scan.hits("weight"):
        weight = hit.figure("weight")
        if weight is not None and scan.free(weight):
            scan.use(weight)
            yield _weight(entry, hit, scan, _called(hit), weight)


def _weighted(scores: list[Score]) -> Iterator[Score]:
    """The parts, each with the weight that is declared for it elsewhere; then the weights that no part has taken."""
    declared = {one.name: one for one in scores if one.kind == "weight"}
    taken: set[str | None] = set()
    for part in scores:
        if part.kind != "part":
            continue
        weight = declared.get(part.name)
        if part.weight is None and weight is not None:
            taken.add(part.name)
            part = replace(part, weight=weight.figure)
        yield part
    yield from (one for one in scores if one.kind == "weight" and one.name not in taken)


# ------------------------------------------------------------------ the whole
def _full(scan: _Scan) -> Iterator[Score]:
    for entry, hit in scan.hits("full"):
        figure = hit.figure("score")
        if figure is None or not scan.free(figure) or (hit.has("lone") and not _goes_on(hit, figure)):
            continue
        if figure.quantity.digits not in _ROUND and _NAMED.search(_before(hit).rstrip("（(")):
            continue
        if figure.quantity.value < _HALF and not _before(hit) and hit.match[0].startswith("满分"):
            continue  # 得分8分，满分8分
        if figure.quantity.value % 1:
            continue  # a full mark is a round number; 98.60 is a score
        if figure.quantity.digits not in _ROUND and _of_one_thing(_before(hit)):
            continue
        scan.use(figure)
        yield Score(**placed(scan.found, entry, hit), figure=figure, kind="full")


def _of_one_thing(before: str) -> bool:
    """True for 支出进度得9.04分（满分10分） and 得满分4分: the mark of what was scored just before."""
    return bool(_SCORED.search(before)) or before.endswith(("得", "获", "给"))


def _goes_on(hit: Hit, figure: Figure) -> bool:
    """总分100分 is the full mark when a score follows, or when the sentence is about the scheme of marks."""
    if figure.quantity.digits not in _ROUND:
        return False
    rest = hit.reading.marked[hit.match.end() : hit.sentence.marked.end]
    before = hit.reading.marked[hit.sentence.marked.start : hit.match.start()]
    return "得" in rest[:40] or "自评" in rest[:40] or "指标" in before[-12:] or "其中" in rest[:4]


def _totals(scan: _Scan, scales: list[GradeScale]) -> Iterator[Score]:
    """Scores of the whole. A bound (不低于90分) and the marks of a scale are rules. 以上五项合计得49.5分 sums up a
    chapter where another total is far more."""
    found: list[Score] = []
    summed: list[Score] = []
    for entry, hit in scan.hits("total"):
        figure = hit.figure("score")
        before = _before(hit)
        label = hit.text("label")
        if (
            figure is None
            or not scan.free(figure)
            or is_other_total(before, label)
            or _follows_weight(scan, hit)
            or _carries_on(hit)
            or _of_a_thing(before, label, figure)
            or _of_another_year(scan, hit)
        ):
            continue
        if figure.quantity.op in ("ge", "le", "gt", "lt") or any(one.span.covers(hit.span()) for one in scales):
            continue
        scan.use(figure)
        score = Score(
            **placed(scan.found, entry, hit),
            figure=figure,
            kind="total",
            name=other_subject(before, scan.own),
            speaker=speaker(before[-8:] + label),
        )
        above = any(word in before[-4:] + label for word in _ABOVE)
        (summed if above else found).append(score)
    most = max((one.figure.quantity.value for one in found), default=Decimal(0))
    yield from found
    yield from (one for one in summed if one.figure.quantity.value >= most - _SLIP)


def _of_another_year(scan: _Scan, hit: Hit) -> bool:
    """True for 2022年自评得分为95.1分 in a report on 2023, and for 上年度."""
    own = next((meta.value for meta in scan.found.of(Meta) if meta.field == "fiscal_year"), None)
    return _is_past(hit, own, Span(hit.match.start() - len(_before(hit)), hit.match.end()))


def _is_past(hit: Hit, own: str | None, clause: Span) -> bool:
    """True for words that speak of a year before the report's own, and of no other."""
    years = {date.year for token in hit.reading.tokens_in(clause) for date in token.dates if date.year}
    past = _PAST.search(hit.reading.marked, *clause) is not None and not (own and int(own) in years)
    return past or (own is not None and len(years) == 1 and years != {int(own)} and max(years) < int(own))


def _of_a_thing(before: str, label: str, figure: Figure) -> bool:
    """True for a clause that is no more than 得分8分: so few points are those of what stands before it."""
    return not before and label in _BARE and figure.quantity.value < _HALF


def _carries_on(hit: Hit) -> bool:
    """True for a line that begins with 得分30分 below one that ends with the full mark of a part: 效益指标（30分）."""
    start = hit.sentence.marked.start
    above = hit.reading.marked[max(0, start - 12) : start].rstrip()
    return hit.match.start() == start and _FULL_MARK.search(above) is not None


def _follows_weight(scan: _Scan, hit: Hit) -> bool:
    """创新指标20分，评价得分18分: behind points that are no score of the whole stands the score of the same thing."""
    reading, sentence = hit.reading, hit.sentence
    starts = [sentence.marked.start]
    starts += [m.end() for m in _CLAUSE.finditer(reading.marked, sentence.marked.start, hit.match.start())]
    if len(starts) < 2 or "总" in hit.text("label") or "综合" in hit.text("label"):
        return False
    clause = Span(starts[-2], starts[-1])
    if _DEDUCTED.fullmatch(reading.marked, *clause):
        return False
    figures = [t.figure for t in reading.tokens_in(clause) if t.kind == "points" and t.figure]
    return any(figure.id not in scan.used for figure in figures)


def _before(hit: Hit) -> str:
    """The words of the clause before a match."""
    start = hit.sentence.marked.start
    for match in _CLAUSE.finditer(hit.reading.marked, start, hit.match.start()):
        start = match.end()
    return hit.reading.marked[start : hit.match.start()]


# ------------------------------------------------------------------ grades
def _scales(scan: _Scan) -> Iterator[GradeScale]:
    reading = scan.reading
    for sentence in reading.sentences:
        for entry in entries("scale"):
            if not reading.can_match(entry.pattern, sentence):
                continue
            scale = scale_in(reading.flow.text, sentence.at, entry.pattern, bands())
            if scale is None:
                continue
            span = reading.flow.span(scale.at)
            yield GradeScale(
                span=span,
                pattern=entry.id,
                sentence=sentence.id,
                section=scan.found.section(span),
                cell=reading.block(sentence).cell,
                bands=scale.bands,
            )
            break


def _grades(scan: _Scan, ruled: set[int], whole: list[Score]) -> Iterator[Grade]:
    seen: list[Span] = []
    year = next((meta.value for meta in scan.found.of(Meta) if meta.field == "fiscal_year"), None)
    for entry, hit in scan.hits("grade"):
        word = Span(*hit.match.span("word"))
        clause = _before(hit) + hit.match[0]
        other = any(one.pattern.search(clause, timeout=TIMEOUT) for one in entries("not_grade"))
        past = _is_past(hit, year, Span(hit.sentence.marked.start, hit.match.end()))
        if hit.sentence.id in ruled or other or past or any(word.overlaps(one) for one in seen):
            continue
        seen.append(word)
        place = placed(scan.found, entry, hit)
        place["span"] = hit.span("word")
        text = hit.text("word")
        yield Grade(**place, word=text, band=bands().get(text), speaker=speaker(clause) or _voice_before(place, whole))


def _voice_before(place: Place, whole: list[Score]) -> Speaker:
    """Who gave the score that the grade follows in its sentence."""
    span, sentence = place["span"], place["sentence"]
    before = [one for one in whole if one.kind == "total" and one.sentence == sentence and one.span.start < span.start]
    return max(before, key=lambda one: one.span.start).speaker if before else None


def _one_voice(facts: list[Score | Grade], *, own: bool) -> Iterator[Fact]:
    """Where only the unit itself speaks, or only the evaluators, all that is said is theirs. In an evaluation by others
    (not ``own``) what nobody is named for is not the unit's."""
    voices: set[Speaker] = {fact.speaker for fact in facts if fact.speaker}
    only = voices.pop() if len(voices) == 1 else None
    for fact in facts:
        silent = fact.speaker is None and (isinstance(fact, Grade) or fact.kind == "total")
        yield replace(fact, speaker=only) if silent and only in (("self", "review") if own else ("review",)) else fact
