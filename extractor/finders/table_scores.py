"""Totals, subtotals and dimension scores that tables state: 总分 and 合计 rows, 小计 rows, a table of dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import regex

from extractor.facts import Fact, Figure, Score, ScoreKind
from extractor.finders import Found
from extractor.finders._bands import Band, bands, is_dimension_table
from extractor.finders._rows import clean_name, first_label
from extractor.finders._score_words import Speaker, speaker
from extractor.finders._score_words import bands as grade_bands
from extractor.finders._table_cells import grade_told, points, score_told
from extractor.grids import Box
from extractor.reading import Reading
from extractor.table_words import LEVELS, row_kind

AFTER = ("sections", "table_indicators")

_GRADE = regex.compile(
    r"(?:等级|等次|级别)[：:为]?[“\"「]?(?P<grade>优秀|优|良好|良|中等|中|合格|一般|较差|差|[A-D]级?)(?![\p{Han}])"
)

_KEY = regex.compile(r"(?:自评|评价|实际)?(?:总|合计)?(?:分值|满分|得分|评分|总分)[：:]?")


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """Scores of all indicator bands."""
    for band in bands(reading):
        if band.kind == "indicators":
            yield from _scores(band, found)


def _scores(band: Band, found: Found) -> Iterator[Fact]:
    dimension = ""
    dimensions = is_dimension_table(band)
    for row in range(band.first, band.last):
        label = first_label(band, row)
        kind = row_kind(label) or _subtotal_inside(band, row)
        top = band.box(row, "level1")
        if top is not None and not top.blank and row_kind(top.text) is None:
            dimension = clean_name(top.text)
        if kind == "subtotal":
            yield from _score(band, row, "subtotal", dimension or None, found)
        elif kind == "total":
            yield from _total(band, row, label, found)
        elif kind is None and dimensions and top is not None and not top.blank:
            yield from _score(band, row, "part", clean_name(top.text), found)


def _subtotal_inside(band: Band, row: int) -> str | None:
    """小计 in a level or name column, beside a merged level cell."""
    for role in LEVELS:
        box = band.box(row, role) if role in band.columns else None
        if box is not None and not box.blank and row_kind(box.text) in ("subtotal", "total"):
            return row_kind(box.text)
    return None


def _score(band: Band, row: int, kind: ScoreKind, name: str | None, found: Found) -> Iterator[Score]:
    box = band.box(row, "score") if "score" in band.columns else None
    figure = points(box)
    if figure is None or box is None:
        return
    weight = points(band.box(row, "weight")) if "weight" in band.columns else None
    yield score_told(figure, kind, box, found, name=name, weight=weight)


def _total(band: Band, row: int, label: str, found: Found) -> Iterator[Fact]:
    """The row of the whole. A 合计 whose weights are not 100 sums up this table only: the execution points stand
    elsewhere (10 + 90, 10 + 4 × 22.5)."""
    weight_box = band.box(row, "weight") if "weight" in band.columns else None
    score_box = band.box(row, "score") if "score" in band.columns else None
    if keyed := _keyed(band, row):
        weight_box, score_box = keyed.get("weight"), keyed.get("score")
    weight, score = points(weight_box), points(score_box)
    if score is None and weight is not None and _is_score(band, weight):
        weight_box, score_box = None, weight_box
    elif weight_box is score_box:
        weight_box = None
    if points(weight_box) is None and score_box is not None:
        weight_box = _hundred(band, row, score_box) or weight_box
    weight, score = points(weight_box), points(score_box)
    if score is None and weight is None and "score" not in band.columns and "得分" in label:
        score_box, score = _lone_points(band, row)
    whole = "分" in label or weight is None or weight.quantity.value == Decimal(100)
    if weight is not None and weight.quantity.value != Decimal(100) and _another_total(band, row):
        whole = False  # 得分总计 of the indicators, over 自评总得分（含预算执行）
    if score is not None and weight is not None and score.quantity.value > weight.quantity.value:
        whole, weight = True, None  # the points for the execution rate are in it, and not in the weights above
    if score is not None and score_box is not None:
        told = score_told(score, "total" if whole else "subtotal", score_box, found, weight=weight)
        yield replace(told, speaker=_reviewer(band, score_box))
    if weight is not None and weight_box is not None and whole:
        yield score_told(weight, "full", weight_box, found)
    for _col, box in band.grid.distinct(row):
        graded = _GRADE.search(box.text)
        word = graded["grade"] if graded else box.text if grade_bands().get(box.text) else None
        if word:
            yield grade_told(word, box, found)


def _reviewer(band: Band, box: Box) -> Speaker:
    """review for points under the name of one who reviews the unit's scores (复核认定), else None."""
    cols = [col for col in band.columns.get("score", ()) if band.grid.box(box.cell.row, col) is box]
    return "review" if cols and speaker(band.heads.get(cols[0], "")) == "review" else None


def _another_total(band: Band, row: int) -> bool:
    """True where a further row of the whole follows in the same table."""
    return any(row_kind(first_label(band, later)) == "total" for later in range(row + 1, band.last))


def _lone_points(band: Band, row: int) -> tuple[Box | None, Figure | None]:
    """The only points of the row of the whole, in a table without a column for them: 自评得分合计 | 99.79分."""
    told = [(box, figure) for _col, box in band.grid.distinct(row) if (figure := points(box)) is not None]
    return told[0] if len(told) == 1 and told[0][1].quantity.value <= 100 else (None, None)


def _hundred(band: Band, row: int, score: Box) -> Box | None:
    """The full mark left of the score, where no weights of indicators stand."""
    for _col, box in band.grid.distinct(row):
        if box is score:
            return None
        if (figure := points(box)) and box.figure is not None and figure.quantity.value == 100:
            return box
    return None


def _is_score(band: Band, lone: Figure) -> bool:
    """True for the only points of the row of the whole, when they are no full mark (they may stand under any column of
    points): neither 100 nor the sum of the weights above, and no more than 100."""
    weights = [weight for row in range(band.first, band.last) if (weight := points(band.box(row, "weight")))]
    summed = sum((weight.quantity.value for weight in weights if weight.id != lone.id), Decimal(0))
    return lone.quantity.value not in (Decimal(100), summed) and lone.quantity.value <= 100 and len(weights) > 1


def _keyed(band: Band, row: int) -> dict[str, Box]:
    """What a row of the whole says by keys of its own behind its name: 总分 | 总分值 | 100 | 总得分 | 98.5."""
    boxes = [box for _col, box in band.grid.distinct(row) if not box.blank]
    name = next((at for at, box in enumerate(boxes) if row_kind(box.text) == "total"), len(boxes))
    found: dict[str, Box] = {}
    for key, value in pairwise(boxes[name + 1 :]):
        if not key.figures and points(value) is not None and _KEY.fullmatch(key.text):
            found["score" if "得" in key.text or "评" in key.text else "weight"] = value
    return found
